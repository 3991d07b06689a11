"""The command line as it is used: real processes, real records, pipes and a terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from onrecord.cli import main
from onrecord.errors import RecordError
from onrecord.model import Reading, StatementQuery
from onrecord.record.record import Record
from tests import invented
from tests.views import valdria

ONRECORD = str(Path(sys.executable).with_name("onrecord"))
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LISTINGS = (
    ["statements"],
    ["search", "bridge"],
    ["reports"],
    ["problems"],
    ["summary"],
    ["show", "abcdef"],
    ["explain", "abcdef"],
    ["export", "statements"],
    ["serve"],
)


class Ran(NamedTuple):
    """What a process that ended said."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return valdria.fill(tmp_path_factory.mktemp("cli") / "x.db")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of 620 statements, more than one fetch brings."""
    path = tmp_path_factory.mktemp("cli") / "many.db"
    pattern = valdria.bridge()
    with Record.open(path) as record, record.batch():
        for number in range(124):
            text = f"{valdria.BRIDGE}{number}"
            report = replace_report(pattern, text, f"{number:03}.txt")
            record.add(report)
            record.add_sighting(report.report.id, valdria.article(report))
    return path


def replace_report(pattern: Reading, text: str, uri: str) -> Reading:
    return replace(
        pattern, report=replace(pattern.report, id=valdria.identify(text), text=text, uri=uri)
    )


def environment(**more: str) -> dict[str, str]:
    left_out = {"ONRECORD_RECORD", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING"}
    return {**{key: value for key, value in os.environ.items() if key not in left_out}, **more}


def run(*args: str, cwd: Path | None = None, given: bytes = b"", **env: str) -> Ran:
    done = subprocess.run(
        [ONRECORD, *args], input=given, capture_output=True, check=False, cwd=cwd,
        env=environment(**env), timeout=120,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_terminal(args: Sequence[str], columns: int, *, err_only: bool = False, **env: str) -> str:
    """What a terminal of that width is sent (on standard error alone, if so asked)."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [ONRECORD, *args], stdin=subprocess.DEVNULL, stderr=follower,
        stdout=subprocess.DEVNULL if err_only else follower,
        env=environment(TERM="xterm-256color", **env),
    )  # fmt: skip
    os.close(follower)
    sent = b""
    while True:
        try:
            some = os.read(leader, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not some:
            break
        sent += some
    os.close(leader)
    assert process.wait(60) == 0
    return sent.decode()


# -- help, version, misuse


def test_help_is_quick_and_imports_nothing_heavy() -> None:
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
    kept: Path, args: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = args if "--record" in args else ["--record", str(kept), *args]
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
def test_no_record_is_said_and_none_is_made(tmp_path: Path, args: list[str]) -> None:
    ran = run(*args, cwd=tmp_path)
    assert ran == (2, "", "onrecord: no record at onrecord.db: onrecord read SOURCE makes one\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"not a database at all\n" * 200, b"SQLite format 3\0bad"])
def test_what_is_no_record_is_said_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    ran = run("--record", str(file), "reports")
    assert (ran.status, ran.out) == (2, "")
    assert re.fullmatch(r"onrecord: .+\n", ran.err)
    assert file.read_bytes() == content


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    ran = run("--record", str(tmp_path), "reports")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


# -- where the record is


def test_record_by_option_before_or_after_by_environment_or_here(kept: Path) -> None:
    ways = [
        run("--record", str(kept), "reports"),
        run("reports", "--record", str(kept)),
        run("reports", ONRECORD_RECORD=str(kept)),
        run("--record", str(kept), "reports", ONRECORD_RECORD="/nowhere"),
    ]
    assert len(set(ways)) == 1
    assert ways[0].status == 0
    assert "Kessen Daily" in ways[0].out


# -- listings


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
def test_filters_narrow(
    kept: Path, args: list[str], rules: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = lines(capsys, "--record", str(kept), "statements", *args)
    assert [row["rule"] for row in found] == rules


def test_report_by_the_beginning_of_its_id(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = valdria.identify(valdria.PIER)
    found = lines(capsys, "--record", str(kept), "statements", "--report", report[:8])
    assert [row["report"] for row in found] == [report, report]


def test_search_finds_and_narrows(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, "--record", str(kept), "search", "grain", "pier")
    assert [row["act"] for row in found] == ["warn"]
    assert lines(capsys, "--record", str(kept), "search", "bridge", "--act", "accuse") == []


def test_reports_as_json_are_whole(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, "--record", str(kept), "reports")
    assert {row["text"] for row in found} == {valdria.BRIDGE, valdria.PIER, valdria.HOSTILE}
    (kessen,) = lines(capsys, "--record", str(kept), "reports", "--outlet", "Kessen Daily")
    assert kessen["sightings"] == 1


def test_problems_are_listed(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--record", str(kept), "problems"]) == 0
    assert "notes/photo.txt: binary, not text\n" in capsys.readouterr().out
    assert len(lines(capsys, "--record", str(kept), "problems")) == 2


def test_nothing_found_is_no_error(kept: Path) -> None:
    ran = run("--record", str(kept), "statements", "--by", "nobody at all")
    assert ran == (0, "", "onrecord: no statements\n")


def test_text_is_cut_at_fifty_and_says_so_and_json_never_is(many: Path) -> None:
    ran = run("--record", str(many), "statements")
    assert len(re.findall(r" · [0-9a-f]{12}\n", ran.out)) == 50
    assert ran.err == "onrecord: 50 of 620 statements shown; --limit 0 shows all\n"
    every = run("--record", str(many), "statements", "--limit", "0")
    assert len(re.findall(r" · [0-9a-f]{12}\n", every.out)) == 620
    assert every.err == ""
    objects = run("--record", str(many), "statements", "--json").out.splitlines()
    assert len({json.loads(line)["id"] for line in objects}) == 620
    assert (
        len(run("--record", str(many), "statements", "--json", "--limit", "7").out.splitlines())
        == 7
    )
    assert len(run("--record", str(many), "search", "bridge", "--json").out.splitlines()) >= 600
    assert len(run("--record", str(many), "reports", "--json").out.splitlines()) == 124


# -- one thing


def test_show_a_report(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = valdria.identify(valdria.BRIDGE)
    assert main(["--record", str(kept), "show", report[:10]]) == 0
    shown = capsys.readouterr().out
    assert "[1: that Ostmark had been warned [2: the bridge would be closed]]." in shown
    assert "[promo] Follow our channel" in shown
    (whole,) = lines(capsys, "--record", str(kept), "show", report)
    assert (whole["id"], whole["text"]) == (report, valdria.BRIDGE)


def test_explain_a_statement(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Record.open(kept, create=False) as record:
        denied = next(iter(record.every_statement(StatementQuery(act="deny"))))
        silent = next(iter(record.every_statement(StatementQuery(act="decline"))))
    assert main(["--record", str(kept), "explain", denied.id[:10]]) == 0
    shown = capsys.readouterr().out
    assert "found      by the rule indirect/that-clause\n" in shown
    assert "by name, “Mira Tasel”" in shown
    (row,) = lines(capsys, "--record", str(kept), "explain", denied.id)
    assert (row["id"], row["extractor"]) == (denied.id, "by-hand 1")
    speaker = row["speaker"]
    assert isinstance(speaker, dict)
    assert [mention["text"] for mention in speaker["mentions"]] == ["Mira Tasel"]
    (row,) = lines(capsys, "--record", str(kept), "explain", silent.id)
    assert row["speaker"] is None


def test_summary(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--record", str(kept), "summary", "--limit", "1"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("3 reports from 2 outlets\n")
    assert shown.count("\n\n") == 1
    (row,) = lines(capsys, "--record", str(kept), "summary")
    assert (row["reports"], row["statements"]) == (3, 8)
    telling = row["telling"]
    assert isinstance(telling, list)
    assert telling[0]["act"] == "deny"


# -- export


@pytest.mark.parametrize(
    ("kind", "form"),
    [("statements", "csv"), ("reports", "jsonl"), ("entities", "parquet"), ("times", "csv")],
)
def test_export_to_a_file_and_a_pipe_alike(
    kept: Path, tmp_path: Path, kind: str, form: str
) -> None:
    file = tmp_path / "out"
    ran = run("--record", str(kept), "export", kind, "--format", form, "-o", str(file))
    assert (ran.status, ran.out) == (0, "")
    assert re.fullmatch(rf"onrecord: \d {kind} written to {re.escape(str(file))}\n", ran.err)
    piped = subprocess.run(
        [ONRECORD, "--record", str(kept), "export", kind, "--format", form],
        capture_output=True, check=True, env=environment(),
    )  # fmt: skip
    assert piped.stdout == file.read_bytes()
    assert piped.stderr == b""
    assert list(tmp_path.iterdir()) == [file]


def test_export_never_takes_the_place_of_the_record(kept: Path) -> None:
    before = kept.read_bytes()
    ran = run("--record", str(kept), "export", "reports", "-o", str(kept))
    assert (ran.status, ran.out) == (2, "")
    assert "is the record itself" in ran.err
    assert kept.read_bytes() == before


# -- pipes and terminals


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
def test_a_terminal_of_forty_columns(kept: Path, args: list[str]) -> None:
    given = [valdria.identify(valdria.BRIDGE) if arg == "REPORT" else arg for arg in args]
    sent = in_terminal(["--record", str(kept), *given], 40)
    plain = COLOUR.sub("", sent).replace("\r\n", "\n")
    assert "\x1b" not in plain
    assert sent.replace("\r\n", "\n") != plain  # coloured
    assert max(cell_len(line) for line in plain.splitlines()) <= 40
    whole = run("--record", str(kept), *given).out
    assert "".join(plain.split()) == "".join(whole.split())


def test_no_color_is_honoured(kept: Path) -> None:
    sent = in_terminal(["--record", str(kept), "statements"], 80, NO_COLOR="1")
    codes = {code for found in COLOUR.findall(sent) for code in re.findall(r"\d+", found)}
    assert not codes & {str(number) for number in (*range(30, 50), *range(90, 108))}


def test_a_terminal_is_sent_nothing_a_report_says(kept: Path) -> None:
    for args in (
        ["statements"], ["statements", "--json"], ["reports"], ["reports", "--json"], ["summary"],
        ["show", valdria.identify(valdria.HOSTILE)], ["export", "statements", "--format", "csv"],
        ["export", "reports"],
    ):  # fmt: skip
        sent = COLOUR.sub("", in_terminal(["--record", str(kept), *args], 80))
        assert "owned" in sent or args[0] in ("reports", "summary")
        assert not set(sent) & {"\x1b", "\x07", "\x9b", "\u202e"}, args
        if args[0] != "summary":
            assert "\\x1b" in sent or "\\u001b" in sent


def test_parquet_is_not_sent_to_a_terminal(kept: Path) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [ONRECORD, "--record", str(kept), "export", "times", "--format", "parquet"],
        stdout=follower, stderr=subprocess.PIPE, check=False, env=environment(),
    )  # fmt: skip
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert done.stderr == b"onrecord: Parquet is not text: name a file with -o FILE\n"


@pytest.mark.parametrize("args", [["statements"], ["statements", "--json"], ["export", "times"]])
def test_nowhere_to_write_is_no_fault(kept: Path, args: list[str]) -> None:
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", ONRECORD, "--record", str(kept), *args],
        capture_output=True, check=False, env=environment(),
    )  # fmt: skip
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("args", [["statements"], ["statements", "--json"], ["export", "times"]])
def test_a_full_disk_is_said_in_one_line(kept: Path, args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [ONRECORD, "--record", str(kept), *args], stdout=full, stderr=subprocess.PIPE,
            check=False, env=environment(),
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, b"onrecord: No space left on device\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_any_terminal_encoding(kept: Path, encoding: str) -> None:
    done = subprocess.run(
        [ONRECORD, "--record", str(kept), "statements"], capture_output=True, check=True,
        env=environment(PYTHONIOENCODING=encoding),
    )  # fmt: skip
    assert b"denied [deny]" in done.stdout
    objects = subprocess.run(
        [ONRECORD, "--record", str(kept), "statements", "--json"], capture_output=True, check=True,
        env=environment(PYTHONIOENCODING=encoding),
    )  # fmt: skip
    assert "“We told nobody,”" in objects.stdout.decode("utf-8")


# -- read


def test_read_then_ask(tmp_path: Path) -> None:
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


def test_what_cannot_be_read_is_one_line_and_status_1(tmp_path: Path) -> None:
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
def test_a_progress_bar_for_who_watches(tmp_path: Path, columns: int) -> None:
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
        b"onrecord: stopped; what was read is kept, and the same command goes on from there\n"
    )
    assert 0 < read_so_far(record) < 400


def read_so_far(path: Path) -> int:
    try:
        with Record.open(path, create=False) as record:
            return record.summary().reports
    except RecordError:  # not made yet
        return 0


# -- serve


def test_serve_says_where_and_ends_on_ctrl_c(kept: Path) -> None:
    process = subprocess.Popen(
        [ONRECORD, "--record", str(kept), "serve", "--port", "0"],
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
