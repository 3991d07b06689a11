"""Links between names are weighed again: new weights, initials of bodies, stories and office tables.

Frozen: later changes are revisions of their own.

>>> revision, down_revision
('0003', '0002')
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Every name in the record is to be settled by the next writer."""
    op.execute(
        "INSERT INTO unsettled (named) SELECT DISTINCT entity FROM entities"
        " WHERE entity NOT IN (SELECT named FROM unsettled)"
    )
