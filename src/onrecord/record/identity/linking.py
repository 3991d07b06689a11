"""Links between names that may mean the same: candidates found by sound, then weighed.

In: a connection that may write, and the keys of names that changed. Out: rows of `links`, one for each piece of evidence
between a changed name and a name like it.

>>> sorted(_stored_at(name_of("person", "Mira Tasel")))[:2] == [
...     ("person", "all", name_of("person", "Mira Tasel").squashed),
...     ("person", "first", name_of("person", "Mira Tasel").sounds[0]),
... ]
True
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import Connection, select, union_all

from onrecord.lexicon.names import ParsedName, name_of
from onrecord.record.identity import identity_tables
from onrecord.record.identity.clusters import Pair
from onrecord.record.identity.evidence import weigh
from onrecord.record.identity.known_names import names_where
from onrecord.record.identity.likeness import likeness
from onrecord.record.identity.profiles import profiles
from onrecord.record.store.keys import chunks
from onrecord.record.store.rows_by_value import insert_rows

_K = identity_tables.known_names.c
# Beginnings of names searched for in one query.
_BEGINNINGS = 50


def link_names(connection: Connection, fresh: Collection[bytes]) -> None:
    """Weigh the names that changed against all they may be the same as, and write the links."""
    names = names_where(connection, _K.named, fresh)
    names |= _candidates(connection, names)
    pairs = _like_pairs(names, set(fresh))
    known = profiles(connection, {key: names[key] for pair in pairs for key in pair})
    rows = []
    for one, other in pairs:
        rows += [
            {"one": one, "other": other, **reason._asdict()}
            for reason in weigh(known[one], known[other])
        ]
    insert_rows(connection, identity_tables.links, rows)


def _candidates(
    connection: Connection, names: Mapping[bytes, ParsedName]
) -> dict[bytes, ParsedName]:
    """The names that share a sound with these in a place where it counts."""
    persons = [name for name in names.values() if name.kind == "person"]
    bodies = [name for name in names.values() if name.kind == "organisation" and name.full]
    last = {word for name in persons for word in name.sounds}
    first = {word for name in persons if not name.full for word in name.sounds}
    first |= {each.squashed for each in bodies if len(each.words) == 1}
    squashed = {name.squashed for name in names.values()} | {each.initials for each in bodies}
    found = names_where(connection, _K.squashed, squashed)
    found |= names_where(connection, _K.last, last)
    found |= names_where(connection, _K.first, first)
    return found | _longer_names(connection, persons)


def _longer_names(connection: Connection, persons: Iterable[ParsedName]) -> dict[bytes, ParsedName]:
    """The persons' names that begin with one of these full names."""
    found = {}
    query = select(_K.named, _K.kind, _K.name).where(_K.kind == "person")
    for some in chunks(sorted({name.squashed for name in persons if name.full}), _BEGINNINGS):
        # A union, as the planner scans the table for a disjunction of ranges.
        ranges = (query.where(_K.squashed.between(begun, begun + "\uffff")) for begun in some)
        for row in connection.execute(union_all(*ranges)):
            found[row.named] = name_of(row.kind, row.name)
    return found


def _like_pairs(names: Mapping[bytes, ParsedName], fresh: Iterable[bytes]) -> list[Pair]:
    """The pairs of like names with a changed one among them, each once, the lesser key first."""
    places: dict[tuple[str, str, str], set[bytes]] = defaultdict(set)
    for key, name in names.items():
        for place in _stored_at(name):
            places[place].add(key)
    found = set()
    for one in fresh:
        for place in _searched_at(names[one]):
            found |= {(min(one, other), max(one, other)) for other in places[place] if other != one}
    return sorted(pair for pair in found if likeness(names[pair[0]], names[pair[1]]) is not None)


def _stored_at(name: ParsedName) -> Iterator[tuple[str, str, str]]:
    """The places (kind, position, sound) by which a name is found."""
    yield name.kind, "all", name.squashed
    if name.initials:
        yield name.kind, "initials", name.initials
    if name.kind == "person" and name.sounds:
        yield name.kind, "last", name.sounds[-1]
        yield name.kind, "first" if name.full else "only", name.sounds[0]
        yield from ((name.kind, "middle", word) for word in name.sounds[1:-1])


def _searched_at(name: ParsedName) -> Iterator[tuple[str, str, str]]:
    """The places where a name that may mean the same has a sound of this one."""
    yield name.kind, "all", name.squashed
    if name.kind == "organisation":
        yield name.kind, "initials", name.squashed
        yield name.kind, "all", name.initials
    if name.kind == "person" and name.sounds:
        yield from ((name.kind, "last", word) for word in name.sounds)
        yield name.kind, "middle", name.sounds[-1]
        yield name.kind, "only" if name.full else "first", name.sounds[0]
