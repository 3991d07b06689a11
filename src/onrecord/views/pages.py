"""A question to the record → a frozen page object: all that a template or the page's JSON may see.

Every field bears a help text (`help_of`), so that whoever writes a template, a program against the
JSON or another view knows what it holds. What cannot be found raises `NotInRecord`.

>>> help_of(ProblemsPage)["problems"]
'What was not read, or not read whole: where, why, and when that was met.'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Annotated, get_type_hints

from onrecord.model import (
    Act,
    BorneName,
    HeldOffice,
    Judgement,
    Link,
    Mention,
    OfficeHolder,
    Page,
    ReportRow,
    Statement,
    StatementQuery,
    StoredEntity,
    StoredProblem,
    StoredReport,
    Summary,
)
from onrecord.views.entity_text import command
from onrecord.views.marked_text import Block, Marked, mark_up, spans_of
from onrecord.views.terminal_report import mentions_in

if TYPE_CHECKING:
    from onrecord.record.record import Record

# What a reader who opens a record looks for first: where people contradict, accuse and threaten.
TELLING: tuple[Act, ...] = (
    "deny", "accuse", "threaten", "warn", "demand", "promise", "state",
)  # fmt: skip
# Statements of an act that the choice is made from: the newest.
NEWEST = 12
# Reports an entity's page lists by headline, each looked up by itself; its JSON has every mention.
APPEARANCES = 8


# Marks a field that only lays out what other fields hold: the page's JSON leaves it out.
LAYOUT = object()


def help_of(page: type) -> dict[str, str]:
    """The help text of each field of a page class."""
    hints = get_type_hints(page, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


@cache
def data_fields(page: type) -> tuple[str, ...]:
    """The fields of a page class that its JSON has.

    >>> data_fields(ReportPage)
    ('report', 'statements')
    """
    hints = get_type_hints(page, include_extras=True)
    return tuple(name for name, hint in hints.items() if LAYOUT not in hint.__metadata__)


@dataclass(frozen=True, slots=True)
class HomePage:
    """The record at a glance."""

    summary: Annotated[
        Summary, "The record in numbers, and how many statements of each act it has."
    ]
    telling: Annotated[
        tuple[Statement, ...],
        "A few statements to begin with: denials, accusations, threats, warnings by named sources.",
    ]
    reports: Annotated[Page[ReportRow], "The first reports of the record, and how many there are."]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The reports, all or those of one outlet."""

    outlets: Annotated[tuple[str, ...], "Every outlet the record has reports of, to choose from."]
    outlet: Annotated[str | None, "The outlet asked for; null lists all."]
    reports: Annotated[Page[ReportRow], "The reports, how many there are, and the cursor for more."]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement with its number on the page."""

    number: Annotated[int, "The number that stands in the text where the statement begins."]
    statement: Annotated[Statement, "The statement."]
    around: Annotated[int | None, "The number of the statement that reports this one, if one does."]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report: its text by passages, and its statements, numbered in text order."""

    report: Annotated[StoredReport, "The report whole: its row, text, passages and problems."]
    statements: Annotated[tuple[Numbered, ...], "Its statements in text order, numbered from 1."]
    blocks: Annotated[tuple[Block, ...], "Its text laid out, statements marked.", LAYOUT]


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """The answer to a search over statements."""

    words: Annotated[str | None, "The words searched for, best match first; null lists in order."]
    query: Annotated[StatementQuery, "What the listing was narrowed to; null fields ask nothing."]
    outlets: Annotated[tuple[str, ...], "Every outlet the record has reports of, to choose from."]
    found: Annotated[Page[Statement], "The statements, how many there are, the cursor for more."]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement explained: the words that show it, and how it was found."""

    statement: Annotated[Statement, "The statement with its words, rule and confidence."]
    extractor: Annotated[str, "Which version of the rules and models found it."]
    report: Annotated[ReportRow, "The report it stands in."]
    resolved: Annotated[
        tuple[Mention, ...],
        "The mentions by which the source was resolved to whoever spoke; none where that is undecided.",
    ]
    around: Annotated[Statement | None, "The statement that reports this one, if one does."]
    holders: Annotated[
        tuple[OfficeHolder, ...],
        "Whom imported tables name for the office a nameless source is called by, on its day: a hint.",
    ]
    inside: Annotated[tuple[Statement, ...], "The statements that this one reports, in text order."]
    context: Annotated[
        tuple[tuple[Block, ...], ...],
        "The paragraphs it stands in with their neighbours, in groups parted where text is left out.",
        LAYOUT,
    ]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A report that mentions an entity."""

    report: Annotated[ReportRow, "The report."]
    mentions: Annotated[int, "How often it mentions the entity."]
    forms: Annotated[tuple[str, ...], "The words it uses to do so, commonest first."]


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two names, and how a reader settles it: pages are only read."""

    link: Annotated[
        Link, "The two names, what speaks for or against their being one, and how much."
    ]
    same: Annotated[str, "The command that says they are one."]
    different: Annotated[str, "The command that says they are two."]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Who somebody or something is, as far as the record's reports say."""

    entity: Annotated[StoredEntity, "Its names; its offices and mentions in the newest reports."]
    borne: Annotated[
        tuple[BorneName, ...],
        "The names taken for one, each with its id and how many reports bear it.",
    ]
    held: Annotated[
        tuple[HeldOffice, ...], "Its offices over all reports, and when reports give them."
    ]
    holders: Annotated[
        tuple[OfficeHolder, ...], "The offices that imported tables give it, with their source."
    ]
    joined: Annotated[tuple[Tie, ...], "Why its names are taken for one."]
    suggested: Annotated[
        tuple[Tie, ...], "Names of others that may mean the same: unsure, so kept apart."
    ]
    judgements: Annotated[tuple[Judgement, ...], "What users said about its names."]
    statements: Annotated[
        Page[Statement], "What it said, how many statements, the cursor for more."
    ]
    appearances: Annotated[tuple[Appearance, ...], "The first reports that mention it."]
    reports: Annotated[int, "How many reports mention it."]


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """What the record lacks, and why."""

    problems: Annotated[
        tuple[StoredProblem, ...],
        "What was not read, or not read whole: where, why, and when that was met.",
    ]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Why there is no page, in the one shape all errors have."""

    status: Annotated[int, "The HTTP status."]
    title: Annotated[str, "What is wrong, in a few words."]
    detail: Annotated[str, "One line that says what to do about it, or what exactly is off."]


def home(record: Record) -> HomePage:
    """The record at a glance."""
    return HomePage(record.summary(), telling(record), record.reports(limit=10))


def telling(record: Record, limit: int = 8) -> tuple[Statement, ...]:
    """At most `limit` statements to show a newcomer, acts in turn, in a fixed order.

    Statements by somebody named come first within an act, then the surest.
    """
    by_act = [
        sorted(record.statements(StatementQuery(act=act), limit=NEWEST).rows, key=_plainness)
        for act in TELLING
    ]
    in_turn = (row for round_ in zip_longest(*by_act) for row in round_ if row is not None)
    return tuple(islice(in_turn, limit))


def _plainness(statement: Statement) -> tuple[bool, float, str]:
    named = statement.source is not None and statement.source.name is not None
    return not named, -statement.confidence, statement.id


def reports(
    record: Record, outlet: str | None = None, *, limit: int = 50, cursor: str | None = None
) -> ReportsPage:
    """The reports of `outlet`, or all."""
    return ReportsPage(
        record.outlets(), outlet, record.reports(outlet=outlet, limit=limit, cursor=cursor)
    )


def report(record: Record, report_id: str) -> ReportPage:
    """One report with its statements marked. Raises `NotInRecord`."""
    stored = record.report(report_id)
    ordered = sorted(record.report_statements(stored.row.id), key=_place)
    number = {statement.id: place for place, statement in enumerate(ordered, 1)}
    marked = [Marked(row.id, number[row.id], spans_of(row)) for row in ordered]
    return ReportPage(
        stored,
        tuple(Numbered(number[row.id], row, number.get(row.within or "")) for row in ordered),
        mark_up(stored.text, stored.passages, marked),
    )


def _place(statement: Statement) -> tuple[int, int, str]:
    """Where a statement stands in the text: its cue or content, as a source may stand far before."""
    starts = [words.start for words in statement.content]
    ends = [words.end for words in statement.content]
    if statement.cue:
        starts.append(statement.cue.start)
    return min(starts, default=0), -max(ends, default=0), statement.id


def statements(
    record: Record,
    query: StatementQuery,
    words: str | None = None,
    *,
    limit: int = 50,
    cursor: str | None = None,
) -> StatementsPage:
    """The statements that fit `query`; with `words`, those that match them, best first."""
    if words is None:
        found = record.statements(query, limit=limit, cursor=cursor)
    else:
        found = record.search(words, query, limit=limit, cursor=cursor)
    return StatementsPage(words, query, record.outlets(), found)


def statement(record: Record, statement_id: str) -> StatementPage:
    """One statement explained. Raises `NotInRecord`."""
    found = record.statement(statement_id)
    stored = record.report(found.report)
    beside = sorted(record.report_statements(found.report), key=_place)
    blocks = mark_up(stored.text, stored.passages, [Marked(found.id, 1, spans_of(found))])
    return StatementPage(
        found,
        record.extractor_of(found.id),
        stored.row,
        _resolved(record, found),
        next((row for row in beside if row.id == found.within), None),
        record.holders_meant(found),
        tuple(row for row in beside if row.within == found.id),
        _near(blocks, found),
    )


def _resolved(record: Record, statement: Statement) -> tuple[Mention, ...]:
    """How the words of a statement's source mean whom they were resolved to."""
    if statement.source is None or statement.source.entity is None:
        return ()
    entity = mentions_in(statement, record.entity(statement.source.entity))
    return tuple(mention for _, _, mention in entity.mentions)


def _near(blocks: Sequence[Block], statement: Statement) -> tuple[tuple[Block, ...], ...]:
    """The blocks that hold the statement's words, each with its neighbours, in unbroken groups."""
    spans = [span for _, span in spans_of(statement)]
    holding = [
        place
        for place, block in enumerate(blocks)
        if any(span.start < block.span.end and block.span.start < span.end for span in spans)
    ]
    wanted = sorted({near for place in holding for near in (place - 1, place, place + 1)})
    groups: list[list[Block]] = []
    last = -2
    for place in wanted:
        if not 0 <= place < len(blocks):
            continue
        if place != last + 1:
            groups.append([])
        groups[-1].append(blocks[place])
        last = place
    return tuple(map(tuple, groups))


def entity(
    record: Record, entity_id: str, *, limit: int = 50, cursor: str | None = None
) -> EntityPage:
    """Who an entity is and what it said. Raises `NotInRecord`."""
    who = record.who_of(entity_id)
    found = who.entity
    forms: dict[str, Counter[str]] = {}
    for report_id, text, _ in found.mentions:
        forms.setdefault(report_id, Counter())[text] += 1
    said = record.statements(StatementQuery(source=found.id), limit=limit, cursor=cursor)
    return EntityPage(
        entity=found,
        borne=who.names,
        held=who.held,
        holders=who.holders,
        joined=tuple(map(_tie, who.joined)),
        suggested=tuple(map(_tie, who.suggested)),
        judgements=who.judgements,
        statements=said,
        appearances=tuple(_appearances(record, forms.items())),
        reports=found.reports,
    )


def _tie(link: Link) -> Tie:
    return Tie(link, command("same", link), command("different", link))


def _appearances(record: Record, forms: Iterable[tuple[str, Counter[str]]]) -> Iterable[Appearance]:
    for report_id, counted in islice(forms, APPEARANCES):
        row = record.report(report_id).row
        yield Appearance(row, counted.total(), tuple(form for form, _ in counted.most_common(6)))


def problems(record: Record) -> ProblemsPage:
    """What was not read and why."""
    return ProblemsPage(record.problems())
