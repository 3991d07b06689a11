"""`kill -9` at any moment loses nothing that was committed and duplicates nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invented import folder
from tests.kill_driver import read_all

REPORTS = 160
KILLS = 50
# Columns with a moment; all others must be the same after any number of kills.
MOMENTS = {"captured", "met", "created", "first_seen", "last_seen"}


@pytest.mark.slow
def test_fifty_kills_lose_and_duplicate_nothing(tmp_path: Path) -> None:
    reports = folder(tmp_path / "reports", REPORTS)
    killed, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill_driver", str(killed), str(reports), str(KILLS), "11"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    counts = [int(line) for line in done.stdout.split()]
    assert len(counts) == KILLS + 1
    assert counts == sorted(counts), "a committed report was lost"
    assert len(set(counts)) > 5, "the kills did not hit a run at work"
    assert counts[-1] == REPORTS
    read_all(whole, reports)
    assert contents(killed) == contents(whole)


def contents(record: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of each table in sorted order, without the columns that have a moment."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with sqlite3.connect(record) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
        )
        for (table,) in names.fetchall():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            kept = [f'"{column}"' for column in columns if column not in MOMENTS]
            rows = connection.execute(f"SELECT {', '.join(kept)} FROM {table}").fetchall()
            found[table] = sorted(rows, key=repr)
    return found
