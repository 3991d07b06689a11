"""Identity over reports: known names, links between them, judgements, office holders.

Frozen: later changes are revisions of their own.

>>> revision, down_revision
('0002', '0001')
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; every name in the record is to be settled."""
    _names()
    _conclusions()
    _given_by_users()
    op.execute("INSERT INTO unsettled (named) SELECT DISTINCT entity FROM entities")


def _names() -> None:
    op.create_table(
        "known_names",
        sa.Column("named", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("squashed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("named"),
        sqlite_with_rowid=False,
    )
    for column in ("first", "last", "squashed"):
        op.create_index(f"known_names_by_{column}", "known_names", [column, "kind"])
    op.create_table(
        "namesakes",
        sa.Column("named", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.Column("part", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("named", "report"),
        sqlite_with_rowid=False,
    )
    op.create_index("namesakes_by_part", "namesakes", ["part"])


def _conclusions() -> None:
    op.create_table(
        "links",
        sa.Column("one", sa.LargeBinary(), nullable=False),
        sa.Column("other", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", "kind"),
        sqlite_with_rowid=False,
    )
    op.create_index("links_of_other", "links", ["other"])
    op.create_table(
        "identities",
        sa.Column("named", sa.LargeBinary(), nullable=False),
        sa.Column("entity", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("named"),
        sqlite_with_rowid=False,
    )
    op.create_index("identities_by_entity", "identities", ["entity"])
    op.create_table(
        "unsettled",
        sa.Column("named", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("named"),
        sqlite_with_rowid=False,
    )


def _given_by_users() -> None:
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("one", sa.LargeBinary(), nullable=False),
        sa.Column("one_report", sa.LargeBinary(), nullable=False),
        sa.Column("one_name", sa.Text(), nullable=False),
        sa.Column("other", sa.LargeBinary(), nullable=False),
        sa.Column("other_report", sa.LargeBinary(), nullable=False),
        sa.Column("other_name", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "office_holders",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("of", sa.Text()),
        sa.Column("since", sa.Text()),
        sa.Column("until", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("office_holders_by_words", "office_holders", ["words"])
