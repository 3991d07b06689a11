"""Dates in the form rows store them: their bounds, and the day an open year has by another date.

In: dates as rows store them (`rows.dated_json`). Out: days. A date of open year (`XXXX-10-23`) means one of its
alternatives or, if it has none, that day in any year. Another date settles the year if exactly one of these days is
near it.

>>> march = {"edtf": "XXXX-03-05", "precision": "day", "alternatives": []}
>>> matching_day(march, "2024-03-06", "2024-03-06", 3)
'2024-03-05'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from onrecord.calendar_days import is_day, parse_day

StoredDate: TypeAlias = "Mapping[str, Any]"
_OPEN_YEAR = re.compile(r"XXXX-(\d\d)-(\d\d)")
_DAY_LENGTH = len("2024-05-03")
_DAY_OR_FINER = {"instant", "hour", "day"}
# Local dates differ by up to a day around the world.
_TIME_ZONES = timedelta(days=1)
# A day without its year is at most this far before the report that mentions it.
_YEAR = timedelta(days=364)


def has_open_year(dated: StoredDate | None) -> bool:
    """True if a date gives month and day but no year."""
    return dated is not None and _OPEN_YEAR.fullmatch(dated["edtf"]) is not None


def sort_date(dated: StoredDate | None) -> str | None:
    """The day or moment by which listings order a date: its earliest, else its latest."""
    first: str | None = None if dated is None else dated["earliest"] or dated["latest"]
    return first


def day_bounds(dated: StoredDate | None) -> tuple[str | None, str | None]:
    """First and last day (ISO) of a date; year 0000 or 9999 for the unknown one of two, None for both."""
    if dated is None or not (dated["earliest"] or dated["latest"]):
        return None, None
    return (dated["earliest"] or "0000")[:_DAY_LENGTH], (dated["latest"] or "9999")[:_DAY_LENGTH]


def exact_days(dated: StoredDate | None) -> tuple[str, str] | None:
    """First and last day (ISO) of a date known to the day; None for any other date."""
    if dated is None or dated["precision"] not in _DAY_OR_FINER or has_open_year(dated):
        return None
    first, last = ((dated[end] or "")[:_DAY_LENGTH] for end in ("earliest", "latest"))
    return (first, last) if is_day(first) and is_day(last) else None


def matching_day(dated: StoredDate, first: str, last: str, slack: int) -> str | None:
    """The only day of a date of open year within `slack` days of `first` to `last`; None if none or several."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    reach = timedelta(days=slack)
    days = _candidate_days(dated, start.year - 1, end.year + 1)
    near = [day for day in days if start - day <= reach and day - end <= reach]
    return near[0].isoformat() if len(near) == 1 else None


def report_day(published: StoredDate, said: str) -> str | None:
    """The only day of a report of open year in the year after the day `said`, which it mentions without a year."""
    day = date.fromisoformat(said)
    days = _candidate_days(published, day.year - 1, day.year + 1)
    near = [each for each in days if -_TIME_ZONES <= each - day <= _YEAR]
    return near[0].isoformat() if len(near) == 1 else None


def with_report_year(
    stored: StoredDate | None, published: StoredDate | None, dated: StoredDate | None
) -> StoredDate | None:
    """A date with the year that its report, open as `published`, has by `dated`.

    The alternatives of both dates correspond by position; if they do not, the date is returned unchanged.
    """
    if stored is None or published is None or dated is None or has_open_year(dated):
        return stored
    edtf = _in_report_year(stored, published["alternatives"], dated["edtf"])
    if edtf is None:
        return stored
    ends = edtf.split("/")
    if any(len(end) != _DAY_LENGTH or not end[:4].isdigit() for end in ends):
        return stored
    why = f"{stored['why']}; the record tells the report's year"
    year = {"edtf": edtf, "earliest": ends[0], "latest": ends[-1], "why": why, "alternatives": []}
    return {**stored, **year}


def _in_report_year(stored: StoredDate, report_days: Sequence[str], known_day: str) -> str | None:
    """The EDTF of a date of open year if its report is of the day `known_day`; None if that does not follow.

    `report_days` are the days the report may be of. If there are none, the date is in the year before the report.
    """
    days: Sequence[str] = stored["alternatives"]
    if report_days and len(days) == len(report_days) and known_day in report_days:
        return days[report_days.index(known_day)]
    end = parse_day(known_day)
    if report_days or days or not has_open_year(stored) or end is None:
        return None
    candidates = _candidate_days(stored, end.year - 1, end.year + 1)
    near = [day for day in candidates if -_TIME_ZONES <= end - day <= _YEAR]
    return near[0].isoformat() if len(near) == 1 else None


def _candidate_days(dated: StoredDate, first: int, last: int) -> Iterator[date]:
    """The days a date of open year may be: its alternatives, else that day in the years `first` to `last`."""
    days = dated["alternatives"]
    if not days:
        days = [f"{year:04}{dated['edtf'][4:]}" for year in range(first, last + 1)]
    # 29 February of a common year and years outside the calendar are no days.
    yield from (day for text in days if (day := parse_day(text)) is not None)
