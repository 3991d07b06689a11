"""Prepare the corpus for training: a folder of brat standoff in, `Example`s out (words, labels, links).

The corpus folder has `<part>/text/*.txt` and `<part>/attributions/<name>_<annotator>.ann` with spans of the types Source,
Cue and Content linked by Attribution events, as PolNeAR does. An article with several annotators counts once, with the first
annotator in sorted file order.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.model import Span
from onrecord.reading.attribution.tagger.decode import LABELS
from onrecord.reading.attribution.tagger.tokens import TaggerWord, words_of
from onrecord.reading.attribution.tagger.windows import Pieces, pieces_of

FOLDS = 10
_LINE = re.compile(r"[^\r\n]+")
_ROLES = {"Source": "source", "Cue": "cue", "Content": "content"}


class Run(NamedTuple):
    """Words `[first, last)`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution: the runs of words of each role, in text order."""

    source: tuple[Run, ...]
    cue: tuple[Run, ...]
    content: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One article with its annotation."""

    name: str
    text: str
    paragraphs: tuple[Span, ...]
    words: tuple[TaggerWord, ...]
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """The training data of a document. Links are between pieces: content to cue, cue to source (-1: none).

    `soft` are teachers' label scores per word, `gold_share` is the weight of the annotation next to them.
    """

    document: Document
    pieces: Pieces
    labels: tuple[int, ...]
    content_to_cue: dict[int, int] = field(default_factory=dict)
    cue_to_source: dict[int, int] = field(default_factory=dict)
    soft: NDArray[np.float16] | None = None
    gold_share: float = 1.0


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """The paragraphs of a corpus text: its lines that are not blank."""
    return tuple(Span(m.start(), m.end()) for m in _LINE.finditer(text) if not m.group().isspace())


def documents(corpus: Path, part: str) -> Iterator[Document]:
    """The articles of one part of the corpus, by name."""
    for path in sorted((corpus / part / "text").glob("*.txt")):
        annotations = sorted((corpus / part / "attributions").glob(f"{_escaped(path.stem)}_*.ann"))
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        paragraphs = paragraphs_of(text)
        words = tuple(words_of(text, paragraphs))
        gold = tuple(_read(annotations[0], words)) if annotations else ()
        yield Document(path.stem, text, paragraphs, words, gold)


def fold_of(name: str) -> int:
    """The tenth of the training part that an article belongs to, by the hash of its name."""
    return hashlib.blake2b(name.encode(), digest_size=4).digest()[0] % FOLDS


def example_of(document: Document, tokenizer: Tokenizer) -> Example:
    """The document in pieces, with labels per word and links per piece."""
    pieces = pieces_of(document.text, document.words, tokenizer)
    start = {word: piece for piece, word in enumerate(pieces.word) if word >= 0}
    to_cue: dict[int, int] = {}
    to_source: dict[int, int] = {}
    for gold in document.gold:
        cue = start.get(gold.cue[0].first, -1) if gold.cue else -1
        for run in gold.content:
            if run.first in start:
                to_cue[start[run.first]] = cue
        if cue >= 0:
            to_source[cue] = start.get(gold.source[0].first, -1) if gold.source else -1
    return Example(document, pieces, labels_of(document), to_cue, to_source)


def labels_of(document: Document) -> tuple[int, ...]:
    """One label per word; where annotations overlap, the first keeps the word."""
    labels = [0] * len(document.words)
    for gold in document.gold:
        for role, runs in (("source", gold.source), ("cue", gold.cue), ("content", gold.content)):
            for run in runs:
                for word in range(run.first, run.last):
                    if not labels[word]:
                        labels[word] = LABELS.index(("B-" if word == run.first else "I-") + role)
    for word, label in enumerate(labels):
        before = LABELS[labels[word - 1]][2:] if word else ""
        if LABELS[label].startswith("I-") and before != LABELS[label][2:]:
            labels[word] = label - 1
    return tuple(labels)


def runs_of(indices: Sequence[int]) -> tuple[Run, ...]:
    """Sorted word numbers as runs."""
    runs: list[Run] = []
    for index in indices:
        if runs and index == runs[-1].last:
            runs[-1] = Run(runs[-1].first, index + 1)
        else:
            runs.append(Run(index, index + 1))
    return tuple(runs)


def _escaped(stem: str) -> str:
    """The stem with the special characters of `glob` escaped."""
    return re.sub(r"([*?[])", r"[\1]", stem)


def _read(path: Path, words: Sequence[TaggerWord]) -> Iterator[Gold]:
    """The attributions of one annotation file."""
    spans: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    events: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if line.startswith("T") and len(cells) >= 2:
            kind, ranges = cells[1].split(" ", 1)
            pairs = [tuple(map(int, part.split())) for part in ranges.split(";")]
            spans[cells[0]] = (kind, [(pair[0], pair[1]) for pair in pairs])
        elif line.startswith("E") and len(cells) >= 2:
            events.append(cells[1])
    for event in events:
        drawn: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
        for argument in event.split():
            name, target = argument.split(":")
            role = _ROLES.get(name.rstrip("0123456789"))
            if role and target in spans:
                drawn[role] += [Span(start, end) for start, end in spans[target][1]]
        runs = [words_in(drawn[role], words) for role in ("source", "cue", "content")]
        if runs[1] or runs[2]:
            yield Gold(*runs)


def words_in(spans: Iterable[Span], words: Sequence[TaggerWord]) -> tuple[Run, ...]:
    """The runs of words that share a character with `spans`."""
    taken: set[int] = set()
    for span in spans:
        index = bisect_right(words, span.start, key=lambda word: word.end)
        while index < len(words) and words[index].start < span.end:
            taken.add(index)
            index += 1
    return runs_of(sorted(taken))
