"""The commands `onrecord export` and `onrecord serve`.

`export` writes a file, completely or not at all; `serve` runs a web server on this machine until Ctrl-C.

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
from onrecord.cli.root import existing_record, notify, record_option, record_path, snapshot
from onrecord.errors import UsageError
from onrecord.model import StatementQuery

if TYPE_CHECKING:
    from onrecord.record.queries.verbs import Queries
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
    help="The file to write; it appears only when it is complete (default: standard output).",
)
@attitudes_option
@confidence_option
@record_option
def export(
    *, kind: str, form: Format, output: str, attitudes: bool, min_confidence: float | None
) -> None:
    """Write all statements, reports, entities or times to a file.

    Statements are exported without attitudes unless --attitudes is given.

    JSON Lines and Parquet contain the exact text in nested fields. CSV has flat columns; an apostrophe
    precedes a text that a spreadsheet would take for a formula (one that begins with =, +, -, @, a tab
    or a carriage return).
    """
    from onrecord.views.export import write, write_atomically

    query = StatementQuery(attitudes=attitudes, min_confidence=min_confidence)
    if kind != "statements" and query != StatementQuery():
        raise UsageError(f"--attitudes and --min-confidence are for statements, not {kind}")
    with snapshot() as record:
        found = _json_objects(record, kind, query)
        if output != "-":
            place = Path(output)
            if place.resolve() == record_path().resolve():
                raise UsageError(f"{output} is the record itself: name another file")
            with write_atomically(place) as out:
                count = write(kind, form, found, out)
            notify(f"{count:,} {kind} written to {output}")
        else:
            _to_stdout(kind, form, found)


def _to_stdout(kind: str, form: Format, found: Iterator[dict[str, Any]]) -> None:
    """Write to standard output; on a terminal, CSV has its control characters escaped."""
    from onrecord.views.export import write

    if not sys.stdout.isatty():
        write(kind, form, found, sys.stdout.buffer)
        return
    if form == "parquet":
        raise UsageError("Parquet is not text: name a file with -o FILE")
    write(kind, form, map(_visible_strings, found) if form == "csv" else found, sys.stdout.buffer)


def _visible_strings(value: Any) -> Any:
    """A JSON value with control characters escaped in every text."""
    from onrecord.views.terminal import visible

    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _visible_strings(each) for key, each in value.items()}
    return [_visible_strings(each) for each in value] if isinstance(value, list) else value


def _json_objects(record: Queries, kind: str, query: StatementQuery) -> Iterator[dict[str, Any]]:
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
    help="The address to listen on; by default only this machine can connect.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8017,
    show_default=True,
    metavar="N",
    help="The port to listen on; 0 means any free port.",
)
@record_option
def serve(*, host: str, port: int) -> int:
    """Serve the record as a web page, until Ctrl-C."""
    with existing_record():
        pass  # report an error of the record before the server starts
    from onrecord.views.web.app import serve as run

    def ready(address: str) -> None:
        notify(f"serving {record_path()} at {address} (Ctrl-C stops)")

    try:
        run(record_path(), host, port, ready=ready)
    except KeyboardInterrupt:
        return 0
    return 0
