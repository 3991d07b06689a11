"""Who and what the record knows across its reports, and every time expression in them.

In: a connection. Out: `StoredEntity`s put together from all reports whose entities bear the same key
(`identity.py` says which do), and `StoredTime`s. Current readings count; an entity that only older
readings know is still found by its id.

>>> _commonest(["Tasel", "Mira Tasel", "Mira Tasel"])
['Mira Tasel', 'Tasel']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, select, true

from onrecord.model import Mention, Office, Span, StoredEntity, StoredTime, Words
from onrecord.record import tables
from onrecord.record.assembly import dated, readings_of, stated
from onrecord.record.filters import found_id

_E = tables.entities.c
_M = tables.mentions.c
_O = tables.offices.c
_R = tables.readings.c
_T = tables.times.c
Kind = TypeVar("Kind", bound=str)
# Entities fetched at a time when all are listed.
_AT_ONCE = 200


def entity(connection: Connection, given: str) -> StoredEntity:
    """The entity with that id, or unique beginning of one. Raises `NotInRecord`."""
    key = found_id(connection, _E.entity, given, "entity")
    rows = connection.execute(_parts().where(_E.entity == key, _R.current == true())).all()
    rows = rows or connection.execute(_parts().where(_E.entity == key)).all()
    return next(_assembled(connection, rows))


def every_entity(connection: Connection) -> Iterator[StoredEntity]:
    """All entities of the current readings, by id."""
    last = b""
    while True:
        keys = select(_E.entity).distinct().join(tables.readings, _R.id == _E.reading)
        some = keys.where(_E.entity > last, _R.current == true()).order_by(_E.entity)
        batch = connection.scalars(some.limit(_AT_ONCE)).all()
        if not batch:
            return
        asked = _parts().where(_E.entity.between(batch[0], batch[-1]), _R.current == true())
        yield from _assembled(connection, connection.execute(asked).all())
        last = batch[-1]


def every_time(connection: Connection) -> Iterator[StoredTime]:
    """All time expressions of the current readings, reports in the order of listings."""
    current = select(_R.id).where(_R.current == true()).order_by(_R.place)
    for reading in connection.scalars(current).all():
        yield from _times_of(connection, reading)


def _times_of(connection: Connection, reading: bytes) -> Iterator[StoredTime]:
    rows = connection.execute(
        select(tables.times).where(_T.reading == reading).order_by(_T.number)
    ).all()
    if not rows:
        return
    within = readings_of(connection, [reading])[reading]
    for row in rows:
        date = stated(row.dated, within.text)
        if date is not None:
            words = Words(within.text[row.start : row.end], row.start, row.end)
            where = within.report.hex(), within.uri
            yield StoredTime(*where, words, date, row.type, row.value, row.rule, row.confidence)


def _parts() -> Select[Any]:
    """Entities as single readings have them, those of one key together, newest report first."""
    return (
        select(tables.entities, _R.report)
        .join(tables.readings, _R.id == _E.reading)
        .order_by(_E.entity, _R.place, _R.generation.desc(), _E.id)
    )


def _assembled(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[StoredEntity]:
    report = {row.reading: row.report.hex() for row in rows}
    ends = rows[0].entity, rows[-1].entity
    mentions = _found(connection, tables.mentions, *ends)
    offices = _found(connection, tables.offices, *ends)
    for key, parts in groupby(rows, lambda row: row.entity):
        same = list(parts)
        places = [(row.reading, row.id) for row in same]
        names = _commonest(row.name for row in same)
        others = _commonest(name for row in same for name in row.names)
        yield StoredEntity(
            id=key.hex(),
            kind=_commonest(row.kind for row in same)[0],
            name=names[0],
            names=tuple(dict.fromkeys([*names, *others])),
            offices=tuple(_office(report[p[0]], row) for p in places for row in offices.get(p, ())),
            mentions=tuple(
                _mention(report[p[0]], row) for p in places for row in mentions.get(p, ())
            ),
        )


def _found(
    connection: Connection, table: Table, first: bytes, last: bytes
) -> dict[tuple[bytes, bytes], list[Row[Any]]]:
    """The mentions or offices of all entities from one key to another, by reading and entity in it."""
    columns = table.c
    asked = (
        select(table)
        .join(tables.entities, (columns.reading == _E.reading) & (columns.id == _E.id))
        .where(_E.entity.between(first, last))
        .order_by(columns.reading, columns.id, columns.number)
    )
    found: dict[tuple[bytes, bytes], list[Row[Any]]] = {}
    for row in connection.execute(asked):
        found.setdefault((row.reading, row.id), []).append(row)
    return found


def _commonest(names: Iterable[Kind]) -> list[Kind]:
    """Each once: the most frequent first, then the longest, then by alphabet."""
    counted = Counter(names)
    return sorted(counted, key=lambda name: (-counted[name], -len(name), name))


def _mention(report: str, row: Row[Any]) -> tuple[str, str, Mention]:
    kept: tuple[Any, ...] = tuple(row)
    start, end, text, how, confidence = kept[3:]
    return report, text, Mention(Span(start, end), how, confidence)


def _office(report: str, row: Row[Any]) -> tuple[str, Office, Words | None]:
    spoken = row.words_start is not None
    span = Span(row.words_start, row.words_end) if spoken else None
    words = Words(row.text, row.words_start, row.words_end) if spoken else None
    return report, Office(row.title, row.of, span, dated(row.held)), words
