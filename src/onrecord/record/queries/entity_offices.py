"""The offices of an entity over all its reports, each with its number of reports and its first and last day.

In: a connection and the names of an entity. Out: `HeldOffice`s, the earliest first. A report states an office for its own
day, or for the time it mentions ("held"); a report of unknown date counts without a day. If no report states when an
office began or ended, first and last day are those of the reports that state the office.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         held_offices(connection, (lookup.EntityName(b"unknown", None),))
()
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select, true

from onrecord.model import HeldOffice
from onrecord.record.identity.terms_of_office import office_key
from onrecord.record.queries import lookup
from onrecord.record.queries.lookup import EntityName
from onrecord.record.store import tables

_E = tables.entities.c
_O = tables.offices.c
_R = tables.readings.c


def held_offices(connection: Connection, names: Sequence[EntityName]) -> tuple[HeldOffice, ...]:
    """The offices of the entity with these names; spellings of title or state that mean the same are one."""
    of_entity = lookup.has_name(names, _E.entity, _E.reading)
    ends = [
        dates[end].as_string().label(f"{at}_{end}")
        for at, dates in (("held", _O.held), ("dated", _R.dated), ("published", _R.published))
        for end in ("earliest", "latest")
    ]
    ends.append(_O.held["edtf"].as_string().label("held_edtf"))
    asked = (
        select(_R.report, _O.title, _O.of, *ends)
        .join(tables.entities, (_O.reading == _E.reading) & (_O.id == _E.id))
        .join(tables.readings, _R.id == _E.reading)
        .where(of_entity, _R.current == true())
    )
    same: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(asked):
        same[office_key(row.title, row.of)].append(row)
    return tuple(
        sorted(
            map(_held_office, same.values()),
            key=lambda each: (each.first or "~", -each.reports, each.title, each.of or ""),
        )
    )


def _held_office(rows: Collection[Row[Any]]) -> HeldOffice:
    shown = Counter((row.title, row.of) for row in rows)
    title, of = min(shown, key=lambda each: (-shown[each], each[0], each[1] or ""))
    terms = [_stated_term(row) for row in rows]
    ends = [sorted(filter(None, each)) for each in zip(*terms, strict=True)]
    firsts, lasts, overs, aheads = ends
    return HeldOffice(
        title,
        of,
        len({row.report for row in rows}),
        firsts[0][:10] if firsts else None,
        lasts[-1][:10] if lasts else None,
        overs[0][:10] if overs else None,
        aheads[-1][:10] if aheads else None,
    )


class _Term(NamedTuple):
    """The term one report states: first and last day, a day on which it is over, a day on which it is still ahead."""

    first: str | None = None
    last: str | None = None
    over: str | None = None
    ahead: str | None = None


def _stated_term(row: Row[Any]) -> _Term:
    """The term that a report states: the time it mentions, else its own day.

    "Since 2021" extends to the report's day. A time that ends or begins with the report's day ("former", "-elect") only
    says that the office is over on that day, or still ahead.
    """
    own = row.dated_earliest or row.published_earliest, row.dated_latest or row.published_latest
    if row.held_edtf is None:
        return _Term(*own)
    if row.held_edtf.startswith("../"):
        former = row.held_latest is None or row.held_latest == own[1]
        return _Term(over=own[1]) if former else _Term(last=row.held_latest)
    if row.held_edtf.endswith("/.."):
        ahead = row.held_earliest is None or own[0] is None or row.held_earliest >= own[0]
        return _Term(ahead=own[0]) if ahead else _Term(row.held_earliest, own[1])
    return _Term(row.held_earliest, row.held_latest)
