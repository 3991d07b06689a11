"""The types of reading: article, report, parse, attribution, entity, time, decision.

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
# The kinds of passage that are parsed and searched for statements.
READ_KINDS: frozenset[PassageKind] = frozenset({"headline", "dateline", "body", "caption"})
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
    """Input that was not read, or not completely: `where` names the source, `message` is one line."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class ClaimedDate:
    """A publication date as received with a report: the unchanged `value` and `where` it was found.

    `where` is one of `argument`, `field`, `json-ld`, `opengraph`, `meta`, `time`, `url`.
    """

    where: str
    value: str


class Segment(NamedTuple):
    """One stretch of equal characters in received and normalised text.

    `length` characters from offset `report` of `Report.text` equal those from `received` of `Article.text`.
    """

    report: int
    received: int
    length: int


@dataclass(frozen=True, slots=True)
class StoredText:
    """Where the text of a stored report comes from: the report's id, and the map to the text as received."""

    report: str
    received: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One text as received, decoded, with its metadata. `text` is the main text without markup.

    `uri` names the place it was read from, `captured` the moment; `published` lists every claimed date
    in order of trust; `problems` lists input that was replaced or left out. `stored` is set where the text comes from a record.
    """

    uri: str
    text: str
    captured: datetime
    headline: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: tuple[ClaimedDate, ...] = ()
    problems: tuple[Problem, ...] = ()
    stored: StoredText | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the report's text of one kind. Passages are in text order and do not overlap."""

    kind: PassageKind
    span: Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with its uncertainty. `words` is the text it was read from (None: from metadata).

    `edtf` is EDTF level 1 or 2; an unknown year is `XXXX`, and then `earliest`/`latest` are None
    unless other evidence bounds them. `alternatives` are other readings of the same words, in EDTF.
    `why` is one line for the user.
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
    """An article prepared for reading: normalised text, typed passages, publication date.

    `id` is 32 hex digits, the 16-byte BLAKE2b of the received text. `received` maps offsets in `text` to
    offsets in `Article.text`; `byline` lists the authors.
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
    """One token of the parse. `i` is its index, `head` that of its head; a root is its own head.

    `pos` is the universal tag, `tag` the Penn tag, `dep` the ClearNLP label of spaCy's English models,
    `sentence` an index into `Parsed.sentences`.
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
    """A named entity found by the parser: tokens `[first, last)`, `label` as in OntoNotes (PERSON, ORG, GPE, NORP…)."""

    first: int
    last: int
    label: str


class Range(NamedTuple):
    """Tokens `[first, last)`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """The dependency parse of a report, independent of the parser's library.

    Headline, dateline, body and caption passages are parsed; promo, credit and byline are not. Each
    parsed passage is one paragraph, and its kind is in `kinds`; no sentence crosses a paragraph.
    White space is not a token. `children[i]` lists the tokens whose head is `i`, in text order.
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
    """One attribution: the report ascribes `content` to `source`, by the word `cue`.

    - `source`: the words that name the source; None where the report names none.
    - `cue`, `cue_lemma`: the reporting word; None for a quoted paragraph that continues the one before,
      which then has the same source.
    - `content`: one or more spans, in text order.
    - `form`: direct, indirect or mixed quotation. `act`: the speech act. `manner`: `speech` for what was
      said, `attitude` for what is thought, felt or wanted.
    - `addressee`: who was spoken to; `channel`: the outlet or occasion; `question`: what is answered.
    - `speaker`, `spoken_to`: ids of the reading's entities that source and addressee resolve to.
    - `sourcing`: how the report identifies the source. `behalf`: the words for the person or body a
      source speaks for ("Tasel" in "Tasel's spokesman"), `speaks_for` the entity they resolve to.
    - `withheld`: the words that say the source's name is withheld, `reason` those that say why.
    - `said`: the date of the statement. `within`: index, in the same tuple, of the attribution that
      this one is nested in.
    - `rule`: the rule or model that found it. `confidence`: calibrated, from 0 to 1.
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
    """One place in the report that refers to an entity.

    `how` is the kind of referring expression; `rule` is the rule or model that chose the entity.
    """

    span: Span
    how: MentionHow
    confidence: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """An office a person holds: `title`, `of` a state or body, the `words` that state it, the dates `held`."""

    title: str
    of: str | None = None
    words: Span | None = None
    held: Dated | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place, group or document in one report, with all its mentions.

    `id` is 32 hex digits. `name` is the fullest of `names`, the forms the report uses.
    """

    id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression with its date. `type` and `value` are those of TimeML's TIMEX3 (`P3D`)."""

    span: Span
    dated: Dated
    type: TimexType
    value: str
    rule: str
    confidence: float


Verdict: TypeAlias = Literal["proposed", "kept", "changed", "dropped"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What one step of reading did with one candidate, and why; recorded only with a trace.

    `spans` are the candidate's words, the most specific first; `rule` is the rule or model that found it.
    """

    step: str
    verdict: Verdict
    spans: tuple[Span, ...]
    why: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All findings in one report; `extractor` is the name and version of the rules and models used."""

    report: Report
    extractor: str
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
