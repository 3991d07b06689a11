"""The dates a report may have: those claimed for it by metadata, and those printed in datelines and bylines.

In: the claims, or the text with its passages. Out: `DateCandidate`s with TimeML values; claims that are no date become
messages.

>>> [candidate.value for candidate in claimed_dates((ClaimedDate("url", "https://a.test/2022/oct/23/dam"),), [])]
['2022-10-23']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from onrecord.calendar_days import make_day
from onrecord.model import ClaimedDate, Passage, Span
from onrecord.reading.times.expressions.calendar_units import leading_day
from onrecord.reading.times.expressions.edtf import to_edtf
from onrecord.reading.times.expressions.grammar import TimeMatch, scan, time_words
from onrecord.reading.times.expressions.readers.reader_table import READERS
from onrecord.reading.times.expressions.value import TimeContext

# Rules whose matches have a year, and those that have day and month only.
RULES_WITH_YEAR = (
    "date/iso",
    "date/month-day-year",
    "date/day-month-year",
    "date/month-year",
    "date/numeric",
)
RULES_WITHOUT_YEAR = ("date/month-day", "date/day-month")
# What programs write for an unknown date: the zero of their clock or calendar.
_PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01"})
# The year of the first newspaper.
_FIRST_YEAR = "1605"
_GIVEN_BY_USER = frozenset({"argument", "field"})
_IN_URL = re.compile(
    r"(?:^|[/._-])((?:19|20)\d\d)[/._-](0?[1-9]|1[0-2]|[a-z]{3}(?=[/._-]))"
    r"(?:[/._-](0?[1-9]|[12]\d|3[01]))?(?![a-z\d])",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that a claim or a line gives: where it is from, its TimeML value, its words, its possible days."""

    where: str
    value: str
    words: Span | None = None
    days: tuple[str, ...] = ()


def claimed_dates(claims: Iterable[ClaimedDate], problems: list[str]) -> Iterator[DateCandidate]:
    """The dates that claims give; appends a message to `problems` for each that is no date."""
    for claim in claims:
        value = _date_in_url(claim.value) if claim.where == "url" else parse_claim(claim.value)
        if value is not None and (claim.where in _GIVEN_BY_USER or not _is_placeholder(value)):
            yield DateCandidate(claim.where, value)
        elif claim.where != "url":
            problems.append(f"{claim.where} gives {claim.value[:60]!r}, which is no date")


def _is_placeholder(value: str) -> bool:
    """True if a program writes this date where it knows none: `0001-01-01`, `1970-01-01`."""
    return value in _PLACEHOLDERS or value[:4] < _FIRST_YEAR


def parse_claim(words: str) -> str | None:
    """The TimeML value of a date in the formats of metadata, or None.

    >>> [parse_claim(w) for w in ("2022-10-23T22:00:00+02:00", "Sun, 23 Oct 2022 10:00:00 GMT", "1666512000", "2022")]
    ['2022-10-23', '2022-10-23', '2022-10-23', '2022']
    """
    words = words.strip()[:80]
    if re.fullmatch(r"\d{4}(?:-\d\d)?", words):
        return words if to_edtf(words).earliest else None
    compact = re.fullmatch(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d*Z?)?", words)
    if compact:
        day = make_day(*map(int, compact.groups()))
        return day.isoformat() if day else None
    if _EPOCH.fullmatch(words):
        seconds = float(words) / (1000 if len(words.split(".")[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
    for match in scan(words, 0, len(words)):
        if match.rule in RULES_WITH_YEAR:
            value = READERS[match.rule](match.groups, TimeContext(None))
            return value.value.removesuffix("-XX-XX") if value else None
    return _parse_mail_date(words)


def _parse_mail_date(words: str) -> str | None:
    """A date in the format of mail and feeds (RFC 2822), or in ISO 8601 with the time following at once."""
    iso = re.match(r"\d{4}-\d\d-\d\d", words)
    if iso:
        day = leading_day(iso.group())
        return day.isoformat() if day else None
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _date_in_url(url: str) -> str | None:
    """The date in a URL's path: `/2022/10/23/`, `/2022/oct/23/`, `/2022/10/`."""
    found = _IN_URL.search(url[:2000])
    if not found:
        return None
    year, month, day = found.groups()
    number = int(month) if month.isdigit() else int(time_words("month").get(month.lower(), 0))
    value = f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")
    return value if to_edtf(value).earliest else None


def printed_dates(text: str, passages: Sequence[Passage], latest: date) -> Iterator[DateCandidate]:
    """The first date of each dateline and byline, with a year or without."""
    for passage in passages:
        if passage.kind not in {"dateline", "byline"}:
            continue
        for match in scan(text, passage.span.start, passage.span.end):
            if match.rule not in (*RULES_WITH_YEAR, *RULES_WITHOUT_YEAR):
                continue
            if _is_update_date(text, passage, match):
                continue
            value = READERS[match.rule](match.groups, TimeContext(None, captured=latest))
            if value and value.value[5:7] != "XX":
                words = Span(match.start, match.end)
                yield DateCandidate(passage.kind, value.value, words, value.alternatives)
                break


def _is_update_date(text: str, passage: Passage, match: TimeMatch) -> bool:
    """True if a line says that the report was updated then, which is not when it was published."""
    before = re.findall(r"[a-z]+", text[passage.span.start : match.start].lower())
    return bool(time_words("update-word").keys() & set(before))
