"""Pronouns "he" and "she" in the news texts of GUM (CC BY; development only), with the persons the annotators mean.

In: the corpus's `dep/*.conllu`. Out: for each he, him, she, her whose chain contains a person's name: that name, the name we
resolve, the name of the nearest-name rule, and the words around.

>>> [m.group(1) or m.group(2) for m in _BRACKETS.finditer("(3-person-giv:act-cf1-1-coref)4)")]
['3', '4']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bench.data import need
from onrecord.lexicon.names import full_name_key
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Parsed, Passage, Span
from onrecord.reading.attribution import find_attributions
from onrecord.reading.entities import find_entities
from onrecord.reading.parse.language import load, parse

_BRACKETS = re.compile(r"\((\d+)-[^()]*\)?|(\d+)\)")
# The corpus's own dev and test texts of news.
HELD_OUT = frozenset(
    {"GUM_news_homeopathic", "GUM_news_iodine", "GUM_news_nasa", "GUM_news_sensitive"}
)
_HONORIFIC = re.compile(r"(?:Mrs?|Ms|Dr|Professor)\.? ")
_WORDS = frozenset({"he", "him", "she", "her"})
_OWNERS = frozenset({"his", "her"})


@dataclass(slots=True)
class Document:
    """One text under construction: its characters, paragraphs, chains of mentions and pronouns."""

    text: str = ""
    paragraphs: list[int] = field(default_factory=list)
    open: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    chains: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    proper: set[int] = field(default_factory=set)
    pronouns: list[Span] = field(default_factory=list)
    owners: list[Span] = field(default_factory=list)

    def token(self, cells: list[str]) -> None:
        """Add one token with the mentions that begin and end at it."""
        start, misc = len(self.text), cells[9]
        self.text += cells[1] + ("" if "SpaceAfter=No" in misc else " ")
        end = start + len(cells[1])
        if cells[3] == "PROPN":
            self.proper.update((start, end))
        if cells[4] == "PRP" and cells[1].lower() in _WORDS:
            self.pronouns.append(Span(start, end))
        if cells[4] == "PRP$" and cells[1].lower() in _OWNERS:
            self.owners.append(Span(start, end))
        found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        for bracket in _BRACKETS.finditer(found.group(1)) if found else ():
            opened, closed = bracket.groups()
            if opened:
                self.open[opened].append(start)
            if closed or bracket.group().endswith(")"):
                chain = closed or opened
                if self.open[chain]:
                    self.chains[chain].append(Span(self.open[chain].pop(), end))

    def name_of(self, pronoun: Span) -> str | None:
        """The longest short name in the pronoun's chain, or None if no mention is a name."""
        for spans in self.chains.values():
            if pronoun in spans:
                names = [
                    _HONORIFIC.sub("", self.text[s.start : s.end])
                    for s in spans
                    if {s.start, s.end} <= self.proper
                    and len(self.text[s.start : s.end].split()) < 4
                ]
                return max(names, key=len, default=None)
        return None


def read(file: Path) -> Document:
    """One text of the corpus."""
    document = Document()
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and "block" not in line:
            document.text += "\n\n" if document.text else ""
            document.paragraphs.append(len(document.text))
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            document.token(cells)
    return document


def parsed(document: Document) -> Parsed:
    """The parse of a text, with one passage per paragraph."""
    ends = [*document.paragraphs[1:], len(document.text) + 2]
    passages = []
    for start, end in zip(document.paragraphs, ends, strict=True):
        words = document.text[start:end].strip()
        if words:
            passages.append(Passage("body", Span(start, start + len(words))))
    return parse(load(), document.text, passages)


def part(document: str) -> Literal["train", "held out"]:
    """The part of a text: GUM's own dev and test texts are held out, the others may be used for training.

    >>> part("GUM_news_iodine"), part("GUM_news_clock")
    ('held out', 'train')
    """
    return "held out" if document in HELD_OUT else "train"


def pronouns(chosen: str) -> Iterator[tuple[str, str | None, str | None, str]]:
    """Every pronoun of one part: the gold's name, ours, the nearest name's, and the words around."""
    for file in sorted(need("identity", "gum-news", "dep").glob("*.conllu")):
        if part(file.stem) != chosen:
            continue
        document = read(file)
        text = parsed(document)
        entities = find_entities("0" * 32, text, find_attributions(text))
        ours = {m.span: e.name for e in entities if e.kind == "person" for m in e.mentions}
        for pronoun in document.pronouns:
            name = document.name_of(pronoun)
            if name is not None:
                near = _nearest(text, pronoun)
                where = document.text[max(pronoun.start - 120, 0) : pronoun.end + 30]
                yield name, ours.get(pronoun), near, " ".join(where.split())


def _nearest(parsed: Parsed, pronoun: Span) -> str | None:
    """The last person named before, by the fullest name with that surname."""
    names = [
        parsed.text[parsed.tokens[n.first].start : parsed.tokens[n.last - 1].end]
        for n in parsed.names
        if n.label == "PERSON" and parsed.tokens[n.first].start < pronoun.start
    ]
    if not names:
        return None
    last = full_name_key(names[-1].split())[1]
    return max((n for n in names if fold_word(n).endswith(last)), key=len, default=names[-1])
