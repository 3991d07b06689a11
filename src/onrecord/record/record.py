"""The record's verbs: open, add, list, search, look up.

In: `Reading`s, sightings, problems; questions. Out: the record's frozen objects. One file, one writer
at a time, any number of readers, from any thread. Nothing added is overwritten: a reading by a newer
extractor takes the place of the one before in all listings, and the one before stays readable.

>>> from datetime import UTC, datetime
>>> from tempfile import TemporaryDirectory
>>> from onrecord.model import Attribution, Report, Span
>>> report = Report("0a" * 16, "a.txt", "Mira Tasel denied it.", (), datetime(2024, 5, 3, tzinfo=UTC))
>>> found = Attribution(Span(0, 10), Span(11, 17), (Span(18, 20),), "indirect", "deny", "r", 0.9)
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.add(Reading(report, "rules 1", (found,)))
...     [(row.source.words.text, row.act) for row in record.statements(StatementQuery(by="tasel")).rows]
[('Mira Tasel', 'deny')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from onrecord.model import (
    Article,
    Judgement,
    OfficeHolder,
    Page,
    Problem,
    Reading,
    ReportRow,
    Sighting,
    Statement,
    StatementQuery,
    StoredEntity,
    StoredProblem,
    StoredReport,
    StoredTime,
    Summary,
    Who,
)
from onrecord.record import judgements
from onrecord.record.derivation import Derivation
from onrecord.record.derive import DERIVATIONS
from onrecord.record.identity import office_table, terms_of_office
from onrecord.record.identity.clusters import Verdict
from onrecord.record.queries import entities, listing, lookup, reports
from onrecord.record.queries import who as who_is
from onrecord.record.queries.assembly import statements_from
from onrecord.record.store.opening import open_file
from onrecord.record.writing.writer import Writer

ALL = StatementQuery()
# Statements fetched at a time when all are listed.
AT_ONCE = 1000


class Record:
    """A record in one file. `Record.open(path)`; use it as a context manager, or `close()` it."""

    def __init__(self, engine: Engine, derivations: Sequence[Derivation] = DERIVATIONS) -> None:
        self._engine = engine
        self._writer = Writer(engine, derivations)
        self._asking = self._writer.asking

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

    # -- statements

    def statements(
        self, query: StatementQuery = ALL, *, limit: int = 50, cursor: str | None = None
    ) -> Page[Statement]:
        """A page of statements: newest report first, unknown dates last, then as they stand in it.

        Without `query.attitudes` only what was said is listed and counted, here and in `search` and
        `every_statement`. Raises `NotInRecord` for a report or source asked for that is not there, and `UsageError` for
        dates, a limit or a cursor that are none.
        """
        with self._asking() as connection:
            return listing.page_of(connection, query, limit, cursor)

    def search(
        self,
        words: str,
        query: StatementQuery = ALL,
        *,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[Statement]:
        """A page of statements with all these words in content, question, source or headline, best first.

        A star at a word's end finds all words that begin so. Raises as `statements` does.
        """
        with self._asking() as connection:
            return listing.best_matches(connection, words, query, limit, cursor)

    def every_statement(self, query: StatementQuery = ALL) -> Iterator[Statement]:
        """All statements that match, in the order of `statements`. Raises as it does."""
        with self._asking() as connection:
            for some in listing.pages_of(connection, query, AT_ONCE):
                yield from some

    def statement(self, statement_id: str) -> Statement:
        """The statement with that id or unique beginning (6 digits or more), speech or attitude.

        Raises `NotInRecord`.
        """
        with self._asking() as connection:
            row = listing.statement_row(connection, statement_id)
            return statements_from(connection, [row])[0]

    def extractor_of(self, statement_id: str) -> str:
        """Who found the statement: the extractor of the reading `statement` shows it from."""
        with self._asking() as connection:
            row = listing.statement_row(connection, statement_id)
            return reports.extractor_of_reading(connection, row.reading)

    def report_statements(
        self, report_id: str, *, extractor: str | None = None
    ) -> tuple[Statement, ...]:
        """A report's statements in text order, of the current reading or of one by `extractor`.

        All of them, attitudes included; `ReportRow.statements` counts what was said alone. Raises `NotInRecord`.
        """
        with self._asking() as connection:
            reading = listing.reading_of(connection, report_id, extractor)
            return listing.statements_of_reading(connection, reading.id)

    # -- reports

    def reports(
        self, *, outlet: str | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[ReportRow]:
        """A page of reports, newest first, unknown dates last. Raises `UsageError` as `statements`."""
        with self._asking() as connection:
            return reports.reports_page(connection, outlet, limit, cursor)

    def every_report(self) -> Iterator[StoredReport]:
        """Every report whole, in the order of `reports`."""
        with self._asking() as connection:
            yield from reports.every_report(connection)

    def report(self, report_id: str, *, extractor: str | None = None) -> StoredReport:
        """A report whole, by id or unique beginning, as read now or by `extractor`. Raises `NotInRecord`."""
        with self._asking() as connection:
            return reports.stored_report(connection, report_id, extractor)

    def readings(self, report_id: str) -> tuple[str, ...]:
        """The extractors that read a report, the current reading's first. Raises `NotInRecord`."""
        with self._asking() as connection:
            return reports.extractors_of(connection, report_id)

    def sightings(self, report_id: str) -> tuple[Sighting, ...]:
        """Where and when a report's text was met, earliest first. Raises `NotInRecord`."""
        with self._asking() as connection:
            return reports.sightings_of(connection, report_id)

    # -- the rest

    def entity(self, entity_id: str, *, newest: int | None = None) -> StoredEntity:
        """An entity over all reports, by id or unique beginning. Raises `NotInRecord`.

        With `newest`, its mentions and offices are those of that many newest reports alone.
        """
        with self._asking() as connection:
            return entities.entity(connection, entity_id, newest)

    def who(self, typed: str) -> Who:
        """Who that is: an entity by id, unique beginning of one, or a name only it bears.

        Raises `NotInRecord`, with the candidates where there are several.
        """
        self.settle()
        with self._asking() as connection:
            return who_is.who(connection, typed)

    def who_of(self, entity_id: str) -> Who:
        """Who the entity is that has that id, or a unique beginning of it; nothing is settled before.

        Raises `NotInRecord`.
        """
        with self._asking() as connection:
            return who_is.who_of(connection, lookup.entity_id(connection, entity_id))

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
            first, second = (who_is.as_known(connection, each) for each in meant)
            return first, second

    def judgements(self) -> tuple[Judgement, ...]:
        """All that users said about who is who, in the order they said it."""
        with self._asking() as connection:
            return judgements.judgements(connection)

    def holders_meant(self, statement: Statement) -> tuple[OfficeHolder, ...]:
        """Whom imported tables name for the office by which a nameless source is called, on its day."""
        with self._asking() as connection:
            return terms_of_office.holders_meant(connection, statement)

    def holders(self) -> tuple[OfficeHolder, ...]:
        """Every office holder that was imported."""
        with self._asking() as connection:
            return office_table.holders(connection)

    def import_offices(self, text: str, where: str) -> tuple[int, tuple[Problem, ...]]:
        """Keep the office holders of a table (TSV); how many are new, and what is wrong with which lines.

        Names that a line may speak for are settled again.
        """
        held, problems = office_table.parse(text, where)
        with self._writer.changing() as connection:
            new, change = office_table.keep(connection, held)
            self._writer.mark(connection, change)
        return new, problems

    def import_shipped_offices(self) -> tuple[int, tuple[Problem, ...]]:
        """The same with the table of heads of state and government that comes with the package."""
        return self.import_offices(*office_table.shipped())

    def every_entity(self) -> Iterator[StoredEntity]:
        """All entities, by id."""
        with self._asking() as connection:
            yield from entities.every_entity(connection)

    def every_time(self) -> Iterator[StoredTime]:
        """All time expressions, reports in the order of `reports`."""
        with self._asking() as connection:
            yield from entities.every_time(connection)

    def problems(self) -> tuple[StoredProblem, ...]:
        """What was not read, or not whole, and why, in the order first met."""
        with self._asking() as connection:
            return reports.problems(connection)

    def outlets(self) -> tuple[str, ...]:
        """The outlets of the record's reports, by name."""
        with self._asking() as connection:
            return reports.outlets(connection)

    def summary(self) -> Summary:
        """The record in numbers; what was said, and attitudes apart."""
        with self._asking() as connection:
            return reports.summary(connection)
