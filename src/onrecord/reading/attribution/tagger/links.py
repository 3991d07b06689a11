"""Who goes with what: spans and their vectors in, each one's partner and how likely it is out.

Content asks for its cue, a cue asks for its source, within one window; "none" is always among the answers. Each
pair is described by what the network's vectors say of it and by where the two stand (how far, what lies between,
same sentence, how sure the spans are); a small network weighs these and a softmax over all answers gives the
probabilities. All questions of several windows are put at once: rows of features, one question after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.attribution.tagger.decode import ROLES, Found
from onrecord.reading.attribution.tagger.tokens import Word
from onrecord.reading.parse.quotes import INSIDE, MARK

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

LINK = 128  # length of one link vector
NEAR = 32  # distances below are told apart one by one, above by octave
DISTANCES = 65
ASKING = {"content": "cue", "cue": "source"}
FEATURES = 28
NONE = -1
# Kinds of marks that stand between spans.
STOP, COMMA, BREAK = 1, 2, 3
_KINDS = dict.fromkeys(".?!", STOP) | {",": COMMA}
_KINDS |= dict.fromkeys(["-", "--", "—", ":", ";", "(", ")"], BREAK)


class Scene(NamedTuple):
    """What linking needs to know of some windows, their words counted from the first window's first.

    `window[w]` is the number of word `w`'s window, `piece[w]` the place of its first piece there, `vectors[w]` that
    piece's link vectors; `none` holds the vectors of "none" by window. The arrays with a leading zero are running
    counts, so that what lies between two words is a difference.
    """

    window: Ints
    piece: Ints
    vectors: NDArray[np.float32]
    none: NDArray[np.float32]
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


class Block(NamedTuple):
    """The spans of one role in one window, by number, and the spans that can answer them."""

    window: int
    asking: list[int]
    answers: list[int]


class Questions(NamedTuple):
    """All questions of the spans: rows of answers, "none" last, question after question, block after block.

    `asking` and `answer` are numbers of spans (`NONE` for none), `start` the first row of each question.
    """

    blocks: tuple[Block, ...]
    asking: Ints
    answer: Ints
    start: Ints

    def spread(self, figures: Floats) -> Floats:
        """One figure a question, given to each of its rows."""
        return np.repeat(figures, np.diff(self.start, append=len(self.asking)))


class Asked(NamedTuple):
    """One span's question answered: the likeliest partner (None: none) and its probability."""

    span: Found
    partner: Found | None
    chance: float


class _Columns(NamedTuple):
    """Spans as columns."""

    role: Ints
    first: Ints
    last: Ints
    sure: Floats

    def at(self, numbers: Ints) -> _Columns:
        """The spans of these numbers."""
        role, first, last, sure = self
        return _Columns(role[numbers], first[numbers], last[numbers], sure[numbers])


def scene_of(
    text: str,
    words: Sequence[Word],
    quotation: Ints,
    placed: tuple[Ints, Ints],
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> Scene:
    """The scene of windows: their words and quotation states; windows and pieces; vectors of words and of none."""
    window, piece = placed
    kind = np.array([_KINDS.get(text[word.start : word.end], 0) for word in words])
    paragraph = np.array([word.paragraph for word in words], np.int64)
    opens = np.append(True, window[1:] != window[:-1])
    closing = _after(kind == STOP) & (quotation == MARK) & ~opens
    breaks = _after(((kind == STOP) & (quotation != INSIDE)) | closing)
    breaks[1:] |= paragraph[1:] != paragraph[:-1]
    return Scene(
        window,
        piece,
        *vectors,
        np.cumsum(breaks),
        paragraph,
        quotation,
        _running(kind == COMMA),
        _running(quotation == MARK),
        _running(kind == BREAK),
    )


def ask(
    scene: Scene, spans: Sequence[Found], distance: Floats, weights: Weights | None
) -> list[Asked]:
    """The questions of every content and cue among `spans`, answered; without weights, by vectors alone."""
    questions = questions_of(scene, spans)
    if not len(questions.start):
        return []
    described = describe(scene, spans, questions, distance)
    score = described[:, 0] if weights is None else weigh(described, weights)
    chances = np.exp(score - questions.spread(np.maximum.reduceat(score, questions.start)))
    chances /= questions.spread(np.add.reduceat(chances, questions.start))
    ends = [*questions.start[1:].tolist(), len(score)]
    found: list[Asked] = []
    for start, end in zip(questions.start.tolist(), ends, strict=True):
        best = start + int(chances[start:end].argmax())
        partner = int(questions.answer[best])
        found.append(
            Asked(
                spans[questions.asking[start]],
                None if partner == NONE else spans[partner],
                float(chances[best]),
            )
        )
    return found


def questions_of(scene: Scene, spans: Sequence[Found]) -> Questions:
    """What each content and cue is asked: every span of the wanted role in its window, and none."""
    standing: dict[tuple[int, str], list[int]] = {}
    for number, span in enumerate(spans):
        standing.setdefault((int(scene.window[span.first]), span.role), []).append(number)
    blocks = tuple(
        Block(window, asking, standing.get((window, ASKING[role]), []))
        for (window, role), asking in standing.items()
        if role in ASKING
    )
    sizes = [len(block.answers) + 1 for block in blocks for _ in block.asking]
    return Questions(
        blocks,
        np.repeat([number for block in blocks for number in block.asking], sizes),
        np.array([n for b in blocks for n in [*b.answers, NONE] * len(b.asking)], np.int64),
        np.cumsum([0, *sizes])[:-1],
    )


def weigh(described: Floats, weights: Weights) -> Floats:
    """One score per row of features."""
    even = (described - weights.mean) / weights.scale
    score: Floats = np.tanh(even @ weights.hidden + weights.hidden_bias) @ weights.out
    return score


def describe(
    scene: Scene, spans: Sequence[Found], questions: Questions, distance: Floats
) -> Floats:
    """A row of features for every answer of every question."""
    every = _columns(spans)
    asking = every.at(questions.asking)
    none = questions.answer == NONE
    rows = np.zeros((len(none), FEATURES))
    rows[:, 0] = _by_vector(scene, every, questions, distance)
    rows[:, 1] = none
    rows[:, 2:5] = asking.sure
    rows[:, 5] = asking.role == ROLES.index("content")
    rows[:, 20] = scene.quotation[asking.first] == INSIDE
    rows[:, 21] = scene.quotation[asking.first] == MARK
    rows[:, 22] = np.log1p(asking.last - asking.first)
    answer = every.at(questions.answer[~none])
    rows[~none, 6:18] = _between(scene, every, every.at(questions.asking[~none]), answer)
    rows[~none, 19] = scene.quotation[answer.first] == INSIDE
    rows[~none, 23] = np.log1p(answer.last - answer.first)
    rows[~none, 24:26] = answer.sure[:, :2]
    gap, score = np.where(none, np.inf, rows[:, 6]), np.where(none, -np.inf, rows[:, 0])
    best = questions.spread(np.maximum.reduceat(score, questions.start))
    rows[:, 18] = ~none & (gap == questions.spread(np.minimum.reduceat(gap, questions.start)))
    rows[:, 26] = ~none & (score == best)
    rows[~none, 27] = score[~none] - best[~none]
    return rows


def _columns(spans: Sequence[Found]) -> _Columns:
    """Spans as columns."""
    return _Columns(
        np.array([ROLES.index(span.role) for span in spans], np.int64),
        np.array([span.first for span in spans], np.int64),
        np.array([span.last for span in spans], np.int64),
        np.array([span[3:] for span in spans]),
    )


def _between(scene: Scene, every: _Columns, asking: _Columns, answer: _Columns) -> Floats:
    """Features 6 to 17 of pairs: on which side the answer stands, how far, and what stands in between."""
    before = answer.first < asking.first
    start = np.where(before, answer.last, asking.last)
    end = np.maximum(start, np.where(before, asking.first, answer.first))
    gap = end - start
    sentences = scene.sentence[answer.first] - scene.sentence[asking.first]
    opens = [every.first[every.role == role] for role in range(len(ROLES))]
    spans = [np.searchsorted(first, end) - np.searchsorted(first, start) for first in opens]
    marks = [counts[end] - counts[start] for counts in (scene.commas, scene.marks, scene.breaks)]
    columns = (
        np.log1p(gap),
        before,
        sentences == 0,
        np.clip(sentences, -3, 3),
        scene.paragraph[answer.first] == scene.paragraph[asking.first],
        *(np.minimum(count, 4) for count in (*spans, *marks)),
        gap == 0,
    )
    return np.stack(columns, 1, dtype=np.float64, casting="unsafe")


def _by_vector(scene: Scene, every: _Columns, questions: Questions, distance: Floats) -> Floats:
    """The network's own score of every answer, evened out over the answers of a question.

    "None" stands where the window's first piece does.
    """
    alike = []
    for block in questions.blocks:
        content = every.role[block.asking[0]] == ROLES.index("content")
        asks, gives = (
            slice(at, at + LINK) for at in ((0, LINK) if content else (2 * LINK, 3 * LINK))
        )
        answers = scene.vectors[every.first[block.answers], gives]
        answers = np.append(answers, scene.none[block.window, None, gives], axis=0)
        alike.append((scene.vectors[every.first[block.asking], asks] @ answers.T).ravel())
    places = np.where(questions.answer == NONE, 0, scene.piece[every.first[questions.answer]])
    here = scene.piece[every.first[questions.asking]]
    score = np.concatenate(alike) / np.sqrt(LINK) + distance[_buckets(places - here)]
    most = np.maximum.reduceat(score, questions.start)
    sums = np.add.reduceat(np.exp(score - questions.spread(most)), questions.start)
    evened: Floats = score - questions.spread(most + np.log(sums))
    return evened


def _buckets(distances: Ints) -> Ints:
    """Signed distances as numbers of the table learned in training."""
    size = np.abs(distances)
    far = NEAR + (np.log2(np.maximum(size, NEAR) / NEAR) * 8).astype(np.int64)
    bucket: Ints = np.where(size < NEAR, size, np.minimum(far, DISTANCES - 1))
    return bucket + DISTANCES * (distances > 0)


def _after(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Each flag moved to the word after; the first word has none."""
    return np.append(False, flags[:-1])


def _running(flags: NDArray[np.bool_]) -> Ints:
    """Running counts with a leading zero."""
    return np.append(0, np.cumsum(flags))
