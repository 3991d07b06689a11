"""Reports, listed or complete, their sightings, the outlets, the problems, counts over the record.

In: a connection and a query. Out: frozen objects of `model/`. A report is that of its current reading; its `captured` is
that of the first sighting.

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
from onrecord.record.queries.assembly import stated_date
from onrecord.record.queries.filters import matching_outlets, resolve_id
from onrecord.record.queries.listing import cursor_for, place_of, reading_of
from onrecord.record.store import tables

_R = tables.readings.c
_S = tables.statements.c
_SEEN = tables.sightings.c
_P = tables.problems.c


def reports_page(
    connection: Connection, outlet: str | None, limit: int, cursor: str | None
) -> Page[ReportRow]:
    """One page of reports, newest first, unknown dates last. Raises `UsageError` for an invalid cursor or limit."""
    after = place_of(cursor, limit)
    asked = _select_reports().where(_R.current == true())
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
    asked = _select_reports().where(_R.current == true(), _R.report.in_(keys))
    return {row.report.hex(): _report_row(row) for row in connection.execute(asked)}


def every_report(connection: Connection) -> Iterator[StoredReport]:
    """All reports, complete, in the order of listings."""
    current = select(_R.id).where(_R.current == true()).order_by(_R.place)
    for reading in connection.scalars(current).all():
        yield _complete_report(connection, reading)


def stored_report(connection: Connection, report_id: str, extractor: str | None) -> StoredReport:
    """A complete report, from the reading of that extractor or the current one. Raises `NotInRecord`."""
    return _complete_report(connection, reading_of(connection, report_id, extractor).id)


def extractors_of(connection: Connection, report_id: str) -> tuple[str, ...]:
    """The extractors that read a report, that of the current reading first. Raises `NotInRecord`."""
    report = resolve_id(connection, _R.report, report_id, "report")
    newest_first = select(_R.extractor).where(_R.report == report).order_by(_R.generation.desc())
    return tuple(connection.scalars(newest_first))


def extractor_of_reading(connection: Connection, reading: bytes) -> str:
    """The extractor of a reading."""
    extractor: str = connection.execute(select(_R.extractor).where(_R.id == reading)).scalar_one()
    return extractor


def sightings_of(connection: Connection, report_id: str) -> tuple[Sighting, ...]:
    """The sightings of a report's text, earliest first. Raises `NotInRecord`."""
    report = resolve_id(connection, _R.report, report_id, "report")
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
    """Input that was not read, or not completely: each place and message once, in order of first occurrence.

    Problems of superseded readings are left out.
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
    """Counts over the record; `sources` counts the entities that speak, attitudes are counted apart."""
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


def _select_reports() -> Select[Any]:
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
        published=stated_date(row.dated or row.published, row.words),
        statements=row.statements,
        sightings=row.seen,
    )


def _complete_report(connection: Connection, reading: bytes) -> StoredReport:
    row = connection.execute(_select_reports().where(_R.id == reading)).one()
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
