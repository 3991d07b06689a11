"""A `StatementQuery` as conditions on the table of statements and a phrase for the word index.

In: a query, and a connection to look up ids. Out: a `Filter`, or None if nothing can match (words of punctuation only,
an outlet that the record does not have).

>>> checked_day("2024-02-30", "since")
Traceback (most recent call last):
onrecord.errors.UsageError: since: '2024-02-30' is not an ISO date (2024-05-03, 2024-05 or 2024)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    desc,
    func,
    literal,
    select,
    true,
    union,
)

from onrecord.calendar_days import first_day
from onrecord.errors import NotInRecord, UsageError
from onrecord.lexicon.spelling import fold
from onrecord.model import StatementQuery
from onrecord.record.queries import lookup
from onrecord.record.store import dialect, keys, tables
from onrecord.record.store.folding import words

_S = tables.statements.c
_R = tables.readings.c


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter of a listing: conditions on `statements`, and a phrase for the word index."""

    conditions: tuple[ColumnElement[bool], ...]
    phrase: str
    by_words_alone: bool


def filter_for(
    connection: Connection,
    query: StatementQuery,
    search: str | None = None,
    *,
    source: Sequence[lookup.EntityName] = (),
) -> Filter | None:
    """The filter for `query`, and for `search` words where given; None if nothing can match.

    `source` are the names of the entity that speaks, where the caller has looked them up already.

    Raises `NotInRecord` if the report or source is not in the record, and `UsageError` for a date that is not an ISO date
    or a confidence that is not a number from 0 to 1.
    """
    typed = {"by": query.by, "to": query.to, "about": query.about, "all_": search}
    asked = {name: words(text) for name, text in typed.items() if text is not None and text.strip()}
    if not all(asked.values()) or (search is not None and "all_" not in asked):
        return None
    conditions = list(_plain_conditions(query))
    # With words, the word index leaves out attitudes.
    conditions += [] if query.attitudes or asked else [_S.manner == "speech"]
    if query.outlet:
        outlets = matching_outlets(connection, query.outlet)
        if not outlets:
            return None
        conditions.append(_S.outlet.in_(outlets))
    if query.report:
        report = resolve_id(connection, _R.report, query.report, "report")
        current = select(_R.id).where(_R.report == report, _R.current == true())
        conditions.append(_S.reading == current.scalar_subquery())
    else:
        conditions.append(_S.current == true())
    if query.source:
        source = lookup.names_of(connection, lookup.entity_id(connection, query.source))
    if source:
        conditions.append(lookup.has_name(source, _S.source_entity, _S.reading))
    for role, column in (("by", _S.source_entity), ("to", _S.addressee_entity)):
        if role in asked and (names := lookup.names_beginning(connection, asked[role])):
            phrase = dialect.matching(**{role: asked.pop(role)}, spoken=not query.attitudes)
            conditions.append(
                _S.row.in_(_rows_of(phrase, lookup.has_name(names, column, _S.reading)))
            )
    by_words_alone = bool(asked) and len(conditions) == 1 and not query.report
    phrase = dialect.matching(**asked, spoken=not query.attitudes)
    return Filter(tuple(conditions), phrase, by_words_alone)


def _plain_conditions(query: StatementQuery) -> Iterator[ColumnElement[bool]]:
    """The conditions that need nothing but the statement's own columns."""
    if query.act:
        yield _S.act == query.act
    if query.form:
        yield _S.form == query.form
    if query.min_confidence is not None:
        yield _S.confidence >= checked_share(query.min_confidence, "min_confidence")
    if query.since:
        yield _S.latest >= checked_day(query.since, "since")
    if query.until:
        # "~" sorts after every digit and dash, so that "until 2024-05" includes all of May.
        yield _S.earliest < checked_day(query.until, "until") + "~"


def _rows_of(phrase: str, of_entity: ColumnElement[bool]) -> CompoundSelect[Any]:
    """The statements whose own words match, and those of the same entity under other names."""
    own = select(dialect.statement_words.c.rowid).where(dialect.matches(phrase))
    return union(own, select(_S.row).where(of_entity, _S.current == true()))


def checked_day(value: str, name: str) -> str:
    """The value, if it is an ISO day, month or year. Raises `UsageError` for anything else."""
    if first_day(value) is not None:
        return value
    raise UsageError(f"{name}: {value!r} is not an ISO date (2024-05-03, 2024-05 or 2024)")


def checked_share(value: float, name: str) -> float:
    """The value, if it is a number from 0 to 1. Raises `UsageError` for anything else."""
    if isinstance(value, int | float) and 0 <= value <= 1:
        return value
    raise UsageError(f"{name}: {value!r} is not a number from 0 to 1")


def matching_outlets(connection: Connection, outlet: str) -> list[str]:
    """The outlets of that name; upper case and diacritics do not matter."""
    known = connection.scalars(select(_R.outlet).distinct().where(_R.current == true()))
    return [name for name in known if name is not None and fold(name) == fold(outlet)]


def resolve_id(
    connection: Connection,
    column: Column[Any],
    given: str,
    what: str,
    *,
    first: Column[bool] | None = None,
) -> bytes:
    """The one id in `column` that begins with the hex digits `given`.

    Ids with a row for which `first` is true are preferred to those without. Raises `NotInRecord` if there is none or more
    than one.
    """
    bounds = keys.id_range(given)
    if bounds is None:
        raise NotInRecord(f"{given!r} is not an id of a {what}: give 6 to 32 hex digits")
    rank = literal(1) if first is None else func.max(first)
    asked = select(column, rank.label("rank")).where(column.between(*bounds)).group_by(column)
    found = connection.execute(asked.order_by(desc("rank")).limit(2)).all()
    if not found:
        raise NotInRecord(f"no {what} {given} in the record")
    if len(found) > 1 and found[0].rank == found[1].rank:
        raise NotInRecord(f"more than one {what} begins with {given}: give more digits")
    key: bytes = found[0][0]
    return key
