"""The record as tables: the same objects as JSON, laid flat in columns for spreadsheets, or as Arrow.

In come JSON objects (`views/as_json.py`), out come rows of cells. A field within a field is joined
with `_` (`source.name` → `source_name`); where a list has to fit one cell its items are joined. Arrow
keeps the nesting; its schema is made from the JSON Schema, so the two cannot drift apart.

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
Holds: TypeAlias = Literal["text", "integer", "number"]

# What separates two content spans of one statement in one cell: the words between are left out.
GAP = " […] "
SCHEMAS = {
    "statements": "statement",
    "reports": "report",
    "entities": "entity",
    "times": "time",
    "problems": "problem",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what its cells hold, where it comes from, and how to get a cell."""

    name: str
    holds: Holds
    what: str
    cell: Callable[[Json], Cell]


def _plain(path: str, holds: Holds = "text", name: str | None = None) -> Column:
    """The field at `path`, as it is."""
    keys = path.split(".")

    def cell(row: Json) -> Cell:
        found: Any = row
        for key in keys:
            found = None if found is None else found[key]
        return None if found is None else _scalar(found)

    return Column(name or "_".join(keys), holds, f"`{path}`", cell)


def _scalar(found: Any) -> Cell:
    return found if isinstance(found, int | float) else str(found)


def _made(name: str, what: str, cell: Callable[[Json], Cell], holds: Holds = "text") -> Column:
    return Column(name, holds, what, cell)


def _joined(items: list[str], between: str = "; ") -> str | None:
    return between.join(items) or None


def _span(path: str, *more: str) -> tuple[Column, ...]:
    return (
        _plain(f"{path}.text"),
        _plain(f"{path}.start", "integer"),
        _plain(f"{path}.end", "integer"),
        *(_plain(f"{path}.{field}") for field in more),
    )


def _date(path: str) -> tuple[Column, ...]:
    """A date in six columns; the first, named like the field, holds the EDTF value."""

    def alternatives(row: Json) -> Cell:
        return None if row[path] is None else _joined(row[path]["alternatives"], " ")

    return (
        _plain(f"{path}.edtf", name=path),
        _plain(f"{path}.earliest"),
        _plain(f"{path}.latest"),
        _plain(f"{path}.precision"),
        _plain(f"{path}.words.text", name=f"{path}_words"),
        _plain(f"{path}.why"),
        _made(f"{path}_alternatives", f"`{path}.alternatives`, a space between", alternatives),
    )


def _content(row: Json) -> Cell:
    return _joined([words["text"] for words in row["content"]], GAP)


def _content_spans(row: Json) -> Cell:
    return _joined([f"{words['start']}-{words['end']}" for words in row["content"]], " ")


def _passages(row: Json) -> Cell:
    return _joined([f"{p['kind']}:{p['start']}-{p['end']}" for p in row["passages"]], " ")


def _offices(row: Json) -> Cell:
    offices = [
        office["title"] + (f" of {office['of']}" if office["of"] else "")
        for office in row["offices"]
    ]
    return _joined(list(dict.fromkeys(offices)))


def _reports_of(row: Json) -> Cell:
    return len({mention["report"] for mention in row["mentions"]})


COLUMNS: dict[str, tuple[Column, ...]] = {
    "statements": (
        _plain("id"),
        _plain("report"),
        _plain("uri"),
        _plain("outlet"),
        _plain("headline"),
        *_date("published"),
        *_span("source", "entity", "name", "sourcing"),
        *_span("source.speaks_for", "entity", "name"),
        *_span("source.withheld"),
        *_span("source.reason"),
        *_span("cue", "lemma"),
        _made("content_text", f"the texts of `content`, `{GAP.strip()}` between", _content),
        _made("content_spans", "`start-end` of each of `content`, a space between", _content_spans),
        _plain("form"),
        _plain("act"),
        _plain("manner"),
        *_span("addressee", "entity", "name"),
        *_span("channel"),
        *_span("question"),
        *_date("said"),
        _plain("within"),
        _plain("rule"),
        _plain("confidence", "number"),
    ),
    "reports": (
        _plain("id"),
        _plain("uri"),
        _plain("outlet"),
        _plain("headline"),
        _made("byline", "`byline`, `; ` between", lambda row: _joined(row["byline"])),
        _plain("language"),
        _plain("captured"),
        *_date("published"),
        _plain("statements", "integer"),
        _plain("sightings", "integer"),
        _plain("text"),
        _made("passages", "`kind:start-end` of each of `passages`, a space between", _passages),
        _made(
            "problems",
            "the messages of `problems`, `; ` between",
            lambda row: _joined([problem["message"] for problem in row["problems"]]),
        ),
    ),
    "entities": (
        _plain("id"),
        _plain("kind"),
        _plain("name"),
        _made("names", "`names`, `; ` between", lambda row: _joined(row["names"])),
        _made("offices", "`title of …` of each of `offices`, `; ` between", _offices),
        _made("mentions", "how many `mentions`", lambda row: len(row["mentions"]), "integer"),
        _made("reports", "in how many reports", _reports_of, "integer"),
    ),
    "times": (
        _plain("report"),
        _plain("uri"),
        _plain("text"),
        _plain("start", "integer"),
        _plain("end", "integer"),
        *_date("dated"),
        _plain("timex3.type"),
        _plain("timex3.value"),
        _plain("rule"),
        _plain("confidence", "number"),
    ),
    "problems": (_plain("where"), _plain("message"), _plain("met")),
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
