"""Propose attributions with a network: text and paragraphs in, `Proposal`s out in text order of content.

The windows go through the network one by one and no link crosses them, so that time and memory are linear in the
length of the text. Opening the model's files is the work of `model.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.model import Form, Span
from onrecord.reading.attribution.tagger.decode import (
    FORBIDDEN,
    GOES_ON,
    LabelledSpan,
    decode,
    spans_of,
)
from onrecord.reading.attribution.tagger.features import CASES
from onrecord.reading.attribution.tagger.links import (
    Floats,
    Ints,
    LinkContext,
    LinkerWeights,
    link_context,
    link_spans,
)
from onrecord.reading.attribution.tagger.quote_marks import with_training_marks
from onrecord.reading.attribution.tagger.tokens import TaggerWord, words_of
from onrecord.reading.attribution.tagger.windows import (
    FIRST_PIECE,
    LAST_PIECE,
    NO_WORD,
    Pieces,
    pack,
    pieces_of,
)
from onrecord.reading.parse.quotes import INSIDE, MARK
from onrecord.reading.text.normalise import encodable

Numbers: TypeAlias = NDArray[np.int64]
Outputs: TypeAlias = tuple[NDArray[np.float32], NDArray[np.float32]]
# One window's piece ids and features in; label scores and link vectors out, a row per piece.
Network: TypeAlias = Callable[[Numbers, Numbers], Outputs]

# Windows decoded together; more gain nothing, and memory stays bounded on long texts.
AT_ONCE = 16


class TaggerParts(NamedTuple):
    """The network and the parameters around it, as a model folder holds them.

    `window`: the most pieces the network is given at once, without the first and last piece that frame them.
    """

    tokenizer: Tokenizer
    network: Network
    transitions: Floats
    distance: Floats
    linker: LinkerWeights | None
    window: int


class Proposal(NamedTuple):
    """One attribution, with the features its confidence is computed from."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    features: tuple[float, ...]


class WindowReading(NamedTuple):
    """Decoded windows: their words, the spans found (indices of these words), and the context that links them."""

    words: Sequence[TaggerWord]
    spans: Sequence[LabelledSpan]
    context: LinkContext


class _WindowOutput(NamedTuple):
    """One window's words: index of the first, their pieces, their quotation states, and the network's outputs for them.

    `none` is the link vector of "none".
    """

    first: int
    piece: Ints
    states: Ints
    scores: NDArray[np.float32]
    vectors: NDArray[np.float32]
    none: NDArray[np.float32]


def propose(parts: TaggerParts, text: str, paragraphs: Sequence[Span]) -> Iterator[Proposal]:
    """The attributions in `paragraphs` of `text`."""
    text = encodable(text)
    for reading in read_windows(parts, text, paragraphs):
        yield from _linked(parts, text, reading)


def read_windows(
    parts: TaggerParts, text: str, paragraphs: Sequence[Span]
) -> Iterator[WindowReading]:
    """The text's windows, up to `AT_ONCE` together, without those that hold no span."""
    text = with_training_marks(text, paragraphs)
    words = words_of(text, paragraphs)
    pieces = pieces_of(text, words, parts.tokenizer)
    windows = _windows(parts, pieces)
    while batch := list(islice(windows, AT_ONCE)):
        chain = decode([window.scores for window in batch], parts.transitions)
        spans = spans_of(chain, np.cumsum([len(window.piece) for window in batch]).tolist())
        if spans:
            first = batch[0].first
            here = words[first : first + len(chain.labels)]
            yield WindowReading(here, spans, _batch_context(text, here, batch))


def _windows(parts: TaggerParts, pieces: Pieces) -> Iterator[_WindowOutput]:
    """Every window that holds a word, run through the network.

    No span crosses from one paragraph into the next (of 23,289 annotated spans one does): a quotation of several
    paragraphs is several spans.
    """
    ids, features, word, opens = pieces
    cuttable = word != NO_WORD
    for start, end in pack(opens.tolist(), cuttable.tolist(), parts.window):
        here = np.flatnonzero(cuttable[start:end])
        if not len(here):
            continue
        scores, vectors = parts.network(
            np.concatenate(([FIRST_PIECE], ids[start:end], [LAST_PIECE])),
            np.concatenate(([0], features[start:end], [0])),
        )
        scored = scores[here + 1]
        scored[np.ix_(opens[start + here - 1], GOES_ON)] = FORBIDDEN
        yield _WindowOutput(
            int(word[start + here[0]]),
            here + 1,
            features[start + here] // CASES,
            scored,
            vectors[here + 1],
            vectors[0],
        )


def _batch_context(
    text: str, words: Sequence[TaggerWord], batch: Sequence[_WindowOutput]
) -> LinkContext:
    """The context that links the spans of a batch of windows."""
    sizes = [len(window.piece) for window in batch]
    return link_context(
        text,
        words,
        np.concatenate([window.states for window in batch]),
        (np.repeat(np.arange(len(batch)), sizes), np.concatenate([w.piece for w in batch])),
        (np.concatenate([w.vectors for w in batch]), np.stack([w.none for w in batch])),
    )


def _linked(parts: TaggerParts, text: str, reading: WindowReading) -> Iterator[Proposal]:
    """The attributions of decoded windows: each cue with the contents linked to it and the source it is linked to."""
    words, states = reading.words, reading.context.quotation
    contents: dict[LabelledSpan | None, list[tuple[LabelledSpan, float]]] = {}
    sources: dict[LabelledSpan | None, tuple[LabelledSpan | None, float]] = {None: (None, 1.0)}
    for span, partner, chance in link_spans(
        reading.context, reading.spans, parts.distance, parts.linker
    ):
        if span.role != "content":
            sources[span] = partner, chance
        elif any(map(str.isalnum, _text(text, words, span))):  # marks alone are no content
            contents.setdefault(partner, []).append((span, chance))
    without_cue = contents.pop(None, [])
    found = [*contents.items(), *((None, [content]) for content in without_cue)]
    for cue, content in sorted(found, key=lambda pair: pair[1][0][0].first):
        source, chance = sources[cue]
        form = _form(text, words, states, [span for span, _ in content])
        yield Proposal(
            _span(words, source) if source else None,
            _span(words, cue) if cue else None,
            tuple(_span(words, span) for span, _ in content),
            form,
            _confidence_features(source, cue, content, chance, form),
        )


def _text(text: str, words: Sequence[TaggerWord], found: LabelledSpan) -> str:
    """The text of a span of words."""
    return text[words[found.first].start : words[found.last - 1].end]


def _span(words: Sequence[TaggerWord], found: LabelledSpan) -> Span:
    """The characters of a span of words."""
    return Span(words[found.first].start, words[found.last - 1].end)


def _form(
    text: str, words: Sequence[TaggerWord], states: Ints, content: Sequence[LabelledSpan]
) -> Form:
    """Direct if all of its words stand inside quotation marks, mixed if some do."""
    here = [place for span in content for place in range(span.first, span.last)]
    marked = [
        (words[place], state) for place, state in zip(here, states[here].tolist(), strict=True)
    ]
    spoken = {
        state == INSIDE
        for word, state in marked
        if state != MARK and any(map(str.isalnum, text[word.start : word.end]))
    }
    if not spoken:
        return "direct" if any(state == MARK for _, state in marked) else "indirect"
    return "mixed" if len(spoken) > 1 else "direct" if True in spoken else "indirect"


def _confidence_features(
    source: LabelledSpan | None,
    cue: LabelledSpan | None,
    content: Sequence[tuple[LabelledSpan, float]],
    chance: float,
    form: Form,
) -> tuple[float, ...]:
    """Probabilities (as log odds) and a few facts; `calibrate` in training names them in this order."""
    sure = LabelledSpan("", 0, 0, 1.0, 1.0, 1.0)
    about = [
        p for span in (source or sure, cue or sure) for p in (span.opens, span.inside, span.closes)
    ]
    about += [
        min(span.opens for span, _ in content),
        min(span.inside for span, _ in content),
        min(span.closes for span, _ in content),
        min(link for _, link in content),
        chance,
    ]
    length = sum(span.last - span.first for span, _ in content)
    facts = (source is None, cue is None, form == "direct", form == "mixed", len(content) > 1)
    return (
        *(math.log((p + 1e-3) / (1.001 - p)) for p in about),
        sum(math.log(max(p, 1e-4)) for p in about),
        *map(float, facts),
        math.log(length),
    )
