"""The record's tables in SQLAlchemy; `migrations/` creates them.

A *reading* is a report as one extractor read it; the last one added is `current`, earlier ones stay. All findings belong
to a reading. `texts` has each normalised text once. Keys are 16-byte hashes (`keys.py`); the database assigns
`statements.row`, which only links a statement to the word index.

>>> {"entities", "mentions", "readings", "statements"} <= set(metadata.tables)
True
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from onrecord.record.store.column_types import Line

metadata = MetaData()


def _reading() -> Column[Any]:
    return Column("reading", LargeBinary, ForeignKey("readings.id"), primary_key=True)


def _number() -> Column[Any]:
    return Column("number", Integer, primary_key=True, autoincrement=False)


def _span(name: str) -> tuple[Column[Any], Column[Any]]:
    return Column(f"{name}_start", Integer), Column(f"{name}_end", Integer)


def _json(name: str) -> Column[Any]:
    return Column(name, JSON(none_as_null=True))


# Keys of derivations whose rows are to be rebuilt.
pending = Table(
    "pending",
    metadata,
    Column("derivation", Text, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)

texts = Table(
    "texts",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("text", Text, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("report", LargeBinary, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("place", LargeBinary, nullable=False),
    Column("text", LargeBinary, ForeignKey("texts.id"), nullable=False),
    Column("uri", Line, nullable=False),
    Column("outlet", Line),
    Column("headline", Line),
    _json("byline"),
    Column("language", Text, nullable=False),
    _json("published"),
    Column("statements", Integer, nullable=False),
    _json("received"),
    # The date as the rest of the record narrows it (`dates/`), null if it does not.
    _json("dated"),
)
Index("readings_of_report", readings.c.report, readings.c.generation, unique=True)
Index("readings_by_place", readings.c.current, readings.c.place)
Index("readings_by_outlet", readings.c.current, readings.c.outlet, readings.c.place)

sightings = Table(
    "sightings",
    metadata,
    Column("report", LargeBinary, primary_key=True),
    Column("uri", Line, primary_key=True),
    Column("captured", Text, nullable=False),
    Column("outlet", Line),
    Column("headline", Line),
    _json("published"),
    sqlite_with_rowid=False,
)

passages = Table(
    "passages",
    metadata,
    _reading(),
    _number(),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

statements = Table(
    "statements",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", LargeBinary, nullable=False),
    Column("reading", LargeBinary, ForeignKey("readings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("place", LargeBinary, nullable=False),
    Column("act", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("manner", Text, nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    Column("outlet", Line),
    Column("source_entity", LargeBinary),
    Column("source_name", Line),
    *_span("source"),
    Column("sourcing", Text, nullable=False),
    *_span("cue"),
    Column("cue_lemma", Line),
    _json("content"),
    Column("addressee_entity", LargeBinary),
    Column("addressee_name", Line),
    *_span("addressee"),
    *_span("channel"),
    *_span("question"),
    _json("said"),
    Column("within", LargeBinary),
    Column("rule", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("behalf_entity", LargeBinary),
    Column("behalf_name", Line),
    *_span("behalf"),
    *_span("withheld"),
    *_span("reason"),
)
Index(
    "statements_by_place",
    statements.c.current,
    statements.c.place,
    statements.c.earliest,
    statements.c.latest,
    statements.c.manner,
    statements.c.confidence,
)
# Each ends on `manner`, so that speech is counted from the index alone.
for _name, _column in (
    ("act", statements.c.act),
    ("form", statements.c.form),
    ("outlet", statements.c.outlet),
    ("source", statements.c.source_entity),
):
    Index(
        f"statements_by_{_name}",
        statements.c.current,
        _column,
        statements.c.place,
        statements.c.manner,
    )
Index("statements_by_id", statements.c.id)
Index("statements_of_reading", statements.c.reading, statements.c.place, unique=True)

entities = Table(
    "entities",
    metadata,
    _reading(),
    Column("id", LargeBinary, primary_key=True),
    Column("entity", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Line, nullable=False),
    _json("names"),
    sqlite_with_rowid=False,
)
Index("entities_across_reports", entities.c.entity, entities.c.reading)

mentions = Table(
    "mentions",
    metadata,
    _reading(),
    Column("id", LargeBinary, primary_key=True),
    _number(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Line, nullable=False),
    Column("how", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    sqlite_with_rowid=False,
)

offices = Table(
    "offices",
    metadata,
    _reading(),
    Column("id", LargeBinary, primary_key=True),
    _number(),
    Column("title", Line, nullable=False),
    Column("of", Line),
    *_span("words"),
    Column("text", Line),
    _json("held"),
    sqlite_with_rowid=False,
)

times = Table(
    "times",
    metadata,
    _reading(),
    _number(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _json("dated"),
    Column("type", Text, nullable=False),
    Column("value", Line, nullable=False),
    Column("rule", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    sqlite_with_rowid=False,
)

problems = Table(
    "problems",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("reading", LargeBinary, ForeignKey("readings.id")),
    Column("where", Line, nullable=False),
    Column("message", Line, nullable=False),
    Column("met", Text, nullable=False),
)
