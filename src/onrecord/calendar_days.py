"""Days of the calendar in ISO 8601 format: whether a text is one, and the first and last day of a month or year.

In: texts such as `2024-02-29`, `2024-02` or `2024`. Out: days, or None for a day that does not exist. Nothing else
of ISO 8601 is accepted (`2024-W09-4`, `20240229`), though `date.fromisoformat` reads it.

The module is beside `errors.py`, below all rooms: reading, record, views and command line all check days, and none of
them may import the others.

>>> is_day("2024-02-29"), is_day("2023-02-29"), is_day("2024-W09-4")
(True, False, False)
>>> first_day("2024-02"), last_day("2024-02"), last_day("2024-13")
('2024-02-01', '2024-02-29', None)
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_MONTH_OR_YEAR = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def make_day(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day.

    >>> make_day(2021, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_day(day: date, by: int) -> date:
    """The day `by` days later, or earlier if `by` is negative; the day itself where the calendar ends.

    >>> shift_day(date(2024, 2, 28), 2).isoformat(), shift_day(date.max, 1) == date.max
    ('2024-03-01', True)
    """
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return day


def parse_day(text: str) -> date | None:
    """The date that a text in the format `2024-02-29` gives, or None."""
    found = _DAY.fullmatch(text)
    return make_day(*map(int, found.groups())) if found else None


def is_day(text: str) -> bool:
    """True if a text is a day of the calendar in the format `2024-02-29`."""
    return parse_day(text) is not None


def first_day(text: str) -> str | None:
    """The first day of a day, month or year, or None if the text is none of them.

    >>> first_day("2024"), first_day("2024-02-29"), first_day("24")
    ('2024-01-01', '2024-02-29', None)
    """
    found = _DAY_MONTH_OR_YEAR.fullmatch(text)
    day = make_day(*(int(part or 1) for part in found.groups())) if found else None
    return day.isoformat() if day else None


def last_day(text: str) -> str | None:
    """The last day of a day, month or year, or None if the text is none of them.

    >>> last_day("2024"), last_day("2024-02-29"), last_day("24")
    ('2024-12-31', '2024-02-29', None)
    """
    first = parse_day(first_day(text) or "")
    if first is None or len(text) == len("2024-02-29"):
        return text if first else None
    month = first.month if len(text) == len("2024-02") else 12
    return f"{first.year:04}-{month:02}-{monthrange(first.year, month)[1]:02}"
