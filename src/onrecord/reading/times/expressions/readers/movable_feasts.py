"""Read movable feasts and holidays: Easter, Passover, Ramadan, Thanksgiving, and weekends and weekdays near them.

In: the captured groups and the context. Out: a `TimeValue`: a day, or the first and last day. The dates are in
`lexicon/times/movable_feasts.tsv`, each feast's offset from them in `time_words.tsv`; outside the years of the table
the day is unknown. A day that depends on the sighting of the moon is approximate (`~`).

>>> from datetime import date
>>> movable_feast({"feast": "Good Friday"}, TimeContext(date(2024, 4, 3), "past")).value
'2024-03-29'
>>> movable_feast({"feast": "Ramadan", "year": "2024"}, TimeContext(None)).edtf
'2024-03-11~/2024-04-09~'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from onrecord.calendar_days import make_day
from onrecord.lexicon.tables import rows
from onrecord.reading.times.expressions.calendar_units import leading_day, unit_containing
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.days import fixed_holiday, nearest_day
from onrecord.reading.times.expressions.readers.fields import Groups, weekday_number
from onrecord.reading.times.expressions.value import TimeContext, TimeValue

# "easter-2": days from a column of movable_feasts.tsv; "mon>=09-01": the first Monday on or after 1 September.
_OFFSET_FROM_FEAST = re.compile(r"([a-z]+(?:-[a-z]+)*)([+-]\d+)?")
_FIRST_WEEKDAY_FROM = re.compile(r"([a-z]{3})>=(\d\d)-(\d\d)")
WEDNESDAY = 3

# First and last day.
Days: TypeAlias = tuple[date, date]


def movable_feast(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A feast by its name: in the year given, else the one nearest the report by tense."""
    name = " ".join(groups["feast"].lower().replace("’", "'").split())
    rule = time_words("feast")[name]
    if "year" in groups:
        found = list(_occurrences_in_year(rule, int(groups["year"])))
        why = "the feast's day in the year given"
    elif context.anchor is None:
        return TimeValue(UNKNOWN_DATE, "a movable feast; the report gives no year", 0.9)
    else:
        found = _occurrences_near(rule, context.anchor.year)
        why = "the feast's day nearest the report's date"
    if not found:
        return TimeValue(
            UNKNOWN_DATE, "a movable feast whose day in that year is not in the table", 0.5
        )
    return _feast_value(_nearest_occurrence(found, context), why, sighted=rule.startswith("~"))


def holiday_weekend(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the Labor Day weekend`: the weekend nearest the holiday."""
    day = _holiday_day(groups, context)
    if day is None:
        return TimeValue(UNKNOWN_DATE, "the weekend of a holiday of unknown date", 0.8)
    week = unit_containing(day, "W", -1 if day.isoweekday() < WEDNESDAY else 0)
    return TimeValue(f"{week}-WE", "the weekend nearest the holiday", 0.85)


def weekday_near_holiday(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the Sunday before Election Day`: the last weekday before the holiday or the first after it."""
    day = _holiday_day(groups, context)
    if day is None:
        return TimeValue(UNKNOWN_DATE, "a weekday near a holiday of unknown date", 0.8)
    before = groups["side"] == "before"
    gap = (day.isoweekday() - weekday_number(groups["weekday"])) % 7
    step = -(gap or 7) if before else 7 - gap
    why = f"the {'last' if before else 'first'} such day {groups['side']} the holiday"
    return TimeValue(unit_containing(day, "D", step), why, 0.85)


def _holiday_day(groups: Groups, context: TimeContext) -> date | None:
    """The day of a holiday, fixed or movable; None if it is unknown."""
    value = movable_feast(groups, context) if "feast" in groups else fixed_holiday(groups, context)
    return leading_day(value.value) if value else None


def _occurrences_near(rule: str, year: int) -> list[Days]:
    """The feast's days in a year and the two years next to it; empty unless all three are in the table."""
    years = [list(_occurrences_in_year(rule, near)) for near in range(year - 1, year + 2)]
    return [days for found in years for days in found] if all(years) else []


def _nearest_occurrence(found: Sequence[Days], context: TimeContext) -> Days:
    """The occurrence whose first day is nearest the report by tense; one that includes the report's day comes first."""
    under_way = [days for days in found if context.anchor and days[0] <= context.anchor <= days[1]]
    first = nearest_day([days[0] for days in under_way or found], context)
    return next(days for days in found if days[0] == first)


def _feast_value(days: Days, why: str, *, sighted: bool) -> TimeValue:
    """The value of the feast's days; approximate if they depend on the sighting of the moon."""
    first, last = days
    ends = [first.isoformat()] if first == last else [first.isoformat(), last.isoformat()]
    if not sighted:
        return TimeValue("/".join(ends), why, 0.85)
    why += ", plus or minus a day by the sighting of the moon"
    return TimeValue("/".join(ends), why, 0.8, edtf="/".join(end + "~" for end in ends))


def _occurrences_in_year(rule: str, year: int) -> Iterator[Days]:
    """First and last day of each occurrence of a feast that begins in a year."""
    weekday = _FIRST_WEEKDAY_FROM.fullmatch(rule)
    if weekday:
        name, month, day = weekday.groups()
        start = make_day(year, int(month), int(day))
        if start:
            first = start + timedelta(days=(weekday_number(name) - start.isoweekday()) % 7)
            yield first, first
        return
    begin, _, end = rule.removeprefix("~").partition("..")
    for first in _days_by_offset(begin, year):
        last = _days_by_offset(end or begin, first.year)
        ends = [
            day for day in (*last, *_days_by_offset(end or begin, first.year + 1)) if day >= first
        ]
        if ends:
            yield first, min(ends)


def _days_by_offset(rule: str, year: int) -> tuple[date, ...]:
    """The days given as a feast of the table and an offset: `easter-2`."""
    found = _OFFSET_FROM_FEAST.fullmatch(rule)
    if not found:
        return ()
    feast_name, off = found.groups()
    return tuple(
        day + timedelta(days=int(off or 0)) for day in _feast_table().get((feast_name, year), ())
    )


@cache
def _feast_table() -> Mapping[tuple[str, int], tuple[date, ...]]:
    """The days of each feast and year in `lexicon/times/movable_feasts.tsv`."""
    return {
        (name, int(row["year"])): tuple(
            date.fromisoformat(f"{row['year']}-{cell}") for cell in cells.split()
        )
        for row in rows("times/movable_feasts")
        for name, cells in row.items()
        if name != "year"
    }
