"""Tests of stored dates of open year: which year another date gives them."""

from __future__ import annotations

import pytest
from tests.record.hand_made import day
from tests.record.quoted import OPEN_YEAR, open_day

from onrecord.model import Dated
from onrecord.record.dates.stored_dates import (
    has_open_year,
    matching_day,
    report_day,
    with_report_year,
)
from onrecord.record.writing.stored_values import dated_json

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
def test_matching_day_is_the_only_candidate_nearby(
    dated: Dated, near: str, found: str | None
) -> None:
    kept = dated_json(dated)
    assert kept is not None
    assert matching_day(kept, near, near, 3) == found


@pytest.mark.parametrize(("said", "found"), [("2022-10-20", "2022-10-23"), ("2021-12-24", "2022-10-23"), ("2014-01-01", None)])  # fmt: skip
def test_report_day_is_in_the_year_after_the_statement(said: str, found: str | None) -> None:
    assert OPEN is not None
    assert report_day(OPEN, said) == found


@pytest.mark.parametrize("edtf", ["XXXX-10", "XXXX", "2022-10-23", "XXXX-10-23/XXXX-10-25"])
def test_only_month_and_day_without_year_have_an_open_year(edtf: str) -> None:
    assert not has_open_year(dated_json(Dated(edtf, None, None, "day", "given")))


def test_a_week_gets_the_year_of_its_report() -> None:
    weeks = ("2022-10-17/2022-10-23", "2016-10-17/2016-10-23", "2011-10-17/2011-10-23")
    week = dated_json(Dated("XXXX-10-17/XXXX-10-23", None, None, "week", "this week", None, weeks))
    found = with_report_year(week, OPEN, dated_json(day("2016-10-23")))
    assert found is not None
    assert (found["edtf"], found["earliest"], found["latest"]) == (
        "2016-10-17/2016-10-23", "2016-10-17", "2016-10-23",
    )  # fmt: skip


def test_dates_unrelated_to_the_reports_year_stay_unchanged() -> None:
    since = dated_json(day("2014-02-24"))
    assert with_report_year(since, OPEN, dated_json(day("2016-10-23"))) is since
    assert with_report_year(OPEN, OPEN, None) is OPEN
    assert with_report_year(OPEN, OPEN, OPEN) is OPEN
