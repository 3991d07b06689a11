"""Statements in pages: newest report first, reports of unknown date last, then in text order.

In: a connection, a query, and the cursor of the page. Out: a `Page`, with the total number of matches. A cursor is the
place of the last row of a page, so that no row is repeated or skipped when reports are added in between; the cursor of
a search, which is in order of rank, counts rows.

>>> cursor_for(b"place").startswith("p")
True
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, false, func, select, true, union_all

from onrecord.errors import NotInRecord, UsageError
from onrecord.model import Act, Page, Statement, StatementQuery
from onrecord.record.queries.assembly import statements_from
from onrecord.record.queries.filters import Filter, filter_for, resolve_id
from onrecord.record.queries.lookup import EntityName
from onrecord.record.store import dialect, tables

_S = tables.statements.c
_R = tables.readings.c
# Matches that are ranked; of more matches, those added last.
RANKED = 10_000
_SUPERSEDED = select(exists().where(_S.current == false()))
_EMPTY_PAGE: Page[Statement] = Page((), 0)


def page_of(
    connection: Connection,
    query: StatementQuery,
    limit: int,
    cursor: str | None,
    *,
    source: Sequence[EntityName] = (),
) -> Page[Statement]:
    """One page of the statements that match `query`, in the record's order; `source` has the names of their source.

    Raises `UsageError` for a limit below 1 or an invalid cursor, and the errors of `filter_for`.
    """
    after = place_of(cursor, limit)
    chosen = filter_for(connection, query, source=source)
    if chosen is None:
        return _EMPTY_PAGE
    rows = _rows_after(connection, chosen, after, limit + 1)
    following = cursor_for(rows[limit - 1].place) if len(rows) > limit else None
    total = len(rows) if after is None and following is None else _count(connection, chosen)
    return Page(statements_from(connection, rows[:limit]), total, following)


def pages_of(
    connection: Connection, query: StatementQuery, size: int
) -> Iterator[tuple[Statement, ...]]:
    """All statements that match `query`, in batches of `size`, in the record's order."""
    chosen = filter_for(connection, query)
    after: bytes | None = None
    while chosen is not None:
        rows = _rows_after(connection, chosen, after, size)
        if rows:
            yield statements_from(connection, rows)
            after = rows[-1].place
        if len(rows) < size:
            return


def best_matches(
    connection: Connection, typed: str, query: StatementQuery, limit: int, cursor: str | None
) -> Page[Statement]:
    """One page of the statements that contain all words typed and match `query`, best match first."""
    skip = _offset_of(cursor, limit)
    chosen = filter_for(connection, query, typed)
    if chosen is None:
        return _EMPTY_PAGE
    ranks = dialect.best_first().label("rank")
    newest = dialect.statement_words.c.rowid.desc()
    ranked = (
        _apply_filter(select(_S.row, _S.place, ranks), chosen)
        .order_by(newest)
        .limit(RANKED)
        .subquery()
    )
    best = select(ranked.c.row).order_by(ranked.c.rank, ranked.c.place)
    found = connection.scalars(best.limit(limit + 1).offset(skip)).all()
    by_row = {
        row.row: row
        for row in connection.execute(select(tables.statements).where(_S.row.in_(found[:limit])))
    }
    rows = [by_row[number] for number in found[:limit]]
    following = f"r{skip + limit}" if len(found) > limit else None
    return Page(statements_from(connection, rows), _count(connection, chosen), following)


def first_of_each_act(
    connection: Connection, acts: Collection[Act], limit: int
) -> dict[Act, tuple[Statement, ...]]:
    """The first `limit` statements of each act that have a source, in the record's order."""
    shown = (_S.current == true(), _S.manner == "speech", _S.source_start.is_not(None))
    places = [
        select(_S.row)
        .where(*shown, _S.act == act)
        .order_by(_S.place)
        .limit(limit)
        .subquery(f"of_{act}")
        for act in acts
    ]
    chosen = union_all(*(select(rows.c.row) for rows in places))
    asked = select(tables.statements).where(_S.row.in_(chosen)).order_by(_S.place)
    found: dict[Act, list[Statement]] = {act: [] for act in acts}
    for statement in statements_from(connection, connection.execute(asked).all()):
        found[statement.act].append(statement)
    return {act: tuple(rows) for act, rows in found.items()}


def statement_row(connection: Connection, given: str) -> Row[Any]:
    """The row of the statement with that id or unique beginning, from the current reading if it has the statement.

    Raises `NotInRecord`.
    """
    key = resolve_id(connection, _S.id, given, "statement", first=_S.current)
    newest = (
        select(tables.statements)
        .join(tables.readings, _R.id == _S.reading)
        .where(_S.id == key)
        .order_by(_R.generation.desc())
        .limit(1)
    )
    return connection.execute(newest).one()


def statements_of_reading(connection: Connection, reading: bytes) -> tuple[Statement, ...]:
    """All statements of one reading, in text order."""
    rows = connection.execute(
        select(tables.statements).where(_S.reading == reading).order_by(_S.place)
    ).all()
    return statements_from(connection, rows)


def reading_of(connection: Connection, report_id: str, extractor: str | None) -> Row[Any]:
    """The reading of a report by that extractor, or the current one. Raises `NotInRecord`."""
    report = resolve_id(connection, _R.report, report_id, "report")
    by = _R.current == true() if extractor is None else _R.extractor == extractor
    row = connection.execute(select(tables.readings).where(_R.report == report, by)).one_or_none()
    if row is None:
        raise NotInRecord(f"report {report.hex()} was not read by {extractor}")
    return row


def cursor_for(place: bytes) -> str:
    """The cursor of the page after `place`."""
    return "p" + base64.urlsafe_b64encode(place).decode().rstrip("=")


def place_of(cursor: str | None, limit: int) -> bytes | None:
    """The place that a cursor encodes. Raises `UsageError` for an invalid cursor or a limit below 1."""
    _check_limit(limit)
    if cursor is None:
        return None
    try:
        padded = cursor[1:] + "=" * (-(len(cursor) - 1) % 4)
        place = base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        place = b""
    if cursor[:1] != "p" or not place:
        raise UsageError(f"{cursor!r} is not a cursor of this listing")
    return place


def _offset_of(cursor: str | None, limit: int) -> int:
    _check_limit(limit)
    if cursor is None:
        return 0
    if cursor[:1] != "r" or not cursor[1:].isdecimal() or len(cursor) > 12:
        raise UsageError(f"{cursor!r} is not a cursor of this listing")
    return int(cursor[1:])


def _check_limit(limit: int) -> None:
    if limit < 1:
        raise UsageError(f"limit: {limit} is below 1")


def _rows_after(
    connection: Connection, chosen: Filter, after: bytes | None, count: int
) -> list[Row[Any]]:
    asked = _apply_filter(select(tables.statements), chosen)
    if after is not None:
        asked = asked.where(_S.place > after)
    return list(connection.execute(asked.order_by(_S.place).limit(count)))


def _count(connection: Connection, chosen: Filter) -> int:
    counted = _apply_filter(select(func.count()), chosen)
    if chosen.by_words_alone and not connection.scalar(_SUPERSEDED):
        # The word index alone has the number, in a third of the time.
        index = select(func.count()).select_from(dialect.statement_words)
        counted = index.where(dialect.matches(chosen.phrase))
    return connection.scalar(counted) or 0


def _apply_filter(asked: Select[Any], chosen: Filter) -> Select[Any]:
    """The query with the conditions of a filter, joined to the word index if the filter has words."""
    asked = asked.where(*chosen.conditions)
    if not chosen.phrase:
        return asked.select_from(tables.statements)
    index = dialect.statement_words
    together = dialect.WordsFirst(index, tables.statements, index.c.rowid == _S.row)
    return asked.select_from(together).where(dialect.matches(chosen.phrase))
