"""The commands that show a report with its statements marked, and counts over the record.

In: an id. Out: text or one JSON object.

>>> [command.name for command in (show, summary)]
['show', 'summary']
"""

from __future__ import annotations

import click

from onrecord.cli.listings import attitudes_option, confidence_option, json_option, print_json_lines
from onrecord.cli.root import notify, record_option, snapshot
from onrecord.model import StatementQuery


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

    with snapshot() as record:
        found = record.report(report)
        if as_json:
            print_json_lines([report_json(found)])
            return
        query = StatementQuery(
            report=found.row.id, attitudes=attitudes, min_confidence=min_confidence
        )
        print_lines(open_console(), report_lines(found, tuple(record.every_statement(query))))


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
    from onrecord.reading.version import rules_version
    from onrecord.views.as_json import statement_json, summary_json
    from onrecord.views.highlights import select_highlights
    from onrecord.views.terminal import format_count, open_console, print_lines, summary_lines

    with snapshot() as record:
        numbers = record.summary()
        outdated = record.count_outdated(rules_version())
        telling = select_highlights(record, limit)
        if as_json:
            counts = {**summary_json(numbers), "outdated": outdated}
            print_json_lines([{**counts, "telling": [*map(statement_json, telling)]}])
            return
        print_lines(open_console(), summary_lines(numbers, telling))
    if outdated:
        reports = format_count(outdated, "report")
        notify(f"an older version read {reports}: onrecord read --again reads them again")
