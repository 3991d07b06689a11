"""Outlets and messages: the names and nouns of what carries words (`outlets.tsv`, `channels.tsv`).

>>> is_outlet_name("the Financial Times"), is_outlet_name("Mira Tasel"), "letter" in message_words()
(True, False, True)
"""

from __future__ import annotations

from functools import cache

from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.tables import rows


def is_outlet_name(name: str) -> bool:
    """True if the table has an outlet of this name, with or without its article.

    A capitalised article that belongs to the name is needed: "the Hill" is a place.

    >>> is_outlet_name("The Hill"), is_outlet_name("the Hill"), is_outlet_name("the Financial Times")
    (True, False, True)
    """
    plain = name.removeprefix("the ")
    return not _names().isdisjoint({fold_word(plain), fold_word(plain.removeprefix("The "))})


@cache
def outlet_words() -> frozenset[str]:
    """Words that close an outlet's name of several words: "News", "Herald"."""
    named = {row["word"] for row in rows("entities/outlets") if row["kind"] == "word"}
    return frozenset(named | _channels("outlet"))


@cache
def message_words() -> frozenset[str]:
    """Nouns for a message or medium that carries a person's words without saying them: letter, statement, Twitter."""
    return _channels("vessel")


def _channels(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("attribution/channels") if row["kind"] == kind)


@cache
def _names() -> frozenset[str]:
    return frozenset(
        fold_word(row["word"]) for row in rows("entities/outlets") if row["kind"] == "name"
    )
