"""The listings: statements, search, reports, problems; as text for people or JSON Lines for programs.

In come filters, out come rows in the record's order. Text shows 50 rows unless told otherwise and says
on standard error how many there are; JSON gives all, so that no program takes a part for the whole.

>>> day("2024-02", last=True), day("2024", last=False)
('2024-02-29', '2024-01-01')
"""

from __future__ import annotations

import sys
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial, wraps
from itertools import islice
from typing import Any, TypeVar, get_args

import click

from onrecord.cli.root import complain, is_date, kept, record_option
from onrecord.errors import UsageError
from onrecord.model import Act, Form, Page, Statement, StatementQuery

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

SHOWN = 50
# Rows fetched at a time.
CHUNK = 500


class _Words(click.ParamType[str]):
    """Text that is not blank: an empty filter would list everything, which nobody asks for."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).strip()
        return text or self.fail("it is empty", param, ctx)


class _Share(click.ParamType[float]):
    """A number from 0 to 1."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        with suppress(ValueError):
            if 0 <= float(value) <= 1:
                return float(value)
        return self.fail(f"{value!r} is not a number from 0 to 1, like 0.9", param, ctx)


class _Day(click.ParamType[str]):
    """A day, or a month or year that stands for its first or last day."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        found = day(str(value), last=self.last)
        return found or self.fail(f"{value!r} is not a date like 2024-03-05", param, ctx)


def day(text: str, *, last: bool) -> str | None:
    """`2024-03-05` as it is; `2024-03` and `2024` as their first or last day; else None."""
    if len(text) == 4:
        text += "-12" if last else "-01"
    if len(text) == 7 and is_date(f"{text}-01"):
        text += f"-{monthrange(int(text[:4]), int(text[5:]))[1]:02}" if last else "-01"
    return text if len(text) == 10 and is_date(text) else None


WORDS = _Words()
json_option = click.option(
    "--json", "as_json", is_flag=True, help="JSON Lines: one object a line, nothing else."
)
limit_option = click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"At most N rows; 0 is all (default: {SHOWN} as text, all as JSON).",
)
attitudes_option = click.option(
    "--attitudes",
    is_flag=True,
    help="Also what somebody is said to think, feel or want; else only what was said.",
)
confidence_option = click.option(
    "--min-confidence",
    type=_Share(),
    metavar="P",
    help="Only what was found with at least that confidence, from 0 to 1; of what has 0.9, some 9 in 10 are right.",
)
_FILTERS = (
    click.option("--by", type=WORDS, metavar="NAME", help="Who speaks: a name or part of one."),
    click.option("--to", type=WORDS, metavar="NAME", help="Who is spoken to."),
    click.option("--about", type=WORDS, metavar="WORDS", help="Words that all stand in what is said."),
    click.option("--act", type=click.Choice(get_args(Act)), metavar="ACT", help=f"What is done by saying it: {', '.join(get_args(Act))}."),
    click.option("--form", type=click.Choice(get_args(Form)), metavar="FORM", help=f"How it is quoted: {', '.join(get_args(Form))}."),
    click.option(
        "--since",
        type=_Day(last=False),
        metavar="DATE",
        help="Said, or else reported, on that day or later (2024-03-05, 2024-03, 2024).",
    ),
    click.option(
        "--until", type=_Day(last=True), metavar="DATE", help="The same day or earlier."
    ),
    click.option("--outlet", type=WORDS, metavar="NAME", help="In that outlet's reports."),
    click.option("--report", type=WORDS, metavar="ID", help="In that report: its id, 6 digits do."),
    attitudes_option,
    confidence_option,
)  # fmt: skip


def filtered(command: F) -> F:
    """Give `command` the options that narrow statements; it gets them as one `query`."""

    @wraps(command)
    def with_query(**given: Any) -> Any:
        names = [option for option in StatementQuery.__slots__ if option in given]
        query = StatementQuery(**{name: given.pop(name) for name in names})
        if query.since and query.until and query.since > query.until:
            raise UsageError(f"--since {query.since} is after --until {query.until}")
        return command(query=query, **given)

    wrapped: Any = with_query
    for option in reversed(_FILTERS):
        wrapped = option(wrapped)
    narrowed: F = wrapped
    return narrowed


def rows(fetch: Callable[[int, str | None], Page[T]], limit: int | None) -> tuple[int, Iterator[T]]:
    """How many rows there are, and the first `limit` of them (0 or None: all), fetched as needed."""
    first = fetch(min(limit or CHUNK, CHUNK), None)

    def every() -> Iterator[T]:
        page = first
        yield from page.rows
        while page.next is not None:
            page = fetch(CHUNK, page.next)
            yield from page.rows

    return first.total, islice(every(), limit or None)


def as_lines(objects: Iterable[dict[str, Any]]) -> None:
    """JSON Lines to standard output, in UTF-8 whatever the terminal's encoding."""
    from onrecord.views.as_json import json_line

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    for each in objects:
        sys.stdout.write(json_line(each) + "\n")


def _as_text(
    found: tuple[int, Iterator[T]], lines: Callable[[T], Iterable[Any]], noun: str, *, apart: bool
) -> None:
    """Rows as text, a blank line between those of several lines, and how many were left out."""
    from rich.text import Text

    from onrecord.views.terminal import Line, paper, put

    total, listed = found
    console = paper()
    shown = 0
    for row in listed:
        if shown and apart:
            put(console, [Line(Text())])
        put(console, lines(row))
        shown += 1
    if not total:
        complain(f"no {noun}s")
    elif shown < total:
        complain(f"{shown:,} of {total:,} {noun}s shown; --limit 0 shows all")


def _list_statements(
    ask: Callable[..., Page[Statement]], query: StatementQuery, limit: int | None, *, as_json: bool
) -> None:
    """What `ask` finds; where nothing was said that matches, how much of what is thought does."""
    from onrecord.views.as_json import statement_json
    from onrecord.views.terminal import counted, statement_lines

    def fetch(size: int, cursor: str | None) -> Page[Statement]:
        return ask(query, limit=size, cursor=cursor)

    found = rows(fetch, _limit(limit, as_json=as_json))
    if as_json:
        as_lines(map(statement_json, found[1]))
        return
    _as_text(found, statement_lines, "statement", apart=True)
    if not found[0] and not query.attitudes:
        thought = ask(replace(query, attitudes=True), limit=1).total
        if thought:
            complain(
                f"but {counted(thought, 'attitude')}; --attitudes lists what is thought or wanted"
            )


def _limit(limit: int | None, *, as_json: bool) -> int:
    return limit if limit is not None else 0 if as_json else SHOWN


@click.command()
@filtered
@limit_option
@json_option
@record_option
def statements(*, query: StatementQuery, limit: int | None, as_json: bool) -> None:
    """List statements: who said what, and when.

    Filters narrow together. Names match in part, case and accents aside. What somebody is only said
    to think or want is left out, unless --attitudes is given.
    """
    from onrecord.views.as_json import statement_json

    with kept() as record:
        if as_json and not limit:
            as_lines(map(statement_json, record.every_statement(query)))
            return
        _list_statements(record.statements, query, limit, as_json=as_json)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@filtered
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

    WORDS are looked for in what is said, the question answered, who says it, and the headline.
    """
    text = " ".join(words).strip()
    if not text:
        raise UsageError("search for which words? (onrecord search WORDS)")
    with kept() as record:
        _list_statements(partial(record.search, text), query, limit, as_json=as_json)


@click.command()
@click.option("--outlet", type=WORDS, metavar="NAME", help="That outlet's reports only.")
@limit_option
@json_option
@record_option
def reports(*, outlet: str | None, limit: int | None, as_json: bool) -> None:
    """List the reports read. As JSON each comes whole, with its text."""
    from onrecord.views.as_json import report_json
    from onrecord.views.terminal import row_lines

    with kept() as record:

        def fetch(size: int, cursor: str | None) -> Page[Any]:
            return record.reports(outlet=outlet, limit=size, cursor=cursor)

        found = rows(fetch, _limit(limit, as_json=as_json))
        if as_json:
            as_lines(report_json(record.report(row.id)) for row in found[1])
        else:
            _as_text(found, row_lines, "report", apart=True)


@click.command()
@json_option
@record_option
def problems(*, as_json: bool) -> None:
    """List what was not read, or not read whole, and why."""
    from onrecord.views.as_json import problem_json
    from onrecord.views.terminal import problem_lines

    with kept() as record:
        met = record.problems()
        if as_json:
            as_lines(map(problem_json, met))
        else:
            _as_text((len(met), iter(met)), problem_lines, "problem", apart=False)
