"""The verbs of a record: open, add, query, judge.

In: `Reading`s, sightings, problems, judgements. Out: frozen objects of `model/`. A record is one file with one writer at a
time and any number of readers, from any thread. Nothing is overwritten: a reading by a newer extractor replaces the
earlier one in all listings, and the earlier one stays readable.

>>> from datetime import UTC, datetime
>>> from tempfile import TemporaryDirectory
>>> from onrecord.model import Attribution, Report, Span, StatementQuery
>>> report = Report("0a" * 16, "a.txt", "Mira Tasel denied it.", (), datetime(2024, 5, 3, tzinfo=UTC))
>>> found = Attribution(Span(0, 10), Span(11, 17), (Span(18, 20),), "indirect", "deny", "r", 0.9)
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.add(Reading(report, "rules 1", (found,)))
...     [(row.source.words.text, row.act) for row in record.statements(StatementQuery(by="tasel")).rows]
[('Mira Tasel', 'deny')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine

from onrecord.model import (
    Article,
    Problem,
    Reading,
    Who,
)
from onrecord.record.derivation import Derivation
from onrecord.record.derive import DERIVATIONS
from onrecord.record.identity import office_table
from onrecord.record.identity.clusters import Verdict
from onrecord.record.queries import who as who_is
from onrecord.record.queries.verbs import Queries
from onrecord.record.snapshot import Snapshot
from onrecord.record.store.opening import open_file
from onrecord.record.writing.writer import Writer


class Record(Queries):
    """A record in one file. Open it with `Record.open(path)`, as a context manager or with `close()`."""

    def __init__(self, engine: Engine, derivations: Sequence[Derivation] = DERIVATIONS) -> None:
        self._engine = engine
        self._writer = Writer(engine, derivations)

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = True,
        derivations: Sequence[Derivation] = DERIVATIONS,
    ) -> Record:
        """Open the record at `path`; with `create`, make it if it does not exist.

        `derivations` are settled after each addition or batch, in their order.

        Raises `RecordError` for a file that is not a record, is damaged or was written by a newer version; without
        `create`, also for one that does not exist or is empty.
        """
        return cls(open_file(Path(path), create=create), derivations)

    def files(self) -> frozenset[Path]:
        """The files of the record, including those that SQLite makes next to it while it is open."""
        path = str(Path(self._engine.url.database or "").resolve())
        return frozenset(Path(path + ending) for ending in ("", "-wal", "-shm", "-journal"))

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """The record itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    # -- adding

    def batch(self, *, every: int = 100, seconds: float = 0.2) -> AbstractContextManager[None]:
        """Commit additions together: after `every` of them, after `seconds`, and at the end, also after an error."""
        return self._writer.batch(every=every, seconds=seconds)

    def knows(self, report_id: str, extractor: str) -> bool:
        """True if the record has a reading of the report by `extractor`."""
        return self._writer.knows(report_id, extractor)

    def add(self, reading: Reading) -> None:
        """Add a reading, completely or not at all; one that the record has already stays unchanged."""
        self._writer.add_reading(reading)

    def add_sighting(self, report_id: str, article: Article) -> None:
        """Add a receipt of a report's text from `article.uri`. Raises `NotInRecord`."""
        self._writer.add_sighting(report_id, article)

    def add_problem(self, problem: Problem) -> None:
        """Add a problem: input that was not read, and why. The same problem is added once."""
        self._writer.add_problem(problem)

    def settle(self) -> None:
        """Settle all pending keys of derivations, also those that a killed run left."""
        self._writer.settle()

    # -- queries

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._writer.read_connection() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """All queries in one read transaction, which does not see what others write meanwhile."""
        with self._transaction() as connection:
            yield Snapshot(connection)

    def who(self, typed: str) -> Who:
        """The identity of an entity as `Queries.who` returns it, after all pending keys are settled."""
        self.settle()
        return super().who(typed)

    # -- what users decide

    def judge(
        self, verdict: Verdict, one: str, other: str, *, by: str, why: str | None = None
    ) -> tuple[Who, Who]:
        """Store the judgement of user `by` that two names are the `same` entity or `different` ones.

        Returns the identity of both as it is then. If two judgements contradict, the newest applies. Raises
        `NotInRecord` as `who` does, and `UsageError` if both are the same name.
        """
        self.settle()
        with self._writer.transaction() as connection:
            *judged, change = who_is.judge(connection, verdict, one, other, who=by, why=why)
            self._writer.mark(connection, change)
        with self._transaction() as connection:
            first, second = (who_is.who_judged(connection, each) for each in judged)
            return first, second

    def import_offices(self, text: str, where: str) -> tuple[int, tuple[Problem, ...]]:
        """Store the office holders of a table (TSV). Returns the number of new ones, and a problem for each bad line.

        The names and reports that new lines concern are settled again; no report is read again.
        """
        held, problems = office_table.parse(text, where)
        with self._writer.transaction() as connection:
            new, change = office_table.add_holders(connection, held)
            self._writer.mark(connection, change)
        return new, problems

    def import_shipped_offices(self) -> tuple[int, tuple[Problem, ...]]:
        """Store the table of heads of state and government that comes with the package, as `import_offices` does."""
        return self.import_offices(*office_table.shipped())
