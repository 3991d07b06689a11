"""The possible years of a report that gives day and month without a year, by the weekdays it gives with dates.

In: the text with its passages and the day of capture. Out: the days on which all weekdays agree. "Sunday, Oct. 23" is in
2022, 2016, 2011 and so on; a second weekday with its date, or the weekday of a dateline, leaves fewer.

>>> text = "The dam broke on Sunday, Oct. 23."
>>> dated = date_from_weekdays(text, (Passage("body", Span(0, len(text))),), date(2023, 1, 1))
>>> dated.edtf, dated.alternatives[:2]
('XXXX-10-23', ('2022-10-23', '2016-10-23'))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.calendar_days import make_day
from onrecord.model import Dated, Passage, Span
from onrecord.reading.times.expressions.grammar import TimeMatch, scan
from onrecord.reading.times.expressions.readers.days import days_on_weekday
from onrecord.reading.times.expressions.readers.fields import (
    Groups,
    day_number,
    month_number,
    weekday_number,
)
from onrecord.reading.times.report_date.agreement import MonthDay, days_apart
from onrecord.reading.times.report_date.date_candidates import RULES_WITHOUT_YEAR, DateCandidate
from onrecord.reading.times.report_date.year_bounds import (
    is_about_future,
    last_past_day,
    mentions_other_time,
)

# The dates of one report that concern the same events are at most so many days apart.
MAX_SPREAD = 15
# Paragraphs in which a report gives its own day; later ones look back.
LEAD_PARAGRAPHS = 3
# Years listed in the reason.
_MAX_LISTED = 4


def possible_days(
    candidate: DateCandidate, text: str, passages: Sequence[Passage], latest: date
) -> tuple[str, ...]:
    """The days that a date without a year may be, by its own weekday and by those of dates near it in the text."""
    month, day = int(candidate.value[5:7]), int(candidate.value[8:10])
    years: set[int] | None = {int(each[:4]) for each in candidate.days} or None
    for match in _weekday_dates(text, passages):
        if abs(days_apart(_month_and_day(match.groups), (month, day))) > MAX_SPREAD:
            continue
        fitting = {int(each[:4]) for each in _days_on_its_weekday(match.groups, latest)}
        years = fitting if years is None else years & fitting
    if years is None and candidate.where == "dateline":
        weekday = _weekday_of_lead(text, passages)
        return days_on_weekday(month, day, weekday, latest) if weekday else ()
    days = (make_day(year, month, day) for year in sorted(years or (), reverse=True))
    return tuple(each.isoformat() for each in days if each and each <= latest)


def _weekday_of_lead(text: str, passages: Sequence[Passage]) -> int | None:
    """The weekday in the first paragraph, by custom that of the dateline; None if it has none."""
    for passage in passages:
        # An editor's note in brackets is no lead.
        if passage.kind != "body" or text[passage.span.start] == "(":
            continue
        for match in scan(text, passage.span.start, passage.span.end):
            if match.rule == "weekday/bare":
                future = is_about_future(text, passage, match)
                return None if future else weekday_number(match.groups["weekday"])
        break
    return None


def date_from_weekdays(text: str, passages: Sequence[Passage], latest: date) -> Dated | None:
    """The date of a report without any: that of the latest past weekday given with its day of the month."""
    matches = list(_weekday_dates(text, passages))
    days = [_month_and_day(match.groups) for match in matches]
    if not matches or any(abs(days_apart(day, days[0])) > MAX_SPREAD for day in days):
        return None
    newest = max(range(len(days)), key=lambda i: days_apart(days[i], days[0]))
    match = matches[newest]
    value = f"XXXX-{days[newest][0]:02}-{days[newest][1]:02}"
    words = Span(match.start, match.end)
    candidate = DateCandidate("text", value, words, _days_on_its_weekday(match.groups, latest))
    earliest = last_past_day(text, passages, latest)
    possible = possible_days(candidate, text, passages, latest)
    alternatives = tuple(day for day in possible if day >= earliest)
    if not alternatives:
        return None
    years = ", ".join(day[:4] for day in alternatives[:_MAX_LISTED])
    listed = years + (" …" if len(alternatives) > _MAX_LISTED else "")
    why = f"weekday and day of month agree in {listed} within the years the report allows"
    return Dated(value, None, None, "day", why, words, alternatives)


def _weekday_dates(text: str, passages: Sequence[Passage]) -> Iterator[TimeMatch]:
    """Weekdays with day and month, without a year, in sentences of the lead about the report's own time."""
    body = [passage for passage in passages if passage.kind == "body"]
    for passage in body[:LEAD_PARAGRAPHS]:
        for match in scan(text, passage.span.start, passage.span.end):
            if (
                match.rule in RULES_WITHOUT_YEAR
                and "wd" in match.groups
                and not is_about_future(text, passage, match)
                and not mentions_other_time(text, passage, match)
            ):
                yield match


def _month_and_day(groups: Groups) -> MonthDay:
    """The numbers of month and day."""
    return month_number(groups["month"]), day_number(groups["day"])


def _days_on_its_weekday(groups: Groups, latest: date) -> tuple[str, ...]:
    """The days up to `latest` on which the date of a match falls on its weekday."""
    return days_on_weekday(*_month_and_day(groups), weekday_number(groups["wd"]), latest)
