"""Weighs the evidence that two names mean one person, or two; each piece of evidence has its words.

In: two `Profile`s, what all reports together say of each name. Out: `Evidence`, whose scores add up. From `MERGE` on two
names are one, from `SUGGEST` on the link is shown as a suggestion. The result does not depend on the order of the input;
decisions/0006 says how the weights were found.

>>> from onrecord.lexicon.names import name_of
>>> held = frozenset({("minister", "valdria")})
>>> bare, whole = (Profile(b"", name.encode(), name_of("person", name), held) for name in ("Tasel", "Mira Tasel"))
>>> [(each.kind, each.score) for each in weigh(bare, whole)]
[('surname', 0.35), ('office', 0.5)]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.lexicon.names import ParsedName
from onrecord.record.identity.likeness import likeness

# From here on two names are one entity; from there on the link is kept as a suggestion.
MERGE = 0.85
SUGGEST = 0.5
# Weights are sixths of log odds, fitted by bench/surnames.py (given names hidden in 1,400 reports of many
# years) and rounded so that a surname (0.35, names.py) never merges by companions over all reports alone: that
# was right in 84 of 100 cases, a title with companions in 97, an office of the same state in 99, companions in one
# story, where other reports call the bearer so, in 92 to 97. OTHER_STATE and APART_IN_A_REPORT are set by
# hand: the fit saw too few of them.
SAME_OFFICE, SAME_TITLE, SAME_STATE, OTHER_STATE = 0.5, 0.4, 0.2, -0.3
COMPANION, COMPANY_AT_MOST = 0.1, 3
CALLED_SO = 0.1
# Two reports of one story: at most so many days apart, at least so many people named in both.
SAME_STORY, STORY_DAYS, STORY_COMPANY = 0.15, 7, 4
APART_IN_A_REPORT = -0.2
# A report that bears a body's name both in full and by its initials.
ABBREVIATED_SO = 0.4
# An imported office-holder table names the holder for the report's day.
BY_TABLE = 0.5
NAMESAKE = 0.7
# Companions shown to a reader.
_SHOWN = 3


class Evidence(NamedTuple):
    """One reason for or against two names meaning the same: kind, what it weighs, the words."""

    kind: str
    score: float
    words: str


class TermOfOffice(NamedTuple):
    """A line of an imported table: an office, its first and last day (ISO, or a month or year), the line's source."""

    title: str
    of: str
    since: str
    until: str
    source: str

    def covers(self, first: str, last: str) -> bool:
        """True if all days from the first to the last fall into the term; an empty end is open.

        >>> TermOfOffice("minister", "valdria", "2024-03", "2024", "gazette").covers("2024-03-05", "2024-12-31")
        True
        """
        return self.since <= first and (not self.until or last <= self.until + "~")


class DatedReport(NamedTuple):
    """A report that has a name: its day (as an ordinal), and the other people in it, by sound."""

    day: int
    companions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What all reports together say of one name.

    `named` is the key reports know it by; `key` differs from it where several people bear the name.
    `companions` maps the people named in the same reports, by the sound of their last names, to names.
    `short_forms` are the single words, by their sound, by which reports that give the name also mean it.
    `office_days` are the offices reports give it, each with the first and last day the report may be of; `terms`
    are those an imported table gives it. `dated_reports` are its reports of a known day, by day.
    """

    key: bytes
    named: bytes
    name: ParsedName
    offices: frozenset[tuple[str, str]] = frozenset()
    companions: Mapping[str, str] = field(default_factory=dict)
    reports: frozenset[bytes] = frozenset()
    short_forms: frozenset[str] = frozenset()
    office_days: frozenset[tuple[str, str, str, str]] = frozenset()
    terms: frozenset[TermOfOffice] = frozenset()
    dated_reports: tuple[DatedReport, ...] = ()

    @property
    def states(self) -> frozenset[str]:
        """The states or bodies of which the offices are held."""
        return frozenset(of for _, of in self.offices if of)


def weigh(one: Profile, other: Profile) -> tuple[Evidence, ...]:
    """The evidence for and against two names meaning the same; none where it is not worth a suggestion."""
    found = evidence(one, other)
    return found if total(each.score for each in found) >= SUGGEST else ()


def evidence(one: Profile, other: Profile) -> tuple[Evidence, ...]:
    """All that speaks for and against two names meaning the same; none where they cannot."""
    if one.named == other.named:
        both = one.states and other.states
        reason = "other state" if both else "nothing tells them apart or together"
        return (Evidence("namesake", NAMESAKE, f"{one.name.shown}: {reason}"),)
    like = likeness(one.name, other.name)
    if like is None:
        return ()
    found = [Evidence(like.kind, like.score, like.words), *_from_calling(one, other)]
    if one.name.kind == "person":
        companions = _from_company(one, other)
        tables = _from_tables(one, other) or _from_tables(other, one)
        found += _from_offices(one, other, related=bool(companions or tables)) + companions + tables
        found += _from_stories(one, other)
        if like.kind != "spelling" and one.reports & other.reports:
            found.append(Evidence("apart in one report", APART_IN_A_REPORT, like.words))
    return tuple(found)


def total(scores: Iterable[float]) -> float:
    """What the scores of all evidence weigh together, 0 at least; 1 and more is as good as certain."""
    return round(max(0.0, sum(sorted(scores))), 3)


def _from_calling(one: Profile, other: Profile) -> list[Evidence]:
    """Evidence from reports that give the longer name and also call its bearer by the shorter one."""
    weight = CALLED_SO if one.name.kind == "person" else ABBREVIATED_SO
    short, whole = sorted((one, other), key=lambda each: (len(each.name.sounds), each.key))
    if len(short.name.sounds) != 1 or short.name.sounds[0] not in whole.short_forms:
        return []
    return [Evidence("called so", weight, short.name.shown)]


def _from_tables(one: Profile, other: Profile) -> list[Evidence]:
    """Evidence from an imported table: one held, on a day of a report, the office that the other has there."""
    sources = {
        f"{title}, {of.title()}: {term.source}"
        for title, of, first, last in one.office_days
        for term in other.terms
        if (title, of) == (term.title, term.of) and term.covers(first, last)
    }
    return [Evidence("office table", BY_TABLE, "; ".join(sorted(sources)))] if sources else []


def _from_offices(one: Profile, other: Profile, *, related: bool) -> list[Evidence]:
    """Evidence from offices; those of two states speak for two people unless the names are `related` otherwise."""
    if same := sorted(office for office in one.offices & other.offices if office[1]):
        return [
            Evidence(
                "office", SAME_OFFICE, "; ".join(f"{title}, {of.title()}" for title, of in same)
            )
        ]
    found = []
    titles = {title for title, _ in one.offices} & {title for title, _ in other.offices}
    states = one.states & other.states
    if one.states and other.states and not states and not related:
        between = " / ".join(", ".join(sorted(side.states)).title() for side in (one, other))
        return [Evidence("other state", OTHER_STATE, between)]
    if titles:
        found.append(Evidence("title", SAME_TITLE, "; ".join(sorted(titles))))
    if states:
        found.append(Evidence("state", SAME_STATE, "; ".join(sorted(states)).title()))
    return found


def _from_company(one: Profile, other: Profile) -> list[Evidence]:
    own = {one.name.sounds[-1], other.name.sounds[-1]}
    shared = sorted(
        min(one.companions[met], other.companions[met])
        for met in one.companions.keys() & other.companions.keys()
        if met not in own
    )
    if not shared:
        return []
    score = round(COMPANION * min(len(shared), COMPANY_AT_MOST), 3)
    return [Evidence("company", score, "; ".join(shared[:_SHOWN]))]


def _from_stories(one: Profile, other: Profile) -> list[Evidence]:
    """Evidence from two reports of one story; of several pairs the one with most people in common."""
    few, many = sorted((one, other), key=lambda each: (len(each.dated_reports), each.key))
    own = {one.name.sounds[-1], other.name.sounds[-1]}
    shared = max(
        (
            sorted((here.companions & there.companions) - own)
            for here in few.dated_reports
            for there in many.dated_reports[
                bisect_left(many.dated_reports, here.day - STORY_DAYS, key=_day) : bisect_right(
                    many.dated_reports, here.day + STORY_DAYS, key=_day
                )
            ]
        ),
        key=lambda met: (len(met), met),
        default=[],
    )
    if len(shared) < STORY_COMPANY:
        return []
    words = "; ".join(few.companions[met] for met in shared[:_SHOWN])
    return [Evidence("same story", SAME_STORY, words)]


def _day(dated_report: DatedReport) -> int:
    return dated_report.day
