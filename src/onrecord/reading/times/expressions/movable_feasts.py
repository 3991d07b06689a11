"""Feasts whose day moves from year to year: Easter, Passover, Ramadan, Thanksgiving and their kin.

In: the name as written, with its year or without, and the ground. Out: a `Value`: a day, or first and
last day. Their days stand in `lexicon/times/movable_feasts.tsv`, how a name counts from them in `time_words.tsv`; outside
the years of the table a day stays open. Where the sighting of the moon decides, the day is `~`.

>>> from datetime import date
>>> feast({"feast": "Good Friday"}, Ground(date(2024, 4, 3), "past")).value
'2024-03-29'
>>> feast({"feast": "Ramadan", "year": "2024"}, Ground(None)).edtf
'2024-03-11~/2024-04-09~'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.explicit import Pieces, holiday, nearest, weekday_of
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.value import Ground, Value

_COUNTED = re.compile(r"([a-z]+(?:-[a-z]+)*)([+-]\d+)?")
_WEEKDAY = re.compile(r"([a-z]{3})>=(\d\d)-(\d\d)")

# From here on a day is nearer the weekend ahead.
WEDNESDAY = 3

Days = tuple[date, date]


def feast(p: Pieces, ground: Ground) -> Value | None:
    """A feast by its name: the one of the year given, else the one nearest the report, by tense."""
    name = " ".join(p["feast"].lower().replace("’", "'").split())
    told = values("feast")[name]
    if "year" in p:
        found = list(_in_year(told, int(p["year"])))
        why = "the feast's day in the year given"
    elif ground.anchor is None:
        return Value(calendar.OPEN, "a feast whose day moves; the report gives no year", 0.9)
    else:
        found = _around(told, ground.anchor.year)
        why = "the feast's day nearest the report's date"
    if not found:
        return Value(calendar.OPEN, "a feast whose day that year is not in our table", 0.5)
    return _value(_chosen(found, ground), why, sighted=told.startswith("~"))


def weekend(p: Pieces, ground: Ground) -> Value | None:
    """`the Labor Day weekend`: the one nearest the holiday; of a Monday the one before it."""
    day = _day(p, ground)
    if day is None:
        return Value(calendar.OPEN, "the weekend of a holiday whose day is open", 0.8)
    week = calendar.unit_of(day, "W", -1 if day.isoweekday() < WEDNESDAY else 0)
    return Value(f"{week}-WE", "the weekend nearest the holiday", 0.85)


def weekday_beside(p: Pieces, ground: Ground) -> Value | None:
    """`the Sunday before Election Day`: the last or the first one beside the holiday."""
    day = _day(p, ground)
    if day is None:
        return Value(calendar.OPEN, "a weekday beside a holiday whose day is open", 0.8)
    before = p["side"] == "before"
    gap = (day.isoweekday() - weekday_of(p["weekday"])) % 7
    step = -(gap or 7) if before else 7 - gap
    why = f"the {'last' if before else 'first'} such day {p['side']} the holiday"
    return Value(calendar.unit_of(day, "D", step), why, 0.85)


def _day(p: Pieces, ground: Ground) -> date | None:
    """The day of a holiday, fixed or movable; None where it is open."""
    value = feast(p, ground) if "feast" in p else holiday(p, ground)
    return calendar.day_of(value.value) if value else None


def _around(told: str, year: int) -> list[Days]:
    """The feast's days in a year and the two beside it; none unless all three are known, lest a far one seem nearest."""
    years = [list(_in_year(told, near)) for near in range(year - 1, year + 2)]
    return [days for found in years for days in found] if all(years) else []


def _chosen(found: Sequence[Days], ground: Ground) -> Days:
    """The one of several whose first day is nearest, by tense; a feast under way is that one."""
    under_way = [days for days in found if ground.anchor and days[0] <= ground.anchor <= days[1]]
    first = nearest([days[0] for days in under_way or found], ground)
    return next(days for days in found if days[0] == first)


def _value(days: Days, why: str, *, sighted: bool) -> Value:
    first, last = days
    ends = [first.isoformat()] if first == last else [first.isoformat(), last.isoformat()]
    if not sighted:
        return Value("/".join(ends), why, 0.85)
    why += ", give or take a day by the sighting of the moon"
    return Value("/".join(ends), why, 0.8, edtf="/".join(end + "~" for end in ends))


def _in_year(told: str, year: int) -> Iterator[Days]:
    """First and last day of a feast that begins in a year."""
    weekday = _WEEKDAY.fullmatch(told)
    if weekday:
        name, month, day = weekday.groups()
        start = calendar.make_day(year, int(month), int(day))
        if start:
            first = start + timedelta(days=(weekday_of(name) - start.isoweekday()) % 7)
            yield first, first
        return
    begin, _, end = told.removeprefix("~").partition("..")
    for first in _counted(begin, year):
        last = _counted(end or begin, first.year)
        ends = [day for day in (*last, *_counted(end or begin, first.year + 1)) if day >= first]
        if ends:
            yield first, min(ends)


def _counted(told: str, year: int) -> tuple[date, ...]:
    """The days so many days from a feast of the table."""
    found = _COUNTED.fullmatch(told)
    if not found:
        return ()
    feast_name, off = found.groups()
    return tuple(
        day + timedelta(days=int(off or 0)) for day in _table().get((feast_name, year), ())
    )


@cache
def _table() -> Mapping[tuple[str, int], tuple[date, ...]]:
    """By feast and year its days, as `lexicon/times/movable_feasts.tsv` has them."""
    return {
        (name, int(row["year"])): tuple(
            date.fromisoformat(f"{row['year']}-{cell}") for cell in cells.split()
        )
        for row in rows("times/movable_feasts")
        for name, cells in row.items()
        if name != "year"
    }
