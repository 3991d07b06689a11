"""The record's single writer: one transaction for each addition, or for a batch of them.

In: readings, sightings, problems. Out: committed rows. Outside a batch each addition is committed at once. In a batch,
additions stay in memory and are written together after a number of additions or seconds, and at the end of the batch,
also after an exception. So the file is not locked while reports are being read; an interrupt during writing rolls that
transaction back, and the end of the batch writes it again.

>>> from tempfile import TemporaryDirectory
>>> from pathlib import Path
>>> from onrecord.record.store.opening import open_file
>>> with TemporaryDirectory() as folder:
...     engine = open_file(Path(folder) / "x.db", create=True)
...     writer = Writer(engine)
...     with writer.batch(every=50, seconds=1.0):
...         writer.add_problem(Problem("a.bin", "not text"))
...         writer.additions.count()
...     writer.additions.count()
...     engine.dispose()
1
0
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from onrecord.errors import NotInRecord
from onrecord.model import Article, Problem, Reading
from onrecord.record import derive
from onrecord.record.derivation import Change, Derivation
from onrecord.record.store import dialect, keys
from onrecord.record.writing import insert
from onrecord.record.writing.rows import problem_row, rows_of


class Writer:
    """Accepts additions from any thread and writes them, one transaction at a time."""

    def __init__(
        self, engine: Engine, derivations: Sequence[Derivation] = derive.DERIVATIONS
    ) -> None:
        self.additions = insert.Additions()
        self._engine = engine
        self._derivations = tuple(derivations)
        self._lock = threading.RLock()
        self._in_batch = False
        self._every = 1
        self._seconds = 0.0
        self._written = time.monotonic()

    def knows(self, report_id: str, extractor: str) -> bool:
        """True if the reading is in the record or in the batch."""
        reading = keys.reading_key(report_id, extractor)
        with self._lock:
            if reading in self.additions.readings:
                return True
        with self._engine.connect() as connection:
            return insert.has_reading(connection, reading)

    def add_reading(self, reading: Reading) -> None:
        """Add a reading and its first sighting."""
        report = reading.report
        made = rows_of(reading)
        seen = insert.sighting_row(made.reading["report"], report)
        with self._lock:
            self.additions.readings.setdefault(made.reading["id"], made)
            self.additions.sightings.append(seen)
            self._write_if_due()

    def add_sighting(self, report_id: str, article: Article) -> None:
        """Add a further sighting. Raises `NotInRecord` if the record has no reading of the report."""
        report = bytes.fromhex(report_id)
        with self._lock:
            if not self.additions.has_report(report):
                with self._engine.connect() as connection:
                    if not insert.has_report_reading(connection, report):
                        raise NotInRecord(f"no report {report_id} in the record")
            self.additions.sightings.append(insert.sighting_row(report, article))
            self._write_if_due()

    def add_problem(self, problem: Problem) -> None:
        """Add a problem, first seen now."""
        row = problem_row(problem, keys.utc(datetime.now(UTC)))
        with self._lock:
            self.additions.problems.append(row)
            self._write_if_due()

    @contextmanager
    def read_connection(self) -> Iterator[Connection]:
        """A connection to read with, after the batch so far is written."""
        self._write()
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def batch(self, *, every: int, seconds: float) -> Iterator[None]:
        """Write after so many additions or seconds, and at the end. A nested batch is part of the outer one."""
        if self._in_batch:
            yield
            return
        self._in_batch, self._every, self._seconds = True, every, seconds
        self._written = time.monotonic()
        try:
            yield
        finally:
            self._in_batch = False
            self._write()
            self.settle()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction after the batch so far; pending keys are settled at its end."""
        self._write()
        with self._lock, dialect.writing(self._engine.connect()) as connection, connection.begin():
            yield connection
            derive.settle(connection, self._derivations)

    def mark(self, connection: Connection, change: Change) -> None:
        """Mark within a `transaction` the keys that a change touches."""
        derive.mark(connection, change, self._derivations)

    def settle(self) -> None:
        """Settle all pending keys, also those a killed run left."""
        with self._engine.connect() as connection:
            if not derive.is_pending(connection):
                return
        with self.transaction():
            pass

    def _write_if_due(self) -> None:
        if (
            not self._in_batch
            or self.additions.count() >= self._every
            or time.monotonic() - self._written >= self._seconds
        ):
            self._write()

    def _write(self) -> None:
        """Write all additions; they leave memory once they are committed."""
        with self._lock:
            if not self.additions.count():
                return
            try:
                with dialect.writing(self._engine.connect()) as connection, connection.begin():
                    self.mark(connection, insert.write(connection, self.additions))
                    if not self._in_batch:
                        derive.settle(connection, self._derivations)
            except BaseException:
                if not self._in_batch:  # nothing will try again: drop what failed
                    self.additions = insert.Additions()
                raise
            self.additions = insert.Additions()
            self._written = time.monotonic()
