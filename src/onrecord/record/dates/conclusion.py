"""The date of each report as all evidence together has it, and the places in listings that follow from it.

In: a connection that may write, and the keys of reports. Out: `readings.dated` and the places of readings and statements
in listings. Evidence of other reports decides first; where there is none, imported office tables bound the year. All
reports are concluded together: the number of queries does not grow with them.

>>> is_unsure(None), is_unsure({"edtf": "XXXX-10-23"}), is_unsure({"edtf": "2022-10-23"})
(True, True, False)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, bindparam, select, true, update

from onrecord.lexicon.names import name_of
from onrecord.model import OfficeHolder
from onrecord.record.dates.office_bounds import bound, last_day_looked_back_on, terms_in
from onrecord.record.dates.stored_dates import (
    StoredDate,
    day_bounds,
    has_open_year,
    sort_date,
    with_report_year,
)
from onrecord.record.dates.weighing import counted_evidence, day_of_evidence, first_seen
from onrecord.record.identity import identity_tables
from onrecord.record.store import keys, tables
from onrecord.record.store.keys import chunks

_E = tables.entities.c
_H = identity_tables.office_holders.c
_R = tables.readings.c
_S = tables.statements.c
# Reports whose texts are in memory together.
_AT_ONCE = 500
_DAY = len("2024-05-03")


def conclude_dates(connection: Connection, reports: Collection[bytes]) -> None:
    """Set the dates of these reports from all that the record holds about them now."""
    evidence = counted_evidence(connection, reports)
    changed: dict[bytes, tuple[Row[Any], StoredDate | None]] = {}
    asked = select(_R.id, _R.report, _R.text, _R.published, _R.dated).where(_R.current == true())
    for some in chunks(sorted(reports), _AT_ONCE):
        readings: list[Row[Any]] = [*connection.execute(asked.where(_R.report.in_(some)))]
        holders = _holders_named(connection, [row for row in readings if is_unsure(row.published)])
        texts = _report_texts(connection, [row for row in readings if row.id in holders])
        for row in readings:
            named, text = holders.get(row.id, ()), texts.get(row.id)
            dated = _date_of(row, evidence.get(row.report, ()), named, text)
            if dated != row.dated:
                changed[row.id] = row, dated
    _set_dates(connection, changed)


def is_unsure(published: StoredDate | None) -> bool:
    """True if the year of a date, or all of it, is unknown."""
    return published is None or has_open_year(published)


def _date_of(
    reading: Row[Any],
    evidence: Sequence[Row[Any]],
    holders: Sequence[OfficeHolder],
    text: _ReportText | None,
) -> StoredDate | None:
    """A reading's date as the record narrows it, None where it does not."""
    if reading.published and (dated := day_of_evidence(reading.published, evidence)):
        return dated
    if text is None:
        return None
    looks_back = last_day_looked_back_on(text.text, text.body, text.times, text.captured)
    terms = terms_in(text.text, text.body, holders)
    return bound(reading.published, terms, looks_back, text.captured)


@dataclass(frozen=True, slots=True)
class _ReportText:
    """A report's text, its body passages and times, and the day (ISO) its text was first seen."""

    text: str
    captured: str
    body: Sequence[tuple[int, int]]
    times: Sequence[RowMapping]


def _report_texts(connection: Connection, readings: Sequence[Row[Any]]) -> dict[bytes, _ReportText]:
    """The texts of these readings, by reading."""
    if not readings:
        return {}
    ids = [row.id for row in readings]
    texts = select(tables.texts).where(tables.texts.c.id.in_({row.text for row in readings}))
    text = {row.id: row.text for row in connection.execute(texts)}
    captured = first_seen(connection, {row.report for row in readings})
    bodies: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    passages = tables.passages.c
    body = select(tables.passages).where(passages.reading.in_(ids), passages.kind == "body")
    for row in connection.execute(body.order_by(passages.reading, passages.number)):
        bodies[row.reading].append((row.start, row.end))
    times: dict[bytes, list[RowMapping]] = defaultdict(list)
    for time in connection.execute(
        select(tables.times).where(tables.times.c.reading.in_(ids))
    ).mappings():
        times[time["reading"]].append(time)
    return {
        row.id: _ReportText(
            text[row.text], captured[row.report][:_DAY], bodies[row.id], times[row.id]
        )
        for row in readings
    }


def _holders_named(
    connection: Connection, readings: Sequence[Row[Any]]
) -> dict[bytes, list[OfficeHolder]]:
    """For each reading the holders of imported tables whose names it has, by name and time."""
    if not readings or connection.scalar(select(_H.id).limit(1)) is None:
        return {}
    words: dict[str, set[bytes]] = defaultdict(set)
    for some in chunks([row.id for row in readings]):
        asked = select(_E.reading, _E.name).where(_E.kind == "person", _E.reading.in_(some))
        for row in connection.execute(asked):
            words[name_of("person", row.name).squashed].add(row.reading)
    found: dict[bytes, list[OfficeHolder]] = defaultdict(list)
    asked = select(identity_tables.office_holders).order_by(_H.person, _H.since, _H.until, _H.id)
    for part in chunks(sorted(words)):
        for row in connection.execute(asked.where(_H.words.in_(part))):
            holder = OfficeHolder(row.person, row.title, row.of, row.since, row.until, row.source)
            for reading in words[row.words]:
                found[reading].append(holder)
    return found


def _set_dates(
    connection: Connection, changed: Mapping[bytes, tuple[Row[Any], StoredDate | None]]
) -> None:
    """Write the new dates of readings, and the places of these and their statements in listings."""
    readings = [
        {
            "reading_id": reading,
            "dated": dated,
            "place": keys.place(sort_date(dated or row.published), row.report),
        }
        for reading, (row, dated) in changed.items()
    ]
    statements = []
    asked = select(_S.row, _S.reading, _S.position, _S.said)
    for some in chunks(changed):
        for statement in connection.execute(asked.where(_S.reading.in_(some))):
            row, dated = changed[statement.reading]
            said = with_report_year(statement.said, row.published, dated)
            earliest, latest = day_bounds(said or dated or row.published)
            place = keys.place(sort_date(dated or row.published), row.report, statement.position)
            statements.append(
                {
                    "statement_row": statement.row,
                    "earliest": earliest,
                    "latest": latest,
                    "place": place,
                }
            )
    if readings:
        setting = update(tables.readings).where(_R.id == bindparam("reading_id"))
        connection.execute(setting, readings)
    if statements:
        setting = update(tables.statements).where(_S.row == bindparam("statement_row"))
        connection.execute(setting, statements)
