"""Dates that name themselves: day, month, year, quarter, half, season, decade, century, holiday.

In: the pieces a pattern caught and the ground. Out: a `Value`. A missing year comes from the report's
day where there is one; where there is none it stays open (`XXXX`), with the years in which a weekday
agrees as alternatives.

>>> from datetime import date
>>> month_day({"wd": "Sunday", "month": "Oct", "day": "23"}, Ground(None, latest=date(2023, 1, 1))).alternatives[:2]
('2022-10-23', '2016-10-23')
"""

# ruff: noqa: ARG001  # every reader of a rule takes pieces and ground, needed or not
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.value import Ground, Value

# A report is rarely older than this when it comes in without any date.
YEARS_BACK = 30
# "Nov. 30" in October is ahead even beside a past verb, "Aug. 6" in January is not: two months are the turn.
TURN = timedelta(days=60)
# A day so near the report's is of this year, whatever year the report told of it before.
CLOSE = timedelta(days=15)

Pieces = Mapping[str, str]


def month_of(word: str) -> int:
    """The number of a month by name."""
    return int(values("month")[word.lower().rstrip(".")])


def weekday_of(word: str) -> int:
    """The number of a weekday by name, Monday 1."""
    key = word.lower().rstrip(".")
    return int(values("weekday").get(key) or values("weekday-short")[key])


def number_of(digits: str) -> int:
    """The number before an ordinal ending: `23rd` → 23."""
    return int("".join(c for c in digits if c.isdigit()))


def full_date(p: Pieces, ground: Ground) -> Value | None:
    """Day, month and year all given; a weekday that disagrees makes it uncertain (`?`)."""
    month = month_of(p["month"]) if "month" in p else int(p["mm"])
    day = calendar.make_day(int(p["year"]), month, number_of(p.get("day") or p["dd"]))
    if day is None:
        return None
    if "wd" in p and day.isoweekday() != weekday_of(p["wd"]):
        why = f"written out, but that day was no {p['wd']}"
        return Value(day.isoformat(), why, 0.5, edtf=f"{day}?")
    return Value(day.isoformat(), "written out in full", 0.98)


def numeric(p: Pieces, ground: Ground) -> Value | None:
    """`23/10/2021`: where both orders make a day, both are kept."""
    year, first, second = int(p["year"]), int(p["num"]), int(p["num2"])
    days = {calendar.make_day(year, second, first), calendar.make_day(year, first, second)}
    real = sorted(d.isoformat() for d in days if d)
    if len(real) == 2:
        why = "day and month could be either way round"
        both = "[" + ",".join(real) + "]"
        return Value(f"{year}-XX-XX", why, 0.5, alternatives=tuple(real), edtf=both)
    return Value(real[0], "only one order of day and month makes a date", 0.95) if real else None


def month_day(p: Pieces, ground: Ground) -> Value | None:
    """A day of a month without its year."""
    month, number = month_of(p["month"]), number_of(p["day"])
    if calendar.make_day(2000, month, number) is None:
        return None
    weekday = weekday_of(p["wd"]) if "wd" in p else None
    told = _year_told(month, number, weekday, ground)
    if told is not None:
        return _at_part_of(p, told)
    if ground.anchor is None:
        return _at_part_of(p, _open_year(month, number, weekday, ground))
    days = _days_near(ground.anchor, month, number)
    fitting = [d for d in days if d.isoweekday() == weekday] if weekday else days
    if not fitting:
        best = nearest(days, ground)
        why = f"nearest to the report's date, but that day was no {p['wd']}"
        return _at_part_of(p, Value(best.isoformat(), why, 0.4, edtf=f"{best}?"))
    best = nearest(fitting, ground)
    why = (
        "the year in which the weekday agrees" if weekday else "the year nearest the report's date"
    )
    return _at_part_of(p, Value(best.isoformat(), why, 0.95 if weekday else 0.9))


def _at_part_of(p: Pieces, value: Value) -> Value:
    """A day with the part of it that is told: `Friday night, July 29`."""
    if "part" not in p:
        return value
    return replace(value, value=f"{value.value}{part_code(p)}", type="TIME")


def part_code(p: Pieces) -> str:
    """TimeML's code of a part of day, behind its day: `TMO`, `TEV`, `T12:00`."""
    code = values("part")[" ".join(p["part"].lower().split())]
    return code if code.startswith("T") else "T" + code


def _year_told(month: int, day: int, weekday: int | None, ground: Ground) -> Value | None:
    """A day of a month of which the report told the year before, or told it of a day near it.

    Not where the report is of these very days: an anniversary, rather.
    """
    if (
        ground.anchor
        and abs(nearest(_days_near(ground.anchor, month, day), ground) - ground.anchor) < CLOSE
    ):
        return None
    year = ground.years.get(f"{month:02}-{day:02}")
    best = calendar.make_day(year, month, day) if year else None
    beside = ground.beside
    if best is None and beside:
        best = min(_days_near(beside, month, day), key=lambda d: abs(d - beside))
        best = best if abs(best - beside) <= TURN else None
    if best is None or (weekday and best.isoweekday() != weekday):
        return None
    return Value(best.isoformat(), "in the year the report tells of it", 0.85)


def _open_year(month: int, day: int, weekday: int | None, ground: Ground) -> Value:
    value = f"XXXX-{month:02}-{day:02}"
    if weekday is None:
        return Value(value, "the report gives no year", 0.9)
    years = fitting_years(month, day, weekday, ground.latest)
    why = "weekday and day of month agree in these years only, within the years the report allows"
    return Value(value, why if years else "the report gives no year", 0.9, alternatives=years)


def fitting_years(month: int, day: int, weekday: int, latest: date) -> tuple[str, ...]:
    """The days not after `latest`, newest first, on which this date fell on this weekday."""
    years = range(latest.year, max(latest.year - YEARS_BACK, 1), -1)
    days = (calendar.make_day(year, month, day) for year in years)
    return tuple(d.isoformat() for d in days if d and d <= latest and d.isoweekday() == weekday)


def _days_near(anchor: date, month: int, day: int) -> list[date]:
    reach = 8 if (month, day) == (2, 29) else 1  # two leap years may lie eight years apart
    years = range(anchor.year - reach, anchor.year + reach + 1)
    found = [calendar.make_day(year, month, day) for year in years if 0 < year < 10000]
    return [d for d in found if d]


def nearest(days: Sequence[date], ground: Ground) -> date:
    """The day nearest the report's; of those ahead or past alone where the tense says so."""
    anchor = ground.anchor or days[0]
    best = min(days, key=lambda d: abs(d - anchor))
    if ground.tense == "past" and (best > anchor + TURN or best > ground.latest):
        return max((d for d in days if d <= anchor), default=best)
    if ground.tense in {"future", "open"} and best < anchor - TURN:
        return min((d for d in days if d >= anchor), default=best)
    return best


def month(p: Pieces, ground: Ground) -> Value | None:
    """A month without its year (or with a word like "last")."""
    number = month_of(p["month"])
    if ground.anchor is None:
        return Value(f"XXXX-{number:02}", "the report gives no year", 0.9)
    anchor = ground.anchor
    years = {"-1": (anchor.year, anchor.year - 1), "1": (anchor.year, anchor.year + 1)}
    turn = values("deictic").get(p.get("deictic", "").lower())
    if ground.that and "deictic" not in p and (ground.last or "")[:4].isdigit():
        value = f"{(ground.last or '')[:4]}-{number:02}"
        return Value(value, "of the year last spoken of", 0.65)
    if turn == "0":
        year = anchor.year
    elif turn in years:
        here, other = years[turn]
        ahead = number > anchor.month if turn == "1" else number < anchor.month
        year = here if ahead else other
    else:
        year = _year_for(number, anchor.month, ground)
    return Value(f"{year:04}-{number:02}", "the year nearest the report's date, by tense", 0.85)


def _year_for(number: int, now: int, ground: Ground, cycle: int = 12) -> int:
    """The year in which the `number`-th month (or quarter) lies that the tense asks for."""
    year = ground.anchor.year if ground.anchor else 0
    if ground.tense in {"none", "open", "present"}:
        away = number - now
        return year + (1 if away < -cycle / 2 else -1 if away > cycle / 2 else 0)
    if ground.tense == "future":
        # Results "for the third quarter" are still ahead in the fourth; the quarter is not.
        return year + (1 if number < now - (1 if cycle == 4 else 0) else 0)
    return year - (1 if number > now + (0 if ground.tense == "past" else 1) else 0)


def month_year(p: Pieces, ground: Ground) -> Value | None:
    """A month with its year."""
    named = p.get("year") or _year_in_words(p)
    return Value(f"{named}-{month_of(p['month']):02}", "month and year are given", 0.97)


def month_yearref(p: Pieces, ground: Ground) -> Value | None:
    """`March last year`."""
    named, number = year_named(p, ground), month_of(p["month"])
    if named is None:
        return Value(f"XXXX-{number:02}", "the report gives no date to count from", 0.9)
    return Value(f"{named:04}-{number:02}", "the month of the year named", 0.93)


def year(p: Pieces, ground: Ground) -> Value | None:
    """A bare year."""
    return Value(p["year"], "the year is given", 0.93)


def year_words(p: Pieces, ground: Ground) -> Value | None:
    """`nineteen ninety-six`, `two thousand and four`."""
    return Value(_year_in_words(p), "the year is given in words", 0.9)


def _year_in_words(p: Pieces) -> str:
    words = values("number")
    if "tensword" in p:
        ones = int(float(words.get(p.get("ones", "").lower(), "0")))
        return str(1900 + int(words[p["tensword"].lower()]) + ones)
    return str(2000 + int(float(words.get(p.get("ones2", "").lower(), "0"))))


def decade(p: Pieces, ground: Ground) -> Value | None:
    """`the 1990s`, `the '90s`, `the nineties`: of the century last past at the report's date."""
    if "tens" in p:
        digit = values("tens")[p["tens"].lower()]
    else:
        digits = "".join(c for c in p["decade"] if c.isdigit())
        if len(digits) == 4:
            return Value(digits[:3], "the decade is given", 0.95)
        digit = digits[0]
    now = (ground.anchor or ground.latest).year
    century = now // 100 - (1 if int(digit) * 10 > now % 100 else 0)
    return Value(f"{century}{digit}", "the latest such decade", 0.8)


def century(p: Pieces, ground: Ground) -> Value | None:
    """`the 11th century`: its years begin with 10."""
    ordinal = number_of(p["nth"]) if "nth" in p else int(values("ordinal")[p["ordinal"].lower()])
    return Value(f"{ordinal - 1:02}", "the century is given", 0.95) if ordinal > 1 else None


def year_named(p: Pieces, ground: Ground) -> int | None:
    """The year a piece names: a number, or "this year", "last year", "next year"."""
    if "year" in p:
        return int(p["year"])
    word = p.get("yearref", "").lower().removesuffix(" year").strip()
    if not word or ground.anchor is None:
        return None
    return ground.anchor.year + int(values("deictic").get(word, "0"))


def quarter(p: Pieces, ground: Ground) -> Value | None:
    """A quarter, by its number; the year nearest before the report unless given or ahead."""
    number = int(p["q"]) if "q" in p else int(values("ordinal")[p["ordinal"].lower()])
    if number > 4:
        return None
    named = year_named(p, ground)
    if named is not None:
        return Value(f"{named:04}-Q{number}", "quarter and year are given", 0.95)
    if ground.anchor is None:
        return Value(f"XXXX-Q{number}", "the report gives no year", 0.9)
    year = _year_for(number, (ground.anchor.month - 1) // 3 + 1, ground, cycle=4)
    return Value(f"{year:04}-Q{number}", "the nearest such quarter, by tense", 0.85)


def year_quarter(p: Pieces, ground: Ground) -> Value | None:
    """`the 2021 third quarter`, `the year-ago quarter` (of the quarter last spoken of)."""
    if "yearago" not in p:
        named = year_named(p, ground)
        spoken = (ground.period or "")[5:7]
        number = values("ordinal").get(p.get("ordinal", "").lower())
        part = f"Q{number}" if number else spoken
        if named is None:
            return None
        value = f"{named:04}-{part}" if part.startswith("Q") else f"{named:04}"
        return Value(value, "the quarter spoken of, in the year given", 0.85)
    if "ordinal" in p:
        base = quarter({"ordinal": p["ordinal"]}, ground)
        return (
            Value(calendar.shifted(base.value, years=-1), "that quarter a year before", 0.85)
            if base
            else None
        )
    return year_ago(p, ground)


def latest_period(p: Pieces, ground: Ground) -> Value | None:
    """`the latest period`: the one last spoken of."""
    if ground.period:
        return Value(ground.period, "the period last spoken of", 0.75)
    return Value(calendar.OPEN, "no earlier period fixes it", 0.6)


def year_ago(p: Pieces, ground: Ground) -> Value | None:
    """`year-ago`: the period last spoken of, a year before; else the year before the report's."""
    if ground.period:
        value = calendar.shifted(ground.period, years=-1)
        return Value(value, "the period last spoken of, a year before", 0.75)
    if ground.anchor is None:
        return Value(calendar.OPEN, "the report gives no date to count from", 0.9)
    return Value(f"{ground.anchor.year - 1:04}", "the year before the report's", 0.75)


def half(p: Pieces, ground: Ground) -> Value | None:
    """A half of a year."""
    number = int(values("ordinal")[p["ordinal"].lower()]) if "ordinal" in p else 2
    named = year_named(p, ground)
    if number > 2 or (named is None and ground.anchor is None):
        return Value(f"XXXX-H{number}", "the report gives no year", 0.8) if number < 3 else None
    year = named if named is not None else ground.anchor.year if ground.anchor else 0
    if (
        named is None
        and ground.tense == "past"
        and ground.anchor
        and ground.anchor.month < number * 6 - 5
    ):
        year -= 1
    return Value(f"{year:04}-H{number}", "half and year", 0.85 if named is not None else 0.7)


def year_end(p: Pieces, ground: Ground) -> Value | None:
    """`year-end`: the report's year."""
    if ground.anchor is None:
        return Value(calendar.OPEN, "the report gives no date to count from", 0.9)
    return Value(f"{ground.anchor.year:04}", "the end of the report's year", 0.7)


def season_year(p: Pieces, ground: Ground) -> Value | None:
    """`the winter of 1994`."""
    named = p.get("year") or _year_in_words(p)
    code = values("season")[p["season"].lower()]
    return Value(f"{named}-{code}", "season and year are given", 0.95)


def holiday(p: Pieces, ground: Ground) -> Value | None:
    """A day with a fixed date; its year as for any day without one."""
    month_number, day = values("holiday")[p["holiday"].lower().replace("’", "'")].split("-")
    if "year" in p:
        return Value(f"{p['year']}-{month_number}-{day}", "a fixed day, its year given", 0.95)
    if ground.anchor is None:
        return Value(f"XXXX-{month_number}-{day}", "a fixed day; the report gives no year", 0.9)
    best = nearest(_days_near(ground.anchor, int(month_number), int(day)), ground)
    return Value(best.isoformat(), "a fixed day, nearest the report's date", 0.85)


def day_range(p: Pieces, ground: Ground) -> Value | None:
    """`Oct. 18-20`: both ends in one month."""
    ends: list[Value] = []
    for key in ("day", "day2"):
        pieces = {"month": p["month"], "day": p[key]} | ({"year": p["year"]} if "year" in p else {})
        end = full_date(pieces, ground) if "year" in p else month_day(pieces, ground)
        if end is None:
            return None
        ends.append(end)
    if ends[0].value > ends[1].value:
        return None
    return Value(
        f"{ends[0].value}/{ends[1].value}", "first and last day are given", ends[0].confidence
    )


def ending(p: Pieces, ground: Ground) -> Value | None:
    """`the year ended March 31`: its length, and its days where the last is known; of a quarter, which."""
    kind = values("unit")[p["unit"].lower()]
    end = month_day({"month": p["month"], "day": p["day"]}, ground)
    if end is None or kind not in {"D", "W", "M", "Q", "Y"}:
        return None
    last = calendar.day_of(end.value)
    if kind == "Q":
        quarter = f"Q{(month_of(p['month']) - 1) // 3 + 1}"
        return Value(f"{end.value[:4]}-{quarter}", "the quarter that ends on that day", 0.85)
    edtf = None
    if last is not None:
        before = date.fromisoformat(calendar.day_before(last, kind)) + timedelta(days=1)
        edtf = f"{before}/{last}"
    return Value(f"P1{kind}", "a length told by its last day", 0.85, "DURATION", edtf=edtf)


def year_range(p: Pieces, ground: Ground) -> Value | None:
    """`2014-2018`, `2014-18`."""
    first = p.get("year") or p["year3"]
    last = p.get("year2") or first[:2] + p["yy"]
    return Value(f"{first}/{last}", "first and last year are given", 0.9) if first < last else None
