"""Query the record and return a frozen page object, which holds everything a template or JSON may show.

Every field has a help text (`field_help`) for authors of templates and of programs that read the JSON. An
unknown id raises `NotInRecord`.

>>> field_help(ProblemsPage)["problems"]
'Input that was not read, or not completely: where, why, and when that occurred.'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Annotated, get_type_hints

from onrecord.model import (
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
from onrecord.views.entity_text import verdict_command
from onrecord.views.highlights import select_highlights
from onrecord.views.marked_text import NumberedSpans, TextBlock, mark_up, spans_of
from onrecord.views.terminal_report import source_mentions

if TYPE_CHECKING:
    from onrecord.record.queries.verbs import Queries

# Statements that the home page shows.
HIGHLIGHTS = 8
# Reports that an entity's page lists by headline; its JSON has every mention.
MAX_APPEARANCES = 8


# Marks a field that repeats the data of other fields for layout; the page's JSON omits it.
LAYOUT = object()


def field_help(page: type) -> dict[str, str]:
    """The help text of each field of a page class, by name."""
    hints = get_type_hints(page, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


@cache
def data_fields(page: type) -> tuple[str, ...]:
    """The names of the fields of a page class, or of a value in a page, that its JSON contains.

    >>> data_fields(ReportPage)
    ('report', 'statements')
    """
    hints = get_type_hints(page, include_extras=True)
    # A record of the model inside a page, such as a mention, has fields without `Annotated`.
    return tuple(n for n, hint in hints.items() if LAYOUT not in getattr(hint, "__metadata__", ()))


@dataclass(frozen=True, slots=True)
class HomePage:
    """Overview of the record."""

    summary: Annotated[
        Summary, "Counts over the record, with the number of statements of each act."
    ]
    telling: Annotated[
        tuple[Statement, ...],
        "The most important statements: denials, accusations, threats and warnings first.",
    ]
    reports: Annotated[Page[ReportRow], "The newest reports, and their total number."]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """A listing of reports, all or those of one outlet."""

    outlets: Annotated[tuple[str, ...], "Every outlet the record has reports of, to choose from."]
    outlet: Annotated[str | None, "The requested outlet; null lists all."]
    reports: Annotated[
        Page[ReportRow], "The reports, their total number, and the cursor of the next page."
    ]


@dataclass(frozen=True, slots=True)
class NumberedStatement:
    """A statement with its number on the page."""

    number: Annotated[int, "The number shown in the text where the statement begins."]
    statement: Annotated[Statement, "The statement."]
    around: Annotated[int | None, "The number of the statement that this one is nested in, if any."]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report: its text and its statements, numbered in text order."""

    report: Annotated[StoredReport, "The complete report: its row, text, passages and problems."]
    statements: Annotated[
        tuple[NumberedStatement, ...], "Its statements in text order, numbered from 1."
    ]
    blocks: Annotated[
        tuple[TextBlock, ...], "Its text in blocks, with the statements marked.", LAYOUT
    ]


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """A listing of statements or the result of a search."""

    words: Annotated[
        str | None, "The words searched for, best match first; null lists in the record's order."
    ]
    query: Annotated[StatementQuery, "The filters of the listing; null fields are no filter."]
    outlets: Annotated[tuple[str, ...], "Every outlet the record has reports of, to choose from."]
    found: Annotated[
        Page[Statement], "The statements, their total number, and the cursor of the next page."
    ]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement explained: the words it was read from, and how it was found."""

    statement: Annotated[Statement, "The statement with its words, rule and confidence."]
    extractor: Annotated[str, "The version of the rules and models that found it."]
    report: Annotated[ReportRow, "The report that contains it."]
    resolved: Annotated[
        tuple[Mention, ...],
        "The mentions by which the source was resolved to an entity; empty if it is undecided.",
    ]
    around: Annotated[Statement | None, "The statement that this one is nested in, if any."]
    holders: Annotated[
        tuple[OfficeHolder, ...],
        "The holders of an unnamed source's office on that date, according to imported tables: a hint.",
    ]
    inside: Annotated[tuple[Statement, ...], "The statements nested in this one, in text order."]
    context: Annotated[
        tuple[tuple[TextBlock, ...], ...],
        "The paragraphs that contain it with their neighbours, in groups separated by omitted text.",
        LAYOUT,
    ]


@dataclass(frozen=True, slots=True)
class ReportMentions:
    """A report that mentions an entity."""

    report: Annotated[ReportRow, "The report."]
    mentions: Annotated[int, "The number of mentions of the entity."]
    forms: Annotated[tuple[str, ...], "The forms of the name in it, the most frequent first."]


@dataclass(frozen=True, slots=True)
class NameLink:
    """A link between two names, and the commands with which a user decides it."""

    link: Annotated[
        Link, "The two names, and the evidence for or against one entity, with weights."
    ]
    same: Annotated[str, "The command that decides they are one."]
    different: Annotated[str, "The command that decides they are two."]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """An entity: its names, offices, statements and uncertain links."""

    entity: Annotated[
        StoredEntity, "The entity, with its offices and mentions in the newest reports."
    ]
    borne: Annotated[
        tuple[BorneName, ...],
        "The names that refer to it, each with its id and number of reports.",
    ]
    held: Annotated[tuple[HeldOffice, ...], "Its offices over all reports, with dates."]
    holders: Annotated[
        tuple[OfficeHolder, ...], "Its offices according to imported tables, with their source."
    ]
    joined: Annotated[tuple[NameLink, ...], "The links between its names."]
    suggested: Annotated[
        tuple[NameLink, ...],
        "Links to names of other entities that may be the same: uncertain, so kept apart.",
    ]
    judgements: Annotated[tuple[Judgement, ...], "Users' decisions about its names."]
    statements: Annotated[
        Page[Statement], "Its statements, their total number, and the cursor of the next page."
    ]
    appearances: Annotated[tuple[ReportMentions, ...], "The newest reports that mention it."]
    reports: Annotated[int, "The number of reports that mention it."]


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """Input that is missing from the record, and why."""

    problems: Annotated[
        tuple[StoredProblem, ...],
        "Input that was not read, or not completely: where, why, and when that occurred.",
    ]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error; all errors have these fields."""

    status: Annotated[int, "The HTTP status."]
    title: Annotated[str, "The error in a few words."]
    detail: Annotated[str, "One line that describes the error or its remedy."]


def home(record: Queries) -> HomePage:
    """The overview of the record."""
    highlights = select_highlights(record, HIGHLIGHTS)
    return HomePage(record.summary(), highlights, record.reports(limit=10))


def reports(
    record: Queries, outlet: str | None = None, *, limit: int = 50, cursor: str | None = None
) -> ReportsPage:
    """The reports of `outlet`, or all reports."""
    return ReportsPage(
        record.outlets(), outlet, record.reports(outlet=outlet, limit=limit, cursor=cursor)
    )


def report(record: Queries, report_id: str) -> ReportPage:
    """One report with its statements marked. Raises `NotInRecord`."""
    stored = record.report(report_id)
    ordered = sorted(record.report_statements(stored.row.id), key=_text_position)
    number = {statement.id: place for place, statement in enumerate(ordered, 1)}
    marked = [NumberedSpans(row.id, number[row.id], spans_of(row)) for row in ordered]
    return ReportPage(
        stored,
        tuple(
            NumberedStatement(number[row.id], row, number.get(row.within or "")) for row in ordered
        ),
        mark_up(stored.text, stored.passages, marked),
    )


def _text_position(statement: Statement) -> tuple[int, int, str]:
    """Sort key by text position of cue and content, as a source may be far before them."""
    starts = [words.start for words in statement.content]
    ends = [words.end for words in statement.content]
    if statement.cue:
        starts.append(statement.cue.start)
    return min(starts, default=0), -max(ends, default=0), statement.id


def statements(
    record: Queries,
    query: StatementQuery,
    words: str | None = None,
    *,
    limit: int = 50,
    cursor: str | None = None,
) -> StatementsPage:
    """The statements that match `query`; with `words`, a search for them, best match first."""
    if words is None:
        found = record.statements(query, limit=limit, cursor=cursor)
    else:
        found = record.search(words, query, limit=limit, cursor=cursor)
    return StatementsPage(words, query, record.outlets(), found)


def statement(record: Queries, statement_id: str) -> StatementPage:
    """One statement explained. Raises `NotInRecord`."""
    found = record.statement(statement_id)
    stored = record.report(found.report)
    others = sorted(record.report_statements(found.report), key=_text_position)
    blocks = mark_up(stored.text, stored.passages, [NumberedSpans(found.id, 1, spans_of(found))])
    return StatementPage(
        found,
        record.extractor_of(found.id),
        stored.row,
        _source_mentions(record, found),
        next((row for row in others if row.id == found.within), None),
        record.holders_meant(found),
        tuple(row for row in others if row.within == found.id),
        _context_blocks(blocks, found),
    )


def _source_mentions(record: Queries, statement: Statement) -> tuple[Mention, ...]:
    """The mentions by which a statement's source was resolved to its entity."""
    if statement.source is None or statement.source.entity is None:
        return ()
    entity = source_mentions(statement, record.entity(statement.source.entity))
    return tuple(mention for _, _, mention in entity.mentions)


def _context_blocks(
    blocks: Sequence[TextBlock], statement: Statement
) -> tuple[tuple[TextBlock, ...], ...]:
    """The blocks that contain the statement's words, with their neighbours, in contiguous groups."""
    spans = [span for _, span in spans_of(statement)]
    holding = [
        place
        for place, block in enumerate(blocks)
        if any(span.start < block.span.end and block.span.start < span.end for span in spans)
    ]
    wanted = sorted({near for place in holding for near in (place - 1, place, place + 1)})
    groups: list[list[TextBlock]] = []
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
    record: Queries, entity_id: str, *, limit: int = 50, cursor: str | None = None
) -> EntityPage:
    """An entity with its statements and reports. Raises `NotInRecord`."""
    who = record.who_of(entity_id, limit=limit, cursor=cursor)
    found = who.entity
    forms: dict[str, Counter[str]] = {}
    for report_id, text, _ in found.mentions:
        forms.setdefault(report_id, Counter())[text] += 1
    return EntityPage(
        entity=found,
        borne=who.names,
        held=who.held,
        holders=who.holders,
        joined=tuple(map(_name_link, who.joined)),
        suggested=tuple(map(_name_link, who.suggested)),
        judgements=who.judgements,
        statements=Page(who.latest, who.statements, who.next),
        appearances=tuple(_report_mentions(record, forms.items())),
        reports=found.reports,
    )


def _name_link(link: Link) -> NameLink:
    return NameLink(link, verdict_command("same", link), verdict_command("different", link))


def _report_mentions(
    record: Queries, forms: Iterable[tuple[str, Counter[str]]]
) -> Iterable[ReportMentions]:
    newest = list(islice(forms, MAX_APPEARANCES))
    rows = record.report_rows([report_id for report_id, _ in newest])
    for report_id, counted in newest:
        yield ReportMentions(
            rows[report_id], counted.total(), tuple(form for form, _ in counted.most_common(6))
        )


def problems(record: Queries) -> ProblemsPage:
    """Input that was not read, and why."""
    return ProblemsPage(record.problems())
