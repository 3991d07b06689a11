"""The derivation `dates`: what the rest of the record says about a report's unknown year.

In: a connection that may write and the keys of reports. Out: rows of `date_evidence` and `open_years`, `readings.dated`,
and the places in listings that follow from it, the same as if all reports had come at once. What a reading found stays
as it was read. Three things speak for a year: the same words of the same speaker, quoted on the same day and month by a
report that has a date of its own; the same text seen elsewhere with its date; and an imported table that says when a
person that the report names held an office. Where the evidence is of two years the report's year stays open.

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

from onrecord.calendar_days import is_day
from onrecord.record.dates import date_tables
from onrecord.record.dates.conclusion import conclude_dates, is_unsure
from onrecord.record.dates.shared_quotations import ReportQuotation, Shared, shared_quotations
from onrecord.record.dates.stored_dates import (
    StoredDate,
    exact_days,
    has_open_year,
    matching_day,
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
_SEEN = tables.sightings.c
# Two reports that date the words themselves mean one day, give or take the world's clocks; a report comes out up to so
# many days after the words.
SAME_DAY, REPORTED = 1, 3
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


def touched(connection: Connection, change: Change) -> set[bytes]:
    """The reports that a change may date.

    These are the reports of new and superseded readings; those of unknown year whose text was seen again or which name
    a holder of an imported table; and those with evidence from speakers of the changed names.
    """
    return {
        *change.reports,
        *_unsure_among(connection, change.sighted),
        *_reports_with_evidence(connection, (_D.speaker, _D.other_speaker), change.names),
        *_unsure_reports_naming(connection, change.holders),
    }


def settle(connection: Connection, reports: frozenset[bytes]) -> Change:
    """Rebuild the evidence of these reports, and the dates of those that rest on it; nothing follows from dates."""
    affected = _reports_with_evidence(connection, (_D.other,), reports)
    for some in chunks(sorted(reports)):
        connection.execute(delete(date_tables.open_years).where(_O.report.in_(some)))
        for column in (_D.report, _D.other):
            connection.execute(delete(date_tables.date_evidence).where(column.in_(some)))
    affected |= _find_evidence(connection, reports)
    conclude_dates(connection, affected)
    return Change()


def _unsure_among(connection: Connection, reports: Collection[bytes]) -> set[bytes]:
    """Those of these reports whose current reading leaves the year, or the whole date, unknown."""
    found: set[bytes] = set()
    for some in chunks(sorted(reports)):
        asked = select(_R.report, _R.published).where(_R.current == true(), _R.report.in_(some))
        found |= {row.report for row in connection.execute(asked) if is_unsure(row.published)}
    return found


def _unsure_reports_naming(connection: Connection, holders: Collection[bytes]) -> set[bytes]:
    """The reports of unknown year that name one of these rows of an office table."""
    named: set[bytes] = set()
    for some in chunks(sorted(holders)):
        words = select(_H.words).where(_H.id.in_(some))
        same = select(_K.named).where(_K.squashed.in_(words), _K.kind == "person")
        named |= set(connection.scalars(same))
    for some in chunks(sorted(named)):
        named |= set(connection.scalars(select(_N.named).where(_N.part.in_(some))))
    found: set[bytes] = set()
    for some in chunks(sorted(named)):
        asked = select(_R.report, _R.published).join(tables.entities, _E.reading == _R.id)
        rows = connection.execute(asked.where(_R.current == true(), _E.entity.in_(some)))
        found |= {row.report for row in rows if is_unsure(row.published)}
    return found


def _reports_with_evidence(
    connection: Connection, columns: Sequence[Any], values: Collection[bytes]
) -> set[bytes]:
    """The reports whose evidence has one of these values in one of these columns."""
    found: set[bytes] = set()
    for some in chunks(sorted(values)):
        has_value = or_(*(column.in_(some) for column in columns))
        found |= set(connection.scalars(select(_D.report).where(has_value)))
    return found


def _find_evidence(connection: Connection, reports: Collection[bytes]) -> set[bytes]:
    """Write the evidence for and from these reports; returns the reports whose date may follow from it."""
    newly_open, newly_dated, undated = set(), set(), set()
    for some in chunks(sorted(reports)):
        asked = select(_R.report, _R.published).where(_R.current == true(), _R.report.in_(some))
        for row in connection.execute(asked):
            if has_open_year(row.published):
                newly_open.add(row.report)
            elif exact_days(row.published):
                newly_dated.add(row.report)
            elif row.published is None:
                undated.add(row.report)
    if newly_open:
        rows = [{"report": report} for report in sorted(newly_open)]
        connection.execute(insert(date_tables.open_years), rows)
    every_open = set(connection.scalars(select(_O.report)))
    # A pair is found from either side, so the search begins from the fewer reports.
    fewer = every_open if len(every_open) <= len(newly_dated) else newly_dated
    evidence = list(_evidence_from_quotations(connection, newly_open | fewer))
    evidence += _evidence_from_sightings(connection, newly_open)
    _write_best(connection, evidence)
    return newly_open | undated | {row["report"] for row in evidence}


def _evidence_from_quotations(
    connection: Connection, reports: Collection[bytes]
) -> Iterator[dict[str, Any]]:
    """What shared quotations say about an open date, of these reports or of those that quote the same."""
    for shared in shared_quotations(connection, reports):
        if has_open_year(shared.one.published):
            yield from _quotation_evidence(shared)
        elif has_open_year(shared.other.published):
            yield from _quotation_evidence(shared.reversed())


def _quotation_evidence(shared: Shared) -> Iterator[dict[str, Any]]:
    """The row for a quotation of an open report that a dated one has too, if both mean one day."""
    one, other = shared.one, shared.other
    day, stated = _implied_day(one, other), exact_days(other.published)
    if day is not None and stated is not None:
        yield {
            "report": one.report, "other": other.report, "day": day, "kind": "same words",
            "told": stated[0], "words": shared.words, "start": shared.start, "end": shared.end,
            "other_start": shared.other_start, "other_end": shared.other_end,
            "speaker": one.speaker, "other_speaker": other.speaker,
        }  # fmt: skip


def _implied_day(one: ReportQuotation, other: ReportQuotation) -> str | None:
    """The day of the first report, by the day on which the second dates the words."""
    if one.published is None or not has_open_year(one.published):
        return None
    stated = exact_days(other.published)
    if stated is None or exact_days(one.said):
        return None  # the first report's own text gives the year of the words
    said = exact_days(other.said)
    if one.said is None or not has_open_year(one.said):
        return matching_day(one.published, *(said or stated), REPORTED)
    day = matching_day(one.said, *(said or stated), SAME_DAY if said else REPORTED)
    return day and report_day(one.published, day)


def _evidence_from_sightings(
    connection: Connection, reports: Collection[bytes]
) -> Iterator[dict[str, Any]]:
    """The dates claimed for the same text where it was seen, none later than it was seen."""
    for some in chunks(sorted(reports)):
        asked = select(_R.report, _R.published).where(_R.current == true(), _R.report.in_(some))
        published: dict[bytes, StoredDate] = {
            row.report: row.published for row in connection.execute(asked)
        }
        seen = select(tables.sightings).where(_SEEN.report.in_(some), _SEEN.published.is_not(None))
        for row in connection.execute(seen.order_by(_SEEN.report, _SEEN.uri)).all():
            for where, value in row.published:
                iso = _ISO.match(value)
                if iso is None or not is_day(iso[0]) or iso[0] > row.captured:
                    continue
                day = matching_day(published[row.report], iso[0], iso[0], REPORTED)
                if day is not None:
                    yield {
                        "report": row.report, "other": row.report, "day": day, "kind": "same text",
                        "told": iso[0], "words": f"{where} of {row.uri}",
                    }  # fmt: skip


def _write_best(connection: Connection, evidence: Iterable[dict[str, Any]]) -> None:
    """Write, for each pair of reports and each day, the evidence with the most words."""
    best: dict[tuple[bytes, bytes, str], dict[str, Any]] = {}
    empty = dict.fromkeys(column.name for column in _D)
    for row in evidence:
        key = row["report"], row["other"], row["day"]
        if key not in best or _rank(row) > _rank(best[key]):
            best[key] = {**empty, **row}
    if best:
        rows = [best[key] for key in sorted(best)]
        connection.execute(dialect.insert_new(date_tables.date_evidence), rows)


def _rank(row: dict[str, Any]) -> tuple[int, int, int]:
    """Most words first, then the earliest place in either report."""
    return len(row["words"]), -(row.get("start") or 0), -(row.get("other_start") or 0)


DATES = Derivation("dates", date_tables.DERIVED, touched, settle)
