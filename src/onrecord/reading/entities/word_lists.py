"""The word lists of people, folded for comparing: roles, portfolios, organisations, states.

In: a word or name as printed. Out: what the lexicon knows of it, and forms that compare equal where a
reader would not see a difference (case, diacritics, "defense" and "defence").

>>> folded("Sébastien"), state_of("Russian", ()), state_of("Corvanian", ("Corvane", "Lume"))
('sebastien', 'Russia', 'Corvane')
>>> full_name_key(("Joren", "R.", "Pell", "Jr."))
('joren', 'pell')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from onrecord.lexicon.spelling import fold, sound, spelled
from onrecord.lexicon.tables import rows

SEXES: Mapping[str, str] = MappingProxyType(
    {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# What a title's words are linked by: "secretary of state", "minister for water".
TITLE_LINKS = frozenset({"of", "for", "to", "from"})
# A minister in one capital is a secretary in another; both hold a portfolio.
_SAME_RANK = {"secretary": "minister"}
_ARTICLES = frozenset({"al", "el", "ul"})
_ENDINGS = ("n", "ese", "ish", "i", "ic", "er", "k")


class RoleWord(NamedTuple):
    """A row of roles.tsv."""

    kind: str
    sex: str
    full: str


@cache
def roles() -> Mapping[str, RoleWord]:
    """Role words, lower case."""
    return {
        folded(row["word"]): RoleWord(row["kind"], row["sex"], row["full"])
        for row in rows("entities/roles")
    }


@cache
def _given_names() -> Mapping[str, str]:
    return {row["name"]: row["sex"] for row in rows("entities/given_names")}


def sex_by_name(name: str) -> str:
    """M or f where the given name of a full name is borne by one sex nearly always, else "".

    >>> sex_by_name("Natalia Tasel"), sex_by_name("Tasel"), sex_by_name("Robin Tasel")
    ('f', '', '')
    """
    parts = name.split()
    return sex_of_given(parts[0]) if len(parts) > 1 else ""


def sex_of_given(name: str) -> str:
    """The same of a given name alone."""
    sex = _given_names().get(folded(name), "")
    return "" if sex == "both" else sex


def is_given(name: str) -> bool:
    """Whether a word is known as a given name, of whichever sex."""
    return folded(name) in _given_names()


def opens_with_given(name: str) -> bool:
    """Whether a name of several words opens with a given name.

    >>> opens_with_given("Robin Tasel"), opens_with_given("Robin"), opens_with_given("Karsk Lantern")
    (True, False, False)
    """
    parts = name.split()
    return len(parts) > 1 and is_given(parts[0])


@cache
def words_of(table: str) -> frozenset[str]:
    """The words of a one-column table."""
    return frozenset(row["word"] for row in rows(table))


def _by_any_name(*tables: str) -> Mapping[str, str]:
    """The name of each row of some tables under every form it has; the earlier table goes first."""
    known: dict[str, str] = {}
    for row in (row for table in tables for row in rows(table)):
        for name in (row["name"], *filter(None, row["also"].split("; "))):
            known.setdefault(folded(name), row["name"])
    return known


@cache
def _states() -> Mapping[str, str]:
    return _by_any_name("entities/states", "entities/territories")


@cache
def _parties() -> Mapping[str, str]:
    return _by_any_name("entities/parties")


@cache
def _broader() -> Mapping[str, frozenset[str]]:
    return {
        row["word"]: frozenset(row["includes"].split("; "))
        for row in rows("entities/broader_roles")
    }


@cache
def _outlets() -> Mapping[str, str]:
    return {
        folded(row["word"]): row["word"]
        for row in rows("entities/outlets")
        if row["kind"] == "name"
    }


@cache
def words_of_outlets() -> frozenset[str]:
    """Words that close an outlet's name of several words."""
    ends = {row["word"] for row in rows("entities/outlets") if row["kind"] == "word"}
    return frozenset(
        ends | {row["word"] for row in rows("attribution/channels") if row["kind"] == "outlet"}
    )


@cache
def vessels() -> frozenset[str]:
    """What holds words without saying them: a letter, a statement, Twitter."""
    return frozenset(row["word"] for row in rows("attribution/channels") if row["kind"] == "vessel")


def outlet_of(name: str) -> str:
    """The outlet of this name, "" for none; some need their article (`The Hill`).

    >>> outlet_of("New York Times"), outlet_of("Mira Tasel")
    ('New York Times', '')
    """
    return _outlets().get(folded(name), "")


@cache
def capitals() -> Mapping[str, str]:
    """The state whose government a capital stands for, by the capital's folded name."""
    return {
        folded(row["capital"]): row["name"] for row in rows("entities/states") if row["capital"]
    }


def party_of(word: str) -> str:
    """The party a word tells of, "" for none.

    >>> party_of("GOP"), party_of("Democrat"), party_of("Karsk")
    ('Republican', 'Democratic', '')
    """
    return _parties().get(folded(word), "") if word[:1].isupper() else ""


@cache
def standing_words(kind: str) -> frozenset[str]:
    """Words of one kind of `standings.tsv`.

    >>> "senator" in standing_words("standing"), "next" in standing_words("open")
    (True, True)
    """
    return frozenset(row["word"] for row in rows("entities/standings") if row["kind"] == kind)


@cache
def _letters() -> Mapping[str, str]:
    return {row["letter"]: row["name"] for row in rows("entities/parties") if row["letter"]}


def party_by_letter(letter: str) -> str:
    """The party a letter of a party line stands for, "" for none."""
    return _letters().get(letter, "")


def narrower(core: str) -> frozenset[str]:
    """Role words whose holders may be met again as `core`, itself among them.

    >>> sorted(narrower("congressman"))
    ['congressman', 'representative']
    """
    return _broader().get(core, frozenset()) | {core}


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Lower case, without diacritics, apostrophes straight, no trailing full stop."""
    bare = fold(word.replace("’", "'"))
    return bare.rstrip(".") if bare.count(".") == 1 else bare.replace(".", "")


def one_spelling(word: str) -> str:
    """A title word folded, in one spelling."""
    return spelled(folded(word))


def ranked(words: Iterable[str]) -> frozenset[str]:
    """Title words for comparing: one spelling, one rank for ministers and secretaries, links aside.

    >>> ranked(("secretary", "of", "defense")) == ranked(("defence", "minister"))
    True
    """
    plain = (one_spelling(word) for word in words if word not in TITLE_LINKS)
    return frozenset(_SAME_RANK.get(word, word) for word in plain)


def state_of(words: str, places: Iterable[str]) -> str | None:
    """The state an adjective or name means: from the table, else the place of the report it is formed from."""
    known = _states().get(folded(words.removeprefix("the ").removeprefix("The ")))
    if known:
        return known
    word = folded(words)
    for place in places:
        name = folded(place)
        stem = name.rstrip("aeiouy")
        if word == name or (len(stem) > 3 and word.startswith(stem) and word.endswith(_ENDINGS)):
            return place
    return None


def same_state(one: str, other: str) -> bool:
    """Whether two words are of one state: equal, or adjective and name.

    >>> same_state("Valdrian", "Valdria"), same_state("Valdria", "Ostmark")
    (True, False)
    """
    return folded(one) == folded(other) or bool(
        state_of(one, (other,)) == other or state_of(other, (one,)) == one
    )


def full_name_key(parts: Sequence[str]) -> tuple[str, str]:
    """First and last name folded; initials, suffixes and doubled endings aside."""
    plain = [folded(part) for part in parts]
    kept = [part for part in plain if part not in SUFFIXES and len(part) > 1] or plain
    return kept[0], surname_key(kept[-1])


def surname_key(word: str) -> str:
    """A folded surname as it is looked up: doubled endings and an Arabic article aside.

    >>> surname_key("zelenskyy"), surname_key("al-tasel"), surname_key("alba-vorn")
    ('zelensky', 'tasel', 'alba-vorn')
    """
    article, hyphen, name = word.partition("-")
    bare = name if hyphen and name and article in _ARTICLES else word
    return bare.replace("yy", "y")


def sound_key(parts: Sequence[str]) -> tuple[str, str]:
    """First and last name by their sound: one for "Sergei Vant" and "Sergey Vant".

    >>> sound_key(("Sergei", "Vant")) == sound_key(("Sergey", "Vant"))
    True
    """
    first, last = full_name_key(parts)
    return sound(first), sound(last)


def suffix_of(parts: Sequence[str]) -> str:
    """What tells namesakes apart at a name's end, "" for nothing: "jr", "iii".

    >>> suffix_of(("Joren", "Pell", "Jr."))
    'jr'
    """
    last = folded(parts[-1])
    return last if last in SUFFIXES and len(parts) > 1 else ""
