"""Given names: which words are given names, of which sex, and which forms belong to one name.

In: a word or a name as printed. Out: what `given_names.tsv` and `nicknames.tsv` know of it.

>>> sex_of_full_name("Natalia Tasel"), is_given_name("Robin"), is_given_name("Karsk")
('f', True, False)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from onrecord.lexicon.spelling import fold, fold_word, sound
from onrecord.lexicon.tables import rows

PRONOUN_SEX: Mapping[str, str] = MappingProxyType(
    {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
)


@cache
def _given_names() -> Mapping[str, str]:
    return {row["name"]: row["sex"] for row in rows("entities/given_names")}


def sex_of_full_name(name: str) -> str:
    """M or f if nearly all bearers of a full name's given name are of one sex, else "".

    >>> sex_of_full_name("Natalia Tasel"), sex_of_full_name("Tasel"), sex_of_full_name("Robin Tasel")
    ('f', '', '')
    """
    parts = name.split()
    return sex_of_given_name(parts[0]) if len(parts) > 1 else ""


def sex_of_given_name(name: str) -> str:
    """M or f if nearly all bearers of a given name are of one sex, else ""."""
    sex = _given_names().get(fold_word(name), "")
    return "" if sex == "both" else sex


def is_given_name(word: str) -> bool:
    """True if a word is a known given name of either sex."""
    return fold_word(word) in _given_names()


def opens_with_given_name(name: str) -> bool:
    """True if a name of several words begins with a known given name.

    >>> opens_with_given_name("Robin Tasel"), opens_with_given_name("Robin")
    (True, False)
    """
    parts = name.split()
    return len(parts) > 1 and is_given_name(parts[0])


@cache
def nicknames() -> frozenset[frozenset[str]]:
    """Pairs of given names, by sound, that one person may bear: a name and a form of it, or two forms of one name.

    >>> frozenset({sound("vladimir"), sound("volodya")}) in nicknames()
    True
    """
    forms: dict[str, set[str]] = {}
    for row in (*rows("entities/nicknames"), *rows("entities/nickname_additions")):
        base = sound(fold(row["name"]))
        forms.setdefault(base, {base}).add(sound(fold(row["form"])))
    return frozenset(
        frozenset({one, other})
        for group in forms.values()
        for one in group
        for other in group
        if one != other
    )
