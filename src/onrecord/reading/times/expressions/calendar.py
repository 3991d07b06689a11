"""Calendar arithmetic over TimeML values, and their EDTF: what a value says, as dates.

In: a TimeML value (`2022-10-23`, `2022-W42`, `2022-Q3`, `199`, `PAST_REF`, `P3D`). Out: the EDTF
(ISO 8601-2, level 1 or 2) of it, its earliest and latest day and its precision. Weeks are no EDTF,
so they become intervals; quarters, halves and seasons have their codes (33-36, 40-41, 21-24).

>>> stretch("2022-W42").edtf
'2022-10-17/2022-10-23'
>>> stretch("2022-Q3")
Stretch(edtf='2022-35', earliest='2022-07-01', latest='2022-09-30', precision='season')
>>> shifted("2022-Q1", years=-1), unit_of(date(2022, 10, 23), "W", -1)
('2021-Q1', '2022-W41')
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.model import Precision

OPEN = "XXXX-XX-XX"
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.*))?")
_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_UNKNOWN_YEAR = re.compile(r"XXXX-(?:(\d\d)(?:-(\d\d))?|Q([1-4])|H([12])|(SP|SU|FA|WI))(?:T.*)?")


class Stretch(NamedTuple):
    """A value as EDTF with its bounds (ISO days, None where open) and how fine it is."""

    edtf: str
    earliest: str | None
    latest: str | None
    precision: Precision


def stretch(value: str, anchor: date | None = None) -> Stretch:
    """The EDTF, bounds and precision of a TimeML value; `anchor` (the report's day) bounds references."""
    if "/" in value:
        return _interval(value)
    for reader in (_day, _week, _part_of_year, _years):
        found = reader(value)
        if found is not None:
            return found
    if value.startswith("XXXX"):
        return Stretch(_open_year(value), None, None, _open_precision(value))
    return _reference(value, anchor)


def unit_of(day: date, unit: str, by: int = 0) -> str:
    """The value of the `unit` (D W M Q Y E C, 2W) that holds `day`, moved by `by` units."""
    if unit == "D":
        return _safe_days(day, by).isoformat()
    if unit in {"W", "2W"}:
        year, week, _ = _safe_days(day, 7 * by * (2 if unit == "2W" else 1)).isocalendar()
        return f"{year:04}-W{week:02}"
    if unit in {"M", "Q"}:
        months = day.year * 12 + day.month - 1 + by * (1 if unit == "M" else 3)
        year, month = divmod(months, 12)
        return f"{year:04}-{month + 1:02}" if unit == "M" else f"{year:04}-Q{month // 3 + 1}"
    year = day.year + by * {"Y": 1, "E": 10, "C": 100}[unit]
    return f"{year:04}"[: {"Y": 4, "E": 3, "C": 2}[unit]]


def day_before(day: date, unit: str) -> str:
    """The same day one unit (D W M Y) earlier; the 31st becomes the month's last.

    >>> day_before(date(2024, 3, 31), "Y"), day_before(date(2024, 3, 31), "M")
    ('2023-03-31', '2024-02-29')
    """
    if unit in {"D", "W"}:
        return _safe_days(day, -1 if unit == "D" else -7).isoformat()
    month = unit_of(day, "M", -12 if unit == "Y" else -1)
    last = calendar.monthrange(max(int(month[:4]), 1), int(month[5:]))[1]
    return f"{month}-{min(day.day, last):02}"


def shifted(value: str, *, years: int) -> str:
    """The same value some years off (`2022-Q3` → `2021-Q3`); 29 February becomes the 28th."""
    if not re.match(r"\d{4}", value):
        return value
    moved = f"{int(value[:4]) + years:04}{value[4:]}"
    return moved.replace("-02-29", "-02-28") if not calendar.isleap(int(moved[:4])) else moved


def day_of(value: str) -> date | None:
    """The day a value begins with, if it is a real one."""
    found = _DAY.match(value)
    return make_day(*map(int, found.group(1, 2, 3))) if found else None


def make_day(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day.

    >>> make_day(2021, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _safe_days(day: date, by: int) -> date:
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return day


def _day(value: str) -> Stretch | None:
    found = _DAY.fullmatch(value)
    day = day_of(value)
    if not found or not day:
        return None
    clock = re.fullmatch(r"(\d\d)(?::(\d\d))?", found.group(4) or "")
    iso = day.isoformat()
    if not clock or int(clock.group(1)) > 23:
        return Stretch(iso, iso, iso, "day")
    fine: Precision = "instant" if clock.group(2) else "hour"
    return Stretch(f"{iso}T{clock.group(1)}:{clock.group(2) or '00'}:00", iso, iso, fine)


def _week(value: str) -> Stretch | None:
    found = _WEEK.fullmatch(value)
    if not found:
        return None
    try:
        first = date.fromisocalendar(int(found.group(1)), int(found.group(2)), 1)
    except ValueError:
        return None
    start, end = first + timedelta(days=5 if found.group(3) else 0), first + timedelta(days=6)
    precision: Precision = "day" if found.group(3) else "week"
    return Stretch(f"{start}/{end}", str(start), str(end), precision)


def _part_of_year(value: str) -> Stretch | None:
    found = re.fullmatch(r"(\d{4})-(?:(\d\d)|Q([1-4])|H([12])|(SP|SU|FA|WI))", value)
    if not found:
        return None
    year, month, quarter, half, season = found.groups()
    if month and 1 <= int(month) <= 12:
        return Stretch(value, *_months(int(year), int(month), int(month)), "month")
    if quarter:
        last = int(quarter) * 3
        return Stretch(f"{year}-{32 + int(quarter)}", *_months(int(year), last - 2, last), "season")
    if half:
        last = int(half) * 6
        return Stretch(f"{year}-{39 + int(half)}", *_months(int(year), last - 5, last), "season")
    if season:
        # Which months a season takes depends on the hemisphere; a winter may begin the year before.
        early, late = (f"{int(year) - 1:04}-12-01", f"{int(year) + 1:04}-03-31")
        bounds = (early, late) if season == "WI" else (f"{year}-01-01", f"{year}-12-31")
        return Stretch(f"{year}-{_SEASONS[season]}", *bounds, "season")
    return None


def month_end(year: int, month: int) -> str:
    """The last day of a month.

    >>> month_end(2024, 2)
    '2024-02-29'
    """
    return _months(year, month, month)[1]


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    days = calendar.monthrange(year, last)[1] if year else 31
    return f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{days:02}"


def _years(value: str) -> Stretch | None:
    if not re.fullmatch(r"\d{2,4}", value):
        return None
    missing = 4 - len(value)
    precision: Precision = ("year", "decade", "unknown")[missing]
    return Stretch(
        value + "X" * missing,
        f"{value + '0' * missing}-01-01",
        f"{value + '9' * missing}-12-31",
        precision,
    )


def _interval(value: str) -> Stretch:
    start, end = (stretch(part) for part in value.split("/", 1))
    if start.earliest and end.latest and start.earliest > end.latest:
        return Stretch(OPEN, None, None, "unknown")
    return Stretch(f"{start.edtf}/{end.edtf}", start.earliest, end.latest, start.precision)


def _open_year(value: str) -> str:
    found = _UNKNOWN_YEAR.fullmatch(value)
    if not found:
        return OPEN
    month, day, quarter, half, season = found.groups()
    if month:
        return f"XXXX-{month}" + (f"-{day}" if day else "")
    code = 32 + int(quarter) if quarter else 39 + int(half) if half else _SEASONS[season]
    return f"XXXX-{code}"


def _open_precision(value: str) -> Precision:
    found = _UNKNOWN_YEAR.fullmatch(value)
    if not found:
        return "unknown"
    return "day" if found.group(2) else "month" if found.group(1) else "season"


def _reference(value: str, anchor: date | None) -> Stretch:
    if anchor and value == "PAST_REF":
        return Stretch(f"../{anchor}", None, anchor.isoformat(), "unknown")
    if anchor and value == "FUTURE_REF":
        return Stretch(f"{anchor}/..", anchor.isoformat(), None, "unknown")
    if anchor and value == "PRESENT_REF":
        return Stretch(f"{anchor}~", None, None, "unknown")
    return Stretch(OPEN, None, None, "unknown")
