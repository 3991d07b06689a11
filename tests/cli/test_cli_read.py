"""`read` and `serve` as real processes, also interrupted."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from tests import invented
from tests.cli.running import (
    ONRECORD,
    environment,
    in_terminal,
    run,
)

# Each test starts the program in a process of its own, which opens the models.
pytestmark = pytest.mark.slow


def test_read_then_query(tmp_path: Path) -> None:
    record = str(tmp_path / "x.db")
    invented.folder(tmp_path / "in", 3)
    ran = run("--record", record, "read", str(tmp_path / "in"))
    assert ran.status == 0
    assert ran.err == ""
    assert re.fullmatch(r"3 reports read, \d+ statements found\n", ran.out)
    again = run("--record", record, "read", str(tmp_path / "in"))
    assert again == (0, "0 reports read, 0 statements found; 3 reports known before\n", "")
    assert "Mira Tasel" in run("--record", record, "statements").out


def test_read_quietly_from_standard_input(tmp_path: Path) -> None:
    record = str(tmp_path / "x.db")
    text = invented.text(1).encode()
    ran = run("--record", record, "read", "-", "--quiet", "--outlet", "Kessen", given=text)
    assert ran == (0, "", "")
    assert "Kessen" in run("--record", record, "reports").out


def test_json_lines_with_their_own_fields(tmp_path: Path) -> None:
    rows = [{"body": invented.text(number), "link": f"k/{number}"} for number in range(2)]
    file = tmp_path / "x.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    record = str(tmp_path / "x.db")
    ran = run("--record", record, "read", str(file), "--field", "text=body", "--field", "uri=link",
              "--published", "2026-03-05")  # fmt: skip
    assert (ran.status, ran.err) == (0, "")
    found = [
        json.loads(row) for row in run("--record", record, "reports", "--json").out.splitlines()
    ]
    assert sorted(row["uri"] for row in found) == ["k/0", "k/1"]
    assert {row["published"]["edtf"] for row in found} == {"2026-03-05"}


def test_unreadable_input_is_one_line_and_status_1(tmp_path: Path) -> None:
    record = str(tmp_path / "x.db")
    folder = invented.folder(tmp_path / "in", 1)
    (folder / "empty.txt").touch()
    ran = run("--record", record, "read", str(folder), str(tmp_path / "missing.txt"))
    assert ran.status == 1
    assert ran.out.startswith("1 report read, ")
    assert ran.out.endswith("; 2 problems\n")
    named = [line.split(": ")[1].rpartition("/")[2] for line in ran.err.splitlines()]
    assert sorted(named) == ["empty.txt", "missing.txt"]
    assert all(line.startswith("onrecord: ") for line in ran.err.splitlines())
    assert run("--record", record, "problems").out.count("\n") == 2


@pytest.mark.parametrize("columns", [40, 120])
def test_progress_bar_on_a_terminal(tmp_path: Path, columns: int) -> None:
    folder = invented.folder(tmp_path / "in", 3)
    args = ["--record", str(tmp_path / "x.db"), "read", str(folder)]
    sent = in_terminal(args, columns, err_only=True)
    assert "3 reports" in sent
    assert "100%" in sent
    assert in_terminal([*args, "--quiet"], columns, err_only=True) == ""


def test_ctrl_c_keeps_what_was_read(tmp_path: Path) -> None:
    record = tmp_path / "x.db"
    folder = invented.folder(tmp_path / "in", 400)
    process = subprocess.Popen(
        [ONRECORD, "--record", str(record), "read", str(folder), "--workers", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    until = time.monotonic() + 60
    while not read_so_far(record) and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err == (
        b"onrecord: stopped; what was read is kept, and the same command continues from there\n"
    )
    assert 0 < read_so_far(record) < 400


def read_so_far(path: Path) -> int:
    """The number of readings committed; asked in SQL, as opening a record takes longer than reading a report."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def test_serve_prints_its_address_and_stops_on_ctrl_c(record_path: Path) -> None:
    process = subprocess.Popen(
        [ONRECORD, "--record", str(record_path), "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found is not None, line
    with urllib.request.urlopen(found[0], timeout=30) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, b"", b"")
