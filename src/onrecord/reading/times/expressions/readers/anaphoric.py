"""Read anaphoric expressions, counted from the date last mentioned: "two days earlier", "the same day".

In: the captured groups and the context. Out: a `TimeValue`; without a date mentioned before its value is unknown.

>>> offset_earlier({"number": "two", "unit": "days"}, TimeContext(None, last_date="2024-04-20")).value
'2024-04-18'
"""

# every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from onrecord.reading.times.expressions.calendar_units import (
    leading_day,
    shift_years,
    unit_containing,
)
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE, to_edtf
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.durations import duration_value
from onrecord.reading.times.expressions.readers.fields import (
    Groups,
    parse_amount,
    part_of_day_code,
    with_part_of_day,
)
from onrecord.reading.times.expressions.value import NO_ANCHOR, TimeContext, TimeValue


def anaphoric_unit(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the same day`, `that year`: of the date last mentioned; `the year`, `the week`: the report's."""
    kind = time_words("unit")[groups["unit"].lower()]
    word = "the" if "mod" in groups else groups["anaphor"].lower()
    if kind.startswith("T") or groups["unit"].lower().endswith("s"):
        return None
    if kind == "Q" and context.last_period and ("latest" not in word or _is_period_over(context)):
        return TimeValue(context.last_period, "the quarter last mentioned", 0.7)
    if word == "the" or ("latest" in word and kind in "QY"):
        return _definite_unit(
            kind, context, "YWQM" if "mod" in groups else "YWQ", -1 if word != "the" else 0
        )
    day = leading_day(context.last_date or "")
    if day is not None:
        return TimeValue(unit_containing(day, kind), "the date last mentioned", 0.7)
    if kind == "Y" and context.last_date and context.last_date[:4].isdigit():
        return TimeValue(context.last_date[:4], "the date last mentioned", 0.7)
    return TimeValue(UNKNOWN_DATE, "the report mentions no earlier date", 0.7)


def _is_period_over(context: TimeContext) -> bool:
    """True if the period last mentioned ends before the report's date."""
    last = to_edtf(context.last_period or "").latest
    return context.anchor is None or last is None or last < context.anchor.isoformat()


def _definite_unit(kind: str, context: TimeContext, kinds: str, steps: int) -> TimeValue | None:
    """`the year`, `early in the week`: the unit that contains the report's day, `steps` units later."""
    if kind not in kinds:
        return None
    if context.anchor is None:
        return NO_ANCHOR
    why = (
        "the last one that is over at the report's date"
        if steps
        else "the one that contains the report's date"
    )
    return TimeValue(unit_containing(context.anchor, kind, steps), why, 0.6)


def anaphoric_part_of_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`that evening`, `the next morning`: of the day last mentioned, or of one next to it."""
    last = leading_day(context.last_date or "")
    code = part_of_day_code(groups)
    if last is None:
        return TimeValue(UNKNOWN_DATE, "the report mentions no earlier date", 0.6, "TIME")
    word = groups["which"].lower().split()[-1]
    step = {"next": 1, "following": 1, "previous": -1}.get(word, 0)
    return with_part_of_day(
        unit_containing(last, "D", step), code, "by the day last mentioned", 0.65
    )


def adjacent_unit(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the day before`, `the week after`: next to the date last mentioned."""
    kind = time_words("unit")[groups["word"].split()[1].lower()]
    return count_from_last_date(
        kind, -1 if groups["side"] == "before" else 1, context
    ) or TimeValue(UNKNOWN_DATE, "the report mentions no earlier date", 0.6)


def offset_earlier(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`two days earlier`."""
    return _narrative_offset(groups, context, -1)


def offset_later(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`two days later`."""
    return _narrative_offset(groups, context, 1)


def _narrative_offset(groups: Groups, context: TimeContext, sign: int) -> TimeValue | None:
    """`two days earlier`, `a week later`: counted from the date last mentioned; `sign` is the direction."""
    count, kind = parse_amount(groups), time_words("unit")[groups["unit"].lower()]
    if kind == "Y" and count == 1 and sign < 0 and context.last_period:
        return TimeValue(
            shift_years(context.last_period, years=-1),
            "the period last mentioned, a year earlier",
            0.75,
        )
    if count is None or kind.startswith("T"):
        return duration_value(
            "X" if count is None else f"{count:g}", kind, "a duration from an unknown date"
        )
    found = count_from_last_date(kind, sign * int(count), context)
    if found and not (sign > 0 and context.tense == "past" and _is_after_report(found, context)):
        return found
    if kind == "Y" and sign < 0 and context.anchor:
        return TimeValue(
            unit_containing(context.anchor, "Y", -int(count)), "counted from the report's year", 0.5
        )
    return duration_value(f"{count:g}", kind, "a duration from an unknown date")


def _is_after_report(value: TimeValue, context: TimeContext) -> bool:
    """True if a value begins after the report's date."""
    first = to_edtf(value.value).earliest
    return context.anchor is not None and first is not None and first > context.anchor.isoformat()


def count_from_last_date(kind: str, count: int, context: TimeContext) -> TimeValue | None:
    """The unit `count` of them after the date last mentioned; None if that date is not fine enough."""
    kind, count = {"E": ("Y", 10 * count), "C": ("Y", 100 * count)}.get(kind, (kind, count))
    day = leading_day(context.last_date or "")
    if kind == "W" and "-W" in (context.last_date or ""):
        day = leading_day(to_edtf(context.last_date or "").earliest or "")
    if day is not None:
        return TimeValue(
            unit_containing(day, kind, count), "counted from the date last mentioned", 0.65
        )
    if kind == "Y" and context.last_date and context.last_date[:4].isdigit():
        return TimeValue(
            shift_years(context.last_date, years=count), "counted from the date last mentioned", 0.6
        )
    month = leading_day(f"{context.last_date}-01") if kind == "M" else None
    if month is not None:
        return TimeValue(
            unit_containing(month, "M", count), "counted from the month last mentioned", 0.65
        )
    return None
