"""The derivation `identity`: which names over all reports mean one person or body.

In: a connection that may write, and the keys of names that readings, judgements or imported tables touch. Out: rows of
`known_names`, `name_words`, `namesakes`, `links` and `identities`, the same as if all readings had come at once. Only the
names that changed, and those linked to them, are settled again.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.settle()
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from onrecord.record.derivation import Change, Derivation
from onrecord.record.identity import identity_tables
from onrecord.record.identity.judgements import judged_names
from onrecord.record.identity.known_names import describe_names
from onrecord.record.identity.linking import link_names
from onrecord.record.identity.merging import merge_names
from onrecord.record.store import tables
from onrecord.record.store.rows_by_value import delete_rows, select_where

_E = tables.entities.c
_K = identity_tables.known_names.c
_N = identity_tables.namesakes.c
_L = identity_tables.links.c
_I = identity_tables.identities.c
# The tables of this derivation, and the columns that hold a name's key.
_ROWS_OF_NAMES: tuple[tuple[Table, tuple[Column[bytes], ...]], ...] = (
    (identity_tables.known_names, (_K.named,)),
    (identity_tables.name_words, (identity_tables.name_words.c.named,)),
    (identity_tables.links, (_L.one, _L.other)),
    (identity_tables.namesakes, (_N.named,)),
    (identity_tables.identities, (_I.named,)),
)


def touched(connection: Connection, change: Change) -> set[bytes]:
    """The names in new or superseded readings, and those that a change lists itself."""
    return {*_keys(connection, _E.entity, _E.reading, change.readings), *change.names}


def settle(connection: Connection, keys: frozenset[bytes]) -> Change:
    """Rebuild the rows of these names; the change lists those with namesakes and those a user judged."""
    names = keys | _keys(connection, _N.named, _N.part, keys)
    removed = names | _keys(connection, _N.part, _N.named, names)
    with_namesakes = _keys(connection, _N.named, _N.named, removed)
    neighbours = _linked_with(connection, removed) | _merged_with(connection, removed)
    for table, columns in _ROWS_OF_NAMES:
        delete_rows(connection, table, columns, removed)
    fresh = describe_names(connection, names)
    link_names(connection, fresh)
    merge_names(connection, fresh | neighbours)
    with_namesakes |= _keys(connection, _N.named, _N.named, removed)
    return Change(names=frozenset(with_namesakes | (removed & judged_names(connection))))


def _linked_with(connection: Connection, keys: Collection[bytes]) -> set[bytes]:
    """The names with a link to one of these."""
    found = _keys(connection, _L.one, _L.other, keys) | _keys(connection, _L.other, _L.one, keys)
    return found - set(keys)


def _merged_with(connection: Connection, keys: Collection[bytes]) -> set[bytes]:
    """The names of the entities that have one of these names."""
    entities = _keys(connection, _I.entity, _I.named, keys)
    return _keys(connection, _I.named, _I.entity, entities)


def _keys(connection: Connection, column: Any, where: Any, values: Collection[bytes]) -> set[bytes]:
    """The values of a column in the rows where another column has one of these values."""
    rows = select_where(connection, select(column).distinct(), where, values)
    return {row[0] for row in rows}


IDENTITY = Derivation("identity", identity_tables.DERIVED, touched, settle)
