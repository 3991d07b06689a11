"""Calendar arithmetic over TimeML values: the unit that contains a day, and values some units earlier or later.

>>> unit_containing(date(2022, 10, 23), "W", -1), shift_years("2022-Q1", years=-1)
('2022-W41', '2021-Q1')
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from onrecord.calendar_days import make_day, shift_day

_LEADING_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def unit_containing(day: date, unit: str, by: int = 0) -> str:
    """The value of the `unit` (D W M Q Y E C, 2W) that contains `day`, or of the one `by` units later."""
    if unit == "D":
        return shift_day(day, by).isoformat()
    if unit in {"W", "2W"}:
        year, week, _ = shift_day(day, 7 * by * (2 if unit == "2W" else 1)).isocalendar()
        return f"{year:04}-W{week:02}"
    if unit in {"M", "Q"}:
        months = day.year * 12 + day.month - 1 + by * (1 if unit == "M" else 3)
        year, month = divmod(months, 12)
        return f"{year:04}-{month + 1:02}" if unit == "M" else f"{year:04}-Q{month // 3 + 1}"
    year = day.year + by * {"Y": 1, "E": 10, "C": 100}[unit]
    return f"{year:04}"[: {"Y": 4, "E": 3, "C": 2}[unit]]


def same_day_earlier(day: date, unit: str) -> str:
    """The same day one unit (D W M Y) earlier; the 31st becomes the last day of a shorter month.

    >>> same_day_earlier(date(2024, 3, 31), "Y"), same_day_earlier(date(2024, 3, 31), "M")
    ('2023-03-31', '2024-02-29')
    """
    if unit in {"D", "W"}:
        return shift_day(day, -1 if unit == "D" else -7).isoformat()
    month = unit_containing(day, "M", -12 if unit == "Y" else -1)
    last = calendar.monthrange(max(int(month[:4]), 1), int(month[5:]))[1]
    return f"{month}-{min(day.day, last):02}"


def shift_years(value: str, *, years: int) -> str:
    """The same value some years later or earlier (`2022-Q3` → `2021-Q3`); 29 February becomes the 28th."""
    if not re.match(r"\d{4}", value):
        return value
    moved = f"{int(value[:4]) + years:04}{value[4:]}"
    return moved.replace("-02-29", "-02-28") if not calendar.isleap(int(moved[:4])) else moved


def leading_day(value: str) -> date | None:
    """The day a value begins with, or None if it begins with none."""
    found = _LEADING_DAY.match(value)
    return make_day(*map(int, found.group(1, 2, 3))) if found else None
