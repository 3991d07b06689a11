"""Details of a source: the entity it speaks for, the words that withhold its name, and the reason given.

Frozen: later changes are revisions of their own.

>>> revision, down_revision
('0004', '0003')
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns, empty: earlier readings do not have these details."""
    op.add_column("statements", sa.Column("behalf_entity", sa.LargeBinary()))
    op.add_column("statements", sa.Column("behalf_name", sa.Text()))
    for role in ("behalf", "withheld", "reason"):
        op.add_column("statements", sa.Column(f"{role}_start", sa.Integer()))
        op.add_column("statements", sa.Column(f"{role}_end", sa.Integer()))
