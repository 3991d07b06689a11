"""Exports contain the whole record, are streamed, and are complete or absent."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.views import valdria

from onrecord.errors import UsageError
from onrecord.model import StatementQuery
from onrecord.record.record import Record
from onrecord.views.as_json import (
    entity_json,
    report_json,
    statement_json,
    time_json,
)
from onrecord.views.export import FORMATS, ROW_GROUP, Statements, write, write_atomically
from onrecord.views.flat_tables import COLUMNS, arrow_schema

KINDS = ("statements", "reports", "entities", "times")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = valdria.fill(tmp_path_factory.mktemp("export") / "x.db")
    with Record.open(path, create=False) as opened:
        yield opened


def objects(record: Record, kind: str) -> list[dict[str, Any]]:
    return {
        "statements": lambda: list(map(statement_json, record.every_statement())),
        "reports": lambda: list(map(report_json, record.every_report())),
        "entities": lambda: list(map(entity_json, record.every_entity())),
        "times": lambda: list(map(time_json, record.every_time())),
    }[kind]()


def written(record: Record, kind: str, form: Any) -> bytes:
    out = io.BytesIO()
    rows = objects(record, kind)
    assert write(kind, form, iter(rows), out) == len(rows) > 0
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_json_lines_read_back(record: Record, kind: str) -> None:
    lines = written(record, kind, "jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == objects(record, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_parquet_reads_back_with_all_its_nesting(record: Record, kind: str) -> None:
    table = pq.read_table(io.BytesIO(written(record, kind, "parquet")))
    assert table.schema.names == list(objects(record, kind)[0])
    assert table.to_pylist() == objects(record, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_csv_has_its_documented_columns(record: Record, kind: str) -> None:
    rows = list(csv.DictReader(io.StringIO(written(record, kind, "csv").decode(), newline="")))
    assert list(rows[0]) == [column.name for column in COLUMNS[kind]]
    assert len(rows) == len(objects(record, kind))
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("kind", COLUMNS)
def test_column_names_are_unique_and_types_match(record: Record, kind: str) -> None:
    names = [column.name for column in COLUMNS[kind]]
    assert len(names) == len(set(names))
    if kind == "problems":
        return
    cell_type: dict[str, tuple[type, ...]] = {
        "text": (str,),
        "integer": (int,),
        "number": (float, int),
    }
    for column in COLUMNS[kind]:
        cells = [column.cell(row) for row in objects(record, kind)]
        assert all(cell is None or isinstance(cell, cell_type[column.cell_type]) for cell in cells)
        assert "" not in cells
        assert any(cell is not None for cell in cells), f"{column.name} is tested by nothing"


def test_flat_statement(record: Record) -> None:
    rows = list(
        csv.DictReader(io.StringIO(written(record, "statements", "csv").decode(), newline=""))
    )
    denied = next(row for row in rows if row["act"] == "deny")
    whole = next(row for row in objects(record, "statements") if row["act"] == "deny")
    assert denied["source_name"] == "Mira Tasel"
    assert denied["content_text"] == "that Ostmark had been warned the bridge would be closed"
    assert denied["content_spans"] == "{start}-{end}".format(**whole["content"][0])
    assert (denied["said"], denied["said_words"], denied["said_alternatives"]) == (
        "2026-03-02", "Monday", "2026-03-09",
    )  # fmt: skip
    assert (denied["published"], denied["confidence"], denied["within"]) == (
        "2026-03-05",
        "0.93",
        "",
    )
    carried = next(row for row in rows if row["rule"] == "direct/carried-on")
    assert carried["content_text"] == "“Nobody crossed. […] “And nobody will.”"
    assert carried["cue_text"] == ""


def test_flat_entity_and_report(record: Record) -> None:
    entities = csv.DictReader(io.StringIO(written(record, "entities", "csv").decode(), newline=""))
    tasel = next(row for row in entities if row["name"] == "Mira Tasel")
    assert tasel["offices"] == "defence minister of Valdria"
    assert (tasel["names"], tasel["mentions"], tasel["reports"]) == ("Mira Tasel; Tasel", "2", "1")
    reports = csv.DictReader(io.StringIO(written(record, "reports", "csv").decode(), newline=""))
    bridge = next(row for row in reports if row["outlet"] == "Kessen Daily")
    assert bridge["text"] == valdria.BRIDGE
    assert bridge["passages"].startswith("headline:0-39 byline:41-53 body:55-")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_is_safe_to_open_in_a_spreadsheet(start: str) -> None:
    out = io.BytesIO()
    row = {"where": f"{start}cmd|' /C calc'!A0", "message": "minus - inside", "met": "2026"}
    write("problems", "csv", [row], out)
    (read,) = csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))
    assert read == {**row, "where": f"'{row['where']}"}


def test_numbers_get_no_apostrophe(record: Record) -> None:
    for row in csv.DictReader(
        io.StringIO(written(record, "statements", "csv").decode(), newline="")
    ):
        float(row["confidence"])
        assert row["source_start"] == "" or int(row["source_start"]) >= 0


@pytest.mark.parametrize("form", FORMATS)
def test_writing_streams(record: Record, form: Any) -> None:
    """Bytes reach the file while rows are still being made."""
    row = objects(record, "statements")[0]
    out = io.BytesIO()
    sizes: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(3 * ROW_GROUP + 1):
            if number % ROW_GROUP == 0:
                sizes.append(out.getbuffer().nbytes)
            yield row

    assert write("statements", form, rows(), out) == 3 * ROW_GROUP + 1
    assert sizes[1] < sizes[2] < sizes[3] < out.getbuffer().nbytes or form == "parquet"
    assert sizes[2] < sizes[3]


@pytest.mark.parametrize("form", FORMATS)
def test_empty_export_is_a_valid_file(form: Any) -> None:
    out = io.BytesIO()
    assert write("times", form, [], out) == 0
    if form == "parquet":
        assert pq.read_table(io.BytesIO(out.getvalue())).num_rows == 0
    assert (len(out.getvalue()) == 0) == (form == "jsonl")


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, BrokenPipeError])
def test_an_error_keeps_the_existing_file(tmp_path: Path, error: type[BaseException]) -> None:
    place = tmp_path / "x.jsonl"
    place.write_text("before")
    with pytest.raises(error):
        write_half(place, error)
    assert place.read_text() == "before"
    assert list(tmp_path.iterdir()) == [place]


def write_half(place: Path, error: type[BaseException]) -> None:
    with write_atomically(place) as out:
        out.write(b"half")
        raise error


def test_a_new_file_is_complete_with_default_permissions(tmp_path: Path) -> None:
    place = tmp_path / "x.jsonl"
    with write_atomically(place) as out:
        out.write(b"new")
        assert not place.exists()
    assert place.read_bytes() == b"new"
    usual = tmp_path / "usual"
    usual.touch()
    assert place.stat().st_mode == usual.stat().st_mode


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("before")
    real.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    with write_atomically(link) as out:
        out.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_device_is_written_directly() -> None:
    with write_atomically(Path(os.devnull)) as out:
        out.write(b"gone")
    assert Path(os.devnull).is_char_device()


def test_statements_become_tables(record: Record) -> None:
    found = Statements(
        record.every_statement(StatementQuery(report=valdria.identify(valdria.BRIDGE)))
    )
    assert isinstance(found, tuple)
    assert len(found) == 5
    assert found[0].report == valdria.identify(valdria.BRIDGE)
    table = found.to_arrow()
    assert table.schema == arrow_schema("statements")
    assert table.to_pylist() == [statement_json(each) for each in found]
    frame = found.to_pandas()
    assert list(frame.columns) == [column.name for column in COLUMNS["statements"]]
    assert frame[frame.act == "deny"].source_name.tolist() == ["Mira Tasel"]
    assert str(frame.source_start.dtype) == "Int64"
    assert frame.source_start.isna().sum() == 1


def test_no_statements_are_an_empty_table_with_all_columns() -> None:
    assert Statements().to_arrow().schema == arrow_schema("statements")
    assert Statements().to_pandas().shape == (0, len(COLUMNS["statements"]))


def test_arrow_types_follow_the_schema() -> None:
    schema = arrow_schema("statements")
    words = pa.struct([("text", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
    assert schema.field("content").type == pa.list_(words)
    assert schema.field("confidence").type == pa.float64()
    assert schema.field("said").type.field("words").type == words


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pyarrow.*pip install 'onrecord\[tables\]'"):
        write("times", "parquet", [], io.BytesIO())
    with pytest.raises(UsageError, match="pyarrow"):
        Statements().to_arrow()
    with pytest.raises(UsageError, match="pandas"):
        Statements().to_pandas()
