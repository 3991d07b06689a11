"""After interrupts, kills and with threads, committed rows are complete and there once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.record.hand_made import article, dump, later, reading, short

from onrecord.model import Problem, Reading
from onrecord.record.record import Record

MANY = 120


def count_committed(path: Path) -> int:
    """The number of readings that another connection sees."""
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])


def test_a_batch_commits_every_so_many(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record, record.batch(every=6, seconds=1e9):
        for number in range(5):
            record.add(short(number))  # a reading and its sighting each
            assert count_committed(path) == (number + 1) // 3 * 3


def test_a_batch_commits_every_so_often(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record, record.batch(every=1000, seconds=0.05):
        record.add(short(1))
        assert count_committed(path) == 0
        time.sleep(0.06)
        record.add(short(2))
        assert count_committed(path) == 2


def interrupted_after(record: Record, made: Reading) -> None:
    """Ctrl-C right after an addition within a batch."""
    with suppress(KeyboardInterrupt), record.batch():
        record.add(made)
        raise KeyboardInterrupt


def test_a_batch_that_fails_keeps_what_was_added(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record:
        interrupted_after(record, short(1))
        assert count_committed(path) == 1
        record.add(short(2))
        assert count_committed(path) == 2


def test_questions_within_a_batch_see_what_was_added(tmp_path: Path) -> None:
    made = reading()
    with Record.open(tmp_path / "x.db") as record, record.batch(every=1000, seconds=1e9):
        record.add(made)
        record.add_sighting(made.report.id, article(made, "other.txt"))
        record.add_problem(Problem("a.bin", "not text"))
        assert record.statements().total == 3
        assert record.report(made.report.id).row.sightings == 2
        assert len(record.problems()) == 2


def test_two_readings_of_one_report_in_a_batch_are_both_indexed(tmp_path: Path) -> None:
    """Statements of two readings share their ids; each has its words under its own row number."""
    path = tmp_path / "x.db"
    with Record.open(path) as record, record.batch():
        record.add(reading())
        record.add(later(reading(), "rules 2"))
    with sqlite3.connect(path) as connection:
        rows = {row for (row,) in connection.execute('SELECT "row" FROM statements')}
    assert len(rows) == 4
    assert {row[1] for row in dump(path)["words"]} == rows


def test_a_batch_within_a_batch_is_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record, record.batch(every=1000, seconds=1e9):
        with record.batch():
            record.add(short(1))
        assert count_committed(path) == 0
    assert count_committed(path) == 1


def test_the_file_is_not_locked_while_a_batch_is_open(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as one, Record.open(path) as other, one.batch(every=1000, seconds=1e9):
        one.add(short(1))
        other.add(short(2))
        assert count_committed(path) == 1
    assert count_committed(path) == 2


@pytest.mark.slow
def test_readers_in_threads_while_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    failed: list[BaseException] = []
    with Record.open(path) as record, Record.open(path) as page:
        done = threading.Event()

        def ask() -> None:
            try:
                while not done.is_set():
                    found = page.statements(limit=5)
                    assert len(found.rows) == min(found.total, 5)
                    page.search("grain")
            except BaseException as error:  # noqa: BLE001 - asserted below
                failed.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(40):
            record.add(short(number))
        done.set()
        for thread in threads:
            thread.join()
        assert failed == []
        assert page.statements().total == 40


def test_two_processes_worth_of_writers(tmp_path: Path) -> None:
    path = tmp_path / "x.db"

    def write(first: int) -> None:
        with Record.open(path) as record, record.batch(every=4):
            for number in range(first, first + 20):
                record.add(short(number))

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_committed(path) == 40


def write_many(path: Path) -> None:
    """Run by the tests below in a process of its own."""
    print("ready", flush=True)
    with Record.open(path) as record, record.batch(every=9, seconds=0.02):
        for number in range(MANY):
            record.add(short(number, statements=3))
            record.add_problem(Problem(f"{number}.bin", "not text"))
            time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_stopped_at_any_moment(tmp_path: Path, sent: signal.Signals) -> None:
    path = tmp_path / "x.db"
    chance = random.Random(7)
    before = 0
    for _ in range(8):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.record.writing.test_writer", str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[3],
        )
        with child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.6))
            os.kill(child.pid, sent)
        if not path.exists():
            continue
        with Record.open(path) as record, sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            now = record.summary()
            assert now.reports >= before
            assert now.statements == 3 * now.reports == record.search("grain").total
            assert count_committed(path) == now.reports
            before = now.reports
    assert before > 0
    write_many(path)
    with Record.open(tmp_path / "calm.db") as record:
        for number in range(MANY):
            record.add(short(number, statements=3))
            record.add_problem(Problem(f"{number}.bin", "not text"))
    stopped, calm = dump(path), dump(tmp_path / "calm.db")
    for rows in (stopped, calm):
        rows["problems"] = [row[:-1] for row in rows["problems"]]
    assert stopped == calm


if __name__ == "__main__":
    write_many(Path(sys.argv[1]))
