"""The commands about identity: `onrecord who`, `same`, `different`, and `offices import`.

In: names or ids. Out: the entity, its links to other names, and what is uncertain. A user's decision is
stored with its date, its reason and the user's name.

>>> [command.name for command in (same, different, who, offices)]
['same', 'different', 'who', 'offices']
"""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.listings import TEXT, json_option, print_json_lines
from onrecord.cli.root import existing_record, notify, record_option

if TYPE_CHECKING:
    from onrecord.model import Who
    from onrecord.record.identity.clusters import Verdict

# A table of all offices of all states has about a hundred thousand lines.
MAX_TABLE_BYTES = 64 * 2**20

_why_option = click.option("--why", type=TEXT, metavar="TEXT", help="The reason for the decision.")
_by_option = click.option(
    "--by",
    type=TEXT,
    metavar="NAME",
    envvar="ONRECORD_USER",
    help="Who decides (default: the name of the logged-in user).",
)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_why_option
@_by_option
@record_option
def same(*, one: str, other: str, why: str | None, by: str | None) -> None:
    """Decide that A and B are the same person, organisation or place.

    A and B are ids (at least their first 6 digits) or names that only one entity has. Your decision
    overrides the program in every listing and survives re-reading; of two contradicting decisions the
    newest one applies.
    """
    _record_judgement("same", one, other, why, by)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_why_option
@_by_option
@record_option
def different(*, one: str, other: str, why: str | None, by: str | None) -> None:
    """Decide that A and B are different, even if their names are equal.

    Arguments are those of `same`. To separate two people of the same name, write "NAME@REPORT" for
    each, where REPORT is the id of a report that names only that one.
    """
    _record_judgement("different", one, other, why, by)


@click.command()
@click.argument("name", type=TEXT)
@json_option
@record_option
def who(*, name: str, as_json: bool) -> None:
    """Show an entity: its names, offices, statements and uncertain links.

    NAME is a name or a part of one, or an id. Links to other names are shown with their evidence and
    the weight of each piece.
    """
    from onrecord.views.entity_text import who_json, who_lines
    from onrecord.views.terminal import open_console, print_lines

    with existing_record() as record:
        found = record.who(name)
        if as_json:
            print_json_lines([who_json(found)])
        else:
            print_lines(open_console(), who_lines(found))


@click.group()
def offices() -> None:
    """Manage tables of office holders."""


@offices.command("import")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--factbook",
    is_flag=True,
    help="Import the included table: heads of state and government from the CIA World Factbook.",
)
@record_option
def import_offices(*, file: Path | None, factbook: bool) -> int:
    """Import a table of office holders.

    FILE is tab-separated; its first line names the columns person, title, of, from, to, source. Dates
    are years, months or days; an open end is empty. Invalid lines are listed and skipped. Importing a
    table again adds nothing twice. `who` shows the rows of imported tables, and the record uses them,
    with their source, as evidence for the person that a surname with a title refers to.
    """
    if (file is None) != factbook:
        raise click.UsageError("give a FILE, or --factbook for the included table")
    with existing_record() as record:
        if file is None:
            new, problems = record.import_shipped_offices()
        else:
            new, problems = record.import_offices(_text_of(file), file.name)
    for problem in problems:
        notify(f"{problem.where}: {problem.message}")
    notify(f"{new:,} office{'' if new == 1 else 's'} added")
    return 1 if problems else 0


def _text_of(file: Path) -> str:
    """The text of the file. Raises `ClickException` if it is too large or not UTF-8."""
    where = file.name
    if file.stat().st_size > MAX_TABLE_BYTES:
        raise click.ClickException(f"{where}: larger than {MAX_TABLE_BYTES // 2**20} MB")
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{where}: not UTF-8 (byte {error.start})") from error


def _record_judgement(
    verdict: Verdict, one: str, other: str, why: str | None, by: str | None
) -> None:
    with existing_record() as record:
        first, second = record.judge(verdict, one, other, by=by or _current_user(), why=why)
    _print_verdict(first, second)


def _print_verdict(first: Who, second: Who) -> None:
    """Print whether the two names now belong to one entity or to two."""
    labels = [f"{each.entity.name} ({each.entity.id[:12]})" for each in (first, second)]
    if first.entity.id == second.entity.id:
        notify(f"the same: {labels[0]}, {first.statements:,} statements")
    else:
        notify(f"different: {labels[0]} and {labels[1]}")


def _current_user() -> str:
    """The name of the logged-in user, or "unknown"."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
