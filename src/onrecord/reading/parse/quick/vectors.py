"""Compute the contextual vector of each token: rows of known words cached, the convolutions in numpy.

In: tokenised documents and a pipeline's own weights. Out: one array with a row for each token, document after
document. The first vector of a token depends on the word alone (its norm, prefix, suffix, shape, and whether a space
follows), so it is computed once by the pipeline's own layers and cached. The convolutions are those of
`spacy.MaxoutWindowEncoder.v2`, with the matrix product of numpy, which uses wider instructions than that of spaCy.

>>> from onrecord.reading.parse.language import load
>>> pipeline = load()
>>> vectors = TokenVectors(pipeline.get_pipe("tok2vec").model)
>>> vectors([pipeline.make_doc("The bridge was closed.")]).shape
(5, 96)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import count
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from onrecord.reading.parse.quick.scores import Floats, Model

Doc: TypeAlias = Any

# Words cached before the cache is cleared: those of a thousand reports, 30 MB.
CACHE_SIZE = 50_000
# What the first vector of a token depends on: its word, the norm the tokenizer gave it, a space after it.
_KEY = ("ORTH", "NORM", "SPACY")


class _Layer(NamedTuple):
    """One convolution: the maximum of some pieces for each output, normalised, scaled and shifted."""

    weights: Floats  # inputs by outputs, those of the first piece before those of the second
    bias: Floats
    scale: Floats
    shift: Floats


class TokenVectors:
    """A `Tok2Vec` of a pipeline, called with documents."""

    def __init__(self, tok2vec: Model) -> None:
        embed, encode = tok2vec.layers
        self._features = embed.layers[0].attrs["columns"]
        self._embed = embed.layers[1:]
        self._layers = _layers(encode)
        self._width: int = tok2vec.get_dim("nO")
        self._places: dict[tuple[int, ...], int] = {}
        self._known: Floats = np.zeros((0, self._width), np.float32)

    def __call__(self, docs: Sequence[Doc]) -> Floats:
        """A row for each token of all documents; empty rows between them keep neighbours apart."""
        gap = len(self._layers)
        starts = np.cumsum([gap, *(len(doc) + gap for doc in docs)])
        inside = np.concatenate(
            [np.arange(start, start + len(doc)) for start, doc in zip(starts, docs, strict=False)]
        )
        rows = self._rows(docs)
        padded = np.zeros((starts[-1], self._width), np.float32)
        padded[inside] = self._known[rows]
        for layer in self._layers:
            padded += _convolved(padded, layer)
        found: Floats = padded[inside]
        return found

    def _rows(self, docs: Sequence[Doc]) -> list[int]:
        """The cached row of each token's first vector; vectors of new words are computed."""
        if len(self._places) > CACHE_SIZE:
            self._places.clear()  # the rows are overwritten
        rows: list[int] = []
        new = []
        for doc in docs:
            keys = list(map(tuple, doc.to_array(_KEY).tolist()))
            fresh = {key: token for token, key in enumerate(keys) if key not in self._places}
            if fresh:
                new.append(doc.to_array(self._features)[list(fresh.values())])
                self._places.update(zip(fresh, count(len(self._places)), strict=False))
            rows.extend(map(self._places.__getitem__, keys))
        if new:
            self._cache_vectors(np.concatenate(new))
        return rows

    def _cache_vectors(self, features: Any) -> None:
        """Cache the first vectors of new words, computed by the pipeline's own layers."""
        values: Any = [features]
        for layer in self._embed:
            values = layer.predict(values)
        last = len(self._places)
        if last > len(self._known):
            room = np.zeros((2 * last, self._width), np.float32)
            room[: len(self._known)] = self._known
            self._known = room
        self._known[last - len(features) : last] = values[0]


def _layers(encode: Model) -> list[_Layer]:
    """The convolutions of an encoder, each with its weights laid out piece by piece."""
    maxouts = [node for node in encode.walk() if node.name == "maxout"]
    norms = [node for node in encode.walk() if node.name == "layernorm"]
    found = []
    for maxout, norm in zip(maxouts, norms, strict=True):
        weights = maxout.get_param("W")  # outputs, pieces, inputs
        found.append(
            _Layer(
                np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1)),
                maxout.get_param("b").T.reshape(-1),
                norm.get_param("G"),
                norm.get_param("b"),
            )
        )
    return found


def _convolved(rows: Floats, layer: _Layer) -> Floats:
    """What one convolution over each row and its two neighbours adds to the row."""
    width = rows.shape[1]
    window = np.zeros((len(rows), 3 * width), np.float32)
    window[1:, :width] = rows[:-1]
    window[:, width : 2 * width] = rows
    window[:-1, 2 * width :] = rows[1:]
    sums = window @ layer.weights
    sums += layer.bias
    best: Floats = reduce(
        np.maximum, (sums[:, at : at + width] for at in range(0, sums.shape[1], width))
    )
    best -= best.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", best, best) / np.float32(width) + np.float32(1e-8)
    best *= (1 / np.sqrt(spread))[:, None]
    best *= layer.scale
    best += layer.shift
    return best
