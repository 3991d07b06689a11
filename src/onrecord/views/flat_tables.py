"""Convert the JSON objects of the record to flat rows for spreadsheets, or to an Arrow schema.

In: JSON objects (`views/as_json.py`). Out: rows of cells. The name of a nested field is joined with `_`
(`source.name` → `source_name`); a list becomes one cell. Arrow keeps the nesting; its schema is made from
the JSON Schema, so that the two always agree.

>>> row = {"where": "notes/a.txt", "message": "empty", "met": "2024-03-05T10:00:00Z"}
>>> [column.name for column in COLUMNS["problems"]], [column.cell(row) for column in COLUMNS["problems"]]
(['where', 'message', 'met'], ['notes/a.txt', 'empty', '2024-03-05T10:00:00Z'])
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from onrecord.views.as_json import Json, schema

Cell: TypeAlias = str | int | float | None
CellType: TypeAlias = Literal["text", "integer", "number"]

# Separates the content spans of one statement in one cell.
ELLIPSIS = " […] "
SCHEMAS = {
    "statements": "statement",
    "reports": "report",
    "entities": "entity",
    "times": "time",
    "problems": "problem",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type of its cells, the JSON field it comes from, and the function for a cell."""

    name: str
    cell_type: CellType
    origin: str
    cell: Callable[[Json], Cell]


def _column_at(path: str, cell_type: CellType = "text", name: str | None = None) -> Column:
    """A column with the unchanged value of the field at `path`."""
    keys = path.split(".")

    def cell(row: Json) -> Cell:
        found: Any = row
        for key in keys:
            found = None if found is None else found[key]
        return None if found is None else _scalar(found)

    return Column(name or "_".join(keys), cell_type, f"`{path}`", cell)


def _scalar(found: Any) -> Cell:
    return found if isinstance(found, int | float) else str(found)


def _computed(
    name: str, origin: str, cell: Callable[[Json], Cell], cell_type: CellType = "text"
) -> Column:
    return Column(name, cell_type, origin, cell)


def _join_cells(items: list[str], between: str = "; ") -> str | None:
    return between.join(items) or None


def _span(path: str, *more: str) -> tuple[Column, ...]:
    return (
        _column_at(f"{path}.text"),
        _column_at(f"{path}.start", "integer"),
        _column_at(f"{path}.end", "integer"),
        *(_column_at(f"{path}.{field}") for field in more),
    )


def _date(path: str) -> tuple[Column, ...]:
    """A date in seven columns; the first has the field's name and the EDTF value."""

    def alternatives(row: Json) -> Cell:
        return None if row[path] is None else _join_cells(row[path]["alternatives"], " ")

    return (
        _column_at(f"{path}.edtf", name=path),
        _column_at(f"{path}.earliest"),
        _column_at(f"{path}.latest"),
        _column_at(f"{path}.precision"),
        _column_at(f"{path}.words.text", name=f"{path}_words"),
        _column_at(f"{path}.why"),
        _computed(f"{path}_alternatives", f"`{path}.alternatives`, a space between", alternatives),
    )


def _content(row: Json) -> Cell:
    return _join_cells([words["text"] for words in row["content"]], ELLIPSIS)


def _content_spans(row: Json) -> Cell:
    return _join_cells([f"{words['start']}-{words['end']}" for words in row["content"]], " ")


def _passages(row: Json) -> Cell:
    return _join_cells([f"{p['kind']}:{p['start']}-{p['end']}" for p in row["passages"]], " ")


def _offices(row: Json) -> Cell:
    offices = [
        office["title"] + (f" of {office['of']}" if office["of"] else "")
        for office in row["offices"]
    ]
    return _join_cells(list(dict.fromkeys(offices)))


def _reports_of(row: Json) -> Cell:
    return len({mention["report"] for mention in row["mentions"]})


COLUMNS: dict[str, tuple[Column, ...]] = {
    "statements": (
        _column_at("id"),
        _column_at("report"),
        _column_at("uri"),
        _column_at("outlet"),
        _column_at("headline"),
        *_date("published"),
        *_span("source", "entity", "name", "sourcing"),
        *_span("source.speaks_for", "entity", "name"),
        *_span("source.withheld"),
        *_span("source.reason"),
        *_span("cue", "lemma"),
        _computed(
            "content_text", f"the texts of `content`, `{ELLIPSIS.strip()}` between", _content
        ),
        _computed(
            "content_spans", "`start-end` of each of `content`, a space between", _content_spans
        ),
        _column_at("form"),
        _column_at("act"),
        _column_at("manner"),
        *_span("addressee", "entity", "name"),
        *_span("channel"),
        *_span("question"),
        *_date("said"),
        _column_at("within"),
        _column_at("rule"),
        _column_at("confidence", "number"),
    ),
    "reports": (
        _column_at("id"),
        _column_at("uri"),
        _column_at("outlet"),
        _column_at("headline"),
        _computed("byline", "`byline`, `; ` between", lambda row: _join_cells(row["byline"])),
        _column_at("language"),
        _column_at("captured"),
        *_date("published"),
        _column_at("statements", "integer"),
        _column_at("sightings", "integer"),
        _column_at("text"),
        _computed("passages", "`kind:start-end` of each of `passages`, a space between", _passages),
        _computed(
            "problems",
            "the messages of `problems`, `; ` between",
            lambda row: _join_cells([problem["message"] for problem in row["problems"]]),
        ),
    ),
    "entities": (
        _column_at("id"),
        _column_at("kind"),
        _column_at("name"),
        _computed("names", "`names`, `; ` between", lambda row: _join_cells(row["names"])),
        _computed("offices", "`title of …` of each of `offices`, `; ` between", _offices),
        _computed("mentions", "how many `mentions`", lambda row: len(row["mentions"]), "integer"),
        _computed("reports", "in how many reports", _reports_of, "integer"),
    ),
    "times": (
        _column_at("report"),
        _column_at("uri"),
        _column_at("text"),
        _column_at("start", "integer"),
        _column_at("end", "integer"),
        *_date("dated"),
        _column_at("timex3.type"),
        _column_at("timex3.value"),
        _column_at("rule"),
        _column_at("confidence", "number"),
    ),
    "problems": (_column_at("where"), _column_at("message"), _column_at("met")),
}


def flat(kind: str, row: Json) -> list[Cell]:
    """The cells of one JSON object of `kind` (a key of `COLUMNS`), in column order."""
    return [column.cell(row) for column in COLUMNS[kind]]


def arrow_schema(kind: str) -> Any:
    """The Arrow schema of `kind`, nested like its JSON, made from its JSON Schema."""
    import pyarrow as pa

    fields = schema(SCHEMAS[kind])["properties"]
    return pa.schema([pa.field(name, _arrow_type(shape)) for name, shape in fields.items()])


def _arrow_type(shape: Json) -> Any:
    import pyarrow as pa

    if "$ref" in shape:
        return _arrow_type(schema(shape["$ref"].removesuffix(".json")))
    if "oneOf" in shape:
        return _arrow_type(next(each for each in shape["oneOf"] if each.get("type") != "null"))
    if "properties" in shape:
        inner = shape["properties"].items()
        return pa.struct([pa.field(name, _arrow_type(each)) for name, each in inner])
    if "items" in shape:
        return pa.list_(_arrow_type(shape["items"]))
    plain = {"integer": pa.int64(), "number": pa.float64()}
    return plain.get(str(shape.get("type")), pa.string())
