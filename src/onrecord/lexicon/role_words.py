"""Role words and titles: nouns that mean a person by an office or a part played (`roles.tsv` and its companions).

In: a word or the words of a title. Out: the table's row, or forms of titles that compare equal across spellings and
capitals ("defense secretary", "defence minister").

>>> role_words()["minister"].kind, sorted(narrower_roles("congressman"))
('role', ['congressman', 'representative'])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.spelling import british, fold_word
from onrecord.lexicon.tables import rows

# What joins the words of a title: "secretary of state", "minister for water".
TITLE_LINKS = frozenset({"of", "for", "to", "from"})
# Kinds of `tenures.tsv` that stand next to a title.
_TITLE_TENURES = frozenset({"past", "then", "now", "ahead", "loose"})
# A portfolio's holder is a secretary in some states and a minister in others.
_SAME_RANK = {"secretary": "minister"}


class RoleWord(NamedTuple):
    """A row of `roles.tsv`."""

    kind: str
    sex: str
    full: str


@cache
def role_words() -> Mapping[str, RoleWord]:
    """The rows of `roles.tsv` by their folded word."""
    return {
        fold_word(row["word"]): RoleWord(row["kind"], row["sex"], row["full"])
        for row in rows("entities/roles")
    }


def narrower_roles(core: str) -> frozenset[str]:
    """The role words whose holders a report may also call `core`, including `core` itself."""
    return _broader().get(core, frozenset()) | {core}


@cache
def description_words(kind: str) -> frozenset[str]:
    """The words of one kind of `descriptions.tsv`.

    >>> "senator" in description_words("office"), "next" in description_words("open")
    (True, True)
    """
    return frozenset(row["word"] for row in rows("entities/descriptions") if row["kind"] == kind)


def title_word_key(word: str) -> str:
    """A title word folded, in British spelling."""
    return british(fold_word(word))


def title_key(words: Iterable[str]) -> frozenset[str]:
    """The words of a title for comparison: in one spelling and rank, without links.

    >>> title_key(("secretary", "of", "defense")) == title_key(("defence", "minister"))
    True
    """
    keys = (title_word_key(word) for word in words if word not in TITLE_LINKS)
    return frozenset(_SAME_RANK.get(key, key) for key in keys)


@cache
def _broader() -> Mapping[str, frozenset[str]]:
    return {
        row["word"]: frozenset(row["includes"].split("; "))
        for row in rows("entities/broader_roles")
    }


def tenure_kind(word: str) -> str:
    """What a word says of when an office is held (`tenures.tsv`), or "".

    >>> tenure_kind("Former"), tenure_kind("until"), tenure_kind("bridge")
    ('past', 'until', '')
    """
    return _tenures().get(word.lower(), "")


def tenure_of_title(word: str) -> str:
    """The same for a word next to a title that is no part of it ("former", "sitting", "-elect"), or "".

    >>> tenure_of_title("former"), tenure_of_title("until")
    ('past', '')
    """
    kind = tenure_kind(word)
    return kind if kind in _TITLE_TENURES else ""


@cache
def _tenures() -> Mapping[str, str]:
    return {row["word"]: row["kind"] for row in rows("offices/tenures")}
