"""Read durations ("three days"), and those that end or begin at the report's date ("the past two years").

In: the captured groups and the context. Out: a `TimeValue` of type DURATION; its EDTF is an interval if one end
is known.

>>> duration({"number": "three", "unit": "days"}, TimeContext(None)).value
'P3D'
>>> duration({"vague": "several", "unit": "weeks"}, TimeContext(None)).value
'PXW'
"""

# ruff: noqa: ARG001  # every reader of a rule takes groups and context, needed or not
from __future__ import annotations

from onrecord.calendar_days import parse_day, shift_day
from onrecord.reading.times.expressions.calendar_units import (
    leading_day,
    same_day_earlier,
    unit_containing,
)
from onrecord.reading.times.expressions.edtf import to_edtf
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.readers.days import month_day
from onrecord.reading.times.expressions.readers.fields import Groups, month_number, parse_amount
from onrecord.reading.times.expressions.value import TimeContext, TimeValue


def duration_value(count: str, kind: str, why: str, confidence: float = 0.85) -> TimeValue:
    """A DURATION of `count` units; decades and centuries become years, fortnights weeks."""
    if count != "X" and (kind, count) != ("E", "1"):
        factor = {"E": 10, "C": 100, "2W": 2}.get(kind, 1)
        count = f"{float(count) * factor:g}"
        kind = {"E": "Y", "C": "Y", "2W": "W"}.get(kind, kind)
    if kind.startswith("T"):
        if (count, kind) == ("0.5", "TH"):
            count, kind = "30", "TM"
        return TimeValue(f"PT{count}{kind[1:]}", why, confidence, "DURATION")
    if count == "0.5" and kind == "Y":
        count, kind = "6", "M"
    return TimeValue(f"P{count}{kind}", why, confidence, "DURATION")


def duration(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`three days`, `several weeks`, `2 1/2 years`."""
    unit = groups["unit"].lower()
    kind = time_words("unit")[unit]
    count = parse_amount(groups)
    if "half" in groups and count is not None:
        count /= 2
    if unit == "second" and count != int(count or 0):
        return None
    if kind == "Y" and count and count != int(count) and count > 1:
        months = round((count - int(count)) * 12)
        return TimeValue(f"P{int(count)}Y{months}M", "a duration", 0.85, "DURATION")
    return duration_value("X" if count is None else f"{count:g}", kind, "a duration, not a date")


def duration_plus_half(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`three and a half years`."""
    count = (parse_amount(groups) or 0) + 0.5
    kind = time_words("unit")[groups["unit"].lower()]
    if kind == "Y":
        return TimeValue(f"P{int(count)}Y6M", "a duration", 0.85, "DURATION")
    return duration_value(f"{count:g}", kind, "a duration, not a date")


def unit_and_half(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`a year and a half`."""
    kind = time_words("unit")[groups["unit"].lower()]
    halves = {"Y": "P1Y6M", "TH": "PT1H30M", "TM": "PT1M30S"}
    return TimeValue(halves.get(kind, f"P1.5{kind}"), "a duration", 0.85, "DURATION")


def bare_unit(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`for years`, `weeks or months`: the count is unknown; `coming weeks` is a reference to the future."""
    if "comingword" in groups:
        return TimeValue("FUTURE_REF", "a reference to the future", 0.8)
    word = (groups.get("plural") or groups["unit"]).lower()
    if word.startswith("sec") or not word.endswith("s"):
        return None
    return duration_value("X", time_words("unit")[word], "a duration of unknown length", 0.7)


def duration_window(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the past two years`: a duration that ends or begins at the report's day."""
    value = duration(groups, context)
    count, kind = parse_amount(groups), time_words("unit")[groups["unit"].lower()]
    word = groups["window"].lower()
    plain = {"E": "Y", "C": "Y"}.get(kind, kind)
    if value is None or context.anchor is None or count is None or plain not in "DWMY":
        return value
    steps = int(count) * {"E": 10, "C": 100}.get(kind, 1)
    back = word in {"past", "last", "previous", "preceding"}
    if word in {"first", "final"}:
        return value
    other = to_edtf(unit_containing(context.anchor, plain, -steps if back else steps))
    ends = (other.earliest, str(context.anchor)) if back else (str(context.anchor), other.latest)
    why = "up to the report's date" if back else "from the report's date on"
    return TimeValue(value.value, why, 0.85, "DURATION", edtf="/".join(e or ".." for e in ends))


def past_unit(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`over the past decade`, `the past week`: one unit up to the report's day; for years, the year before."""
    words = groups["word"].lower().split()
    kind = time_words("unit")[words[-1]]
    if "last" in words and kind not in {"E", "C"}:
        return None
    back = {"E": ("Y", 10), "C": ("Y", 100), "2W": ("W", 2)}.get(kind, (kind, 1))
    value = TimeValue(f"P{back[1]}{back[0]}", "up to the report's date", 0.8, "DURATION")
    if context.anchor is None:
        return value
    first = context.anchor
    for _ in range(back[1]):
        first = leading_day(same_day_earlier(first, back[0])) or first
    edtf = f"{first}/{context.anchor}"
    if kind == "Y":
        return TimeValue(f"{context.anchor.year - 1:04}", value.why, 0.7, edtf=edtf)
    return TimeValue(value.value, value.why, 0.8, "DURATION", edtf=edtf)


def period_ending_on_day(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`the year ended March 31`: a duration, with its days if the last is known; of a quarter, the quarter."""
    kind = time_words("unit")[groups["unit"].lower()]
    end = month_day({"month": groups["month"], "day": groups["day"]}, context)
    if end is None or kind not in {"D", "W", "M", "Q", "Y"}:
        return None
    last = leading_day(end.value)
    if kind == "Q":
        quarter = f"Q{(month_number(groups['month']) - 1) // 3 + 1}"
        return TimeValue(f"{end.value[:4]}-{quarter}", "the quarter that ends on that day", 0.85)
    edtf = None
    before = last and parse_day(same_day_earlier(last, kind))
    if before is not None:
        edtf = f"{shift_day(before, 1)}/{last}"
    return TimeValue(f"P1{kind}", "a duration with its last day", 0.85, "DURATION", edtf=edtf)
