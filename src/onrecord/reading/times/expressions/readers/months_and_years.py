"""Read months, seasons with their year, years, decades and centuries.

In: the captured groups and the context. Out: a `TimeValue`. The year of a bare month follows from the report's
date and the tense; without a date it stays open (`XXXX`).

>>> from datetime import date
>>> month({"month": "November"}, TimeContext(date(2024, 5, 3), "past")).value
'2023-11'
"""

# ruff: noqa: ARG001  # every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.fields import (
    Groups,
    day_number,
    month_number,
    named_year,
    parse_year_words,
)
from onrecord.reading.times.expressions.value import TimeContext, TimeValue


def month(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A month without its year, or with "last", "this" or "next"."""
    number = month_number(groups["month"])
    if context.anchor is None:
        return TimeValue(f"XXXX-{number:02}", "the report gives no year", 0.9)
    anchor = context.anchor
    years = {"-1": (anchor.year, anchor.year - 1), "1": (anchor.year, anchor.year + 1)}
    turn = time_words("deictic").get(groups.get("deictic", "").lower())
    if context.after_that and "deictic" not in groups and (context.last_date or "")[:4].isdigit():
        value = f"{(context.last_date or '')[:4]}-{number:02}"
        return TimeValue(value, "in the year last mentioned", 0.65)
    if turn == "0":
        year = anchor.year
    elif turn in years:
        here, other = years[turn]
        ahead = number > anchor.month if turn == "1" else number < anchor.month
        year = here if ahead else other
    else:
        year = year_by_tense(number, anchor.month, context)
    return TimeValue(f"{year:04}-{number:02}", "the year nearest the report's date, by tense", 0.85)


def year_by_tense(number: int, now: int, context: TimeContext, cycle: int = 12) -> int:
    """The year that the tense asks for of the `number`-th month (or of the quarter, if `cycle` is 4)."""
    year = context.anchor.year if context.anchor else 0
    if context.tense in {"none", "open", "present"}:
        away = number - now
        return year + (1 if away < -cycle / 2 else -1 if away > cycle / 2 else 0)
    if context.tense == "future":
        # Results "for the third quarter" are still ahead in the fourth; the quarter is not.
        return year + (1 if number < now - (1 if cycle == 4 else 0) else 0)
    return year - (1 if number > now + (0 if context.tense == "past" else 1) else 0)


def month_year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A month with its year."""
    named = groups.get("year") or parse_year_words(groups)
    return TimeValue(
        f"{named}-{month_number(groups['month']):02}", "month and year are given", 0.97
    )


def month_of_deictic_year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`March last year`."""
    named, number = named_year(groups, context), month_number(groups["month"])
    if named is None:
        return TimeValue(f"XXXX-{number:02}", "the report gives no date to count from", 0.9)
    return TimeValue(f"{named:04}-{number:02}", "the month of that year", 0.93)


def season_year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the winter of 1994`."""
    named = groups.get("year") or parse_year_words(groups)
    code = time_words("season")[groups["season"].lower()]
    return TimeValue(f"{named}-{code}", "season and year are given", 0.95)


def year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A year in digits."""
    return TimeValue(groups["year"], "the year is given", 0.93)


def year_in_words(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`nineteen ninety-six`, `two thousand and four`."""
    return TimeValue(parse_year_words(groups), "the year is given in words", 0.9)


def year_range(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`2014-2018`, `2014-18`."""
    first = groups.get("year") or groups["year3"]
    last = groups.get("year2") or first[:2] + groups["yy"]
    return (
        TimeValue(f"{first}/{last}", "first and last year are given", 0.9) if first < last else None
    )


def year_end(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`year-end`: the report's year."""
    if context.anchor is None:
        return TimeValue(UNKNOWN_DATE, "the report gives no date to count from", 0.9)
    return TimeValue(f"{context.anchor.year:04}", "the end of the report's year", 0.7)


def decade(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the 1990s`, `the '90s`, `the nineties`: without a century, the latest past one at the report's date."""
    if "tens" in groups:
        digit = time_words("tens")[groups["tens"].lower()]
    else:
        digits = "".join(c for c in groups["decade"] if c.isdigit())
        if len(digits) == 4:
            return TimeValue(digits[:3], "the decade is given", 0.95)
        digit = digits[0]
    now = (context.anchor or context.captured).year
    century = now // 100 - (1 if int(digit) * 10 > now % 100 else 0)
    return TimeValue(f"{century}{digit}", "the latest such decade", 0.8)


def century(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the 11th century`: TimeML's value is the first two digits of its years."""
    ordinal = (
        day_number(groups["nth"])
        if "nth" in groups
        else int(time_words("ordinal")[groups["ordinal"].lower()])
    )
    return TimeValue(f"{ordinal - 1:02}", "the century is given", 0.95) if ordinal > 1 else None
