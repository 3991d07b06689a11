"""Look up entities by names and ids, and the names of an entity.

In: a connection; ids as users type them, keys as rows have them. Out: the key of an entity; its names, each with the
reports in which it stands for the entity; for keys in rows, the entity and its name.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         names_beginning(connection, ("mira", "tasel"))
()
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, and_, false, or_, select, union

from onrecord.errors import NotInRecord
from onrecord.record.identity import identity_tables
from onrecord.record.store import keys, tables

_E = tables.entities.c
_R = tables.readings.c
_N = identity_tables.namesakes.c
_I = identity_tables.identities.c
# Ids listed in the message about an ambiguous id.
_LISTED = 5


class EntityName(NamedTuple):
    """A name of an entity: in all reports, or only in `reports` if other entities have the same name."""

    named: bytes
    reports: frozenset[bytes] | None


def entity_id(connection: Connection, given: str) -> bytes:
    """The entity with an id or a unique beginning of one; the id of any of its names will do.

    Raises `NotInRecord` if there is none or more than one.
    """
    return _name_and_entity(connection, given)[1]


def name_id(connection: Connection, given: str) -> bytes:
    """The name, or part of a name, with an id or a beginning of one; the least of several names of one entity.

    Raises `NotInRecord` if there is none, or if they belong to several entities.
    """
    return _name_and_entity(connection, given)[0]


def _name_and_entity(connection: Connection, given: str) -> tuple[bytes, bytes]:
    bounds = keys.id_range(given)
    if bounds is None:
        raise NotInRecord(f"{given!r} is not an id of an entity: give 6 to 32 hex digits")
    asked = union(
        select(_E.entity).where(_E.entity.between(*bounds)),
        select(_N.part).where(_N.part.between(*bounds)),
    )
    found = sorted(connection.scalars(asked.limit(50)))
    parts = _parts_of(connection, found)
    if len(found) == 1 and found[0] in parts:
        listed = ", ".join(part.hex()[:12] for part in parts[found[0]][:_LISTED])
        raise NotInRecord(f"{given} is the name of several entities: {listed}")
    found = [key for key in found if key not in parts]
    if not found:
        raise NotInRecord(f"no entity {given} in the record")
    entities = entities_of(connection, found)
    if len(set(entities.values())) > 1:
        raise NotInRecord(f"more than one entity begins with {given}: give more digits")
    return found[0], entities[found[0]]


def entity_of(connection: Connection, named: bytes) -> bytes:
    """The entity that a name belongs to; a name that belongs to no other is its own entity."""
    return entities_of(connection, (named,))[named]


def names_of(connection: Connection, entity: bytes) -> tuple[EntityName, ...]:
    """The names of an entity."""
    return entity_names(connection, keys_of(connection, entity))


def keys_of(connection: Connection, entity: bytes) -> tuple[bytes, ...]:
    """The keys of the names, or parts of names, of an entity."""
    asked = select(_I.named).where(_I.entity == entity).order_by(_I.named)
    return tuple(connection.scalars(asked)) or (entity,)


def has_name(
    names: Sequence[EntityName], named: Column[bytes], reading: Column[bytes]
) -> ColumnElement[bool]:
    """The condition that a row's name is one of these, in a report where it stands for the entity."""
    everywhere = [each.named for each in names if each.reports is None]
    somewhere = [
        and_(
            named == each.named,
            reading.in_(select(_R.id).where(_R.report.in_(sorted(each.reports)))),
        )
        for each in names
        if each.reports is not None
    ]
    if not somewhere:
        return named == everywhere[0] if len(everywhere) == 1 else named.in_(everywhere)
    return or_(named.in_(everywhere) if everywhere else false(), *somewhere)


def names_beginning(connection: Connection, asked: Collection[str]) -> tuple[EntityName, ...]:
    """All names of those entities with several names whose words begin with each of the words asked for."""
    begun = [word.rstrip("*") for typed in asked for word in typed.split()]
    holding = (_I.words.contains(word, autoescape=True) for word in begun)
    rows = connection.execute(select(_I.named, _I.words).where(*holding)).all()
    return entity_names(
        connection,
        [row.named for row in rows if all(f" {word}" in f" {row.words}" for word in begun)],
    )


def shown_entities(
    connection: Connection, pairs: Iterable[tuple[bytes, bytes]]
) -> dict[tuple[bytes, bytes], tuple[bytes, str | None]]:
    """For names in readings, the entity and its name, where they differ from those in the rows."""
    wanted = set(pairs)
    named = {key for key, _ in wanted}
    parts = _parts_in(connection, wanted, named)
    known = named | set(parts.values())
    rows = connection.execute(select(_I.named, _I.entity, _I.name).where(_I.named.in_(known)))
    one = {row.named: (row.entity, row.name) for row in rows}
    found: dict[tuple[bytes, bytes], tuple[bytes, str | None]] = {}
    for pair in wanted:
        key = parts.get(pair, pair[0])
        if key in one or pair in parts:
            found[pair] = one.get(key, (key, None))
    return found


def _parts_in(
    connection: Connection, wanted: set[tuple[bytes, bytes]], named: set[bytes]
) -> dict[tuple[bytes, bytes], bytes]:
    """The part of each name that several entities have, by name and reading."""
    split = set(connection.scalars(select(_N.named).distinct().where(_N.named.in_(named))))
    if not split:
        return {}
    readings = {reading for key, reading in wanted if key in split}
    rows = connection.execute(
        select(_N.named, _R.id, _N.part)
        .join(tables.readings, _R.report == _N.report)
        .where(_N.named.in_(split), _R.id.in_(readings))
    )
    return {(row.named, row.id): row.part for row in rows}


def entity_name(connection: Connection, key: bytes) -> EntityName:
    """The name with this key; for a part of a name, the name and the reports of the part."""
    return entity_names(connection, (key,))[0]


def entity_names(connection: Connection, keys_: Sequence[bytes]) -> tuple[EntityName, ...]:
    """The names with these keys, in their order."""
    parts: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for some in keys.chunks(keys_):
        asked = select(_N.part, _N.named, _N.report).where(_N.part.in_(some))
        for row in connection.execute(asked):
            parts.setdefault(row.part, []).append((row.named, row.report))
    return tuple(
        EntityName(parts[key][0][0], frozenset(report for _, report in parts[key]))
        if key in parts
        else EntityName(key, None)
        for key in keys_
    )


def entities_of(connection: Connection, named: Collection[bytes]) -> dict[bytes, bytes]:
    """For each of these names the entity it belongs to."""
    found = {key: key for key in named}
    for some in keys.chunks(sorted(found)):
        asked = select(_I.named, _I.entity).where(_I.named.in_(some))
        found |= {row.named: row.entity for row in connection.execute(asked)}
    return found


def _parts_of(connection: Connection, named: Collection[bytes]) -> dict[bytes, list[bytes]]:
    """The parts of each of these names that several entities have."""
    parts: dict[bytes, list[bytes]] = {}
    asked = select(_N.named, _N.part).distinct().where(_N.named.in_(named))
    for row in connection.execute(asked.order_by(_N.part)):
        parts.setdefault(row.named, []).append(row.part)
    return parts
