"""The types the record returns: statements, pages of listings, stored reports, entities, links.

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
    Decision,
    EntityKind,
    Form,
    Manner,
    Mention,
    Passage,
    Precision,
    Problem,
    Reading,
    Sourcing,
    TimexType,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Words:
    """A span with its text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """A source or an addressee: its words, and the entity's id and name where they resolve to one.

    Only a source has `sourcing` (how the report identifies it), `speaks_for` (the party it speaks for, "the
    ministry" for a ministry spokesman), `withheld` (the words that withhold its name) and `reason` (why).
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
    """A `Dated` as the record returns it: `words` include their text."""

    edtf: str
    earliest: str | None
    latest: str | None
    precision: Precision
    why: str
    words: Words | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution as the record returns it, with its report's id, outlet, headline and date.

    The fields are those of `Attribution`; spans include their text, and `within` is the id of the
    statement that this one is nested in.
    """

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
    """The filters of a listing of statements; all given filters apply, None is no filter.

    - `by`, `to`: source and addressee: a name or a part of one, compared with the words and the resolved
      name; upper case and diacritics do not matter.
    - `about`: words that all occur in content or question.
    - `since`, `until`: ISO dates, inclusive, compared with `said`, else with the report's date; a
      statement without any date never matches.
    - `report`: a report's id or at least 6 of its first digits. `source`: an entity's id.
    - `min_confidence`: from 0 to 1, inclusive.
    - `attitudes`: include statements whose manner is `attitude`; without it only speech is listed.
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
    """One page of a listing: its rows, the total number of rows, and the cursor of the next page."""

    rows: tuple[T, ...]
    total: int
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a listing, without its text.

    `statements` counts speech only, as listings do by default; `sightings` counts where its text was received.
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
    """A complete report as the record stores it."""

    row: ReportRow
    text: str
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReportTrace:
    """A stored report read again with a trace.

    `extractor` is the version that made the findings in the record, `reading.extractor` the version that
    read the report again; `decisions` are those of the new reading, in order.
    """

    report: StoredReport
    extractor: str
    reading: Reading
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One receipt of a report's text: from where, when (ISO 8601), and with which metadata."""

    uri: str
    captured: str
    outlet: str | None
    headline: str | None
    published: tuple[ClaimedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredOffice:
    """An office that one `report` ascribes to an entity: the `words` that state it, the dates `held`."""

    report: str
    title: str
    of: str | None = None
    words: Words | None = None
    held: StatedDate | None = None


@dataclass(frozen=True, slots=True)
class StoredEntity:
    """An entity over all reports of the record; `mentions` are (report id, text, mention).

    `reports` is the number of reports that name it; `mentions` and `offices` may cover the newest only.
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
    """A time expression as the record returns it."""

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
    """A problem with the moment it occurred (ISO 8601, UTC)."""

    where: str
    message: str
    met: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the record.

    `statements`, `sources` and `acts` count speech, as listings do by default; `attitudes` counts the rest.
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
    """A user's decision that two names refer to the same entity or to different ones.

    `one` and `other` are ids of names, which no later reading changes; `made` is the moment (ISO 8601,
    UTC), `who` the user, `why` their reason.
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
    """A row of an imported table of offices: person, title, of which state or body, dates, source."""

    person: str
    title: str
    of: str | None
    since: str | None
    until: str | None
    source: str


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office over all reports that state it.

    `reports` is their number; `first` and `last` are the earliest and latest day (ISO) on which it was
    held; `over` is the first day on which a report calls it a former office, `ahead` the last day on
    which one calls it a future office.
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
    """A name as reports use it: its id, its most frequent spelling, and the number of reports.

    `report` is the id of the report that uses it, if only one does.
    """

    id: str
    name: str
    reports: int
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A comparison of two names: their total score and the evidence, each (kind, score, words).

    `entity` is the id of the entity that the other name belongs to.
    """

    one: BorneName
    other: BorneName
    entity: str
    score: float
    evidence: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Who:
    """The identity of an entity: its names, the evidence that links them, and open questions.

    - `entity`: the entity; its mentions and offices are those of the newest reports.
    - `names`: the names that are taken to refer to it. `joined`: the links between them.
    - `suggested`: links to names of other entities (`Link.entity`) that may refer to the same one.
    - `judgements`: users' decisions about its names.
    - `held`: its offices over all reports, the earliest first. `holders`: rows of imported tables for its
      full names, or, where reports use only a surname, for a person of that surname in the same office.
    - `statements`: the number of its statements; `latest`: the newest of them; `next`: the cursor after these.
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
    next: str | None = None
