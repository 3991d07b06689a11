"""Stored reports as articles to read again, and the reports that another version read.

In: a connection, and a report's id or the version that reads now. Out: `Article`s with the normalised text, the metadata
and claimed dates of the first sighting, and the map to the text as received; ids with extractors.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.outdated("rules-00000000")
()
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, true

from onrecord.model import Article, Segment, StoredText
from onrecord.record.queries.listing import reading_of
from onrecord.record.queries.reports import sightings_of, stored_report
from onrecord.record.store import tables

_R = tables.readings.c


def stored_article(connection: Connection, report_id: str) -> Article:
    """A stored report as the article it was read from: text, metadata and capture of its first sighting.

    Its problems are those of the reading, which may include doubts about the date. Raises `NotInRecord`.
    """
    reading = reading_of(connection, report_id, None)
    stored = stored_report(connection, report_id, None)
    row = stored.row
    first = next(each for each in sightings_of(connection, row.id) if each.uri == row.uri)
    return Article(
        row.uri,
        stored.text,
        datetime.fromisoformat(first.captured),
        headline=row.headline,
        outlet=row.outlet,
        authors=row.byline,
        published=first.published,
        problems=stored.problems,
        stored=StoredText(row.id, tuple(Segment(*each) for each in reading.received)),
    )


def outdated(connection: Connection, version: str) -> tuple[tuple[str, str], ...]:
    """The reports whose current reading is of another version, each with its extractor, in the order of listings."""
    asked = select(_R.report, _R.extractor).where(_is_older(version)).order_by(_R.place)
    return tuple((row.report.hex(), row.extractor) for row in connection.execute(asked))


def count_outdated(connection: Connection, version: str) -> int:
    """The number of reports whose current reading is of another version."""
    return connection.scalar(select(func.count()).where(_is_older(version))) or 0


def _is_older(version: str) -> ColumnElement[bool]:
    """The condition that a current reading's extractor does not begin with the version."""
    return (_R.current == true()) & ~_R.extractor.startswith(f"{version} ", autoescape=True)
