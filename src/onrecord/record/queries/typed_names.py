"""Resolve a name or an id that a user types.

In: a connection and what was typed: an id or its beginning; a name as reports write it; or either with `@` and the id of
a report, for that name in that report only. Out: the key of the name, or an `AnchoredName` for a judgement. A name that
several entities have is refused with a list of them; none is chosen.

>>> split_at_report("Mira Tasel@ab12cd"), split_at_report("Mira Tasel")
(('Mira Tasel', 'ab12cd'), ('Mira Tasel', None))
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, true

from onrecord.errors import NotInRecord
from onrecord.record.identity import identity_tables
from onrecord.record.identity.judgements import AnchoredName
from onrecord.record.identity.lookup_words import lookup_words
from onrecord.record.queries import entities, lookup
from onrecord.record.queries.borne_names import reports_of, spellings
from onrecord.record.queries.filters import resolve_id
from onrecord.record.store import keys, tables

_E = tables.entities.c
_R = tables.readings.c
_K = identity_tables.known_names.c
_REPORT = re.compile(r"[0-9a-f]{6,32}")
# Entities listed in the message about an ambiguous name.
CANDIDATES = 8


def split_at_report(typed: str) -> tuple[str, str | None]:
    """The name that was typed, and the id of a report after an `@`, if there is one."""
    name, _, report = typed.rpartition("@")
    return (
        (name.strip(), report)
        if name.strip() and _REPORT.fullmatch(report)
        else (typed.strip(), None)
    )


def resolve_name(connection: Connection, typed: str) -> bytes:
    """The key of the name with that id or spelling; if one entity has several such names, the least key.

    Raises `NotInRecord` if there is none, or if several entities have it: the message lists them.
    """
    if keys.id_range(typed) is not None:
        return lookup.name_id(connection, typed)
    rows = _names_with_words(connection, typed)
    if not rows:
        raise NotInRecord(f"no entity called {typed!r} in the record")
    entity_by_name = lookup.entities_of(connection, [row.named for row in rows])
    found = set(entity_by_name.values())
    if len(found) > 1:
        listed = _list_candidates(connection, found)
        raise NotInRecord(
            f"{typed!r} may be one of several: {listed}; give more of the name, or the id"
        )
    least: bytes = min(entity_by_name)
    return least


def resolve_anchored(connection: Connection, typed: str) -> AnchoredName:
    """The name with a report that uses it, as a judgement stores it. Raises `NotInRecord` as `resolve_name`."""
    name, at = split_at_report(typed)
    if at is not None:
        return _resolve_in_report(connection, name, at)
    key = resolve_name(connection, name)
    named = lookup.entity_name(connection, key).named
    report = min(reports_of(connection, {key})[key], default=bytes(keys.SIZE))
    return AnchoredName(named, report, spellings(connection, {key})[key])


def _names_with_words(connection: Connection, typed: str) -> Sequence[Row[Any]]:
    """The full names with exactly these words, else the full names with all of them, else partial names.

    A surname stands for everyone who has it, not only for the person with no other name in reports.
    """
    asked = {word.rstrip("*") for word in lookup_words(typed)}
    if not asked:
        return []
    words = identity_tables.name_words.c
    holding = select(words.named).where(words.word.in_(asked)).group_by(words.named)
    holding = holding.having(func.count() == len(asked))
    columns = (_K.named, _K.kind, _K.name, _K.full)
    near: list[Row[Any]] = [*connection.execute(select(*columns).where(_K.named.in_(holding)))]
    exact = [row for row in near if lookup_words(row.name) == asked]
    kinds = {row.kind for row in exact}
    near = [row for row in near if not kinds or row.kind in kinds]
    whole = ([row for row in rows if row.full] for rows in (exact, near))
    return next(filter(None, whole), exact or near)


def _list_candidates(connection: Connection, found: Collection[bytes]) -> str:
    """Some of these entities, each with name, kind and id."""
    written = spellings(connection, found)
    first = sorted(found, key=lambda key: (written[key], key))[:CANDIDATES]
    stored = (entities.entity(connection, key.hex(), 1) for key in first)
    listed = sorted(f"{each.name} ({each.kind} {each.id[:12]})" for each in stored)
    more = f" and {len(found) - CANDIDATES} more" if len(found) > CANDIDATES else ""
    return ", ".join(listed) + more


def _resolve_in_report(connection: Connection, typed: str, at: str) -> AnchoredName:
    """A name in one report only. Raises `NotInRecord` if the report has none or several like it."""
    report = resolve_id(connection, _R.report, at, "report")
    rows = connection.execute(
        select(_E.entity, _E.name)
        .join(tables.readings, _R.id == _E.reading)
        .where(_R.report == report, _R.current == true())
    ).all()
    asked = lookup_words(typed)
    near = {
        row.entity: row.name
        for row in rows
        if row.entity.hex().startswith(typed) or asked <= lookup_words(row.name)
    }
    if len(near) != 1:
        how = "no entity" if not near else f"more than one ({', '.join(sorted(near.values()))})"
        raise NotInRecord(f"{how} called {typed!r} in report {report.hex()[:12]}")
    ((named, name),) = near.items()
    return AnchoredName(named, report, name)
