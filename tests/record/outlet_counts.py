"""A derivation made for tests: how many current statements each outlet has."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    true,
)
from tests.record.hand_made import dump

from onrecord.record.derivation import Change, Derivation
from onrecord.record.derive import DERIVATIONS
from onrecord.record.record import Record
from onrecord.record.store.tables import readings, statements

COUNTS = Table(
    "outlet_counts",
    MetaData(),
    Column("outlet", Text, primary_key=True),
    Column("statements", Integer, nullable=False),
)


def outlets_touched(connection: Connection, change: Change) -> set[bytes]:
    """The outlets of new and superseded readings."""
    asked = select(readings.c.outlet).where(readings.c.id.in_(change.readings))
    return {(outlet or "").encode() for outlet in connection.scalars(asked)}


def count_again(connection: Connection, keys: frozenset[bytes]) -> Change:
    """Count the current statements of these outlets."""
    for key in sorted(keys):
        outlet = key.decode()
        connection.execute(delete(COUNTS).where(COUNTS.c.outlet == outlet))
        asked = select(func.count()).where(
            statements.c.current == true(), func.coalesce(statements.c.outlet, "") == outlet
        )
        number = connection.scalar(asked)
        if number:
            connection.execute(insert(COUNTS), {"outlet": outlet, "statements": number})
    return Change()


TOY = Derivation("statements by outlet", (COUNTS,), outlets_touched, count_again)


def open_with_toy(path: Path) -> Record:
    """A record whose file has the toy's table, as its migration would make it."""
    Record.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS outlet_counts"
            " (outlet TEXT PRIMARY KEY, statements INTEGER NOT NULL)"
        )
    return Record.open(path, derivations=(*DERIVATIONS, TOY))


def toy_rows(path: Path) -> dict[str, int]:
    """The toy's rows."""
    with sqlite3.connect(path) as connection:
        return dict(connection.execute("SELECT outlet, statements FROM outlet_counts"))


def rows_of_derivations(path: Path, derivations: Sequence[Derivation]) -> dict[str, list[object]]:
    """The rows of every derivation's tables, and the keys that wait."""
    found = dump(path)
    names = [table.name for derivation in derivations for table in derivation.tables]
    return {name: list(found[name]) for name in (*names, "pending")}
