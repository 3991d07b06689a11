"""From a text to attributions with their signs of certainty, given a network: all of reading but the files.

Text and paragraphs in, `Proposal`s out in text order of content. The windows are read one by one and nothing
links across them, so that time and memory are linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.model import Form, Span
from onrecord.reading.attribution.learned.decode import Found, decode, spans_of
from onrecord.reading.attribution.learned.features import INSIDE, MARK, quotation_states
from onrecord.reading.attribution.learned.links import Asked, Floats, Scene, Weights, ask, scene_of
from onrecord.reading.attribution.learned.tokens import Word, words_of
from onrecord.reading.attribution.learned.windows import (
    FIRST_PIECE,
    LAST_PIECE,
    NO_WORD,
    Pieces,
    pack,
    pieces_of,
)

Numbers: TypeAlias = NDArray[np.int64]
Outputs: TypeAlias = tuple[NDArray[np.float32], NDArray[np.float32]]
# One window's piece ids and features in; label scores and link vectors out, a row per piece.
Network: TypeAlias = Callable[[Numbers, Numbers], Outputs]

# Windows decoded side by side; more no longer gain, and memory stays bounded on long texts.
AT_ONCE = 32


class Parts(NamedTuple):
    """What reading needs: the network and what goes with it, as a model folder holds them."""

    tokenizer: Tokenizer
    network: Network
    transitions: Floats
    distance: Floats
    linker: Weights | None


class Proposal(NamedTuple):
    """One attribution, with the signs its confidence is computed from."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    signs: tuple[float, ...]


class Reading(NamedTuple):
    """One window read: its words, their quotation states, the spans found, and the scene that links them."""

    words: Sequence[Word]
    states: Sequence[int]
    spans: Sequence[Found]
    scene: Scene


class _Window(NamedTuple):
    """One window's words (numbers `first` on), their places among its pieces, and the outputs there."""

    first: int
    piece: Numbers
    scores: NDArray[np.float32]
    vectors: NDArray[np.float32]


def propose(parts: Parts, text: str, paragraphs: Sequence[Span]) -> Iterator[Proposal]:
    """The attributions in `paragraphs` of `text`."""
    for reading in readings(parts, text, paragraphs):
        yield from _linked(parts, text, reading)


def readings(parts: Parts, text: str, paragraphs: Sequence[Span]) -> Iterator[Reading]:
    """Every window in which a span was found."""
    words = words_of(text, paragraphs)
    states = quotation_states(text, words)
    batch: list[_Window] = []
    for window in _windows(parts, pieces_of(text, words, parts.tokenizer)):
        batch.append(window)
        if len(batch) == AT_ONCE:
            yield from _decoded(parts, text, words, states, batch)
            batch = []
    if batch:
        yield from _decoded(parts, text, words, states, batch)


def _windows(parts: Parts, pieces: Pieces) -> Iterator[_Window]:
    """Every window that holds a word, run through the network."""
    cuttable = [word != NO_WORD for word in pieces.word]
    for start, end in pack(pieces.opens, cuttable):
        places = [p for p in range(start, end) if pieces.word[p] != NO_WORD]
        if not places:
            continue
        ids = np.array([FIRST_PIECE, *pieces.ids[start:end], LAST_PIECE], np.int64)
        features = np.array([0, *pieces.features[start:end], 0], np.int64)
        scores, vectors = parts.network(ids, features)
        piece = np.array(places, np.int64) - start + 1
        yield _Window(pieces.word[places[0]], piece, scores[piece], vectors)


def _decoded(
    parts: Parts, text: str, words: Sequence[Word], states: Sequence[int], batch: list[_Window]
) -> Iterator[Reading]:
    """Windows decoded side by side."""
    shape = (len(batch), max(len(window.piece) for window in batch))
    scores = np.zeros((*shape, len(parts.transitions)))
    mask = np.zeros(shape, bool)
    for row, window in enumerate(batch):
        scores[row, : len(window.piece)] = window.scores
        mask[row, : len(window.piece)] = True
    chain = decode(scores, mask, parts.transitions)
    for row, window in enumerate(batch):
        size = len(window.piece)
        spans = spans_of(chain.labels[row, :size].tolist(), chain.marginals[row, :size])
        if spans:
            here = slice(window.first, window.first + size)
            scene = scene_of(text, words[here], states[here], window.vectors, window.piece)
            yield Reading(words[here], states[here], spans, scene)


def _linked(parts: Parts, text: str, reading: Reading) -> Iterator[Proposal]:
    """One window's attributions: each cue with the content that chose it and the source it chose."""
    words = reading.words
    said: dict[Found | None, list[tuple[Found, float]]] = {}
    sources: dict[Found | None, tuple[Found | None, float]] = {None: (None, 1.0)}
    for question in ask(reading.scene, reading.spans, parts.distance, parts.linker):
        partner, chance = _answer(question)
        if question.span.role == "content":
            said.setdefault(partner, []).append((question.span, chance))
        else:
            sources[question.span] = partner, chance
    lone = said.pop(None, [])
    found = [*said.items(), *((None, [content]) for content in lone)]
    for cue, content in sorted(found, key=lambda pair: pair[1][0][0].first):
        source, chance = sources[cue]
        form = _form(text, words, reading.states, [span for span, _ in content])
        yield Proposal(
            _span(words, source) if source else None,
            _span(words, cue) if cue else None,
            tuple(_span(words, span) for span, _ in content),
            form,
            _signs(source, cue, content, chance, form),
        )


def _answer(question: Asked) -> tuple[Found | None, float]:
    """The likeliest partner (None: none) and its probability."""
    best = int(question.chances.argmax())
    partner = question.answers[best] if best < len(question.answers) else None
    return partner, float(question.chances[best])


def _span(words: Sequence[Word], found: Found) -> Span:
    """The characters of a span of words."""
    return Span(words[found.first].start, words[found.last - 1].end)


def _form(
    text: str, words: Sequence[Word], states: Sequence[int], content: Sequence[Found]
) -> Form:
    """Direct if all of its words stand inside quotation marks, mixed if some do."""
    places = [word for span in content for word in range(span.first, span.last)]
    spoken = [
        states[word] == INSIDE
        for word in places
        if states[word] != MARK and any(map(str.isalnum, text[words[word].start : words[word].end]))
    ]
    if not spoken:
        return "direct" if any(states[word] == MARK for word in places) else "indirect"
    return "direct" if all(spoken) else "mixed" if any(spoken) else "indirect"


def _signs(
    source: Found | None,
    cue: Found | None,
    content: Sequence[tuple[Found, float]],
    chance: float,
    form: Form,
) -> tuple[float, ...]:
    """Probabilities (as log odds) and a few plain facts; `calibrate` in training names them in this order."""
    sure = Found("", 0, 0, 1.0, 1.0, 1.0)
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
    odds = [float(np.log((p + 1e-3) / (1.001 - p))) for p in about]
    length = sum(span.last - span.first for span, _ in content)
    facts = (source is None, cue is None, form == "direct", form == "mixed", len(content) > 1)
    return (
        *odds,
        float(np.log(np.maximum(about, 1e-4)).sum()),
        *map(float, facts),
        float(np.log(length)),
    )
