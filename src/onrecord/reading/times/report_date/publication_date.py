"""The date of publication of a report: the best of those claimed for it, else that which its text implies.

In: the dates claimed with the article (argument, field, JSON-LD, OpenGraph, meta, `<time>`, URL), the text with its
passages, the moment of capture. Out: a date with the reason, or None; and a message for each claim that contradicts it
or is no date. Claims are preferred in that order; dateline and byline come before the URL. No date is later than the
capture. Without a claim, weekdays given with their day of the month ("Sunday, Oct. 23") leave some years only: the year
stays open and these days are the alternatives (`open_years`), from the last past day that the report mentions
(`year_bounds`). Promo, credit, caption and related headlines are not used.

>>> from datetime import timezone
>>> claims = (ClaimedDate("json-ld", "2031-01-01"), ClaimedDate("meta", "2022-10-23T08:00:00Z"))
>>> dated, messages = date_report(claims, "", (), datetime(2023, 1, 1, tzinfo=timezone.utc))
>>> dated.edtf, dated.why
('2022-10-23', 'the meta says so; json-ld says 2031-01-01, which is later than the capture')
>>> messages
('dates contradict: json-ld says 2031-01-01, which is later than the capture; meta, 2022-10-23, is trusted',)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from onrecord.calendar_days import shift_day
from onrecord.model import ClaimedDate, Dated, Passage
from onrecord.reading.times.expressions.edtf import to_edtf
from onrecord.reading.times.report_date.agreement import TIME_ZONES, agree, complete
from onrecord.reading.times.report_date.date_candidates import (
    DateCandidate,
    claimed_dates,
    printed_dates,
)
from onrecord.reading.times.report_date.open_years import date_from_weekdays, possible_days
from onrecord.reading.times.report_date.year_bounds import last_past_day

# Where dates come from, the most reliable first.
RANKING = ("argument", "field", "json-ld", "opengraph", "meta", "time", "dateline", "byline", "url")


def date_report(
    claims: Sequence[ClaimedDate],
    text: str,
    passages: Sequence[Passage],
    captured: datetime,
) -> tuple[Dated | None, tuple[str, ...]]:
    """The report's date, or None, and a message for each claim that is not used."""
    latest = captured.date()
    problems: list[str] = []
    candidates = [*claimed_dates(claims, problems), *printed_dates(text, passages, latest)]
    candidates.sort(key=_rank)
    late = [each for each in candidates if _is_after_capture(each, latest)]
    possible = [each for each in candidates if each not in late]
    too_late = [f"{c.where} says {_to_text(c)}, which is later than the capture" for c in late]
    if not possible:
        problems.extend(too_late)
        return date_from_weekdays(text, passages, latest), tuple(problems)
    best = complete(possible[0], possible[1:])
    contradicting = [c for c in possible[1:] if not agree(best, c)]
    against = too_late + [f"{c.where} says {_to_text(c)}" for c in contradicting]
    problems.extend(
        f"dates contradict: {other}; {best.where}, {_to_text(best)}, is trusted"
        for other in against
    )
    why = "; ".join([f"the {best.where} says so", *against])
    dated = _to_dated(best, why, text, passages, latest)
    return _bound_alternatives(dated, text, passages, latest), tuple(problems)


def is_date_doubt(message: str) -> bool:
    """True if a problem's message is one of those that `date_report` returns.

    >>> is_date_doubt("meta gives 'soon', which is no date"), is_date_doubt("3 bytes are not UTF-8")
    (True, False)
    """
    return message.startswith("dates contradict: ") or message.endswith(
        (", which is later than the capture", ", which is no date")
    )


def _rank(candidate: DateCandidate) -> int:
    """The place in `RANKING`, the last for an unknown source."""
    return RANKING.index(candidate.where) if candidate.where in RANKING else len(RANKING)


def _is_after_capture(candidate: DateCandidate, latest: date) -> bool:
    """True if a date is more than the difference of time zones after the capture."""
    earliest = to_edtf(candidate.value).earliest
    return earliest is not None and earliest > shift_day(latest, TIME_ZONES.days).isoformat()


def _to_text(candidate: DateCandidate) -> str:
    """The date as messages show it."""
    return to_edtf(candidate.value).edtf


def _to_dated(
    candidate: DateCandidate, why: str, text: str, passages: Sequence[Passage], latest: date
) -> Dated:
    """The candidate as a date; the possible days are the alternatives of one without a year."""
    found, days = to_edtf(candidate.value), candidate.days
    if candidate.value.startswith("XXXX") and len(candidate.value) == len("XXXX-10-23"):
        why += "; the year is open"
        days = possible_days(candidate, text, passages, latest)
    return Dated(
        found.edtf, found.earliest, found.latest, found.precision, why, candidate.words, days
    )


def _bound_alternatives(
    dated: Dated, text: str, passages: Sequence[Passage], latest: date
) -> Dated:
    """The date without the alternatives before the last past day that the report mentions, unless all are."""
    if not dated.alternatives:
        return dated
    earliest = last_past_day(text, passages, latest)
    left = tuple(day for day in dated.alternatives if day >= earliest)
    return replace(dated, alternatives=left) if left else dated
