"""Periods told by their ends: fiscal and school years, "the three months to June", "the week of May 3".

In: the pieces a pattern caught and the ground. Out: a `Value`. A year that is no calendar year is only
about that year (`2023~`): when it begins differs from state to state and firm to firm.

>>> from datetime import date
>>> to_month({"number": "three", "unit": "months", "month": "June", "year": "2023"}, Ground(None)).edtf
'2023-04-01/2023-06-30'
>>> week_of({"month": "May", "day": "3", "word": "the week of May 3"}, Ground(date(2024, 5, 20), "past")).value
'2024-W18'
"""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.durations import amount, length
from onrecord.reading.times.expressions.explicit import (
    Pieces,
    full_date,
    month,
    month_day,
    month_of,
    year_named,
)
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.value import Ground, Value

NOT_CALENDAR = "a year of its own kind, which need not begin in January"


def fiscal_year(p: Pieces, ground: Ground) -> Value | None:  # noqa: ARG001  # every reader takes both
    """`fiscal 2023`, `the 2023 tax year`, `FY2023`."""
    return Value(p["year"], NOT_CALENDAR, 0.85, edtf=f"{p['year']}~")


def this_fiscal_year(p: Pieces, ground: Ground) -> Value | None:
    """`the last fiscal year`, `next school year`."""
    if ground.anchor is None:
        return Value(calendar.OPEN, "the report gives no date to count from", 0.9)
    turn = int(values("deictic")[" ".join(p["deictic"].lower().split())])
    value = f"{ground.anchor.year + turn:04}"
    return Value(value, NOT_CALENDAR, 0.7, edtf=f"{value}~")


def fiscal_years(p: Pieces, ground: Ground) -> Value | None:  # noqa: ARG001  # every reader takes both
    """`the 2020-21 school year`: one year that lies in two."""
    first = p.get("year") or p["year3"]
    last = p.get("year2") or first[:2] + p["yy"]
    return Value(f"{first}/{last}", NOT_CALENDAR, 0.85) if int(last) == int(first) + 1 else None


def half_short(p: Pieces, ground: Ground) -> Value | None:  # noqa: ARG001  # every reader takes both
    """`H1 2023`."""
    return Value(f"{p['year']}-H{p['h']}", "half and year are given", 0.9)


def week_of(p: Pieces, ground: Ground) -> Value | None:
    """`the week of May 3`, `the week ending May 3`: the week the day is in, or that it opens or ends."""
    told = full_date(p, ground) if "year" in p else month_day(p, ground)
    day = calendar.day_of(told.value) if told else None
    if told is None or day is None:
        return told
    value, six = calendar.unit_of(day, "W"), timedelta(days=6)
    words = p["word"].lower()
    if " end" in words:
        return Value(value, "the week that ends on that day", 0.85, edtf=f"{day - six}/{day}")
    if "begin" in words or "began" in words or "start" in words:
        return Value(value, "the week that begins on that day", 0.85, edtf=f"{day}/{day + six}")
    return Value(value, "the week that day is in", 0.85)


def months(p: Pieces, ground: Ground) -> Value | None:
    """`January-March 2023`: a quarter where it is one."""
    first, last = month_of(p["month"]), month_of(p["month2"])
    ended = (
        Value(f"{p['year']}-{last:02}", "")
        if "year" in p
        else month({"month": p["month2"]}, ground)
    )
    if ended is None:
        return None
    year = ended.value[:4]
    if last - first == 2 and first % 3 == 1:
        return Value(f"{year}-Q{last // 3}", "the quarter these months make", 0.85)
    began = year if first <= last else calendar.shifted(year, years=-1)
    return Value(f"{began}-{first:02}/{year}-{last:02}", "first and last month are given", 0.85)


def to_month(p: Pieces, ground: Ground) -> Value | None:
    """`the three months to June`, `the year ended March 2023`: a length told by its last month."""
    kind, count = values("unit")[p["unit"].lower()], amount(p) or 1
    if kind not in {"M", "Y", "Q"}:
        return None
    ended = Value(f"{p['year']}-{month_of(p['month']):02}", "") if "year" in p else month(p, ground)
    if kind == "Q" and count == 1 and ended:
        quarter = (month_of(p["month"]) - 1) // 3 + 1
        return Value(f"{ended.value[:4]}-Q{quarter}", "the quarter that ends with that month", 0.85)
    value = length(f"{count:g}", kind, "a length told by its last month")
    found = calendar.stretch(ended.value) if ended else None
    if found is None or not found.latest or count != int(count):
        return value
    steps = int(count) * {"M": 1, "Q": 3, "Y": 12}[kind]
    last = date.fromisoformat(found.latest)
    first = calendar.unit_of(last, "M", 1 - steps)
    return Value(value.value, value.why, 0.85, "DURATION", edtf=f"{first}-01/{last}")


def first_of(p: Pieces, ground: Ground) -> Value | None:
    """`the first nine months of 2023`."""
    kind, count = values("unit")[p["unit"].lower()], amount(p)
    year = year_named(p, ground) or (ground.anchor.year if ground.anchor else None)
    if count is None or kind.startswith("T"):
        return None
    value = length(f"{count:g}", kind, "a length, from the year's first or to its last day")
    steps = {"D": int(count), "W": int(count) * 7, "Q": int(count) * 3}.get(kind, int(count))
    if year is None or kind not in "DWMQ" or (kind in "MQ" and steps > 12) or steps > 366:
        return value
    opens = p["which"].lower() == "first"
    edge = date(year, 1, 1) if opens else date(year, 12, 31)
    if kind in "DW":
        other = edge + timedelta(days=(steps - 1) * (1 if opens else -1))
    else:
        other = (
            date.fromisoformat(calendar.month_end(year, steps))
            if opens
            else date(year, 13 - steps, 1)
        )
    ends = sorted((edge, other))
    return Value(value.value, value.why, 0.85, "DURATION", edtf=f"{ends[0]}/{ends[1]}")
