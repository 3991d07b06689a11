"""Find and resolve the time expressions of a report: the parse in, `Time`s in text order out.

`grammar` finds the words, `not_times` drops those that are no time, `resolve` gives the value of the others. This module
keeps the context: the report's day (each possible one, if its year is open), the tense of the governing verb, the date
last mentioned. A time of day is joined with the day next to it.

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
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from onrecord.model import Dated, Parsed, Span, Time
from onrecord.reading.times.expressions.calendar_units import leading_day
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE, to_edtf
from onrecord.reading.times.expressions.grammar import TimeMatch, scan
from onrecord.reading.times.expressions.not_times import (
    Surnames,
    TimeCandidate,
    reason_to_drop,
    surnames_in,
)
from onrecord.reading.times.expressions.readers.clock import clock_code
from onrecord.reading.times.expressions.resolve import combine_values, resolve
from onrecord.reading.times.expressions.tense import Tense, tense_at
from onrecord.reading.times.expressions.value import TimeContext, TimeValue
from onrecord.reading.trace import Trace

STEP = "times"
# What may be written between a time of day and its day: "10 p.m., on Friday".
_BETWEEN = re.compile(r",?\s{1,2}(?:(?:on|at|of)\s{1,2})?")
_DAY_RULES = ("weekday/", "date/month-day", "date/day-month", "deictic/day")
_PERIOD = re.compile(r"(?:\d{4}|XXXX)-[QH]\d")


def find_times(
    parsed: Parsed, published: Dated | None, captured: datetime, trace: Trace | None = None
) -> tuple[Time, ...]:
    """Every time expression of the parsed passages, in text order, without overlaps."""
    latest = captured.date()
    anchors = anchors_of(published) or (None,)
    contexts = [TimeContext(day, captured=latest) for day in anchors]
    starts = [token.start for token in parsed.tokens]
    surnames = surnames_in(parsed)
    times: list[Time] = []
    for paragraph in parsed.paragraphs:
        if paragraph.first == paragraph.last:
            continue
        first, end = starts[paragraph.first], parsed.tokens[paragraph.last - 1].end
        matches = scan(parsed.text, first, end, starts[paragraph.first : paragraph.last])
        for group in _join_clock_and_day(parsed.text, matches):
            candidates = _candidates(group, parsed, starts, surnames)
            time, contexts = _resolve_group(candidates, contexts, trace)
            if time is not None:
                times.append(time)
    return tuple(times)


def anchors_of(published: Dated | None) -> tuple[date, ...]:
    """The days a report may be of, newest first; empty if they are not known to the day.

    >>> anchors_of(Dated("XXXX-10-23", None, None, "day", "", None, ("2022-10-23", "2016-10-23")))
    (datetime.date(2022, 10, 23), datetime.date(2016, 10, 23))
    """
    if published is None or published.precision not in {"instant", "hour", "day"}:
        return ()
    day = leading_day(published.earliest or published.edtf)
    if day is not None:
        return (day,)
    days = (leading_day(other) for other in published.alternatives)
    return tuple(d for d in days if d is not None)


def _join_clock_and_day(text: str, matches: Sequence[TimeMatch]) -> list[tuple[TimeMatch, ...]]:
    """The matches one by one, a time of day and the day next to it in one group."""
    groups: list[tuple[TimeMatch, ...]] = []
    for match in matches:
        before = groups[-1][-1] if groups and len(groups[-1]) == 1 else None
        if (
            before
            and _is_clock_and_day(before, match)
            and _BETWEEN.fullmatch(text, before.end, match.start)
        ):
            groups[-1] = (before, match)
        else:
            groups.append((match,))
    return groups


def _is_clock_and_day(first: TimeMatch, second: TimeMatch) -> bool:
    """True if one match is a time of day and the other a day without one."""
    clocks = [match.rule.startswith("clock/") for match in (first, second)]
    days = [
        match.rule.startswith(_DAY_RULES) and "part" not in match.groups
        for match in (first, second)
    ]
    return (clocks[0] and days[1]) or (clocks[1] and days[0])


def _candidates(
    group: Sequence[TimeMatch], parsed: Parsed, starts: list[int], surnames: Surnames
) -> list[TimeCandidate]:
    """The matches of a group, each with the first and last token of the group."""
    first, last = (bisect_right(starts, at) - 1 for at in (group[0].start, group[-1].end - 1))
    return [TimeCandidate(match, parsed, first, last, surnames) for match in group]


def _resolve_group(
    group: Sequence[TimeCandidate], contexts: list[TimeContext], trace: Trace | None
) -> tuple[Time | None, list[TimeContext]]:
    """The `Time` of one group, None if it is none, and the contexts behind it."""
    parsed, first, last = group[0].parsed, group[0].first, group[-1].last
    matches = [candidate.match for candidate in group]
    span, rule = Span(matches[0].start, matches[-1].end), matches[0].rule
    for candidate in group:
        reason = reason_to_drop(candidate)
        if reason is not None:
            if trace:
                trace.note(STEP, "dropped", (span,), reason, rule=candidate.match.rule)
            return None, contexts
    here = _contexts_at(parsed, first, last, contexts)
    values = [_value_of_group(matches, parsed.text, context) for context in here]
    value = combine_values(values)
    if value is None:
        if trace:
            trace.note(STEP, "dropped", (span,), "the words give no value", rule=rule)
        return None, contexts
    dated = _to_dated(value, span, contexts)
    if trace:
        trace.note(STEP, "kept", (span,), f"{dated.edtf}: {value.why}", rule=rule)
    time = Time(span, dated, value.type, value.value, rule, value.confidence)
    return time, [_context_after(c, v, matches[0]) for c, v in zip(here, values, strict=True)]


def _contexts_at(
    parsed: Parsed, first: int, last: int, contexts: Sequence[TimeContext]
) -> list[TimeContext]:
    """The contexts at an expression of tokens `first` to `last`."""
    tense = tense_at(parsed, last)
    before = parsed.tokens[max(first - 1, 0)]
    after_that = before.text.lower() == "that" and before.dep == "det"
    sentence = parsed.tokens[first].sentence
    return [_context_at(context, tense, sentence, after_that=after_that) for context in contexts]


def _context_at(
    context: TimeContext, tense: Tense, sentence: int, *, after_that: bool
) -> TimeContext:
    """The context at an expression; a date of another sentence is not its `sentence_date`."""
    day = context.sentence_date if sentence == context.sentence else None
    return replace(
        context, tense=tense, sentence=sentence, after_that=after_that, sentence_date=day
    )


def _value_of_group(
    matches: Sequence[TimeMatch], text: str, context: TimeContext
) -> TimeValue | None:
    """The value of a match, or of a time of day together with its day."""
    clock = next((match for match in matches if match.rule.startswith("clock/")), None)
    if len(matches) == 1 or clock is None:
        return resolve(matches[0], text[matches[0].start : matches[0].end], (context,))
    day = matches[1] if clock is matches[0] else matches[0]
    value = resolve(day, text[day.start : day.end], (context,))
    if value is None:
        return None
    code = clock_code({**clock.groups, "word": text[clock.start : clock.end]})
    return replace(value, value=f"{value.value}T{code}", type="TIME", edtf=None, alternatives=())


def _context_after(context: TimeContext, value: TimeValue | None, match: TimeMatch) -> TimeContext:
    """The context behind an expression, with its date for "the same day" and "a year earlier"."""
    if value is None or value.type not in {"DATE", "TIME"} or not value.value[:2].isdigit():
        return context
    other_year = "yearago" in match.groups or match.rule.startswith("offset/")
    is_period = _PERIOD.fullmatch(value.value) and not other_year
    period = value.value if is_period else context.last_period
    last = value.value.split("T")[0]
    day = leading_day(last) if "year" in match.groups else None
    if day is None:
        return replace(context, last_date=last, last_period=period)
    years = {**context.known_years, f"{day:%m-%d}": day.year}
    return replace(
        context, last_date=last, last_period=period, known_years=years, sentence_date=day
    )


def _to_dated(value: TimeValue, span: Span, contexts: Sequence[TimeContext]) -> Dated:
    """The value as a date; references are bounded by the report's day if there is one only."""
    anchor = contexts[0].anchor if len(contexts) == 1 else None
    if value.type in {"DURATION", "SET"}:
        if value.edtf is None:
            return Dated(UNKNOWN_DATE, None, None, "unknown", value.why, span)
        ends = [None if part == ".." else part for part in value.edtf.split("/")]
        return Dated(value.edtf, ends[0], ends[1], "day", value.why, span)
    found = to_edtf(value.value, anchor)
    edtf = value.edtf or found.edtf
    if value.edtf and value.edtf.startswith("["):
        found = found._replace(
            earliest=value.alternatives[0], latest=value.alternatives[-1], precision="day"
        )
    elif "/" in edtf and value.edtf:
        earliest, latest = (end.rstrip("?~%") for end in edtf.split("/"))
        found = found._replace(earliest=earliest, latest=latest)
    return Dated(
        edtf, found.earliest, found.latest, found.precision, value.why, span, value.alternatives
    )
