"""Read weekdays: the report's own day, else the nearest before it, or after it if the verb is in the future.

In: the captured groups and the context. Out: a `TimeValue`.

>>> from datetime import date
>>> sunday = date(2022, 10, 23)
>>> [weekday({"weekday": "Tuesday"}, TimeContext(sunday, tense)).value for tense in ("past", "future")]
['2022-10-18', '2022-10-25']
"""

from __future__ import annotations

from onrecord.calendar_days import make_day, shift_day
from onrecord.reading.times.expressions.calendar_units import leading_day, unit_containing
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.deictic import deictic_day
from onrecord.reading.times.expressions.readers.fields import (
    Groups,
    day_number,
    part_of_day_code,
    weekday_number,
    with_part_of_day,
)
from onrecord.reading.times.expressions.value import NO_ANCHOR, TimeContext, TimeValue

# With a bare infinitive ("to meet on Friday"), a weekday at most this many days before the report is the past one.
RECENT = 2


def weekday(groups: Groups, context: TimeContext) -> TimeValue | None:
    """A weekday; with a part of the day if captured."""
    if "dayword" in groups:
        return deictic_day(groups, context)
    number = weekday_number(groups["weekday"])
    code = part_of_day_code(groups) if "part" in groups else ""
    if context.anchor is None:
        return with_part_of_day(
            f"XXXX-WXX-{number}", code, "the report gives no date to count from", 0.9
        )
    back = (context.anchor.isoweekday() - number) % 7
    word = " ".join(groups.get("deictic", "").lower().split())
    base = (
        leading_day(context.last_date or "") if word.endswith(("previous", "following")) else None
    )
    if base is not None:
        gap = (base.isoweekday() - number) % 7
        step = -(gap or 7) if word.endswith("previous") else 7 - gap
        return with_part_of_day(
            shift_day(base, step).isoformat(),
            code,
            "the one next to the day last mentioned",
            0.6,
        )
    turn = int(time_words("deictic")[word]) if word else None
    if turn == -1:
        step, why = -(back or 7), "the last one before the report's date"
    elif turn == 1:
        step, why = 7 - back, "the first one after the report's date"
    elif _is_next_weekday(context, back) or (turn == 0 and context.tense != "past"):
        step, why = (
            (7 - back) % 7,
            "the first one from the report's date on, by the tense of the verb",
        )
    else:
        step, why = -back, "the last one up to the report's date"
    moved = unit_containing(context.anchor, "D", step)
    return with_part_of_day(moved, code, why, 0.9 if step or not turn else 0.8)


def _is_next_weekday(context: TimeContext, back: int) -> bool:
    """True if the tense asks for the weekday after the report and not the one `back` days before."""
    return context.tense in {"future", "present"} or (context.tense == "open" and back > RECENT)


def weekday_and_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`Sunday the 23rd`: in the month nearest the report's date in which the weekday agrees."""
    if context.anchor is None:
        return NO_ANCHOR
    number, week = day_number(groups["day"]), weekday_number(groups["wd"])
    near = (unit_containing(context.anchor, "M", by) for by in (0, -1, 1, -2, 2))
    days = (make_day(int(m[:4]), int(m[5:]), number) for m in near)
    fitting = [d for d in days if d and d.isoweekday() == week]
    if not fitting:
        return TimeValue(UNKNOWN_DATE, "no month near the report's date has that day", 0.5)
    best = min(fitting, key=lambda d: abs(d - (context.anchor or d)))
    return TimeValue(best.isoformat(), "the nearest month in which the weekday agrees", 0.85)
