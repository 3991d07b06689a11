"""Evidence of other reports for a report's open year, and the date that follows.

Frozen: later changes are revisions of their own.

>>> revision, down_revision
('0005', '0004')
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables; reports of open year are to be settled by the next writer."""
    op.add_column("readings", sa.Column("dated", sa.JSON(none_as_null=True)))
    op.create_table(
        "waiting_dates",
        sa.Column("report", sa.LargeBinary(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_years",
        sa.Column("report", sa.LargeBinary(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "date_evidence",
        sa.Column("report", sa.LargeBinary(), primary_key=True),
        sa.Column("other", sa.LargeBinary(), primary_key=True),
        sa.Column("day", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("other_start", sa.Integer()),
        sa.Column("other_end", sa.Integer()),
        sa.Column("speaker", sa.LargeBinary()),
        sa.Column("other_speaker", sa.LargeBinary()),
        sqlite_with_rowid=False,
    )
    op.create_index("date_evidence_of_other", "date_evidence", ["other"])
    op.execute(
        "INSERT INTO waiting_dates (report) SELECT DISTINCT report FROM readings"
        ' WHERE current AND published LIKE \'%"edtf":"XXXX-%\''
    )
