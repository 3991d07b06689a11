"""The lexicon of reporting words: verbs, nouns and adjectives of speech and thought, with what each of them does.

Loads `lexicon/attribution/reporting_words.tsv`, the one table that decides whether a word is a cue, what act it
performs, which frames hold its content, and whether it is speech or an attitude.

>>> reporting_verbs()["deny"].act, reporting_nouns()["promise"].act
('deny', 'promise')
>>> manner_of_word("believe"), manner_of_word("appear"), manner_of_word("zorble")
('attitude', 'other', None)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, cast

from onrecord.lexicon.tables import rows
from onrecord.model import Act

# "other" is neither speech nor attitude: a deed, a perception, what a thing shows.
WordManner: TypeAlias = Literal["speech", "attitude", "other"]


@dataclass(frozen=True, slots=True)
class ReportingWord:
    """A verb or noun that the rules take for a cue.

    `negated` is the act of the negated verb (None: then no finding); `strength` is `strong`, `usual` or `weak`;
    `frames` say what holds the content, as the head of the table explains.
    """

    lemma: str
    act: Act
    negated: Act | None
    strength: str
    frames: frozenset[str]

    def prepositions(self) -> frozenset[str]:
        """The prepositions whose phrase may hold the content."""
        return frozenset(frame[2:] for frame in self.frames if frame.startswith("p:"))


@cache
def reporting_verbs() -> Mapping[str, ReportingWord]:
    """The verbs that are cues, by lemma; lemmas of the `also` column are keys too."""
    return _cues_of("verb")


@cache
def reporting_nouns() -> Mapping[str, ReportingWord]:
    """The nouns that are cues, by lemma. Their strength is `strong`."""
    return _cues_of("noun")


def _cues_of(part: str) -> dict[str, ReportingWord]:
    """The rows of one part of speech that have an act."""
    found: dict[str, ReportingWord] = {}
    for row in rows("attribution/reporting_words"):
        if row["part"] != part or not row["act"]:
            continue
        word = ReportingWord(
            row["lemma"],
            cast("Act", row["act"]),
            cast("Act", row["negated"]) if row["negated"] else None,
            row["strength"] or "strong",
            frozenset(row["frames"].split()),
        )
        for lemma in (row["lemma"], *row["also"].split()):
            found[lemma] = word
    return found


def manner_of_word(lemma: str) -> WordManner | None:
    """Speech, attitude or other, whatever the part of speech; None for a lemma that is not in the table."""
    return _manners().get(lemma)


@cache
def _manners() -> Mapping[str, WordManner]:
    return {
        lemma: cast("WordManner", row["manner"])
        for row in rows("attribution/reporting_words")
        for lemma in (row["lemma"], *row["also"].split())
    }
