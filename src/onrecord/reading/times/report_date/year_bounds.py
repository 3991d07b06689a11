"""What bounds a report's unknown date: what its text looks back on, and who holds an office in it.

In: the text with its passages, the day of capture, and office holders as a user's table tells them. Out:
`Bounds`. A report that calls Ben Tasel defence minister was written while he was; one that looks back on
3 May 2019 was written after. Holders whose times have no day in common bound nothing, and "former" or a
year beside the name tells of another time.

>>> from onrecord.model import Span
>>> held = OfficeHolder("Ilan Tasel", "defence minister", "Valdria", "2022-02", "2024", "gazette")
>>> text = "Defence Minister Ilan Tasel denied it. The treaty has stood since the war of 2014."
>>> bounds = bounds_of(text, (Passage("body", Span(0, len(text))),), date(2026, 1, 1), (held,))
>>> bounds.earliest, bounds.latest, bounds.allow("2021-10-23")
('2022-02-01', '2024-12-31', False)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model import OfficeHolder, Passage
from onrecord.reading.times.expressions import calendar
from onrecord.reading.times.expressions.grammar import Found, scan, values
from onrecord.reading.times.expressions.resolve import READERS
from onrecord.reading.times.expressions.value import Ground

# A title belongs to a name so close by: "Tasel, the long-serving Valdrian defence minister,".
BESIDE = 60
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

Term = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days a report may be of: not before `earliest` ("" for any), in a term of each holder."""

    looks_back: str = ""
    terms: tuple[tuple[str, tuple[Term, ...]], ...] = ()

    @property
    def earliest(self) -> str:
        """The first day the report may be of, "" where nothing bounds it."""
        return max([self.looks_back, *(min(s for s, _ in each) for _, each in self.terms)])

    @property
    def latest(self) -> str | None:
        """The last day it may be of, None where no holder's term ends."""
        ends = [max(end for _, end in each) for _, each in self.terms]
        return min(ends) if ends and min(ends) < _OPEN_END else None

    @property
    def why(self) -> str:
        """By whose offices, in words; "" where there are none."""
        return "; ".join(f"the table of offices has {who} in office" for who, _ in self.terms)

    def allow(self, day: str) -> bool:
        """Whether the report may be of a day (ISO)."""
        held = (any(start <= day <= end for start, end in each) for _, each in self.terms)
        return day >= self.looks_back and all(held)


_OPEN_END = "9999-12-31"


def bounds_of(
    text: str, passages: Sequence[Passage], latest: date, held: Sequence[OfficeHolder] = ()
) -> Bounds:
    """What the body of a report says of when it was written."""
    body = [passage for passage in passages if passage.kind == "body"]
    terms = tuple(_terms(text, body, held))
    bounds = Bounds(_looks_back(text, body, latest), terms)
    together = bounds.latest is None or bounds.earliest <= bounds.latest
    return bounds if together else Bounds(bounds.looks_back)


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


def _looks_back(text: str, body: Sequence[Passage], latest: date) -> str:
    """The last day looked back on with its year ("on 3 May 2019", "since the war of 2014"), else ""."""
    days = [""]
    for passage in body:
        if _TELLS_YEAR.search(text, passage.span.start, passage.span.end) is None:
            continue
        for found in scan(text, passage.span.start, passage.span.end):
            if found.rule not in _LOOKING_BACK or looks_ahead(text, passage, found):
                continue
            if found.rule not in _WHOLE and not _since(text, passage, found):
                continue
            value = READERS[found.rule](found.pieces, Ground(None))
            earliest = calendar.stretch(value.value).earliest if value else None
            if earliest and earliest <= latest.isoformat():
                days.append(earliest)
    return max(days)


def _since(text: str, passage: Passage, found: Found) -> bool:
    """Whether "since" stands before a date in its clause."""
    clause = re.split(r"[,;:.!?]", text[max(passage.span.start, found.start - SINCE) : found.start])
    return "since" in clause[-1].lower().split()


def _terms(
    text: str, body: Sequence[Passage], held: Sequence[OfficeHolder]
) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Who is named with an office of the table, and when that was held."""
    by_office: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for holder in held:
        if holder.since and holder.person in text:
            start = calendar.stretch(holder.since).earliest
            end = calendar.stretch(holder.until).latest if holder.until else _OPEN_END
            by_office[holder.person, holder.title].append((start or "", end or _OPEN_END))
    for (person, title), terms in by_office.items():
        if any(_holds(text, passage, person, title) for passage in body):
            yield f"{person} ({title})", tuple(terms)


def _holds(text: str, passage: Passage, person: str, title: str) -> bool:
    """Whether a passage names somebody beside an office as its holder then."""
    words = text[passage.span.start : passage.span.end]
    for named in re.finditer(rf"\b{re.escape(person)}\b", words):
        before = _SENTENCE_END.split(words[max(0, named.start() - BESIDE) : named.start()])[-1]
        after = _SENTENCE_END.split(words[named.end() : named.end() + BESIDE])[0]
        near = f"{before} | {after}".lower()
        if re.search(rf"\b{re.escape(title.lower())}\b", near) and not (
            _YEAR.search(near) or set(re.findall(r"[a-z]+", near)) & values("not-now").keys()
        ):
            return True
    return False
