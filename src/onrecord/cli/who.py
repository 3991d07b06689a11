"""Who is who: `onrecord who`, `same`, `different`, and `offices import`.

In come names or ids, out comes who that is and what is unsure; what a user says about it is kept for
good, with the day, the reason and who said so.

>>> [command.name for command in (same, different, who, offices)]
['same', 'different', 'who', 'offices']
"""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.listings import WORDS, as_lines, json_option
from onrecord.cli.root import complain, kept, record_option

if TYPE_CHECKING:
    from onrecord.model import Who
    from onrecord.record.identity.clusters import Verdict

# A table of every office of every state has some hundred thousand lines.
LARGEST_TABLE = 64 * 2**20

_why = click.option(
    "--why", type=WORDS, metavar="TEXT", help="The reason, for whoever reads it later."
)
_by = click.option(
    "--by",
    type=WORDS,
    metavar="NAME",
    envvar="ONRECORD_USER",
    help="Who says so (default: who is logged in).",
)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_why
@_by
@record_option
def same(*, one: str, other: str, why: str | None, by: str | None) -> None:
    """Say that A and B are the same person, organisation or place.

    A and B are ids (their first 6 digits do) or names that only one entity bears. What you say holds
    against the program, in every listing from now on, and through every re-reading; the newest word
    holds where two contradict.
    """
    _judge("same", one, other, why, by)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_why
@_by
@record_option
def different(*, one: str, other: str, why: str | None, by: str | None) -> None:
    """Say that A and B are two, whatever they are called.

    As `same`. Two people of one name are told apart by a report each: "NAME@REPORT", where REPORT is a
    report's id.
    """
    _judge("different", one, other, why, by)


@click.command()
@click.argument("name", type=WORDS)
@json_option
@record_option
def who(*, name: str, as_json: bool) -> None:
    """Tell who somebody is: names, offices, statements, doubts.

    NAME is a name or a part of one, or an id. Links to others that may be the same come with their
    evidence, each with what it weighs.
    """
    from onrecord.views.entity_text import who_json, who_lines
    from onrecord.views.terminal import paper, put

    with kept() as record:
        found = record.who(name)
        if as_json:
            as_lines([who_json(found)])
        else:
            put(paper(), who_lines(found))


@click.group()
def offices() -> None:
    """Tables of who held which office when."""


@offices.command("import")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--factbook",
    is_flag=True,
    help="The table that comes with onrecord: heads of state and government by the CIA World Factbook.",
)
@record_option
def import_offices(*, file: Path | None, factbook: bool) -> int:
    """Import who held which office when, from a table.

    FILE holds tab-separated lines; the first names the columns person, title, of, from, to, source.
    Dates are years, months or days; an open end is left empty. Lines that are wrong are listed and
    left out. Importing a table again adds nothing twice. `who` shows what a table says, and the record
    takes it, with its source, as evidence of whom a bare surname with that office means on that day.
    """
    if (file is None) != factbook:
        raise click.UsageError("give a FILE, or --factbook for the table that comes with onrecord")
    with kept() as record:
        if file is None:
            new, problems = record.import_shipped_offices()
        else:
            new, problems = record.import_offices(_text_of(file), file.name)
    for problem in problems:
        complain(f"{problem.where}: {problem.message}")
    complain(f"{new:,} office{'' if new == 1 else 's'} added")
    return 1 if problems else 0


def _text_of(file: Path) -> str:
    """A table's text, if it is one and of a size to be one."""
    where = file.name
    if file.stat().st_size > LARGEST_TABLE:
        raise click.ClickException(f"{where}: larger than {LARGEST_TABLE // 2**20} MB")
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{where}: not UTF-8 (byte {error.start})") from error


def _judge(verdict: Verdict, one: str, other: str, why: str | None, by: str | None) -> None:
    with kept() as record:
        first, second = record.judge(verdict, one, other, by=by or _user(), why=why)
    _say(first, second)


def _say(first: Who, second: Who) -> None:
    """What is so from now on."""
    told = [f"{each.entity.name} ({each.entity.id[:12]})" for each in (first, second)]
    if first.entity.id == second.entity.id:
        complain(f"one: {told[0]}, {first.statements:,} statements")
    else:
        complain(f"two: {told[0]} and {told[1]}")


def _user() -> str:
    """Who is logged in, or that nobody knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
