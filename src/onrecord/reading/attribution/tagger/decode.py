"""Decode a linear chain of labels exactly: label scores of words in, spans with their probabilities out.

Windows are decoded together and come out one after the other: rows of `Chain` are the words of all windows
in order. Labels that cannot follow each other (`I-cue` after anything but a cue) never do, so that no span
crosses from one window into the next.

>>> scores = np.log([[0.9, 0.02, 0.01, 0.02, 0.01, 0.02, 0.02], [0.02, 0.9, 0.02, 0.02, 0.01, 0.02, 0.01]])
>>> chain = decode([scores], np.zeros((7, 7)))
>>> [LABELS[label] for label in chain.labels]
['O', 'B-source']
>>> round(float(chain.marginals[1, 1]), 1)
0.9
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
FORBIDDEN = -1e4
ILLEGAL: Floats = np.array(
    [[FORBIDDEN if b.startswith("I-") and a[2:] != b[2:] else 0.0 for b in LABELS] for a in LABELS]
)
# Labels of a span's later words.
GOES_ON = np.array([label.startswith("I-") for label in LABELS])
START: Floats = np.array([0.0 if label.startswith("I-") else 1.0 for label in LABELS])
# Messages are rescaled every so many words, long before they leave the range of a double.
_RESCALE_EVERY = 8


class Chain(NamedTuple):
    """Decoded words, window after window: the best label of each, and every label's probability there."""

    labels: Ints
    marginals: Floats


class LabelledSpan(NamedTuple):
    """A span of words `[first, last)` with a role, and the chain's probabilities of it.

    `opens`: that it begins there; `inside`: of its least certain word; `closes`: that it ends there.
    """

    role: str
    first: int
    last: int
    opens: float
    inside: float
    closes: float


def decode(windows: Sequence[NDArray[Any]], transitions: Floats) -> Chain:
    """The best labels and the marginals of windows, each an array (words, labels) of scores, none empty.

    Viterbi, and forward-backward in scaled probabilities (Rabiner 1989), a word of every window at a step.
    """
    legal = transitions + ILLEGAL
    sizes = np.array([len(window) for window in windows])
    scores = np.zeros((int(sizes.max()), len(windows), len(LABELS)))
    for row, window in enumerate(windows):
        scores[: len(window), row] = window
    words = np.concatenate([np.arange(size) for size in sizes])
    rows = np.repeat(np.arange(len(windows)), sizes)
    labels = _best(scores, sizes.tolist(), legal)
    return Chain(labels, _marginals(scores, sizes, legal)[words, rows])


def spans_of(chain: Chain, ends: Sequence[int]) -> list[LabelledSpan]:
    """The spans in text order; `ends` are the rows at which windows end, in order, the last included."""
    labels, count = chain.labels, len(chain.labels)
    first = np.flatnonzero(labels % 2 == 1)
    if not len(first):
        return []
    stops = np.append(np.flatnonzero((labels == 0) | (labels % 2 == 1)), count)
    last = stops[np.searchsorted(stops, first, side="right")]
    begun = labels[first]
    sure = np.append(chain.marginals[np.arange(count), labels], 1.0)
    inside = np.minimum.reduceat(sure, np.stack([first, last], 1).ravel())[::2]
    goes_on = np.append(chain.marginals, np.zeros((1, len(LABELS))), 0)[last, begun + 1]
    closes = np.where(np.isin(last, ends), 1.0, 1.0 - goes_on)
    numbers = (begun // 2, first, last, sure[first], inside, closes)
    return [
        LabelledSpan(ROLES[role], *rest)
        for role, *rest in zip(*(column.tolist() for column in numbers), strict=True)
    ]


def _best(scores: Floats, sizes: Sequence[int], legal: Floats) -> Ints:
    """Viterbi over all windows together: values forward, then each window's labels from its end."""
    values = np.empty_like(scores)
    values[0] = scores[0] + np.where(START > 0, 0.0, FORBIDDEN)
    through = np.empty((len(LABELS), *scores.shape[1:]))
    for (before, here), score in zip(pairwise(values), scores[1:], strict=True):
        np.add(before.T[:, :, None], legal[:, None], out=through)
        np.maximum.reduce(through, axis=0, out=here)
        np.add(here, score, out=here)
    back = (values[:-1, :, None] + legal.T).argmax(3).tolist()
    found: list[int] = []
    for row, size in enumerate(sizes):
        label = int(values[size - 1, row].argmax())
        labels = [label]
        for step in back[size - 2 :: -1] if size > 1 else ():
            label = step[row][label]
            labels.append(label)
        found += reversed(labels)
    return np.array(found, np.int64)


def _marginals(scores: Floats, sizes: Ints, legal: Floats) -> Floats:
    """Each label's probability at each word over all labellings; rows after a window's end are undefined.

    Messages run from both ends at once: the second half of the rows is the windows reversed.
    """
    local = np.exp(scores - scores.max(2, keepdims=True))
    step = np.exp(legal)
    flipped = np.maximum(sizes - 1 - np.arange(len(scores))[:, None], 0), np.arange(len(sizes))
    begin = np.stack([START, np.ones(len(LABELS))])[:, None]
    messages = _messages(np.stack([local, local[flipped]], 1), np.stack([step, step.T]), begin)
    together = messages[:, 0] * local * messages[:, 1][flipped]
    marginals: Floats = together / together.sum(2, keepdims=True)
    return marginals


def _messages(local: Floats, step: Floats, begin: Floats) -> Floats:
    """The forward message at each word, up to a factor; words are the first axis."""
    found = np.empty_like(local)
    found[0] = begin
    weighted = np.empty_like(local[0])
    for place, ((before, here), word) in enumerate(zip(pairwise(found), local[:-1], strict=True)):
        np.multiply(before, word, out=weighted)
        np.matmul(weighted, step, out=here)
        if place % _RESCALE_EVERY == 0:
            np.divide(here, here.sum(-1, keepdims=True), out=here)
    return found
