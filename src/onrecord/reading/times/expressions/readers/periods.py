"""Read periods given by an end or a kind of year: "the three months to June", "the week of May 3", fiscal years.

In: the captured groups and the context. Out: a `TimeValue`. A fiscal, school or tax year is approximate (`2023~`),
because its first month differs from state to state and from firm to firm.

>>> from datetime import date
>>> to_june = {"number": "three", "unit": "months", "month": "June", "year": "2023"}
>>> period_to_month(to_june, TimeContext(None)).edtf
'2023-04-01/2023-06-30'
>>> may = {"month": "May", "day": "3", "word": "the week of May 3"}
>>> week_of_day(may, TimeContext(date(2024, 5, 20), "past")).value
'2024-W18'
"""

# ruff: noqa: ARG001  # every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from calendar import monthrange
from datetime import date

from onrecord.calendar_days import parse_day, shift_day
from onrecord.reading.times.expressions.calendar_units import (
    leading_day,
    shift_years,
    unit_containing,
)
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE, to_edtf
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.days import full_date, month_day
from onrecord.reading.times.expressions.readers.durations import duration_value
from onrecord.reading.times.expressions.readers.fields import (
    Groups,
    month_number,
    named_year,
    parse_amount,
)
from onrecord.reading.times.expressions.readers.months_and_years import month
from onrecord.reading.times.expressions.value import TimeContext, TimeValue

NOT_CALENDAR = "a year that need not begin in January"


def fiscal_year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`fiscal 2023`, `the 2023 tax year`, `FY2023`."""
    return TimeValue(groups["year"], NOT_CALENDAR, 0.85, edtf=f"{groups['year']}~")


def deictic_fiscal_year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the last fiscal year`, `next school year`."""
    if context.anchor is None:
        return TimeValue(UNKNOWN_DATE, "the report gives no date to count from", 0.9)
    turn = int(time_words("deictic")[" ".join(groups["deictic"].lower().split())])
    value = f"{context.anchor.year + turn:04}"
    return TimeValue(value, NOT_CALENDAR, 0.7, edtf=f"{value}~")


def split_fiscal_year(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the 2020-21 school year`: one year with parts of two calendar years."""
    first = groups.get("year") or groups["year3"]
    last = groups.get("year2") or first[:2] + groups["yy"]
    return TimeValue(f"{first}/{last}", NOT_CALENDAR, 0.85) if int(last) == int(first) + 1 else None


def week_of_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the week of May 3`, `the week ending May 3`: the week that contains the day, or begins or ends with it."""
    given = full_date(groups, context) if "year" in groups else month_day(groups, context)
    day = leading_day(given.value) if given else None
    if given is None or day is None:
        return given
    value = unit_containing(day, "W")
    words = groups["word"].lower()
    if " end" in words:
        return TimeValue(
            value, "the week that ends on that day", 0.85, edtf=f"{shift_day(day, -6)}/{day}"
        )
    if "begin" in words or "began" in words or "start" in words:
        return TimeValue(
            value, "the week that begins on that day", 0.85, edtf=f"{day}/{shift_day(day, 6)}"
        )
    return TimeValue(value, "the week that contains the day", 0.85)


def month_range(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`January-March 2023`; a quarter if it is one."""
    first, last = month_number(groups["month"]), month_number(groups["month2"])
    ended = (
        TimeValue(f"{groups['year']}-{last:02}", "")
        if "year" in groups
        else month({"month": groups["month2"]}, context)
    )
    if ended is None:
        return None
    year = ended.value[:4]
    if last - first == 2 and first % 3 == 1:
        return TimeValue(f"{year}-Q{last // 3}", "the quarter of these months", 0.85)
    began = year if first <= last else shift_years(year, years=-1)
    return TimeValue(f"{began}-{first:02}/{year}-{last:02}", "first and last month are given", 0.85)


def period_to_month(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the three months to June`, `the year ended March 2023`: a duration with its last month."""
    kind, count = time_words("unit")[groups["unit"].lower()], parse_amount(groups) or 1
    if kind not in {"M", "Y", "Q"}:
        return None
    ended = (
        TimeValue(f"{groups['year']}-{month_number(groups['month']):02}", "")
        if "year" in groups
        else month(groups, context)
    )
    if kind == "Q" and count == 1 and ended:
        quarter = (month_number(groups["month"]) - 1) // 3 + 1
        return TimeValue(
            f"{ended.value[:4]}-Q{quarter}", "the quarter that ends with that month", 0.85
        )
    value = duration_value(f"{count:g}", kind, "a duration with its last month")
    last = parse_day(to_edtf(ended.value).latest or "") if ended else None
    if last is None or count != int(count):
        return value
    steps = int(count) * {"M": 1, "Q": 3, "Y": 12}[kind]
    first = unit_containing(last, "M", 1 - steps)
    return TimeValue(value.value, value.why, 0.85, "DURATION", edtf=f"{first}-01/{last}")


def first_or_last_units(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the first nine months of 2023`."""
    kind, count = time_words("unit")[groups["unit"].lower()], parse_amount(groups)
    year = named_year(groups, context) or (context.anchor.year if context.anchor else None)
    if count is None or kind.startswith("T"):
        return None
    value = duration_value(
        f"{count:g}", kind, "a duration from the first or to the last day of the year"
    )
    steps = {"D": int(count), "W": int(count) * 7, "Q": int(count) * 3}.get(kind, int(count))
    if not year or kind not in "DWMQ" or (kind in "MQ" and steps > 12) or steps > 366:
        return value
    opens = groups["which"].lower() == "first"
    edge = date(year, 1, 1) if opens else date(year, 12, 31)
    if kind in "DW":
        other = shift_day(edge, (steps - 1) * (1 if opens else -1))
    else:
        other = (
            date(year, steps, monthrange(year, steps)[1]) if opens else date(year, 13 - steps, 1)
        )
    ends = sorted((edge, other))
    return TimeValue(value.value, value.why, 0.85, "DURATION", edtf=f"{ends[0]}/{ends[1]}")
