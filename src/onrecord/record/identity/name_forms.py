"""Names taken apart and compared: whether two of them may mean the same, and by what.

In: names as reports write them. Out: a `Name`, and for two of them a `Likeness` (kind, score, words) or
None where they cannot mean the same. Scores are the share of namesakes so like each other that are one
person among people in the news of the same matter, as a rough guess: they order evidence and are weighed
with offices and company in `identity.py`.

>>> likeness(name_of("person", "Volodya Tasel"), name_of("person", "Vladimir Tasel")).kind
'nickname'
>>> likeness(name_of("person", "Mira Tasel"), name_of("person", "Marko Tasel"))
>>> name_of("person", "Dr. Kim Dal-ho").squashed == name_of("person", "Kim Dalho").squashed
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.spelling import fold, nicknames, sound
from onrecord.lexicon.tables import rows

_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"([^\W\d_])\1+")
# Kinds whose one-word names ("Valdria", "Nato") mean the same thing in every report.
_ONE_WORD_IS_ENOUGH = frozenset({"place", "organisation"})
# A given name cut short ("Max" for "Maxim"): at least so many letters.
_CUT_SHORT = 3
# Initials that tell a body: at least so many letters, these words left out.
_LETTERS = 3
_WORDS_OF_A_TITLE = 12
SMALL = frozenset({"of", "for", "and", "the"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared. `full`: it is enough to tell whom it means in any report.

    `words` are folded, honorifics dropped; `told` are those of them that are compared, `alike` the same
    by their sound; `suffix` is "jr", "iii" and their kin.
    """

    kind: str
    words: tuple[str, ...]
    told: tuple[str, ...]
    alike: tuple[str, ...]
    suffix: str
    full: bool

    @property
    def shown(self) -> str:
        """The compared words for a reader."""
        return " ".join(self.words).title()

    @property
    def initials(self) -> str:
        """The first letters of a body's full name, small words left out: "nda" for a National Dam Agency.

        >>> name_of("organisation", "the National Agency of Dams").initials
        'nad'
        """
        told = [word for word in self.words if word not in SMALL]
        short = self.kind != "organisation" or not self.full or len(told) < _LETTERS
        return "" if short else _DOUBLED.sub(r"\1", "".join(word[0] for word in told))

    @property
    def squashed(self) -> str:
        """All words by their sound, in one."""
        return _DOUBLED.sub(r"\1", "".join(self.alike))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names are alike: kind, score, and the words a reader would point at."""

    kind: str
    score: float
    words: str


def name_of(kind: str, name: str) -> Name:
    """A name taken apart."""
    plain = _APOSTROPHE.sub("", _POSSESSIVE.sub("", fold(name)))
    if kind != "person":
        plain = undotted(plain)
    words = tuple(_WORD.findall(plain))
    if kind == "person":
        return _person(words)
    words = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
    words = _state(" ".join(words)) if kind == "place" else words
    enough = len(words) > 1 or (bool(words) and kind in _ONE_WORD_IS_ENOUGH)
    return Name(kind, words, words, words, "", enough and not _generic(kind, words))


def undotted(name: str) -> str:
    """A name with its initials in one: "N.D.U." as "NDU".

    >>> undotted("the N.D.U. of Karsk")
    'the NDU of Karsk'
    """
    return _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), name)


def likeness(one: Name, other: Name) -> Likeness | None:
    """How two names of one kind are alike, None where they cannot mean the same, or neither is full."""
    if one.kind != other.kind or not (one.full or other.full) or not (one.alike and other.alike):
        return None
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return None
    shown = " = ".join(sorted((one.shown, other.shown)))
    if one.squashed == other.squashed:
        sure = one.kind == "person" or "".join(one.words) == "".join(other.words)
        return Likeness("spelling", 0.95 if sure else 0.6, shown)
    if one.kind != "person":
        short = _is_short_for(one, other) or _is_short_for(other, one)
        return Likeness("initials", 0.5, shown) if short else None
    found = _of_persons(one, other)
    return found and Likeness(*found, shown)


def _is_short_for(one: Name, other: Name) -> bool:
    """Whether a name of one word is the initials of the other."""
    return one.full and len(one.words) == 1 and one.squashed == other.initials


def clash(one: Name, other: Name) -> bool:
    """Whether two full names of persons bar each other: one family name, different given names."""
    both = one.kind == other.kind == "person" and one.full and other.full
    return both and one.alike[-1] == other.alike[-1] and likeness(one, other) is None


def _person(words: tuple[str, ...]) -> Name:
    while len(words) > 1 and words[0] in _of("honorific"):
        words = words[1:]
    suffix = words[-1] if len(words) > 2 and words[-1] in _of("suffix") else ""
    words = words[:-1] if suffix else words
    told = tuple(word for word in words if word not in _of("particle")) or words
    full = sum(len(word) > 1 for word in told) > 1
    return Name("person", words, told, tuple(map(sound, told)), suffix, full)


def _of_persons(one: Name, other: Name) -> tuple[str, float] | None:
    """Kind and score for two persons' names."""
    short, long = sorted((one, other), key=lambda name: (len(name.alike), name.words))
    few, many = short.alike, long.alike
    if len(few) == 1:
        if len(many) == 1:
            return None
        return (
            ("surname", 0.35) if few[0] == many[-1] else ("first", 0.2) if few == many[:1] else None
        )
    if few[-1] == many[-1]:
        return _of_given(short, long)
    if few == tuple(reversed(many)):
        return "order", 0.9
    return ("shorter", 0.65) if few == many[: len(few)] and len(few[-1]) > 1 else None


def _of_given(short: Name, long: Name) -> tuple[str, float] | None:
    """Kind and score for given and middle names before one family name."""
    few, many = (list(zip(name.told, name.alike, strict=True))[:-1] for name in (short, long))
    left = iter(many[1:])
    if not all(any(_may_be(word, its) for its in left) for word in few[1:]):
        return None
    (first, its_sound), (second, other_sound) = few[0], many[0]
    if its_sound == other_sound:
        return "middle", 0.9
    if 1 in {len(first), len(second)}:
        return ("initial", 0.5) if _may_be(few[0], many[0]) else None
    if frozenset({its_sound, other_sound}) in nicknames():
        return "nickname", 0.8
    cut, whole = sorted((its_sound, other_sound), key=len)
    return ("short", 0.7) if len(cut) >= _CUT_SHORT and whole.startswith(cut) else None


def _may_be(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two words (as written, by sound) are alike, or one the other's initial."""
    initial = 1 in {len(one[0]), len(other[0])}
    return one[1] == other[1] or (initial and one[0][0] == other[0][0])


def _generic(kind: str, words: tuple[str, ...]) -> bool:
    """Whether every state has one of that name: "defence ministry", "the parliament"."""
    return kind == "organisation" and all(word in _generic_words() for word in words)


def _state(name: str) -> tuple[str, ...]:
    return tuple(state_called(name).split())


def state_called(name: str) -> str:
    """A state's one name, folded, for any of its names; other names as they are, folded.

    >>> state_called("the U.K."), state_called("the Karsk Board")
    ('britain', 'the karsk board')
    """
    folded = " ".join(_WORD.findall(fold(name).replace(".", "")))
    return _states().get(folded.removeprefix("the "), folded)


def state_and_rest(words: str) -> tuple[str, tuple[str, ...]] | None:
    """The one state that words name, folded, and the other words; None where they name none, or two.

    >>> state_and_rest("the British envoy"), state_and_rest("the envoy")
    (('britain', ('the', 'envoy')), None)
    """
    told = _WORD.findall(_POSSESSIVE.sub("", fold(words)).replace(".", ""))[:_WORDS_OF_A_TITLE]
    spans = [
        (start, end)
        for start in range(len(told))
        for end in range(len(told), start, -1)
        if " ".join(told[start:end]) in _states()
    ]
    if not spans:
        return None
    start, end = max(spans, key=lambda span: span[1] - span[0])
    rest = told[:start] + told[end:]
    if any(word in _states() for word in rest):
        return None
    return _states()[" ".join(told[start:end])], tuple(rest)


@cache
def _states() -> dict[str, str]:
    found = {}
    for row in rows("entities/states"):
        for called in (row["name"], *row["also"].split("; ")):
            words = " ".join(_WORD.findall(fold(called).replace(".", "")))
            found[words] = fold(row["name"])
    return found


@cache
def known_states() -> frozenset[str]:
    """The states of the lexicon, folded."""
    return frozenset(_states().values())


@cache
def _generic_words() -> frozenset[str]:
    tables = ("entities/organisation_words", "entities/portfolios", "entities/roles")
    return frozenset(row["word"] for table in tables for row in rows(table)) | SMALL


@cache
def _of(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("entities/name_words") if row["kind"] == kind)
