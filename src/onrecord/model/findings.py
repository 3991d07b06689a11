"""What reading finds: articles, reports, parses, attributions, entities, times.

>>> Span(0, 10) < Span(3, 8)
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

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
    A source may speak for another ("Tasel's spokesman", "his office", "the statement"): `behalf` is whose
    words those are, in the report's words, `speaks_for` the entity they mean. `withheld` are the words by
    which the report says that it keeps the source's name back, `reason` those that say why.
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
    behalf: Span | None = None
    speaks_for: str | None = None
    withheld: Span | None = None
    reason: Span | None = None


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


Verdict: TypeAlias = Literal["proposed", "kept", "changed", "dropped"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What one step of reading does with one candidate, and why; kept only when a trace is asked for.

    `spans` are the candidate's words, the telling ones first; `rule` names the rule or model that found it.
    """

    step: str
    verdict: Verdict
    spans: tuple[Span, ...]
    why: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All findings in one report by one `extractor` (name and version of rules and models)."""

    report: Report
    extractor: str
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
