"""Read repeated times ("every Monday", "twice a week", "daily"): TimeML's type SET.

In: the captured groups and the context. Out: a `TimeValue`.

>>> every_unit({"weekday": "Monday"}, TimeContext(None)).value
'XXXX-WXX-1'
"""

# ruff: noqa: ARG001  # every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.durations import duration_value
from onrecord.reading.times.expressions.readers.fields import Groups, parse_amount, weekday_number
from onrecord.reading.times.expressions.value import TimeContext, TimeValue


def every_unit(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`every Monday`, `each year`."""
    if "weekday" in groups:
        return TimeValue(
            f"XXXX-WXX-{weekday_number(groups['weekday'])}", "a repeated time", 0.9, "SET"
        )
    if "month" in groups:
        return TimeValue(
            f"XXXX-{time_words('month')[groups['month'].lower()]:0>2}",
            "a repeated time",
            0.9,
            "SET",
        )
    count = (
        2
        if " other " in f" {' '.join(groups.get('word', '').lower().split())} "
        else parse_amount(groups)
    )
    value = duration_value(
        "1" if count is None else f"{count:g}", time_words("unit")[groups["unit"].lower()], ""
    )
    return TimeValue(value.value, "a repeated time", 0.85, "SET")


def times_per_unit(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`twice a week`, `three times a year`."""
    value = duration_value("1", time_words("unit")[groups["unit"].lower()], "")
    return TimeValue(value.value, "a repeated time", 0.85, "SET")


def repeated_weekdays(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`Mondays`, `Tuesday nights`."""
    number = weekday_number(groups.get("weekday") or groups["weekday2"])
    part = "T" + time_words("part")[groups["part"].lower()] if "part" in groups else ""
    return TimeValue(f"XXXX-WXX-{number}{part}", "a repeated time", 0.85, "SET")


def frequency(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`daily`, `weekly`."""
    return TimeValue(
        time_words("frequency")[groups["frequency"].lower()], "a repeated time", 0.8, "SET"
    )
