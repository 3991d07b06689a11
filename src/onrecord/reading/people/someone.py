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
from dataclasses import dataclass, field

from onrecord.model import Entity, EntityKind, Mention, MentionHow, Office, Parsed, Span
from onrecord.reading.people.sightings import RoleSeen
from onrecord.reading.people.words import ranked, same_state, sex_by_name

# An office so marked is another office: the minister is not the deputy minister, nor the prime minister.
DISTINCT = frozenset({"vice", "deputy", "junior", "prime", "assistant", "acting"})


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

    @property
    def name(self) -> str:
        """The name the report gives most often of those in full."""
        full = [name for name in self.names if " " in name] or self.names
        count = Counter(full)
        return max(count, key=lambda n: (count[n], len(n)), default="")

    @property
    def sex(self) -> str:
        """M or f where titles and pronouns are of one mind, or the given name tells; else unknown ("")."""
        if not self.sexes and self.kind == "person":
            return sex_by_name(self.name)
        return next(iter(self.sexes)) if len(self.sexes) == 1 else ""

    def add(self, first: int, last: int, how: MentionHow, confidence: float) -> None:
        """Note a mention; a stretch already noted is kept as it was."""
        if (first, last) not in self._spans:
            self._spans.add((first, last))
            self.mentions.append(Seen(first, last, how, confidence))

    def take(self, role: RoleSeen) -> None:
        """Note a role the report gives the person."""
        told = (role.words, role.of, role.core)
        if all((known.words, known.of, known.core) != told for known in self.roles):
            self.roles.append(role)
        if role.sex:
            self.sexes.add(role.sex)

    def may_be(self, sex: str) -> bool:
        """Whether a pronoun or title of this sex can mean the person."""
        return not sex or not self.sex or self.sex == sex

    def holds(self, phrase: RoleSeen) -> bool:
        """Whether one of the person's roles is what the phrase says, of the same state or body."""
        wanted = ranked(phrase.words)
        for role in self.roles:
            held = ranked(role.words)
            # "A spokesman, Joren Pell," need not be the ministry's; "Foreign Minister Pell" may be Ostmark's.
            open_place = role.of is None and (role.known or len(role.words) > 1)
            same_place = phrase.of is None or open_place or same_state(phrase.of, role.of or "")
            if ranked((phrase.core,)) != ranked((role.core,)):
                continue
            if wanted and wanted <= held and held & DISTINCT <= wanted and same_place:
                return True
        return False


@dataclass(slots=True)
class Cast:
    """Everybody: named and unnamed persons, and the other entities."""

    people: list[Someone] = field(default_factory=list)
    others: list[Someone] = field(default_factory=list)
    unnamed: list[Someone] = field(default_factory=list)

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
        if role.words and role.kind not in {"human", "kin"}:
            words = _span(parsed, role.first, role.last)
            offices.setdefault((role.title, role.of), Office(role.title, role.of, words))
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
