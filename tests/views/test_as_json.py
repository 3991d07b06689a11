"""The JSON matches the record format: its fields and no others, correct spans, one safe line each."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource
from tests.views import valdria

from onrecord.record.record import Record
from onrecord.views.as_json import (
    KINDS,
    entity_json,
    json_line,
    problem_json,
    report_json,
    report_row_json,
    schema,
    statement_json,
    time_json,
)

# The fields of the published format. They keep their names and meaning; new ones may join them.
FORMAT = {
    "report": "id uri outlet headline byline language captured published text passages problems",
    "dated": "edtf earliest latest precision words why alternatives",
    "statement": "id report uri source cue content form act addressee channel question said within "
    "rule confidence",
    "entity": "id kind name names offices mentions",
    "time": "report uri text start end dated timex3 rule confidence",
    "problem": "where message",
}
NEW = {
    "report": {"statements", "sightings"},
    "statement": {"outlet", "headline", "published", "manner"},
    "problem": {"met"},
}
INNER = {
    ("statement", "source"): "text start end entity name sourcing speaks_for withheld reason",
    ("statement", "cue"): "text start end lemma",
    ("statement", "content"): "text start end",
    ("statement", "addressee"): "text start end entity name",
    ("statement", "channel"): "text start end",
    ("statement", "question"): "text start end",
    ("report", "passages"): "kind start end",
    ("report", "problems"): "where message",
    ("dated", "words"): "text start end",
    ("entity", "mentions"): "report start end text how confidence",
    ("time", "timex3"): "type value",
}


def closed(shape: Any) -> Any:
    """The schema with every object closed, so that an undocumented field fails."""
    if isinstance(shape, list):
        return [closed(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    inner = {key: closed(each) for key, each in shape.items()}
    return {**inner, "additionalProperties": False} if "required" in shape else inner


def validator(kind: str) -> Draft202012Validator:
    resources = [(f"{each}.json", Resource.from_contents(closed(schema(each)))) for each in KINDS]
    return Draft202012Validator(closed(schema(kind)), registry=Registry().with_resources(resources))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = valdria.fill(tmp_path_factory.mktemp("as_json") / "x.db")
    with Record.open(path, create=False) as opened:
        yield opened


def objects(record: Record) -> dict[str, list[dict[str, Any]]]:
    return {
        "report": [report_json(each) for each in record.every_report()],
        "statement": [statement_json(each) for each in record.every_statement()],
        "entity": [entity_json(each) for each in record.every_entity()],
        "time": [time_json(each) for each in record.every_time()],
        "problem": [problem_json(each) for each in record.problems()],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_valid_and_cover_the_format(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))
    properties = set(schema(kind)["properties"])
    assert properties == set(FORMAT[kind].split()) | NEW.get(kind, set())
    assert properties == set(schema(kind)["required"])


def test_output_matches_the_schemas_exactly(record: Record) -> None:
    found = objects(record)
    assert {kind: len(rows) for kind, rows in found.items()} == {
        "report": 3, "statement": 8, "entity": 3, "time": 2, "problem": 2,
    }  # fmt: skip
    for kind, rows in found.items():
        for row in rows:
            validator(kind).validate(row)


@pytest.mark.parametrize(("where", "fields"), list(INNER.items()), ids=str)
def test_nested_fields_match_the_format(where: tuple[str, str], fields: str) -> None:
    shape = schema(where[0])["properties"][where[1]]
    shape = shape.get("items") or next(
        (each for each in shape.get("oneOf", ()) if "properties" in each), shape
    )
    assert set(shape["properties"]) == set(fields.split())


def test_every_field_has_a_value_somewhere(record: Record) -> None:
    """What is always null in the test record would be tested by nothing."""
    for kind, rows in objects(record).items():
        for field in schema(kind)["properties"]:
            assert any(row[field] not in (None, [], "") for row in rows), (kind, field)


def test_report_row_is_a_report_without_text(record: Record) -> None:
    row = record.reports().rows[0]
    whole = report_json(record.report(row.id))
    assert set(whole) - set(report_row_json(row)) == {"text", "passages", "problems"}
    assert report_row_json(row).items() <= whole.items()


def test_every_span_is_its_text(record: Record) -> None:
    found = objects(record)
    texts = {row["id"]: row["text"] for row in found["report"]}
    spans = [
        (row["report"], span)
        for row in (*found["statement"], *found["time"])
        for span in spans_in({key: value for key, value in row.items() if key != "published"})
    ]
    spans += [
        (mention["report"], mention) for row in found["entity"] for mention in row["mentions"]
    ]
    spans += [
        (office["report"], office["words"]) for row in found["entity"] for office in row["offices"]
    ]
    spans += [(row["id"], row["published"]["words"]) for row in found["report"] if row["published"]]
    assert len(spans) > 30
    for report, span in spans:
        assert texts[report][span["start"] : span["end"]] == span["text"]


def spans_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from spans_in(each)
    elif isinstance(value, dict):
        if {"text", "start", "end"} <= set(value):
            yield value
        for each in value.values():
            yield from spans_in(each)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "not hex"),
        ("id", None),
        ("act", "shout"),
        ("form", None),
        ("confidence", 1.2),
        ("content", []),
        ("outlet", ""),
        ("source.sourcing", "famous"),
        ("source.start", -1),
        ("source.name", ""),
        ("said.precision", "roughly"),
        ("said.edtf", None),
        ("said.earliest", "last week"),
    ],
)
def test_schema_rejects_invalid_values(record: Record, path: str, value: object) -> None:
    row = copy.deepcopy(
        next(each for each in objects(record)["statement"] if each["said"] and each["source"])
    )
    validator("statement").validate(row)
    *way, last = path.split(".")
    place = row
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(ValidationError):
        validator("statement").validate(row)


def test_hostile_text_is_escaped_on_one_line(record: Record) -> None:
    row = next(report_json(each) for each in record.every_report() if "owned" in each.text)
    line = json_line(row)
    assert json.loads(line) == row
    assert not any(mark in line for mark in "\x1b\x9b\x07\u202e\n")
    assert "橋は閉鎖された" in line  # readable, not escaped


@given(st.text())
def test_any_text_round_trips_on_one_line(text: str) -> None:
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    assert line.encode()
    assert line.isprintable() or not any(
        ord(mark) < 0xA0 and not mark.isprintable() for mark in line
    )


def test_a_lone_surrogate_can_be_written() -> None:
    assert json_line({"text": "\ud800"}).encode() == b'{"text": "\\ud800"}'
