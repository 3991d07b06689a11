"""Lengths, repetitions, hours and words like "now": what is a time without being a date.

In: the pieces a pattern caught and the ground. Out: a `Value` of type DURATION, SET, TIME or a
reference (PRESENT_REF, PAST_REF, FUTURE_REF).

>>> duration({"number": "three", "unit": "days"}, Ground(None)).value
'P3D'
>>> duration({"vague": "several", "unit": "weeks"}, Ground(None)).value
'PXW'
"""

# ruff: noqa: ARG001  # every reader of a rule takes pieces and ground, needed or not
from __future__ import annotations

import re

from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.explicit import Pieces, weekday_of
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.value import Ground, Value


def amount(p: Pieces, suffix: str = "") -> float | None:
    """How many: from digits or number words; None for "several" and its like."""
    if "digits" + suffix in p:
        text = p["digits" + suffix].replace(",", "")
        whole = re.match(r"[\d.]+", text)
        halved = 0.5 if "1/2" in text[1:] or "½" in text else 0
        return float(whole.group().rstrip(".") if whole else 0) + halved
    if "couple" in p:
        return 2
    if "number" + suffix not in p:
        return None
    return _worded(p["number" + suffix])


def plus_half(p: Pieces, ground: Ground) -> Value | None:
    """`three and a half years`."""
    count = (amount(p) or 0) + 0.5
    kind = values("unit")[p["unit"].lower()]
    if kind == "Y":
        return Value(f"P{int(count)}Y6M", "a length of time", 0.85, "DURATION")
    return length(f"{count:g}", kind, "a length of time, not a date")


def times_a(p: Pieces, ground: Ground) -> Value | None:
    """`twice a week`, `three times a year`."""
    value = length("1", values("unit")[p["unit"].lower()], "")
    return Value(value.value, "it comes again", 0.85, "SET")


def _worded(text: str) -> float:
    words = values("number")
    text = " ".join(text.lower().replace("-", " ").split())
    if text in words:
        return float(words[text])
    total = 0.0
    for word in text.split():
        if word in {"hundred", "thousand"}:
            total = (total or 1) * (100 if word == "hundred" else 1000)
        else:
            total += float(words.get(word, 0))
    return total


def length(count: str, kind: str, why: str, confidence: float = 0.85) -> Value:
    """A DURATION of `count` units; decades and centuries are told in years, fortnights in weeks."""
    if count != "X" and (kind, count) != ("E", "1"):
        factor = {"E": 10, "C": 100, "2W": 2}.get(kind, 1)
        count = f"{float(count) * factor:g}"
        kind = {"E": "Y", "C": "Y", "2W": "W"}.get(kind, kind)
    if kind.startswith("T"):
        if (count, kind) == ("0.5", "TH"):
            count, kind = "30", "TM"
        return Value(f"PT{count}{kind[1:]}", why, confidence, "DURATION")
    if count == "0.5" and kind == "Y":
        count, kind = "6", "M"
    return Value(f"P{count}{kind}", why, confidence, "DURATION")


def duration(p: Pieces, ground: Ground) -> Value | None:
    """`three days`, `several weeks`, `2 1/2 years`, `a year and a half`."""
    unit = p["unit"].lower()
    kind = values("unit")[unit]
    count = amount(p)
    if "half" in p and count is not None:
        count /= 2
    if unit == "second" and count != int(count or 0):
        return None
    if kind == "Y" and count and count != int(count) and count > 1:
        months = round((count - int(count)) * 12)
        return Value(f"P{int(count)}Y{months}M", "a length of time", 0.85, "DURATION")
    return length("X" if count is None else f"{count:g}", kind, "a length of time, not a date")


def and_half(p: Pieces, ground: Ground) -> Value | None:
    """`a year and a half`."""
    kind = values("unit")[p["unit"].lower()]
    halves = {"Y": "P1Y6M", "TH": "PT1H30M", "TM": "PT1M30S"}
    return Value(halves.get(kind, f"P1.5{kind}"), "a length of time", 0.85, "DURATION")


def bare(p: Pieces, ground: Ground) -> Value | None:
    """`for years`, `weeks or months`: how many is left open; `coming weeks` only look ahead."""
    if "comingword" in p:
        return Value("FUTURE_REF", "words that only look ahead", 0.8)
    word = (p.get("plural") or p["unit"]).lower()
    if word.startswith("sec") or not word.endswith("s"):
        return None
    return length("X", values("unit")[word], "a stretch of time without its count", 0.7)


def window(p: Pieces, ground: Ground) -> Value | None:
    """`the past two years`: a length that ends (or begins) with the report's day."""
    value = duration(p, ground)
    count, kind = amount(p), values("unit")[p["unit"].lower()]
    word = p["window"].lower()
    plain = {"E": "Y", "C": "Y"}.get(kind, kind)
    if value is None or ground.anchor is None or count is None or plain not in "DWMY":
        return value
    steps = int(count) * {"E": 10, "C": 100}.get(kind, 1)
    back = word in {"past", "last", "previous", "preceding"}
    if word in {"first", "final"}:
        return value
    other = calendar.stretch(calendar.unit_of(ground.anchor, plain, -steps if back else steps))
    ends = (other.earliest, str(ground.anchor)) if back else (str(ground.anchor), other.latest)
    why = "up to the report's date" if back else "from the report's date on"
    return Value(value.value, why, 0.85, "DURATION", edtf="/".join(e or ".." for e in ends))


def past_unit(p: Pieces, ground: Ground) -> Value | None:
    """`over the past decade`, `the past week`: so long, up to the report's day; of years, the one before."""
    words = p["word"].lower().split()
    kind = values("unit")[words[-1]]
    if "last" in words and kind not in {"E", "C"}:
        return None
    back = {"E": ("Y", 10), "C": ("Y", 100), "2W": ("W", 2)}.get(kind, (kind, 1))
    value = Value(f"P{back[1]}{back[0]}", "up to the report's date", 0.8, "DURATION")
    if ground.anchor is None:
        return value
    first = ground.anchor
    for _ in range(back[1]):
        first = calendar.day_of(calendar.day_before(first, back[0])) or first
    edtf = f"{first}/{ground.anchor}"
    if kind == "Y":
        return Value(f"{ground.anchor.year - 1:04}", value.why, 0.7, edtf=edtf)
    return Value(value.value, value.why, 0.8, "DURATION", edtf=edtf)


def every(p: Pieces, ground: Ground) -> Value | None:
    """`every Monday`, `each year`."""
    if "weekday" in p:
        return Value(f"XXXX-WXX-{weekday_of(p['weekday'])}", "it comes again", 0.9, "SET")
    if "month" in p:
        return Value(
            f"XXXX-{values('month')[p['month'].lower()]:0>2}", "it comes again", 0.9, "SET"
        )
    count = 2 if " other " in f" {' '.join(p.get('word', '').lower().split())} " else amount(p)
    value = length("1" if count is None else f"{count:g}", values("unit")[p["unit"].lower()], "")
    return Value(value.value, "it comes again", 0.85, "SET")


def weekdays(p: Pieces, ground: Ground) -> Value | None:
    """`Mondays`, `Tuesday nights`."""
    number = weekday_of(p.get("weekday") or p["weekday2"])
    part = "T" + values("part")[p["part"].lower()] if "part" in p else ""
    return Value(f"XXXX-WXX-{number}{part}", "it comes again", 0.85, "SET")


def frequency(p: Pieces, ground: Ground) -> Value | None:
    """`daily`, `weekly`."""
    return Value(values("frequency")[p["frequency"].lower()], "it comes again", 0.8, "SET")


def clock(p: Pieces, ground: Ground) -> Value | None:
    """`10:30 p.m.`, `22:30`, `noon`: of the day last spoken of, else of the report's."""
    day = ground.last if calendar.day_of(ground.last or "") else None
    day = day or (ground.anchor.isoformat() if ground.anchor else None)
    why = "the hour is given; the day is the one spoken of" if day else "the hour is given, no day"
    return Value(f"{(day or calendar.OPEN)[:10]}T{hour_of(p)}", why, 0.7, "TIME")


def hour_of(p: Pieces) -> str:
    """The hour (and minute) a clock expression gives, as TimeML writes it."""
    if "hour" not in p:
        return "24:00" if "midnight" in p.get("word", "").lower() else "12:00"
    hour = int(p["hour"])
    if "ampm" in p:
        hour = hour % 12 + (12 if p["ampm"].lower().startswith("p") else 0)
    return f"{hour:02}:{p.get('minute', '00')}"


def reference(p: Pieces, ground: Ground) -> Value | None:
    """`now`, `recently`, `soon`, `the future`."""
    word = " ".join(p["reference"].lower().split())
    return Value(values("reference")[word], "a word that only points", 0.8)
