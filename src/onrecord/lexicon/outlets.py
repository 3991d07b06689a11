"""Outlets and messages: the names and nouns of what carries words (`outlets.tsv`, `channels.tsv`).

>>> is_outlet_name("the Financial Times"), is_outlet_name("Mira Tasel"), "letter" in message_words()
(True, False, True)
"""

from __future__ import annotations

from functools import cache

from onrecord.lexicon.given_names import opens_with_given_name
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.tables import rows


def is_outlet_name(name: str) -> bool:
    """True if a name is an outlet's: known as a whole, or several words with an outlet word last.

    An article is not counted, but one that belongs to the name must be capitalised: "the Hill" is a place. A given name before an outlet's
    word makes the name a person's: "Natalia Post".

    >>> is_outlet_name("The Hill"), is_outlet_name("the Hill"), is_outlet_name("the Karsk Herald")
    (True, False, True)
    >>> is_outlet_name("Natalia Post"), is_outlet_name("The Post")
    (False, False)
    """
    plain = name.removeprefix("the ")
    if not _names().isdisjoint({fold_word(plain), fold_word(plain.removeprefix("The "))}):
        return True
    *before, last = plain.removeprefix("The ").split() or [""]
    return bool(before) and last in outlet_words() and not opens_with_given_name(plain)


@cache
def outlet_words() -> frozenset[str]:
    """Words that close an outlet's name of several words: "News", "Herald"."""
    named = {row["word"] for row in rows("entities/outlets") if row["kind"] == "word"}
    return frozenset(named | _channels("outlet"))


@cache
def message_words() -> frozenset[str]:
    """Nouns for a message or medium that carries a person's words without saying them: letter, statement, Twitter."""
    return _channels("message")


def _channels(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("attribution/channels") if row["kind"] == kind)


@cache
def _names() -> frozenset[str]:
    return frozenset(
        fold_word(row["word"]) for row in rows("entities/outlets") if row["kind"] == "name"
    )
