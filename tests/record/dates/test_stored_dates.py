"""Which day of an open year another date speaks for."""

from __future__ import annotations

import pytest
from tests.record.hand_made import day
from tests.record.quoted import OPEN_YEAR, open_day

from onrecord.model import Dated
from onrecord.record.dates.stored_dates import is_open, narrowed, of_the_day, report_day
from onrecord.record.writing.rows import dated_json

OPEN = dated_json(OPEN_YEAR)


@pytest.mark.parametrize(
    ("dated", "near", "found"),
    [
        (OPEN_YEAR, "2022-10-25", "2022-10-23"),
        (OPEN_YEAR, "2022-10-28", None),
        (open_day("02-29"), "2024-03-01", "2024-02-29"),
        (open_day("02-29"), "2023-03-01", None),
        (open_day("12-31"), "2023-01-02", "2022-12-31"),
        (open_day("01-01"), "0001-01-02", "0001-01-01"),
        (open_day("12-31"), "9999-12-30", "9999-12-31"),
        (
            Dated("XXXX-10-23", None, None, "day", "given", None, ("no day at all", "2022-13-23")),
            "2022-10-23",
            None,
        ),
    ],
)
def test_the_day_another_date_speaks_for(dated: Dated, near: str, found: str | None) -> None:
    kept = dated_json(dated)
    assert kept is not None
    assert of_the_day(kept, near, near, 3) == found


@pytest.mark.parametrize(("said", "found"), [("2022-10-20", "2022-10-23"), ("2021-12-24", "2022-10-23"), ("2014-01-01", None)])  # fmt: skip
def test_what_was_said_was_said_within_the_year_before(said: str, found: str | None) -> None:
    assert OPEN is not None
    assert report_day(OPEN, said) == found


@pytest.mark.parametrize("edtf", ["XXXX-10", "XXXX", "2022-10-23", "XXXX-10-23/XXXX-10-25"])
def test_only_a_day_without_its_year_is_open(edtf: str) -> None:
    assert not is_open(dated_json(Dated(edtf, None, None, "day", "given")))


def test_a_week_is_narrowed_with_its_report() -> None:
    weeks = ("2022-10-17/2022-10-23", "2016-10-17/2016-10-23", "2011-10-17/2011-10-23")
    week = dated_json(Dated("XXXX-10-17/XXXX-10-23", None, None, "week", "this week", None, weeks))
    found = narrowed(week, OPEN, dated_json(day("2016-10-23")))
    assert found is not None
    assert (found["edtf"], found["earliest"], found["latest"]) == (
        "2016-10-17/2016-10-23", "2016-10-17", "2016-10-23",
    )  # fmt: skip


def test_what_is_not_the_reports_own_stays() -> None:
    since = dated_json(day("2014-02-24"))
    assert narrowed(since, OPEN, dated_json(day("2016-10-23"))) is since
    assert narrowed(OPEN, OPEN, None) is OPEN
    assert narrowed(OPEN, OPEN, OPEN) is OPEN
