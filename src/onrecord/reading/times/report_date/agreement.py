"""Whether two candidates for a report's date agree, and what one adds to the other.

In: `DateCandidate`s. Out: True or False, or a candidate with the year or day that others give. Candidates agree within
a day, because local dates differ around the world; a dateline may be some days before the publication.

>>> agree(DateCandidate("dateline", "XXXX-10-21"), DateCandidate("meta", "2022-10-23"))
True
>>> complete(DateCandidate("dateline", "XXXX-10-23"), [DateCandidate("meta", "2022-10-23")]).value
'2022-10-23'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from onrecord.calendar_days import make_day, parse_day
from onrecord.reading.times.expressions.calendar_units import leading_day
from onrecord.reading.times.expressions.edtf import to_edtf
from onrecord.reading.times.report_date.date_candidates import DateCandidate

# Local dates differ by up to a day around the world.
TIME_ZONES = timedelta(days=1)
# The most days from the date in a dateline to the publication.
_MAX_FILING_TIME = timedelta(days=5)
_DAY_LENGTH = len("2022-10-23")

# Month and day.
MonthDay: TypeAlias = tuple[int, int]


def agree(one: DateCandidate, other: DateCandidate) -> bool:
    """True if two candidates may be the same day."""
    if "dateline" in {one.where, other.where} and len(one.value) == len(other.value) == _DAY_LENGTH:
        filed, published = (one, other) if one.where == "dateline" else (other, one)
        return _is_filed_before(filed.value, published.value)
    first, second = to_edtf(one.value), to_edtf(other.value)
    if first.earliest and first.latest and second.earliest and second.latest:
        return _begins_by(first.earliest, second.latest) and _begins_by(
            second.earliest, first.latest
        )
    common = min(len(one.value), len(other.value))
    return one.value[5:common] == other.value[5:common]


def _is_filed_before(filed: str, published: str) -> bool:
    """True if a report with this day in its dateline may be published on the other day."""
    years = {filed[:4], published[:4]} - {"XXXX"}
    if len(years) == 2:
        first, last = leading_day(filed), leading_day(published)
        if first is None or last is None:
            return False
        return -TIME_ZONES <= last - first <= _MAX_FILING_TIME
    days = [(int(v[5:7]), int(v[8:10])) for v in (filed, published)]
    return -TIME_ZONES.days <= days_apart(days[1], days[0]) <= _MAX_FILING_TIME.days


def _begins_by(start: str, end: str) -> bool:
    """True if `start` is not more than the difference of time zones after `end`."""
    first, last = parse_day(start), parse_day(end)
    return first is not None and last is not None and first - last <= TIME_ZONES


def days_apart(day: MonthDay, other: MonthDay) -> int:
    """The days from `other` to `day` by the shorter way around the year (-182 to 183).

    >>> days_apart((1, 2), (12, 31)), days_apart((12, 31), (1, 2))
    (2, -2)
    """
    gap = (_in_leap_year(day) - _in_leap_year(other)).days % 366
    return gap - 366 if gap > 183 else gap


def _in_leap_year(day: MonthDay) -> date:
    """The day in a leap year; the 28th for a day that no year has."""
    return make_day(2000, *day) or date(2000, day[0], 28)


def complete(best: DateCandidate, others: Sequence[DateCandidate]) -> DateCandidate:
    """The best candidate, with its unknown year or missing day from the next one that agrees with it."""
    for other in others:
        if not agree(best, other):
            continue
        if best.value.startswith("XXXX") and not other.value.startswith("XXXX"):
            value = other.value[:4] + best.value[4:]
            if to_edtf(value).earliest and agree(DateCandidate("", value), other):
                best = replace(best, value=value, days=())
        elif len(other.value) > len(best.value) and other.value.startswith(best.value):
            best = replace(best, value=other.value, words=other.words)
        elif (
            len(best.value) < _DAY_LENGTH
            and other.value.startswith("XXXX")
            and len(other.value) == _DAY_LENGTH
        ):
            value = best.value[:4] + other.value[4:]
            if value.startswith(best.value) and to_edtf(value).earliest:
                best = replace(best, value=value, words=other.words)
    return best
