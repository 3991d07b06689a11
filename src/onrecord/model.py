"""The words every room speaks: frozen dataclasses, no logic.

`sources/` makes an `Article`; `reading/` turns one `Article` into one `Reading`; `record/` keeps many
readings and answers with `Statement`s, `ReportRow`s and their kin; `views/` shows them.

Every `Span` is half open and counts Unicode code points of `Report.text`. Dates are EDTF (ISO 8601-2).
Unknown is `None`, never an empty string and never a guess.

>>> report_text = "Mira Tasel said the bridge was closed."
>>> source = Span(0, 10)
>>> report_text[source.start : source.end]
'Mira Tasel'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")

Form: TypeAlias = Literal["direct", "indirect", "mixed"]
Act: TypeAlias = Literal[
    "state", "deny", "accuse", "warn", "threaten", "promise", "demand", "ask",
    "praise", "criticise", "decline", "doubt", "believe", "intend",
]  # fmt: skip
Manner: TypeAlias = Literal["speech", "attitude"]
Sourcing: TypeAlias = Literal[
    "named", "role", "anonymous", "group", "document", "outlet", "unknown"
]
PassageKind: TypeAlias = Literal[
    "headline", "dateline", "body", "byline", "credit", "caption", "promo"
]
EntityKind: TypeAlias = Literal["person", "organisation", "place", "group", "document"]
MentionHow: TypeAlias = Literal["name", "surname", "title", "pronoun", "apposition"]
Precision: TypeAlias = Literal[
    "instant", "hour", "day", "week", "month", "season", "year", "decade", "unknown"
]
TimexType: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in code points of the report's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not read, or not read whole: where (a source's name) and one line why."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class ClaimedDate:
    """A date somebody claims for a report, as received: `where` it stood and its untouched `value`.

    `where` is one of `argument`, `field`, `json-ld`, `opengraph`, `meta`, `time`, `url`.
    """

    where: str
    value: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text as received: decoded, with what came along. `text` is the main text, markup gone."""

    uri: str
    text: str
    captured: datetime
    headline: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: tuple[ClaimedDate, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the report with one purpose; passages do not overlap and stand in text order."""

    kind: PassageKind
    span: Span


class Segment(NamedTuple):
    """`length` characters from `report` on in `Report.text` stand from `received` on in `Article.text`."""

    report: int
    received: int
    length: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with its doubt. `words` is what in the report gave it (None: metadata did).

    `edtf` is EDTF level 1 or 2; an unknown year is `XXXX`, and then `earliest`/`latest` are None
    unless something bounds them. `why` is one line for a reader.
    """

    edtf: str
    earliest: str | None
    latest: str | None
    precision: Precision
    why: str
    words: Span | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """An article made ready: normalised text with the map back, typed passages, its own date.

    `id` is 32 hex digits, the 16-byte BLAKE2b of the received text.
    """

    id: str
    uri: str
    text: str
    passages: tuple[Passage, ...]
    captured: datetime
    headline: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    language: str = "en"
    published: Dated | None = None
    received: tuple[Segment, ...] = ()
    problems: tuple[Problem, ...] = ()


class Token(NamedTuple):
    """One token of the parse. `head` and the children are token indices; a root is its own head.

    `pos` is the universal tag, `tag` the Penn tag, `dep` the ClearNLP label spaCy's English models use.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int


class Name(NamedTuple):
    """A named entity of the parse: tokens `[first, last)`, `label` as in OntoNotes (PERSON, ORG, GPE, NORP…)."""

    first: int
    last: int
    label: str


class Range(NamedTuple):
    """Tokens `[first, last)`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parse of a report's readable passages, in our own frozen terms.

    Only headline, dateline, body and caption passages are parsed; promo, credit and byline are not.
    One paragraph per parsed passage, whose kind stands in `kinds`; a sentence never crosses one.
    White space is no token. `children[i]` lists the tokens whose head is `i`, in text order.
    """

    text: str
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    sentences: tuple[Range, ...]
    paragraphs: tuple[Range, ...]
    kinds: tuple[PassageKind, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody is said to have said (or thought) something.

    `manner` tells the two apart: `speech` was said, `attitude` thought, felt or wanted.
    `content` holds one span or more, in text order. `source` is None only where the report names
    nobody; `cue` is None for a quoted paragraph that carries on from the one before, whose source
    it then bears. `within` is the index, in the same tuple, of the attribution that reports this
    one. `speaker` and `spoken_to` are ids of the reading's entities, once names are resolved.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    act: Act
    rule: str
    confidence: float
    cue_lemma: str | None = None
    sourcing: Sourcing = "unknown"
    addressee: Span | None = None
    channel: Span | None = None
    question: Span | None = None
    within: int | None = None
    speaker: str | None = None
    spoken_to: str | None = None
    said: Dated | None = None
    manner: Manner = "speech"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the report means an entity, and how it does so."""

    span: Span
    how: MentionHow
    confidence: float


@dataclass(frozen=True, slots=True)
class Office:
    """A title, of what it is held, the words that say so, and when it was held (if said)."""

    title: str
    of: str | None = None
    words: Span | None = None
    held: Dated | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something inside one report, with every mention resolved to it.

    `id` is 32 hex digits. `name` is the fullest name the report gives.
    """

    id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression found in the text, normalised. `value` is TimeML's (`2022-W42`, `P3D`)."""

    span: Span
    dated: Dated
    type: TimexType
    value: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All findings in one report by one `extractor` (name and version of rules and models)."""

    report: Report
    extractor: str
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A span with its text: what the record shows where a reading points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks, or who is spoken to: the words, and whom they name if that is known."""

    words: Words
    entity: str | None = None
    name: str | None = None
    sourcing: Sourcing | None = None


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
class StoredEntity:
    """An entity over all reports of the record; `mentions` are (report id, mention text, mention).

    `reports` tells how many reports name it; mentions and offices may be asked of the newest ones alone.
    """

    id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    offices: tuple[tuple[str, Office, Words | None], ...] = ()
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
class BorneName:
    """A name as reports bear it: its own id, how it is written most, and in how many reports."""

    id: str
    name: str
    reports: int


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
    `Link.entity` tells; `statements` counts all it said, `latest` are the newest of them.
    """

    entity: StoredEntity
    names: tuple[BorneName, ...]
    joined: tuple[Link, ...]
    suggested: tuple[Link, ...]
    judgements: tuple[Judgement, ...]
    holders: tuple[OfficeHolder, ...]
    statements: int
    latest: tuple[Statement, ...]
