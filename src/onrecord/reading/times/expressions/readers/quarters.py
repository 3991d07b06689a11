"""Read quarters and halves of a year, and the same period a year before ("the year-ago quarter").

In: the captured groups and the context. Out: a `TimeValue`. Without a year, the quarter is the nearest by tense.

>>> from datetime import date
>>> quarter({"ordinal": "third"}, TimeContext(date(2024, 5, 3), "past")).value
'2023-Q3'
"""

# ruff: noqa: ARG001  # every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from onrecord.reading.times.expressions.calendar_units import shift_years
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.fields import Groups, named_year
from onrecord.reading.times.expressions.readers.months_and_years import year_by_tense
from onrecord.reading.times.expressions.value import TimeContext, TimeValue


def quarter(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A quarter by its number; without a year, the nearest by tense."""
    number = (
        int(groups["q"]) if "q" in groups else int(time_words("ordinal")[groups["ordinal"].lower()])
    )
    if number > 4:
        return None
    named = named_year(groups, context)
    if named is not None:
        return TimeValue(f"{named:04}-Q{number}", "quarter and year are given", 0.95)
    if context.anchor is None:
        return TimeValue(f"XXXX-Q{number}", "the report gives no year", 0.9)
    year = year_by_tense(number, (context.anchor.month - 1) // 3 + 1, context, cycle=4)
    return TimeValue(f"{year:04}-Q{number}", "the nearest such quarter, by tense", 0.85)


def quarter_of_year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the 2021 third quarter`, `the year-ago quarter`: of the quarter last mentioned."""
    if "yearago" not in groups:
        named = named_year(groups, context)
        spoken = (context.last_period or "")[5:7]
        number = time_words("ordinal").get(groups.get("ordinal", "").lower())
        part = f"Q{number}" if number else spoken
        if named is None:
            return None
        value = f"{named:04}-{part}" if part.startswith("Q") else f"{named:04}"
        return TimeValue(value, "the quarter mentioned, in the year given", 0.85)
    if "ordinal" in groups:
        base = quarter({"ordinal": groups["ordinal"]}, context)
        return (
            TimeValue(shift_years(base.value, years=-1), "that quarter a year earlier", 0.85)
            if base
            else None
        )
    return year_ago_period(groups, context)


def latest_period(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the latest period`: the period last mentioned."""
    if context.last_period:
        return TimeValue(context.last_period, "the period last mentioned", 0.75)
    return TimeValue(UNKNOWN_DATE, "the report mentions no earlier period", 0.6)


def year_ago_period(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`year-ago`: the period last mentioned, a year earlier; else the year before the report's."""
    if context.last_period:
        value = shift_years(context.last_period, years=-1)
        return TimeValue(value, "the period last mentioned, a year earlier", 0.75)
    if context.anchor is None:
        return TimeValue(UNKNOWN_DATE, "the report gives no date to count from", 0.9)
    return TimeValue(f"{context.anchor.year - 1:04}", "the year before the report's", 0.75)


def half(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A half of a year."""
    number = int(time_words("ordinal")[groups["ordinal"].lower()]) if "ordinal" in groups else 2
    named = named_year(groups, context)
    if number > 2 or (named is None and context.anchor is None):
        return TimeValue(f"XXXX-H{number}", "the report gives no year", 0.8) if number < 3 else None
    year = named if named is not None else context.anchor.year if context.anchor else 0
    if (
        named is None
        and context.tense == "past"
        and context.anchor
        and context.anchor.month < number * 6 - 5
    ):
        year -= 1
    return TimeValue(f"{year:04}-H{number}", "half and year", 0.85 if named is not None else 0.7)


def half_by_number(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`H1 2023`."""
    return TimeValue(f"{groups['year']}-H{groups['h']}", "half and year are given", 0.9)
