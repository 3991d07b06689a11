"""Entities over all reports, and all time expressions.

In: a connection. Out: `StoredEntity`s, each assembled from all its names (`identity/settling.py` decides which names are
one entity), and `StoredTime`s. They come from current readings; an entity that only superseded readings have is still
found by its id.

>>> _by_frequency(["Tasel", "Mira Tasel", "Mira Tasel"])
['Mira Tasel', 'Tasel']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Any, NamedTuple, TypeAlias, TypeVar

from sqlalchemy import Connection, Row, Select, Table, exists, select, true, union

from onrecord.model import Mention, Span, StoredEntity, StoredOffice, StoredTime, Words
from onrecord.record.dates.stored_dates import with_report_year
from onrecord.record.identity import identity_tables
from onrecord.record.queries import lookup
from onrecord.record.queries.assembly import readings_of, stated_date
from onrecord.record.store import tables

_E = tables.entities.c
_R = tables.readings.c
_T = tables.times.c
_I = identity_tables.identities.c
_N = identity_tables.namesakes.c
_Rows: TypeAlias = "Mapping[tuple[bytes, bytes], list[Row[Any]]]"
Kind = TypeVar("Kind", bound=str)
# Entities fetched at a time when all are listed.
_AT_ONCE = 200


def entity(connection: Connection, given: str, newest: int | None = None) -> StoredEntity:
    """The entity with that id, or unique beginning of one. Raises `NotInRecord`.

    With `newest`, mentions and offices are those in that number of newest reports.
    """
    return _entity_with_key(connection, lookup.entity_id(connection, given), newest)


def every_entity(connection: Connection) -> Iterator[StoredEntity]:
    """All entities of the current readings, by id."""
    last = b""
    while True:
        batch = connection.scalars(_ids_after(last)).all()
        if not batch:
            return
        special = _with_several_names(connection, batch[0], batch[-1])
        asked = _select_entities().where(
            _E.entity.between(batch[0], batch[-1]), _R.current == true()
        )
        plain: Iterator[StoredEntity] = iter(())
        if special < set(batch):
            rows = [row for row in connection.execute(asked) if row.entity not in special]
            plain = _assemble_all(connection, [row for row in rows if row.entity in set(batch)])
        for key in batch:
            yield _entity_with_key(connection, key) if key in special else next(plain)
        last = batch[-1]


def _ids_after(last: bytes) -> Select[Any]:
    """The next ids of entities: names that are an entity alone, entities of several names, parts of names."""
    names = select(_E.entity).join(tables.readings, _R.id == _E.reading).where(_R.current == true())
    names = names.where(
        ~exists().where(_I.named == _E.entity), ~exists().where(_N.named == _E.entity)
    )
    parts = select(_N.part).where(~exists().where(_I.named == _N.part))
    every = [
        asked.where(column > last).distinct()
        for asked, column in ((names, _E.entity), (select(_I.entity), _I.entity), (parts, _N.part))
    ]
    found = union(*every).subquery()
    return select(found.c[0]).order_by(found.c[0]).limit(_AT_ONCE)


def _with_several_names(connection: Connection, first: bytes, last: bytes) -> set[bytes]:
    """The entities between two ids that have several names, or a name in some reports only."""
    of_several = select(_I.entity).where(_I.entity.between(first, last))
    return set(connection.scalars(of_several)) | set(
        connection.scalars(select(_N.part).where(_N.part.between(first, last)))
    )


def _entity_with_key(connection: Connection, key: bytes, newest: int | None = None) -> StoredEntity:
    return entity_of_names(connection, key, lookup.names_of(connection, key), newest)


def entity_of_names(
    connection: Connection, key: bytes, names: Sequence[lookup.EntityName], newest: int | None
) -> StoredEntity:
    """One entity assembled from all its names; from superseded readings if no current one has it."""
    of_entity = lookup.has_name(names, _E.entity, _E.reading)
    rows = connection.execute(_select_entities().where(of_entity, _R.current == true())).all()
    rows = rows or connection.execute(_select_entities().where(of_entity)).all()
    rows = sorted(rows, key=lambda row: (row.place, -row.generation, row.id))
    within = None
    if newest is not None:
        kept = set(islice(dict.fromkeys(row.report for row in rows), newest))
        within = {row.reading for row in rows if row.report in kept}
    named = {row.entity for row in rows}
    one = _assemble(key, rows, _NameRows.of(connection, named, within))
    name = connection.scalar(select(_I.name).where(_I.entity == key).limit(1))
    if not name or name == one.name:
        return one
    return replace(one, name=name, names=tuple(dict.fromkeys([name, *one.names])))


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
        date = stated_date(with_report_year(row.dated, within.published, within.dated), within.text)
        if date is not None:
            words = Words(within.text[row.start : row.end], row.start, row.end)
            where = within.report.hex(), within.uri
            yield StoredTime(*where, words, date, row.type, row.value, row.rule, row.confidence)


def _select_entities() -> Select[Any]:
    """Entities of single readings, ordered by key, then newest report first."""
    return (
        select(tables.entities, _R.report, _R.place, _R.generation)
        .join(tables.readings, _R.id == _E.reading)
        .order_by(_E.entity, _R.place, _R.generation.desc(), _E.id)
    )


def _assemble_all(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[StoredEntity]:
    named = {row.entity for row in rows}
    found = _NameRows.of(connection, named)
    for key, parts in groupby(rows, lambda row: row.entity):
        yield _assemble(key, list(parts), found)


def _assemble(key: bytes, same: Sequence[Row[Any]], found: _NameRows) -> StoredEntity:
    """An entity assembled from its rows in single readings."""
    places = [((row.reading, row.id), row.report.hex()) for row in same]
    names = _by_frequency(row.name for row in same)
    others = _by_frequency(name for row in same for name in row.names)
    return StoredEntity(
        id=key.hex(),
        kind=_by_frequency(row.kind for row in same)[0],
        name=names[0],
        names=tuple(dict.fromkeys([*names, *others])),
        offices=tuple(
            _office(report, row, found.texts)
            for place, report in places
            for row in found.offices.get(place, ())
        ),
        mentions=tuple(
            _mention(report, row)
            for place, report in places
            for row in found.mentions.get(place, ())
        ),
        reports=len({report for _, report in places}),
    )


class _NameRows(NamedTuple):
    """Rows of some names by reading and entity, and the texts of readings whose words date an office."""

    mentions: _Rows
    offices: _Rows
    texts: Mapping[bytes, str]

    @classmethod
    def of(
        cls,
        connection: Connection,
        named: Collection[bytes],
        within: Collection[bytes] | None = None,
    ) -> _NameRows:
        """The mentions and offices of these names, in the readings `within` only if given."""
        offices = _rows_by_entity(connection, tables.offices, named, within)
        held = (row for rows in offices.values() for row in rows if row.held)
        dated = {row.reading for row in held if row.held["words"]}
        texts = {key: row.text for key, row in readings_of(connection, dated).items()}
        return cls(_rows_by_entity(connection, tables.mentions, named, within), offices, texts)


def _rows_by_entity(
    connection: Connection,
    table: Table,
    named: Collection[bytes],
    within: Collection[bytes] | None = None,
) -> _Rows:
    """The mentions or offices of these names by reading and entity, in the readings `within` only if given."""
    columns = table.c
    asked = (
        select(table)
        .join(tables.entities, (columns.reading == _E.reading) & (columns.id == _E.id))
        .where(_E.entity.in_(named))
        .order_by(columns.reading, columns.id, columns.number)
    )
    if within is not None:
        asked = asked.where(columns.reading.in_(within))
    found: dict[tuple[bytes, bytes], list[Row[Any]]] = {}
    for row in connection.execute(asked):
        found.setdefault((row.reading, row.id), []).append(row)
    return found


def _by_frequency(names: Iterable[Kind]) -> list[Kind]:
    """Each name once: the most frequent first, then the longest, then in alphabetical order."""
    counted = Counter(names)
    return sorted(counted, key=lambda name: (-counted[name], -len(name), name))


def _mention(report: str, row: Row[Any]) -> tuple[str, str, Mention]:
    kept: tuple[Any, ...] = tuple(row)
    start, end, text, how, confidence = kept[3:]
    return report, text, Mention(Span(start, end), how, confidence)


def _office(report: str, row: Row[Any], texts: Mapping[bytes, str]) -> StoredOffice:
    spoken = row.words_start is not None
    words = Words(row.text, row.words_start, row.words_end) if spoken else None
    held = stated_date(row.held, texts.get(row.reading, ""))
    return StoredOffice(report, row.title, row.of, words, held)
