"""The type of a derivation, which follows from many readings together, and of a change.

A `Derivation` owns tables that can always be made again from readings and judgements. `touched` returns the keys that a
change concerns; `settle` makes the rows of those keys again. `derive.py` has the ordered tuple of all derivations.

>>> change = Change(reports=frozenset({b"r1"})) | Change(names=frozenset({b"n1"}))
>>> sorted(change.reports), sorted(change.names), bool(Change())
([b'r1'], [b'n1'], False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import TypeAlias

from sqlalchemy import Connection, Table


@dataclass(frozen=True, slots=True)
class Change:
    """The keys of everything that one transaction wrote.

    `readings` are new or superseded readings and `reports` their reports; `sighted` are reports whose text was received from
    another place. `names` are concerned by a judgement, an imported table or an earlier derivation; `holders` are
    rows of an imported office table.
    """

    readings: frozenset[bytes] = frozenset()
    reports: frozenset[bytes] = frozenset()
    sighted: frozenset[bytes] = frozenset()
    names: frozenset[bytes] = frozenset()
    holders: frozenset[bytes] = frozenset()

    def __or__(self, other: Change) -> Change:
        """Both changes together."""
        return Change(*(getattr(self, f.name) | getattr(other, f.name) for f in fields(Change)))

    def __bool__(self) -> bool:
        """True if anything changed."""
        return any(getattr(self, f.name) for f in fields(Change))


Touched: TypeAlias = Callable[[Connection, Change], Iterable[bytes]]
Settle: TypeAlias = Callable[[Connection, frozenset[bytes]], Change]


@dataclass(frozen=True, slots=True)
class Derivation:
    """Rows that follow from many readings together.

    `name` marks its keys in the table `pending`; `tables` are its own, all made from the record. `touched` gives
    the keys that a change concerns. `settle` makes the rows of these keys again and returns the change that later
    derivations receive; it is idempotent, and its rows do not depend on the order in which readings arrive.
    """

    name: str
    tables: tuple[Table, ...]
    touched: Touched
    settle: Settle
