"""What bounds a report's unknown year from below: the days with a year that its text looks back on.

In: the text with its passages, and the day of capture. Out: the last such day. A report that looks back on 3 May 2019 is
written after it. Offices that bound a year from both sides are the record's to know (`record/dates/office_bounds.py`).

>>> from onrecord.model import Span
>>> text = "The minister denied it. The treaty has stood since the war of 2014."
>>> last_day_looked_back_on(text, (Passage("body", Span(0, len(text))),), date(2026, 1, 1))
'2014-01-01'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.model import Passage
from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.grammar import Found, scan, values
from onrecord.reading.times.expressions.resolve import READERS
from onrecord.reading.times.expressions.value import Ground

# "since" governs a year so far on: "since the treaty with its neighbour was signed in 2014".
SINCE = 80
# So many characters before a match are looked at, so that many dates in one long paragraph cost no more than it is long.
SENTENCE = 2_000
# "At 10 a.m. Friday" is one sentence.
_SENTENCE_END = re.compile(r"(?<![ap]\.m)[.!?][\"”’)]?\s")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# What every date of `_LOOKING_BACK` holds; few paragraphs do, and only those are looked through for dates.
_TELLS_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|nineteen|two\s{1,3}thousand", re.IGNORECASE)
_LOOKING_BACK = {"date/month-day-year", "date/day-month-year", "date/month-year", "date/year"}
_WHOLE = {"date/month-day-year", "date/day-month-year"}


def last_day_looked_back_on(text: str, passages: Sequence[Passage], latest: date) -> str:
    """The last day (ISO) looked back on with its year ("on 3 May 2019", "since the war of 2014"), else ""."""
    days = [""]
    for passage in passages:
        if passage.kind != "body" or not _TELLS_YEAR.search(
            text, passage.span.start, passage.span.end
        ):
            continue
        days.extend(_days_looked_back_on(text, passage, latest))
    return max(days)


def looks_ahead(text: str, passage: Passage, found: Found) -> bool:
    """Whether the sentence around a match speaks of what is to come."""
    words = set(re.findall(r"[a-z]+", _before(text, passage, found).lower()))
    return bool(words & values("looks-ahead").keys())


def looks_aside(text: str, passage: Passage, found: Found) -> bool:
    """Whether the sentence before a match tells of another time than its report's: "last week, on ...", "In 1789"."""
    before = _before(text, passage, found)
    words = set(re.findall(r"[a-z]+", before.lower()))
    return bool(words & values("looks-aside").keys()) or _YEAR.search(before) is not None


def _before(text: str, passage: Passage, found: Found) -> str:
    """The words of its sentence before a match."""
    start = max(passage.span.start, found.start - SENTENCE)
    return _SENTENCE_END.split(text[start : found.start])[-1]


def _days_looked_back_on(text: str, passage: Passage, latest: date) -> Iterator[str]:
    for found in scan(text, passage.span.start, passage.span.end):
        if found.rule not in _LOOKING_BACK or looks_ahead(text, passage, found):
            continue
        if found.rule not in _WHOLE and not _since(text, passage, found):
            continue
        value = READERS[found.rule](found.pieces, Ground(None))
        earliest = calendar.stretch(value.value).earliest if value else None
        if earliest and earliest <= latest.isoformat():
            yield earliest


def _since(text: str, passage: Passage, found: Found) -> bool:
    """Whether "since" stands before a date in its clause."""
    clause = re.split(r"[,;:.!?]", text[max(passage.span.start, found.start - SINCE) : found.start])
    return "since" in clause[-1].lower().split()
