"""What the record answers: statements, listings, stored reports, entities and their kin.

>>> Page(("a", "b"), total=3, next="b").rows
('a', 'b')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from onrecord.model.findings import (
    Act,
    ClaimedDate,
    EntityKind,
    Form,
    Manner,
    Mention,
    Passage,
    Precision,
    Problem,
    Sourcing,
    TimexType,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Words:
    """A span with its text: what the record shows where a reading points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks, or who is spoken to: the words, and whom they name if that is known.

    Of whoever speaks also: `speaks_for`, whose words those are where another's ("the ministry" of a ministry
    spokesman); `withheld`, the words by which the report keeps the name back, and `reason`, why it does.
    """

    words: Words
    entity: str | None = None
    name: str | None = None
    sourcing: Sourcing | None = None
    speaks_for: Party | None = None
    withheld: Words | None = None
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A `Dated` as the record gives it back: with the text of its words."""

    edtf: str
    earliest: str | None
    latest: str | None
    precision: Precision
    why: str
    words: Words | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution in the record, with its report and its words."""

    id: str
    report: str
    uri: str
    outlet: str | None
    headline: str | None
    published: StatedDate | None
    source: Party | None
    cue: Words | None
    cue_lemma: str | None
    content: tuple[Words, ...]
    form: Form
    act: Act
    rule: str
    confidence: float
    addressee: Party | None = None
    channel: Words | None = None
    question: Words | None = None
    said: StatedDate | None = None
    within: str | None = None
    manner: Manner = "speech"


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """What to list. Every field narrows; None asks nothing.

    `by`, `to`: a name or part of one, matched against resolved names and the words themselves,
    case and diacritics aside. `about`: words that all stand in content or question. `since`,
    `until`: ISO dates, inclusive, over `said`, else the report's date; undated is left out.
    `report`: an id or its first 6 or more digits. `source`: an entity id. `min_confidence`: from 0
    to 1, inclusive. `attitudes` alone widens: without it only what was said is listed, with it also
    what somebody is said to think, feel or want.
    """

    by: str | None = None
    to: str | None = None
    about: str | None = None
    act: Act | None = None
    form: Form | None = None
    since: str | None = None
    until: str | None = None
    report: str | None = None
    source: str | None = None
    outlet: str | None = None
    attitudes: bool = False
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a listing: the rows, how many there are in all, and the cursor for more."""

    rows: tuple[T, ...]
    total: int
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a listing: what came in, without its text.

    `statements` counts what was said, as a listing shows it by default; attitudes are not counted.
    """

    id: str
    uri: str
    outlet: str | None
    headline: str | None
    byline: tuple[str, ...]
    language: str
    captured: str
    published: StatedDate | None
    statements: int
    sightings: int


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report whole, as the record keeps it."""

    row: ReportRow
    text: str
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a report's text was met, when (ISO 8601), and with what claims about it."""

    uri: str
    captured: str
    outlet: str | None
    headline: str | None
    published: tuple[ClaimedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredOffice:
    """An office as one report gives it to an entity, with the words that say so and those that date it."""

    report: str
    title: str
    of: str | None = None
    words: Words | None = None
    held: StatedDate | None = None


@dataclass(frozen=True, slots=True)
class StoredEntity:
    """An entity over all reports of the record; `mentions` are (report id, mention text, mention).

    `reports` tells how many reports name it; mentions and offices may be asked of the newest ones alone.
    """

    id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    offices: tuple[StoredOffice, ...] = ()
    mentions: tuple[tuple[str, str, Mention], ...] = ()
    reports: int = 0


@dataclass(frozen=True, slots=True)
class StoredTime:
    """A time expression as the record gives it back."""

    report: str
    uri: str
    words: Words
    dated: StatedDate
    type: TimexType
    value: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class StoredProblem:
    """A problem with the moment it was met (ISO 8601, UTC)."""

    where: str
    message: str
    met: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The record in numbers.

    `statements`, `sources` and `acts` count what was said, as listings show it by default;
    `attitudes` counts apart what somebody is said to think, feel or want.
    """

    reports: int
    outlets: int
    statements: int
    sources: int
    problems: int
    acts: Mapping[str, int] = field(default_factory=dict)
    attitudes: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a user said about two names: the same, or different; when (ISO 8601, UTC), who, and why.

    `one` and `other` are ids of names as reports bear them, which stay through every re-reading.
    """

    verdict: Literal["same", "different"]
    one: str
    one_name: str
    other: str
    other_name: str
    made: str
    who: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """A line of an imported table: who held what, of what, from when to when, by which source."""

    person: str
    title: str
    of: str | None
    since: str | None
    until: str | None
    source: str


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office over all reports that give it: how many, and the days (ISO) it was held on at the outmost.

    `over` is the first day on which a report tells of it as held no more, `ahead` the last on which one
    tells of it as still to come.
    """

    title: str
    of: str | None
    reports: int
    first: str | None = None
    last: str | None = None
    over: str | None = None
    ahead: str | None = None


@dataclass(frozen=True, slots=True)
class BorneName:
    """A name as reports bear it: its own id, how it is written most, and in how many reports.

    `report` is the id of the report that bears it, where only one does.
    """

    id: str
    name: str
    reports: int
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Two names and what speaks for or against their meaning the same: (kind, score, words) each."""

    one: BorneName
    other: BorneName
    entity: str
    score: float
    evidence: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who an entity is: the names that were taken for one, why, and what remains unsure.

    `joined` are links between its names; `suggested` links to names of other entities, which
    `Link.entity` tells; `statements` counts all it said, `latest` are the newest of them. `held` are its
    offices over all reports, the earliest first, `holders` what imported tables say: of its full names, or,
    where reports give a surname alone, of who of that surname held such an office then; mentions and offices of `entity` are the newest reports'.
    """

    entity: StoredEntity
    names: tuple[BorneName, ...]
    joined: tuple[Link, ...]
    suggested: tuple[Link, ...]
    judgements: tuple[Judgement, ...]
    held: tuple[HeldOffice, ...]
    holders: tuple[OfficeHolder, ...]
    statements: int
    latest: tuple[Statement, ...]
