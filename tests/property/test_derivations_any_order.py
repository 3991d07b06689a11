"""Derived rows do not depend on the order in which readings, sightings and office tables arrive."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.hand_made import CAPTURED, day
from tests.record.named import report_by
from tests.record.outlet_counts import TOY, open_with_toy, rows_of_derivations
from tests.record.quoted import OPEN_YEAR, OTHER_WORDS, WORDS, open_day, quoting

from onrecord.model import Article, ClaimedDate, Dated, Reading
from onrecord.record.derive import DERIVATIONS
from onrecord.record.record import Record

PEOPLE = (
    "Mira Tasel, minister, Britain",
    "Mira Tasel, mayor, France",
    "Mira J. Tasel",
    "Tasel, minister, Britain",
    "Sergei Shorgu",
    "Sergey Shorgu",
    "Edo Varn",
)
DATES: tuple[Dated | None, ...] = (
    None,
    OPEN_YEAR,
    open_day("10-23"),
    day("2022-10-23"),
    day("2016-10-24"),
)
HEADER = "person\ttitle\tof\tfrom\tto\tsource\n"
LINES = (
    "Mira Tasel\tminister\tBritain\t2021-03\t2023\tgazette\n",
    "Mira Tasel\tmayor\tFrance\t2010\t2014\tgazette\n",
    "Edo Varn\tenvoy\tValdria\t2016\t\tgazette\n",
)

Step = Callable[[Record], None]
# The steps of one report or table, which stay in this order.
Steps = list[Step]


def add(reading: Reading) -> Step:
    return lambda record: record.add(reading)


def see_again(reading: Reading, days: int, claimed: str | None) -> Step:
    """A sighting of the report's text some days before or after its capture."""
    seen: datetime = CAPTURED + timedelta(days=days)
    claims = (ClaimedDate("field", claimed),) if claimed else ()
    article = Article(f"{days}.txt", reading.report.text, seen, None, None, (), claims)
    return lambda record: record.add_sighting(reading.report.id, article)


def import_line(line: str) -> Step:
    return lambda record: (record.import_offices(HEADER + line, "held.tsv"), None)[1]


@st.composite
def steps_of_report(draw: st.DrawFn, number: int) -> Steps:
    """One report read by one or two extractors, and seen again."""
    if draw(st.booleans()):
        published = draw(st.sampled_from(DATES))
        words = draw(st.lists(st.sampled_from((WORDS, OTHER_WORDS)), min_size=1, max_size=2))
        speaker = draw(st.sampled_from(("Mira Tasel", "Mira J. Tasel", "Edo Varn")))
        first = quoting(number, published, *words, speaker=speaker)
        second = quoting(number, OPEN_YEAR, *words, speaker=speaker, extractor="rules 2")
    else:
        people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True)
        first = report_by(number, *draw(people))
        second = report_by(number, *draw(people), extractor="rules 2")
    steps = [add(first)]
    if draw(st.booleans()):
        claimed = draw(st.sampled_from((None, "2016-10-23", "2022-10-24")))
        steps.append(see_again(first, draw(st.integers(-900, 30)), claimed))
    if draw(st.booleans()):
        steps.append(add(second))
    return steps


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Step], list[Step]]:
    """The same steps in two orders, each report's own in their order."""
    reports = [draw(steps_of_report(n)) for n in range(draw(st.integers(1, 6)))]
    tables = [[import_line(line)] for line in draw(st.sets(st.sampled_from(LINES)))]
    rows = [*reports, *tables]
    turns = [n for n, steps in enumerate(rows) for _ in steps]
    return [rows[n][at] for n, at in _places(turns)], [
        rows[n][at] for n, at in _places(draw(st.permutations(turns)))
    ]


def _places(turns: Sequence[int]) -> list[tuple[int, int]]:
    """Whose turn it is, and which of their steps it is."""
    return [(who, turns[:at].count(who)) for at, who in enumerate(turns)]


def current_rows(path: Path) -> list[tuple[object, ...]]:
    """The dates of current readings and the places of their statements."""
    with sqlite3.connect(path) as connection:
        readings = connection.execute(
            "SELECT report, extractor, dated, place FROM readings WHERE current ORDER BY report"
        )
        found: list[tuple[object, ...]] = readings.fetchall()
        statements = connection.execute(
            "SELECT id, place, earliest, latest FROM statements WHERE current ORDER BY id, place"
        )
        return found + statements.fetchall()


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(histories(), st.booleans())
def test_rows_are_the_same_in_any_order(
    made: tuple[list[Step], list[Step]],
    batched: bool,  # noqa: FBT001
) -> None:
    straight, shuffled = made
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one.db", Path(folder) / "other.db"
        with open_with_toy(one) as record:
            for step in straight:
                step(record)
        with open_with_toy(other) as record:
            if batched:
                with record.batch(every=3):
                    for step in shuffled:
                        step(record)
            else:
                for step in shuffled:
                    step(record)
        derivations = (*DERIVATIONS, TOY)
        assert rows_of_derivations(other, derivations) == rows_of_derivations(one, derivations)
        assert current_rows(other) == current_rows(one)
