"""Times told from elsewhere: weekdays, "last week", "three days ago", "two days earlier", "the same day".

In: the pieces a pattern caught and the ground. Out: a `Value`. Deictic words count from the report's
day, "earlier" and "later" from the time last spoken of; without that ground the value stays open.

>>> from datetime import date
>>> sunday = date(2022, 10, 23)
>>> weekday({"weekday": "Tuesday"}, Ground(sunday, "past")).value
'2022-10-18'
>>> weekday({"weekday": "Tuesday"}, Ground(sunday, "future")).value
'2022-10-25'
"""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.durations import amount, length
from onrecord.reading.times.expressions.explicit import Pieces, number_of, part_code, weekday_of
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.value import Ground, Value

# After a bare "to", a weekday this many days past or less is that one, not the one ahead.
NEAR = 2
NO_GROUND = Value(calendar.OPEN, "the report gives no date to count from", 0.9)


def turn_of(p: Pieces) -> int:
    """-1, 0 or 1: which way "last", "this", "next" point."""
    word = " ".join(p.get("deictic", "this").lower().split())
    return int(values("deictic")[word])


def unit(p: Pieces, ground: Ground) -> Value | None:
    """`last week`, `this year`, `the coming month`; of plurals only the reach is known."""
    name = p["unit"].lower()
    kind = values("unit")[name]
    if kind.startswith("T") or name == "second":
        return None
    turn = turn_of(p)
    if name.endswith("s"):
        if "coming" in p["deictic"].lower():
            return Value("FUTURE_REF", "words that only look ahead", 0.8)
        return length("X", kind, "a stretch of time without its count")
    if ground.anchor is None:
        return NO_GROUND
    told = _from_narrative(p["deictic"].lower().split()[-1], kind, ground)
    if told is not None:
        return told
    value = calendar.unit_of(ground.anchor, kind, turn)
    return Value(value, "counted from the report's date", 0.9 if turn or kind != "D" else 0.8)


def _from_narrative(word: str, kind: str, ground: Ground) -> Value | None:
    """`the following week`, `the next day`, `the previous day`: beside the time last spoken of, if any."""
    if word == "following":
        return _from_last(kind, 1, ground)
    if kind == "D" and word in {"next", "previous"}:
        return _from_last(kind, 1 if word == "next" else -1, ground)
    return None


def season(p: Pieces, ground: Ground) -> Value | None:
    """`next summer`, `last winter`: by the report's year and the tense."""
    code = values("season")[p["season"].lower()]
    if ground.anchor is None:
        return Value(f"XXXX-{code}", "the report gives no year", 0.85)
    year, turn = ground.anchor.year, turn_of(p)
    middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 13 if ground.anchor.month > 6 else 1}[code]
    past = "past" in p.get("deictic", "").lower() or turn < 0
    if past and middle > ground.anchor.month:
        year -= 1
    if turn > 0 and middle <= ground.anchor.month:
        year += 1
    return Value(f"{year:04}-{code}", "the season, seen from the report's date", 0.75)


def weekend(p: Pieces, ground: Ground) -> Value | None:
    """The weekend of the week, or the one before or after, by the word and the tense."""
    if ground.anchor is None:
        return NO_GROUND
    turn = turn_of(p)
    if turn == 0 and ground.anchor.isoweekday() < 6 and ground.tense == "past":
        turn = -1
    if turn < 0 and ground.anchor.isoweekday() >= 6 and "deictic" not in p:
        turn = 0
    week = calendar.unit_of(ground.anchor, "W", turn)
    return Value(f"{week}-WE", "the weekend nearest the report's date, by tense", 0.8)


def anaphor(p: Pieces, ground: Ground) -> Value | None:
    """`the same day`, `that year`: the time last spoken of; "the year", "the week": the report's."""
    kind = values("unit")[p["unit"].lower()]
    word = "the" if "mod" in p else p["anaphor"].lower()
    if kind.startswith("T") or p["unit"].lower().endswith("s"):
        return None
    if kind == "Q" and ground.period and ("latest" not in word or _is_over(ground)):
        return Value(ground.period, "the quarter last spoken of", 0.7)
    if word == "the" or ("latest" in word and kind in "QY"):
        return _definite(kind, ground, "YWQM" if "mod" in p else "YWQ", -1 if word != "the" else 0)
    day = calendar.day_of(ground.last or "")
    if day is not None:
        return Value(calendar.unit_of(day, kind), "the time last spoken of", 0.7)
    if kind == "Y" and ground.last and ground.last[:4].isdigit():
        return Value(ground.last[:4], "the time last spoken of", 0.7)
    return Value(calendar.OPEN, "no earlier time fixes it", 0.7)


def _is_over(ground: Ground) -> bool:
    """Whether the period last spoken of is over at the report's date."""
    last = calendar.stretch(ground.period or "").latest
    return ground.anchor is None or last is None or last < ground.anchor.isoformat()


def _definite(kind: str, ground: Ground, kinds: str, turn: int) -> Value | None:
    if kind not in kinds:
        return None
    if ground.anchor is None:
        return NO_GROUND
    why = "the last one over at the report's date" if turn else "the one the report falls in"
    return Value(calendar.unit_of(ground.anchor, kind, turn), why, 0.6)


def day(p: Pieces, ground: Ground) -> Value | None:
    """`today`, `yesterday`, `tomorrow night`, `tonight`."""
    step = values("day")[" ".join(p["dayword"].lower().split())]
    if ground.anchor is None:
        return NO_GROUND
    part = part_code(p) if "part" in p else ""
    shift = {"NI": 0, "-NI": 0}.get(step)
    if shift is not None:
        part = "TNI"
    moved = calendar.unit_of(ground.anchor, "D", shift if shift is not None else int(step))
    return at_part(moved, part, "counted from the report's date", 0.95)


def part(p: Pieces, ground: Ground) -> Value | None:
    """`this morning`: of the report's day."""
    if ground.anchor is None:
        return NO_GROUND
    code = part_code(p)
    day = calendar.unit_of(ground.anchor, "D", -1 if p.get("turn", "").lower() == "last" else 0)
    return at_part(day, code, "counted from the report's date", 0.85)


def part_spoken_of(p: Pieces, ground: Ground) -> Value | None:
    """`in the evening`: of the day last spoken of, else of the report's."""
    if not calendar.day_of(ground.last or ""):
        return part(p, ground)
    code = part_code(p)
    return at_part((ground.last or "")[:10], code, "of the day last spoken of", 0.6)


def at_part(value: str, code: str, why: str, confidence: float) -> Value:
    """A day with a part of it: `2022-10-23TEV`, or an hour where the part is one."""
    if not code:
        return Value(value, why, confidence)
    return Value(value + code, why, confidence, "TIME")


def weekday(p: Pieces, ground: Ground) -> Value | None:
    """A weekday: the report's own day if it is one, else the nearest before it, or after it by tense."""
    if "dayword" in p:
        return day(p, ground)
    number = weekday_of(p["weekday"])
    code = part_code(p) if "part" in p else ""
    if ground.anchor is None:
        return at_part(f"XXXX-WXX-{number}", code, "the report gives no date to count from", 0.9)
    back = (ground.anchor.isoweekday() - number) % 7
    word = " ".join(p.get("deictic", "").lower().split())
    base = calendar.day_of(ground.last or "") if word.endswith(("previous", "following")) else None
    if base is not None:
        gap = (base.isoweekday() - number) % 7
        step = -(gap or 7) if word.endswith("previous") else 7 - gap
        return at_part(
            (base + timedelta(days=step)).isoformat(),
            code,
            "the one next to the day last spoken of",
            0.6,
        )
    turn = int(values("deictic")[word]) if word else None
    if turn == -1:
        step, why = -(back or 7), "the last one before the report's date"
    elif turn == 1:
        step, why = 7 - back, "the first one after the report's date"
    elif _looks_ahead(ground, back) or (turn == 0 and ground.tense != "past"):
        step, why = (
            (7 - back) % 7,
            "the first one from the report's date on, since the verb looks ahead",
        )
    else:
        step, why = -back, "the nearest one up to the report's date"
    moved = calendar.unit_of(ground.anchor, "D", step)
    return at_part(moved, code, why, 0.9 if step or not turn else 0.8)


def _looks_ahead(ground: Ground, back: int) -> bool:
    """Whether a weekday `back` days before the report is rather the next one, by the verb."""
    return ground.tense in {"future", "present"} or (ground.tense == "open" and back > NEAR)


def weekday_day(p: Pieces, ground: Ground) -> Value | None:
    """`Sunday the 23rd`: the month nearest the report's date in which the weekday agrees."""
    if ground.anchor is None:
        return NO_GROUND
    number, week = number_of(p["day"]), weekday_of(p["wd"])
    near = (calendar.unit_of(ground.anchor, "M", by) for by in (0, -1, 1, -2, 2))
    days = (calendar.make_day(int(m[:4]), int(m[5:]), number) for m in near)
    fitting = [d for d in days if d and d.isoweekday() == week]
    if not fitting:
        return Value(calendar.OPEN, "no month near the report's date has that day", 0.5)
    best = min(fitting, key=lambda d: abs(d - (ground.anchor or d)))
    return Value(best.isoformat(), "the nearest month in which the weekday agrees", 0.85)


def ago(p: Pieces, ground: Ground) -> Value | None:
    """`three days ago`: counted from the report's day, as fine as the unit says."""
    count, kind = amount(p), values("unit")[p["unit"].lower()]
    if kind.startswith("T"):
        value = ground.anchor.isoformat() if ground.anchor else calendar.OPEN
        return Value(value, "hours before the report", 0.5)
    if kind == "Y" and count == 1 and ground.period and "Q" in ground.period:
        return Value(
            calendar.shifted(ground.period, years=-1),
            "the quarter last spoken of, a year before",
            0.7,
        )
    if count is None:
        return Value("PAST_REF", "how long ago is left open", 0.8)
    if ground.anchor is None:
        return NO_GROUND
    return Value(_counted(kind, -count, ground), "counted back from the report's date", 0.9)


def ago_today(p: Pieces, ground: Ground) -> Value | None:
    """`three years ago today`: the same day then."""
    count, kind = amount(p), values("unit")[p["unit"].lower()]
    if ground.anchor is None or not count or count != int(count) or kind not in "DWMY":
        return NO_GROUND
    moved: date | None = ground.anchor
    for _ in range(min(int(count), 1000)):
        moved = calendar.day_of(calendar.day_before(moved, kind)) if moved else None
    return Value(moved.isoformat(), "the same day so long before", 0.9) if moved else NO_GROUND


def vague_ago(p: Pieces, ground: Ground) -> Value | None:  # noqa: ARG001  # every reader takes both
    """`long ago`, `years ago`."""
    return Value("PAST_REF", "how long ago is left open", 0.8)


def ahead(p: Pieces, ground: Ground) -> Value | None:
    """`in two weeks' time`, `three days from now`: counted on from the report's day."""
    count, kind = amount(p), values("unit")[p["unit"].lower()]
    if ground.anchor is None or count is None:
        return NO_GROUND
    if kind.startswith("T"):
        return length(f"{count:g}", kind, "a distance from the report's moment")
    return Value(_counted(kind, count, ground), "counted on from the report's date", 0.85)


def beside(p: Pieces, ground: Ground) -> Value | None:
    """`the day before`, `the week after`: of the time last spoken of."""
    kind = values("unit")[p["word"].split()[1].lower()]
    return _from_last(kind, -1 if p["side"] == "before" else 1, ground) or Value(
        calendar.OPEN, "no earlier time fixes it", 0.6
    )


def part_anaphor(p: Pieces, ground: Ground) -> Value | None:
    """`that evening`, `the next morning`: of the day last spoken of, or beside it."""
    last = calendar.day_of(ground.last or "")
    code = part_code(p)
    if last is None:
        return Value(calendar.OPEN, "no earlier time fixes it", 0.6, "TIME")
    word = p["which"].lower().split()[-1]
    step = {"next": 1, "following": 1, "previous": -1}.get(word, 0)
    return at_part(calendar.unit_of(last, "D", step), code, "by the day last spoken of", 0.65)


def _counted(kind: str, count: float, ground: Ground) -> str:
    """The unit `count` of them away from the anchor."""
    anchor = ground.anchor
    if anchor is None:
        return calendar.OPEN
    if kind == "Y" and count != int(count):
        return calendar.unit_of(anchor, "M", round(count * 12))
    if kind in {"E", "C"}:
        return calendar.unit_of(anchor, "Y", int(count * (10 if kind == "E" else 100)))
    return calendar.unit_of(anchor, kind, int(count))


def earlier(p: Pieces, ground: Ground) -> Value | None:
    """`two days earlier`."""
    return narrative(p, ground, -1)


def later(p: Pieces, ground: Ground) -> Value | None:
    """`two days later`."""
    return narrative(p, ground, 1)


def narrative(p: Pieces, ground: Ground, sign: int) -> Value | None:
    """`two days earlier`, `a week later`: counted from the time last spoken of."""
    count, kind = amount(p), values("unit")[p["unit"].lower()]
    if kind == "Y" and count == 1 and sign < 0 and ground.period:
        return Value(
            calendar.shifted(ground.period, years=-1),
            "the period last spoken of, a year before",
            0.75,
        )
    if count is None or kind.startswith("T"):
        return length(
            "X" if count is None else f"{count:g}", kind, "a distance from a time left open"
        )
    found = _from_last(kind, sign * int(count), ground)
    if found and not (sign > 0 and ground.tense == "past" and _is_ahead(found, ground)):
        return found
    if kind == "Y" and sign < 0 and ground.anchor:
        return Value(
            calendar.unit_of(ground.anchor, "Y", -int(count)), "counted from the report's year", 0.5
        )
    return length(f"{count:g}", kind, "a distance from a time left open")


def _is_ahead(value: Value, ground: Ground) -> bool:
    """Whether a value lies ahead of the report."""
    first = calendar.stretch(value.value).earliest
    return ground.anchor is not None and first is not None and first > ground.anchor.isoformat()


def _from_last(kind: str, count: int, ground: Ground) -> Value | None:
    kind, count = {"E": ("Y", 10 * count), "C": ("Y", 100 * count)}.get(kind, (kind, count))
    day = calendar.day_of(ground.last or "")
    if kind == "W" and "-W" in (ground.last or ""):
        day = calendar.day_of(calendar.stretch(ground.last or "").earliest or "")
    if day is not None:
        return Value(
            calendar.unit_of(day, kind, count), "counted from the time last spoken of", 0.65
        )
    if kind == "Y" and ground.last and ground.last[:4].isdigit():
        return Value(
            calendar.shifted(ground.last, years=count), "counted from the time last spoken of", 0.6
        )
    month = calendar.day_of(f"{ground.last}-01") if kind == "M" else None
    if month is not None:
        return Value(
            calendar.unit_of(month, "M", count), "counted from the month last spoken of", 0.65
        )
    return None
