"""Draws what the record's other reports tell of a report's open year: after each addition, or a batch.

In: a connection that may write and the keys of reports. Out:
rows of `date_evidence`, `readings.dated`, and the places of what it dates in listings, such as they would be
had all reports come at once. What a reading found stays as it was read. Two things speak for a year: the
same words of the same speaker, quoted on the same day and month by a report that has a date of its own; and
the same text met elsewhere with its date. Where they tell of two years the report's stays open.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.settle()
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, true, update

from onrecord.record.dates import date_tables
from onrecord.record.dates.shared_quotations import Quote, Shared, quotes_of, shared_with
from onrecord.record.dates.stored_dates import (
    Kept,
    day_told,
    days_of,
    first_day,
    is_day,
    is_open,
    narrowed,
    of_the_day,
    report_day,
)
from onrecord.record.derivation import Change, Derivation
from onrecord.record.identity import identity_tables
from onrecord.record.judgements import anchored, standing
from onrecord.record.store import dialect, keys, tables
from onrecord.record.store.keys import chunks

_D = date_tables.date_evidence.c
_O = date_tables.open_years.c
_R = tables.readings.c
_S = tables.statements.c
_SEEN = tables.sightings.c
# Two that tell of the day itself mean one day, give or take the world's clocks; a report comes out up to
# so many days after.
SAME_DAY, REPORTED = 1, 3
# Characters of a quotation and other reports that a reader is shown.
_SHOWN, _NAMED = 60, 3
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


def touched(connection: Connection, change: Change) -> set[bytes]:
    """The reports of new or superseded readings; of open year, those met again or resting on the names' words."""
    met: set[bytes] = set()
    for some in chunks(sorted(change.sighted)):
        met |= set(connection.scalars(select(_O.report).where(_O.report.in_(some))))
    resting = _resting_on(connection, (_D.speaker, _D.other_speaker), change.names)
    return {*change.reports, *met, *resting}


def settle(connection: Connection, reports: frozenset[bytes]) -> Change:
    """Make the evidence of these reports anew, and the dates of those that rest on it; nothing follows from them."""
    concluding = _resting_on(connection, (_D.other,), reports)
    for some in chunks(sorted(reports)):
        connection.execute(delete(date_tables.open_years).where(_O.report.in_(some)))
        for column in (_D.report, _D.other):
            connection.execute(delete(date_tables.date_evidence).where(column.in_(some)))
    concluding |= _look_again(connection, reports)
    for report in sorted(concluding):
        _conclude(connection, report)
    return Change()


def _resting_on(
    connection: Connection, columns: Sequence[Any], values: Collection[bytes]
) -> set[bytes]:
    """The reports whose evidence has one of these values in one of these columns."""
    found: set[bytes] = set()
    for some in chunks(sorted(values)):
        resting = or_(*(column.in_(some) for column in columns))
        found |= set(connection.scalars(select(_D.report).where(resting)))
    return found


def _look_again(connection: Connection, waiting: Collection[bytes]) -> set[bytes]:
    """Find the evidence that these reports need or give; the reports whose year is open that it may be about."""
    new_open, new_told = set(), set()
    for some in chunks(sorted(waiting)):
        asked = select(_R.report, _R.published).where(_R.current == true(), _R.report.in_(some))
        for row in connection.execute(asked):
            if is_open(row.published):
                new_open.add(row.report)
            elif day_told(row.published):
                new_told.add(row.report)
    if new_open:
        rows = [{"report": report} for report in sorted(new_open)]
        connection.execute(insert(date_tables.open_years), rows)
    every_open = set(connection.scalars(select(_O.report)))
    # Each two are met from one side or the other: from the side that is fewer.
    fewer = every_open if len(every_open) <= len(new_told) else new_told
    evidence = list(_from_quotes(connection, new_open | fewer))
    evidence += _from_sightings(connection, new_open)
    _keep(connection, evidence)
    return new_open | {row["report"] for row in evidence}


def _from_quotes(connection: Connection, reports: Collection[bytes]) -> Iterator[dict[str, Any]]:
    """What quotations in common tell of an open date, of one of these reports or of who quotes the same."""
    for quote in quotes_of(connection, reports):
        for shared in shared_with(connection, quote):
            one, other = shared.one, shared.other
            if is_open(one.published):
                yield from _told(shared, one, other)
            elif is_open(other.published):
                turned = Shared(
                    other, one, shared.other_start, shared.other_end, shared.start, shared.end
                )
                yield from _told(turned, other, one)


def _told(shared: Shared, one: Quote, other: Quote) -> Iterator[dict[str, Any]]:
    """The row for a quotation of an open report that a dated one has too, if they tell of one day."""
    day, told = _day_meant(one, other), day_told(other.published)
    if day is not None and told is not None:
        yield {
            "report": one.report, "other": other.report, "day": day, "kind": "same words",
            "told": told[0], "words": shared.words, "start": shared.start, "end": shared.end,
            "other_start": shared.other_start, "other_end": shared.other_end,
            "speaker": one.speaker, "other_speaker": other.speaker,
        }  # fmt: skip


def _day_meant(one: Quote, other: Quote) -> str | None:
    """The day of the first one's report, by the day on which the second says that the words were said."""
    if one.published is None or not is_open(one.published):
        return None
    told = day_told(other.published)
    if told is None or day_told(one.said):
        return None  # its own text tells the year in which the words were said
    said = day_told(other.said)
    if one.said is None or not is_open(one.said):
        return of_the_day(one.published, *(said or told), REPORTED)
    day = of_the_day(one.said, *(said or told), SAME_DAY if said else REPORTED)
    return day and report_day(one.published, day)


def _from_sightings(connection: Connection, reports: Collection[bytes]) -> Iterator[dict[str, Any]]:
    """What is claimed for the same text where it was met again, never later than it was met."""
    published: dict[bytes, Kept] = {}
    for some in chunks(sorted(reports)):
        asked = select(_R.report, _R.published).where(_R.current == true(), _R.report.in_(some))
        published |= {row.report: row.published for row in connection.execute(asked)}
        seen = select(tables.sightings).where(_SEEN.report.in_(some), _SEEN.published.is_not(None))
        for row in connection.execute(seen.order_by(_SEEN.report, _SEEN.uri)).all():
            for where, value in row.published:
                iso = _ISO.match(value)
                if iso is None or not is_day(iso[0]) or iso[0] > row.captured:
                    continue
                day = of_the_day(published[row.report], iso[0], iso[0], REPORTED)
                if day is not None:
                    yield {
                        "report": row.report, "other": row.report, "day": day, "kind": "same text",
                        "told": iso[0], "words": f"{where} of {row.uri}",
                    }  # fmt: skip


def _keep(connection: Connection, evidence: Iterable[dict[str, Any]]) -> None:
    """Keep of each two reports, and each day, what has the most words."""
    best: dict[tuple[bytes, bytes, str], dict[str, Any]] = {}
    empty = dict.fromkeys(column.name for column in _D)
    for row in evidence:
        key = row["report"], row["other"], row["day"]
        if key not in best or _weight(row) > _weight(best[key]):
            best[key] = {**empty, **row}
    if best:
        rows = [best[key] for key in sorted(best)]
        connection.execute(dialect.insert_new(date_tables.date_evidence), rows)


def _weight(row: dict[str, Any]) -> tuple[int, int]:
    return len(row["words"]), -(row.get("start") or 0)


def _conclude(connection: Connection, report: bytes) -> None:
    """The report's date as all evidence together tells it; its place in listings by that."""
    current = _R.current == true()
    row = connection.execute(
        select(_R.id, _R.published, _R.dated).where(_R.report == report, current)
    ).one()
    dated = _dated(row.published, _standing(connection, report)) if row.published else None
    if dated == row.dated:
        return
    place = keys.place(first_day(dated or row.published), report)
    changed = update(tables.readings).where(_R.id == row.id)
    connection.execute(changed.values(dated=dated, place=place))
    for statement in connection.execute(
        select(_S.row, _S.position, _S.said).where(_S.reading == row.id)
    ).all():
        said = narrowed(statement.said, row.published, dated)
        earliest, latest = days_of(said or dated or row.published)
        connection.execute(
            update(tables.statements)
            .where(_S.row == statement.row)
            .values(
                earliest=earliest,
                latest=latest,
                place=keys.place(first_day(dated or row.published), report, statement.position),
            )
        )


def _standing(connection: Connection, report: bytes) -> list[Row[Any]]:
    """The evidence for a report, the most words first.

    Left out: days after the text was first met, and speakers whom a user said to be two.
    """
    met = connection.scalar(select(func.min(_SEEN.captured)).where(_SEEN.report == report))
    asked = select(date_tables.date_evidence).where(_D.report == report, _D.day <= (met or "~"))
    rows = connection.execute(asked).all()
    judged = standing(connection) if rows else []
    barred = {frozenset(each[1:]) for each in judged if each.verdict == "different"}
    if barred:
        names = identity_tables.namesakes.c
        asked = select(names.named, names.report, names.part)
        parts = {(row.named, row.report): row.part for row in connection.execute(asked)}
        rows = [row for row in rows if frozenset(_speakers(row, parts)) not in barred]
    return sorted(rows, key=lambda row: (row.kind, -len(row.words), row.other))


def _speakers(row: Row[Any], parts: dict[tuple[bytes, bytes], bytes]) -> Iterator[bytes]:
    for speaker, report in ((row.speaker, row.report), (row.other_speaker, row.other)):
        if speaker is not None:
            yield anchored(speaker, report, parts)


def _dated(published: Kept, evidence: list[Row[Any]]) -> Kept | None:
    """A date whose year is open as the evidence has it; None where that tells nothing."""
    days: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in evidence:
        days[row.day].append(row)
    if not days:
        return None
    if len(days) > 1:
        told = "; ".join(_why(days[day][0]) for day in sorted(days)[:_NAMED])
        why = f"{published['why']}; other reports tell of different years, so it stays open: {told}"
        return {**published, "why": why}
    ((day, rows),) = days.items()
    more = len({row.other for row in rows}) - 1
    others = f", and {more} more {'report' if more == 1 else 'reports'}" if more else ""
    why = f"{published['why']}; {_why(rows[0])}{others}"
    told_whole = {"edtf": day, "earliest": day, "latest": day, "precision": "day"}
    return {**published, **told_whole, "why": why, "alternatives": []}


def _why(row: Row[Any]) -> str:
    """What one report tells, with its id and the characters of both."""
    if row.kind == "same text":
        return f"the same text is dated {row.told} by the {row.words}"
    words = row.words if len(row.words) <= _SHOWN else row.words[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return (
        f"report {row.other.hex()[:12]} of {row.told} quotes the same words, “{' '.join(words.split())}” "
        f"(characters {row.other_start}–{row.other_end} there, {row.start}–{row.end} here)"
    )


DATES = Derivation("dates", date_tables.DERIVED, touched, settle)
