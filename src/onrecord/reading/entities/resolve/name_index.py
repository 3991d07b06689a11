"""What the steps of gathering share: the names seen in a report and, bit by bit, whose they are.

In: the parse, its names with their kinds, the titles before names. Out: the cast, filled by `cast` and
`surnames`; a name's own title, place ("of Ostmark") and party line ("(R-Ohio)") go to whoever bears it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel (R-Ohio) left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> seat = party_line(parsed, NameSeen(0, 2, ("Mira", "Tasel"), ()))
>>> seat.party, seat.of
('Republican', 'Ohio')
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.lexicon.names import name_words, suffix_of
from onrecord.lexicon.parties import party_by_letter
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.model import EntityKind, MentionHow, Parsed
from onrecord.reading.entities.detect.detected import NameSeen, RoleSeen
from onrecord.reading.entities.entity_draft import Cast, Someone

# Party and seat behind a name: `(R-Ohio)`, `, D-Calif.,`, `(I)`.
_PARTY_LINE = re.compile(r",? ?[,(] ?([RDI])(?:[-–., ]{1,2}([A-Z][\w. ]{1,20}?))?[,).]")
_LONGEST_LINE = 30
# A name or title two bear means the one named in full this many times as often as the other.
OFTEN = 3
# A bearer told of this many paragraphs ago at most is still spoken of; a rival so far away no more.
NEAR, FAR = 2, 4


@dataclass(slots=True)
class Material:
    """What the steps of gathering share: the names seen and, bit by bit, whose they are."""

    parsed: Parsed
    names: Sequence[NameSeen]
    kinds: Mapping[str, EntityKind]
    prefix: Mapping[int, RoleSeen]
    cast: Cast = field(default_factory=Cast)
    owners: dict[int, Someone] = field(default_factory=dict)

    def paragraph(self, at: int) -> int:
        """The number of the paragraph a token stands in."""
        return _begun(self.parsed, at) - 1

    def give(self, who: Someone, name: NameSeen) -> None:
        """Note that a name is somebody's; the comma before "Jr." is no part of it."""
        written = _written(self.parsed, name.first, name.last)
        words = written.replace(",", "") if who.kind == "person" else written
        who.names.append(" ".join(words.split()))
        self.owners[name.first] = who

    def mention(self, who: Someone, name: NameSeen, how: MentionHow, confidence: float) -> None:
        """Note a person's name, with the title right before it and the "of Ostmark" after it."""
        role = self.prefix.get(name.first)
        tokens = self.parsed.tokens
        if role is not None and tokens[role.head].sentence != tokens[name.first].sentence:
            role = None
        first = name.first
        if role is not None and not role.plural:
            first = role.first
            who.take(replace(role, of=role.of or _held_after(self.parsed, name)))
        seat = party_line(self.parsed, name)
        if seat is not None:
            who.take(seat)
        who.add(first, name.last, how, confidence)


def spoken_of(parsed: Parsed, people: Sequence[Someone], at: int) -> list[Someone]:
    """Those of several who are being spoken of: told of lately, where every rival was far back."""
    here = _begun(parsed, at)
    away: dict[int, int] = {}
    for person in people:
        before = [seen.first for seen in person.mentions if seen.first < at]
        away[id(person)] = here - _begun(parsed, max(before)) if before else here + FAR
    first, second, *_ = sorted(away.values())
    if first > NEAR or second - first < FAR:
        return list(people)
    return [person for person in people if away[id(person)] == first]


def _begun(parsed: Parsed, at: int) -> int:
    """How many paragraphs begin up to a token."""
    return bisect_right(parsed.paragraphs, at, key=lambda paragraph: paragraph.first)


def told_most(people: Sequence[Someone]) -> list[Someone]:
    """The one of several whom the report is about: named in full `OFTEN` times as often as any other, all being named."""
    if not all(p.names for p in people):
        return list(people)
    return _far_ahead(people, {id(p): sum(m.how == "name" for m in p.mentions) for p in people})


def most_named(people: Sequence[Someone]) -> list[Someone]:
    """The one of several whom the report names, in full or by surname, `OFTEN` times as often as it tells of any other."""
    named = {"name", "surname"}
    count = {id(p): sum(not p.names or m.how in named for m in p.mentions) for p in people}
    return _far_ahead(people, count)


def _far_ahead(people: Sequence[Someone], count: Mapping[int, int]) -> list[Someone]:
    first, second, *_ = sorted(count.values(), reverse=True)
    if first < OFTEN or first < OFTEN * second:
        return list(people)
    return [p for p in people if count[id(p)] == first]


def party_line(parsed: Parsed, name: NameSeen) -> RoleSeen | None:
    """Party and seat as reports give them after a name: `Mira Tasel (R-Ohio)`, `Mira Tasel, D-Calif.,`."""
    end = parsed.tokens[name.last - 1].end
    found = _PARTY_LINE.match(parsed.text, end, end + _LONGEST_LINE)
    if found is None:
        return None
    seat = state_of(found[2].strip(), ()) if found[2] else None
    if found[2] and seat is None:
        return None
    party = party_by_letter(found[1])
    return RoleSeen(name.first, name.last - 1, name.last, (), seat, definite=True, party=party)


def _held_after(parsed: Parsed, name: NameSeen) -> str | None:
    """The place or body after a name: `Anselm Vorrik of Ostmark`."""
    after = parsed.tokens[name.last : name.last + 2]
    if len(after) < 2 or after[0].text != "of" or not after[1].text[0].isupper():
        return None
    return state_of(after[1].text, ()) or after[1].text


def _written(parsed: Parsed, first: int, last: int) -> str:
    """Tokens `[first, last)` as the text has them."""
    return parsed.text[parsed.tokens[first].start : parsed.tokens[last - 1].end]


def surname_alone(name: NameSeen) -> bool:
    """Whether two words are one surname: `De Brenn`, `Pell Jr.`."""
    particle = fold_word(name.parts[0]) in name_words("particle")
    return len(name.parts) == 2 and (particle or bool(suffix_of(name.parts)))
