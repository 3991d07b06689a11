"""Fork reading processes and kill them; `test_kill.py` runs this in a process of its own.

`python -m tests.kill_driver RECORD FOLDER KILLS SEED` first reads FOLDER into another record, so that all imports and
models are loaded; then, KILLS times, it forks a child that reads FOLDER into RECORD and sends it SIGKILL after a random
wait of up to `LONGEST` seconds, long enough for a few commits. For each kill it prints the number of reports in the
record.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

from onrecord.engine import ReadOptions, read_sources
from onrecord.record.record import Record

LONGEST = 0.6


def read_all(record: Path, reports: Path) -> None:
    """A complete run in this process."""
    with Record.open(record) as opened:
        read_sources(opened, [str(reports)], options=ReadOptions(workers=1))


def kill_once(record: Path, reports: Path, wait: float) -> None:
    """Fork a reading process and kill it after `wait` seconds."""
    child = os.fork()
    if child == 0:
        try:
            read_all(record, reports)
        finally:
            os._exit(0)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def count_reports(record: Path) -> int:
    """The number of reports in the record; raises if the file is damaged."""
    if not record.exists():
        return 0
    with sqlite3.connect(record) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'readings'")
        if tables.fetchone() == (0,):
            return 0
        return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])


def main() -> None:
    """Kill and count, repeatedly."""
    record, reports = Path(sys.argv[1]), Path(sys.argv[2])
    chance = random.Random(int(sys.argv[4]))
    read_all(record.with_name("before.db"), reports)
    for _ in range(int(sys.argv[3])):
        kill_once(record, reports, chance.uniform(0.0, LONGEST))
        print(count_reports(record), flush=True)
    read_all(record, reports)
    print(count_reports(record), flush=True)


if __name__ == "__main__":
    main()
