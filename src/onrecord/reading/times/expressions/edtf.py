"""Convert TimeML values to EDTF (ISO 8601-2, level 1 or 2) with their first and last day and precision.

In: a TimeML value (`2022-10-23`, `2022-W42`, `2022-Q3`, `199`, `PAST_REF`, `P3D`). Out: an `EdtfDate`. EDTF has no
weeks, so a week becomes an interval; quarters, halves and seasons have codes (33-36, 40-41, 21-24).

>>> to_edtf("2022-W42").edtf
'2022-10-17/2022-10-23'
>>> to_edtf("2022-Q3")
EdtfDate(edtf='2022-35', earliest='2022-07-01', latest='2022-09-30', precision='season')
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

from onrecord.calendar_days import shift_day
from onrecord.model import Precision
from onrecord.reading.times.expressions.calendar_units import leading_day

UNKNOWN_DATE = "XXXX-XX-XX"
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T(.*))?")
_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_UNKNOWN_YEAR = re.compile(r"XXXX-(?:(\d\d)(?:-(\d\d))?|Q([1-4])|H([12])|(SP|SU|FA|WI))(?:T.*)?")


class EdtfDate(NamedTuple):
    """A date as EDTF, its first and last day (ISO, None where unknown), and its precision."""

    edtf: str
    earliest: str | None
    latest: str | None
    precision: Precision


def to_edtf(value: str, anchor: date | None = None) -> EdtfDate:
    """The EDTF date of a TimeML value; `anchor`, the report's day, bounds references such as `PAST_REF`."""
    if "/" in value:
        return _interval(value)
    for reader in (_day_or_hour, _week, _part_of_year, _year_decade_or_century):
        found = reader(value)
        if found is not None:
            return found
    if value.startswith("XXXX"):
        return EdtfDate(_open_year_edtf(value), None, None, _open_year_precision(value))
    return _reference(value, anchor)


def _day_or_hour(value: str) -> EdtfDate | None:
    """A day, with its hour or minute if given."""
    found = _DAY.fullmatch(value)
    day = leading_day(value)
    if not found or not day:
        return None
    clock = re.fullmatch(r"(\d\d)(?::(\d\d))?", found.group(1) or "")
    iso = day.isoformat()
    if not clock or int(clock.group(1)) > 23:
        return EdtfDate(iso, iso, iso, "day")
    fine: Precision = "instant" if clock.group(2) else "hour"
    return EdtfDate(f"{iso}T{clock.group(1)}:{clock.group(2) or '00'}:00", iso, iso, fine)


def _week(value: str) -> EdtfDate | None:
    """A week or weekend, as an interval."""
    found = _WEEK.fullmatch(value)
    if not found:
        return None
    try:
        first = date.fromisocalendar(int(found.group(1)), int(found.group(2)), 1)
    except ValueError:
        return None
    start, end = shift_day(first, 5 if found.group(3) else 0), shift_day(first, 6)
    precision: Precision = "day" if found.group(3) else "week"
    return EdtfDate(f"{start}/{end}", str(start), str(end), precision)


def _part_of_year(value: str) -> EdtfDate | None:
    """A month, quarter, half or season of a known year."""
    found = re.fullmatch(r"(\d{4})-(?:(\d\d)|Q([1-4])|H([12])|(SP|SU|FA|WI))", value)
    if not found:
        return None
    year, month, quarter, half, season = found.groups()
    if month and 1 <= int(month) <= 12:
        return EdtfDate(value, *_month_bounds(int(year), int(month), int(month)), "month")
    if quarter:
        last = int(quarter) * 3
        return EdtfDate(
            f"{year}-{32 + int(quarter)}", *_month_bounds(int(year), last - 2, last), "season"
        )
    if half:
        last = int(half) * 6
        return EdtfDate(
            f"{year}-{39 + int(half)}", *_month_bounds(int(year), last - 5, last), "season"
        )
    if season:
        # The months of a season depend on the hemisphere, and a winter may begin in the year before.
        early, late = (f"{int(year) - 1:04}-12-01", f"{int(year) + 1:04}-03-31")
        bounds = (early, late) if season == "WI" else (f"{year}-01-01", f"{year}-12-31")
        return EdtfDate(f"{year}-{_SEASONS[season]}", *bounds, "season")
    return None


def _month_bounds(year: int, first: int, last: int) -> tuple[str, str]:
    """The first day of one month and the last day of another of the same year."""
    days = calendar.monthrange(year, last)[1] if year else 31
    return f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{days:02}"


def _year_decade_or_century(value: str) -> EdtfDate | None:
    """A year (4 digits), decade (3) or century (2)."""
    if not re.fullmatch(r"\d{2,4}", value):
        return None
    missing = 4 - len(value)
    precision: Precision = ("year", "decade", "unknown")[missing]
    return EdtfDate(
        value + "X" * missing,
        f"{value + '0' * missing}-01-01",
        f"{value + '9' * missing}-12-31",
        precision,
    )


def _interval(value: str) -> EdtfDate:
    """An interval; unknown if it ends before it begins."""
    start, end = (to_edtf(part) for part in value.split("/", 1))
    if start.earliest and end.latest and start.earliest > end.latest:
        return EdtfDate(UNKNOWN_DATE, None, None, "unknown")
    return EdtfDate(f"{start.edtf}/{end.edtf}", start.earliest, end.latest, start.precision)


def _open_year_edtf(value: str) -> str:
    """The EDTF of a value of unknown year."""
    found = _UNKNOWN_YEAR.fullmatch(value)
    if not found:
        return UNKNOWN_DATE
    month, day, quarter, half, season = found.groups()
    if month:
        return f"XXXX-{month}" + (f"-{day}" if day else "")
    code = 32 + int(quarter) if quarter else 39 + int(half) if half else _SEASONS[season]
    return f"XXXX-{code}"


def _open_year_precision(value: str) -> Precision:
    """The precision of a value of unknown year."""
    found = _UNKNOWN_YEAR.fullmatch(value)
    if not found:
        return "unknown"
    return "day" if found.group(2) else "month" if found.group(1) else "season"


def _reference(value: str, anchor: date | None) -> EdtfDate:
    """A reference to past, present or future: an interval that begins or ends at the report's day."""
    if anchor and value == "PAST_REF":
        return EdtfDate(f"../{anchor}", None, anchor.isoformat(), "unknown")
    if anchor and value == "FUTURE_REF":
        return EdtfDate(f"{anchor}/..", anchor.isoformat(), None, "unknown")
    if anchor and value == "PRESENT_REF":
        return EdtfDate(f"{anchor}~", None, None, "unknown")
    return EdtfDate(UNKNOWN_DATE, None, None, "unknown")
