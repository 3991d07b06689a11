"""Read dates given to the day: day and month with or without a year, holidays on a fixed date.

In: the captured groups and the context. Out: a `TimeValue`. A missing year is that of the day nearest the report's
date. If the report has no date, the year stays open (`XXXX`); the years in which the weekday agrees are alternatives.

>>> from datetime import date
>>> october = {"wd": "Sunday", "month": "Oct", "day": "23"}
>>> month_day(october, TimeContext(None, captured=date(2023, 1, 1))).alternatives[:2]
('2022-10-23', '2016-10-23')
"""

# ruff: noqa: ARG001  # every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from onrecord.calendar_days import make_day
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.fields import (
    Groups,
    day_number,
    month_number,
    part_of_day_code,
    weekday_number,
)
from onrecord.reading.times.expressions.value import TimeContext, TimeValue

# A report that comes without any date is rarely older than this, in years.
MAX_AGE = 30
# With a past verb, "Nov. 30" in a report of October is still to come, "Aug. 6" in a report of January is not:
# so far ahead or back the nearest day is taken against the tense.
AGAINST_TENSE = timedelta(days=60)
# A day this near the report's date is of its year, whatever year the report gave for it before.
SAME_YEAR = timedelta(days=15)


def full_date(groups: Groups, context: TimeContext) -> TimeValue | None:
    """Day, month and year; uncertain (`?`) if the weekday does not agree."""
    month = month_number(groups["month"]) if "month" in groups else int(groups["mm"])
    day = make_day(int(groups["year"]), month, day_number(groups.get("day") or groups["dd"]))
    if day is None:
        return None
    if "wd" in groups and day.isoweekday() != weekday_number(groups["wd"]):
        why = f"written out in full, but that day is not a {groups['wd']}"
        return TimeValue(day.isoformat(), why, 0.5, edtf=f"{day}?")
    return TimeValue(day.isoformat(), "written out in full", 0.98)


def numeric_date(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`23/10/2021`; both dates if either order is possible."""
    year, first, second = int(groups["year"]), int(groups["num"]), int(groups["num2"])
    days = {make_day(year, second, first), make_day(year, first, second)}
    real = sorted(d.isoformat() for d in days if d)
    if len(real) == 2:
        why = "day and month may be in either order"
        both = "[" + ",".join(real) + "]"
        return TimeValue(f"{year}-XX-XX", why, 0.5, alternatives=tuple(real), edtf=both)
    return (
        TimeValue(real[0], "only one order of day and month makes a date", 0.95) if real else None
    )


def month_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A day of a month without a year."""
    month, number = month_number(groups["month"]), day_number(groups["day"])
    if make_day(2000, month, number) is None:
        return None
    weekday = weekday_number(groups["wd"]) if "wd" in groups else None
    known = _day_of_known_year(month, number, weekday, context)
    if known is not None:
        return _with_part(groups, known)
    if context.anchor is None:
        return _with_part(groups, _day_of_open_year(month, number, weekday, context))
    days = days_in_near_years(context.anchor, month, number)
    fitting = [d for d in days if d.isoweekday() == weekday] if weekday else days
    if not fitting:
        best = nearest_day(days, context)
        why = f"nearest to the report's date, but that day is not a {groups['wd']}"
        return _with_part(groups, TimeValue(best.isoformat(), why, 0.4, edtf=f"{best}?"))
    best = nearest_day(fitting, context)
    why = (
        "the year in which the weekday agrees" if weekday else "the year nearest the report's date"
    )
    return _with_part(groups, TimeValue(best.isoformat(), why, 0.95 if weekday else 0.9))


def _with_part(groups: Groups, value: TimeValue) -> TimeValue:
    """A day with the part of it that is captured: `Friday night, July 29`."""
    if "part" not in groups:
        return value
    return replace(value, value=f"{value.value}{part_of_day_code(groups)}", type="TIME")


def _day_of_known_year(
    month: int, day: int, weekday: int | None, context: TimeContext
) -> TimeValue | None:
    """A day whose year the report gave before, or gave in the same sentence for a day near it.

    None if the report itself is of these days: it then mentions an anniversary.
    """
    if context.anchor:
        nearest = nearest_day(days_in_near_years(context.anchor, month, day), context)
        if abs(nearest - context.anchor) < SAME_YEAR:
            return None
    year = context.known_years.get(f"{month:02}-{day:02}")
    best = make_day(year, month, day) if year else None
    near = context.sentence_date
    if best is None and near:
        best = min(days_in_near_years(near, month, day), key=lambda d: abs(d - near))
        best = best if abs(best - near) <= AGAINST_TENSE else None
    if best is None or (weekday and best.isoweekday() != weekday):
        return None
    return TimeValue(best.isoformat(), "in the year that the report gives for it elsewhere", 0.85)


def _day_of_open_year(month: int, day: int, weekday: int | None, context: TimeContext) -> TimeValue:
    """A day of unknown year, with the years in which the weekday agrees."""
    value = f"XXXX-{month:02}-{day:02}"
    if weekday is None:
        return TimeValue(value, "the report gives no year", 0.9)
    years = days_on_weekday(month, day, weekday, context.captured)
    why = "weekday and day of month agree in these years only, within the years the report allows"
    return TimeValue(value, why if years else "the report gives no year", 0.9, alternatives=years)


def days_on_weekday(month: int, day: int, weekday: int, latest: date) -> tuple[str, ...]:
    """The days up to `latest`, newest first, on which this day of a month fell on this weekday."""
    years = range(latest.year, max(latest.year - MAX_AGE, 1), -1)
    days = (make_day(year, month, day) for year in years)
    return tuple(d.isoformat() for d in days if d and d <= latest and d.isoweekday() == weekday)


def days_in_near_years(anchor: date, month: int, day: int) -> list[date]:
    """A day of a month in the year of `anchor`, the year before and the year after."""
    # Leap years are up to eight years apart.
    reach = 8 if (month, day) == (2, 29) else 1
    years = range(anchor.year - reach, anchor.year + reach + 1)
    found = [make_day(year, month, day) for year in years if 0 < year < 10000]
    return [d for d in found if d]


def nearest_day(days: Sequence[date], context: TimeContext) -> date:
    """The day nearest the report's date; the nearest past or future one if the tense requires it."""
    anchor = context.anchor or days[0]
    best = min(days, key=lambda d: abs(d - anchor))
    if context.tense == "past" and (best - anchor > AGAINST_TENSE or best > context.captured):
        return max((d for d in days if d <= anchor), default=best)
    if context.tense in {"future", "open"} and anchor - best > AGAINST_TENSE:
        return min((d for d in days if d >= anchor), default=best)
    return best


def fixed_holiday(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A holiday on a fixed date; its year as of any date without one."""
    month, day = time_words("holiday")[groups["holiday"].lower().replace("’", "'")].split("-")
    if "year" in groups:
        return TimeValue(
            f"{groups['year']}-{month}-{day}", "a holiday on a fixed date, in the year given", 0.95
        )
    if context.anchor is None:
        return TimeValue(
            f"XXXX-{month}-{day}", "a holiday on a fixed date; the report gives no year", 0.9
        )
    best = nearest_day(days_in_near_years(context.anchor, int(month), int(day)), context)
    return TimeValue(best.isoformat(), "a holiday on a fixed date, nearest the report's date", 0.85)


def day_range(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`Oct. 18-20`: two days of one month."""
    ends: list[TimeValue] = []
    for key in ("day", "day2"):
        given = {"month": groups["month"], "day": groups[key]} | (
            {"year": groups["year"]} if "year" in groups else {}
        )
        end = full_date(given, context) if "year" in groups else month_day(given, context)
        if end is None:
            return None
        ends.append(end)
    if ends[0].value > ends[1].value:
        return None
    return TimeValue(
        f"{ends[0].value}/{ends[1].value}", "first and last day are given", ends[0].confidence
    )
