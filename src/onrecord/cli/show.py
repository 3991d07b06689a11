"""The commands that show a report with its statements marked, and counts over the record.

In: an id. Out: text or one JSON object.

>>> [command.name for command in (show, explain, summary)]
['show', 'explain', 'summary']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.listings import attitudes_option, confidence_option, json_option, print_json_lines
from onrecord.cli.root import existing_record, record_option
from onrecord.model import Statement, StatementQuery, StoredEntity

if TYPE_CHECKING:
    from onrecord.record.record import Record


@click.command()
@click.argument("report")
@attitudes_option
@confidence_option
@json_option
@record_option
def show(*, report: str, attitudes: bool, min_confidence: float | None, as_json: bool) -> None:
    """Show one report with its statements marked in the text.

    REPORT is a report's id or at least its first 6 digits. Content is in brackets with its number in
    the list below; source, cue and content each have a colour; promotion is dimmed.
    """
    from onrecord.views.as_json import report_json
    from onrecord.views.terminal import open_console, print_lines
    from onrecord.views.terminal_report import report_lines

    with existing_record() as record:
        found = record.report(report)
        if as_json:
            print_json_lines([report_json(found)])
            return
        query = StatementQuery(
            report=found.row.id, attitudes=attitudes, min_confidence=min_confidence
        )
        print_lines(open_console(), report_lines(found, tuple(record.every_statement(query))))


@click.command()
@click.argument("statement", metavar="ID")
@json_option
@record_option
def explain(*, statement: str, as_json: bool) -> None:
    """Explain one statement: spans, rule, who is meant.

    It shows the context, every span with its offsets, whether it was said or only thought, which of
    the learned tagger and the rules found it, the confidence, what read it, and to whom the source was
    resolved and how.

    ID is a statement's id; its first 6 digits or more do.
    """
    from onrecord.views.terminal import open_console, print_lines
    from onrecord.views.terminal_report import explanation_lines

    with existing_record() as record:
        found = record.statement(statement)
        extractor = record.extractor_of(found.id)
        entity = _speaker(record, found)
        if as_json:
            print_json_lines([_explanation_json(found, entity, extractor)])
            return
        report = record.report(found.report)
        print_lines(open_console(), explanation_lines(found, report, entity, extractor))


def _speaker(record: Record, statement: Statement) -> StoredEntity | None:
    if statement.source is None or statement.source.entity is None:
        return None
    return record.entity(statement.source.entity)


def _explanation_json(
    statement: Statement, entity: StoredEntity | None, extractor: str
) -> dict[str, Any]:
    """The statement, who found it, and the mentions that led from its source to the entity."""
    from onrecord.views.as_json import entity_json, statement_json
    from onrecord.views.provenance import parse_rule
    from onrecord.views.terminal_report import source_mentions

    speaker = None if entity is None else entity_json(entity)
    if entity is not None and speaker is not None:
        speaker["mentions"] = entity_json(source_mentions(statement, entity))["mentions"]
    found_by = [finder._asdict() for finder in parse_rule(statement.rule)]
    return {
        **statement_json(statement),
        "found_by": found_by,
        "extractor": extractor,
        "speaker": speaker,
    }


@click.command()
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=8,
    show_default=True,
    metavar="N",
    help="Show the N most important statements.",
)
@json_option
@record_option
def summary(*, limit: int, as_json: bool) -> None:
    """Show counts over the record, and its most important statements.

    Denials, accusations, threats and warnings come first, with at most one statement of each source.
    """
    from onrecord.views.as_json import statement_json, summary_json
    from onrecord.views.highlights import select_highlights
    from onrecord.views.terminal import open_console, print_lines, summary_lines

    with existing_record() as record:
        numbers = record.summary()
        telling = select_highlights(record, limit)
        if as_json:
            print_json_lines(
                [{**summary_json(numbers), "telling": [*map(statement_json, telling)]}]
            )
        else:
            print_lines(open_console(), summary_lines(numbers, telling))
