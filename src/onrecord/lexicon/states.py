"""States and their parts: by name, adjective, abbreviation and capital (`states.tsv`, `territories.tsv`).

In: words as printed. Out: the state's name as the table has it, or a folded key for comparison across reports.

>>> state_of("Russian", ()), state_of("Corvanian", ("Corvane", "Lume")), state_key("the U.K.")
('Russia', 'Corvane', 'britain')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from onrecord.lexicon.spelling import fold, fold_word
from onrecord.lexicon.tables import rows

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
# Endings by which an adjective is formed from a place's name.
_ADJECTIVE_ENDINGS = ("n", "ese", "ish", "i", "ic", "er", "k")
# The shortest stem that an adjective and a name may share.
_MIN_STEM = 4
# The longest title, in words, in which a state is looked for.
_MAX_TITLE = 12


def state_of(words: str, places: Iterable[str]) -> str | None:
    """The state that a name or adjective means: from the tables, else the one of `places` it is formed from.

    >>> state_of("Calif.", ()), state_of("Valdrian", ("Valdria",)), state_of("bridge", ())
    ('California', 'Valdria', None)
    """
    known = _names().get(fold_word(words.removeprefix("the ").removeprefix("The ")))
    if known:
        return known
    word = fold_word(words)
    for place in places:
        name = fold_word(place)
        stem = name.rstrip("aeiouy")
        formed = len(stem) >= _MIN_STEM and word.startswith(stem)
        if word == name or (formed and word.endswith(_ADJECTIVE_ENDINGS)):
            return place
    return None


def same_state(one: str, other: str) -> bool:
    """True if two words mean one state: equal, or adjective and name.

    >>> same_state("Valdrian", "Valdria"), same_state("Valdria", "Ostmark")
    (True, False)
    """
    return fold_word(one) == fold_word(other) or bool(
        state_of(one, (other,)) == other or state_of(other, (one,)) == one
    )


@cache
def state_by_capital() -> Mapping[str, str]:
    """The state whose government a capital stands for, by the capital's folded name."""
    return {
        fold_word(row["capital"]): row["name"] for row in rows("entities/states") if row["capital"]
    }


def state_key(name: str) -> str:
    """The folded name of the state that a name means; another name is only folded.

    >>> state_key("the U.K."), state_key("the Karsk Board")
    ('britain', 'the karsk board')
    """
    plain = _plain(name)
    return _keys().get(plain.removeprefix("the "), plain)


def split_state(words: str) -> tuple[str, tuple[str, ...]] | None:
    """The key of the one state in a phrase and the other words, folded; None for no state or two.

    >>> split_state("the British envoy"), split_state("the envoy")
    (('britain', ('the', 'envoy')), None)
    """
    plain = _plain(_POSSESSIVE.sub("", fold(words))).split()[:_MAX_TITLE]
    spans = [
        (start, end)
        for start in range(len(plain))
        for end in range(len(plain), start, -1)
        if " ".join(plain[start:end]) in _keys()
    ]
    if not spans:
        return None
    start, end = max(spans, key=lambda span: span[1] - span[0])
    rest = plain[:start] + plain[end:]
    if any(word in _keys() for word in rest):
        return None
    return _keys()[" ".join(plain[start:end])], tuple(rest)


@cache
def known_states() -> frozenset[str]:
    """The keys of all states."""
    return frozenset(_keys().values())


def _forms(table: str) -> Iterable[tuple[str, str]]:
    """Each form of each name in a table, with the name."""
    for row in rows(table):
        for form in (row["name"], *filter(None, row["also"].split("; "))):
            yield form, row["name"]


@cache
def _names() -> Mapping[str, str]:
    """Folded form → name, of states and territories; a state wins."""
    tables = ("entities/territories", "entities/states")
    return {fold_word(form): name for table in tables for form, name in _forms(table)}


@cache
def _keys() -> Mapping[str, str]:
    """Plain form → key, of states alone."""
    return {_plain(form): fold(name) for form, name in _forms("entities/states")}


def _plain(name: str) -> str:
    """A name folded, its words single-spaced, without dots and other marks."""
    return " ".join(_WORD.findall(fold(name).replace(".", "")))
