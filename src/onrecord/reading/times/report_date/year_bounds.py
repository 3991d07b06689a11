"""The lower bound of a report's unknown year: the last past day with a year that its text mentions.

In: the text with its passages and the day of capture. Out: a day. A report that looks back on 3 May 2019 was written
after it. Offices that bound a year from both sides are used in the record (`record/dates/office_bounds.py`).

>>> from onrecord.model import Span
>>> text = "The minister denied it. The treaty has stood since the war of 2014."
>>> last_past_day(text, (Passage("body", Span(0, len(text))),), date(2026, 1, 1))
'2014-01-01'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.model import Passage
from onrecord.reading.times.expressions.edtf import to_edtf
from onrecord.reading.times.expressions.grammar import TimeMatch, scan, time_words
from onrecord.reading.times.expressions.readers.reader_table import READERS
from onrecord.reading.times.expressions.value import TimeContext

# Characters from "since" to the year it governs: "since the treaty with its neighbour was signed in 2014".
_SINCE_DISTANCE = 80
# Characters before a match that are searched for the start of its sentence; bounds the time for long paragraphs.
_MAX_SENTENCE = 2_000
# "At 10 a.m. Friday" is one sentence.
_SENTENCE_END = re.compile(r"(?<![ap]\.m)[.!?][\"”’)]?\s")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# Every match of `_RULES_WITH_YEAR` contains this; paragraphs without it are not scanned.
_HINT_OF_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|nineteen|two\s{1,3}thousand", re.IGNORECASE)
_FULL_DATES = frozenset({"date/month-day-year", "date/day-month-year"})
_RULES_WITH_YEAR = _FULL_DATES | {"date/month-year", "date/year"}


def last_past_day(text: str, passages: Sequence[Passage], latest: date) -> str:
    """The last day (ISO) that the body looks back on ("on 3 May 2019", "since the war of 2014"), or ""."""
    days = [""]
    for passage in passages:
        start, end = passage.span.start, passage.span.end
        if passage.kind == "body" and _HINT_OF_YEAR.search(text, start, end):
            days.extend(_past_days(text, passage, latest))
    return max(days)


def is_about_future(text: str, passage: Passage, match: TimeMatch) -> bool:
    """True if a word before the match in its sentence says that it is about the future."""
    words = set(re.findall(r"[a-z]+", _sentence_before(text, passage, match).lower()))
    return bool(words & time_words("future-cue").keys())


def mentions_other_time(text: str, passage: Passage, match: TimeMatch) -> bool:
    """True if the sentence before the match mentions another time than the report's: "last week", "in 1789"."""
    before = _sentence_before(text, passage, match)
    words = set(re.findall(r"[a-z]+", before.lower()))
    return bool(words & time_words("other-time-cue").keys()) or _YEAR.search(before) is not None


def _sentence_before(text: str, passage: Passage, match: TimeMatch) -> str:
    """The part of the sentence before a match."""
    start = max(passage.span.start, match.start - _MAX_SENTENCE)
    return _SENTENCE_END.split(text[start : match.start])[-1]


def _past_days(text: str, passage: Passage, latest: date) -> Iterator[str]:
    """The first days of dates with a year up to `latest`: full dates, and others governed by "since"."""
    for match in scan(text, passage.span.start, passage.span.end):
        if match.rule not in _RULES_WITH_YEAR or is_about_future(text, passage, match):
            continue
        if match.rule not in _FULL_DATES and not _is_after_since(text, passage, match):
            continue
        value = READERS[match.rule](match.groups, TimeContext(None))
        earliest = to_edtf(value.value).earliest if value else None
        if earliest and earliest <= latest.isoformat():
            yield earliest


def _is_after_since(text: str, passage: Passage, match: TimeMatch) -> bool:
    """True if "since" is before a date in its clause."""
    start = max(passage.span.start, match.start - _SINCE_DISTANCE)
    clause = re.split(r"[,;:.!?]", text[start : match.start])
    return "since" in clause[-1].lower().split()
