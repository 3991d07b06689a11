"""Reports that an older version read are read again from the record's own text."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from onrecord.engine import ReadOptions, read_again, read_sources
from onrecord.model import Problem, Reading
from onrecord.opened import open_record
from onrecord.reading.attribution import Finder
from onrecord.reading.read import Tools, read
from onrecord.reading.version import rules_version
from onrecord.record.record import Record
from onrecord.workers import FEW
from tests.cli.running import run
from tests.invented import folder

OLD = "rules-00000000"
EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
FILES = (
    "03-post-evacuation.html",
    "10-valdria-defence-ministry-readout.txt",
    "01-meridian-brenna-flood.txt",
)
RULES = ReadOptions(workers=1, finder="rules")


def read_by_older(path: Path, sources: list[str], finder: Finder = "rules") -> None:
    """Fill a record as a run of an older version leaves it: the same findings, under its name."""
    with tempfile.TemporaryDirectory() as there, Record.open(Path(there) / "now.db") as now:
        read_sources(now, sources, options=ReadOptions(workers=1, finder=finder))
        with Record.open(path) as older, older.batch():
            for report_id, _ in now.outdated("none"):
                article = now.article(report_id)
                reading = read(article, Tools(finder=finder))
                assert isinstance(reading, Reading)
                name = reading.extractor.replace(rules_version(), OLD)
                older.add(replace(reading, extractor=name))
                older.add_sighting(report_id, article)


def examples() -> list[str]:
    """A few of the example reports."""
    found = [str(EXAMPLES / name) for name in FILES if (EXAMPLES / name).exists()]
    assert len(found) >= 2
    return found


def test_readings_are_superseded_and_stay_readable(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    read_by_older(path, examples())
    with Record.open(path) as record:
        before = list(record.every_statement())
        rows = record.reports().rows
        received = [record.article(row.id).stored for row in rows]
        assert record.count_outdated(rules_version()) == len(rows)
        outcome = read_again(record, options=RULES)
        assert (outcome.read, outcome.problems) == (len(rows), ())
        assert record.count_outdated(rules_version()) == 0
        assert record.reports().rows == rows
        assert [one.content for one in record.every_statement()] == [one.content for one in before]
        assert [record.article(row.id).stored for row in rows] == received
        for row in rows:
            now, older = record.readings(row.id)
            assert (now.split()[0], older.split()[0]) == (rules_version(), OLD)
            again = record.report_statements(row.id, extractor=older)
            assert len(again) == len(record.report_statements(row.id))
        assert read_again(record, options=RULES).read == 0


def test_the_finder_of_each_reading_reads_it_again(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    read_by_older(path, examples()[:1])
    read_by_older(path, examples()[1:2], "fast")
    with Record.open(path) as record:
        assert read_again(record, options=ReadOptions(workers=1)).read == 2
        names = [record.readings(row.id)[0] for row in record.reports().rows]
    assert sorted("attribution-en-fast" in name for name in names) == [False, True]
    assert not any(" attribution-en " in name for name in names)


def test_from_python(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    read_by_older(path, examples()[:1])
    with open_record(path) as opened:
        assert opened.read_again().read == 1
        assert opened.read_again().read == 0


def test_judgements_hold(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    report = tmp_path / "a.txt"
    report.write_text("Mira Tasel said no. Sanna Kell said yes.", encoding="utf-8")
    read_by_older(path, [str(report)])
    with Record.open(path) as record:
        record.judge("same", "Mira Tasel", "Sanna Kell", by="ana")
        joined = record.who("Mira Tasel").entity
        read_again(record, options=RULES)
        assert record.who("Sanna Kell").entity == joined
        assert len(record.judgements()) == 1


@pytest.mark.slow
def test_the_command_says_what_is_older_and_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    read_by_older(path, examples()[:2])
    status, out, err = run("--record", str(path), "summary", "--limit", "0")
    assert status == 0
    assert "an older version read 2 reports: onrecord read --again" in err
    status, out, err = run("--record", str(path), "summary", "--json")
    assert json.loads(out)["outdated"] == 2
    status, out, err = run("--record", str(path), "read", "--again", "--workers", "1")
    assert status == 0
    assert out.startswith("2 reports read, ")
    status, out, err = run("--record", str(path), "summary", "--limit", "0")
    assert "older version" not in err
    status, out, err = run("--record", str(path), "read", "--again", "a.txt")
    assert (status, "takes no SOURCE" in err) == (2, True)
    status, out, err = run("--record", str(path), "read")
    assert (status, "Missing argument 'SOURCE...'" in err) == (2, True)


@pytest.mark.slow
def test_nothing_is_read_again_where_there_is_no_record(tmp_path: Path) -> None:
    status, _, err = run("--record", str(tmp_path / "none.db"), "read", "--again")
    assert (status, "no record at" in err) == (2, True)
    assert not (tmp_path / "none.db").exists()


def test_the_date_and_its_doubts_are_found_again(tmp_path: Path) -> None:
    """A doubt of the older reading goes if it is found no more; the capture is that of the first sighting."""
    path, source = tmp_path / "x.db", tmp_path / "a.jsonl"
    row = {"text": "Mira Tasel said on Sunday the bridge was shut.", "date": "soon"}
    source.write_text(json.dumps(row), encoding="utf-8")
    read_by_older(path, [str(source)])
    with Record.open(path) as record:
        (report,) = record.reports().rows
        doubts = record.report(report.id).problems
        assert [doubt.message.endswith("which is no date") for doubt in doubts] == [True]
        article = record.article(report.id)
        earlier = replace(article, uri="b.txt", captured=article.captured - timedelta(days=9))
        record.add_sighting(report.id, earlier)
        assert record.report(report.id).row.captured < report.captured
        assert record.article(report.id).captured == article.captured
        stale = (*article.problems, Problem(article.uri, "dates contradict: meta says 1999"))
        again = read(replace(article, problems=stale), Tools(finder="rules"))
        assert isinstance(again, Reading)
        assert again.report.problems == doubts
        read_again(record, options=RULES)
        assert record.report(report.id).problems == doubts
        assert [problem.message for problem in record.problems()] == [doubts[0].message]


@pytest.mark.slow
def test_workers_read_again_what_one_process_reads(tmp_path: Path) -> None:
    reports = folder(tmp_path / "reports", FEW + 6)
    found = []
    for number in (1, 2):
        path = tmp_path / f"{number}.db"
        read_by_older(path, [str(reports)])
        steps: list[tuple[str, int, int | None, int]] = []
        with Record.open(path) as record:
            options = ReadOptions(workers=number)
            outcome = read_again(
                record, options=options, progress=lambda *step, to=steps: to.append(step)
            )
            assert (outcome.read, record.count_outdated(rules_version())) == (FEW + 6, 0)
            found.append(list(record.every_statement()))
        assert steps[-1][1:] == (FEW + 6, FEW + 6, FEW + 6)
    assert found[0] == found[1]


REPORTS = 120


@pytest.mark.slow
def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    """Each kill comes when some reports were read again since the one before."""
    path = tmp_path / "x.db"
    read_by_older(path, [str(folder(tmp_path / "reports", REPORTS))])
    command = [sys.executable, "-m", "onrecord", "--record", str(path),
               "read", "--again", "--quiet", "--workers", "1"]  # fmt: skip
    counts = [REPORTS]
    for _ in range(3):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while outdated(path) == counts[-1] and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        counts.append(outdated(path))
    assert sorted(set(counts), reverse=True) == counts, "a kill lost what was read before"
    assert counts[-1] > 0, "the kills came too late"
    subprocess.run(command, check=True)
    assert outdated(path) == 0
    with Record.open(path) as record:
        assert all(len(record.readings(row.id)) == 2 for row in record.reports(limit=200).rows)
    with sqlite3.connect(path) as connection:
        current = "SELECT count(*), count(DISTINCT report) FROM readings WHERE current"
        assert connection.execute(current).fetchone() == (REPORTS, REPORTS)


def outdated(path: Path) -> int:
    """The number of reports that the older version read."""
    with Record.open(path) as record:
        return record.count_outdated(rules_version())
