"""The identity of an entity: its names, the links between names, offices, judgements and newest statements.

In: a connection, and a key or what a user typed. Out: a `Who`.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     record.who("Mira Tasel")
Traceback (most recent call last):
onrecord.errors.NotInRecord: no entity called 'Mira Tasel' in the record
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from onrecord.errors import UsageError
from onrecord.model import BorneName, Link, StatementQuery, Who
from onrecord.record.derivation import Change
from onrecord.record.identity import identity_tables, judgements
from onrecord.record.identity.clusters import Verdict
from onrecord.record.identity.evidence import total
from onrecord.record.identity.judgements import AnchoredName
from onrecord.record.identity.terms_of_office import holders_by_name, possible_holders
from onrecord.record.queries import entities, listing, lookup
from onrecord.record.queries.borne_names import borne_names
from onrecord.record.queries.entity_offices import held_offices
from onrecord.record.queries.typed_names import resolve_anchored, resolve_name

_L = identity_tables.links.c
# Statements in an answer.
LATEST = 5
# Reports whose mentions and offices are in an answer: the newest.
NEWEST = 8
# Links to other entities in an answer.
SUGGESTED = 10


def judge(
    connection: Connection, verdict: Verdict, one: str, other: str, *, who: str, why: str | None
) -> tuple[AnchoredName, AnchoredName, Change]:
    """Store a user's judgement about two typed names; returns the names as stored, and the change.

    Raises `NotInRecord` as `resolve_name`, and `UsageError` if both are the same name.
    """
    first, second = resolve_anchored(connection, one), resolve_anchored(connection, other)
    if first.named == second.named and first.report == second.report:
        raise UsageError(
            f"{one!r} and {other!r} are one name: give the ids of two names (onrecord who lists them), "
            "or NAME@REPORT for a name in one report only"
        )
    change = judgements.add(connection, verdict, first, second, who=who, why=why)
    return first, second, change


def who_judged(connection: Connection, judged: AnchoredName) -> Who:
    """The entity that the name of a judgement belongs to now."""
    parts = identity_tables.namesakes.c
    asked = select(parts.part).where(parts.named == judged.named, parts.report == judged.report)
    key: bytes = connection.scalar(asked) or judged.named
    return who(connection, key.hex())


def who(connection: Connection, typed: str) -> Who:
    """The entity with a typed name or id. Raises `NotInRecord` as `resolve_name`."""
    return who_of(connection, lookup.entity_of(connection, resolve_name(connection, typed)))


def who_of(
    connection: Connection, entity: bytes, limit: int = LATEST, cursor: str | None = None
) -> Who:
    """The entity with that key; its statements are `limit` of them, from `cursor` on."""
    own = lookup.keys_of(connection, entity)
    names = lookup.entity_names(connection, own)
    stored = entities.entity_of_names(connection, entity, names, NEWEST)
    joined, suggested, shown = _name_links(connection, entity, own)
    said = listing.page_of(connection, StatementQuery(), limit, cursor, source=names)
    held = held_offices(connection, names)
    about = {each.named.hex() for each in names}
    return Who(
        entity=stored,
        names=tuple(
            sorted((shown[key] for key in own), key=lambda one: (-one.reports, one.name, one.id))
        ),
        joined=joined,
        suggested=suggested[:SUGGESTED],
        judgements=tuple(
            each for each in judgements.judgements(connection) if {each.one, each.other} & about
        ),
        held=held,
        holders=holders_by_name(connection, stored.names)
        + possible_holders(connection, stored.name, held),
        statements=said.total,
        latest=said.rows,
        next=said.next,
    )


def _name_links(
    connection: Connection, entity: bytes, own: Collection[bytes]
) -> tuple[tuple[Link, ...], tuple[Link, ...], dict[bytes, BorneName]]:
    """The links within an entity, and those to others, strongest first; all names that they link."""
    asked = select(identity_tables.links).where(or_(_L.one.in_(own), _L.other.in_(own)))
    evidence: dict[tuple[bytes, bytes], list[Row[Any]]] = {}
    for row in connection.execute(asked):
        mine, theirs = (row.one, row.other) if row.one in own else (row.other, row.one)
        evidence.setdefault((mine, theirs), []).append(row)
    keys_met = {*own, *(key for pair in evidence for key in pair)}
    names = borne_names(connection, keys_met)
    entity_by_name = lookup.entities_of(connection, keys_met)
    found = sorted(
        (
            _link(names[one], names[other], entity_by_name[other], rows)
            for (one, other), rows in evidence.items()
        ),
        key=lambda link: (-link.score, link.one.id, link.other.id),
    )
    inside = tuple(link for link in found if link.entity == entity.hex())
    return inside, tuple(link for link in found if link.entity != entity.hex()), names


def _link(one: BorneName, other: BorneName, entity: bytes, rows: Iterable[Row[Any]]) -> Link:
    evidence = sorted(
        ((row.kind, row.score, row.words) for row in rows), key=lambda each: (-each[1], each)
    )
    score = min(1.0, total(score for _, score, _ in evidence))
    return Link(one, other, entity.hex(), score, tuple(evidence))
