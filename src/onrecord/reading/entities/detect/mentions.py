"""Detect all mentions of a report before any is resolved: names with their kinds, role phrases, abbreviations.

In: the parse, and names known to be outlets'. Out: `DetectedMentions`. The kind of a name is decided over the whole
report, by the votes for each of its uses.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Fire chief Petra Louven thanked Lume."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(" ".join(name.parts), found.kind_of(name)) for name in found.names]
[('Petra Louven', 'person'), ('Lume', 'place')]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.tables import rows, words_of
from onrecord.model import EntityKind, Parsed
from onrecord.reading.entities.detect.abbreviations import find_abbreviations
from onrecord.reading.entities.detect.detected import COUNTERPARTS, NameSeen, RoleSeen
from onrecord.reading.entities.detect.name_kinds import GIVEN_NAME_VOTES, SURE_VOTES
from onrecord.reading.entities.detect.names import find_names
from onrecord.reading.entities.detect.roles import find_roles

# The shortest word that may be a place's name.
_MIN_PLACE = 4
_KINDS: tuple[EntityKind, ...] = ("person", "place", "organisation", "group", "document")


@dataclass(frozen=True, slots=True)
class DetectedMentions:
    """Names and role phrases in text order; the kind of each name by its folded text.

    `titles` are the role phrases by the token after their last; `abbreviations` the full names of abbreviated
    organisations by the abbreviation's first token.
    """

    parsed: Parsed
    names: tuple[NameSeen, ...]
    roles: tuple[RoleSeen, ...]
    kinds: Mapping[str, EntityKind]
    titles: Mapping[int, RoleSeen]
    abbreviations: Mapping[int, str]

    def kind_of(self, name: NameSeen) -> EntityKind | None:
        """The kind of entity that a name refers to; None without a vote."""
        return self.kinds.get(fold_word(" ".join(name.parts)))


def detect_mentions(parsed: Parsed, outlets: Collection[str] = ()) -> DetectedMentions:
    """All names and role phrases of a report; `outlets` are folded names known to be outlets' in it."""
    places = _place_words(parsed)
    roles = find_roles(parsed, places)
    names = find_names(parsed, roles, outlets)
    seats = {fold_word(r.of) for r in roles if r.of and r.of in places and _is_of_place(r)}
    kinds = _kinds(names, seats)
    short = find_abbreviations(parsed, names, kinds)
    kinds.update({fold_word(n.parts[0]): "organisation" for n in names if n.first in short})
    titles = {role.last: role for role in roles}
    return DetectedMentions(parsed, names, tuple(roles), kinds, titles, short)


def _place_words(parsed: Parsed) -> tuple[str, ...]:
    """Words that may name a state or place: proper nouns outside persons' names, shortest first."""
    persons = {
        i
        for name in parsed.names
        if name.label == "PERSON" and name.last - name.first > 1
        for i in range(name.first, name.last)
    }
    words = {
        t.text
        for t in parsed.tokens
        if t.pos == "PROPN" and t.text[0].isupper() and t.i not in persons
    }
    titles = (
        role_words().keys()
        | words_of("entities/portfolios")
        | words_of("entities/organisation_words")
    )
    known = (w for w in words if fold_word(w) not in titles and len(w) >= _MIN_PLACE)
    return tuple(sorted(known, key=lambda w: (len(w), w)))


def _is_of_place(role: RoleSeen) -> bool:
    """True if what a role is of is mostly a place: a mayor's is, an ally's or a spokesman's is not."""
    return (role.kind == "role" and role.core not in _proxies()) or role.core in COUNTERPARTS


@cache
def _proxies() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("sourcing/proxies"))


def _kinds(names: Sequence[NameSeen], seats: Collection[str]) -> dict[str, EntityKind]:
    """The kind with most votes for each name; `seats` are places that an office is held of."""
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for place in seats:
        votes[place]["place"] += SURE_VOTES // 4
    for name in names:
        for kind, weight in name.votes:
            votes[fold_word(" ".join(name.parts))][kind] += weight
        if "of" in name.parts[-2:-1]:  # `Ministry of Water of Ostmark`
            votes[fold_word(name.parts[-1])]["place"] += GIVEN_NAME_VOTES
    for text, count in votes.items():
        parts = text.split()
        if len(parts) == 2:  # a surname alone that is a person's speaks for the full name
            count["person"] += votes[parts[1]]["person"] if parts[1] in votes else 0
    return {
        text: max(sorted(count, key=_KINDS.index), key=lambda kind: count[kind])
        for text, count in votes.items()
        if count
    }
