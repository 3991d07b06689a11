"""The number of queries to settle a batch does not grow with its reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.record.hand_made import day
from tests.record.named import report_by
from tests.record.quoted import OPEN_YEAR, quoting

from onrecord.model import Reading
from onrecord.record.record import Record

# Values are asked for so many at a time, so forty more reports may take a further round of some query.
ROUNDS = 2


def quoted_by_many(size: int) -> list[Reading]:
    """Reports that quote the same words, every other one with its year."""
    return [quoting(n, day("2022-10-23") if n % 2 else OPEN_YEAR) for n in range(size)]


def naming_many(size: int) -> list[Reading]:
    """Reports of spellings of as many names, each with an office."""
    names = [chr(ord("A") + n % 26) + "abcdefgh"[n // 26] + "ra" for n in range(size)]
    return [
        report_by(n, f"{name} Tasel, minister, Valdria", f"{name} J. Tasel")
        for n, name in enumerate(names)
    ]


def count_queries(path: Path, made: list[Reading]) -> int:
    """How many queries write and settle one batch of readings."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    with Record.open(path) as record:
        event.listen(record._engine, "before_cursor_execute", note)
        with record.batch(every=1000, seconds=1e9):
            for reading in made:
                record.add(reading)
    return len(asked)


@pytest.mark.parametrize("made", [quoted_by_many, naming_many])
def test_fifty_reports_are_settled_in_the_queries_of_ten(
    tmp_path: Path, made: Callable[[int], list[Reading]]
) -> None:
    few = count_queries(tmp_path / "few.db", made(10))
    many = count_queries(tmp_path / "many.db", made(50))
    assert many <= few + ROUNDS < 100
