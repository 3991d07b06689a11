"""Score the next action of spaCy's transition parser: sums over the tokens of a state, and scores of actions.

In: vectors of tokens, and the weights of a `spacy.TransitionBasedParser.v2` (Kiperwasser and Goldberg 2016, with
the products precomputed for each token and place). Out: a row for each token and place in a state, and, for the
sum of a state's rows, a score for each action.

>>> from onrecord.reading.parse.language import load
>>> scores = ActionScorer(load().get_pipe("ner").model)
>>> scores.rows(np.zeros((4, 96), np.float32)).shape
(5, 3, 2, 64)
"""

from __future__ import annotations

from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Model: TypeAlias = Any


class ActionScorer:
    """The weights of one parser, laid out for numpy."""

    def __init__(self, model: Model) -> None:
        tok2vec, lower, upper = model.layers
        narrow = tok2vec.layers[-1]
        self._narrow: Floats = np.ascontiguousarray(narrow.get_param("W").T)
        self._narrow_bias: Floats = narrow.get_param("b")
        self._pad: Floats = lower.get_param("pad")[0].swapaxes(1, 2)  # places, pieces, outputs
        places = lower.get_param("W").swapaxes(1, 2)  # places, pieces, outputs, inputs
        self._lower: Floats = np.ascontiguousarray(places.reshape(-1, places.shape[-1]).T)
        self._lower_bias: Floats = np.ascontiguousarray(lower.get_param("b").T)
        self._upper: Floats = np.ascontiguousarray(upper.get_param("W").T)
        self._upper_bias: Floats = upper.get_param("b")

    def rows(self, vectors: Floats) -> Floats:
        """What each token adds in each place of a state; the first row stands for no token."""
        narrow = vectors @ self._narrow
        narrow += self._narrow_bias
        rows = np.empty((len(vectors) + 1, *self._pad.shape), np.float32)
        rows[0] = self._pad
        np.matmul(narrow, self._lower, out=rows[1:].reshape(len(vectors), self._lower.shape[1]))
        return rows

    def of(self, sums: Floats) -> Floats:
        """The scores of all actions; each state is the sum of the rows of its places."""
        pieces = sums + self._lower_bias
        best: Floats = reduce(np.maximum, pieces.swapaxes(0, 1))
        scores = best @ self._upper
        scores += self._upper_bias
        return scores
