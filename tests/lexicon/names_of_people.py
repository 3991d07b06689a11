"""How the rows of the tables of names are matched: two spellings, an equals sign between them."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.lexicon.names import name_of
from onrecord.lexicon.spelling import fold, sound
from onrecord.record.identity.likeness import likeness


def sound_alike(row: Mapping[str, str], text: str) -> bool:
    """True if the two names sound the same, with the row's pattern in one of them."""
    one, other = text.split(" = ")
    return row["pattern"] in fold(text) and sound(fold(one)) == sound(fold(other))


def one_person(row: Mapping[str, str], text: str) -> bool:
    """True if the names may be one person's, with the row's form in one of them."""
    one, other = text.split(" = ")
    found = likeness(name_of("person", one), name_of("person", other))
    return row["form"] in text and found is not None


def is_not_compared(row: Mapping[str, str], text: str) -> bool:
    """True if the row's word in the first name makes no difference in comparison."""
    one, other = (name_of("person", name) for name in text.split(" = "))
    return row["word"] in fold(text).replace(".", "").split() and one.sounds == other.sounds


MATCHERS = {
    "entities/transliteration": sound_alike,
    "entities/nicknames": one_person,
    "entities/nickname_additions": one_person,
    "entities/name_words": is_not_compared,
}
