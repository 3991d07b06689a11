"""All derivations are marked and settled alike, and their rows do not depend on the order of readings."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from tests.record.hand_made import day
from tests.record.named import report_by
from tests.record.outlet_counts import TOY, open_with_toy, rows_of_derivations, toy_rows
from tests.record.quoted import OPEN_YEAR, quoting

from onrecord.model import Reading
from onrecord.record.derive import DERIVATIONS
from onrecord.record.record import Record


def made() -> list[Reading]:
    """Readings with names, dates and outlets in common."""
    return [
        quoting(1, OPEN_YEAR),
        quoting(2, day("2022-10-23")),
        quoting(3, day("2016-10-24")),
        report_by(4, "Sergei Shorgu", "Edo Varn"),
        report_by(5, "Sergey Shorgu"),
        report_by(6, "Mira Tasel", "Edo Varn"),
    ]


def counted(record: Record) -> dict[str, int]:
    """The toy's rows as the record's own listings count them."""
    found: dict[str, int] = {}
    for statement in record.every_statement():
        found[statement.outlet or ""] = found.get(statement.outlet or "", 0) + 1
    return found


def test_a_derivation_needs_only_its_place_in_the_tuple(tmp_path: Path) -> None:
    with open_with_toy(tmp_path / "x.db") as record:
        for reading in made():
            record.add(reading)
        assert toy_rows(tmp_path / "x.db") == counted(record) != {}


def test_superseded_readings_are_counted_again(tmp_path: Path) -> None:
    with open_with_toy(tmp_path / "x.db") as record:
        record.add(report_by(1, "Mira Tasel", "Edo Varn"))
        before = toy_rows(tmp_path / "x.db")
        record.add(report_by(1, "Mira Tasel", extractor="rules 2"))
        after = toy_rows(tmp_path / "x.db")
        assert after == counted(record) != before


@pytest.mark.parametrize("turn", range(4))
def test_rows_of_every_derivation_are_the_same_in_any_order(tmp_path: Path, turn: int) -> None:
    derivations = (*DERIVATIONS, TOY)
    straight, shuffled = tmp_path / "straight.db", tmp_path / "shuffled.db"
    with open_with_toy(straight) as record, record.batch():
        for reading in made():
            record.add(reading)
    order = random.Random(turn).sample(made(), len(made()))
    with open_with_toy(shuffled) as record:
        if turn % 2:
            with record.batch(every=2):
                for reading in order:
                    record.add(reading)
        else:
            for reading in order:
                record.add(reading)
    expected = rows_of_derivations(straight, derivations)
    assert rows_of_derivations(shuffled, derivations) == expected
    assert not expected["pending"]
    assert all(expected[name] for name in ("identities", "date_evidence", "outlet_counts"))


def test_settling_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_with_toy(path) as record, record.batch():
        for reading in made():
            record.add(reading)
    before = rows_of_derivations(path, (*DERIVATIONS, TOY))
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO pending SELECT 'identity', named FROM known_names")
        connection.execute("INSERT INTO pending SELECT 'dates', report FROM readings")
        connection.execute(
            "INSERT INTO pending SELECT ?, CAST(outlet AS BLOB) FROM outlet_counts",
            (TOY.name,),
        )
    with open_with_toy(path) as record:
        record.settle()
    assert rows_of_derivations(path, (*DERIVATIONS, TOY)) == before
