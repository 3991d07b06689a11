"""Everything specific to SQLite: pragmas, transactions, inserts on conflict, the word index, error texts.

In: a path, tables, folded words. Out: an engine with configured connections, and expressions that other modules use
independently of the database. Another database needs another module like this one.

>>> matching(by=("mira", "tas"), about=("bridge",))
'({speaker} : "mira"* AND {speaker} : "tas"*) AND ({content question} : "bridge")'
>>> matching(to=("lume",), spoken=True)
'(({hearer} : "lume"*)) NOT {manner} : "attitude"'
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Join,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    literal_column,
)
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler

from onrecord.errors import RecordError

# Milliseconds a writer waits for another; batches commit well within it.
BUSY_MS = 30_000

# WAL with synchronous=NORMAL: what is committed outlives the process being killed at any moment (only
# a power cut may take the last commits, never the file's soundness). cache_size in KiB, mmap in bytes.
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -32768",
    "PRAGMA mmap_size = 1073741824",
    "PRAGMA temp_store = MEMORY",
)

# The index keeps no text of its own (content=''); it is fed folded text, whose words are runs of
# letters and digits. `manner` has a word for attitudes only, so that a phrase can exclude them.
# Frozen: a migration uses it.
WORD_INDEX_1 = """
CREATE VIRTUAL TABLE statements_fts USING fts5(
    speaker, hearer, content, question, headline, manner,
    content='', tokenize='unicode61 remove_diacritics 0'
)
"""

# bm25's weights by column: who said it and what was said before what frames it.
_WEIGHTS = "4.0, 1.0, 3.0, 2.0, 1.0"

_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)

statement_words = Table(
    "statements_fts",
    MetaData(),
    Column("rowid", Integer, primary_key=True),
    *(
        Column(name, Text)
        for name in ("speaker", "hearer", "content", "question", "headline", "manner")
    ),
)


def connect(path: Path) -> Engine:
    """An engine over the file; nothing is opened yet. Database errors come out as `RecordError`."""
    address = URL.create("sqlite", database=str(path.absolute()))
    engine = create_engine(
        address, connect_args={"timeout": BUSY_MS / 1000}, json_serializer=_JSON.encode
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _explain)
    return engine


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn a driver's error about the file into a `RecordError` of one line."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        raise RecordError(f"{path}: {_reason(error)}") from error


def writing(connection: Connection) -> Connection:
    """The connection, set to take the write lock when its transaction begins."""
    return connection.execution_options(onrecord_begin="BEGIN IMMEDIATE")


def use_wal(engine: Engine) -> None:
    """Set WAL mode, so that readers and the writer do not wait for each other; the file keeps it."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - a connection just made has a driver's behind it
        driver.execute("PRAGMA journal_mode = WAL")


def table_names(connection: Connection) -> set[str]:
    """The tables in the file."""
    return set(inspect(connection).get_table_names())


def insert_new(table: Table) -> Insert:
    """An insert that skips rows whose key is there already."""
    return insert(table).on_conflict_do_nothing()


def insert_or_fill(table: Table, column: str) -> Insert:
    """An insert that, for a key that is there already, sets `column` if it is empty."""
    adding = insert(table)
    keys = list(table.primary_key.columns)
    return adding.on_conflict_do_update(
        index_elements=keys,
        set_={column: adding.excluded[column]},
        where=table.c[column].is_(None),
    )


def matching(
    *,
    by: Iterable[str] = (),
    to: Iterable[str] = (),
    about: Iterable[str] = (),
    all_: Iterable[str] = (),
    spoken: bool = False,
) -> str:
    """The word index's query: names' words may be beginnings; the others are whole unless starred.

    `spoken` excludes attitudes, if there are words at all. The words come from `folding.words`: letters, digits, single
    spaces and a final star only.
    """
    asked = (("{speaker}", [f"{word.rstrip('*')}*" for word in by]),
             ("{hearer}", [f"{word.rstrip('*')}*" for word in to]),
             ("{content question}", about),
             ("{speaker content question headline}", all_))  # fmt: skip
    groups = (
        " AND ".join(f"{columns} : {_quoted(word)}" for word in words) for columns, words in asked
    )
    phrase = " AND ".join(f"({group})" for group in groups if group)
    return f'({phrase}) NOT {{manner}} : "attitude"' if phrase and spoken else phrase


def saying(phrases: Iterable[str]) -> str:
    """The word index's query for what was said with one of these phrases in it, words as `folding` has them.

    >>> saying(("it holds", "it broke"))
    '{content} : ("it holds" OR "it broke")'
    """
    return f"{{content}} : ({' OR '.join(map(_quoted, phrases))})"


def matches(phrase: str) -> ColumnElement[bool]:
    """The rows of the word index that match a phrase from `matching`."""
    return literal_column("statements_fts").op("MATCH", is_comparison=True)(phrase)


class WordsFirst(Join):
    """The word index joined to its statements, the index always searched first.

    Otherwise the planner may walk the statements and search the index for each, which is a thousand times slower.
    """

    inherit_cache = True


@compiles(WordsFirst, "sqlite")
def _words_first(join: WordsFirst, compiler: SQLCompiler, **how: Any) -> str:
    plain: str = compiler.visit_join(join, **how)  # type: ignore[no-untyped-call]
    return plain.replace(" JOIN ", " CROSS JOIN ", 1)


def best_first() -> ColumnElement[Any]:
    """The word index's own order."""
    return literal_column(f"bm25(statements_fts, {_WEIGHTS})")


def _quoted(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


def _prepare(driver: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    driver.isolation_level = (
        None  # BEGIN is ours to say, so that tables are made in transactions too
    )
    cursor = driver.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("onrecord_begin", "BEGIN"))


def _explain(context: ExceptionContext) -> None:
    """Raise an error of the file as a `RecordError` of one line."""
    where = context.engine.url.database if context.engine else "the record"
    error = context.original_exception
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, (sqlite3.ProgrammingError, sqlite3.IntegrityError)
    ):
        raise RecordError(f"{where}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    text = str(getattr(error, "orig", None) or error)
    if "not a database" in text:
        return "not a record (the file is not an SQLite database)"
    if "locked" in text or "busy" in text:
        return "busy: another process is writing to this record"
    if "malformed" in text:
        return "the record's file is damaged"
    return f"the record cannot be used: {text}"
