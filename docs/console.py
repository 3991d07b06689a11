"""Run the commands shown in README.md and docs/tour.md on the example reports, and insert their output.

`python -m docs.console` rewrites every ```console block in place: it runs each line that begins with `$ onrecord`
in the project's root, on a record of the examples, and writes the output below it. `tests/test_console.py`
checks that the pages are up to date.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "tour.md")
REPORTS = "examples/reports"
# The version changes with every change of code: pages show that it is one, not which.
_VERSION = re.compile(r"\brules-[0-9a-f]{8}\b")
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def run(command: str, record: Path) -> str:
    """The output of one command, both streams, in 80 columns and without colour."""
    words = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", *words[1:]],
        cwd=ROOT,
        env={**os.environ, "ONRECORD_RECORD": str(record), "COLUMNS": "80", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return _VERSION.sub("rules-xxxxxxxx", done.stdout)


def refreshed(page: str, record: Path) -> str:
    """The page's text with the current output of every command."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[0].splitlines() if line.startswith("$ onrecord")]
        return "".join(f"{line}\n{run(line[2:], record)}" for line in commands)

    return _BLOCK.sub(block, page)


def fill(record: Path) -> None:
    """Read the example reports into `record`."""
    run(f"onrecord read --quiet {REPORTS}", record)


def main() -> None:
    """Rewrite the pages."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "onrecord.db"
        fill(record)
        for page in PAGES:
            page.write_text(refreshed(page.read_text(encoding="utf-8"), record), encoding="utf-8")


if __name__ == "__main__":
    main()
