"""Every row of every table matches its `example` and does not match its `not`.

A table says how its rows are matched in a module of `tests/lexicon/`: `MATCHERS` there maps the table's
name to a function of a row and a text. A table without language in it stands in `NO_LANGUAGE` with the
reason. A table that does neither fails here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

import onrecord.lexicon
from onrecord.lexicon.tables import rows

Matcher = Callable[[Mapping[str, str], str], bool]
TABLES = sorted(
    f"{file.parent.name}/{file.stem}"
    for folder in onrecord.lexicon.__path__
    for file in Path(folder).glob("*/*.tsv")
)


@cache
def registered() -> tuple[dict[str, Matcher], dict[str, str]]:
    """All matchers, and the tables without language, of the modules in `tests/lexicon/`."""
    matchers: dict[str, Matcher] = {}
    without: dict[str, str] = {}
    for file in sorted((Path(__file__).parent / "lexicon").glob("*.py")):
        module = importlib.import_module(f"tests.lexicon.{file.stem}")
        for table, matcher in getattr(module, "MATCHERS", {}).items():
            assert table not in matchers, f"{table} is registered twice"
            matchers[table] = matcher
        without.update(getattr(module, "NO_LANGUAGE", {}))
    return matchers, without


@pytest.mark.parametrize("table", TABLES)
def test_every_row_matches_its_example_and_nothing_it_must_not(table: str) -> None:
    matchers, without = registered()
    if table in without:
        assert "example" not in rows(table)[0], f"{table}.tsv has examples and no matcher for them"
        return
    assert table in matchers, (
        f"{table}.tsv: nobody says how its rows are matched; add a function to MATCHERS in a module "
        "of tests/lexicon/, or the table to NO_LANGUAGE there with the reason"
    )
    matches = matchers[table]
    wrong = []
    for row in rows(table):
        name = " | ".join(list(row.values())[:2])
        if not row["example"] or not matches(row, row["example"]):
            wrong.append(f"{name}: does not match its example {row['example']!r}")
        if row.get("not") and matches(row, row["not"]):
            wrong.append(f"{name}: matches what it must not, {row['not']!r}")
    assert not wrong, f"{table}.tsv:\n" + "\n".join(wrong)


def test_no_matcher_is_left_without_its_table() -> None:
    matchers, without = registered()
    assert not (set(matchers) | set(without)) - set(TABLES)
    assert all(without.values())
