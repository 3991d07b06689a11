"""The words of each known name, so that a name is found without reading all of them.

Frozen: later changes are revisions of their own.

>>> revision, down_revision
('0007', '0006')
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table; all names are to be settled, which fills it."""
    op.create_table(
        "name_words",
        sa.Column("word", sa.Text(), primary_key=True),
        sa.Column("named", sa.LargeBinary(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("name_words_of_name", "name_words", ["named"])
    op.execute(
        "INSERT INTO pending (derivation, key) SELECT DISTINCT 'identity', entity FROM entities"
        " WHERE entity NOT IN (SELECT key FROM pending WHERE derivation = 'identity')"
    )
