"""Every time expression of a report, normalised: the parse in, `Time`s in text order out.

`grammar` finds the words, `resolve` gives their value; here each gets its ground (the report's day or,
where its year is open, each day it may be; the governing verb's tense; the time last spoken of), and an
hour is joined to the day beside it.

>>> from datetime import datetime, timezone
>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Talks failed on Tuesday."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> day = Dated("2024-05-03", "2024-05-03", "2024-05-03", "day", "given")
>>> [(t.value, t.rule) for t in find_times(parsed, day, datetime(2024, 5, 4, tzinfo=timezone.utc))]
[('2024-04-30', 'weekday/bare')]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime

from onrecord.model import Dated, Parsed, Span, Time
from onrecord.reading.times.expressions import calendar, durations
from onrecord.reading.times.expressions.grammar import Found, scan
from onrecord.reading.times.expressions.resolve import (
    Surnames,
    is_time,
    joined,
    resolve,
    surnames_of,
)
from onrecord.reading.times.expressions.tense import Tense, tense_at
from onrecord.reading.times.expressions.value import Ground, Value

_BRIDGE = re.compile(r",?\s{1,2}(?:(?:on|at|of)\s{1,2})?")
_DAYS = ("weekday/", "date/month-day", "date/day-month", "deictic/day")
_PERIOD = re.compile(r"(?:\d{4}|XXXX)-[QH]\d")


def find_times(parsed: Parsed, published: Dated | None, captured: datetime) -> tuple[Time, ...]:
    """Every time expression of the parsed passages, in text order; spans do not overlap."""
    days = anchors_of(published)
    latest = captured.date()
    grounds = [Ground(day, latest=latest) for day in days] or [Ground(None, latest=latest)]
    starts = [token.start for token in parsed.tokens]
    surnames = surnames_of(parsed)
    times: list[Time] = []
    for paragraph in parsed.paragraphs:
        if paragraph.first == paragraph.last:
            continue
        first, end = starts[paragraph.first], parsed.tokens[paragraph.last - 1].end
        hits = scan(parsed.text, first, end, starts[paragraph.first : paragraph.last])
        for group in _grouped(parsed.text, hits):
            time, grounds = _timed(parsed, group, starts, grounds, surnames)
            if time is not None:
                times.append(time)
    return tuple(times)


def anchors_of(published: Dated | None) -> tuple[date, ...]:
    """The days a report may be of, newest first; empty where that is not known to the day.

    >>> anchors_of(Dated("XXXX-10-23", None, None, "day", "", None, ("2022-10-23", "2016-10-23")))
    (datetime.date(2022, 10, 23), datetime.date(2016, 10, 23))
    """
    if published is None or published.precision not in {"instant", "hour", "day"}:
        return ()
    day = calendar.day_of(published.earliest or published.edtf)
    if day is not None:
        return (day,)
    days = (calendar.day_of(other) for other in published.alternatives)
    return tuple(d for d in days if d is not None)


def _grouped(text: str, hits: tuple[Found, ...]) -> list[tuple[Found, ...]]:
    """Matches, an hour and the day beside it in one group."""
    groups: list[tuple[Found, ...]] = []
    for hit in hits:
        before = groups[-1][-1] if groups and len(groups[-1]) == 1 else None
        if before and _one_time(before, hit) and _BRIDGE.fullmatch(text, before.end, hit.start):
            groups[-1] = (before, hit)
        else:
            groups.append((hit,))
    return groups


def _one_time(first: Found, second: Found) -> bool:
    hours = [hit.rule.startswith("clock/") for hit in (first, second)]
    days = [hit.rule.startswith(_DAYS) and "part" not in hit.pieces for hit in (first, second)]
    return (hours[0] and days[1]) or (hours[1] and days[0])


def _timed(
    parsed: Parsed,
    group: tuple[Found, ...],
    starts: list[int],
    grounds: list[Ground],
    surnames: Surnames,
) -> tuple[Time | None, list[Ground]]:
    """The `Time` of one group, and the grounds as they stand after it."""
    span = Span(group[0].start, group[-1].end)
    first = bisect_right(starts, span.start) - 1
    last = bisect_right(starts, span.end - 1) - 1
    if not all(is_time(hit, parsed, first, last, surnames) for hit in group):
        return None, grounds
    tense = tense_at(parsed, last)
    before = parsed.tokens[max(first - 1, 0)]
    that = before.text.lower() == "that" and before.dep == "det"
    sentence = parsed.tokens[first].sentence
    here = [_here(ground, tense, sentence, that=that) for ground in grounds]
    each = [_value(group, parsed.text, ground) for ground in here]
    value = joined(each)
    if value is None:
        return None, grounds
    time = Time(
        span, _dated(value, span, grounds), value.type, value.value, group[0].rule, value.confidence
    )
    return time, [_after(g, v, group[0]) for g, v in zip(here, each, strict=True)]


def _here(ground: Ground, tense: Tense, sentence: int, *, that: bool) -> Ground:
    """The ground at an expression: a day told in another sentence does not stand beside it."""
    beside = ground.beside if sentence == ground.sentence else None
    return replace(ground, tense=tense, sentence=sentence, that=that, beside=beside)


def _value(group: tuple[Found, ...], text: str, ground: Ground) -> Value | None:
    """The value of a match, or of an hour and a day together."""
    hour = next((hit for hit in group if hit.rule.startswith("clock/")), None)
    if len(group) == 1 or hour is None:
        return resolve(group[0], text[group[0].start : group[0].end], (ground,))
    day = group[1] if hour is group[0] else group[0]
    value = resolve(day, text[day.start : day.end], (ground,))
    if value is None:
        return None
    clock = durations.hour_of({**hour.pieces, "word": text[hour.start : hour.end]})
    return replace(value, value=f"{value.value}T{clock}", type="TIME", edtf=None, alternatives=())


def _after(ground: Ground, value: Value | None, found: Found) -> Ground:
    """The ground after a time has been spoken of: what "the same day" and "a year earlier" lean on."""
    if value is None or value.type not in {"DATE", "TIME"} or not value.value[:2].isdigit():
        return ground
    away = "yearago" in found.pieces or found.rule.startswith("offset/")
    period = value.value if _PERIOD.fullmatch(value.value) and not away else ground.period
    last = value.value.split("T")[0]
    day = calendar.day_of(last) if "year" in found.pieces else None
    if day is None:
        return replace(ground, last=last, period=period)
    years = {**ground.years, f"{day:%m-%d}": day.year}
    return replace(ground, last=last, period=period, years=years, beside=day)


def _dated(value: Value, span: Span, grounds: list[Ground]) -> Dated:
    """The value as a date with its doubt, bounded by the report's day where there is one."""
    anchor = grounds[0].anchor if len(grounds) == 1 else None
    if value.type in {"DURATION", "SET"}:
        if value.edtf is None:
            return Dated(calendar.OPEN, None, None, "unknown", value.why, span)
        ends = [None if part == ".." else part for part in value.edtf.split("/")]
        return Dated(value.edtf, ends[0], ends[1], "day", value.why, span)
    found = calendar.stretch(value.value, anchor)
    edtf = value.edtf or found.edtf
    if value.edtf and value.edtf.startswith("["):
        found = found._replace(
            earliest=value.alternatives[0], latest=value.alternatives[-1], precision="day"
        )
    return Dated(
        edtf, found.earliest, found.latest, found.precision, value.why, span, value.alternatives
    )
