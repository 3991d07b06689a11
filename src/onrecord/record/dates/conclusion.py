"""The date of each report as all evidence together has it, and the places in listings that follow from it.

In: a connection that may write, and the keys of reports. Out: `readings.dated` and the places of readings and statements
in listings. Evidence of other reports decides first; where there is none, imported office tables bound the year. All
reports are concluded together: the number of queries does not grow with them.

>>> day_of_evidence({"edtf": "XXXX-10-23", "why": "the dateline"}, []) is None
True
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, bindparam, func, select, true, update

from onrecord.lexicon.names import name_of
from onrecord.model import OfficeHolder
from onrecord.record.dates import date_tables
from onrecord.record.dates.office_bounds import bound, last_day_looked_back_on, terms_in
from onrecord.record.dates.stored_dates import (
    StoredDate,
    day_bounds,
    has_open_year,
    sort_date,
    with_report_year,
)
from onrecord.record.identity import identity_tables
from onrecord.record.judgements import current_judgements, current_key
from onrecord.record.store import keys, tables
from onrecord.record.store.keys import chunks

_D = date_tables.date_evidence.c
_E = tables.entities.c
_H = identity_tables.office_holders.c
_R = tables.readings.c
_S = tables.statements.c
_SEEN = tables.sightings.c
# Characters of a quotation, and other reports, that `why` shows.
_SHOWN, _NAMED = 60, 3
# Reports whose texts are in memory together.
_AT_ONCE = 500
_DAY = len("2024-05-03")


def conclude(connection: Connection, reports: Collection[bytes]) -> None:
    """Set the dates of these reports from all that the record holds about them now."""
    evidence = _evidence(connection, reports)
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
    captured = _first_seen(connection, {row.report for row in readings})
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


def _first_seen(connection: Connection, reports: Collection[bytes]) -> dict[bytes, str]:
    """The moment (ISO, UTC) the text of each report was first seen."""
    asked = select(_SEEN.report, func.min(_SEEN.captured).label("first")).group_by(_SEEN.report)
    return {
        row.report: row.first for row in connection.execute(asked.where(_SEEN.report.in_(reports)))
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


def _evidence(connection: Connection, reports: Collection[bytes]) -> dict[bytes, list[Row[Any]]]:
    """The evidence for each report, the most words first.

    Days after the text was first seen do not count, nor do two speakers whom a user judged to be different.
    """
    found: dict[bytes, list[Row[Any]]] = defaultdict(list)
    for some in chunks(sorted(reports)):
        first = _first_seen(connection, some)
        asked = select(date_tables.date_evidence).where(_D.report.in_(some))
        for row in connection.execute(asked):
            if row.day <= first.get(row.report, "~"):
                found[row.report].append(row)
    barred, parts = _barred_pairs(connection) if found else (set(), {})
    return {
        report: sorted(
            (row for row in rows if frozenset(_speakers(row, parts)) not in barred),
            key=lambda row: (row.kind, -len(row.words), row.other),
        )
        for report, rows in found.items()
    }


def _barred_pairs(
    connection: Connection,
) -> tuple[set[frozenset[bytes]], dict[tuple[bytes, bytes], bytes]]:
    """The pairs of speakers that a user judged different, and the keys of names that several people bear."""
    barred = {
        frozenset(each[1:])
        for each in current_judgements(connection)
        if each.verdict == "different"
    }
    if not barred:
        return barred, {}
    names = identity_tables.namesakes.c
    asked = select(names.named, names.report, names.part)
    return barred, {(row.named, row.report): row.part for row in connection.execute(asked)}


def _speakers(row: Row[Any], parts: dict[tuple[bytes, bytes], bytes]) -> Iterator[bytes]:
    for speaker, report in ((row.speaker, row.report), (row.other_speaker, row.other)):
        if speaker is not None:
            yield current_key(speaker, report, parts)


def day_of_evidence(published: StoredDate, evidence: Sequence[Row[Any]]) -> StoredDate | None:
    """The date of open year with the year the evidence gives it, None without evidence; two years keep it open."""
    days: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in evidence:
        days[row.day].append(row)
    if not days:
        return None
    if len(days) > 1:
        stated = "; ".join(_why(days[day][0]) for day in sorted(days)[:_NAMED])
        why = (
            f"{published['why']}; other reports tell of different years, so it stays open: {stated}"
        )
        return {**published, "why": why}
    ((day, rows),) = days.items()
    more = len({row.other for row in rows}) - 1
    others = f", and {more} more {'report' if more == 1 else 'reports'}" if more else ""
    why = f"{published['why']}; {_why(rows[0])}{others}"
    whole = {"edtf": day, "earliest": day, "latest": day, "precision": "day"}
    return {**published, **whole, "why": why, "alternatives": []}


def _why(row: Row[Any]) -> str:
    """What one report says of the date, with its id and the characters of both."""
    if row.kind == "same text":
        return f"the same text is dated {row.told} by the {row.words}"
    words = row.words if len(row.words) <= _SHOWN else row.words[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return (
        f"report {row.other.hex()[:12]} of {row.told} quotes the same words, “{' '.join(words.split())}” "
        f"(characters {row.other_start}–{row.other_end} there, {row.start}–{row.end} here)"
    )
