"""Label scores of words in, spans with their certainty out: a linear chain decoded exactly.

Windows are decoded side by side: scores are padded to one length, `mask` is True on words. Labels that cannot
follow each other (`I-cue` after anything but a cue) never do.

>>> scores = np.log([[[0.9, 0.02, 0.01, 0.02, 0.01, 0.02, 0.02], [0.02, 0.9, 0.02, 0.02, 0.01, 0.02, 0.01]]])
>>> chain = decode(scores, np.ones((1, 2), bool), np.zeros((7, 7)))
>>> [LABELS[label] for label in chain.labels[0]]
['O', 'B-source']
>>> round(float(chain.marginals[0, 1, 1]), 1)
0.9
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
FORBIDDEN = -1e4
ILLEGAL: Floats = np.array(
    [[FORBIDDEN if b.startswith("I-") and a[2:] != b[2:] else 0.0 for b in LABELS] for a in LABELS]
)
START: Floats = np.array([0.0 if label.startswith("I-") else 1.0 for label in LABELS])


class Chain(NamedTuple):
    """Decoded windows: the best labels (windows, words) and each label's probability at each word."""

    labels: NDArray[np.int64]
    marginals: Floats


class Found(NamedTuple):
    """A span of words `[first, last)` with a role, and the chain's certainty of it.

    `opens`, `inside`, `closes`: the probability that it begins there, of its least sure word, and that it ends
    there.
    """

    role: str
    first: int
    last: int
    opens: float
    inside: float
    closes: float


def decode(scores: Floats, mask: Bools, transitions: Floats) -> Chain:
    """The best labels of every window, and the marginals by forward-backward in scaled probabilities."""
    legal = transitions + ILLEGAL
    return Chain(_best(scores, mask, legal), _marginals(scores, mask, legal))


def spans_of(labels: Sequence[int], marginals: Floats) -> list[Found]:
    """The spans in one window's labels, in text order."""
    found: list[Found] = []
    first = 0
    for word in range(len(labels) + 1):
        here = labels[word] if word < len(labels) else 0
        if word and labels[word - 1] and not LABELS[here].startswith("I-"):
            found.append(_found(labels, marginals, first, word))
        if LABELS[here].startswith("B-"):
            first = word
    return found


def _found(labels: Sequence[int], marginals: Floats, first: int, last: int) -> Found:
    """The span `[first, last)` with its certainties."""
    begin = labels[first]
    inside = min(float(marginals[word, labels[word]]) for word in range(first, last))
    after = 1.0 - float(marginals[last, begin + 1]) if last < len(marginals) else 1.0
    return Found(LABELS[begin][2:], first, last, float(marginals[first, begin]), inside, after)


def _best(scores: Floats, mask: Bools, legal: Floats) -> NDArray[np.int64]:
    """Viterbi over all windows at once."""
    windows, length, size = scores.shape
    value = scores[:, 0] + np.where(START > 0, 0.0, FORBIDDEN)
    back = np.zeros((windows, length, size), np.int64)
    same = np.arange(size)
    for word in range(1, length):
        through = value[:, :, None] + legal
        here = mask[:, word, None]
        back[:, word] = np.where(here, through.argmax(1), same)
        value = np.where(here, through.max(1) + scores[:, word], value)
    labels = np.zeros((windows, length), np.int64)
    labels[:, -1] = value.argmax(1)
    rows = np.arange(windows)
    for word in range(length - 1, 0, -1):
        labels[:, word - 1] = back[rows, word, labels[:, word]]
    return np.where(mask, labels, 0)


def _marginals(scores: Floats, mask: Bools, legal: Floats) -> Floats:
    """Each label's probability at each word, all labellings weighed."""
    windows, length, size = scores.shape
    local = np.exp(scores - scores.max(2, keepdims=True))
    step = np.exp(legal)
    forward = np.zeros((windows, length, size))
    current = local[:, 0] * START
    for word in range(length):
        if word:
            current = np.where(mask[:, word, None], (current @ step) * local[:, word], current)
        current = current / current.sum(1, keepdims=True)
        forward[:, word] = current
    behind = np.ones((windows, size))
    for word in range(length - 2, -1, -1):
        moved = (behind * local[:, word + 1]) @ step.T
        behind = np.where(mask[:, word + 1, None], moved / moved.sum(1, keepdims=True), behind)
        forward[:, word] *= behind
    together: Floats = forward / forward.sum(2, keepdims=True)
    return np.where(mask[:, :, None], together, 0.0)
