"""Bounds a report's unknown year by the office holders it names, from imported tables.

In: a report's text with its body and captured day, its date as rows store it, and the office holders whose names it has.
Out: the date within these bounds, or None if they do not narrow it. A report that calls Ilan Tasel defence minister is
written while they hold that office; "former" or a year next to the name refers to another time, and holders whose terms
have no day in common bound nothing.

>>> tasel = OfficeHolder("Ilan Tasel", "defence minister", "Valdria", "2022-02", "2024", "gazette")
>>> text = "Defence Minister Ilan Tasel denied it."
>>> [term.words for term in terms_in(text, ((0, len(text)),), (tasel,))]
['Ilan Tasel (defence minister)']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.calendar_days import first_day, is_day, last_day
from onrecord.lexicon.tables import rows
from onrecord.model import OfficeHolder
from onrecord.record.dates.stored_dates import StoredDate

Body = Sequence[tuple[int, int]]

# A title belongs to a name within so many characters: "Tasel, the long-serving Valdrian defence minister,".
NEAR = 60
# "since" governs a year so many characters on: "since the treaty with its neighbour was signed in 2014".
SINCE = 80
# Years before the capture that a day without year may be of, where a table bounds it.
YEARS_BACK = 30
OPEN_END = "9999-12-31"
UNKNOWN = "XXXX-XX-XX"
# "At 10 a.m. Friday" is one sentence.
_SENTENCE_END = re.compile(r"(?<![ap]\.m)[.!?][\"”’)]?\s")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class OfficeTerms:
    """The terms (first and last ISO day) in which one person holds one office; `words` names both."""

    words: str
    days: tuple[tuple[str, str], ...]

    def holds_on(self, day: str) -> bool:
        """True if the office is held on a day (ISO)."""
        return any(start <= day <= end for start, end in self.days)


def terms_in(text: str, body: Body, holders: Sequence[OfficeHolder]) -> tuple[OfficeTerms, ...]:
    """The terms of the holders that the body names with their office."""
    by_office: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for holder in holders:
        since = first_day(holder.since) if holder.since else None
        if since and holder.person in text:
            until = last_day(holder.until) if holder.until else None
            by_office[holder.person, holder.title].append((since, until or OPEN_END))
    return tuple(
        OfficeTerms(f"{person} ({title})", tuple(days))
        for (person, title), days in by_office.items()
        if any(_names_holder(text[start:end], person, title) for start, end in body)
    )


def bound(
    published: StoredDate | None, terms: Sequence[OfficeTerms], looks_back: str, captured: str
) -> StoredDate | None:
    """The date within the terms, None if they do not narrow it.

    `looks_back` is the last day the report looks back on ("" for none) and `captured` the day it was received: it is
    written between the two. A date with its year is never changed.
    """
    earliest = max([looks_back, *(min(start for start, _ in term.days) for term in terms)])
    latest = min([OPEN_END, *(max(end for _, end in term.days) for term in terms)])
    if not terms or earliest > latest:
        return None
    why = "; ".join(f"the table of offices has {term.words} in office" for term in terms)
    if published is None:
        last = min(latest, captured)
        undated: dict[str, Any] = {
            "edtf": UNKNOWN,
            "precision": "unknown",
            "words": None,
            "alternatives": [],
        }
        return (
            {**undated, "earliest": earliest, "latest": last, "why": why}
            if earliest <= last
            else None
        )
    days = published["alternatives"] or list(_every_year(published["edtf"], earliest, captured))
    left = [day for day in days if day >= looks_back and all(term.holds_on(day) for term in terms)]
    if not left or left == published["alternatives"]:
        return None
    why = f"{published['why']}; {why}"
    if len(left) > 1:
        return {**published, "why": why, "alternatives": left}
    whole = {"edtf": left[0], "earliest": left[0], "latest": left[0], "precision": "day"}
    return {**published, **whole, "why": why, "alternatives": []}


def last_day_looked_back_on(
    text: str, body: Body, times: Sequence[Mapping[Any, Any]], captured: str
) -> str:
    """The last day with a year that the body looks back on ("on 3 May 2019", "since the war of 2014"), else ""."""
    days = [""]
    for time in times:
        start = next((start for start, end in body if start <= time["start"] < end), None)
        earliest = (time["dated"] or {}).get("earliest") or ""
        if start is None or not earliest or earliest[:10] > captured:
            continue
        whole = time["rule"] in {"date/month-day-year", "date/day-month-year"}
        since = time["rule"] in {"date/month-year", "date/year"} and _is_since(
            text, start, time["start"]
        )
        if (whole or since) and not _words(_sentence(text[start : time["start"]])) & _class(
            "future-cue"
        ):
            days.append(earliest[:10])
    return max(days)


def _is_since(text: str, start: int, at: int) -> bool:
    """True if "since" comes before a date in its clause."""
    clause = re.split(r"[,;:.!?]", text[max(start, at - SINCE) : at])
    return "since" in clause[-1].lower().split()


def _names_holder(words: str, person: str, title: str) -> bool:
    """True if a passage names a person next to an office as its present holder."""
    for named in re.finditer(rf"\b{re.escape(person)}\b", words):
        before = _sentence(words[max(0, named.start() - NEAR) : named.start()])
        after = _SENTENCE_END.split(words[named.end() : named.end() + NEAR])[0]
        near = f"{before} | {after}".lower()
        if re.search(rf"\b{re.escape(title.lower())}\b", near) and not (
            _YEAR.search(near) or _words(near) & _class("not-current-holder")
        ):
            return True
    return False


def _every_year(edtf: str, earliest: str, captured: str) -> Iterator[str]:
    """A day of an open year (`XXXX-10-23`) in each year the terms reach, newest first."""
    newest = int(captured[:4])
    for year in range(newest, max(int(earliest[:4]), newest - YEARS_BACK) - 1, -1):
        day = f"{year:04}{edtf[4:]}"
        if is_day(day) and day <= captured:
            yield day


def _sentence(before: str) -> str:
    return _SENTENCE_END.split(before)[-1]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


@cache
def _class(name: str) -> frozenset[str]:
    """The words of a class of the time words."""
    return frozenset(
        row["word"].lower() for row in rows("times/time_words") if row["class"] == name
    )
