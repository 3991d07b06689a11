"""Names as they are compared: taken apart into given name, surname, suffix, and reduced to keys.

Two comparisons share these parts. Within one report names are spelled with care, so `full_name_key` and
`surname_key` keep the spelling. Across reports they are not, so `name_of` also drops honorifics and particles
(`name_words.tsv`) and gives each word's sound.

>>> full_name_key(("Joren", "R.", "Pell", "Jr."))
('joren', 'pell')
>>> name_of("person", "Dr. Kim Dal-ho").squashed == name_of("person", "Kim Dalho").squashed
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.spelling import fold, fold_word, sound
from onrecord.lexicon.states import state_key
from onrecord.lexicon.tables import rows, words_of

_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"([^\W\d_])\1+")
# Kinds whose one-word names ("Valdria", "Nato") mean the same entity in every report.
_ONE_WORD_KINDS = frozenset({"place", "organisation"})
# The shortest initials that identify an organisation.
_MIN_INITIALS = 3
# Words that count neither as initials nor as distinctive words of a title.
SMALL_WORDS = frozenset({"of", "for", "and", "the"})
_ARABIC_ARTICLES = frozenset({"al", "el", "ul"})


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name taken apart for comparison across reports.

    `words` are folded, without honorifics; `compared` are the words without particles, `sounds` their sounds; `suffix`
    is "jr", "iii" or the like; `full` is True if the name identifies its bearer in any report.
    """

    kind: str
    words: tuple[str, ...]
    compared: tuple[str, ...]
    sounds: tuple[str, ...]
    suffix: str
    full: bool

    @property
    def shown(self) -> str:
        """The words for a reader, capitalised."""
        return " ".join(self.words).title()

    @property
    def initials(self) -> str:
        """The initials of an organisation's full name without small words; "" where there are too few.

        >>> name_of("organisation", "the National Agency of Dams").initials
        'nad'
        """
        words = [word for word in self.words if word not in SMALL_WORDS]
        short = self.kind != "organisation" or not self.full or len(words) < _MIN_INITIALS
        return "" if short else _DOUBLED.sub(r"\1", "".join(word[0] for word in words))

    @property
    def squashed(self) -> str:
        """The sounds of all compared words as one string."""
        return _DOUBLED.sub(r"\1", "".join(self.sounds))


def name_of(kind: str, name: str) -> ParsedName:
    """The `ParsedName` of an entity of a kind.

    >>> name_of("person", "Sen. Mira van Tasel Jr.").compared, name_of("place", "the U.K.").words
    (('mira', 'tasel'), ('britain',))
    """
    plain = _APOSTROPHE.sub("", _POSSESSIVE.sub("", fold(name)))
    if kind != "person":
        plain = join_initials(plain)
    words = tuple(_WORD.findall(plain))
    if kind == "person":
        return _person_name(words)
    words = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
    words = tuple(state_key(" ".join(words)).split()) if kind == "place" else words
    enough = len(words) > 1 or (bool(words) and kind in _ONE_WORD_KINDS)
    return ParsedName(kind, words, words, words, "", enough and not _is_generic(kind, words))


def _person_name(words: tuple[str, ...]) -> ParsedName:
    while len(words) > 1 and words[0] in name_words("honorific"):
        words = words[1:]
    # "Elizabeth II" keeps its number: without it the name would identify no one.
    suffix = words[-1] if len(words) > 2 and words[-1] in name_words("suffix") else ""
    words = words[:-1] if suffix else words
    particles = name_words("particle") | name_words("weak particle")
    compared = tuple(word for word in words if word not in particles) or words
    full = sum(len(word) > 1 for word in compared) > 1
    return ParsedName("person", words, compared, tuple(map(sound, compared)), suffix, full)


def join_initials(name: str) -> str:
    """A name with dotted initials written without dots.

    >>> join_initials("the N.D.U. of Karsk")
    'the NDU of Karsk'
    """
    return _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), name)


def full_name_key(parts: Sequence[str]) -> tuple[str, str]:
    """The folded given name and surname key of a name's words; initials and suffixes are skipped."""
    plain = [fold_word(part) for part in parts]
    kept = [part for part in plain if part not in name_words("suffix") and len(part) > 1] or plain
    return kept[0], surname_key(kept[-1])


def surname_key(word: str) -> str:
    """A folded surname without a doubled ending and an Arabic article.

    >>> surname_key("zelenskyy"), surname_key("al-tasel"), surname_key("alba-vorn")
    ('zelensky', 'tasel', 'alba-vorn')
    """
    article, hyphen, name = word.partition("-")
    plain = name if hyphen and name and article in _ARABIC_ARTICLES else word
    return plain.replace("yy", "y")


def sound_key(parts: Sequence[str]) -> tuple[str, str]:
    """The sounds of a name's given name and surname.

    >>> sound_key(("Sergei", "Vant")) == sound_key(("Sergey", "Vant"))
    True
    """
    first, last = full_name_key(parts)
    return sound(first), sound(last)


def suffix_of(parts: Sequence[str]) -> str:
    """The suffix at the end of a name's words, folded, or "".

    >>> suffix_of(("Joren", "Pell", "Jr."))
    'jr'
    """
    last = fold_word(parts[-1])
    return last if last in name_words("suffix") and len(parts) > 1 else ""


@cache
def name_words(kind: str) -> frozenset[str]:
    """The words of one kind (honorific, particle, weak particle, suffix) of `name_words.tsv`.

    >>> "jr" in name_words("suffix"), "van" in name_words("particle")
    (True, True)
    """
    return frozenset(row["word"] for row in rows("entities/name_words") if row["kind"] == kind)


def _is_generic(kind: str, words: tuple[str, ...]) -> bool:
    """True if many states have an organisation of that name: "defence ministry", "the parliament"."""
    return kind == "organisation" and all(word in _generic_words() for word in words)


@cache
def _generic_words() -> frozenset[str]:
    tables = ("entities/organisation_words", "entities/portfolios", "entities/roles")
    return SMALL_WORDS.union(*(words_of(table) for table in tables))
