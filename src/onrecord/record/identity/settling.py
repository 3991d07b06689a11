"""Draws what follows from new readings and judgements for who is who: after each addition, or a batch.

What follows for dates is `dating.py`'s, and drawn at the same time.

In: a connection that may write; the names that wait in `unsettled`. Out: rows of `known_names`,
`namesakes`, `links` and `identities`, such as they would be had all readings come at once: only the
names that changed, and those they are linked with, are looked at again.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.settle()
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    union_all,
)

from onrecord.lexicon.names import Name, name_of
from onrecord.record.derivation import Change, Derivation
from onrecord.record.identity import identity_tables
from onrecord.record.identity.clusters import Judged, Pair, conclude
from onrecord.record.identity.evidence import total, weigh
from onrecord.record.identity.likeness import likeness
from onrecord.record.identity.lookup_words import lookup_words
from onrecord.record.identity.namesakes import part_keys, parted
from onrecord.record.identity.profiles import appearances, of_two_states, profiles
from onrecord.record.judgements import judged_names, judged_pairs, parted_by_users, standing
from onrecord.record.store import tables
from onrecord.record.store.keys import chunks

_E = tables.entities.c
_R = tables.readings.c
_K = identity_tables.known_names.c
_N = identity_tables.namesakes.c
_L = identity_tables.links.c
_I = identity_tables.identities.c
# Beginnings of names asked for in one query.
_BEGINNINGS = 50


# The tables of this derivation, and the columns that hold a name's key.
_ROWS_OF_NAMES: tuple[tuple[Table, tuple[Column[bytes], ...]], ...] = (
    (identity_tables.known_names, (_K.named,)),
    (identity_tables.name_words, (identity_tables.name_words.c.named,)),
    (identity_tables.links, (_L.one, _L.other)),
    (identity_tables.namesakes, (_N.named,)),
    (identity_tables.identities, (_I.named,)),
)


def touched(connection: Connection, change: Change) -> set[bytes]:
    """The names that new or superseded readings bear, and those that a change names itself."""
    borne = select(_E.entity).distinct()
    return {*_where(connection, borne, _E.reading, change.readings), *change.names}


def settle(connection: Connection, keys: frozenset[bytes]) -> Change:
    """Make the rows of these names anew; the change holds those that several people bear or a user judged."""
    waiting = keys | set(_where(connection, select(_N.named).distinct(), _N.part, keys))
    gone = waiting | set(_where(connection, select(_N.part).distinct(), _N.named, waiting))
    several = set(_where(connection, select(_N.named).distinct(), _N.named, gone))
    beside = _linked(connection, gone) | _one_entity_with(connection, gone)
    for table, columns in _ROWS_OF_NAMES:
        _remove(connection, table, columns, gone)
    fresh = _describe(connection, waiting)
    _link(connection, fresh)
    _conclude(connection, fresh | beside)
    several |= set(_where(connection, select(_N.named).distinct(), _N.named, gone))
    return Change(names=frozenset(several | (gone & judged_names(connection))))


def _describe(connection: Connection, waiting: Collection[bytes]) -> set[bytes]:
    """Write down the names that current readings bear; the keys they are compared by."""
    seen: dict[bytes, Counter[tuple[str, str]]] = defaultdict(Counter)
    asked = select(_E.entity, _E.kind, _E.name, func.count().label("times")).join(
        tables.readings, _R.id == _E.reading
    )
    asked = asked.where(_R.current == true()).group_by(_E.entity, _E.kind, _E.name)
    for some in chunks(sorted(waiting)):
        for row in connection.execute(asked.where(_E.entity.in_(some))):
            seen[row.entity][row.kind, row.name] += row.times
    best = {
        key: min(counted, key=lambda had: (-counted[had], -len(had[1]), had))
        for key, counted in seen.items()
    }
    parts = _part(connection, {key for key, (kind, _) in best.items() if kind == "person"})
    rows = []
    for named, (kind, name) in best.items():
        rows += [_name_row(key, kind, name) for key in parts.get(named, (named,))]
    _insert(connection, identity_tables.known_names, rows)
    words = [
        {"word": word, "named": row["named"]} for row in rows for word in lookup_words(row["name"])
    ]
    _insert(connection, identity_tables.name_words, words)
    return {row["named"] for row in rows}


def _name_row(key: bytes, kind: str, written: str) -> dict[str, Any]:
    name = name_of(kind, written)
    ends = (name.initials, "")
    if kind == "person" and name.sounds:
        ends = (name.sounds[0], name.sounds[-1])
    return {
        "named": key, "kind": kind, "name": written, "full": name.full,
        "first": ends[0], "last": ends[1], "squashed": name.squashed,
    }  # fmt: skip


def _part(connection: Connection, persons: set[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Part the names that several people bear; for each of them the parts' keys."""
    apart = parted_by_users(connection)
    doubtful = of_two_states(connection, persons) | (apart.keys() & persons)
    found = {}
    for named, seen in appearances(connection, doubtful).items():
        parts = parted(seen, apart.get(named, ()))
        if len(parts) > 1:
            found[named] = part_keys(named, parts)
            rows = [
                {"named": named, "report": report, "part": key}
                for key, part in zip(found[named], parts, strict=True)
                for report in sorted(part.reports)
            ]
            _insert(connection, identity_tables.namesakes, rows)
    return found


def _link(connection: Connection, fresh: Collection[bytes]) -> None:
    """Weigh the names that changed against all they may be the same as."""
    names = _names(connection, identity_tables.known_names.c.named, fresh)
    names |= _may_be(connection, names)
    pairs = _pairs(names, set(fresh))
    known = profiles(connection, {key: names[key] for pair in pairs for key in pair})
    rows = []
    for one, other in pairs:
        rows += [
            {"one": one, "other": other, **reason._asdict()}
            for reason in weigh(known[one], known[other])
        ]
    _insert(connection, identity_tables.links, rows)


def _may_be(connection: Connection, names: Mapping[bytes, Name]) -> dict[bytes, Name]:
    """The names that share a sound with these where it counts."""
    persons = [name for name in names.values() if name.kind == "person"]
    found = _names(connection, _K.squashed, {name.squashed for name in names.values()})
    found |= _names(connection, _K.last, {word for name in persons for word in name.sounds})
    found |= _names(
        connection, _K.first, {word for name in persons if not name.full for word in name.sounds}
    )
    bodies = [name for name in names.values() if name.kind == "organisation" and name.full]
    found |= _names(
        connection, _K.first, {each.squashed for each in bodies if len(each.words) == 1}
    )
    found |= _names(connection, _K.squashed, {each.initials for each in bodies})
    asked = select(_K.named, _K.kind, _K.name).where(_K.kind == "person")
    for some in chunks(sorted({name.squashed for name in persons if name.full}), _BEGINNINGS):
        # A union, as the planner scans the table for a disjunction of ranges.
        begins = (asked.where(_K.squashed.between(begun, begun + "\uffff")) for begun in some)
        for row in connection.execute(union_all(*begins)):
            found[row.named] = name_of(row.kind, row.name)
    return found


def _pairs(names: Mapping[bytes, Name], fresh: Iterable[bytes]) -> list[Pair]:
    """The pairs of like names with a fresh one in them, each once, the lesser key first."""
    places: dict[tuple[str, str, str], set[bytes]] = defaultdict(set)
    for key, name in names.items():
        for place in _places_of(name):
            places[place].add(key)
    found = set()
    for one in fresh:
        for place in _places_sought(names[one]):
            found |= {(min(one, other), max(one, other)) for other in places[place] if other != one}
    return sorted(pair for pair in found if likeness(names[pair[0]], names[pair[1]]) is not None)


def _places_of(name: Name) -> Iterator[tuple[str, str, str]]:
    """The sounds a name can be found by, and where in it they stand."""
    yield name.kind, "all", name.squashed
    if name.initials:
        yield name.kind, "initials", name.initials
    if name.kind == "person" and name.sounds:
        yield name.kind, "last", name.sounds[-1]
        yield name.kind, "first" if name.full else "only", name.sounds[0]
        yield from ((name.kind, "middle", word) for word in name.sounds[1:-1])


def _places_sought(name: Name) -> Iterator[tuple[str, str, str]]:
    """Where a name that may mean the same would have its sounds."""
    yield name.kind, "all", name.squashed
    if name.kind == "organisation":
        yield name.kind, "initials", name.squashed
        yield name.kind, "all", name.initials
    if name.kind == "person" and name.sounds:
        yield from ((name.kind, "last", word) for word in name.sounds)
        yield name.kind, "middle", name.sounds[-1]
        yield name.kind, "only" if name.full else "first", name.sounds[0]


def _conclude(connection: Connection, start: Iterable[bytes]) -> None:
    """Who is one, among these names and all that links or judgements lead to from them."""
    judged = standing(connection)
    links, keys = _reached(connection, set(start), judged)
    names = _names(connection, _K.named, keys)
    links = {pair: score for pair, score in links.items() if names.keys() >= set(pair)}
    judged = [each for each in judged if each.one in names and each.other in names]
    entity = conclude(names, links, judged)
    members: dict[bytes, list[bytes]] = defaultdict(list)
    for key in sorted(names):
        members[entity[key]].append(key)
    _remove(connection, identity_tables.identities, (_I.named,), keys)
    several = {one: its for one, its in members.items() if len(its) > 1}
    _insert(
        connection, identity_tables.identities, list(_identity_rows(connection, several, names))
    )


def _identity_rows(
    connection: Connection, several: Mapping[bytes, list[bytes]], names: Mapping[bytes, Name]
) -> Iterator[dict[str, Any]]:
    keys = {key for its in several.values() for key in its}
    shown: dict[bytes, str] = {}
    for some in chunks(sorted(keys)):
        asked = select(_K.named, _K.name).where(_K.named.in_(some))
        shown |= {row.named: row.name for row in connection.execute(asked)}
    seen = profiles(connection, {key: names[key] for key in keys})
    for entity, its in several.items():
        best = min(
            its,
            key=lambda key: (
                not names[key].full,
                -len(seen[key].reports),
                -len(shown[key]),
                shown[key],
            ),
        )
        words = " ".join(sorted({word for key in its for word in names[key].words}))
        for key in its:
            yield {"named": key, "entity": entity, "name": shown[best], "words": words}


def _reached(
    connection: Connection, start: set[bytes], judged: Iterable[Judged]
) -> tuple[dict[Pair, float], set[bytes]]:
    """All links from name to name that lead on from `start`, and all names they lead to."""
    said = judged_pairs(judged)
    links: dict[Pair, list[float]] = defaultdict(list)
    reached: set[bytes] = set()
    ahead = set(start)
    while ahead:
        reached |= ahead
        found: dict[Pair, dict[str, float]] = defaultdict(dict)
        for some in chunks(sorted(ahead)):
            asked = select(_L.one, _L.other, _L.kind, _L.score)
            for row in connection.execute(asked.where(or_(_L.one.in_(some), _L.other.in_(some)))):
                found[row.one, row.other][row.kind] = row.score
        links |= {pair: list(scores.values()) for pair, scores in found.items()}
        beyond = {key for pair in found for key in pair}
        beyond |= {other for key in ahead for other in said.get(key, ())}
        ahead = beyond - reached
    return {pair: total(scores) for pair, scores in links.items()}, reached


def _linked(connection: Connection, keys: Collection[bytes]) -> set[bytes]:
    found = set(_where(connection, select(_L.one), _L.other, keys))
    return (found | set(_where(connection, select(_L.other), _L.one, keys))) - set(keys)


def _one_entity_with(connection: Connection, keys: Collection[bytes]) -> set[bytes]:
    entities = set(_where(connection, select(_I.entity).distinct(), _I.named, keys))
    return set(_where(connection, select(_I.named), _I.entity, entities))


def _names(connection: Connection, column: Any, values: Collection[Any]) -> dict[bytes, Name]:
    found = {}
    for some in chunks(sorted(value for value in values if value)):
        for row in connection.execute(select(_K.named, _K.kind, _K.name).where(column.in_(some))):
            found[row.named] = name_of(row.kind, row.name)
    return found


def _where(
    connection: Connection, asked: Any, column: Any, values: Collection[bytes]
) -> Iterator[bytes]:
    for some in chunks(sorted(values)):
        yield from connection.scalars(asked.where(column.in_(some)))


def _remove(
    connection: Connection, table: Table, columns: Iterable[Any], values: Collection[bytes]
) -> None:
    for some in chunks(sorted(values)):
        for column in columns:
            connection.execute(delete(table).where(column.in_(some)))


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


IDENTITY = Derivation("identity", identity_tables.DERIVED, touched, settle)
