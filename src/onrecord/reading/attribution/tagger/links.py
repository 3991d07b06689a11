"""SpanLink spans: to each content its cue and to each cue its source, with probabilities.

In: spans and their vectors. Every content is a question for its cue, every cue a question for its source, among the
spans of one window and "none". A pair is described by the score of the network's vectors and by position (distance,
what stands between, same sentence, certainty of the spans); a small network scores these features and a softmax over
all answers gives the probabilities. The questions of several windows are computed together: rows of features, one
question after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.attribution.tagger.decode import ROLES, LabelledSpan
from onrecord.reading.attribution.tagger.tokens import TaggerWord
from onrecord.reading.parse.quotes import INSIDE, MARK

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

LINK = 128  # length of one link vector
NEAR = 32  # distances below have a bucket each, above one by octave
DISTANCES = 65
WANTED_ROLE = {"content": "cue", "cue": "source"}
FEATURES = 28
NONE = -1
# Kinds of marks that stand between spans.
STOP, COMMA, BREAK = 1, 2, 3
_KINDS = dict.fromkeys(".?!", STOP) | {",": COMMA}
_KINDS |= dict.fromkeys(["-", "--", "—", ":", ";", "(", ")"], BREAK)


class LinkContext(NamedTuple):
    """What linking needs of some windows, words counted from the first word of the first window.

    `window[w]` is the number of word `w`'s window, `piece[w]` the place of its first piece there, `vectors[w]` that
    piece's link vectors; `none` holds the vectors of "none" by window. The arrays with a leading zero are cumulative
    counts, so that the count between two words is a difference.
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


class LinkerWeights(NamedTuple):
    """The small network: mean and scale of the features, one hidden layer, one score."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats


class QuestionBlock(NamedTuple):
    """The spans of one role in one window, by number, and the spans that can answer them."""

    window: int
    asking: list[int]
    answers: list[int]


class LinkQuestions(NamedTuple):
    """All questions of the spans: a row for each answer, "none" last, question after question, block after block.

    `asking` and `answer` are numbers of spans (`NONE` for none), `start` the first row of each question.
    """

    blocks: tuple[QuestionBlock, ...]
    asking: Ints
    answer: Ints
    start: Ints

    def spread(self, figures: Floats) -> Floats:
        """One figure for each question, repeated in each of its rows."""
        return np.repeat(figures, np.diff(self.start, append=len(self.asking)))


class SpanLink(NamedTuple):
    """A span with its likeliest partner (None: none) and the probability of that."""

    span: LabelledSpan
    partner: LabelledSpan | None
    chance: float


class _SpanColumns(NamedTuple):
    """Spans as columns."""

    role: Ints
    first: Ints
    last: Ints
    sure: Floats

    def at(self, numbers: Ints) -> _SpanColumns:
        """The spans of these numbers."""
        role, first, last, sure = self
        return _SpanColumns(role[numbers], first[numbers], last[numbers], sure[numbers])


def link_context(
    text: str,
    words: Sequence[TaggerWord],
    quotation: Ints,
    placed: tuple[Ints, Ints],
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> LinkContext:
    """The context of windows: `quotation` states of words; `placed`: windows and pieces; `vectors`: of words and of "none"."""
    window, piece = placed
    kind = np.array([_KINDS.get(text[word.start : word.end], 0) for word in words])
    paragraph = np.array([word.paragraph for word in words], np.int64)
    opens = np.append(True, window[1:] != window[:-1])
    closing = _shifted(kind == STOP) & (quotation == MARK) & ~opens
    breaks = _shifted(((kind == STOP) & (quotation != INSIDE)) | closing)
    breaks[1:] |= paragraph[1:] != paragraph[:-1]
    return LinkContext(
        window,
        piece,
        *vectors,
        np.cumsum(breaks),
        paragraph,
        quotation,
        _cumulative(kind == COMMA),
        _cumulative(quotation == MARK),
        _cumulative(kind == BREAK),
    )


def link_spans(
    context: LinkContext,
    spans: Sequence[LabelledSpan],
    distance: Floats,
    weights: LinkerWeights | None,
) -> list[SpanLink]:
    """The links of every content and cue among `spans`; without weights, by vectors alone."""
    questions = link_questions(context, spans)
    if not len(questions.start):
        return []
    described = answer_features(context, spans, questions, distance)
    score = described[:, 0] if weights is None else score_rows(described, weights)
    chances = np.exp(score - questions.spread(np.maximum.reduceat(score, questions.start)))
    chances /= questions.spread(np.add.reduceat(chances, questions.start))
    ends = [*questions.start[1:].tolist(), len(score)]
    found: list[SpanLink] = []
    for start, end in zip(questions.start.tolist(), ends, strict=True):
        best = start + int(chances[start:end].argmax())
        partner = int(questions.answer[best])
        found.append(
            SpanLink(
                spans[questions.asking[start]],
                None if partner == NONE else spans[partner],
                float(chances[best]),
            )
        )
    return found


def link_questions(context: LinkContext, spans: Sequence[LabelledSpan]) -> LinkQuestions:
    """The questions of each content and cue: every span of the wanted role in its window, and "none"."""
    standing: dict[tuple[int, str], list[int]] = {}
    for number, span in enumerate(spans):
        standing.setdefault((int(context.window[span.first]), span.role), []).append(number)
    blocks = tuple(
        QuestionBlock(window, asking, standing.get((window, WANTED_ROLE[role]), []))
        for (window, role), asking in standing.items()
        if role in WANTED_ROLE
    )
    sizes = [len(block.answers) + 1 for block in blocks for _ in block.asking]
    return LinkQuestions(
        blocks,
        np.repeat([number for block in blocks for number in block.asking], sizes),
        np.array([n for b in blocks for n in [*b.answers, NONE] * len(b.asking)], np.int64),
        np.cumsum([0, *sizes])[:-1],
    )


def score_rows(described: Floats, weights: LinkerWeights) -> Floats:
    """One score for each row of features."""
    scaled = (described - weights.mean) / weights.scale
    score: Floats = np.tanh(scaled @ weights.hidden + weights.hidden_bias) @ weights.out
    return score


def answer_features(
    context: LinkContext, spans: Sequence[LabelledSpan], questions: LinkQuestions, distance: Floats
) -> Floats:
    """A row of features for every answer of every question."""
    all_spans = _columns(spans)
    asking = all_spans.at(questions.asking)
    none = questions.answer == NONE
    rows = np.zeros((len(none), FEATURES))
    rows[:, 0] = _by_vector(context, all_spans, questions, distance)
    rows[:, 1] = none
    rows[:, 2:5] = asking.sure
    rows[:, 5] = asking.role == ROLES.index("content")
    rows[:, 20] = context.quotation[asking.first] == INSIDE
    rows[:, 21] = context.quotation[asking.first] == MARK
    rows[:, 22] = np.log1p(asking.last - asking.first)
    answer = all_spans.at(questions.answer[~none])
    rows[~none, 6:18] = _between(context, all_spans, all_spans.at(questions.asking[~none]), answer)
    rows[~none, 19] = context.quotation[answer.first] == INSIDE
    rows[~none, 23] = np.log1p(answer.last - answer.first)
    rows[~none, 24:26] = answer.sure[:, :2]
    gap, score = np.where(none, np.inf, rows[:, 6]), np.where(none, -np.inf, rows[:, 0])
    best = questions.spread(np.maximum.reduceat(score, questions.start))
    rows[:, 18] = ~none & (gap == questions.spread(np.minimum.reduceat(gap, questions.start)))
    rows[:, 26] = ~none & (score == best)
    rows[~none, 27] = score[~none] - best[~none]
    return rows


def _columns(spans: Sequence[LabelledSpan]) -> _SpanColumns:
    """Spans as columns."""
    return _SpanColumns(
        np.array([ROLES.index(span.role) for span in spans], np.int64),
        np.array([span.first for span in spans], np.int64),
        np.array([span.last for span in spans], np.int64),
        np.array([span[3:] for span in spans]),
    )


def _between(
    context: LinkContext, all_spans: _SpanColumns, asking: _SpanColumns, answer: _SpanColumns
) -> Floats:
    """Features 6 to 17 of pairs: on which side the answer stands, how far, and what stands in between."""
    before = answer.first < asking.first
    start = np.where(before, answer.last, asking.last)
    end = np.maximum(start, np.where(before, asking.first, answer.first))
    gap = end - start
    sentences = context.sentence[answer.first] - context.sentence[asking.first]
    opens = [all_spans.first[all_spans.role == role] for role in range(len(ROLES))]
    spans = [np.searchsorted(first, end) - np.searchsorted(first, start) for first in opens]
    marks = [
        counts[end] - counts[start] for counts in (context.commas, context.marks, context.breaks)
    ]
    columns = (
        np.log1p(gap),
        before,
        sentences == 0,
        np.clip(sentences, -3, 3),
        context.paragraph[answer.first] == context.paragraph[asking.first],
        *(np.minimum(count, 4) for count in (*spans, *marks)),
        gap == 0,
    )
    return np.stack(columns, 1, dtype=np.float64, casting="unsafe")


def _by_vector(
    context: LinkContext, all_spans: _SpanColumns, questions: LinkQuestions, distance: Floats
) -> Floats:
    """The network's own score of every answer, normalised over the answers of a question (log softmax).

    "None" stands where the window's first piece does.
    """
    alike = []
    for block in questions.blocks:
        content = all_spans.role[block.asking[0]] == ROLES.index("content")
        asks, gives = (
            slice(at, at + LINK) for at in ((0, LINK) if content else (2 * LINK, 3 * LINK))
        )
        answers = context.vectors[all_spans.first[block.answers], gives]
        answers = np.append(answers, context.none[block.window, None, gives], axis=0)
        alike.append((context.vectors[all_spans.first[block.asking], asks] @ answers.T).ravel())
    places = np.where(questions.answer == NONE, 0, context.piece[all_spans.first[questions.answer]])
    here = context.piece[all_spans.first[questions.asking]]
    score = np.concatenate(alike) / np.sqrt(LINK) + distance[_buckets(places - here)]
    most = np.maximum.reduceat(score, questions.start)
    sums = np.add.reduceat(np.exp(score - questions.spread(most)), questions.start)
    normalised: Floats = score - questions.spread(most + np.log(sums))
    return normalised


def _buckets(distances: Ints) -> Ints:
    """Signed distances as indices of the table learned in training."""
    size = np.abs(distances)
    far = NEAR + (np.log2(np.maximum(size, NEAR) / NEAR) * 8).astype(np.int64)
    bucket: Ints = np.where(size < NEAR, size, np.minimum(far, DISTANCES - 1))
    return bucket + DISTANCES * (distances > 0)


def _shifted(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Each flag moved to the word after; the first word has none."""
    return np.append(False, flags[:-1])


def _cumulative(flags: NDArray[np.bool_]) -> Ints:
    """Cumulative counts with a leading zero."""
    return np.append(0, np.cumsum(flags))
