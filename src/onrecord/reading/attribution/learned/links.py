"""Who goes with what in one window: spans and their vectors in, a probability for each possible partner out.

Content asks for its cue, a cue asks for its source; "none" is always among the answers. Each pair is described
by what the network's vectors say of it and by where the two stand (how far, what lies between, same sentence,
how sure the spans are); a small network weighs these and a softmax over all answers gives the probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.attribution.learned.decode import Found
from onrecord.reading.attribution.learned.features import INSIDE, MARK
from onrecord.reading.attribution.learned.tokens import Word

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

LINK = 128  # length of one link vector
NEAR = 32  # distances below are told apart one by one, above by octave
DISTANCES = 65
ASKING = {"content": "cue", "cue": "source"}
FEATURES = 28


class Scene(NamedTuple):
    """What linking needs to know of a window, its words counted from the window's first.

    `piece[w]` is the place of word `w` among the window's pieces; the arrays with a leading zero are running
    counts, so that what lies between two words is a difference.
    """

    vectors: NDArray[np.float32]
    piece: Ints
    sentence: Ints
    paragraph: Ints
    quotation: Ints
    commas: Ints
    marks: Ints
    breaks: Ints


class Weights(NamedTuple):
    """The small network: features to even out, one hidden layer, one score."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats


class Asked(NamedTuple):
    """One span's question: its possible partners and, after them, "none", with a probability each."""

    span: Found
    answers: tuple[Found, ...]
    chances: Floats


def scene_of(
    text: str,
    words: Sequence[Word],
    quotation: Sequence[int],
    vectors: NDArray[np.float32],
    piece: Ints,
) -> Scene:
    """The scene of a window: its words, their quotation states, its link vectors, its words' pieces."""
    written = [text[word.start : word.end] for word in words]
    paragraph = np.array([word.paragraph for word in words], np.int64)
    state = np.array(quotation, np.int64)
    stop = np.array([mark in {".", "?", "!"} for mark in written])
    closing = np.roll(stop, 1) & (state == MARK)
    closing[:1] = False
    breaks = np.roll((stop & (state != INSIDE)) | closing, 1)
    breaks[:1] = False
    breaks[1:] |= paragraph[1:] != paragraph[:-1]
    return Scene(
        vectors,
        piece,
        np.cumsum(breaks),
        paragraph,
        state,
        _running(np.array([mark == "," for mark in written])),
        _running(state == MARK),
        _running(np.array([mark in {"-", "--", "—", ":", ";", "(", ")"} for mark in written])),
    )


def ask(
    scene: Scene, spans: Sequence[Found], distance: Floats, weights: Weights | None
) -> list[Asked]:
    """The questions of every content and cue among `spans`, answered; without weights, by vectors alone."""
    found: list[Asked] = []
    for asking in spans:
        role = ASKING.get(asking.role)
        if role is None:
            continue
        answers = tuple(span for span in spans if span.role == role)
        described = describe(scene, spans, asking, answers, distance)
        score = described[:, 0] if weights is None else weigh(described, weights)
        chances = np.exp(score - score.max())
        found.append(Asked(asking, answers, chances / chances.sum()))
    return found


def weigh(described: Floats, weights: Weights) -> Floats:
    """One score per row of features."""
    even = (described - weights.mean) / weights.scale
    score: Floats = np.tanh(even @ weights.hidden + weights.hidden_bias) @ weights.out
    return score


def describe(
    scene: Scene,
    spans: Sequence[Found],
    asking: Found,
    answers: Sequence[Found],
    distance: Floats,
) -> Floats:
    """A row of features for every answer and, last, for "none"."""
    rows = np.zeros((len(answers) + 1, FEATURES))
    by_vector = _by_vector(scene, asking, answers, distance)
    rows[:, 0] = by_vector - np.logaddexp.reduce(by_vector)
    rows[-1, 1] = 1.0
    rows[:, 2:5] = asking.opens, asking.inside, asking.closes
    rows[:, 5] = asking.role == "content"
    if not answers:
        return rows
    first = np.array([span.first for span in answers])
    last = np.array([span.last for span in answers])
    before = first < asking.first
    start = np.where(before, last, asking.last)
    end = np.maximum(start, np.where(before, asking.first, first))
    gap = end - start
    sentences = scene.sentence[first] - scene.sentence[asking.first]
    rows[:-1, 6] = np.log1p(gap)
    rows[:-1, 7] = before
    rows[:-1, 8] = sentences == 0
    rows[:-1, 9] = np.clip(sentences, -3, 3)
    rows[:-1, 10] = scene.paragraph[first] == scene.paragraph[asking.first]
    for column, role in enumerate(("source", "cue", "content"), 11):
        starts = np.array([span.first for span in spans if span.role == role], np.int64)
        between = np.searchsorted(starts, end) - np.searchsorted(starts, start)
        rows[:-1, column] = np.minimum(between, 4)
    for column, counts in enumerate((scene.commas, scene.marks, scene.breaks), 14):
        rows[:-1, column] = np.minimum(counts[end] - counts[start], 4)
    rows[:-1, 17] = gap == 0
    rows[:-1, 18] = gap == gap.min()
    rows[:-1, 19] = scene.quotation[first] == INSIDE
    rows[:, 20] = scene.quotation[asking.first] == INSIDE
    rows[:, 21] = scene.quotation[asking.first] == MARK
    rows[:, 22] = np.log1p(asking.last - asking.first)
    rows[:-1, 23] = np.log1p(last - first)
    rows[:-1, 24] = [span.opens for span in answers]
    rows[:-1, 25] = [span.inside for span in answers]
    rows[:-1, 26] = rows[:-1, 0] == rows[:-1, 0].max()
    rows[:-1, 27] = rows[:-1, 0] - rows[:-1, 0].max()
    return rows


def _by_vector(scene: Scene, asking: Found, answers: Sequence[Found], distance: Floats) -> Floats:
    """The network's own score of every answer and of "none" (the window's first piece)."""
    which = 0 if asking.role == "content" else 2
    here = scene.piece[asking.first]
    places = np.append(scene.piece[[span.first for span in answers]], 0).astype(np.int64)
    q = scene.vectors[here, which * LINK : (which + 1) * LINK].astype(np.float64)
    k = scene.vectors[places, (which + 1) * LINK : (which + 2) * LINK].astype(np.float64)
    score: Floats = k @ q / np.sqrt(LINK) + distance[_buckets(places - here)]
    return score


def _buckets(distances: Ints) -> Ints:
    """Signed distances as numbers of the table learned in training."""
    size = np.abs(distances)
    far = NEAR + (np.log2(np.maximum(size, NEAR) / NEAR) * 8).astype(np.int64)
    bucket: Ints = np.where(size < NEAR, size, np.minimum(far, DISTANCES - 1))
    return bucket + DISTANCES * (distances > 0)


def _running(flags: NDArray[np.bool_]) -> Ints:
    """Running counts with a leading zero."""
    return np.concatenate(([0], np.cumsum(flags)))
