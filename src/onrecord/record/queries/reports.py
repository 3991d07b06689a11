"""Reports in listings and whole, their sightings, the outlets, the problems, the record in numbers.

In: a connection and what is asked. Out: the frozen objects of `model/`. A report is shown as its
current reading has it; its `captured` is the first sighting's.

>>> from onrecord.record.record import Record
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.summary().reports
0
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, true

from onrecord.model import (
    ClaimedDate,
    Page,
    Passage,
    Problem,
    ReportRow,
    Sighting,
    Span,
    StoredProblem,
    StoredReport,
    Summary,
)
from onrecord.record.identity import identity_tables
from onrecord.record.queries.assembly import stated
from onrecord.record.queries.filters import found_id, matching_outlets
from onrecord.record.queries.listing import cursor_for, place_of, reading_of
from onrecord.record.store import tables

_R = tables.readings.c
_S = tables.statements.c
_SEEN = tables.sightings.c
_P = tables.problems.c


def reports_page(
    connection: Connection, outlet: str | None, limit: int, cursor: str | None
) -> Page[ReportRow]:
    """One page of reports, newest first, unknown dates last. Raises `UsageError` as listings do."""
    after = place_of(cursor, limit)
    asked = _shown().where(_R.current == true())
    counted = select(func.count()).where(_R.current == true())
    if outlet:
        named = _R.outlet.in_(matching_outlets(connection, outlet))
        asked, counted = asked.where(named), counted.where(named)
    if after is not None:
        asked = asked.where(_R.place > after)
    rows = connection.execute(asked.order_by(_R.place).limit(limit + 1)).all()
    following = cursor_for(rows[limit - 1].place) if len(rows) > limit else None
    total = connection.scalar(counted) or 0
    return Page(tuple(_report_row(row) for row in rows[:limit]), total, following)


def rows_of(connection: Connection, report_ids: Collection[str]) -> dict[str, ReportRow]:
    """The rows of reports as they are read now, by id."""
    keys = [bytes.fromhex(each) for each in report_ids]
    asked = _shown().where(_R.current == true(), _R.report.in_(keys))
    return {row.report.hex(): _report_row(row) for row in connection.execute(asked)}


def every_report(connection: Connection) -> Iterator[StoredReport]:
    """Every report whole, in the order of listings."""
    current = select(_R.id).where(_R.current == true()).order_by(_R.place)
    for reading in connection.scalars(current).all():
        yield _stored(connection, reading)


def stored_report(connection: Connection, report_id: str, extractor: str | None) -> StoredReport:
    """A report whole, as that extractor read it or as it is read now. Raises `NotInRecord`."""
    return _stored(connection, reading_of(connection, report_id, extractor).id)


def extractors_of(connection: Connection, report_id: str) -> tuple[str, ...]:
    """Who read a report, the current reading first. Raises `NotInRecord`."""
    report = found_id(connection, _R.report, report_id, "report")
    newest_first = select(_R.extractor).where(_R.report == report).order_by(_R.generation.desc())
    return tuple(connection.scalars(newest_first))


def extractor_of_reading(connection: Connection, reading: bytes) -> str:
    """Who made a reading."""
    extractor: str = connection.execute(select(_R.extractor).where(_R.id == reading)).scalar_one()
    return extractor


def sightings_of(connection: Connection, report_id: str) -> tuple[Sighting, ...]:
    """Where and when a report's text was met, first sighting first. Raises `NotInRecord`."""
    report = found_id(connection, _R.report, report_id, "report")
    rows = connection.execute(
        select(tables.sightings).where(_SEEN.report == report).order_by(_SEEN.captured, _SEEN.uri)
    )
    return tuple(
        Sighting(
            row.uri,
            row.captured,
            row.outlet,
            row.headline,
            tuple(ClaimedDate(where, value) for where, value in row.published or ()),
        )
        for row in rows
    )


def outlets(connection: Connection) -> tuple[str, ...]:
    """The outlets by name."""
    asked = select(_R.outlet).distinct().where(_R.current == true(), _R.outlet.is_not(None))
    return tuple(sorted(connection.scalars(asked)))


def problems(connection: Connection) -> tuple[StoredProblem, ...]:
    """What was not read, or not whole: each place and message once, in the order first met.

    Problems of readings that were superseded are left out.
    """
    asked = (
        select(_P.where, _P.message, func.min(_P.met).label("met"))
        .outerjoin(tables.readings, _R.id == _P.reading)
        .where(_P.reading.is_(None) | (_R.current == true()))
        .group_by(_P.where, _P.message)
        .order_by("met", _P.where, _P.message)
    )
    return tuple(StoredProblem(*row) for row in connection.execute(asked))


def summary(connection: Connection) -> Summary:
    """The record in numbers; `sources` counts the entities that speak, attitudes stand apart."""
    current = _S.current == true()
    spoken = _S.manner == "speech"
    acts = select(_S.act, func.count()).where(current, spoken).group_by(_S.act).order_by(_S.act)
    by_act = {row[0]: int(row[1]) for row in connection.execute(acts)}
    names = select(_S.source_entity.label("named")).distinct().where(current, spoken).subquery()
    one = identity_tables.identities.c
    entity = func.coalesce(one.entity, names.c.named)
    speakers = select(func.count(entity.distinct())).select_from(
        names.outerjoin(identity_tables.identities, one.named == names.c.named)
    )
    attitudes = select(func.count()).where(current, ~spoken)
    reports = select(func.count()).where(_R.current == true())
    return Summary(
        reports=connection.scalar(reports) or 0,
        outlets=len(outlets(connection)),
        statements=sum(by_act.values()),
        sources=connection.scalar(speakers) or 0,
        problems=len(problems(connection)),
        acts=by_act,
        attitudes=connection.scalar(attitudes) or 0,
    )


def _shown() -> Select[Any]:
    seen = select(func.count()).where(_SEEN.report == _R.report).scalar_subquery()
    first = select(func.min(_SEEN.captured)).where(_SEEN.report == _R.report).scalar_subquery()
    return select(
        tables.readings,
        tables.texts.c.text.label("words"),
        seen.label("seen"),
        first.label("first"),
    ).join(tables.texts, tables.texts.c.id == _R.text)


def _report_row(row: Row[Any]) -> ReportRow:
    return ReportRow(
        id=row.report.hex(),
        uri=row.uri,
        outlet=row.outlet,
        headline=row.headline,
        byline=tuple(row.byline),
        language=row.language,
        captured=row.first,
        published=stated(row.dated or row.published, row.words),
        statements=row.statements,
        sightings=row.seen,
    )


def _stored(connection: Connection, reading: bytes) -> StoredReport:
    row = connection.execute(_shown().where(_R.id == reading)).one()
    passages = tables.passages.c
    found = connection.execute(
        select(passages.kind, passages.start, passages.end)
        .where(passages.reading == reading)
        .order_by(passages.number)
    )
    met = connection.execute(
        select(_P.where, _P.message).where(_P.reading == reading).order_by(_P.where, _P.message)
    )
    return StoredReport(
        _report_row(row),
        row.words,
        tuple(Passage(kind, Span(start, end)) for kind, start, end in found),
        tuple(Problem(where, message) for where, message in met),
    )
