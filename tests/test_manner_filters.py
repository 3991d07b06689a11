"""The filters for attitudes and confidence, on the command line and from Python."""

from __future__ import annotations

import io
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import jsonschema
import pytest

import onrecord
from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.model import Reading, StatementQuery
from onrecord.opened import StatementFilters
from onrecord.record.record import Record
from onrecord.views.as_json import schema
from tests.views import valdria

BOTH = "attribution-en 1.0 + indirect/that-clause"


def fearful() -> Reading:
    """The pier report, its warning now a fear that tagger and rule found."""
    made = valdria.pier()
    accused, feared = made.attributions
    feared = replace(feared, act="believe", manner="attitude", rule=BOTH)
    return replace(made, attributions=(accused, feared))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manner") / "x.db"
    with Record.open(path) as record:
        for made in (valdria.bridge(), fearful()):
            record.add(made)
            record.add_sighting(made.report.id, valdria.article(made))
    return path


def rows(capsys: pytest.CaptureFixture[str], kept: Path, *args: str) -> list[dict[str, Any]]:
    assert main(["--record", str(kept), *args]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    "command",
    [["statements", "--json"], ["search", "ferro", "--json"], ["statements", "--report", valdria.identify(valdria.PIER)[:9], "--json"]],
    ids=str,
)  # fmt: skip
def test_attitudes_are_listed_with_the_option(
    kept: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert {row["manner"] for row in rows(capsys, kept, *command)} == {"speech"}
    wide = rows(capsys, kept, *command, "--attitudes")
    assert [row["rule"] for row in wide if row["manner"] == "attitude"] == [BOTH]


def test_min_confidence_filters(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, kept, "statements", "--min-confidence", "0.9", "--json")
    assert sorted(row["confidence"] for row in found) == [0.9, 0.93]
    assert rows(capsys, kept, "search", "karsk", "--min-confidence", "1", "--json") == []


@pytest.mark.parametrize("given", ["1.5", "-1", "95%", "nan"])
def test_invalid_confidence(kept: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    assert main(["--record", str(kept), "statements", f"--min-confidence={given}"]) == 2
    (error,) = capsys.readouterr().err.splitlines()
    assert f"{given!r} is not a number from 0 to 1" in error


def test_matching_attitudes_are_counted_if_nothing_else_matches(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--record", str(kept), "statements", "--act", "believe"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err.splitlines()) == (
        "",
        [
            "onrecord: no statements",
            "onrecord: but 1 attitude; --attitudes lists them",
        ],
    )
    assert main(["--record", str(kept), "statements", "--act", "believe", "--attitudes"]) == 0
    assert "[believe, attitude]" in capsys.readouterr().out


def test_show_marks_attitudes_with_the_option(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = valdria.identify(valdria.PIER)
    for more, count in (
        ([], 1),
        (["--attitudes"], 2),
        (["--attitudes", "--min-confidence", "0.9"], 1),
    ):
        assert main(["--record", str(kept), "show", report, *more]) == 0
        shown = capsys.readouterr().out
        assert f"\n{count} statement{'s' if count > 1 else ''}\n" in shown
        assert ("[believe, attitude]" in shown) == ("--attitudes" in more)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_export_contains_attitudes_with_the_option(kept: Path, tmp_path: Path, form: str) -> None:
    for more, expected in ([], ["speech"] * 6), (["--attitudes"], ["attitude", *["speech"] * 6]):
        file = tmp_path / f"out{len(more)}"
        args = ["export", "statements", "--format", form, "-o", str(file), *more]
        assert main(["--record", str(kept), *args]) == 0
        assert sorted(manners(file.read_bytes(), form)) == expected


def manners(written: bytes, form: str) -> list[str]:
    """The manner of each statement in an export."""
    if form == "parquet":
        import pyarrow.parquet as pq

        column: list[str] = pq.read_table(io.BytesIO(written))["manner"].to_pylist()
        return column
    if form == "csv":
        import pandas as pd

        return list(pd.read_csv(io.BytesIO(written))["manner"])
    return [json.loads(line)["manner"] for line in written.splitlines()]


@pytest.mark.parametrize("more", [["--attitudes"], ["--min-confidence", "0.5"]], ids=str)
def test_filters_of_statements_apply_only_to_statements(
    kept: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    assert main(["--record", str(kept), "export", "reports", *more]) == 2
    assert "are for statements, not reports" in capsys.readouterr().err


def test_explain_shows_manner_and_rule(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [feared] = rows(capsys, kept, "statements", "--attitudes", "--act", "believe", "--json")
    assert main(["--record", str(kept), "explain", feared["id"]]) == 0
    shown = capsys.readouterr().out
    assert "\nmanner     attitude (" in shown
    assert (
        "\nfound      by the learned tagger attribution-en 1.0 and by the rule indirect/that-clause\n"
        in shown
    )
    [whole] = rows(capsys, kept, "explain", feared["id"], "--json")
    assert whole["found_by"] == [
        {"kind": "tagger", "name": "attribution-en 1.0"},
        {"kind": "rule", "name": "indirect/that-clause"},
    ]


def test_the_schema_has_manner(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shape = schema("statement")["properties"]["manner"]
    for row in rows(capsys, kept, "statements", "--attitudes", "--json"):
        jsonschema.validate(row["manner"], shape)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate("thought", shape)


def test_the_summary_counts_match_the_listing(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [numbers] = rows(capsys, kept, "summary", "--json")
    listed = rows(capsys, kept, "statements", "--json")
    assert (numbers["statements"], numbers["attitudes"]) == (len(listed), 1)
    assert main(["--record", str(kept), "summary"]) == 0
    assert "\n1 attitude (statements --attitudes lists them)\n" in capsys.readouterr().out


def test_python_has_the_same_filters(kept: Path) -> None:
    with onrecord.open(kept, create=False) as record:
        assert len(record.statements()) == 6
        assert [row.manner for row in record.statements(attitudes=True, act="believe")] == [
            "attitude"
        ]
        assert len(record.statements(min_confidence=0.9)) == 2
        with pytest.raises(UsageError, match="min_confidence"):
            record.statements(min_confidence=95)
        with pytest.raises(UsageError, match="no such filter: manner"):
            record.statements(manner="speech")  # type: ignore[call-arg]


def test_the_keywords_are_the_fields_of_a_query() -> None:
    asked, query = get_type_hints(StatementFilters), get_type_hints(StatementQuery)
    assert asked == {field.name: query[field.name] for field in fields(StatementQuery)}
