"""Help, version, wrong usage, and the path of the record."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import (
    LISTINGS,
    ONRECORD,
    environment,
    run,
)

from onrecord.cli import main


@pytest.mark.slow
def test_help_imports_no_heavy_library() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", ONRECORD, "--help"],
        capture_output=True, text=True, check=True, env=environment(),
    )  # fmt: skip
    assert "Usage: onrecord" in done.stdout
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()
    }
    assert "click" in loaded
    assert not loaded & {
        "spacy", "numpy", "sqlalchemy", "alembic", "rich", "trafilatura", "lxml", "starlette",
        "uvicorn", "jinja2", "pyarrow", "pandas", "multiprocessing", "asyncio",
    }  # fmt: skip
    before = os.times().children_user
    for _ in range(3):
        subprocess.run([ONRECORD, "--help"], check=True, capture_output=True)
    assert (os.times().children_user - before) / 3 < 0.3


@pytest.mark.parametrize("command", [[], *([args[0]] for args in LISTINGS), ["read"]])
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--help"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"Usage: {' '.join(['onrecord', *command])}")
    assert shown.err == ""


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"onrecord \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["shout"], "No such command 'shout'"),
        (["statements", "--loud"], "No such option '--loud'"),
        (["statements", "--act", "shout"], "'shout' is not one of"),
        (["statements", "--form", "loud"], "'loud' is not one of"),
        (["statements", "--since", "2024-02-30"], "'2024-02-30' is not a date like"),
        (["statements", "--until", "Monday"], "'Monday' is not a date like"),
        (["statements", "--since", "2024-03", "--until", "2024-02"], "is after --until 2024-02-29"),
        (["statements", "--by", " "], "it is empty"),
        (["statements", "--limit", "-1"], "-1 is not in the range"),
        (["statements", "--limit", "all"], "'all' is not a valid integer"),
        (["statements", "--report", "abc"], "abc"),
        (["statements", "--report", "ffffffffff"], "ffffffffff"),
        (["search"], "Missing argument 'WORDS...'"),
        (["search", " "], "search for which words?"),
        (["read"], "Missing argument 'SOURCE...'"),
        (["read", "x", "--published", "soon"], "'soon' is not a date"),
        (["read", "x", "--field", "text"], "'text' is not of the form"),
        (["read", "x", "--field", "text=a", "--field", "text=b"], "'text' is given twice"),
        (["read", "x", "--workers", "0"], "0 is not in the range"),
        (["read", "x", "--pipeline", "no_such_pipeline"], "'no_such_pipeline' is not installed"),
        (["show", "ffffffff"], "ffffffff"),
        (["show", "\x1b[2J"], "\\x1b[2J"),
        (["explain", "ffffffff"], "ffffffff"),
        (["export", "verbs"], "'verbs' is not one of"),
        (["export", "times", "--format", "xlsx"], "'xlsx' is not one of"),
        (["export", "times", "-o", "/no/such/folder/x"], "No such file or directory"),
        (["serve", "--port", "99999"], "99999 is not in the range"),
        (["--record", "", "reports"], "a record needs a path"),
    ],
    ids=str,
)
def test_misuse_is_one_line_and_status_2(
    record_path: Path, args: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = args if "--record" in args else ["--record", str(record_path), *args]
    assert main(given) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("onrecord: ")
    assert says in shown.err
    assert shown.err.count("\n") == 1


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Usage: onrecord" in capsys.readouterr().err


@pytest.mark.parametrize("args", LISTINGS, ids=str)
def test_missing_record_is_an_error_and_not_created(tmp_path: Path, args: list[str]) -> None:
    ran = run(*args, cwd=tmp_path)
    assert ran == (2, "", "onrecord: no record at onrecord.db: onrecord read SOURCE creates one\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"not a database at all\n" * 200, b"SQLite format 3\0bad"])
def test_file_that_is_not_a_record_is_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    ran = run("--record", str(file), "reports")
    assert (ran.status, ran.out) == (2, "")
    assert re.fullmatch(r"onrecord: .+\n", ran.err)
    assert file.read_bytes() == content


def test_folder_is_not_a_record(tmp_path: Path) -> None:
    ran = run("--record", str(tmp_path), "reports")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.slow
def test_record_path_from_option_environment_or_default(record_path: Path) -> None:
    ways = [
        run("--record", str(record_path), "reports"),
        run("reports", "--record", str(record_path)),
        run("reports", ONRECORD_RECORD=str(record_path)),
        run("--record", str(record_path), "reports", ONRECORD_RECORD="/nowhere"),
    ]
    assert len(set(ways)) == 1
    assert ways[0].status == 0
    assert "Kessen Daily" in ways[0].out
