"""Names as they are shown: their spelling, and the reports that use them.

In: a connection, keys of names or of parts of names. Out: for each key its spelling, its reports, or both as a `BorneName`.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         borne_names(connection, {b"unknown"})[b"unknown"].reports
0
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select, true

from onrecord.model import BorneName
from onrecord.record.identity import identity_tables
from onrecord.record.store import keys, tables

_E = tables.entities.c
_R = tables.readings.c
_K = identity_tables.known_names.c


def borne_names(connection: Connection, named: Collection[bytes]) -> dict[bytes, BorneName]:
    """These names as they are shown, each with the number of its reports."""
    reports, written = reports_of(connection, named), spellings(connection, named)
    found = {}
    for key in named:
        only = min(reports[key]).hex() if len(reports[key]) == 1 else None
        found[key] = BorneName(key.hex(), written[key], len(reports[key]), only)
    return found


def spellings(connection: Connection, named: Collection[bytes]) -> dict[bytes, str]:
    """The spelling of each of these names; the beginning of its key if no row has the name."""
    found: dict[bytes, str] = {}
    for some in keys.chunks(sorted(named)):
        known = select(_K.named, _K.name).where(_K.named.in_(some))
        found |= {row.named: row.name for row in connection.execute(known)}
        if missing := [key for key in some if key not in found]:
            rows = select(_E.entity, func.min(_E.name)).where(_E.entity.in_(missing))
            found |= {row[0]: row[1] for row in connection.execute(rows.group_by(_E.entity))}
    return {key: found.get(key) or key.hex()[:12] for key in named}


def reports_of(connection: Connection, named: Collection[bytes]) -> dict[bytes, set[bytes]]:
    """The reports that use each of these names; a part of a name has reports of its own."""
    namesakes = identity_tables.namesakes.c
    found: dict[bytes, set[bytes]] = {key: set() for key in named}
    for some in keys.chunks(sorted(named)):
        parts = select(namesakes.part, namesakes.report).where(namesakes.part.in_(some))
        for row in connection.execute(parts):
            found[row.part].add(row.report)
        whole = [key for key in some if not found[key]]
        using = (
            select(_E.entity, _R.report)
            .join(tables.readings, _R.id == _E.reading)
            .where(_E.entity.in_(whole), _R.current == true())
        )
        for row in connection.execute(using.distinct()) if whole else ():
            found[row.entity].add(row.report)
    return found
