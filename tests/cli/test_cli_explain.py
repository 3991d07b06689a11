"""`onrecord explain` with a trace: a statement, a report, and a place where nothing is recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import COLOUR, in_terminal, run

from onrecord.cli import main

REPORT = """# outlet: Kessen Daily
# published: 2024-03-05

Gates of the Senn Dam closed

LUME, March 5 (Kessen) - Defence minister Mira Tasel said on Monday that the gates had been closed.

Nobody said that the bridge would follow. The river is 40 metres wide at the bridge.

Follow us on Chirrup for more on the dam!
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "gates.txt").write_text(REPORT, encoding="utf-8")
    record = str(folder / "x.db")
    assert main(["--record", record, "read", "--quiet", str(folder / "gates.txt")]) == 0
    return record


@pytest.fixture
def statement(path: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    assert main(["--record", path, "statements", "--by", "Tasel", "--json"]) == 0
    found: dict[str, str] = json.loads(capsys.readouterr().out)
    return found


def output(capsys: pytest.CaptureFixture[str], path: str, *args: str) -> str:
    assert main(["--record", path, "explain", *args]) == 0
    return capsys.readouterr().out


def test_trace_of_a_statement(
    path: str, statement: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = output(capsys, path, statement["id"], "--trace")
    assert "manner     speech (said)\n" in shown
    assert " about this statement\n" in shown
    last = shown.splitlines()[-1]
    assert " result kept: speech, indirect, state, confidence 0." in last
    assert "“that the gates had been closed” " in last
    assert "does not find" not in shown


def test_trace_as_json(
    path: str, statement: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    plain = json.loads(output(capsys, path, statement["id"], "--json"))
    traced = json.loads(output(capsys, path, statement["id"], "--trace", "--json"))
    assert traced["traced_with"] == traced["extractor"] == plain["extractor"]
    assert {key: traced[key] for key in plain} == plain
    assert [(step["step"], step["verdict"]) for step in traced["trace"]][-1] == ("result", "kept")
    whole = json.loads(output(capsys, path, statement["report"], "--trace", "--json"))
    assert whole["report"] == statement["report"]
    assert all(step in whole["trace"] for step in traced["trace"])


def test_a_place_with_a_statement(
    path: str, statement: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = output(capsys, path, statement["report"], "--at", "the gates had been")
    assert f"recorded: Mira Tasel (“Defence minister Mira Tasel”) said [state] · {statement['id'][:12]}" in shown  # fmt: skip
    by_statement = output(capsys, path, statement["id"], "--at", "the gates had been")
    assert by_statement == shown


@pytest.mark.parametrize(
    ("words", "passage"),
    [("Follow us", "in promo "), ("The river is 40 metres wide", "in body ")],
)
def test_a_place_where_nothing_is_recorded(
    path: str,
    statement: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    words: str,
    passage: str,
) -> None:
    shown = output(capsys, path, statement["report"], "--at", words)
    assert passage in shown
    assert "nothing was proposed there" in shown
    assert "recorded: " not in shown
    found = json.loads(output(capsys, path, statement["report"], "--at", words, "--json"))
    assert found["at"]["text"] == words
    assert found["passage"]["read"] is (passage == "in body ")
    assert (found["trace"], found["statements"]) == ([], [])


def test_a_report_without_a_place(path: str, statement: dict[str, str]) -> None:
    ran = run("--record", path, "explain", statement["report"])
    assert (ran.status, ran.out) == (2, "")
    assert "is a report: onrecord show" in ran.err


def test_unknown_ids_and_places(
    path: str, statement: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    def error(*args: str) -> str:
        assert main(["--record", path, "explain", *args]) == 2
        return capsys.readouterr().err

    assert "no statement" in error("ffffff", "--trace")
    missing = error(statement["report"], "--at", "no such words")
    assert missing == "onrecord: --at: the report does not contain 'no such words'\n"
    beyond = error(statement["report"], "--at", "99999")
    assert beyond.startswith("onrecord: --at 99999: the report has ")


@pytest.mark.slow
def test_a_narrow_terminal(path: str, statement: dict[str, str]) -> None:
    sent = in_terminal(["--record", path, "explain", statement["id"], "--trace"], 40)
    assert max(len(line.rstrip()) for line in COLOUR.sub("", sent).splitlines()) <= 40
    assert "result" in sent


def test_the_record_does_not_change(
    path: str, statement: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(path).read_bytes()
    output(capsys, path, statement["id"], "--trace")
    assert Path(path).read_bytes() == before
