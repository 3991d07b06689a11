"""Inserts readings, sightings and problems; rows of findings are never changed or deleted.

In: an open transaction and the `Additions` to write. Out: rows, and the `Change` they make. A reading that is there
already is not written again; a reading by another extractor becomes the report's current one, and earlier ones stay.
Many readings are written together table by table, which takes half the time of one by one.

>>> from datetime import datetime
>>> article = Article("a.txt", "Mira Tasel said no.", datetime(2024, 5, 3, 10, 2, 11))
>>> Additions(sightings=[sighting_row(bytes(16), article)]).count()
1
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Connection, Insert, func, insert, select, update

from onrecord.model import Article, Report
from onrecord.record.derivation import Change
from onrecord.record.store import dialect, keys, tables
from onrecord.record.writing.rows import Rows
from onrecord.record.writing.stored_values import Row

_R = tables.readings.c

_ADD_TEXTS = dialect.insert_new(tables.texts)
_ADD_SIGHTINGS = dialect.insert_or_fill(tables.sightings, "published")
_ADD_PROBLEMS = dialect.insert_new(tables.problems)
_ADD_READINGS = insert(tables.readings)
_ADD_STATEMENTS = insert(tables.statements).returning(
    tables.statements.c.reading, tables.statements.c.position, tables.statements.c.row
)
# Findings of a reading: the insert, and the field of `Rows` it writes.
_ADD_FINDINGS: tuple[tuple[Insert, str], ...] = (
    (insert(tables.passages), "passages"),
    (insert(tables.entities), "entities"),
    (insert(tables.mentions), "mentions"),
    (insert(tables.offices), "offices"),
    (insert(tables.times), "times"),
    (_ADD_PROBLEMS, "problems"),
)


@dataclass(slots=True)
class Additions:
    """Rows to write in one transaction."""

    readings: dict[bytes, Rows] = field(default_factory=dict)
    sightings: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)

    def count(self) -> int:
        """How many readings, sightings and problems there are."""
        return len(self.readings) + len(self.sightings) + len(self.problems)

    def has_report(self, report: bytes) -> bool:
        """True if one of the readings is of the report."""
        return any(made.reading["report"] == report for made in self.readings.values())


def has_reading(connection: Connection, reading: bytes) -> bool:
    """True if the record has the reading."""
    return bool(connection.scalar(select(func.count()).where(_R.id == reading)))


def has_report_reading(connection: Connection, report: bytes) -> bool:
    """True if the record has any reading of the report."""
    return bool(connection.scalar(select(func.count()).where(_R.report == report)))


def sighting_row(report: bytes, seen: Report | Article) -> Row:
    """The row for a place where a text was seen; an `Article` has the dates claimed for it there."""
    claims = None if isinstance(seen, Report) else [[c.where, c.value] for c in seen.published]
    return {
        "report": report,
        "uri": seen.uri,
        "captured": keys.utc(seen.captured),
        "outlet": seen.outlet,
        "headline": seen.headline,
        "published": claims,
    }


def write(connection: Connection, additions: Additions) -> Change:
    """Write the additions and return the change; what the record has already stays as it is."""
    made = _new_readings(connection, additions)
    superseded: frozenset[bytes] = frozenset()
    if made:
        superseded = _number_readings(connection, made)
        connection.execute(_ADD_TEXTS, [rows.text for rows in made])
        connection.execute(_ADD_READINGS, [rows.reading for rows in made])
        _add_statements(connection, made)
        for adding, name in _ADD_FINDINGS:
            if found := [row for rows in made for row in getattr(rows, name)]:
                connection.execute(adding, found)
    if additions.sightings:
        connection.execute(_ADD_SIGHTINGS, additions.sightings)
    if additions.problems:
        connection.execute(_ADD_PROBLEMS, additions.problems)
    return Change(
        readings=superseded | {rows.reading["id"] for rows in made},
        reports=frozenset(rows.reading["report"] for rows in made),
        sighted=frozenset(row["report"] for row in additions.sightings),
    )


def _new_readings(connection: Connection, additions: Additions) -> list[Rows]:
    known = set(connection.scalars(select(_R.id).where(_R.id.in_(additions.readings))))
    return [made for key, made in additions.readings.items() if key not in known]


def _number_readings(connection: Connection, made: list[Rows]) -> frozenset[bytes]:
    """Number each report's readings in their order, the last one current; returns the superseded ones."""
    reports = {rows.reading["report"] for rows in made}
    older = connection.execute(select(_R.id, _R.report).where(_R.report.in_(reports))).all()
    if older:
        ids = [row.id for row in older]
        for table, column in (
            (tables.readings, _R.id),
            (tables.statements, tables.statements.c.reading),
        ):
            connection.execute(update(table).where(column.in_(ids)).values(current=False))
    turns = Counter(row.report for row in older)
    last = {rows.reading["report"]: rows for rows in made}
    for rows in made:
        report = rows.reading["report"]
        turns[report] += 1
        rows.reading["generation"] = turns[report]
        for row in (rows.reading, *rows.statements):
            row["current"] = last[report] is rows
    return frozenset(row.id for row in older)


def _add_statements(connection: Connection, made: list[Rows]) -> None:
    """Write the statements, and their words under the row numbers that the database gives them."""
    statements = [row for rows in made for row in rows.statements]
    if not statements:
        return
    added = connection.execute(_ADD_STATEMENTS, statements)
    number = {(row.reading, row.position): row.row for row in added}
    words = [
        {**words, "rowid": number[statement["reading"], statement["position"]]}
        for rows in made
        for statement, words in zip(rows.statements, rows.words, strict=True)
    ]
    connection.execute(insert(dialect.statement_words), words)
