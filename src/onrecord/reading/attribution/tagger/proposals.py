"""From a text to attributions with their signs of certainty, given a network: all of reading but the files.

Text and paragraphs in, `Proposal`s out in text order of content. The windows are read one by one and nothing
links across them, so that time and memory are linear in the length of the text.
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
    Found,
    decode,
    spans_of,
)
from onrecord.reading.attribution.tagger.features import CASES
from onrecord.reading.attribution.tagger.links import Floats, Ints, Scene, Weights, ask, scene_of
from onrecord.reading.attribution.tagger.quote_marks import as_taught
from onrecord.reading.attribution.tagger.tokens import Word, words_of
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

# Windows decoded side by side; more no longer gain, and memory stays bounded on long texts.
AT_ONCE = 16


class Parts(NamedTuple):
    """What reading needs: the network and what goes with it, as a model folder holds them.

    `window`: the most pieces the network is given at once, without the two that frame them.
    """

    tokenizer: Tokenizer
    network: Network
    transitions: Floats
    distance: Floats
    linker: Weights | None
    window: int


class Proposal(NamedTuple):
    """One attribution, with the signs its confidence is computed from."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    signs: tuple[float, ...]


class Reading(NamedTuple):
    """Some windows read: their words, the spans found (numbers of these words), and what links them."""

    words: Sequence[Word]
    spans: Sequence[Found]
    scene: Scene


class _Window(NamedTuple):
    """One window's words: the number of the first, their places among its pieces, their quotation states, the outputs.

    `none` is the link vector of "none".
    """

    first: int
    piece: Ints
    states: Ints
    scores: NDArray[np.float32]
    vectors: NDArray[np.float32]
    none: NDArray[np.float32]


def propose(parts: Parts, text: str, paragraphs: Sequence[Span]) -> Iterator[Proposal]:
    """The attributions in `paragraphs` of `text`."""
    text = encodable(text)
    for reading in readings(parts, text, paragraphs):
        yield from _linked(parts, text, reading)


def readings(parts: Parts, text: str, paragraphs: Sequence[Span]) -> Iterator[Reading]:
    """The text's windows, some at a time, where a span was found."""
    text = as_taught(text, paragraphs)
    words = words_of(text, paragraphs)
    pieces = pieces_of(text, words, parts.tokenizer)
    windows = _windows(parts, pieces)
    while batch := list(islice(windows, AT_ONCE)):
        chain = decode([window.scores for window in batch], parts.transitions)
        spans = spans_of(chain, np.cumsum([len(window.piece) for window in batch]).tolist())
        if spans:
            first = batch[0].first
            here = words[first : first + len(chain.labels)]
            yield Reading(here, spans, _scene(text, here, batch))


def _windows(parts: Parts, pieces: Pieces) -> Iterator[_Window]:
    """Every window that holds a word, run through the network.

    No span runs from one paragraph into the next, as none of 23,289 annotated ones but one does: a quotation of
    several paragraphs is several spans.
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
        yield _Window(
            int(word[start + here[0]]),
            here + 1,
            features[start + here] // CASES,
            scored,
            vectors[here + 1],
            vectors[0],
        )


def _scene(text: str, words: Sequence[Word], batch: Sequence[_Window]) -> Scene:
    """What links the spans of a batch of windows."""
    sizes = [len(window.piece) for window in batch]
    return scene_of(
        text,
        words,
        np.concatenate([window.states for window in batch]),
        (np.repeat(np.arange(len(batch)), sizes), np.concatenate([w.piece for w in batch])),
        (np.concatenate([w.vectors for w in batch]), np.stack([w.none for w in batch])),
    )


def _linked(parts: Parts, text: str, reading: Reading) -> Iterator[Proposal]:
    """A reading's attributions: each cue with the content that chose it and the source it chose."""
    words, states = reading.words, reading.scene.quotation
    said: dict[Found | None, list[tuple[Found, float]]] = {}
    sources: dict[Found | None, tuple[Found | None, float]] = {None: (None, 1.0)}
    for span, partner, chance in ask(reading.scene, reading.spans, parts.distance, parts.linker):
        if span.role != "content":
            sources[span] = partner, chance
        elif any(map(str.isalnum, _text(text, words, span))):  # marks alone say nothing
            said.setdefault(partner, []).append((span, chance))
    lone = said.pop(None, [])
    found = [*said.items(), *((None, [content]) for content in lone)]
    for cue, content in sorted(found, key=lambda pair: pair[1][0][0].first):
        source, chance = sources[cue]
        form = _form(text, words, states, [span for span, _ in content])
        yield Proposal(
            _span(words, source) if source else None,
            _span(words, cue) if cue else None,
            tuple(_span(words, span) for span, _ in content),
            form,
            _signs(source, cue, content, chance, form),
        )


def _text(text: str, words: Sequence[Word], found: Found) -> str:
    """What a span of words says."""
    return text[words[found.first].start : words[found.last - 1].end]


def _span(words: Sequence[Word], found: Found) -> Span:
    """The characters of a span of words."""
    return Span(words[found.first].start, words[found.last - 1].end)


def _form(text: str, words: Sequence[Word], states: Ints, content: Sequence[Found]) -> Form:
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
    length = sum(span.last - span.first for span, _ in content)
    facts = (source is None, cue is None, form == "direct", form == "mixed", len(content) > 1)
    return (
        *(math.log((p + 1e-3) / (1.001 - p)) for p in about),
        sum(math.log(max(p, 1e-4)) for p in about),
        *map(float, facts),
        math.log(length),
    )
