"""Parse the query string of a page: filters, search words, number of rows, cursor.

An empty parameter is no filter. An unknown parameter or an invalid value raises `UsageError` with one line
for the user.

>>> asked = parse_statements({"by": "Tasel", "act": "deny", "to": ""})
>>> asked.query.by, asked.query.act, asked.query.to
('Tasel', 'deny', None)
>>> parse_statements({"since": "yesterday"})
Traceback (most recent call last):
onrecord.errors.UsageError: since: write a day as 2022-10-23, not 'yesterday'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from onrecord.calendar_days import is_day
from onrecord.errors import UsageError
from onrecord.model import Act, Form, StatementQuery

ACTS: tuple[str, ...] = get_args(Act)
FORMS: tuple[str, ...] = get_args(Form)
FILTERS = tuple(part.name for part in fields(StatementQuery))
# The default and the greatest number of rows: a page of 200 statements has about 300 kB of HTML.
DEFAULT_ROWS, MAX_ROWS = 50, 200
# The minimum confidences that the form offers.
CONFIDENCES = (0.5, 0.8, 0.9, 0.95)
# The maximum length of a parameter, in characters.
MAX_LENGTH = 400

_ID = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class RowRange:
    """The rows to list: their number, and the cursor to start from."""

    limit: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class StatementsRequest:
    """A request for statements: search words, filters, rows."""

    words: str | None
    query: StatementQuery
    rows: RowRange


def parse_statements(params: Mapping[str, str]) -> StatementsRequest:
    """The request in the parameters of `/statements`. Raises `UsageError`."""
    given = _given_parameters(params, {"q", *FILTERS, "limit", "cursor"})
    _check_choice(given, "act", ACTS)
    _check_choice(given, "form", FORMS)
    _check_days(given)
    for name in ("report", "source"):
        if name in given and not _ID.fullmatch(given[name]):
            raise UsageError(f"{name}: an id is 6 or more of the digits 0-9 and a-f")
    chosen: dict[str, Any] = {name: given[name] for name in FILTERS if name in given}
    if "attitudes" in given:
        _check_choice(given, "attitudes", ("0", "1"))
        chosen["attitudes"] = given["attitudes"] == "1"
    if "min_confidence" in given:
        chosen["min_confidence"] = _probability(given["min_confidence"])
    return StatementsRequest(given.get("q"), StatementQuery(**chosen), _row_range(given))


def parse_reports(params: Mapping[str, str]) -> tuple[str | None, RowRange]:
    """The outlet and rows in the parameters of `/reports`. Raises `UsageError`."""
    given = _given_parameters(params, {"outlet", "limit", "cursor"})
    return given.get("outlet"), _row_range(given)


def parse_rows(params: Mapping[str, str]) -> RowRange:
    """The rows in the parameters of a page without filters. Raises `UsageError`."""
    return _row_range(_given_parameters(params, {"limit", "cursor"}))


def refuse_parameters(params: Mapping[str, str]) -> None:
    """Raise `UsageError` if there are parameters, for a page that takes none."""
    _given_parameters(params, set())


def _given_parameters(params: Mapping[str, str], known: set[str]) -> dict[str, str]:
    """The parameters that are not empty, without surrounding blanks."""
    for name, value in params.items():
        if name not in known:
            takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
            raise UsageError(f"this page has no filter {name[:40]!r}; {takes}")
        if len(value) > MAX_LENGTH:
            raise UsageError(f"{name}: at most {MAX_LENGTH} characters, not {len(value)}")
        if any(ord(char) < 32 or 0xD7FF < ord(char) < 0xE000 for char in value):
            raise UsageError(f"{name}: control characters cannot be searched for")
    return {name: value.strip() for name, value in params.items() if value.strip()}


def _row_range(given: Mapping[str, str]) -> RowRange:
    limit = given.get("limit", str(DEFAULT_ROWS))
    if not re.fullmatch(r"[0-9]{1,4}", limit) or not 1 <= int(limit) <= MAX_ROWS:
        raise UsageError(f"limit: a number from 1 to {MAX_ROWS}, not {limit[:20]!r}")
    return RowRange(int(limit), given.get("cursor"))


def _check_choice(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> None:
    if name in given and given[name] not in choices:
        raise UsageError(f"{name}: one of {', '.join(choices)}, not {given[name][:40]!r}")


def _probability(value: str) -> float:
    if not re.fullmatch(r"[01](\.[0-9]{1,6})?|\.[0-9]{1,6}", value) or float(value) > 1:
        raise UsageError(f"min_confidence: a number from 0 to 1, not {value[:20]!r}")
    return float(value)


def _check_days(given: Mapping[str, str]) -> None:
    for name in ("since", "until"):
        if name in given and not is_day(given[name]):
            raise UsageError(f"{name}: write a day as 2022-10-23, not {given[name][:40]!r}")
    if "since" in given and "until" in given and given["since"] > given["until"]:
        raise UsageError(f"since ({given['since']}) lies after until ({given['until']})")
