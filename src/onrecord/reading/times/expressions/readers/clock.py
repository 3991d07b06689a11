"""Read times of day ("10:30 p.m.", "noon") on the day last mentioned, else on the report's.

In: the captured groups and the context. Out: a `TimeValue` of type TIME.

>>> clock_time({"hour": "10", "minute": "30", "ampm": "p.m"}, TimeContext(None, last_date="2024-04-20")).value
'2024-04-20T22:30'
"""

from __future__ import annotations

from onrecord.reading.times.expressions.calendar_units import leading_day
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE
from onrecord.reading.times.expressions.readers.fields import Groups
from onrecord.reading.times.expressions.value import TimeContext, TimeValue


def clock_time(groups: Groups, context: TimeContext) -> TimeValue | None:
    """`10:30 p.m.`, `22:30`, `noon`: on the day last mentioned, else on the report's."""
    day = context.last_date if leading_day(context.last_date or "") else None
    day = day or (context.anchor.isoformat() if context.anchor else None)
    why = (
        "the time of day is given; the day is the one mentioned before"
        if day
        else "the time of day is given without a day"
    )
    return TimeValue(f"{(day or UNKNOWN_DATE)[:10]}T{clock_code(groups)}", why, 0.7, "TIME")


def clock_code(groups: Groups) -> str:
    """Hour and minute as TimeML writes them (`22:30`)."""
    if "hour" not in groups:
        return "24:00" if "midnight" in groups.get("word", "").lower() else "12:00"
    hour = int(groups["hour"])
    if "ampm" in groups:
        hour = hour % 12 + (12 if groups["ampm"].lower().startswith("p") else 0)
    return f"{hour:02}:{groups.get('minute', '00')}"
