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
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, true

from onrecord.record.dates import date_tables
from onrecord.record.dates.conclusion import conclude
from onrecord.record.dates.shared_quotations import Quote, Shared, quotes_of, shared_with
from onrecord.record.dates.stored_dates import (
    Kept,
    day_told,
    is_day,
    is_open,
    of_the_day,
    report_day,
)
from onrecord.record.derivation import Change, Derivation
from onrecord.record.identity import identity_tables
from onrecord.record.store import dialect, tables
from onrecord.record.store.keys import chunks

_D = date_tables.date_evidence.c
_E = tables.entities.c
_H = identity_tables.office_holders.c
_K = identity_tables.known_names.c
_N = identity_tables.namesakes.c
_O = date_tables.open_years.c
_R = tables.readings.c
_S = tables.statements.c
_SEEN = tables.sightings.c
# Two that tell of the day itself mean one day, give or take the world's clocks; a report comes out up to
# so many days after.
SAME_DAY, REPORTED = 1, 3
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


def touched(connection: Connection, change: Change) -> set[bytes]:
    """The reports of new or superseded readings; of open year, those met again or resting on the names' words."""
    met: set[bytes] = set()
    for some in chunks(sorted(change.sighted)):
        met |= set(connection.scalars(select(_O.report).where(_O.report.in_(some))))
    resting = _resting_on(connection, (_D.speaker, _D.other_speaker), change.names)
    return {*change.reports, *met, *resting, *_naming_holders(connection, change.holders)}


def settle(connection: Connection, reports: frozenset[bytes]) -> Change:
    """Make the evidence of these reports anew, and the dates of those that rest on it; nothing follows from them."""
    concluding = _resting_on(connection, (_D.other,), reports)
    for some in chunks(sorted(reports)):
        connection.execute(delete(date_tables.open_years).where(_O.report.in_(some)))
        for column in (_D.report, _D.other):
            connection.execute(delete(date_tables.date_evidence).where(column.in_(some)))
    concluding |= _look_again(connection, reports)
    conclude(connection, concluding)
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
    new_open, new_told, undated = set(), set(), set()
    for some in chunks(sorted(waiting)):
        asked = select(_R.report, _R.published).where(_R.current == true(), _R.report.in_(some))
        for row in connection.execute(asked):
            if is_open(row.published):
                new_open.add(row.report)
            elif day_told(row.published):
                new_told.add(row.report)
            elif row.published is None:
                undated.add(row.report)
    if new_open:
        rows = [{"report": report} for report in sorted(new_open)]
        connection.execute(insert(date_tables.open_years), rows)
    every_open = set(connection.scalars(select(_O.report)))
    # Each two are met from one side or the other: from the side that is fewer.
    fewer = every_open if len(every_open) <= len(new_told) else new_told
    evidence = list(_from_quotes(connection, new_open | fewer))
    evidence += _from_sightings(connection, new_open)
    _keep(connection, evidence)
    return new_open | undated | {row["report"] for row in evidence}


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


def _naming_holders(connection: Connection, holders: Collection[bytes]) -> set[bytes]:
    """The reports of unknown year that name one of these rows of an office table."""
    named: set[bytes] = set()
    for some in chunks(sorted(holders)):
        words = select(_H.words).where(_H.id.in_(some))
        named |= set(
            connection.scalars(select(_K.named).where(_K.squashed.in_(words), _K.kind == "person"))
        )
    for some in chunks(sorted(named)):
        named |= set(connection.scalars(select(_N.named).where(_N.part.in_(some))))
    found: set[bytes] = set()
    for some in chunks(sorted(named)):
        asked = select(_R.report, _R.published).join(tables.entities, _E.reading == _R.id)
        rows = connection.execute(asked.where(_R.current == true(), _E.entity.in_(some)))
        found |= {row.report for row in rows if row.published is None or is_open(row.published)}
    return found


DATES = Derivation("dates", date_tables.DERIVED, touched, settle)
