"""`onrecord export` and `onrecord serve`: the record as a file, and as a page in the browser.

In comes what is asked for, out comes a file that is written whole or not at all, or a server on this
machine that runs until Ctrl-C.

>>> KINDS
('statements', 'reports', 'entities', 'times')
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.listings import attitudes_option, confidence_option
from onrecord.cli.root import complain, kept, record_option, record_path
from onrecord.errors import UsageError
from onrecord.model import StatementQuery

if TYPE_CHECKING:
    from onrecord.record.record import Record
    from onrecord.views.export import Format

KINDS = ("statements", "reports", "entities", "times")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "--format",
    "form",
    type=click.Choice(("jsonl", "csv", "parquet")),
    default="jsonl",
    show_default=True,
    help="JSON Lines, CSV for spreadsheets, or Parquet (needs onrecord[tables]).",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="-",
    help="Where to; it appears only once it is whole (default: standard output).",
)
@attitudes_option
@confidence_option
@record_option
def export(
    *, kind: str, form: Format, output: str, attitudes: bool, min_confidence: float | None
) -> None:
    """Write all statements, reports, entities or times to a file.

    Statements are those that were said; --attitudes adds the rest.

    JSON Lines and Parquet hold the exact text, nested as in the record. CSV lays it flat; in it, a
    text that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a carriage
    return) is led by an apostrophe.
    """
    from onrecord.views.export import write, written_whole

    query = StatementQuery(attitudes=attitudes, min_confidence=min_confidence)
    if kind != "statements" and query != StatementQuery():
        raise UsageError(f"--attitudes and --min-confidence are for statements, not {kind}")
    with kept() as record:
        found = _objects(record, kind, query)
        if output != "-":
            place = Path(output)
            if place.resolve() == record_path().resolve():
                raise UsageError(f"{output} is the record itself: name another file")
            with written_whole(place) as out:
                count = write(kind, form, found, out)
            complain(f"{count:,} {kind} written to {output}")
        else:
            _to_stdout(kind, form, found)


def _to_stdout(kind: str, form: Format, found: Iterator[dict[str, Any]]) -> None:
    """To a pipe as it is; to a terminal no bytes that it would obey."""
    from onrecord.views.export import write

    if not sys.stdout.isatty():
        write(kind, form, found, sys.stdout.buffer)
        return
    if form == "parquet":
        raise UsageError("Parquet is not text: name a file with -o FILE")
    write(kind, form, map(_tame, found) if form == "csv" else found, sys.stdout.buffer)


def _tame(value: Any) -> Any:
    """A JSON value with every text in it made visible."""
    from onrecord.views.terminal import visible

    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _tame(each) for key, each in value.items()}
    return [_tame(each) for each in value] if isinstance(value, list) else value


def _objects(record: Record, kind: str, query: StatementQuery) -> Iterator[dict[str, Any]]:
    from onrecord.views.as_json import entity_json, report_json, statement_json, time_json

    match kind:
        case "statements":
            return map(statement_json, record.every_statement(query))
        case "reports":
            return map(report_json, record.every_report())
        case "entities":
            return map(entity_json, record.every_entity())
        case _:
            return map(time_json, record.every_time())


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen; by default only this machine can ask.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8017,
    show_default=True,
    metavar="N",
    help="On which port; 0 is any free one.",
)
@record_option
def serve(*, host: str, port: int) -> int:
    """Serve the record as a page for the browser, until Ctrl-C."""
    with kept():
        pass  # says in one line what is wrong with the record, before a server starts
    from onrecord.views.web.app import serve as run

    def ready(address: str) -> None:
        complain(f"serving {record_path()} at {address} (Ctrl-C stops)")

    try:
        run(record_path(), host, port, ready=ready)
    except KeyboardInterrupt:
        return 0
    return 0
