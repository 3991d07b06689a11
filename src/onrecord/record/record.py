"""The record's verbs: open, add, list, search, look up.

In: `Reading`s, sightings, problems; questions. Out: the record's frozen objects. One file, one writer
at a time, any number of readers, from any thread. Nothing added is overwritten: a reading by a newer
extractor takes the place of the one before in all listings, and the one before stays readable.

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
    """A record in one file. `Record.open(path)`; use it as a context manager, or `close()` it."""

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
        """Open the record at `path`; make it if `create` and it is not there.

        `derivations` are settled after each addition or batch, in their order.

        Raises `RecordError` for a file that is no record, is damaged or was written by a newer
        version, and with `create` off for one that is not there or is empty.
        """
        return cls(open_file(Path(path), create=create), derivations)

    def files(self) -> frozenset[Path]:
        """The record's own files, those beside it included that SQLite makes while it is open."""
        path = str(Path(self._engine.url.database or "").resolve())
        return frozenset(Path(path + ending) for ending in ("", "-wal", "-shm", "-journal"))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """The record itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    # -- adding

    def batch(self, *, every: int = 100, seconds: float = 0.2) -> AbstractContextManager[None]:
        """Commit additions together, every so many or so many seconds, and at the end, however it ends."""
        return self._writer.batch(every=every, seconds=seconds)

    def knows(self, report_id: str, extractor: str) -> bool:
        """Whether `extractor`'s reading of the report is in the record."""
        return self._writer.knows(report_id, extractor)

    def add(self, reading: Reading) -> None:
        """Keep a reading, all or nothing; one that is there already is left as it is."""
        self._writer.add_reading(reading)

    def add_sighting(self, report_id: str, article: Article) -> None:
        """Note that a report's text was met at `article.uri` too. Raises `NotInRecord`."""
        self._writer.add_sighting(report_id, article)

    def add_problem(self, problem: Problem) -> None:
        """Note what was not read and why, once."""
        self._writer.add_problem(problem)

    def settle(self) -> None:
        """Make all pending derived rows anew, those a killed run left too."""
        self._writer.settle()

    # -- asking

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        with self._writer.asking() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """All questions over one read transaction: what others write meanwhile does not show."""
        with self._asking() as connection:
            yield Snapshot(connection)

    def who(self, typed: str) -> Who:
        """Who that is, as `Queries.who` answers once all that is pending is settled."""
        self.settle()
        return super().who(typed)

    # -- deciding

    def judge(
        self, verdict: Verdict, one: str, other: str, *, by: str, why: str | None = None
    ) -> tuple[Who, Who]:
        """Keep that two are `same` or `different`, as `by` says; who they are from now on.

        The newest judgement holds where two contradict. Raises `NotInRecord` as `who` does, and
        `UsageError` where both are one name.
        """
        with self._writer.changing() as connection:
            *meant, change = who_is.judge(connection, verdict, one, other, who=by, why=why)
            self._writer.mark(connection, change)
        with self._asking() as connection:
            first, second = (who_is.who_judged(connection, each) for each in meant)
            return first, second

    def import_offices(self, text: str, where: str) -> tuple[int, tuple[Problem, ...]]:
        """Keep the office holders of a table (TSV); how many are new, and what is wrong with which lines.

        Names that a line may speak for are settled again.
        """
        held, problems = office_table.parse(text, where)
        with self._writer.changing() as connection:
            new, change = office_table.add_holders(connection, held)
            self._writer.mark(connection, change)
        return new, problems

    def import_shipped_offices(self) -> tuple[int, tuple[Problem, ...]]:
        """The same with the table of heads of state and government that comes with the package."""
        return self.import_offices(*office_table.shipped())
