"""Who is in the report: names gathered into persons, bodies, places and groups, roles given to holders.

In: the parse with its names and role phrases. Out: a `Cast`. A full name stands for itself; a surname
joins the one full name that ends with it; a bare title joins the one holder the report names. Where
two remain, neither is taken.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Fire chief Petra Louven spoke first. Louven thanked the crew. The fire chief left."
>>> cast = gather(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(who.name, [seen.how for seen in who.mentions]) for who in cast.people]
[('Petra Louven', ['name', 'surname', 'title'])]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from onrecord.lexicon.given_names import nicknames
from onrecord.lexicon.names import sound_key, suffix_of
from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import rows, words_of
from onrecord.model import EntityKind, Parsed
from onrecord.reading.entities.antecedents.turns import find_turns
from onrecord.reading.entities.detect.abbreviations import find_abbreviations
from onrecord.reading.entities.detect.detected import NameSeen, RoleSeen
from onrecord.reading.entities.detect.name_kinds import GIVEN_NAME_VOTES, SURE_VOTES
from onrecord.reading.entities.detect.names import find_names
from onrecord.reading.entities.detect.roles import find_roles
from onrecord.reading.entities.entity_draft import Cast, Someone
from onrecord.reading.entities.resolve.cataphora import name_later
from onrecord.reading.entities.resolve.name_index import Material, surname_alone
from onrecord.reading.entities.resolve.role_holders import COUNTERPARTS, give_roles
from onrecord.reading.entities.resolve.surnames import single_names


def gather(parsed: Parsed, outlets: Collection[str] = ()) -> Cast:
    """The cast of a report, before pronouns; `outlets` are names known to be outlets' here."""
    places = _places(parsed)
    found = find_roles(parsed, places)
    names = find_names(parsed, found, outlets)
    kinds = _kinds(
        names, {fold_word(role.of) for role in found if role.of in places and _of_a_place(role)}
    )
    material = Material(parsed, names, kinds, {role.last: role for role in found})
    short = find_abbreviations(parsed, names, kinds)
    kinds.update({fold_word(n.parts[0]): "organisation" for n in names if n.first in short})
    _full_names(material)
    single_names(material)
    _others(material, short)
    give_roles(parsed, found, material.cast)
    name_later(parsed, material.cast)
    material.cast.turns += find_turns(parsed, material.cast)
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
    titles = (
        role_words().keys()
        | words_of("entities/portfolios")
        | words_of("entities/organisation_words")
    )
    return tuple(
        sorted(
            (w for w in words if fold_word(w) not in titles and len(w) > 3),
            key=lambda w: (len(w), w),
        )
    )


def _of_a_place(role: RoleSeen) -> bool:
    """Whether what a role is of is mostly a place: a mayor's is, not an ally's or a spokesman's."""
    return (role.kind == "role" and role.core not in _proxies()) or role.core in COUNTERPARTS


@cache
def _proxies() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("sourcing/proxies"))


def _kinds(names: Sequence[NameSeen], held: set[str]) -> dict[str, EntityKind]:
    """The kind of each name over the whole report, by its votes; what an office is held of is a place."""
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for place in held:
        votes[place]["place"] += SURE_VOTES // 4
    for name in names:
        for kind, weight in name.votes:
            votes[fold_word(" ".join(name.parts))][kind] += weight
        if "of" in name.parts[-2:-1]:  # `Ministry of Water of Ostmark`
            votes[fold_word(name.parts[-1])]["place"] += GIVEN_NAME_VOTES
    for text, count in votes.items():
        parts = text.split()
        if len(parts) == 2:  # a surname that stands alone as a person's speaks for the full name
            count["person"] += votes[parts[1]]["person"] if parts[1] in votes else 0
    order = ("person", "place", "organisation", "group", "document")
    return {
        text: max(sorted(count, key=order.index), key=lambda kind: count[kind])
        for text, count in votes.items() if count
    }  # fmt: skip


def _full_names(m: Material) -> None:
    """Persons named in full."""
    bearers = _Bearers(m)
    for name in sorted(m.names, key=lambda n: (n.headline, len(n.parts))):
        if (
            len(name.parts) < 2
            or surname_alone(name)
            or m.kinds.get(fold_word(" ".join(name.parts))) != "person"
        ):
            continue
        who = bearers.of(name)
        if who is not None:
            m.give(who, name)
            m.mention(who, name, "name", 0.95)


class _Bearers:
    """Who bears a full name: one for all its spellings, but father and son apart."""

    def __init__(self, m: Material) -> None:
        self._m = m
        self._by_key: dict[tuple[str, str], dict[str, Someone]] = defaultdict(dict)
        self._by_last: dict[str, dict[str, dict[str, Someone]]] = defaultdict(dict)
        self._suffixes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name in m.names:
            self._suffixes[sound_key(name.parts)].add(suffix_of(name.parts))

    def of(self, name: NameSeen) -> Someone | None:
        """Whose a name is; None where father and son may be meant, or a headline's is nobody's below."""
        key, suffix = sound_key(name.parts), suffix_of(name.parts)
        if not suffix and sound_key(name.parts[-2:]) in self._by_key:
            key = sound_key(name.parts[-2:])
        several = len(self._suffixes[key] - {""}) > 1
        known = self._by_key[key]
        if (name.headline and not known) or (several and not suffix):
            return None
        if not several and known:
            return next(iter(known.values()))
        if not known and not suffix and (called := self._by_nickname(key, name)):
            known[""] = called
            return called
        self._by_last[key[1]][key[0]] = known
        if suffix not in known:
            known[suffix] = Someone("person", [])
            self._m.cast.people.append(known[suffix])
        return known[suffix]

    def _by_nickname(self, key: tuple[str, str], name: NameSeen) -> Someone | None:
        """Who bears the surname with a given name this is another form of: `William Pell`, then `Bill Pell`.

        Not whom the report sets beside him: kin, or another told of in the same sentence.
        """
        first, last = key
        role = self._m.prefix.get(name.first)
        if role is not None and role.kind == "kin":
            return None
        sentence = self._m.parsed.tokens[name.first].sentence
        alike = [
            who
            for given, bearers in self._by_last[last].items()
            if frozenset({first, given}) in nicknames()
            for who in bearers.values()
        ]
        if len(alike) != 1 or sentence in {
            self._m.parsed.tokens[seen.first].sentence for seen in alike[0].mentions
        }:
            return None
        return alike[0]


def _others(m: Material, short: Mapping[int, str]) -> None:
    """Organisations, places and groups: one for each name, states under all their names, bodies by their letters."""
    by_name: dict[str, Someone] = {}
    for name in sorted(m.names, key=lambda n: n.headline):
        text = short.get(name.first) or " ".join(name.parts)
        kind = m.kinds.get(fold_word(text))
        if name.first in m.owners or kind is None or kind == "person":
            continue
        key = state_of(text, ()) or fold_word(text)
        if name.headline and not name.votes and key not in by_name:
            continue
        if key not in by_name:
            by_name[key] = Someone(kind, [])
            m.cast.others.append(by_name[key])
        m.give(by_name[key], name)
        article = name.first and m.parsed.tokens[name.first - 1].text in {"the", "The"}
        sure = dict(name.votes).get(kind, 0) >= SURE_VOTES
        by_name[key].add(name.first - bool(article), name.last, "name", 0.9 if sure else 0.75)
