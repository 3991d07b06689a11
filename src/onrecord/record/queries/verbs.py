"""The queries of a record: statements, reports, entities, times, problems, counts.

`Queries` has a method for each; a subclass provides the transaction. `Record` makes each query in a transaction of its
own, a `Snapshot` makes all of them in one.

>>> [name for name in vars(Queries) if name.startswith("every_")]
['every_statement', 'every_report', 'every_entity', 'every_time']
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from onrecord.model import (
    Act,
    Article,
    Judgement,
    OfficeHolder,
    Page,
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
from onrecord.record.identity import judgements, office_table, terms_of_office
from onrecord.record.queries import articles, entities, listing, lookup, reports
from onrecord.record.queries import who as who_is
from onrecord.record.queries.assembly import statements_from
from onrecord.record.queries.who import LATEST

ALL = StatementQuery()
# Statements fetched at a time when all are listed.
BATCH = 1000
# Articles fetched at a time when many are read again.
ARTICLES = 50


class Queries(ABC):
    """The queries of a record. Results are frozen objects of `model/`."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Connection]:
        """A connection within a read transaction."""

    def statements(
        self, query: StatementQuery = ALL, *, limit: int = 50, cursor: str | None = None
    ) -> Page[Statement]:
        """A page of statements: newest report first, unknown dates last, then in text order.

        Without `query.attitudes` only speech is listed and counted, here and in `search` and `every_statement`. Raises
        `NotInRecord` if the report or source of the query is not in the record, and `UsageError` for an invalid date,
        limit or cursor.
        """
        with self._transaction() as connection:
            return listing.page_of(connection, query, limit, cursor)

    def search(
        self,
        words: str,
        query: StatementQuery = ALL,
        *,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[Statement]:
        """A page of statements with all these words in content, question, source or headline, best match first.

        A word that ends in a star matches all words that begin with it. Raises as `statements` does.
        """
        with self._transaction() as connection:
            return listing.best_matches(connection, words, query, limit, cursor)

    def every_statement(self, query: StatementQuery = ALL) -> Iterator[Statement]:
        """All statements that match, in the order of `statements`. Raises as it does."""
        with self._transaction() as connection:
            for some in listing.pages_of(connection, query, BATCH):
                yield from some

    def statements_by_act(
        self, acts: Collection[Act], limit: int
    ) -> Mapping[Act, tuple[Statement, ...]]:
        """For each of these acts, its first `limit` statements with a source, in the order of `statements`."""
        with self._transaction() as connection:
            return listing.first_of_each_act(connection, acts, limit)

    def statement(self, statement_id: str) -> Statement:
        """The statement with that id or unique beginning (6 digits or more), speech or attitude.

        Raises `NotInRecord`.
        """
        with self._transaction() as connection:
            row = listing.statement_row(connection, statement_id)
            return statements_from(connection, [row])[0]

    def extractor_of(self, statement_id: str) -> str:
        """The extractor of the reading from which `statement` returns this statement."""
        with self._transaction() as connection:
            row = listing.statement_row(connection, statement_id)
            return reports.extractor_of_reading(connection, row.reading)

    def report_statements(
        self, report_id: str, *, extractor: str | None = None
    ) -> tuple[Statement, ...]:
        """The statements of a report in text order, from its current reading or from that of `extractor`.

        Attitudes are included; `ReportRow.statements` counts speech only. Raises `NotInRecord`.
        """
        with self._transaction() as connection:
            reading = listing.reading_of(connection, report_id, extractor)
            return listing.statements_of_reading(connection, reading.id)

    def reports(
        self, *, outlet: str | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[ReportRow]:
        """A page of reports, newest first, unknown dates last. Raises `UsageError` as `statements`."""
        with self._transaction() as connection:
            return reports.reports_page(connection, outlet, limit, cursor)

    def every_report(self) -> Iterator[StoredReport]:
        """All reports, complete, in the order of `reports`."""
        with self._transaction() as connection:
            yield from reports.every_report(connection)

    def report(self, report_id: str, *, extractor: str | None = None) -> StoredReport:
        """A complete report by id or unique beginning, from its current reading or from that of `extractor`.

        Raises `NotInRecord`.
        """
        with self._transaction() as connection:
            return reports.stored_report(connection, report_id, extractor)

    def report_rows(self, report_ids: Collection[str]) -> Mapping[str, ReportRow]:
        """The listing rows of reports by their complete ids; ids that are not in the record are left out."""
        with self._transaction() as connection:
            return reports.rows_of(connection, report_ids)

    def article(self, report_id: str) -> Article:
        """A stored report as the article it was read from, to be read again. Raises `NotInRecord`."""
        with self._transaction() as connection:
            return articles.stored_article(connection, report_id)

    def articles(self, report_ids: Sequence[str]) -> Iterator[Article]:
        """The same for many reports, some fetched at a time. Raises `NotInRecord`."""
        for start in range(0, len(report_ids), ARTICLES):
            with self._transaction() as connection:
                ids = report_ids[start : start + ARTICLES]
                some = [articles.stored_article(connection, each) for each in ids]
            yield from some

    def outdated(self, version: str) -> tuple[tuple[str, str], ...]:
        """The reports whose current reading is of another version, each with its extractor, newest report first."""
        with self._transaction() as connection:
            return articles.outdated(connection, version)

    def count_outdated(self, version: str) -> int:
        """The number of reports whose current reading is of another version."""
        with self._transaction() as connection:
            return articles.count_outdated(connection, version)

    def readings(self, report_id: str) -> tuple[str, ...]:
        """The extractors that read a report, that of the current reading first. Raises `NotInRecord`."""
        with self._transaction() as connection:
            return reports.extractors_of(connection, report_id)

    def sightings(self, report_id: str) -> tuple[Sighting, ...]:
        """The receipts of a report's text, earliest first. Raises `NotInRecord`."""
        with self._transaction() as connection:
            return reports.sightings_of(connection, report_id)

    def entity(self, entity_id: str, *, newest: int | None = None) -> StoredEntity:
        """An entity over all reports, by id or unique beginning. Raises `NotInRecord`.

        With `newest`, its mentions and offices are those in that number of newest reports.
        """
        with self._transaction() as connection:
            return entities.entity(connection, entity_id, newest)

    def who(self, typed: str) -> Who:
        """The identity of an entity by id, unique beginning of one, or a name that only it has.

        Raises `NotInRecord`; if several entities have the name, the message lists them.
        """
        with self._transaction() as connection:
            return who_is.who(connection, typed)

    def who_of(self, entity_id: str, *, limit: int = LATEST, cursor: str | None = None) -> Who:
        """The identity of an entity by id or unique beginning of one, with `limit` of its statements from `cursor` on.

        Raises `NotInRecord`, and `UsageError` as `statements` does.
        """
        with self._transaction() as connection:
            entity = lookup.entity_id(connection, entity_id)
            return who_is.who_of(connection, entity, limit, cursor)

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements of users, in the order in which they were made."""
        with self._transaction() as connection:
            return judgements.judgements(connection)

    def holders_meant(self, statement: Statement) -> tuple[OfficeHolder, ...]:
        """The holders, on its date, of the office that an unnamed source has, according to imported tables."""
        with self._transaction() as connection:
            return terms_of_office.holders_meant(connection, statement)

    def holders(self) -> tuple[OfficeHolder, ...]:
        """All imported office holders."""
        with self._transaction() as connection:
            return office_table.holders(connection)

    def every_entity(self) -> Iterator[StoredEntity]:
        """All entities, by id."""
        with self._transaction() as connection:
            yield from entities.every_entity(connection)

    def every_time(self) -> Iterator[StoredTime]:
        """All time expressions, reports in the order of `reports`."""
        with self._transaction() as connection:
            yield from entities.every_time(connection)

    def problems(self) -> tuple[StoredProblem, ...]:
        """Input that was not read, or not completely, and why, in the order in which it occurred."""
        with self._transaction() as connection:
            return reports.problems(connection)

    def outlets(self) -> tuple[str, ...]:
        """The outlets of all reports, by name."""
        with self._transaction() as connection:
            return reports.outlets(connection)

    def summary(self) -> Summary:
        """Counts over the record, attitudes apart from speech."""
        with self._transaction() as connection:
            return reports.summary(connection)
