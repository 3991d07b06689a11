"""One state of the record: every question asked of a snapshot is answered from the same read transaction.

In: a connection with its transaction. Out: the answers of `Queries`. A page that asks several questions asks them of one
snapshot, so that its numbers and lists agree though others write at the same time.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record.snapshot() as snapshot:
...         snapshot.summary().reports, snapshot.reports().total
(0, 0)
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from sqlalchemy import Connection

from onrecord.record.queries.verbs import Queries


class Snapshot(Queries):
    """The record as it is when its first question is asked; valid within `Record.snapshot()`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _asking(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._connection)
