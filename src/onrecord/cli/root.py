"""The `onrecord` command: the path of the record, error messages, exit status.

In: command-line arguments. Out: an exit status. The other modules of this package define the commands
and import heavy libraries only when they run, so that `--help` is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from onrecord.errors import OnrecordError, UsageError

if TYPE_CHECKING:
    from onrecord.record.record import Record
    from onrecord.record.snapshot import Snapshot


MISUSE = 2
# EX_SOFTWARE of sysexits.h, and a shell's status after Ctrl-C.
INTERNAL_ERROR = 70
STOPPED = 130


HELP = """Read news reports and keep the record: who said what, to whom, when.

\b
onrecord read reports/       read a folder into the record
onrecord summary             counts, and the most important statements
onrecord statements --by N   what N said
onrecord serve               the record as a web page

Exit status: 0 success, 1 some input was not read (onrecord problems lists it), 2 wrong usage.
"""


class _OutputClosed(Exception):
    """The reader of standard output closed it."""


class _CommandGroup(click.Group):
    """A group that passes a closed pipe on to `run`; click would exit with status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as closed:
            raise _OutputClosed from closed


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
    help="The file of the record (before or after the command's name).",
)


@click.group(cls=_CommandGroup, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--record",
    metavar="PATH",
    envvar="ONRECORD_RECORD",
    default="onrecord.db",
    show_default=True,
    show_envvar=True,
    expose_value=False,
    callback=_take_record,
    help="The file of the record.",
)
@click.version_option(package_name="onrecord", message="%(prog)s %(version)s")
def root() -> None:
    """Do nothing: the commands do the work."""


def run(args: Sequence[str] | None = None) -> int:
    """Run `onrecord` with `args` (default: those of the process) and return the exit status."""
    # The caller may have closed either; output then goes to the null device.
    sys.stdout = sys.stdout or _null_stream()
    sys.stderr = sys.stderr or _null_stream()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = root.main(args, prog_name="onrecord", standalone_mode=False)
        sys.stdout.flush()
    except (_OutputClosed, BrokenPipeError):
        # Discard what is still buffered, or the interpreter reports an error at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - every error is shown as one line
        return _report_error(error)
    return status if isinstance(status, int) else 0


def _null_stream() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _report_error(error: Exception) -> int:
    """Print the error as one line and return the exit status."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return MISUSE
    if isinstance(error, click.Abort):
        notify("stopped")
        return STOPPED
    if isinstance(error, OnrecordError | click.ClickException | OSError):
        notify(_error_message(error))
        return MISUSE
    if os.environ.get("ONRECORD_DEBUG"):
        raise error
    notify(f"internal error: {type(error).__name__}: {error} (ONRECORD_DEBUG=1 shows where)")
    return INTERNAL_ERROR


def _error_message(error: OnrecordError | click.ClickException | OSError) -> str:
    if isinstance(error, OSError):
        parts = (error.filename, error.strerror or error)
        return ": ".join(str(part) for part in parts if part)
    if not isinstance(error, click.ClickException):
        return str(error)
    asked = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message() + (f" ({asked.command_path} --help)" if asked else "")


def notify(message: str) -> None:
    """Print one line on standard error, with control characters escaped."""
    from onrecord.views.terminal import one_line

    click.echo(f"onrecord: {one_line(message)}", err=True)


@contextmanager
def existing_record() -> Iterator[Record]:
    """Open the record for queries. Raises `UsageError` if there is none; creates no file."""
    path = record_path()
    if not path.exists():
        raise UsageError(f"no record at {path}: onrecord read SOURCE creates one")
    from onrecord.record.record import Record

    with Record.open(path, create=False) as record:
        yield record


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open the record and ask all questions of one state of it. Raises as `existing_record` does."""
    with existing_record() as record, record.snapshot() as asked:
        yield asked


def record_path() -> Path:
    """The path of the record: from the option, the environment or the default."""
    return Path(click.get_current_context().obj)
