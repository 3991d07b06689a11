"""One table of pending keys for all derivations, in place of two.

Frozen: later changes are revisions of their own.

>>> revision, down_revision
('0006', '0005')
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, move the keys into it, drop the two."""
    op.create_table(
        "pending",
        sa.Column("derivation", sa.Text(), primary_key=True),
        sa.Column("key", sa.LargeBinary(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO pending (derivation, key) SELECT 'identity', named FROM unsettled")
    op.execute("INSERT INTO pending (derivation, key) SELECT 'dates', report FROM waiting_dates")
    op.drop_table("unsettled")
    op.drop_table("waiting_dates")
