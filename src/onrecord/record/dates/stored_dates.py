"""Dates as rows keep them: their bounds, and which days of an open year another date speaks for.

In: dates as rows keep them (`rows.dated_json`). Out: days. A date without year (`XXXX-10-23`) is one of its
alternatives or, where it has none, that day of any year. Two dates tell of one day where they lie so close
that no other year comes near; what was said on a day told without a year was said within the year before.

>>> march = {"edtf": "XXXX-03-05", "precision": "day", "alternatives": []}
>>> of_the_day(march, "2024-03-06", "2024-03-06", 3)
'2024-03-05'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

Kept: TypeAlias = "Mapping[str, Any]"
_OPEN = re.compile(r"XXXX-(\d\d)-(\d\d)")
_DAY = len("2024-05-03")
_TO_THE_DAY = {"instant", "hour", "day"}
# Clocks differ by up to a day around the world; a day told without its year is of the year before.
_SLACK, _YEAR = timedelta(days=1), timedelta(days=364)


def is_open(dated: Kept | None) -> bool:
    """Whether a date has a month and a day, and no year."""
    return dated is not None and _OPEN.fullmatch(dated["edtf"]) is not None


def first_day(dated: Kept | None) -> str | None:
    """The day or moment by which a date takes its place in listings."""
    first: str | None = None if dated is None else dated["earliest"] or dated["latest"]
    return first


def days_of(dated: Kept | None) -> tuple[str | None, str | None]:
    """The bounds of a date as days; an end is open where only the other is known."""
    if dated is None or not (dated["earliest"] or dated["latest"]):
        return None, None
    return (dated["earliest"] or "0000")[:_DAY], (dated["latest"] or "9999")[:_DAY]


def day_told(dated: Kept | None) -> tuple[str, str] | None:
    """First and last day (ISO) of a date known to the day, None for any other."""
    if dated is None or dated["precision"] not in _TO_THE_DAY or is_open(dated):
        return None
    first, last = ((dated[end] or "")[:_DAY] for end in ("earliest", "latest"))
    return (first, last) if is_day(first) and is_day(last) else None


def of_the_day(dated: Kept, first: str, last: str, slack: int) -> str | None:
    """The one day of an open date that lies within `slack` days of those from `first` to `last`; None without."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    away = timedelta(days=slack)
    days = _days(dated, start.year - 1, end.year + 1)
    near = [day for day in days if start - day <= away and day - end <= away]
    return near[0].isoformat() if len(near) == 1 else None


def report_day(published: Kept, said: str) -> str | None:
    """The one day of an open date of a report that tells of a day told without its year; None without."""
    day = date.fromisoformat(said)
    days = _days(published, day.year - 1, day.year + 1)
    near = [each for each in days if -_SLACK <= each - day <= _YEAR]
    return near[0].isoformat() if len(near) == 1 else None


def narrowed(kept: Kept | None, published: Kept | None, dated: Kept | None) -> Kept | None:
    """A date that was open as its report's was, as of the report's year once that is told.

    Its alternatives then stand in the order of the report's; where they do not, it stays as it is.
    """
    if kept is None or published is None or dated is None or is_open(dated):
        return kept
    edtf = _same_year(kept, published["alternatives"], dated["edtf"])
    if edtf is None:
        return kept
    ends = edtf.split("/")
    if any(len(end) != _DAY or not end[:4].isdigit() for end in ends):
        return kept
    why = f"{kept['why']}; the record tells the report's year"
    told = {"edtf": edtf, "earliest": ends[0], "latest": ends[-1], "why": why, "alternatives": []}
    return {**kept, **told}


def _same_year(kept: Kept, years: Sequence[str], dated: str) -> str | None:
    """The value of an open date once its report is of the day `dated`, None where that does not follow.

    `years` are the days the report may be of; where it has none, a day is within the year before the report's.
    """
    days: Sequence[str] = kept["alternatives"]
    if years and len(days) == len(years) and dated in years:
        return days[years.index(dated)]
    if years or days or not is_open(kept) or not is_day(dated):
        return None
    end = date.fromisoformat(dated)
    near = [day for day in _days(kept, end.year - 1, end.year + 1) if -_SLACK <= end - day <= _YEAR]
    return near[0].isoformat() if len(near) == 1 else None


def _days(dated: Kept, first: int, last: int) -> Iterator[date]:
    """The days an open date may be of: its alternatives, else that day in the years from `first` to `last`."""
    days = dated["alternatives"]
    if not days:
        days = [f"{year:04}{dated['edtf'][4:]}" for year in range(first, last + 1)]
    # 29 February of a common year, or a year beyond the calendar, is no day
    yield from (date.fromisoformat(day) for day in days if is_day(day))


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar (ISO)."""
    try:
        return len(text) == _DAY and bool(date.fromisoformat(text))
    except ValueError:
        return False
