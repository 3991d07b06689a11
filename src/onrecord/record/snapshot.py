"""One state of the record: all queries of a snapshot use the same read transaction.

In: a connection with its transaction. Out: the results of `Queries`. A page makes all its queries on one snapshot, so
that its counts and lists agree while others write.

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
    """The record as it is at the first query; valid within `Record.snapshot()`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _transaction(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._connection)
