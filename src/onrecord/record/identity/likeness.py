"""How two names are alike: whether they may mean one entity, and by which of their parts.

In: two `ParsedName`s. Out: a `Likeness` (kind, score, words), or None where they cannot mean one entity. A score estimates the
share of pairs so alike that are one entity, among entities in the news of one matter; identity weighs it together
with offices and shared context.

>>> from onrecord.lexicon.names import name_of
>>> likeness(name_of("person", "Volodya Tasel"), name_of("person", "Vladimir Tasel")).kind
'nickname'
>>> likeness(name_of("person", "Mira Tasel"), name_of("person", "Marko Tasel"))
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.lexicon.given_names import nicknames
from onrecord.lexicon.names import ParsedName

# The shortest given name that may be a longer one cut short ("Max" for "Maxim"), in letters.
_MIN_CUT = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names are alike: the kind, the score, and the names as shown to a reader."""

    kind: str
    score: float
    words: str


def likeness(one: ParsedName, other: ParsedName) -> Likeness | None:
    """How two names are alike; None if they cannot mean one entity, are of two kinds, or neither is full."""
    if one.kind != other.kind or not (one.full or other.full):
        return None
    if not (one.sounds and other.sounds):
        return None
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return None
    shown = " = ".join(sorted((one.shown, other.shown)))
    if one.squashed == other.squashed:
        sure = one.kind == "person" or "".join(one.words) == "".join(other.words)
        return Likeness("spelling", 0.95 if sure else 0.6, shown)
    if one.kind != "person":
        short = _is_initials_of(one, other) or _is_initials_of(other, one)
        return Likeness("initials", 0.5, shown) if short else None
    found = _compare_persons(one, other)
    return found and Likeness(*found, shown)


def clash(one: ParsedName, other: ParsedName) -> bool:
    """True if two full names of persons exclude each other: one surname, different given names."""
    both = one.kind == other.kind == "person" and one.full and other.full
    return both and one.sounds[-1] == other.sounds[-1] and likeness(one, other) is None


def _is_initials_of(one: ParsedName, other: ParsedName) -> bool:
    """True if a name of one word is the initials of the other."""
    return one.full and len(one.words) == 1 and one.squashed == other.initials


def _compare_persons(one: ParsedName, other: ParsedName) -> tuple[str, float] | None:
    """Kind and score for two persons' names."""
    short, long = sorted((one, other), key=lambda name: (len(name.sounds), name.words))
    few, many = short.sounds, long.sounds
    if len(few) == 1:
        if len(many) == 1:
            return None
        if few[0] == many[-1]:
            return "surname", 0.35
        return ("first", 0.2) if few == many[:1] else None
    if few[-1] == many[-1]:
        return _compare_given_names(short, long)
    if few == tuple(reversed(many)):
        return "order", 0.9
    return ("shorter", 0.65) if few == many[: len(few)] and len(few[-1]) > 1 else None


def _compare_given_names(short: ParsedName, long: ParsedName) -> tuple[str, float] | None:
    """Kind and score for the given and middle names before one surname."""
    few, many = (list(zip(name.compared, name.sounds, strict=True))[:-1] for name in (short, long))
    left = iter(many[1:])
    if not all(any(_may_match(word, each) for each in left) for word in few[1:]):
        return None
    (first, first_sound), (second, second_sound) = few[0], many[0]
    if first_sound == second_sound:
        return "middle", 0.9
    if 1 in {len(first), len(second)}:
        return ("initial", 0.5) if _may_match(few[0], many[0]) else None
    if frozenset({first_sound, second_sound}) in nicknames():
        return "nickname", 0.8
    cut, whole = sorted((first_sound, second_sound), key=len)
    return ("short", 0.7) if len(cut) >= _MIN_CUT and whole.startswith(cut) else None


def _may_match(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """True if two words (as written, by sound) sound alike, or one is the other's initial."""
    initial = 1 in {len(one[0]), len(other[0])}
    return one[1] == other[1] or (initial and one[0][0] == other[0][0])
