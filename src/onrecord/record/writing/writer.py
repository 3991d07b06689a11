"""The record's one writer: a transaction for each addition, or for a batch of them.

In: what to keep. Out: rows, committed. Outside a batch every addition is committed at once. Within
one, additions wait in memory and are written together, every so many or so often and at its end,
however it ends; so the file is never locked while reports are being read, and an interrupt in the
middle of writing takes all of that transaction back, which the end of the batch then writes again.

>>> from tempfile import TemporaryDirectory
>>> from pathlib import Path
>>> from onrecord.record.store.opening import open_file
>>> with TemporaryDirectory() as folder:
...     engine = open_file(Path(folder) / "x.db", create=True)
...     writer = Writer(engine)
...     with writer.batch(every=50, seconds=1.0):
...         writer.add_problem(Problem("a.bin", "not text"))
...         writer.waiting.count()
...     writer.waiting.count()
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
    """Takes additions from any thread and writes them, one transaction at a time."""

    def __init__(
        self, engine: Engine, derivations: Sequence[Derivation] = derive.DERIVATIONS
    ) -> None:
        self.waiting = insert.Waiting()
        self._engine = engine
        self._derivations = tuple(derivations)
        self._lock = threading.RLock()
        self._in_batch = False
        self._every = 1
        self._seconds = 0.0
        self._written = time.monotonic()

    def knows(self, report_id: str, extractor: str) -> bool:
        """Whether the reading is there, or waits to be written."""
        reading = keys.reading_key(report_id, extractor)
        with self._lock:
            if reading in self.waiting.readings:
                return True
        with self._engine.connect() as connection:
            return insert.knows_reading(connection, reading)

    def add_reading(self, reading: Reading) -> None:
        """Keep a reading and its first sighting."""
        report = reading.report
        made = rows_of(reading)
        seen = insert.sighting_row(made.reading["report"], report)
        with self._lock:
            self.waiting.readings.setdefault(made.reading["id"], made)
            self.waiting.sightings.append(seen)
            self._write_if_due()

    def add_sighting(self, report_id: str, article: Article) -> None:
        """Keep a further sighting. Raises `NotInRecord` if no reading of the report is there."""
        report = bytes.fromhex(report_id)
        with self._lock:
            if not self.waiting.has_report(report):
                with self._engine.connect() as connection:
                    if not insert.knows_report(connection, report):
                        raise NotInRecord(f"no report {report_id} in the record")
            self.waiting.sightings.append(insert.sighting_row(report, article))
            self._write_if_due()

    def add_problem(self, problem: Problem) -> None:
        """Keep a problem, met now."""
        row = problem_row(problem, keys.utc(datetime.now(UTC)))
        with self._lock:
            self.waiting.problems.append(row)
            self._write_if_due()

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection to read with; what waits is written first, so that nothing added is missed."""
        self._write()
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def batch(self, *, every: int, seconds: float) -> Iterator[None]:
        """Write every so many additions or seconds, and at the end. A batch within one is part of it."""
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
    def changing(self) -> Iterator[Connection]:
        """A transaction of the one writer, after all that waits; then all that is pending is settled."""
        self._write()
        with self._lock, dialect.writing(self._engine.connect()) as connection, connection.begin():
            yield connection
            derive.settle(connection, self._derivations)

    def mark(self, connection: Connection, change: Change) -> None:
        """Note within `changing` what a change touches."""
        derive.mark(connection, change, self._derivations)

    def settle(self) -> None:
        """Settle all that is pending, also what a killed run left."""
        with self._engine.connect() as connection:
            if not derive.is_pending(connection):
                return
        with self.changing():
            pass

    def _write_if_due(self) -> None:
        if (
            not self._in_batch
            or self.waiting.count() >= self._every
            or time.monotonic() - self._written >= self._seconds
        ):
            self._write()

    def _write(self) -> None:
        """Write all that waits; it stops waiting only once it is committed."""
        with self._lock:
            if not self.waiting.count():
                return
            try:
                with dialect.writing(self._engine.connect()) as connection, connection.begin():
                    self.mark(connection, insert.write(connection, self.waiting))
                    if not self._in_batch:
                        derive.settle(connection, self._derivations)
            except BaseException:
                if not self._in_batch:  # nobody will try again: what failed is not kept
                    self.waiting = insert.Waiting()
                raise
            self.waiting = insert.Waiting()
            self._written = time.monotonic()
