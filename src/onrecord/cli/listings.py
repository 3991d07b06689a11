"""The commands that list rows: statements, search, reports, problems.

In: filters. Out: rows in the record's order, as text or as JSON Lines. Text shows 50 rows by default and
prints the total on standard error; JSON prints all rows, so that no program works on a part of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial, wraps
from itertools import islice
from typing import Any, TypeVar, get_args

import click

from onrecord.calendar_days import first_day, last_day
from onrecord.cli.root import notify, record_option, snapshot
from onrecord.errors import UsageError
from onrecord.model import Act, Form, Page, Statement, StatementQuery

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_ROWS = 50
# Rows fetched in one query.
FETCH_SIZE = 500


class _NonBlankText(click.ParamType[str]):
    """A text that is not blank: an empty filter would list everything."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).strip()
        return text or self.fail("it is empty", param, ctx)


class _Probability(click.ParamType[float]):
    """A number from 0 to 1."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        with suppress(ValueError):
            if 0 <= float(value) <= 1:
                return float(value)
        return self.fail(f"{value!r} is not a number from 0 to 1, like 0.9", param, ctx)


class _Date(click.ParamType[str]):
    """A day, or a month or year that stands for its first or last day."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        found = last_day(text) if self.last else first_day(text)
        return found or self.fail(f"{value!r} is not a date like 2024-03-05", param, ctx)


TEXT = _NonBlankText()
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON Lines: one object a line."
)
limit_option = click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"Print at most N rows; 0 means all (default: {DEFAULT_ROWS} as text, all as JSON).",
)
attitudes_option = click.option(
    "--attitudes",
    is_flag=True,
    help="Include attitudes: what people are reported to think, feel or want.",
)
confidence_option = click.option(
    "--min-confidence",
    type=_Probability(),
    metavar="P",
    help="Only statements with at least this confidence, from 0 to 1; at 0.9, about 9 in 10 are right.",
)
_FILTERS = (
    click.option("--by", type=TEXT, metavar="NAME", help="The source: a name or part of one."),
    click.option("--to", type=TEXT, metavar="NAME", help="The addressee: a name or part of one."),
    click.option("--about", type=TEXT, metavar="WORDS", help="Words that all occur in the content or the question."),
    click.option("--act", type=click.Choice(get_args(Act)), metavar="ACT", help=f"The speech act: {', '.join(get_args(Act))}."),
    click.option("--form", type=click.Choice(get_args(Form)), metavar="FORM", help=f"The form of quotation: {', '.join(get_args(Form))}."),
    click.option(
        "--since",
        type=_Date(last=False),
        metavar="DATE",
        help="Said, or if unknown published, on or after this date (2024-03-05, 2024-03, 2024).",
    ),
    click.option(
        "--until", type=_Date(last=True), metavar="DATE", help="Said, or if unknown published, on or before this date."
    ),
    click.option("--outlet", type=TEXT, metavar="NAME", help="Only in reports of this outlet."),
    click.option("--report", type=TEXT, metavar="ID", help="Only in this report: its id or at least its first 6 digits."),
    attitudes_option,
    confidence_option,
)  # fmt: skip


def with_filters(command: F) -> F:
    """Add the filter options to `command`, which receives them as one `query`."""

    @wraps(command)
    def run_with_query(**given: Any) -> Any:
        names = [option for option in StatementQuery.__slots__ if option in given]
        query = StatementQuery(**{name: given.pop(name) for name in names})
        if query.since and query.until and query.since > query.until:
            raise UsageError(f"--since {query.since} is after --until {query.until}")
        return command(query=query, **given)

    wrapped: Any = run_with_query
    for option in reversed(_FILTERS):
        wrapped = option(wrapped)
    narrowed: F = wrapped
    return narrowed


def fetch_rows(
    fetch: Callable[[int, str | None], Page[T]], limit: int | None
) -> tuple[int, Iterator[T]]:
    """The number of rows, and an iterator over the first `limit` (0 or None: all), fetched as needed."""
    first = fetch(min(limit or FETCH_SIZE, FETCH_SIZE), None)

    def every() -> Iterator[T]:
        page = first
        yield from page.rows
        while page.next is not None:
            page = fetch(FETCH_SIZE, page.next)
            yield from page.rows

    return first.total, islice(every(), limit or None)


def print_json_lines(objects: Iterable[dict[str, Any]]) -> None:
    """Print objects as JSON Lines on standard output, always in UTF-8."""
    from onrecord.views.as_json import json_line

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    for each in objects:
        sys.stdout.write(json_line(each) + "\n")


def _print_rows(
    found: tuple[int, Iterator[T]], lines: Callable[[T], Iterable[Any]], noun: str, *, apart: bool
) -> None:
    """Print rows as text, `apart` with blank lines between them, and the number of rows not shown."""
    from onrecord.views.terminal import TextLine, open_console, print_lines

    total, listed = found
    console = open_console()
    shown = 0
    for row in listed:
        if shown and apart:
            print_lines(console, [TextLine()])
        print_lines(console, lines(row))
        shown += 1
    if not total:
        notify(f"no {noun}s")
    elif shown < total:
        notify(f"{shown:,} of {total:,} {noun}s shown; --limit 0 shows all")


def _list_statements(
    ask: Callable[..., Page[Statement]], query: StatementQuery, limit: int | None, *, as_json: bool
) -> None:
    """Print the rows that `ask` returns; if there is no speech among them, the number of attitudes."""
    from onrecord.views.as_json import statement_json
    from onrecord.views.terminal import format_count, statement_lines

    def fetch(size: int, cursor: str | None) -> Page[Statement]:
        return ask(query, limit=size, cursor=cursor)

    found = fetch_rows(fetch, _effective_limit(limit, as_json=as_json))
    if as_json:
        print_json_lines(map(statement_json, found[1]))
        return
    _print_rows(found, statement_lines, "statement", apart=True)
    if not found[0] and not query.attitudes:
        thought = ask(replace(query, attitudes=True), limit=1).total
        if thought:
            notify(f"but {format_count(thought, 'attitude')}; --attitudes lists them")


def _effective_limit(limit: int | None, *, as_json: bool) -> int:
    return limit if limit is not None else 0 if as_json else DEFAULT_ROWS


@click.command()
@with_filters
@limit_option
@json_option
@record_option
def statements(*, query: StatementQuery, limit: int | None, as_json: bool) -> None:
    """List statements: who said what, and when.

    A statement is listed if it matches all filters. Names match in part; upper case and accents do
    not matter. Attitudes (what people are reported to think or want) are listed only with --attitudes.
    """
    from onrecord.views.as_json import statement_json

    with snapshot() as record:
        if as_json and not limit:
            print_json_lines(map(statement_json, record.every_statement(query)))
            return
        _list_statements(record.statements, query, limit, as_json=as_json)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@with_filters
@limit_option
@json_option
@record_option
def search(
    *,
    words: tuple[str, ...],
    query: StatementQuery,
    limit: int | None,
    as_json: bool,
) -> None:
    """Search statements; the best match first.

    WORDS are searched for in the content, the question, the source and the headline.
    """
    text = " ".join(words).strip()
    if not text:
        raise UsageError("search for which words? (onrecord search WORDS)")
    with snapshot() as record:
        _list_statements(partial(record.search, text), query, limit, as_json=as_json)


@click.command()
@click.option("--outlet", type=TEXT, metavar="NAME", help="Only reports of this outlet.")
@limit_option
@json_option
@record_option
def reports(*, outlet: str | None, limit: int | None, as_json: bool) -> None:
    """List the reports. With --json each is complete, including its text."""
    from onrecord.views.as_json import report_json
    from onrecord.views.terminal import report_row_lines

    with snapshot() as record:

        def fetch(size: int, cursor: str | None) -> Page[Any]:
            return record.reports(outlet=outlet, limit=size, cursor=cursor)

        found = fetch_rows(fetch, _effective_limit(limit, as_json=as_json))
        if as_json:
            print_json_lines(report_json(record.report(row.id)) for row in found[1])
        else:
            _print_rows(found, report_row_lines, "report", apart=True)


@click.command()
@json_option
@record_option
def problems(*, as_json: bool) -> None:
    """List input that was not read, or not completely, and why."""
    from onrecord.views.as_json import problem_json
    from onrecord.views.terminal import problem_lines

    with snapshot() as record:
        met = record.problems()
        if as_json:
            print_json_lines(map(problem_json, met))
        else:
            _print_rows((len(met), iter(met)), problem_lines, "problem", apart=False)
