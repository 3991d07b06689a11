"""Who is in the report: names gathered into persons, bodies, places and groups, roles given to holders.

In: the parse with its names and role phrases. Out: a `Cast`. A full name stands for itself; a surname
joins the one full name that ends with it; a bare title joins the one holder the report names. Where
two remain, neither is taken.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.language import load, parse
>>> text = "Fire chief Petra Louven spoke first. Louven thanked the crew. The fire chief left."
>>> cast = gather(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(who.name, [seen.how for seen in who.mentions]) for who in cast.people]
[('Petra Louven', ['name', 'surname', 'title'])]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.model import EntityKind, MentionHow, Parsed
from onrecord.reading.people.holders import give_roles
from onrecord.reading.people.names import PARTICLES, SURE, find_names
from onrecord.reading.people.roles import find_roles
from onrecord.reading.people.sightings import NameSeen, RoleSeen
from onrecord.reading.people.someone import Cast, Someone
from onrecord.reading.people.words import folded, full_name_key, roles, state_of, words_of

# A surname two bear means the one named in full this many times as often as the other.
OFTEN = 3


@dataclass(slots=True)
class _Material:
    """What the steps of gathering share: the names seen and, bit by bit, whose they are."""

    parsed: Parsed
    names: Sequence[NameSeen]
    kinds: Mapping[str, EntityKind]
    prefix: Mapping[int, RoleSeen]
    cast: Cast = field(default_factory=Cast)
    owners: dict[int, Someone] = field(default_factory=dict)

    def give(self, who: Someone, name: NameSeen) -> None:
        """Note that a name is somebody's."""
        words = " ".join(_written(self.parsed, name.first, name.last).split())
        who.names.append(words)
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
        who.add(first, name.last, how, confidence)


def gather(parsed: Parsed) -> Cast:
    """The cast of a report, before pronouns."""
    places = _places(parsed)
    found = find_roles(parsed, places)
    names = find_names(parsed, found)
    kinds = _kinds(names, {folded(role.of) for role in found if role.of and role.of in places})
    material = _Material(parsed, names, kinds, {role.last: role for role in found})
    _full_names(material)
    _single_names(material)
    _others(material)
    give_roles(parsed, found, material.cast)
    return material.cast


def _places(parsed: Parsed) -> tuple[str, ...]:
    """Words a state or place may be called by: proper nouns, shortest first, persons' names aside."""
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
    titles = roles().keys() | words_of("portfolios") | words_of("organisation_words")
    return tuple(
        sorted(
            (w for w in words if folded(w) not in titles and len(w) > 3), key=lambda w: (len(w), w)
        )
    )


def _kinds(names: Sequence[NameSeen], held: set[str]) -> dict[str, EntityKind]:
    """The kind of each name over the whole report, by its votes; what an office is held of is a place."""
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for place in held:
        votes[place]["place"] += SURE // 4
    for name in names:
        for kind, weight in name.votes:
            votes[folded(" ".join(name.parts))][kind] += weight
    for text, count in votes.items():
        parts = text.split()
        if len(parts) == 2:  # a surname that stands alone as a person's speaks for the full name
            count["person"] += votes[parts[1]]["person"] if parts[1] in votes else 0
    order = ("person", "place", "organisation", "group", "document")
    return {
        text: max(sorted(count, key=order.index), key=lambda kind: count[kind])
        for text, count in votes.items() if count
    }  # fmt: skip


def _full_names(m: _Material) -> None:
    """Persons named in full."""
    by_key: dict[tuple[str, str], Someone] = {}
    for name in sorted(m.names, key=lambda n: (n.headline, len(n.parts))):
        if (
            len(name.parts) < 2
            or _surname_alone(name)
            or m.kinds.get(folded(" ".join(name.parts))) != "person"
        ):
            continue
        key = full_name_key(name.parts)
        if full_name_key(name.parts[-2:]) in by_key:
            key = full_name_key(name.parts[-2:])
        if key not in by_key and name.headline:
            continue
        if key not in by_key:
            by_key[key] = Someone("person", [])
            m.cast.people.append(by_key[key])
        m.give(by_key[key], name)
        m.mention(by_key[key], name, "name", 0.95)


def _surname_alone(name: NameSeen) -> bool:
    """Whether two words are one surname: `De Brenn`."""
    return len(name.parts) == 2 and folded(name.parts[0]) in PARTICLES


def _held_after(parsed: Parsed, name: NameSeen) -> str | None:
    """The place or body after a name: `Anselm Vorrik of Ostmark`."""
    after = parsed.tokens[name.last : name.last + 2]
    if len(after) < 2 or after[0].text != "of" or not after[1].text[0].isupper():
        return None
    return state_of(after[1].text, ()) or after[1].text


def _written(parsed: Parsed, first: int, last: int) -> str:
    """Tokens `[first, last)` as the text has them."""
    return parsed.text[parsed.tokens[first].start : parsed.tokens[last - 1].end]


def _single_names(m: _Material) -> None:
    """Surnames (or first names) alone: joined to the one person they fit, or a person of their own."""
    last_names: dict[str, list[Someone]] = defaultdict(list)
    first_names: dict[str, list[Someone]] = defaultdict(list)
    for person in m.cast.people:
        first, last = full_name_key(person.name.split())
        last_names[last].append(person)
        first_names[first].append(person)
    for name in (*m.names, *_untagged(m, last_names)):
        if name.first in m.owners or len(name.parts) > 2:
            continue
        text = folded(" ".join(name.parts))
        key = (
            folded(name.parts[-1]).replace("yy", "y")
            if _surname_alone(name)
            else text.replace("yy", "y")
        )
        fitting = last_names.get(key) or first_names.get(key) or []
        role = m.prefix.get(name.first)
        fit = _fitting(m, fitting, role, name.first)
        is_person = m.kinds.get(text) == "person"
        if fit is not None and ((role and is_person) or not state_of(name.parts[0], ())):
            m.give(fit, name)
            m.mention(fit, name, "surname", 0.9)
        elif not fitting and is_person and not name.headline and len(name.parts) == 1:
            alone = Someone("person", [])
            m.cast.people.append(alone)
            last_names[key].append(alone)
            m.give(alone, name)
            m.mention(alone, name, "surname", 0.8)


def _untagged(m: _Material, last_names: Mapping[str, Sequence[Someone]]) -> list[NameSeen]:
    """Known surnames the tagger took for other words (`Louven thanked the crew`)."""
    covered = {i for name in m.names for i in range(name.first, name.last)}
    return [
        NameSeen(token.i, token.i + 1, (token.text,), ())
        for token in m.parsed.tokens
        if token.text[0].isupper() and token.i not in covered and folded(token.text) in last_names
    ]


def _fitting(
    m: _Material, people: Sequence[Someone], role: RoleSeen | None, at: int
) -> Someone | None:
    """The one person a surname can mean; None where two remain.

    Where two bear it, the title before it helps; then, one told of before is meant rather than one to
    come, and not the one brought in as the other's kin ("his father, Joren Tasel"). A bearer named in
    full `OFTEN` times as often as any other is the report's own.
    """
    left = list(people)
    if role is not None and len(left) > 1:
        left = [person for person in left if person.may_be(role.sex)]
        left = [person for person in left if role.words and person.holds(role)] or left
    if len(left) > 1:
        left = [p for p in left if any(seen.first < at for seen in p.mentions)] or left
    if len(left) > 1:
        left = [p for p in left if not _is_kin(m, p)] or left
    if len(left) > 1:
        count = {id(p): sum(seen.how == "name" for seen in p.mentions) for p in left}
        first, second, *_ = sorted(count.values(), reverse=True)
        left = [p for p in left if count[id(p)] >= OFTEN * second] if first >= OFTEN else left
    return left[0] if len(left) == 1 else None


def _is_kin(m: _Material, person: Someone) -> bool:
    """Whether somebody is brought in as kin: `his wife, Mira Tasel`, `her son Joren Tasel`."""
    first = min(seen.first for seen in person.mentions)
    known = roles()
    for token in m.parsed.tokens[max(first - 2, 0) : first]:
        word = known.get(folded(token.text))
        if word is not None and word.kind == "kin":
            return True
    return False


def _others(m: _Material) -> None:
    """Organisations, places and groups: one for each name, states under all their names."""
    by_name: dict[str, Someone] = {}
    for name in m.names:
        text = " ".join(name.parts)
        kind = m.kinds.get(folded(text))
        if name.first in m.owners or kind is None or kind == "person":
            continue
        if name.headline and not name.votes:
            continue
        key = state_of(text, ()) or folded(text)
        if key not in by_name:
            by_name[key] = Someone(kind, [])
            m.cast.others.append(by_name[key])
        m.give(by_name[key], name)
        article = name.first and m.parsed.tokens[name.first - 1].text in {"the", "The"}
        sure = dict(name.votes).get(kind, 0) >= SURE
        by_name[key].add(name.first - bool(article), name.last, "name", 0.9 if sure else 0.75)
