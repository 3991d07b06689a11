"""Users' judgements about identity: append-only; the newest applies where two contradict.

In: two names (`AnchoredName`), a verdict, the user and the reason. Out: one more row; no row is changed or deleted. A
later judgement about the same names replaces an earlier one. Names are keys that no re-reading changes, so a
judgement survives it; where several entities have a name, the report stored with it says which of them is judged.

>>> parts = {(b"n", b"2"): b"part of 2"}
>>> current_key(b"n", b"2", parts), current_key(b"m", b"2", parts)
(b'part of 2', b'm')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from onrecord.model import Judgement
from onrecord.record.derivation import Change
from onrecord.record.identity import identity_tables
from onrecord.record.identity.clusters import Judged, Verdict
from onrecord.record.store import keys

_J = identity_tables.judgements.c


@dataclass(frozen=True, slots=True)
class AnchoredName:
    """A name that a judgement is about: its key, a report that uses it, and its spelling."""

    named: bytes
    report: bytes
    name: str


def add(
    connection: Connection,
    verdict: Verdict,
    one: AnchoredName,
    other: AnchoredName,
    *,
    who: str,
    why: str | None,
) -> Change:
    """Store a judgement made now; the change contains the two names."""
    connection.execute(
        insert(identity_tables.judgements),
        {
            "verdict": verdict,
            "one": one.named, "one_report": one.report, "one_name": one.name,
            "other": other.named, "other_report": other.report, "other_name": other.name,
            "made": keys.utc(datetime.now(UTC)), "who": who, "why": why,
        },
    )  # fmt: skip
    return Change(names=frozenset({one.named, other.named}))


def current_judgements(connection: Connection) -> list[Judged]:
    """The judgements that apply, with the present keys of their names: the newest for each pair of names."""
    asked = select(identity_tables.judgements).order_by(_J.number.desc())
    rows = connection.execute(asked).all()
    if not rows:
        return []
    parts = {
        (row.named, row.report): row.part
        for row in connection.execute(select(identity_tables.namesakes))
    }
    found: dict[frozenset[bytes], Judged] = {}
    for row in rows:
        one = current_key(row.one, row.one_report, parts)
        other = current_key(row.other, row.other_report, parts)
        if one != other:
            found.setdefault(frozenset({one, other}), Judged(row.verdict, one, other))
    return list(found.values())


def current_key(named: bytes, report: bytes, parts: Mapping[tuple[bytes, bytes], bytes]) -> bytes:
    """The present key of a name in a judgement: that of the part, if several entities have the name."""
    return parts.get((named, report), named)


def judged_names(connection: Connection) -> set[bytes]:
    """The names that any judgement is about."""
    rows = connection.execute(select(_J.one, _J.other).distinct())
    return {named for row in rows for named in (row.one, row.other)}


def judged_pairs(judged: Iterable[Judged]) -> dict[bytes, set[bytes]]:
    """For each name, the names that were judged the same or different."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for each in judged:
        found[each.one].add(each.other)
        found[each.other].add(each.one)
    return found


def separated_by_users(connection: Connection) -> dict[bytes, tuple[tuple[bytes, bytes], ...]]:
    """For each name that users judged to be of several people, the pairs of reports that separate them."""
    asked = select(_J.verdict, _J.one, _J.one_report, _J.other_report).where(_J.one == _J.other)
    newest: dict[tuple[bytes, frozenset[bytes]], str] = {}
    for row in connection.execute(asked.order_by(_J.number.desc())):
        newest.setdefault((row.one, frozenset({row.one_report, row.other_report})), row.verdict)
    found: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    for (named, reports), verdict in newest.items():
        if verdict == "different" and len(reports) == 2:
            first, second = sorted(reports)
            found[named].append((first, second))
    return {named: tuple(sorted(pairs)) for named, pairs in found.items()}


def judgements(connection: Connection) -> tuple[Judgement, ...]:
    """All judgements, in the order they were made."""
    rows = connection.execute(select(identity_tables.judgements).order_by(_J.number))
    return tuple(
        Judgement(
            row.verdict, row.one.hex(), row.one_name, row.other.hex(), row.other_name,
            row.made, row.who, row.why,
        )
        for row in rows
    )  # fmt: skip
