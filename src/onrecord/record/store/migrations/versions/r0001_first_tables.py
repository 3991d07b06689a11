"""The first tables: readings, statements and the word index, entities, times, problems.

Frozen: later changes are revisions of their own.

>>> revision, down_revision
('0001', None)
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from onrecord.record.store.dialect import WORD_INDEX_1

revision = "0001"
down_revision = None

CURRENT = sa.text("current = 1")


def upgrade() -> None:
    """Make the tables in an empty file."""
    _texts_and_readings()
    _around_readings()
    _statements()
    _statement_indexes()
    _entities()
    _times()
    op.execute(WORD_INDEX_1)


def _texts_and_readings() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text()),
        sa.Column("headline", sa.Text()),
        sa.Column("byline", sa.JSON()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("published", sa.JSON()),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("received", sa.JSON()),
        sa.ForeignKeyConstraint(["text"], ["texts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("readings_by_outlet", "readings", ["current", "outlet", "place"])
    op.create_index("readings_by_place", "readings", ["current", "place"])
    op.create_index("readings_of_report", "readings", ["report", "generation"], unique=True)


def _around_readings() -> None:
    op.create_table(
        "sightings",
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("captured", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text()),
        sa.Column("headline", sa.Text()),
        sa.Column("published", sa.JSON()),
        sa.PrimaryKeyConstraint("report", "uri"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passages",
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.PrimaryKeyConstraint("reading", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "problems",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.LargeBinary()),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("met", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def _entities() -> None:
    op.create_table(
        "entities",
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("entity", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("names", sa.JSON()),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.PrimaryKeyConstraint("reading", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("entities_across_reports", "entities", ["entity", "reading"])
    op.create_table(
        "mentions",
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.PrimaryKeyConstraint("reading", "id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "offices",
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("of", sa.Text()),
        sa.Column("words_start", sa.Integer()),
        sa.Column("words_end", sa.Integer()),
        sa.Column("text", sa.Text()),
        sa.Column("held", sa.JSON()),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.PrimaryKeyConstraint("reading", "id", "number"),
        sqlite_with_rowid=False,
    )


def _times() -> None:
    op.create_table(
        "times",
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("dated", sa.JSON()),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.PrimaryKeyConstraint("reading", "number"),
        sqlite_with_rowid=False,
    )


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("manner", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Text()),
        sa.Column("latest", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("source_entity", sa.LargeBinary()),
        sa.Column("source_name", sa.Text()),
        sa.Column("source_start", sa.Integer()),
        sa.Column("source_end", sa.Integer()),
        sa.Column("sourcing", sa.Text(), nullable=False),
        sa.Column("cue_start", sa.Integer()),
        sa.Column("cue_end", sa.Integer()),
        sa.Column("cue_lemma", sa.Text()),
        sa.Column("content", sa.JSON()),
        sa.Column("addressee_entity", sa.LargeBinary()),
        sa.Column("addressee_name", sa.Text()),
        sa.Column("addressee_start", sa.Integer()),
        sa.Column("addressee_end", sa.Integer()),
        sa.Column("channel_start", sa.Integer()),
        sa.Column("channel_end", sa.Integer()),
        sa.Column("question_start", sa.Integer()),
        sa.Column("question_end", sa.Integer()),
        sa.Column("said", sa.JSON()),
        sa.Column("within", sa.LargeBinary()),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.PrimaryKeyConstraint("row"),
    )


def _statement_indexes() -> None:
    op.create_index("statements_by_id", "statements", ["id"])
    op.create_index("statements_of_reading", "statements", ["reading", "place"], unique=True)
    op.create_index(
        "statements_by_place",
        "statements",
        ["current", "place", "earliest", "latest", "manner", "confidence"],
    )
    for name, column in (
        ("act", "act"),
        ("form", "form"),
        ("outlet", "outlet"),
        ("source", "source_entity"),
    ):
        op.create_index(
            f"statements_by_{name}", "statements", ["current", column, "place", "manner"]
        )
