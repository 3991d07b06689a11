"""Run by `test_kill.py` in a process of its own: forks real readers and kills them.

`python -m tests.kill_driver RECORD FOLDER KILLS SEED` reads FOLDER into another record first, so that
all a run opens and imports once is there; then, KILLS times, it forks a child that reads FOLDER into
RECORD and sends it SIGKILL after a random wait of up to `LONGEST` seconds, long enough for a few
commits. Prints one line a kill: reports in the record after it.
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
    """One whole run in this process."""
    with Record.open(record) as opened:
        read_sources(opened, [str(reports)], options=ReadOptions(workers=1))


def killed_once(record: Path, reports: Path, patience: float) -> None:
    """Fork a reader, let it work for `patience` seconds, kill it."""
    child = os.fork()
    if child == 0:
        try:
            read_all(record, reports)
        finally:
            os._exit(0)
    time.sleep(patience)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def counted(record: Path) -> int:
    """Reports in the record; raises if the file is damaged."""
    if not record.exists():
        return 0
    with sqlite3.connect(record) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'readings'")
        if tables.fetchone() == (0,):
            return 0
        return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])


def main() -> None:
    """Kill, count, and again."""
    record, reports = Path(sys.argv[1]), Path(sys.argv[2])
    chance = random.Random(int(sys.argv[4]))
    read_all(record.with_name("before.db"), reports)
    for _ in range(int(sys.argv[3])):
        killed_once(record, reports, chance.uniform(0.0, LONGEST))
        print(counted(record), flush=True)
    read_all(record, reports)
    print(counted(record), flush=True)


if __name__ == "__main__":
    main()
