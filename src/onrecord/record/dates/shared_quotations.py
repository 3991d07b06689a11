"""Quotations that two reports share: the same words by a speaker of the same name, found by the word index.

In: a connection and the keys of reports. Out: `Shared`, one for each quotation of these reports and each quotation of
another report that has a long stretch of words in common with it. Only current readings count, only direct and mixed
quotation, only sources that have a name. Reports are searched for together: the number of queries grows with batches
of quotations, not with reports.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         list(shared_quotations(connection, [bytes(16)]))
[]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, literal, select, true, union_all

from onrecord.lexicon.names import name_of
from onrecord.record.dates.common_words import Word, longest_common, phrases, words_in
from onrecord.record.dates.stored_dates import StoredDate
from onrecord.record.identity.likeness import likeness
from onrecord.record.store import dialect, tables
from onrecord.record.store.keys import chunks

_S = tables.statements.c
_R = tables.readings.c
_T = tables.texts.c
# Reports whose quotations are searched for together, phrases in one search of the word index, searches in one query,
# statements a search returns, and texts read at a time.
_REPORTS, _PHRASES, _SEARCHES, _FOUND, _TEXTS = 50, 50, 50, 200, 50


@dataclass(frozen=True, slots=True)
class ReportQuotation:
    """A quotation with a named speaker: its statement's row, its words, when it was said, its report's date.

    `text` is the report's text from the first word to the last, and `start` its place there.
    """

    row: int
    report: bytes
    speaker: bytes
    name: str
    said: StoredDate | None
    published: StoredDate | None
    start: int
    text: str
    words: tuple[Word, ...]

    def cut(self, start: int, end: int) -> str:
        """The report's text between two of its characters, within the quotation."""
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class Shared:
    """A stretch of words that the quotations of two reports have in common: its place in each."""

    one: ReportQuotation
    other: ReportQuotation
    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def words(self) -> str:
        """The stretch as the first report has it."""
        return self.one.cut(self.start, self.end)

    def reversed(self) -> Shared:
        """The same with the other report first."""
        return Shared(self.other, self.one, self.other_start, self.other_end, self.start, self.end)


def shared_quotations(connection: Connection, reports: Collection[bytes]) -> Iterator[Shared]:
    """Yield what other reports quote of these, by a speaker whose name may be the same."""
    for some in chunks(sorted(reports), _REPORTS):
        quotes = list(_read(connection, _quotations().where(_R.report.in_(some))))
        searches = [
            (quote, asked) for quote in quotes for asked in chunks(phrases(quote.words), _PHRASES)
        ]
        for together in chunks(searches, _SEARCHES):
            yield from _compare(connection, together)


def _compare(
    connection: Connection, searches: Sequence[tuple[ReportQuotation, list[str]]]
) -> Iterator[Shared]:
    """Yield what each search finds that shares a stretch with the quotation searched for, once a pair."""
    quotes = {quote.row: quote for quote, _ in searches}
    pairs = {(row.quote, row.found): None for row in connection.execute(_search(searches))}
    others = quotes | {
        other.row: other
        for some in chunks(sorted({found for _, found in pairs} - quotes.keys()))
        for other in _read(connection, _quotations().where(_S.row.in_(some)))
    }
    for row, found in pairs:
        one, other = quotes[row], others.get(found)
        if other is not None and other.report != one.report:
            shared = _compare_pair(one, other)
            if shared is not None:
                yield shared


def _search(searches: Sequence[tuple[ReportQuotation, list[str]]]) -> Select[Any]:
    """Statements that say one of a quotation's phrases, for each search; those added last where there are many."""
    index = dialect.statement_words
    parts = []
    for quote, asked in searches:
        rows = select(index.c.rowid).where(dialect.matches(dialect.saying(asked)))
        newest = rows.order_by(index.c.rowid.desc()).limit(_FOUND).subquery()
        parts.append(select(literal(quote.row).label("quote"), newest.c.rowid.label("found")))
    together = union_all(*parts).subquery()
    return select(together).order_by(together.c.quote, together.c.found)


def _quotations() -> Select[Any]:
    columns = (_S.row, _R.report, _S.source_entity, _S.source_name, _S.said, _S.content)
    return (
        select(*columns, _R.published, _R.text)
        .join(tables.readings, _R.id == _S.reading)
        .where(
            _S.current == true(),
            _S.form.in_(("direct", "mixed")),
            _S.source_entity.is_not(None),
            _S.manner == "speech",
        )
    )


def _read(connection: Connection, asked: Select[Any]) -> Iterator[ReportQuotation]:
    """The quotations that a query selects; only so many texts are in memory at a time."""
    rows = connection.execute(asked.order_by(_R.text, _S.row)).all()
    for ids in chunks(dict.fromkeys(row.text for row in rows), _TEXTS):
        texts = {
            row.id: row.text
            for row in connection.execute(select(_T.id, _T.text).where(_T.id.in_(ids)))
        }
        for row in rows:
            if row.text in texts:
                yield _quote(row, texts[row.text])


def _quote(row: Row[Any], text: str) -> ReportQuotation:
    words = words_in(text, row.content)
    start = min((word.start for word in words), default=0)
    end = max((word.end for word in words), default=0)
    return ReportQuotation(
        row.row, row.report, row.source_entity, row.source_name, row.said, row.published,
        start, text[start:end], words,
    )  # fmt: skip


def _compare_pair(one: ReportQuotation, other: ReportQuotation) -> Shared | None:
    """The stretch two quotations have in common, where their speakers may be one."""
    names = name_of("person", one.name), name_of("person", other.name)
    if one.speaker != other.speaker and not (
        likeness(*names) or (names[0].sounds and names[0].sounds == names[1].sounds)
    ):
        return None
    found = longest_common(one.words, other.words)
    if found is None:
        return None
    at, there, length = found
    ends = one.words[at], one.words[at + length - 1]
    others = other.words[there], other.words[there + length - 1]
    return Shared(one, other, ends[0].start, ends[1].end, others[0].start, others[1].end)
