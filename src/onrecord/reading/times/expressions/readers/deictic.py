"""Read deictic expressions, counted from the report's date: "yesterday", "last week", "three days ago".

In: the captured groups and the context. Out: a `TimeValue`; without a report's date its value is unknown.

>>> from datetime import date
>>> deictic_unit({"deictic": "last", "unit": "week"}, TimeContext(date(2022, 10, 23))).value
'2022-W41'
"""

# ruff: noqa: ARG001  # every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from datetime import date

from onrecord.reading.times.expressions.calendar_units import (
    leading_day,
    same_day_earlier,
    shift_years,
    unit_containing,
)
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.anaphoric import count_from_last_date
from onrecord.reading.times.expressions.readers.durations import duration_value
from onrecord.reading.times.expressions.readers.fields import (
    Groups,
    deictic_step,
    parse_amount,
    part_of_day_code,
    with_part_of_day,
)
from onrecord.reading.times.expressions.value import NO_ANCHOR, TimeContext, TimeValue


def deictic_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`today`, `yesterday`, `tomorrow night`, `tonight`."""
    step = time_words("day")[" ".join(groups["dayword"].lower().split())]
    if context.anchor is None:
        return NO_ANCHOR
    part = part_of_day_code(groups) if "part" in groups else ""
    shift = {"NI": 0, "-NI": 0}.get(step)
    if shift is not None:
        part = "TNI"
    moved = unit_containing(context.anchor, "D", shift if shift is not None else int(step))
    return with_part_of_day(moved, part, "counted from the report's date", 0.95)


def deictic_part_of_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`this morning`, `last night`: of the report's day or the day before."""
    if context.anchor is None:
        return NO_ANCHOR
    code = part_of_day_code(groups)
    day = unit_containing(
        context.anchor, "D", -1 if groups.get("turn", "").lower() == "last" else 0
    )
    return with_part_of_day(day, code, "counted from the report's date", 0.85)


def bare_part_of_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`in the evening`: of the day last mentioned, else of the report's."""
    if not leading_day(context.last_date or ""):
        return deictic_part_of_day(groups, context)
    code = part_of_day_code(groups)
    return with_part_of_day((context.last_date or "")[:10], code, "of the day last mentioned", 0.6)


def deictic_unit(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`last week`, `this year`, `the coming month`; a plural (`recent weeks`) has no known count."""
    name = groups["unit"].lower()
    kind = time_words("unit")[name]
    if kind.startswith("T") or name == "second":
        return None
    turn = deictic_step(groups)
    if name.endswith("s"):
        if "coming" in groups["deictic"].lower():
            return TimeValue("FUTURE_REF", "a reference to the future", 0.8)
        return duration_value("X", kind, "a duration of unknown length")
    if context.anchor is None:
        return NO_ANCHOR
    told = _next_to_last_date(groups["deictic"].lower().split()[-1], kind, context)
    if told is not None:
        return told
    value = unit_containing(context.anchor, kind, turn)
    return TimeValue(value, "counted from the report's date", 0.9 if turn or kind != "D" else 0.8)


def _next_to_last_date(word: str, kind: str, context: TimeContext) -> TimeValue | None:
    """`the following week`, `the next day`: next to the date last mentioned; None without one."""
    if word == "following":
        return count_from_last_date(kind, 1, context)
    if kind == "D" and word in {"next", "previous"}:
        return count_from_last_date(kind, 1 if word == "next" else -1, context)
    return None


def deictic_weekend(groups: Groups, context: TimeContext) -> TimeValue | None:
    """The weekend of the report's week, the one before or the one after, by word and tense."""
    if context.anchor is None:
        return NO_ANCHOR
    turn = deictic_step(groups)
    if turn == 0 and context.anchor.isoweekday() < 6 and context.tense == "past":
        turn = -1
    if turn < 0 and context.anchor.isoweekday() >= 6 and "deictic" not in groups:
        turn = 0
    week = unit_containing(context.anchor, "W", turn)
    return TimeValue(f"{week}-WE", "the weekend nearest the report's date, by tense", 0.8)


def deictic_season(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`next summer`, `last winter`: by the report's date."""
    code = time_words("season")[groups["season"].lower()]
    if context.anchor is None:
        return TimeValue(f"XXXX-{code}", "the report gives no year", 0.85)
    year, turn = context.anchor.year, deictic_step(groups)
    middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 13 if context.anchor.month > 6 else 1}[code]
    past = "past" in groups.get("deictic", "").lower() or turn < 0
    if past and middle > context.anchor.month:
        year -= 1
    if turn > 0 and middle <= context.anchor.month:
        year += 1
    return TimeValue(f"{year:04}-{code}", "the season, seen from the report's date", 0.75)


def offset_ago(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`three days ago`: counted back from the report's day, in the precision of the unit."""
    count, kind = parse_amount(groups), time_words("unit")[groups["unit"].lower()]
    if kind.startswith("T"):
        value = context.anchor.isoformat() if context.anchor else UNKNOWN_DATE
        return TimeValue(value, "hours before the report", 0.5)
    if kind == "Y" and count == 1 and context.last_period and "Q" in context.last_period:
        return TimeValue(
            shift_years(context.last_period, years=-1),
            "the quarter last mentioned, a year earlier",
            0.7,
        )
    if count is None:
        return TimeValue("PAST_REF", "the words do not say how long ago", 0.8)
    if context.anchor is None:
        return NO_ANCHOR
    return TimeValue(
        _count_units(kind, -count, context), "counted back from the report's date", 0.9
    )


def exact_offset_ago(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`three years ago today`: the same day then."""
    count, kind = parse_amount(groups), time_words("unit")[groups["unit"].lower()]
    if context.anchor is None or not count or count != int(count) or kind not in "DWMY":
        return NO_ANCHOR
    moved: date | None = context.anchor
    for _ in range(min(int(count), 1000)):
        moved = leading_day(same_day_earlier(moved, kind)) if moved else None
    return TimeValue(moved.isoformat(), "the same day of that time", 0.9) if moved else NO_ANCHOR


def vague_offset_ago(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`long ago`, `years ago`."""
    return TimeValue("PAST_REF", "the words do not say how long ago", 0.8)


def offset_ahead(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`in two weeks' time`, `three days from now`: counted forward from the report's day."""
    count, kind = parse_amount(groups), time_words("unit")[groups["unit"].lower()]
    if context.anchor is None or count is None:
        return NO_ANCHOR
    if kind.startswith("T"):
        return duration_value(f"{count:g}", kind, "a duration from the time of the report")
    return TimeValue(
        _count_units(kind, count, context), "counted forward from the report's date", 0.85
    )


def _count_units(kind: str, count: float, context: TimeContext) -> str:
    """The value `count` units after the report's day."""
    anchor = context.anchor
    if anchor is None:
        return UNKNOWN_DATE
    if kind == "Y" and count != int(count):
        return unit_containing(anchor, "M", round(count * 12))
    if kind in {"E", "C"}:
        return unit_containing(anchor, "Y", int(count * (10 if kind == "E" else 100)))
    return unit_containing(anchor, kind, int(count))


def vague_reference(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`now`, `recently`, `soon`, `the future`: TimeML's PRESENT_REF, PAST_REF, FUTURE_REF."""
    word = " ".join(groups["reference"].lower().split())
    return TimeValue(time_words("reference")[word], "a reference to past, present or future", 0.8)
