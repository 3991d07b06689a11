"""Somebody in the making: the working record from which an `Entity` is made once all is read.

In: sightings, one after another. Out: an `Entity`, or none for a person the report never names.

>>> pell = Someone("person", ["Joren Pell"])
>>> pell.add(0, 2, "name", 0.95)
>>> pell.name, pell.mentions[0].how
('Joren Pell', 'name')
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.lexicon.given_names import (
    nicknames,
    opens_with_given_name,
    sex_of_full_name,
    sex_of_given_name,
)
from onrecord.lexicon.role_words import narrower_roles, title_key
from onrecord.lexicon.spelling import fold_word, sound
from onrecord.lexicon.states import same_state, state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import Entity, EntityKind, Mention, MentionHow, Office, Parsed, Range, Span
from onrecord.reading.entities.detect.detected import NO_OFFICE, RoleSeen


@dataclass(frozen=True, slots=True)
class Seen:
    """Tokens `[first, last)` that mean somebody."""

    first: int
    last: int
    how: MentionHow
    confidence: float


@dataclass(eq=False, slots=True)
class Someone:
    """A person, body, place or group while the report is being read; `names` is empty for the unnamed."""

    kind: EntityKind
    names: list[str]
    sexes: set[str] = field(default_factory=set)
    roles: list[RoleSeen] = field(default_factory=list)
    mentions: list[Seen] = field(default_factory=list)
    _spans: set[tuple[int, int]] = field(default_factory=set)
    _named: tuple[int, str] = (0, "")

    @property
    def name(self) -> str:
        """The name the report gives most often of those in full, with the given name before a surname of two words.

        One all in capitals only for want of another. Names are only ever added, so it is chosen anew after each.
        """
        if self._named[0] != len(self.names):
            self._named = (len(self.names), _fullest(self.names))
        return self._named[1]

    @property
    def sex(self) -> str:
        """M or f where titles and pronouns are of one mind, else where the given name tells, else unknown ("")."""
        if len(self.sexes) == 1:
            return next(iter(self.sexes))
        if self.kind != "person" or not self.names:
            return ""
        return sex_of_full_name(self.name) or sex_of_given_name(self.name)

    def add(self, first: int, last: int, how: MentionHow, confidence: float) -> None:
        """Note a mention; a stretch already noted is kept as it was."""
        if (first, last) not in self._spans:
            self._spans.add((first, last))
            self.mentions.append(Seen(first, last, how, confidence))

    def lose(self, seen: Seen) -> None:
        """Note that a mention is somebody else's."""
        self._spans.discard((seen.first, seen.last))
        self.mentions.remove(seen)

    def take(self, role: RoleSeen) -> None:
        """Note a role the report gives the person."""
        told = (role.words, role.of, role.core, role.party)
        known = ((seen.words, seen.of, seen.core, seen.party) for seen in self.roles)
        if told not in known:
            self.roles.append(role)
        if role.sex:
            self.sexes.add(role.sex)

    def may_be(self, sex: str) -> bool:
        """Whether a pronoun or title of this sex can mean the person."""
        own = self.sex if sex else ""
        return not own or own == sex

    def holds(self, phrase: RoleSeen) -> bool:
        """Whether one of the person's roles is what the phrase says."""
        return any(self.holds_as(role, phrase) for role in self.roles)

    def holds_as(self, role: RoleSeen, phrase: RoleSeen) -> bool:
        """Whether this role of the person's is what the phrase says, of the same state, body and party."""
        if phrase.party and self.parties and phrase.party not in self.parties:
            return False
        same = title_key((role.core,)) <= title_key(narrower_roles(phrase.core))
        wanted, held = title_key(phrase.words) - title_key((phrase.core,)), title_key(role.words)
        if not (same and wanted <= held and self._same_place(phrase, role)):
            return False
        return (
            held & words_of("entities/office_ranks") <= wanted
        )  # the minister is not the deputy minister

    def _same_place(self, phrase: RoleSeen, role: RoleSeen) -> bool:
        """Whether a role held can be of the place the phrase names.

        "A spokesman, Joren Pell," need not be the ministry's; "Foreign Minister Pell" may be Ostmark's.
        """
        if phrase.of is None:
            return True
        if role.of is not None:
            return same_state(phrase.of, role.of)
        seats = [told.of for told in self.roles if told.of and not told.words]
        if seats:
            return any(same_state(phrase.of, seat) for seat in seats)
        if " " in phrase.of and not state_of(phrase.of, ()):
            # The director of the Dam Authority is not the director of water works.
            return title_key(role.words) == title_key(phrase.words)
        return role.definite or len(role.words) > 1

    @property
    def parties(self) -> set[str]:
        """The parties the report names with the person."""
        return {role.party for role in self.roles if role.party}


def _fullest(names: Sequence[str]) -> str:
    """Of all names a report gives somebody, the one to call him by: of two forms of a given name the one told first.

    >>> _fullest(["Wendt Sarrel", "Nora Wendt Sarrel", "Wendt Sarrel", "Sarrel"])
    'Nora Wendt Sarrel'
    >>> _fullest(["William Pell", "Bill Pell", "Pell", "Bill Pell"])
    'William Pell'
    """
    count = Counter([name for name in names if " " in name] or names)
    best = max(count, key=lambda n: (not n.isupper(), count[n], len(n)), default="")
    best = next((n for n in count if n == best or _by_another_form(n, best)), best)
    if opens_with_given_name(best):
        return best
    longer = [n for n in count if n.endswith(f" {best}") and opens_with_given_name(n)]
    return max(longer, key=lambda n: count[n], default=best)


def _by_another_form(name: str, other: str) -> bool:
    """Whether two full names have given names of which one is a form of the other."""
    given = frozenset(sound(fold_word(each.split()[0])) for each in (name, other) if " " in each)
    return given in nicknames() and not name.isupper()


class Turn(NamedTuple):
    """One turn of an interview: the tokens of its label and of what is said, who says it, who is asked in it (None: not told)."""

    label: Range
    words: Range
    who: Someone | None
    asked: Someone | None = None


@dataclass(slots=True)
class Cast:
    """Everybody: named and unnamed persons, the other entities, and who has the floor where in an interview."""

    people: list[Someone] = field(default_factory=list)
    others: list[Someone] = field(default_factory=list)
    unnamed: list[Someone] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    @property
    def persons(self) -> list[Someone]:
        """Named and unnamed persons."""
        return [*self.people, *self.unnamed]


def entity(someone: Someone, report_id: str, parsed: Parsed) -> Entity | None:
    """The finished entity; None for somebody unnamed."""
    if not someone.names or not someone.mentions:
        return None
    seen = sorted(someone.mentions, key=lambda s: (s.first, -s.last))
    mentions = tuple(Mention(_span(parsed, s.first, s.last), s.how, s.confidence) for s in seen)
    start = mentions[0].span
    key = f"{report_id}|{someone.kind}|{start.start}:{start.end}"
    offices: dict[tuple[str, str | None], Office] = {}
    for role in someone.roles:
        if role.words and role.kind not in NO_OFFICE:
            words = _span(parsed, role.first, role.last)
            of = role.of or role.party or None
            offices.setdefault((role.title, of), Office(role.title, of, words))
    return Entity(
        hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(),
        someone.kind,
        someone.name,
        tuple(dict.fromkeys(someone.names)),
        mentions,
        tuple(offices.values()),
    )


def _span(parsed: Parsed, first: int, last: int) -> Span:
    return Span(parsed.tokens[first].start, parsed.tokens[last - 1].end)
