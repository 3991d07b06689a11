"""All derivations, in the order they settle, and the two steps that drive them.

A writer calls `mark` with what it wrote: each derivation says which of its keys are touched, and these wait in the
table `pending`. `settle` makes the rows of all pending keys again, at the end of a batch or after a single addition; a
run that is killed in between leaves its keys pending. A new derivation is a folder next to `identity/` with a
`Derivation`, its line in `DERIVATIONS`, and a migration for its tables.

>>> [derivation.name for derivation in DERIVATIONS]
['identity', 'dates']
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from onrecord.record.dates.dating import DATES
from onrecord.record.derivation import Change, Derivation
from onrecord.record.identity.settling import IDENTITY
from onrecord.record.store import dialect, tables

DERIVATIONS: tuple[Derivation, ...] = (IDENTITY, DATES)

_P = tables.pending.c


def mark(connection: Connection, change: Change, derivations: Sequence[Derivation]) -> None:
    """Note the keys of each derivation that a change touches, to be settled."""
    if not change:
        return
    rows = [
        {"derivation": derivation.name, "key": key}
        for derivation in derivations
        for key in sorted(set(derivation.touched(connection, change)))
    ]
    if rows:
        connection.execute(dialect.insert_new(tables.pending), rows)


def is_pending(connection: Connection) -> bool:
    """True if any key waits to be settled."""
    return connection.scalar(select(_P.key).limit(1)) is not None


def settle(connection: Connection, derivations: Sequence[Derivation]) -> None:
    """Make the rows of all pending keys again; the change of a derivation marks keys of the later ones."""
    for place, derivation in enumerate(derivations):
        own = _P.derivation == derivation.name
        keys = frozenset(connection.scalars(select(_P.key).where(own)))
        if keys:
            change = derivation.settle(connection, keys)
            connection.execute(delete(tables.pending).where(own))
            mark(connection, change, derivations[place + 1 :])
