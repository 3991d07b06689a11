"""Write `docs/cli.md`, the reference of the command line, from the program.

`python -m docs.make_cli_reference` writes it; with `--check` it exits with status 1 if the file is stale.

>>> reference().splitlines()[0]
'# The command line'
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from onrecord.cli import root
from onrecord.views.as_json import KINDS
from onrecord.views.flat_tables import COLUMNS

PLACE = Path(__file__).with_name("cli.md")
WIDTH = 88
HEAD = """# The command line

Written by `make docs` from the program; do not edit.

An error is one line on standard error. Besides the exit statuses below, 130 means stopped by Ctrl-C (what was
read is kept) and 70 an internal error. A listing of a record that does not exist is an error and creates no
file. A pipe that closes early (`| head`) ends a command silently. `NO_COLOR` switches colours off; a pipe or a
file gets each line unwrapped and without colour. Control characters in a report's text are escaped (`\\x1b`),
so that no text can control a terminal.
"""
JSON = """## JSON

`--json` and `export --format jsonl` print one object a line in UTF-8. Spans are `[start, end)` in Unicode
code points of the report's `text`; unknown is `null`. The JSON Schema (draft 2020-12) of each object is in
[`src/onrecord/views/schema/`](../src/onrecord/views/schema/): {schemas}. `reports --json` and `show --json`
print complete reports. `explain --json` is a statement with three more fields: `found_by` (each tagger or rule
that found it, with `kind`, `tagger` or `rule`, and `name`), `extractor` (the version of rules and models) and
`speaker` (the entity its source was resolved to, with the mentions that support it, or `null`). `--trace` adds
`traced_with` (the version that read the text again) and `trace`, a list of decisions in order: `step`, `verdict`
(`proposed`, `kept`, `changed` or `dropped`), `spans`, `why` and `rule`. `explain REPORT --at PLACE --json` has
`report`, `at` (the span), `offsets` (all occurrences of the words), `passage` (with `read`, or `null`),
`extractor`, `traced_with`, `trace` and `statements` (ids of those recorded there).
`who --json` is an entity without its mentions, with more fields: `borne` (its names in reports, each with its
own id), `joined` and `suggested` (links, each with its `evidence`), `judgements`, `holders` (rows of imported
office tables), `statements` (their number) and `latest` (the newest of them).
`summary --json` is one object: the counts, `acts`, `outdated` (reports that an older version read) and `telling` (the most
important statements).
"""
CSV = """## Columns of CSV

Parquet and `to_arrow()` are nested like the JSON; CSV and `to_pandas()` are flat, in these columns. Empty
is unknown. In CSV only, an apostrophe precedes a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage
return, so that a spreadsheet shows it and does not compute it; JSON Lines and Parquet have the exact text. CSV
follows RFC 4180, in UTF-8 with a header line. Spreadsheets cut cells at 32,767 characters.
"""


def reference() -> str:
    """The text of the page."""
    schemas = ", ".join(f"[`{kind}`](../src/onrecord/views/schema/{kind}.json)" for kind in KINDS)
    return "\n".join([HEAD, *_commands(), JSON.format(schemas=schemas), CSV, *_columns()])


def _commands() -> Iterator[str]:
    top = click.Context(
        root, info_name="onrecord", terminal_width=WIDTH, max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )  # fmt: skip
    yield _help("onrecord", top)
    for name in root.list_commands(top):
        command = root.get_command(top, name)
        if command is not None:
            context = click.Context(command, parent=top, info_name=name)
            yield _help(f"onrecord {name}", context)
            for under, part in getattr(command, "commands", {}).items():
                nested = click.Context(part, parent=context, info_name=under)
                yield _help(f"onrecord {name} {under}", nested)


def _help(title: str, context: click.Context) -> str:
    return f"## {title}\n\n```text\n{context.get_help()}\n```\n"


def _columns() -> Iterator[str]:
    for kind, columns in COLUMNS.items():
        if kind != "problems":  # listed, not exported
            rows = [f"| `{each.name}` | {each.cell_type} | {each.origin} |" for each in columns]
            yield "\n".join(
                [f"### {kind}", "", "| column | type | from |", "|---|---|---|", *rows, ""]
            )


def main() -> int:
    """Write the page, or with `--check` compare it; returns the exit status."""
    fresh = reference()
    if "--check" in sys.argv[1:]:
        if PLACE.is_file() and PLACE.read_text(encoding="utf-8") == fresh:
            return 0
        sys.stderr.write(f"{PLACE.name} is stale: make docs\n")
        return 1
    PLACE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
