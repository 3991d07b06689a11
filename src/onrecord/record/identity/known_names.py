"""The names in current readings as identity compares them: one key each, or one for each of several bearers.

In: a connection that may write, and keys of names. Out: rows of `known_names`, `name_words` and `namesakes`, and `ParsedName`s
read back from them. A name gets the kind and spelling that most current readings give it.

>>> known_name_row(b"n", "person", "Míra Tasel")["squashed"] == name_of("person", "Mira Tasel").squashed
True
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, select, true

from onrecord.lexicon.names import ParsedName, name_of
from onrecord.record.identity import identity_tables
from onrecord.record.identity.judgements import separated_by_users
from onrecord.record.identity.lookup_words import lookup_words
from onrecord.record.identity.namesakes import namesake_keys, separate_bearers
from onrecord.record.identity.profiles import appearances, names_of_two_states
from onrecord.record.store import tables
from onrecord.record.store.rows_by_value import insert_rows, select_where

_E = tables.entities.c
_R = tables.readings.c
_K = identity_tables.known_names.c


def describe_names(connection: Connection, keys: Collection[bytes]) -> set[bytes]:
    """Write the rows of those names that current readings have; returns the keys they are compared by."""
    seen: dict[bytes, Counter[tuple[str, str]]] = defaultdict(Counter)
    query = (
        select(_E.entity, _E.kind, _E.name, func.count().label("times"))
        .join(tables.readings, _R.id == _E.reading)
        .where(_R.current == true())
        .group_by(_E.entity, _E.kind, _E.name)
    )
    for row in select_where(connection, query, _E.entity, keys):
        seen[row.entity][row.kind, row.name] += row.times
    best = {
        key: min(counts, key=lambda spelling: (-counts[spelling], -len(spelling[1]), spelling))
        for key, counts in seen.items()
    }
    persons = {key for key, (kind, _) in best.items() if kind == "person"}
    namesakes = _write_namesakes(connection, persons)
    rows = [
        known_name_row(key, kind, name)
        for named, (kind, name) in best.items()
        for key in namesakes.get(named, (named,))
    ]
    insert_rows(connection, identity_tables.known_names, rows)
    words = [
        {"word": word, "named": row["named"]} for row in rows for word in lookup_words(row["name"])
    ]
    insert_rows(connection, identity_tables.name_words, words)
    return {row["named"] for row in rows}


def known_name_row(key: bytes, kind: str, written: str) -> dict[str, Any]:
    """The row of a name: its spelling, and the sounds by which like names find it."""
    name = name_of(kind, written)
    ends = (name.initials, "")
    if kind == "person" and name.sounds:
        ends = (name.sounds[0], name.sounds[-1])
    return {
        "named": key, "kind": kind, "name": written, "full": name.full,
        "first": ends[0], "last": ends[1], "squashed": name.squashed,
    }  # fmt: skip


def names_where(
    connection: Connection, column: Any, values: Collection[Any]
) -> dict[bytes, ParsedName]:
    """The known names with one of these values in a column; empty values find none."""
    query = select(_K.named, _K.kind, _K.name)
    rows = select_where(connection, query, column, {value for value in values if value})
    return {row.named: name_of(row.kind, row.name) for row in rows}


def _write_namesakes(connection: Connection, persons: set[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Write which reports mean which bearer of a name that several have; returns the bearers' keys by name."""
    separated = separated_by_users(connection)
    doubtful = names_of_two_states(connection, persons) | (separated.keys() & persons)
    found = {}
    rows = []
    for named, seen in appearances(connection, doubtful).items():
        bearers = separate_bearers(seen, separated.get(named, ()))
        if len(bearers) > 1:
            found[named] = namesake_keys(named, bearers)
            rows += [
                {"named": named, "report": report, "part": key}
                for key, bearer in zip(found[named], bearers, strict=True)
                for report in sorted(bearer.reports)
            ]
    insert_rows(connection, identity_tables.namesakes, rows)
    return found
