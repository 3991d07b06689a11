"""The output of listings, of one report or statement, and of exports, as text and as JSON."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from tests.cli.running import (
    ONRECORD,
    environment,
    run,
)
from tests.views import valdria

from onrecord.cli import main
from onrecord.model import StatementQuery
from onrecord.record.record import Record


def lines(capsys: pytest.CaptureFixture[str], *args: str) -> list[dict[str, object]]:
    assert main([*args, "--json"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return [json.loads(line) for line in shown.out.splitlines()]


@pytest.mark.parametrize(
    ("args", "rules"),
    [
        (["--by", "tasel"], ["indirect/that-clause", "direct/after"]),
        (["--to", "radio"], ["direct/after"]),
        (["--about", "pier next"], ["indirect/that-clause"]),
        (["--act", "accuse"], ["mixed/object"]),
        (["--form", "mixed"], ["mixed/object"]),
        (["--since", "2026-03-02", "--until", "2026-03-02"], ["indirect/that-clause"]),
        (["--since", "2026", "--act", "deny"], ["indirect/that-clause"]),
        (["--outlet", "kessen daily", "--act", "decline"], ["indirect/infinitive"]),
        (["--by", "nobody at all"], []),
    ],
    ids=str,
)
def test_filters(
    record_path: Path, args: list[str], rules: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = lines(capsys, "--record", str(record_path), "statements", *args)
    assert [row["rule"] for row in found] == rules


def test_report_by_id_prefix(record_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = valdria.identify(valdria.PIER)
    found = lines(capsys, "--record", str(record_path), "statements", "--report", report[:8])
    assert [row["report"] for row in found] == [report, report]


def test_search_with_filters(record_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, "--record", str(record_path), "search", "grain", "pier")
    assert [row["act"] for row in found] == ["warn"]
    assert lines(capsys, "--record", str(record_path), "search", "bridge", "--act", "accuse") == []


def test_reports_as_json_are_complete(
    record_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = lines(capsys, "--record", str(record_path), "reports")
    assert {row["text"] for row in found} == {valdria.BRIDGE, valdria.PIER, valdria.HOSTILE}
    (kessen,) = lines(capsys, "--record", str(record_path), "reports", "--outlet", "Kessen Daily")
    assert kessen["sightings"] == 1


def test_problems_are_listed(record_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--record", str(record_path), "problems"]) == 0
    assert "notes/photo.txt: binary, not text\n" in capsys.readouterr().out
    assert len(lines(capsys, "--record", str(record_path), "problems")) == 2


def test_empty_result_is_not_an_error(record_path: Path) -> None:
    ran = run("--record", str(record_path), "statements", "--by", "nobody at all")
    assert ran == (0, "", "onrecord: no statements\n")


def test_text_shows_fifty_rows_and_json_all(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = str(many)
    assert main(["--record", record, "statements"]) == 0
    first = capsys.readouterr()
    assert len(re.findall(r" · [0-9a-f]{12}\n", first.out)) == 50
    assert first.err == "onrecord: 50 of 620 statements shown; --limit 0 shows all\n"
    assert main(["--record", record, "statements", "--limit", "0"]) == 0
    every = capsys.readouterr()
    assert len(re.findall(r" · [0-9a-f]{12}\n", every.out)) == 620
    assert every.err == ""
    assert len({row["id"] for row in lines(capsys, "--record", record, "statements")}) == 620
    assert len(lines(capsys, "--record", record, "statements", "--limit", "7")) == 7
    assert len(lines(capsys, "--record", record, "search", "bridge")) >= 600
    assert len(lines(capsys, "--record", record, "reports")) == 124


def test_show_a_report(record_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = valdria.identify(valdria.BRIDGE)
    assert main(["--record", str(record_path), "show", report[:10]]) == 0
    shown = capsys.readouterr().out
    assert "[1: that Ostmark had been warned [2: the bridge would be closed]]." in shown
    assert "[promo] Follow our channel" in shown
    (whole,) = lines(capsys, "--record", str(record_path), "show", report)
    assert (whole["id"], whole["text"]) == (report, valdria.BRIDGE)


def test_explain_a_statement(record_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Record.open(record_path, create=False) as record:
        denied = next(iter(record.every_statement(StatementQuery(act="deny"))))
        silent = next(iter(record.every_statement(StatementQuery(act="decline"))))
    assert main(["--record", str(record_path), "explain", denied.id[:10]]) == 0
    shown = capsys.readouterr().out
    assert "found      by the rule indirect/that-clause alone\n" in shown
    assert "by name, “Mira Tasel”" in shown
    (row,) = lines(capsys, "--record", str(record_path), "explain", denied.id)
    assert (row["id"], row["extractor"]) == (denied.id, "by-hand 1")
    speaker = row["speaker"]
    assert isinstance(speaker, dict)
    assert [mention["text"] for mention in speaker["mentions"]] == ["Mira Tasel"]
    (row,) = lines(capsys, "--record", str(record_path), "explain", silent.id)
    assert row["speaker"] is None


def test_summary(record_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--record", str(record_path), "summary", "--limit", "1"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("3 reports from 2 outlets\n")
    assert shown.count("\n\n") == 1
    (row,) = lines(capsys, "--record", str(record_path), "summary")
    assert (row["reports"], row["statements"]) == (3, 8)
    telling = row["telling"]
    assert isinstance(telling, list)
    assert telling[0]["act"] == "deny"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "form"),
    [("statements", "csv"), ("reports", "jsonl"), ("entities", "parquet"), ("times", "csv")],
)
def test_export_to_file_and_pipe_is_equal(
    record_path: Path, tmp_path: Path, kind: str, form: str
) -> None:
    file = tmp_path / "out"
    ran = run("--record", str(record_path), "export", kind, "--format", form, "-o", str(file))
    assert (ran.status, ran.out) == (0, "")
    assert re.fullmatch(rf"onrecord: \d {kind} written to {re.escape(str(file))}\n", ran.err)
    piped = subprocess.run(
        [ONRECORD, "--record", str(record_path), "export", kind, "--format", form],
        capture_output=True, check=True, env=environment(),
    )  # fmt: skip
    assert piped.stdout == file.read_bytes()
    assert piped.stderr == b""
    assert list(tmp_path.iterdir()) == [file]


def test_export_never_overwrites_the_record(record_path: Path) -> None:
    before = record_path.read_bytes()
    ran = run("--record", str(record_path), "export", "reports", "-o", str(record_path))
    assert (ran.status, ran.out) == (2, "")
    assert "is the record itself" in ran.err
    assert record_path.read_bytes() == before
