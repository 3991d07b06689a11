"""Closed pipes, narrow terminals, full disks, odd encodings."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.cli.running import (
    COLOUR,
    ONRECORD,
    environment,
    in_terminal,
    run,
)
from tests.views import valdria

# Each test starts the program in a process of its own.
pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "args",
    [
        ["statements", "--limit", "0"],
        ["statements", "--json"],
        ["reports", "--json"],
        ["export", "statements", "--format", "csv"],
        ["export", "statements"],
        ["export", "reports", "--format", "parquet"],
    ],
    ids=str,
)
def test_a_closed_pipe_is_silent(many: Path, args: list[str]) -> None:
    with subprocess.Popen(
        [ONRECORD, "--record", str(many), *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    "args", [["statements"], ["reports"], ["summary"], ["problems"], ["show", "REPORT"]], ids=str
)
def test_a_terminal_of_forty_columns(record_path: Path, args: list[str]) -> None:
    given = [valdria.identify(valdria.BRIDGE) if arg == "REPORT" else arg for arg in args]
    sent = in_terminal(["--record", str(record_path), *given], 40)
    plain = COLOUR.sub("", sent).replace("\r\n", "\n")
    assert "\x1b" not in plain
    assert sent.replace("\r\n", "\n") != plain  # coloured
    notes = [line for line in plain.splitlines() if line.startswith("onrecord: ")]  # never wrapped
    assert max(cell_len(line) for line in plain.splitlines() if line not in notes) <= 40
    whole = run("--record", str(record_path), *given)
    assert "".join(plain.split()) == "".join((whole.out + whole.err).split())


def test_no_color(record_path: Path) -> None:
    sent = in_terminal(["--record", str(record_path), "statements"], 80, NO_COLOR="1")
    codes = {code for found in COLOUR.findall(sent) for code in re.findall(r"\d+", found)}
    assert not codes & {str(number) for number in (*range(30, 50), *range(90, 108))}


def test_terminal_output_of_a_hostile_report_is_escaped(record_path: Path) -> None:
    for args in (
        ["statements"], ["statements", "--json"], ["reports"], ["reports", "--json"], ["summary"],
        ["show", valdria.identify(valdria.HOSTILE)], ["export", "statements", "--format", "csv"],
        ["export", "reports"],
    ):  # fmt: skip
        sent = COLOUR.sub("", in_terminal(["--record", str(record_path), *args], 80))
        assert "owned" in sent or args[0] in ("reports", "summary")
        assert not set(sent) & {"\x1b", "\x07", "\x9b", "\u202e"}, args
        if args[0] != "summary":
            assert "\\x1b" in sent or "\\u001b" in sent


def test_parquet_is_not_sent_to_a_terminal(record_path: Path) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [ONRECORD, "--record", str(record_path), "export", "times", "--format", "parquet"],
        stdout=follower, stderr=subprocess.PIPE, check=False, env=environment(),
    )  # fmt: skip
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert done.stderr == b"onrecord: Parquet is not text: name a file with -o FILE\n"


@pytest.mark.parametrize("args", [["statements"], ["statements", "--json"], ["export", "times"]])
def test_closed_output_is_not_an_error(record_path: Path, args: list[str]) -> None:
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", ONRECORD, "--record", str(record_path), *args],
        capture_output=True, check=False, env=environment(),
    )  # fmt: skip
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("args", [["statements"], ["statements", "--json"], ["export", "times"]])
def test_full_disk_is_one_line(record_path: Path, args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [ONRECORD, "--record", str(record_path), *args], stdout=full, stderr=subprocess.PIPE,
            check=False, env=environment(),
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, b"onrecord: No space left on device\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_any_terminal_encoding(record_path: Path, encoding: str) -> None:
    done = subprocess.run(
        [ONRECORD, "--record", str(record_path), "statements"], capture_output=True, check=True,
        env=environment(PYTHONIOENCODING=encoding),
    )  # fmt: skip
    assert b"denied [deny]" in done.stdout
    objects = subprocess.run(
        [ONRECORD, "--record", str(record_path), "statements", "--json"], capture_output=True, check=True,
        env=environment(PYTHONIOENCODING=encoding),
    )  # fmt: skip
    assert "“We told nobody,”" in objects.stdout.decode("utf-8")
