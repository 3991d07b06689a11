"""The command `onrecord explain`: how a statement was found, and what was considered at a place.

In: the id of a statement or a report. Out: text or one JSON object. With `--trace` or `--at` the stored text is
read again, which takes some seconds; the record does not change.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.listings import TEXT, json_option, print_json_lines
from onrecord.cli.root import record_option, snapshot
from onrecord.errors import NotInRecord, UsageError
from onrecord.model import Statement, StoredEntity

if TYPE_CHECKING:
    from onrecord.record.queries.verbs import Queries


@click.command()
@click.argument("id_", metavar="ID")
@click.option(
    "--trace",
    is_flag=True,
    help="Show what each step of reading decided about it, and why.",
)
@click.option(
    "--at",
    type=TEXT,
    metavar="PLACE",
    help="Show what was considered at a place of the report: a character offset, or words in quotes.",
)
@json_option
@record_option
def explain(*, id_: str, trace: bool, at: str | None, as_json: bool) -> None:
    """Explain one statement, or what was considered at a place of a report.

    Shows the context, each span with its offsets, whether it is speech or attitude, whether the tagger
    or a rule found it, the confidence, the version that read it, and how the source was resolved.

    ID is a statement's id or at least its first 6 digits; with --trace or --at also a report's. Both
    options read the stored text again, with today's version of the finder that read it.
    """
    with snapshot() as record:
        statement = _find_statement(record, id_)
        if at is not None:
            _explain_place(
                record, id_ if statement is None else statement.report, at, as_json=as_json
            )
        elif statement is not None:
            _explain_statement(record, statement, trace=trace, as_json=as_json)
        elif trace:
            _trace_report(record, id_, as_json=as_json)
        else:
            raise UsageError(f"{id_} is a report: onrecord show {id_}, or explain it with --at")


def _find_statement(record: Queries, id_: str) -> Statement | None:
    """The statement with that id; None if it is a report's. Raises `NotInRecord`."""
    try:
        return record.statement(id_)
    except NotInRecord as missing:
        with suppress(NotInRecord):
            record.report(id_)
            return None
        raise missing from None


def _explain_place(record: Queries, report_id: str, where: str, *, as_json: bool) -> None:
    from onrecord.retrace import trace_report
    from onrecord.views.terminal import open_console, print_lines
    from onrecord.views.trace_text import locate, place_trace_json, place_trace_lines

    places = locate(record.report(report_id).text, where)
    traced = trace_report(record, report_id)
    statements = record.report_statements(report_id)
    if as_json:
        print_json_lines([place_trace_json(traced, places, statements)])
    else:
        print_lines(open_console(), place_trace_lines(traced, places, statements))


def _trace_report(record: Queries, report_id: str, *, as_json: bool) -> None:
    from onrecord.retrace import trace_report
    from onrecord.views.terminal import open_console, print_lines
    from onrecord.views.trace_text import decisions_json, report_trace_lines

    traced = trace_report(record, report_id)
    if as_json:
        fields = decisions_json(traced, traced.decisions)
        print_json_lines([{"report": traced.report.row.id, **fields}])
    else:
        print_lines(open_console(), report_trace_lines(traced))


def _explain_statement(
    record: Queries, statement: Statement, *, trace: bool, as_json: bool
) -> None:
    from onrecord.retrace import trace_report
    from onrecord.views.terminal import TextLine, open_console, print_lines
    from onrecord.views.terminal_report import explanation_lines
    from onrecord.views.trace_text import decisions_about, decisions_json, statement_trace_lines

    extractor = record.extractor_of(statement.id)
    entity = _speaker_entity(record, statement)
    traced = trace_report(record, statement.report) if trace else None
    if as_json:
        explanation = _explanation_json(statement, entity, extractor)
        if traced is not None:
            explanation |= decisions_json(traced, decisions_about(traced, statement))
        print_json_lines([explanation])
        return
    console = open_console()
    report = record.report(statement.report)
    print_lines(console, explanation_lines(statement, report, entity, extractor))
    if traced is not None:
        print_lines(console, [TextLine()])
        print_lines(console, statement_trace_lines(traced, statement))


def _speaker_entity(record: Queries, statement: Statement) -> StoredEntity | None:
    if statement.source is None or statement.source.entity is None:
        return None
    return record.entity(statement.source.entity)


def _explanation_json(
    statement: Statement, entity: StoredEntity | None, extractor: str
) -> dict[str, Any]:
    """The statement, how it was found, and the mentions by which its source was resolved."""
    from onrecord.views.as_json import entity_json, statement_json
    from onrecord.views.provenance import parse_rule
    from onrecord.views.terminal_report import source_mentions

    speaker = None if entity is None else entity_json(entity)
    if entity is not None and speaker is not None:
        speaker["mentions"] = entity_json(source_mentions(statement, entity))["mentions"]
    return {
        **statement_json(statement),
        "found_by": [part._asdict() for part in parse_rule(statement.rule)],
        "extractor": extractor,
        "speaker": speaker,
    }
