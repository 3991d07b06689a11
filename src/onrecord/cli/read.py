"""The command `onrecord read`: read sources into the record, or stored reports again.

In: paths and options. Out: a changed record, one line of counts, and one line on standard error for each problem. A
terminal shows a progress bar.

>>> field_map(["text=content_original", "uri=link"])
{'text': 'content_original', 'uri': 'link'}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from onrecord.cli.root import STOPPED, existing_record, notify, record_option, record_path

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from onrecord.engine import Outcome, Progress

# Problems printed one by one; `onrecord problems` lists the others.
PRINTED = 100
# A terminal with fewer columns shows only a bar, a percentage and a count.
WIDE = 72


def field_map(pairs: Sequence[str]) -> dict[str, str]:
    """`["text=body"]` as a mapping. Raises `click.BadParameter` for anything that is not such a pair."""
    found: dict[str, str] = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not (sign and ours.strip() and theirs.strip()):
            raise click.BadParameter(f"{pair!r} is not of the form text=their_field")
        if ours.strip() in found:
            raise click.BadParameter(f"{ours.strip()!r} is given twice")
        found[ours.strip()] = theirs.strip()
    return found


def _fields(_: click.Context, __: click.Parameter, pairs: Sequence[str]) -> dict[str, str]:
    return field_map(pairs)


def _check_date(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    try:
        return text if text is None or datetime.fromisoformat(text) else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date like 2024-03-05") from None


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="OURS=THEIRS",
    callback=_fields,
    help="In JSON Lines, the name of a field in the file (text=content_original). May be repeated.",
)
@click.option(
    "--published",
    metavar="DATE",
    callback=_check_date,
    help="The date of publication of reports that do not state one.",
)
@click.option("--outlet", metavar="NAME", help="The outlet of reports that do not state one.")
@click.option("--pipeline", metavar="NAME", help="An installed spaCy pipeline to read with.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes that read at the same time (default: one for each core).",
)
@click.option(
    "--fast", is_flag=True, help="Read with the smaller model: faster, finds slightly less."
)
@click.option(
    "--again",
    is_flag=True,
    help="Read again the reports that an older version read, from the text in the record.",
)
@click.option("--quiet", is_flag=True, help="Print neither a progress bar nor the line of counts.")
@record_option
def read(
    *,
    sources: tuple[str, ...],
    fields: dict[str, str],
    published: str | None,
    outlet: str | None,
    pipeline: str | None,
    workers: int | None,
    fast: bool,
    again: bool,
    quiet: bool,
) -> int:
    """Read reports into the record.

    SOURCE is a text, Markdown, HTML or JSON Lines file, a folder (read with all its subfolders), or - for
    standard input. Reading the same text again changes nothing; after an interruption the same
    command continues where it stopped. With --again, reports that an older version read are read
    from the text in the record; their earlier findings stay readable, and judgements stay in force.
    """
    from onrecord.engine import ReadOptions, read_again, read_sources
    from onrecord.record.record import Record

    if again and (sources or fields or published or outlet):
        raise click.UsageError(
            "--again reads the text in the record: it takes no SOURCE, --field, --published or --outlet"
        )
    if not again and not sources:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    options = ReadOptions(fields, published, outlet, pipeline, workers, "fast" if fast else "full")
    with existing_record() if again else Record.open(record_path()) as record:
        try:
            with _progress(quiet=quiet) as progress:
                if again:
                    finder = options.finder if fast else None
                    outcome = read_again(record, options=options, finder=finder, progress=progress)
                else:
                    outcome = read_sources(record, sources, options=options, progress=progress)
        except KeyboardInterrupt:
            notify("stopped; what was read is kept, and the same command continues from there")
            return STOPPED
    return _report_outcome(outcome, quiet=quiet)


def _report_outcome(outcome: Outcome, *, quiet: bool) -> int:
    for problem in outcome.problems[:PRINTED]:
        notify(f"{problem.where}: {problem.message}")
    if (more := len(outcome.problems) - PRINTED) > 0:
        notify(f"and {more:,} more problems: onrecord problems lists them")
    if not quiet:
        click.echo(outcome_line(outcome))
    return 1 if outcome.problems else 0


def outcome_line(outcome: Outcome) -> str:
    """The result of a run in one line."""
    from onrecord.views.terminal import format_count

    parts = [
        f"{format_count(outcome.read, 'report')} read, {format_count(outcome.statements, 'statement')} found"
    ]
    if outcome.known:
        parts.append(f"{format_count(outcome.known, 'report')} known before")
    if outcome.problems:
        parts.append(format_count(len(outcome.problems), "problem"))
    return "; ".join(parts)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on standard error if that is a terminal, else nothing."""
    from onrecord.views.terminal import format_count, one_line, open_console

    console = open_console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    with _bar(narrow=console.width < WIDE) as bar:
        task = bar.add_task("", total=None, reports="", name="")

        def show(name: str, done: int, total: int | None, reports: int) -> None:
            bar.update(
                task,
                completed=done,
                total=total,
                reports=format_count(reports, "report"),
                name=one_line(name),
            )

        yield show


def _bar(*, narrow: bool) -> Bar:
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    from onrecord.views.terminal import open_console

    columns = [
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn("{task.fields[reports]}", markup=False),
    ]
    if not narrow:
        one = Column(no_wrap=True, overflow="ellipsis", max_width=32)
        columns += [
            TimeRemainingColumn(),
            TextColumn("{task.fields[name]}", markup=False, table_column=one),
        ]
    return Progress(*columns, console=open_console(stderr=True), transient=True)
