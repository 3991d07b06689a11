"""Write the record to files: JSON Lines, CSV and Parquet, streamed.

In: an iterator of JSON objects and a place to write. Out: a complete file or none, as it is written under a
temporary name in the same folder and renamed at the end. JSON Lines and Parquet contain the exact text. In
CSV, an apostrophe precedes a text that a spreadsheet would take for a formula (one that begins with `=`,
`+`, `-`, `@`, a tab or a carriage return).

>>> import io
>>> from onrecord.views.as_json import problem_json
>>> from onrecord.model import StoredProblem
>>> out = io.BytesIO()
>>> rows = [problem_json(StoredProblem("a.txt", "=empty", "2024-03-05T10:00:00Z"))]
>>> write("problems", "csv", rows, out)
1
>>> out.getvalue().decode().splitlines()
['where,message,met', "a.txt,'=empty,2024-03-05T10:00:00Z"]
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias

from onrecord.errors import UsageError
from onrecord.model import Statement
from onrecord.views.as_json import Json, json_line, statement_json
from onrecord.views.flat_tables import COLUMNS, Cell, arrow_schema, flat

Format: TypeAlias = Literal["jsonl", "csv", "parquet"]

FORMATS: tuple[Format, ...] = ("jsonl", "csv", "parquet")
# Rows per Parquet row group: a few megabytes of statements, so that memory stays constant.
ROW_GROUP = 2_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Statements(tuple[Statement, ...]):
    """A tuple of statements that converts to a table.

    >>> len(Statements())
    0
    """

    __slots__ = ()

    def to_arrow(self) -> Any:
        """A `pyarrow.Table` nested like the JSON. Raises `UsageError` without pyarrow."""
        _require("pyarrow")
        import pyarrow as pa

        rows = [statement_json(statement) for statement in self]
        return pa.Table.from_pylist(rows, schema=arrow_schema("statements"))

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` with the columns of the CSV export. Raises `UsageError` without pandas."""
        _require("pandas")
        import pandas as pd

        columns = COLUMNS["statements"]
        rows = [flat("statements", statement_json(statement)) for statement in self]
        frame = pd.DataFrame.from_records(rows, columns=[column.name for column in columns])
        types = {"integer": "Int64", "number": "Float64", "text": "string"}
        return frame.astype({column.name: types[column.cell_type] for column in columns})


def write(kind: str, form: Format, rows: Iterable[Json], out: BinaryIO) -> int:
    """Write `rows` (JSON objects of `kind`) to `out` as `form`, in constant memory, and return their number.

    `kind` is a key of `flat_tables.COLUMNS`. Raises `UsageError` for Parquet without pyarrow.
    """
    if form == "parquet":
        return _write_parquet(kind, rows, out)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    try:
        return _write_csv(kind, rows, text) if form == "csv" else _write_jsonl(rows, text)
    finally:
        # Detach and do not close: the caller closes `out`. A closed pipe cannot be flushed.
        with suppress(BrokenPipeError):
            text.detach()


def _write_jsonl(rows: Iterable[Json], out: io.TextIOWrapper) -> int:
    count = 0
    for row in rows:
        out.write(json_line(row) + "\n")
        count += 1
    out.flush()
    return count


def _write_csv(kind: str, rows: Iterable[Json], out: io.TextIOWrapper) -> int:
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180; so a lone \r in a cell is quoted
    writer.writerow([column.name for column in COLUMNS[kind]])
    count = 0
    for row in rows:
        writer.writerow([_escape_formula(cell) for cell in flat(kind, row)])
        count += 1
    out.flush()
    return count


def _escape_formula(cell: Cell) -> Cell:
    """The cell, with an apostrophe before a text that a spreadsheet would compute."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _write_parquet(kind: str, rows: Iterable[Json], out: BinaryIO) -> int:
    _require("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(kind)
    left = iter(rows)
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(left, ROW_GROUP)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def _require(library: str) -> None:
    if find_spec(library) is None:
        raise UsageError(
            f"this needs {library}, which is not installed: pip install 'onrecord[tables]'"
        )


@contextmanager
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which appears at `path` only when it is complete.

    On any error, including an interrupt, a file already at `path` stays unchanged. A path that is not a
    regular file (`/dev/stdout`, a named pipe) is written directly. Raises `OSError`.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        with place.open("wb") as direct:
            yield direct
        return
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(_permissions(place))
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _permissions(place: Path) -> int:
    """The permissions of the existing file, else those of a new file."""
    if place.exists():
        return place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
