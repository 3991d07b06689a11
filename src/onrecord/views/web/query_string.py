"""The address of a page → what is asked: filters, words, how many rows, from which cursor.

An empty field of a form asks nothing. What does not parse, and a filter that does not exist, is a
`UsageError` with one line for the reader, never a guess at what was meant.

>>> asked = statements_asked({"by": "Tasel", "act": "deny", "to": ""})
>>> asked.query.by, asked.query.act, asked.query.to
('Tasel', 'deny', None)
>>> statements_asked({"since": "yesterday"})
Traceback (most recent call last):
onrecord.errors.UsageError: since: write a day as 2022-10-23, not 'yesterday'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_args

from onrecord.errors import UsageError
from onrecord.model import Act, Form, StatementQuery

ACTS: tuple[str, ...] = get_args(Act)
FORMS: tuple[str, ...] = get_args(Form)
FILTERS = tuple(part.name for part in fields(StatementQuery))
# Rows a page shows unasked, and at most: a page of 200 statements is some 300 kB of HTML.
ROWS, MOST_ROWS = 50, 200
# What the form offers as the least confidence to list.
SURE = (0.5, 0.8, 0.9, 0.95)
# Longer than any name or phrase worth searching for, short enough to cost nothing.
LONGEST = 400

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of a listing: how many, from which cursor on."""

    limit: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class StatementsAsked:
    """A search over statements: words (best match first), filters, rows."""

    words: str | None
    query: StatementQuery
    rows: Rows


def statements_asked(params: Mapping[str, str]) -> StatementsAsked:
    """What the parameters of `/statements` ask. Raises `UsageError`."""
    given = _given(params, {"q", *FILTERS, "limit", "cursor"})
    _one_of(given, "act", ACTS)
    _one_of(given, "form", FORMS)
    _days(given)
    for name in ("report", "source"):
        if name in given and not _ID.fullmatch(given[name]):
            raise UsageError(f"{name}: an id is 6 or more of the digits 0-9 and a-f")
    chosen: dict[str, Any] = {name: given[name] for name in FILTERS if name in given}
    if "attitudes" in given:
        _one_of(given, "attitudes", ("0", "1"))
        chosen["attitudes"] = given["attitudes"] == "1"
    if "min_confidence" in given:
        chosen["min_confidence"] = _share(given["min_confidence"])
    return StatementsAsked(given.get("q"), StatementQuery(**chosen), _rows(given))


def reports_asked(params: Mapping[str, str]) -> tuple[str | None, Rows]:
    """The outlet and rows the parameters of `/reports` ask for. Raises `UsageError`."""
    given = _given(params, {"outlet", "limit", "cursor"})
    return given.get("outlet"), _rows(given)


def rows_asked(params: Mapping[str, str]) -> Rows:
    """The rows that a page with one listing and no filters is asked for. Raises `UsageError`."""
    return _rows(_given(params, {"limit", "cursor"}))


def nothing_asked(params: Mapping[str, str]) -> None:
    """Raises `UsageError` if a page that takes no parameters is given some."""
    _given(params, set())


def _given(params: Mapping[str, str], known: set[str]) -> dict[str, str]:
    """The parameters that ask something, trimmed."""
    for name, value in params.items():
        if name not in known:
            takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
            raise UsageError(f"this page has no filter {name[:40]!r}; {takes}")
        if len(value) > LONGEST:
            raise UsageError(f"{name}: at most {LONGEST} characters, not {len(value)}")
        if any(ord(char) < 32 or 0xD7FF < ord(char) < 0xE000 for char in value):
            raise UsageError(f"{name}: control characters cannot be searched for")
    return {name: value.strip() for name, value in params.items() if value.strip()}


def _rows(given: Mapping[str, str]) -> Rows:
    limit = given.get("limit", str(ROWS))
    if not re.fullmatch(r"[0-9]{1,4}", limit) or not 1 <= int(limit) <= MOST_ROWS:
        raise UsageError(f"limit: a number from 1 to {MOST_ROWS}, not {limit[:20]!r}")
    return Rows(int(limit), given.get("cursor"))


def _one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> None:
    if name in given and given[name] not in choices:
        raise UsageError(f"{name}: one of {', '.join(choices)}, not {given[name][:40]!r}")


def _share(value: str) -> float:
    if not re.fullmatch(r"[01](\.[0-9]{1,6})?|\.[0-9]{1,6}", value) or float(value) > 1:
        raise UsageError(f"min_confidence: a number from 0 to 1, not {value[:20]!r}")
    return float(value)


def _days(given: Mapping[str, str]) -> None:
    for name in ("since", "until"):
        if name in given and not _is_day(given[name]):
            raise UsageError(f"{name}: write a day as 2022-10-23, not {given[name][:40]!r}")
    if "since" in given and "until" in given and given["since"] > given["until"]:
        raise UsageError(f"since ({given['since']}) lies after until ({given['until']})")


def _is_day(value: str) -> bool:
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
