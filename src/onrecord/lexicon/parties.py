"""Parties: by the words and letters that name them (`parties.tsv`).

>>> party_of("GOP"), party_of("Democrat"), party_of("Karsk"), party_by_letter("R")
('Republican', 'Democratic', '', 'Republican')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.tables import rows


def party_of(word: str) -> str:
    """The party a capitalised word means, or ""."""
    return _parties().get(fold_word(word), "") if word[:1].isupper() else ""


def party_by_letter(letter: str) -> str:
    """The party a letter of a party line ("D-Calif.") stands for, or ""."""
    return _letters().get(letter, "")


@cache
def _parties() -> Mapping[str, str]:
    return {
        fold_word(form): row["name"]
        for row in rows("entities/parties")
        for form in (row["name"], *filter(None, row["also"].split("; ")))
    }


@cache
def _letters() -> Mapping[str, str]:
    return {row["letter"]: row["name"] for row in rows("entities/parties") if row["letter"]}
