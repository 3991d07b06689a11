"""The command reference is up to date and covers every command, option and column."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from onrecord.cli import root
from onrecord.views.as_json import KINDS
from onrecord.views.flat_tables import COLUMNS

PROJECT = Path(__file__).parent.parent
PAGE = PROJECT / "docs" / "cli.md"


def parts() -> Iterator[tuple[str, str]]:
    """Every command with its head, and every option of each with its command's head."""
    yield "## onrecord\n", "Usage: onrecord "
    for name, command in root.commands.items():
        head = f"## onrecord {name}\n"
        yield head, f"Usage: onrecord {name} "
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in parameter.opts:
                    yield head, option


@pytest.mark.parametrize(("head", "words"), list(parts()), ids=str)
def test_every_command_and_option_is_documented(head: str, words: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    section = page[page.index(head) + len(head) :].partition("\n## ")[0]
    assert words in section


@pytest.mark.parametrize("command", list(root.commands.values()), ids=lambda command: command.name)
def test_every_option_and_command_has_a_help_text(command: click.Command) -> None:
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_every_column_and_schema_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for kind in ("statements", "reports", "entities", "times"):
        section = page[page.index(f"### {kind}\n") :].partition("\n### ")[0]
        for column in COLUMNS[kind]:
            assert f"| `{column.name}` | {column.cell_type} |" in section
    for kind in KINDS:
        assert f"schema/{kind}.json" in page
        assert (PROJECT / "src/onrecord/views/schema" / f"{kind}.json").is_file()


def test_the_reference_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.make_cli_reference", "--check"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stale_reference_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    source = PROJECT / "docs" / "make_cli_reference.py"
    (tmp_path / "docs" / source.name).write_bytes(source.read_bytes())
    (tmp_path / "docs" / "cli.md").write_text("old")
    args = [sys.executable, "-m", "docs.make_cli_reference"]
    stale = subprocess.run([*args, "--check"], cwd=tmp_path, capture_output=True, check=False)
    assert (stale.returncode, stale.stderr) == (1, b"cli.md is stale: make docs\n")
    subprocess.run(args, cwd=tmp_path, check=True)
    assert (tmp_path / "docs" / "cli.md").read_bytes() == PAGE.read_bytes()


PLACE = re.compile(
    r"`((?:src/onrecord|tests|docs|bench|examples|tools)/[\w./-]*|[\w/]+\.(?:py|tsv))`"
)


@pytest.mark.parametrize("page", ["contributing.md", "tour.md"])
def test_every_place_that_a_page_names_is_there(page: str) -> None:
    text = (PROJECT / "docs" / page).read_text(encoding="utf-8")
    named = {match[1] for match in PLACE.finditer(text)}
    package = PROJECT / "src" / "onrecord"
    rooms = (PROJECT, package, package / "reading", package / "record")
    missing = sorted(place for place in named if not any((room / place).exists() for room in rooms))
    assert len(named) > 10
    assert missing == []
