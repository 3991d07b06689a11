"""Rows selected, deleted and inserted by lists of values of any length, so many in one statement.

In: a connection, a query or a table, values. Out: rows. Databases bound how many values one statement may have.

>>> from sqlalchemy import create_engine, select
>>> from onrecord.record.store.tables import metadata, texts
>>> engine = create_engine("sqlite://")
>>> with engine.connect() as connection:
...     metadata.create_all(connection)
...     insert_rows(connection, texts, [{"id": b"1", "text": "one"}, {"id": b"2", "text": "two"}])
...     [row.text for row in select_where(connection, select(texts), texts.c.id, {b"2", b"3"})]
['two']
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, delete, insert

from onrecord.record.store.keys import chunks


def select_where(
    connection: Connection, query: Select[Any], column: Any, values: Collection[Any]
) -> Iterator[Row[Any]]:
    """Yield the rows of a query where a column has one of these values."""
    for some in chunks(sorted(values)):
        yield from connection.execute(query.where(column.in_(some)))


def delete_rows(
    connection: Connection, table: Table, columns: Iterable[Any], values: Collection[Any]
) -> None:
    """Delete the rows where any of these columns has one of these values."""
    for some in chunks(sorted(values)):
        for column in columns:
            connection.execute(delete(table).where(column.in_(some)))


def insert_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert these rows, if there are any."""
    if rows:
        connection.execute(insert(table), rows)
