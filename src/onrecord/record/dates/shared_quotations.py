"""Statements that are quoted, and the other reports that quote the same: by way of the word index.

In: a connection, reports. Out: `Quote`s, and for a quote those of other reports with a stretch in common by
a speaker of the same name. Only current readings count, only direct and mixed quotation, only sources that
have a name.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         list(quotes_of(connection, [bytes(16)]))
[]
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Row, Select, select, true

from onrecord.lexicon.names import name_of
from onrecord.record.dates.common_words import Word, common, phrases, words_in
from onrecord.record.dates.stored_dates import Kept
from onrecord.record.identity.likeness import likeness
from onrecord.record.store import dialect, tables
from onrecord.record.store.keys import chunks

_S = tables.statements.c
_R = tables.readings.c
_T = tables.texts.c
# Phrases asked for at a time, and statements looked at that have one of them.
_AT_ONCE, _LOOKED_AT = 50, 200


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with a named speaker: where it stands, its words, when it was made, its report's date."""

    report: bytes
    speaker: bytes
    name: str
    said: Kept | None
    published: Kept | None
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Two reports' quotations with a stretch in common: where it stands in each."""

    one: Quote
    other: Quote
    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def words(self) -> str:
        """The stretch as the first has it."""
        return self.one.text[self.start : self.end]


def quotes_of(connection: Connection, reports: Collection[bytes]) -> Iterator[Quote]:
    """The quotations of these reports."""
    text_of = _texts(connection)
    for some in chunks(sorted(reports)):
        rows = connection.execute(_asked().where(_R.report.in_(some)).order_by(_S.place)).all()
        yield from (_quote(row, text_of(row.text)) for row in rows)


def shared_with(connection: Connection, quote: Quote) -> Iterator[Shared]:
    """What other reports quote of it, by a speaker whose name may be the same."""
    seen: set[int] = set()
    text_of = _texts(connection)
    for some in chunks(phrases(quote.words), _AT_ONCE):
        for row in connection.execute(_quoting(some)):
            if row.row in seen or row.report == quote.report:
                continue
            seen.add(row.row)
            found = _shared(quote, _quote(row, text_of(row.text)))
            if found is not None:
                yield found


def _asked() -> Select[Any]:
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


def _quoting(some: Collection[str]) -> Select[Any]:
    """The statements with one of these phrases among what is said; those added last where there are many."""
    index = dialect.statement_words
    phrase = dialect.saying(some)
    rows = select(index.c.rowid).where(dialect.matches(phrase))
    newest = rows.order_by(index.c.rowid.desc()).limit(_LOOKED_AT)
    return _asked().where(_S.row.in_(newest)).order_by(_S.row)


def _texts(connection: Connection) -> Callable[[bytes], str]:
    """Looks up texts by id, and keeps the last: many quotations of one long report do not each bring its text."""
    return lru_cache(maxsize=1)(partial(_text, connection))


def _text(connection: Connection, text: bytes) -> str:
    found: str = connection.scalars(select(_T.text).where(_T.id == text)).one()
    return found


def _quote(row: Row[Any], text: str) -> Quote:
    return Quote(
        row.report, row.source_entity, row.source_name, row.said, row.published, text,
        words_in(text, row.content),
    )  # fmt: skip


def _shared(one: Quote, other: Quote) -> Shared | None:
    """The stretch two quotations have in common, where their speakers may be one."""
    names = name_of("person", one.name), name_of("person", other.name)
    if one.speaker != other.speaker and not (
        likeness(*names) or (names[0].sounds and names[0].sounds == names[1].sounds)
    ):
        return None
    found = common(one.words, other.words)
    if found is None:
        return None
    at, there, length = found
    ends = one.words[at], one.words[at + length - 1]
    others = other.words[there], other.words[there + length - 1]
    return Shared(one, other, ends[0].start, ends[1].end, others[0].start, others[1].end)
