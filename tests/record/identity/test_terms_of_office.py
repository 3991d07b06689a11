"""The holder an imported table gives for a bare title: shown next to the statement, never in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.record.hand_made import CAPTURED, day, id_of
from tests.record.named import record_of, report_by

from onrecord.model import Attribution, Dated, Reading, Report, Span, StatementQuery
from onrecord.record.record import Record

TABLE = (
    "person\ttitle\tof\tfrom\tto\tsource\n"
    "Mira Tasel\tDefence Minister\tBritain\t2024-05\t2024-06-10\tgazette 7\n"
    "Edo Varn\tdefence minister\tBritain\t2023\t2024-04\tgazette 6\n"
    "Pell Orry\tdefence minister\tSpain\t2023\t\tgazette 8\n"
)


def said_by(source: str, published: Dated | None) -> Reading:
    """A report of one line by a source without a name."""
    text = f"{source} said the bridge was safe."
    end = len(source)
    line = Attribution(
        Span(0, end), Span(end + 1, end + 5), (Span(end + 6, len(text) - 1),),
        "indirect", "state", "indirect/bare-clause", 0.8, sourcing="role",
    )  # fmt: skip
    return Reading(
        Report(id_of(text), "1.txt", text, (), CAPTURED, published=published), "rules 1", (line,)
    )


def asked(path: Path, source: str, published: Dated | None) -> list[str]:
    with Record.open(path) as record:
        record.import_offices(TABLE, "held.tsv")
        record.add(said_by(source, published))
        (row,) = record.statements(StatementQuery()).rows
        assert row.source is not None
        assert row.source.name is None
        return [held.person for held in record.holders_meant(row)]


@pytest.mark.parametrize(
    ("source", "on", "person"),
    [
        ("The British defence minister", "2024-05-03", "Mira Tasel"),
        ("Britain's defence minister", "2024-06-10", "Mira Tasel"),
        ("the Defence Minister of the U.K.", "2024-03-09", "Edo Varn"),
        ("Spain’s defence minister", "2025-01-01", "Pell Orry"),
    ],
)
def test_the_holder_on_that_day_is_named(tmp_path: Path, source: str, on: str, person: str) -> None:
    assert asked(tmp_path / "x.db", source, day(on)) == [person]


@pytest.mark.parametrize(
    ("source", "published"),
    [
        ("The British defence minister", day("2024-06-11")),
        ("The British defence minister", None),
        ("The British defence minister", Dated("2024", "2024-01-01", "2024-12-31", "year", "url")),
        ("The former British defence minister", day("2024-05-03")),
        ("The British foreign minister", day("2024-05-03")),
        ("The defence minister", day("2024-05-03")),
        ("The British and Spanish defence minister", day("2024-05-03")),
        ("A spokesman for the British defence minister", day("2024-05-03")),
        ("British " * 5000 + "defence minister", day("2024-05-03")),
    ],
)
def test_no_holder_is_shown_in_doubt(tmp_path: Path, source: str, published: Dated | None) -> None:
    assert asked(tmp_path / "x.db", source, published) == []


def test_holders_are_shown_for_a_surname_with_an_office(tmp_path: Path) -> None:
    made = [
        report_by(2, "Tasel, defence minister, Britain"),
        report_by(3, "Varn, defence minister, Britain"),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        record.import_offices(TABLE, "held.tsv")
        tasel, varn = record.who("Tasel"), record.who("Varn")
        assert [held.person for held in tasel.holders] == ["Mira Tasel"]
        assert varn.holders == ()  # his term had ended
        assert tasel.entity.name == "Tasel"
