"""The `onrecord` command itself: where the record is, what goes wrong, and how that is said.

In come the words typed, out comes an exit status. Commands live in the modules beside this one and
import what is heavy only when they run, so that `--help` is quick.

>>> is_date("2024-02-29"), is_date("2023-02-29")
(True, False)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from onrecord.errors import OnrecordError, UsageError

if TYPE_CHECKING:
    from onrecord.record.record import Record


MISUSE = 2
# What sysexits.h calls an error of the program itself, and a shell an end by Ctrl-C.
OUR_FAULT = 70
STOPPED = 130


HELP = """Read news reports and keep the record: who said what, to whom, when.

\b
onrecord read reports/       read a folder into the record
onrecord summary             the record in numbers, and what tells most
onrecord statements --by N   who said what
onrecord serve               the same as a page in the browser

Exit status: 0 all done, 1 some problems (onrecord problems lists them), 2 misuse.
"""


class _Closed(Exception):
    """Standard output was closed by its reader."""


class _Root(click.Group):
    """A group that lets a closed pipe through to `main`; click would exit with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as closed:
            raise _Closed from closed


def _take_record(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        if not value.strip():
            raise click.BadParameter("a record needs a path")
        ctx.obj = value


record_option = click.option(
    "--record",
    metavar="PATH",
    expose_value=False,
    callback=_take_record,
    help="The record's file (before or after the command's name).",
)


@click.group(cls=_Root, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--record",
    metavar="PATH",
    envvar="ONRECORD_RECORD",
    default="onrecord.db",
    show_default=True,
    show_envvar=True,
    expose_value=False,
    callback=_take_record,
    help="The record's file.",
)
@click.version_option(package_name="onrecord", message="%(prog)s %(version)s")
def root() -> None:
    """Nothing: the commands do the work."""


def run(args: Sequence[str] | None = None) -> int:
    """Run `onrecord` with `args` (else those of the process); the exit status."""
    # A caller may have closed either; what we write then goes nowhere.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = root.main(args, prog_name="onrecord", standalone_mode=False)
        sys.stdout.flush()
    except (_Closed, BrokenPipeError):
        # What is still buffered has no reader: let it go, or the interpreter complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last line before the user, who is owed one line
        return _failed(error)
    return status if isinstance(status, int) else 0


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _failed(error: Exception) -> int:
    """Say in one line what went wrong; the exit status it means."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return MISUSE
    if isinstance(error, click.Abort):
        complain("stopped")
        return STOPPED
    if isinstance(error, OnrecordError | click.ClickException | OSError):
        complain(_said(error))
        return MISUSE
    if os.environ.get("ONRECORD_DEBUG"):
        raise error
    complain(
        f"a fault in onrecord itself: {type(error).__name__}: {error} (ONRECORD_DEBUG=1 shows where)"
    )
    return OUR_FAULT


def _said(error: OnrecordError | click.ClickException | OSError) -> str:
    if isinstance(error, OSError):
        parts = (error.filename, error.strerror or error)
        return ": ".join(str(part) for part in parts if part)
    if not isinstance(error, click.ClickException):
        return str(error)
    asked = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message() + (f" ({asked.command_path} --help)" if asked else "")


def complain(message: str) -> None:
    """One line on standard error, nothing in it for a terminal to obey."""
    from onrecord.views.terminal import one_line

    click.echo(f"onrecord: {one_line(message)}", err=True)


@contextmanager
def kept() -> Iterator[Record]:
    """The record there is, to ask it. Raises `UsageError` where there is none; makes no file."""
    path = record_path()
    if not path.exists():
        raise UsageError(f"no record at {path}: onrecord read SOURCE makes one")
    from onrecord.record.record import Record

    with Record.open(path, create=False) as record:
        yield record


def record_path() -> Path:
    """Where the record is, by option, environment or default."""
    return Path(click.get_current_context().obj)


def is_date(text: str) -> bool:
    """Whether `text` is a day of the calendar in ISO form."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
