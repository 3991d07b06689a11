"""From names and ids to entities, and back: what listings ask of who is who.

In: a connection; ids as users give them, keys as rows hold them. Out: an entity's key; the names (and,
of namesakes, the reports) that make it up; for keys in rows the entity and its name. A record in which
no two names are one answers all this without looking further.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         entities_called(connection, ("mira", "tasel"))
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
# Candidates told apart in a refusal.
_TOLD = 5


class Borne(NamedTuple):
    """A name that belongs to an entity: everywhere, or in some reports where it has namesakes."""

    named: bytes
    reports: frozenset[bytes] | None


def entity_id(connection: Connection, given: str) -> bytes:
    """The entity that has that id, or whose names have it, or a unique beginning of it.

    Raises `NotInRecord` where there is none, or more than one.
    """
    return entity_of(connection, name_id(connection, given))


def name_id(connection: Connection, given: str) -> bytes:
    """The name (or namesake's part) with that id or beginning; of one entity's names the least.

    Raises `NotInRecord` where there is none, or they belong to several entities.
    """
    bounds = keys.id_range(given)
    if bounds is None:
        raise NotInRecord(f"{given!r} is no id of an entity: give 6 to 32 hex digits")
    asked = union(
        select(_E.entity).where(_E.entity.between(*bounds)),
        select(_N.part).where(_N.part.between(*bounds)),
    )
    found = sorted(connection.scalars(asked.limit(50)))
    parts = _parts_of(connection, found)
    split = [key for key in found if key in parts]
    if len(found) == 1 and split:
        told = ", ".join(part.hex()[:12] for part in parts[found[0]][:_TOLD])
        raise NotInRecord(f"{given} is the name of several entities: {told}")
    found = [key for key in found if key not in parts]
    if not found:
        raise NotInRecord(f"no entity {given} in the record")
    if len(set(entities_of(connection, found).values())) > 1:
        raise NotInRecord(f"more than one entity begins with {given}: give more digits")
    key: bytes = found[0]
    return key


def entity_of(connection: Connection, named: bytes) -> bytes:
    """The entity a name belongs to; itself where it is no other's."""
    found = connection.execute(select(_I.entity).where(_I.named == named)).first()
    entity: bytes = found.entity if found else named
    return entity


def names_of(connection: Connection, entity: bytes) -> tuple[Borne, ...]:
    """The names that make up an entity."""
    return borne_by_all(connection, keys_of(connection, entity))


def keys_of(connection: Connection, entity: bytes) -> tuple[bytes, ...]:
    """The keys of the names, or parts of names, that make up an entity."""
    asked = select(_I.named).where(_I.entity == entity).order_by(_I.named)
    return tuple(connection.scalars(asked)) or (entity,)


def bearing(
    borne: Sequence[Borne], named: Column[bytes], reading: Column[bytes]
) -> ColumnElement[bool]:
    """The condition that a row's name is one of these, in a report that means them."""
    everywhere = [each.named for each in borne if each.reports is None]
    somewhere = [
        and_(
            named == each.named,
            reading.in_(select(_R.id).where(_R.report.in_(sorted(each.reports)))),
        )
        for each in borne
        if each.reports is not None
    ]
    if not somewhere:
        return named == everywhere[0] if len(everywhere) == 1 else named.in_(everywhere)
    return or_(named.in_(everywhere) if everywhere else false(), *somewhere)


def entities_called(connection: Connection, asked: Collection[str]) -> tuple[Borne, ...]:
    """All names of the entities of several names that have words beginning so among them."""
    begun = [word.rstrip("*") for typed in asked for word in typed.split()]
    holding = (_I.words.contains(word, autoescape=True) for word in begun)
    rows = connection.execute(select(_I.named, _I.words).where(*holding)).all()
    return borne_by_all(
        connection,
        [row.named for row in rows if all(f" {word}" in f" {row.words}" for word in begun)],
    )


def shown_as(
    connection: Connection, pairs: Iterable[tuple[bytes, bytes]]
) -> dict[tuple[bytes, bytes], tuple[bytes, str | None]]:
    """For names in readings: the entity and its name, where these differ from what the rows say."""
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
    """The part of each namesake, by name and reading."""
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


def borne_by(connection: Connection, key: bytes) -> Borne:
    """A name's key, or a namesake's part, as what rows hold."""
    return borne_by_all(connection, (key,))[0]


def borne_by_all(connection: Connection, keys_: Sequence[bytes]) -> tuple[Borne, ...]:
    """The same for several keys, in their order."""
    parts: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for some in keys.chunks(keys_):
        asked = select(_N.part, _N.named, _N.report).where(_N.part.in_(some))
        for row in connection.execute(asked):
            parts.setdefault(row.part, []).append((row.named, row.report))
    return tuple(
        Borne(parts[key][0][0], frozenset(report for _, report in parts[key]))
        if key in parts
        else Borne(key, None)
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
    """The parts of each of these names that several entities bear."""
    parts: dict[bytes, list[bytes]] = {}
    asked = select(_N.named, _N.part).distinct().where(_N.named.in_(named))
    for row in connection.execute(asked.order_by(_N.part)):
        parts.setdefault(row.named, []).append(row.part)
    return parts
