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
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.model import EntityKind, Parsed
from onrecord.reading.people.names import SURE, find_names
from onrecord.reading.people.roles import find_roles
from onrecord.reading.people.sightings import NameSeen, RoleSeen
from onrecord.reading.people.someone import Someone
from onrecord.reading.people.words import folded, full_name_key, roles, state_of, words_of

COUNTERPARTS = frozenset({"counterpart", "equivalent"})


@dataclass(slots=True)
class Cast:
    """Everybody: named and unnamed persons, other entities, and the roles found."""

    people: list[Someone] = field(default_factory=list)
    others: list[Someone] = field(default_factory=list)
    unnamed: list[Someone] = field(default_factory=list)

    @property
    def persons(self) -> list[Someone]:
        """Named and unnamed persons."""
        return [*self.people, *self.unnamed]


def gather(parsed: Parsed) -> Cast:
    """The cast of a report, before pronouns."""
    places = _places(parsed)
    found = find_roles(parsed, places)
    names = find_names(parsed, found)
    kinds = _kinds(names, {folded(role.of) for role in found if role.of and role.of in places})
    cast = Cast()
    prefix = {role.last: role for role in found}
    owners = _full_names(parsed, names, kinds, prefix, cast)
    _single_names(parsed, names, kinds, prefix, cast, owners)
    _others(parsed, names, kinds, cast, owners)
    _appositions(parsed, found, cast)
    _bare_roles(parsed, found, cast)
    return cast


def _places(parsed: Parsed) -> tuple[str, ...]:
    """Words a state or place may be called by: proper nouns, shortest first, persons' names aside."""
    persons = {i for name in parsed.names if name.label == "PERSON" and name.last - name.first > 1 for i in range(name.first, name.last)}
    words = {t.text for t in parsed.tokens if t.pos == "PROPN" and t.text[0].isupper() and t.i not in persons}
    titles = roles().keys() | words_of("portfolios") | words_of("organisation_words")
    return tuple(sorted((w for w in words if folded(w) not in titles and len(w) > 3), key=lambda w: (len(w), w)))


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


def _full_names(
    parsed: Parsed, names: Sequence[NameSeen], kinds: dict[str, EntityKind],
    prefix: dict[int, RoleSeen], cast: Cast,
) -> dict[int, Someone]:  # fmt: skip
    """Persons named in full; the map from a name's first token to the person."""
    by_key: dict[tuple[str, str], Someone] = {}
    owners: dict[int, Someone] = {}
    for name in sorted(names, key=lambda n: (n.headline, len(n.parts))):
        text = " ".join(name.parts)
        if len(name.parts) < 2 or kinds.get(folded(text)) != "person":
            continue
        key = full_name_key(name.parts)
        if full_name_key(name.parts[-2:]) in by_key:
            key = full_name_key(name.parts[-2:])
        if key not in by_key and name.headline:
            continue
        if key not in by_key:
            by_key[key] = Someone("person", [])
            cast.people.append(by_key[key])
        by_key[key].names.append(_written(parsed, name))
        owners[name.first] = by_key[key]
        _mention(by_key[key], name, prefix, "name", 0.95, _held_after(parsed, name))
    return owners


def _held_after(parsed: Parsed, name: NameSeen) -> str | None:
    """The place or body after a name: `Anselm Vorrik of Ostmark`."""
    after = parsed.tokens[name.last : name.last + 2]
    if len(after) < 2 or after[0].text != "of" or not after[1].text[0].isupper():
        return None
    return state_of(after[1].text, ()) or after[1].text


def _written(parsed: Parsed, name: NameSeen) -> str:
    """A name as the text has it."""
    return " ".join(parsed.text[parsed.tokens[name.first].start : parsed.tokens[name.last - 1].end].split())


def _mention(
    someone: Someone, name: NameSeen, prefix: dict[int, RoleSeen], how: str, confidence: float,
    of: str | None = None,
) -> None:  # fmt: skip
    """Note a name, with the title right before it; `of` is what follows ("Vorrik of Ostmark")."""
    role = prefix.get(name.first)
    first = name.first
    if role is not None and not role.plural:
        first = role.first
        someone.take(replace(role, of=role.of or of))
    someone.add(first, name.last, "surname" if how == "surname" else "name", confidence)


def _single_names(
    parsed: Parsed, names: Sequence[NameSeen], kinds: dict[str, EntityKind],
    prefix: dict[int, RoleSeen], cast: Cast, owners: dict[int, Someone],
) -> None:  # fmt: skip
    """Surnames (or first names) alone: joined to the one person they fit, or a person of their own."""
    last_names: dict[str, list[Someone]] = defaultdict(list)
    first_names: dict[str, list[Someone]] = defaultdict(list)
    for person in cast.people:
        first, last = full_name_key(person.name.split())
        last_names[last].append(person)
        first_names[first].append(person)
    for name in names:
        if name.first in owners or len(name.parts) > 2:
            continue
        text = folded(" ".join(name.parts))
        key = text.replace("yy", "y")
        fitting = last_names.get(key) or first_names.get(key) or []
        role = prefix.get(name.first)
        person = _fitting(fitting, role)
        sure = (role is not None and kinds.get(text) == "person") or not state_of(name.parts[0], ())
        if person is not None and sure:
            owners[name.first] = person
            person.names.append(_written(parsed, name))
            _mention(person, name, prefix, "surname", 0.9)
        elif not fitting and kinds.get(text) == "person" and not name.headline and len(name.parts) == 1:
            alone = Someone("person", [_written(parsed, name)])
            cast.people.append(alone)
            last_names[key].append(alone)
            owners[name.first] = alone
            _mention(alone, name, prefix, "surname", 0.8)


def _fitting(people: Sequence[Someone], role: RoleSeen | None) -> Someone | None:
    """The one person a surname can mean, helped by the title before it; None where two remain."""
    left = list(people)
    if role is not None and len(left) > 1:
        left = [person for person in left if person.may_be(role.sex)]
        left = [person for person in left if role.words and person.holds(role)] or left
    return left[0] if len(left) == 1 else None


def _others(
    parsed: Parsed, names: Sequence[NameSeen], kinds: dict[str, EntityKind], cast: Cast,
    owners: dict[int, Someone],
) -> None:  # fmt: skip
    """Organisations, places and groups: one for each name, states under all their names."""
    by_name: dict[str, Someone] = {}
    for name in names:
        text = " ".join(name.parts)
        kind = kinds.get(folded(text))
        if name.first in owners or kind in {None, "person"} or (name.headline and not name.votes):
            continue
        state = state_of(text, ())
        key = state or folded(text)
        if key not in by_name:
            by_name[key] = Someone(kind or "place", [])
            cast.others.append(by_name[key])
        by_name[key].names.append(_written(parsed, name))
        owners[name.first] = by_name[key]
        first = name.first - 1 if name.first and parsed.tokens[name.first - 1].text in {"the", "The"} else name.first
        by_name[key].add(first, name.last, "name", 0.9 if dict(name.votes).get(kind or "place", 0) >= SURE else 0.75)


def _appositions(
    parsed: Parsed, found: Sequence[RoleSeen], cast: Cast
) -> None:
    """`the mayor, Mira Tasel,` and `Mira Tasel, the mayor,`: the role is that person's."""
    ends = {seen.last: person for person in cast.people for seen in person.mentions}
    begins = {seen.first: person for person in cast.people for seen in person.mentions}
    for role in found:
        if role.kind == "honorific" or role.plural:
            continue
        after = parsed.tokens[role.last : role.last + 2]
        person = begins.get(after[1].i) if len(after) == 2 and after[0].text == "," else None
        if person is None or person.kind != "person" or _is_list(parsed, role):
            before = parsed.tokens[role.first - 1] if role.first else None
            closes = not after or after[0].text in {",", ".", ";", "who", "—", "–", "and"} or after[0].pos in {"ADP", "VERB", "AUX", "SCONJ"}
            person = ends.get(role.first - 1) if before and before.text == "," and closes else None
        if person is None or person.kind != "person":
            continue
        if role.words[-1] in COUNTERPARTS:
            role = _as_anchor(parsed, role, person, cast)
        person.take(role)
        person.add(role.first, role.last, "apposition", 0.9)


def _is_list(parsed: Parsed, role: RoleSeen) -> bool:
    """Whether the comma after a role divides a list or a clause rather than naming the holder."""
    return not role.known and parsed.tokens[role.first].tag != "DT"


def _as_anchor(parsed: Parsed, role: RoleSeen, person: Someone, cast: Cast) -> RoleSeen:
    """A counterpart's role is that of the one it is told from, of the other state."""
    anchor = _anchor(parsed, role, cast, person)
    office = next((r for r in anchor.roles if r.kind == "role"), None) if anchor else None
    if office is None:
        return role
    return RoleSeen(role.first, role.head, role.last, office.words, role.of, known=True, core=office.core, sex=role.sex)


def _anchor(parsed: Parsed, role: RoleSeen, cast: Cast, person: Someone | None) -> Someone | None:
    """Whose counterpart is meant: the one other person named before in the sentence."""
    sentence = parsed.sentences[parsed.tokens[role.first].sentence]
    near = [p for p in cast.people if p is not person and any(sentence.first <= s.first < role.head for s in p.mentions)]
    return near[0] if len(near) == 1 else None


def _bare_roles(
    parsed: Parsed, found: Sequence[RoleSeen], cast: Cast
) -> None:
    """Roles without a name beside them: the holder the report names, if exactly one fits, else unnamed."""
    used = {i for who in cast.persons for seen in who.mentions for i in range(seen.first, seen.last)}
    for role in found:
        if role.kind == "honorific" or role.plural or role.head in used or not role.words:
            continue
        holder = _holder(parsed, role, cast)
        if holder is not None:
            holder.add(role.first, role.last, "title", 0.8)
            if role.sex:
                holder.sexes.add(role.sex)
            continue
        known = [who for who in cast.unnamed if role.known and who.holds(role)]
        someone = known[-1] if known else Someone("person", [])
        if not known:
            cast.unnamed.append(someone)
        someone.take(role)
        someone.add(role.first, role.last, "title", 0.6)


def _holder(parsed: Parsed, role: RoleSeen, cast: Cast) -> Someone | None:
    """The one named person who holds the role a definite phrase speaks of."""
    if not role.known:
        return None
    if role.words[-1] in COUNTERPARTS:
        anchor = _anchor(parsed, role, cast, None)
        offices = [r for r in anchor.roles if r.kind == "role"] if anchor else []
        fitting = [
            p for p in cast.people
            if p is not anchor and role.of and any(p.holds(_moved(office, role.of)) for office in offices)
            and any(r.of == role.of for r in p.roles)
        ]  # fmt: skip
        return fitting[0] if len(fitting) == 1 else None
    if role.mine:
        return None
    holders = [person for person in cast.persons if person.holds(role)]
    before = [p for p in holders if any(r.first < role.first for r in p.roles)]
    if not before and len(role.words) == 1 and role.of is None:
        return None
    fitting = before or holders
    return fitting[0] if len(fitting) == 1 and fitting[0].names else None


def _moved(office: RoleSeen, state: str) -> RoleSeen:
    return RoleSeen(office.first, office.head, office.last, office.words, state, known=True, core=office.core)
