"""The report's own date: what was claimed for it, else what its text shows; never later than the capture.

In: the dates claimed with the article (argument, field, JSON-LD, OpenGraph, meta, `<time>`, URL), the
text with its passages, the moment of capture. Out: the date trusted, with why, or None; and a message
for each claim that contradicts it or is no date. A claim is trusted in that order; dateline and
byline come before the URL. Where nothing is claimed, weekdays with their day of the month ("Sunday,
Oct. 23") leave only some years: the year stays open and they are its alternatives, from the last day
on that the report looks back on (`year_bounds`).

Promo, credit, caption and related headlines are never looked at.

>>> from datetime import timezone
>>> claims = (ClaimedDate("json-ld", "2031-01-01"), ClaimedDate("meta", "2022-10-23T08:00:00Z"))
>>> dated, messages = date_report(claims, "", (), datetime(2023, 1, 1, tzinfo=timezone.utc))
>>> dated.edtf, dated.why
('2022-10-23', 'the meta says so; json-ld says 2031-01-01, which is later than the capture')
>>> messages
('dates contradict: json-ld says 2031-01-01, which is later than the capture; meta, 2022-10-23, is trusted',)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from onrecord.model import ClaimedDate, Dated, Passage, Span
from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.explicit import (
    Pieces,
    fitting_years,
    month_of,
    number_of,
    weekday_of,
)
from onrecord.reading.times.expressions.grammar import Found, scan, values
from onrecord.reading.times.expressions.resolve import READERS
from onrecord.reading.times.expressions.value import Ground
from onrecord.reading.times.report_date.year_bounds import (
    last_day_looked_back_on,
    looks_ahead,
    looks_aside,
)

TRUST = ("argument", "field", "json-ld", "opengraph", "meta", "time", "dateline", "byline", "url")
# Clocks differ by up to a day around the world, so a date a day off says the same.
SLACK = timedelta(days=1)
# A report may come out this long after the day its dateline bears.
FILED = timedelta(days=5)
# Days told together lie this close: all the pairs of one report are of one fortnight or so.
TOGETHER = timedelta(days=15)
# A news report tells its own day in its first paragraphs; later ones look back.
LEAD = 3
_WRITTEN = (
    "date/iso",
    "date/month-day-year",
    "date/day-month-year",
    "date/month-year",
    "date/numeric",
)
_PAIRS = ("date/month-day", "date/day-month")
# The dates that programs write where they know none: the zeros of their clocks and calendars.
PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01"})
# Before this year no newspaper came out.
FIRST_NEWSPAPER = "1605"
TOLD_BY_HAND = frozenset({"argument", "field"})
_IN_URL = re.compile(
    r"(?:^|[/._-])((?:19|20)\d\d)[/._-](0?[1-9]|1[0-2]|[a-z]{3}(?=[/._-]))"
    r"(?:[/._-](0?[1-9]|[12]\d|3[01]))?(?![a-z\d])",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Hint:
    """One date somebody or something gives: where it stands, its TimeML value, its words."""

    where: str
    value: str
    words: Span | None = None
    years: tuple[str, ...] = ()


def date_report(
    claims: Sequence[ClaimedDate],
    text: str,
    passages: Sequence[Passage],
    captured: datetime,
) -> tuple[Dated | None, tuple[str, ...]]:
    """The report's date, or None, and what was claimed in vain."""
    latest = captured.date()
    problems: list[str] = []
    hints = [*_claimed(claims, problems), *_printed(text, passages, latest)]
    hints.sort(key=lambda hint: TRUST.index(hint.where) if hint.where in TRUST else len(TRUST))
    late = [h for h in hints if _too_late(h, latest)]
    fit = [h for h in hints if h not in late]
    if not fit:
        problems.extend(
            f"{h.where} says {_shown(h)}, which is later than the capture" for h in late
        )
        shown = _from_pairs(text, passages, latest)
        return _bounded(shown, text, passages, latest), tuple(problems)
    best = _refined(fit[0], fit[1:])
    against = [f"{h.where} says {_shown(h)}, which is later than the capture" for h in late]
    against += [f"{h.where} says {_shown(h)}" for h in fit[1:] if not _agree(best, h)]
    problems.extend(
        f"dates contradict: {other}; {best.where}, {_shown(best)}, is trusted" for other in against
    )
    why = "; ".join([f"the {best.where} says so", *against])
    dated = _dated(best, why, text, passages, latest)
    return _bounded(dated, text, passages, latest), tuple(problems)


def is_date_doubt(message: str) -> bool:
    """True if a problem's message is one of those that `date_report` returns.

    >>> is_date_doubt("meta gives 'soon', which is no date"), is_date_doubt("3 bytes are not UTF-8")
    (True, False)
    """
    return message.startswith("dates contradict: ") or message.endswith(
        (", which is later than the capture", ", which is no date")
    )


def _claimed(claims: Iterable[ClaimedDate], problems: list[str]) -> Iterator[_Hint]:
    for claim in claims:
        value = _in_url(claim.value) if claim.where == "url" else claim_value(claim.value)
        if value is not None and (claim.where in TOLD_BY_HAND or not _is_placeholder(value)):
            yield _Hint(claim.where, value)
        elif claim.where != "url":
            problems.append(f"{claim.where} gives {claim.value[:60]!r}, which is no date")


def _is_placeholder(value: str) -> bool:
    """Whether a program wrote a date for want of one: `0001-01-01`, `1970-01-01`."""
    return value in PLACEHOLDERS or value[:4] < FIRST_NEWSPAPER


def claim_value(words: str) -> str | None:
    """The TimeML value of a date as metadata writes it; None if it is none.

    >>> [claim_value(w) for w in ("2022-10-23T22:00:00+02:00", "Sun, 23 Oct 2022 10:00:00 GMT", "1666512000", "2022")]
    ['2022-10-23', '2022-10-23', '2022-10-23', '2022']
    """
    words = words.strip()[:80]
    if re.fullmatch(r"\d{4}(?:-\d\d)?", words):
        return words if calendar.stretch(words).earliest else None
    compact = re.fullmatch(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d*Z?)?", words)
    if compact:
        day = calendar.make_day(*map(int, compact.groups()))
        return day.isoformat() if day else None
    if _EPOCH.fullmatch(words):
        seconds = float(words) / (1000 if len(words.split(".")[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
    for found in scan(words, 0, len(words)):
        if found.rule in _WRITTEN:
            value = READERS[found.rule](found.pieces, Ground(None))
            return value.value.removesuffix("-XX-XX") if value else None
    return _by_mail(words)


def _by_mail(words: str) -> str | None:
    """A date as mail and feeds write it (RFC 2822), or ISO 8601 run together with its time."""
    iso = re.match(r"\d{4}-\d\d-\d\d", words)
    if iso:
        day = calendar.day_of(iso.group())
        return day.isoformat() if day else None
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_url(url: str) -> str | None:
    """The date in a URL's path: `/2022/10/23/`, `/2022/oct/23/`, `/2022/10/`."""
    found = _IN_URL.search(url[:2000])
    if not found:
        return None
    year, month, day = found.groups()
    number = int(month) if month.isdigit() else int(values("month").get(month.lower(), 0))
    value = f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")
    return value if calendar.stretch(value).earliest else None


def _printed(text: str, passages: Sequence[Passage], latest: date) -> Iterator[_Hint]:
    """What datelines and bylines say, with or without a year."""
    for passage in passages:
        if passage.kind not in {"dateline", "byline"}:
            continue
        for found in scan(text, passage.span.start, passage.span.end):
            if found.rule in (*_WRITTEN, *_PAIRS) and not _is_change(text, passage, found):
                value = READERS[found.rule](found.pieces, Ground(None, latest=latest))
                if value and value.value[5:7] != "XX":
                    words = Span(found.start, found.end)
                    yield _Hint(passage.kind, value.value, words, value.alternatives)
                    break


def _is_change(text: str, passage: Passage, found: Found) -> bool:
    """Whether a line tells when the report was changed, which says nothing of when it was out."""
    before = re.findall(r"[a-z]+", text[passage.span.start : found.start].lower())
    return bool(values("changed").keys() & set(before))


def _too_late(hint: _Hint, latest: date) -> bool:
    earliest = calendar.stretch(hint.value).earliest
    return earliest is not None and earliest > (latest + SLACK).isoformat()


def _agree(one: _Hint, other: _Hint) -> bool:
    """Whether two hints can be of one day (give or take a day)."""
    if "dateline" in {one.where, other.where} and len(one.value) == len(other.value) == 10:
        told, out = (one, other) if one.where == "dateline" else (other, one)
        return _filed_before(told.value, out.value)
    first, second = calendar.stretch(one.value), calendar.stretch(other.value)
    if first.earliest and first.latest and second.earliest and second.latest:
        return _near(first.earliest, second.latest) and _near(second.earliest, first.latest)
    lengths = min(len(one.value), len(other.value))
    return one.value[5:lengths] == other.value[5:lengths]


def _filed_before(told: str, out: str) -> bool:
    """Whether a dateline's day may be that of a report published on another: it is filed days ahead."""
    years = {told[:4], out[:4]} - {"XXXX"}
    days = [(int(v[5:7]), int(v[8:10])) for v in (told, out)]
    if len(years) == 2:
        first, last = calendar.day_of(told), calendar.day_of(out)
        return first is not None and last is not None and -SLACK <= last - first <= FILED
    return -SLACK.days <= _along(days[1], days[0]) <= FILED.days


def _near(start: str, end: str) -> bool:
    return date.fromisoformat(start) - SLACK <= date.fromisoformat(end)


def _refined(best: _Hint, others: Sequence[_Hint]) -> _Hint:
    """The trusted hint, its open year or missing day filled in by the next that agrees with it."""
    for other in others:
        if not _agree(best, other):
            continue
        if best.value.startswith("XXXX") and not other.value.startswith("XXXX"):
            value = other.value[:4] + best.value[4:]
            if calendar.stretch(value).earliest and _agree(_Hint("", value), other):
                best = replace(best, value=value, years=())
        elif len(other.value) > len(best.value) and other.value.startswith(best.value):
            best = replace(best, value=other.value, words=other.words)
        elif len(best.value) < 10 and other.value.startswith("XXXX") and len(other.value) == 10:
            value = best.value[:4] + other.value[4:]
            if value.startswith(best.value) and calendar.stretch(value).earliest:
                best = replace(best, value=value, words=other.words)
    return best


def _shown(hint: _Hint) -> str:
    return calendar.stretch(hint.value).edtf


def _dated(hint: _Hint, why: str, text: str, passages: Sequence[Passage], latest: date) -> Dated:
    found = calendar.stretch(hint.value)
    years = hint.years
    if hint.value.startswith("XXXX") and len(hint.value) == 10:
        why += "; the year is open"
        years = _years_left(hint, text, passages, latest)
    return Dated(found.edtf, found.earliest, found.latest, found.precision, why, hint.words, years)


def _bounded(
    dated: Dated | None, text: str, passages: Sequence[Passage], latest: date
) -> Dated | None:
    """A date of open year without the alternatives before a day the report looks back on."""
    if dated is None or not dated.alternatives:
        return dated
    earliest = last_day_looked_back_on(text, passages, latest)
    left = tuple(day for day in dated.alternatives if day >= earliest)
    return replace(dated, alternatives=left) if left else dated


def _years_left(
    hint: _Hint, text: str, passages: Sequence[Passage], latest: date
) -> tuple[str, ...]:
    """The days a date without year may be of, by its own weekday and those told beside it in the text."""
    month, day = int(hint.value[5:7]), int(hint.value[8:10])
    left: set[int] | None = {int(y[:4]) for y in hint.years} or None
    for found in _pairs(text, passages):
        other = _month_and_day(found.pieces)
        if _apart(other, (month, day)) > TOGETHER:
            continue
        years = {int(y[:4]) for y in _fitting(found.pieces, latest)}
        left = years if left is None else left & years
    if left is None and hint.where == "dateline":
        number = _lead_weekday(text, passages)
        return fitting_years(month, day, number, latest) if number else ()
    days = (calendar.make_day(year, month, day) for year in sorted(left or (), reverse=True))
    return tuple(d.isoformat() for d in days if d and d <= latest)


def _lead_weekday(text: str, passages: Sequence[Passage]) -> int | None:
    """The weekday the first paragraph tells of, by custom the dateline's own day; None if it has none."""
    for passage in passages:
        if passage.kind != "body" or text[passage.span.start] == "(":  # the editor's note
            continue
        for found in scan(text, passage.span.start, passage.span.end):
            if found.rule == "weekday/bare":
                return (
                    None
                    if looks_ahead(text, passage, found)
                    else weekday_of(found.pieces["weekday"])
                )
        break
    return None


def _from_pairs(text: str, passages: Sequence[Passage], latest: date) -> Dated | None:
    """The date the text itself shows: the last weekday with its day of the month that it tells as past."""
    found = list(_pairs(text, passages))
    days = [_month_and_day(pair.pieces) for pair in found]
    if not found or any(_apart(day, days[0]) > TOGETHER for day in days):
        return None
    newest = max(range(len(days)), key=lambda i: _along(days[i], days[0]))
    pair = found[newest]
    value = f"XXXX-{days[newest][0]:02}-{days[newest][1]:02}"
    hint = _Hint("text", value, Span(pair.start, pair.end), _fitting(pair.pieces, latest))
    earliest = last_day_looked_back_on(text, passages, latest)
    years = tuple(d for d in _years_left(hint, text, passages, latest) if d >= earliest)
    if not years:
        return None
    listed = ", ".join(day[:4] for day in years[:4]) + (" …" if len(years) > 4 else "")
    why = f"weekday and day of month agree in {listed} within the years the report allows"
    return Dated(value, None, None, "day", why, hint.words, years)


def _pairs(text: str, passages: Sequence[Passage]) -> Iterator[Found]:
    """Weekdays with day and month but no year in body text, unless the sentence looks ahead."""
    body = [passage for passage in passages if passage.kind == "body"]
    for passage in body[:LEAD]:
        for found in scan(text, passage.span.start, passage.span.end):
            if (
                found.rule in _PAIRS
                and "wd" in found.pieces
                and not looks_ahead(text, passage, found)
                and not looks_aside(text, passage, found)
            ):
                yield found


def _month_and_day(pieces: Pieces) -> tuple[int, int]:
    return month_of(pieces["month"]), number_of(pieces["day"])


def _fitting(pieces: Pieces, latest: date) -> tuple[str, ...]:
    return fitting_years(*_month_and_day(pieces), weekday_of(pieces["wd"]), latest)


def _along(day: tuple[int, int], other: tuple[int, int]) -> int:
    """Days from `other` on to `day`, by the nearest way round the year (-182 to 183)."""
    gap = (_of_leap_year(day) - _of_leap_year(other)).days % 366
    return gap - 366 if gap > 183 else gap


def _apart(day: tuple[int, int], other: tuple[int, int]) -> timedelta:
    return timedelta(days=abs(_along(day, other)))


def _of_leap_year(day: tuple[int, int]) -> date:
    return calendar.make_day(2000, *day) or date(2000, day[0], 28)
