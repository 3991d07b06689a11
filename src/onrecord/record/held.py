"""The offices of an entity over all its reports: which, in how many reports, from which day to which.

In: a connection, an entity. Out: `HeldOffice`s, the earliest first. A report gives an office for its own
day, or for the day it names ("held"); a report whose day is not known counts without one. This tells when
reports gave the office, not when it was taken up or left.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         held_offices(connection, b"nobody")
()
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, select, true

from onrecord.model import HeldOffice
from onrecord.record import lookup, tables
from onrecord.record.terms import office_called

_E = tables.entities.c
_O = tables.offices.c
_R = tables.readings.c


def held_offices(connection: Connection, entity: bytes) -> tuple[HeldOffice, ...]:
    """Its offices; spellings of title or state that mean the same are one, shown as reports do most."""
    bearing = lookup.bearing(lookup.names_of(connection, entity), _E.entity, _E.reading)
    ends = [
        told[end].as_string().label(f"{at}_{end}")
        for at, told in (("held", _O.held), ("dated", _R.dated), ("published", _R.published))
        for end in ("earliest", "latest")
    ]
    asked = (
        select(_R.report, _O.title, _O.of, *ends)
        .join(tables.entities, (_O.reading == _E.reading) & (_O.id == _E.id))
        .join(tables.readings, _R.id == _E.reading)
        .where(bearing, _R.current == true())
    )
    same: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(asked):
        same[office_called(row.title, row.of)].append(row)
    return tuple(
        sorted(
            map(_over_time, same.values()),
            key=lambda each: (each.first or "~", -each.reports, each.title, each.of or ""),
        )
    )


def _over_time(rows: Collection[Row[Any]]) -> HeldOffice:
    shown = Counter((row.title, row.of) for row in rows)
    title, of = min(shown, key=lambda each: (-shown[each], each[0], each[1] or ""))
    firsts = [day for row in rows if (day := _end(row, "earliest"))]
    lasts = [day for row in rows if (day := _end(row, "latest"))]
    return HeldOffice(
        title,
        of,
        len({row.report for row in rows}),
        min(firsts)[:10] if firsts else None,
        max(lasts)[:10] if lasts else None,
    )


def _end(row: Row[Any], end: str) -> str | None:
    """One end of when a report gives an office: the day it names, else the report's own."""
    told = (getattr(row, f"{at}_{end}") for at in ("held", "dated", "published"))
    return next(filter(None, told), None)
