"""Whom a user means by a name or an id, and all that the record knows of who that is.

In: a connection and what was typed: an id or its beginning, a name as reports write it, or either with
`@` and a report's id for that name in that report alone. Out: `Meant` for judgements, `Who` to be shown.
A name that several entities bear is refused with the candidates, never chosen from.

>>> split_at_report("Mira Tasel@ab12cd"), split_at_report("Mira Tasel")
(('Mira Tasel', 'ab12cd'), ('Mira Tasel', None))
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, true

from onrecord.errors import NotInRecord, UsageError
from onrecord.model import BorneName, Link, StatementQuery, Who
from onrecord.record import judgements
from onrecord.record.derivation import Change
from onrecord.record.identity import identity_tables
from onrecord.record.identity.clusters import Verdict
from onrecord.record.identity.evidence import total
from onrecord.record.identity.lookup_words import lookup_words
from onrecord.record.identity.terms_of_office import holders_called, holders_perhaps
from onrecord.record.queries import entities, listing, lookup
from onrecord.record.queries.entity_offices import held_offices
from onrecord.record.queries.filters import found_id
from onrecord.record.store import keys, tables

_E = tables.entities.c
_R = tables.readings.c
_K = identity_tables.known_names.c
_L = identity_tables.links.c
_REPORT = re.compile(r"[0-9a-f]{6,32}")
# Candidates shown in a refusal, statements and suggestions in an answer.
CANDIDATES = 8
LATEST = 5
# Reports whose mentions and offices come with an answer: the newest.
NEWEST = 8
SUGGESTED = 10


def split_at_report(typed: str) -> tuple[str, str | None]:
    """What was typed, and the report's id after an `@`, if one stands there."""
    name, _, report = typed.rpartition("@")
    return (
        (name.strip(), report)
        if name.strip() and _REPORT.fullmatch(report)
        else (typed.strip(), None)
    )


def found_name(connection: Connection, typed: str) -> bytes:
    """The name with that id, or that is written so; of one entity's names the one that is meant.

    Raises `NotInRecord` where there is none, or where several entities bear it: the candidates are told.
    """
    if keys.id_range(typed) is not None:
        return lookup.name_id(connection, typed)
    rows = _called(connection, typed)
    if not rows:
        raise NotInRecord(f"nobody called {typed!r} in the record")
    whole = lookup.entities_of(connection, [row.named for row in rows])
    if len(set(whole.values())) > 1:
        raise NotInRecord(
            f"{typed!r} may be one of several: {_told(connection, set(whole.values()))}; give more of the name, or the id"
        )
    least: bytes = min(whole)
    return least


def meant(connection: Connection, typed: str) -> judgements.Meant:
    """Whom a user means, as a judgement keeps it. Raises `NotInRecord` as `found_name` does."""
    name, at = split_at_report(typed)
    if at is not None:
        return _in_report(connection, name, at)
    key = found_name(connection, name)
    named = lookup.borne_by(connection, key).named
    report = min(_reports_of(connection, {key})[key], default=bytes(keys.SIZE))
    return judgements.Meant(named, report, _written(connection, {key})[key])


def judge(
    connection: Connection, verdict: Verdict, one: str, other: str, *, who: str, why: str | None
) -> tuple[judgements.Meant, judgements.Meant, Change]:
    """Keep what a user says about two; returns the two as they are kept, and what that changes.

    Raises `NotInRecord` as `found_name` does, and `UsageError` where both are one and the same name.
    """
    first, second = meant(connection, one), meant(connection, other)
    if first.named == second.named and first.report == second.report:
        raise UsageError(
            f"{one!r} and {other!r} are one name: give the ids of two names (onrecord who tells them), "
            "or NAME@REPORT for a name in one report alone"
        )
    change = judgements.add(connection, verdict, first, second, who=who, why=why)
    return first, second, change


def as_known(connection: Connection, whom: judgements.Meant) -> Who:
    """Who it is that a judgement means, as things stand now."""
    parts = identity_tables.namesakes.c
    asked = select(parts.part).where(parts.named == whom.named, parts.report == whom.report)
    key: bytes = connection.scalar(asked) or whom.named
    return who(connection, key.hex())


def who(connection: Connection, typed: str) -> Who:
    """All that is known of who somebody is. Raises `NotInRecord` as `found_name` does."""
    return who_of(connection, lookup.entity_of(connection, found_name(connection, typed)))


def who_of(connection: Connection, entity: bytes) -> Who:
    """All that is known of an entity, by its key."""
    own = lookup.keys_of(connection, entity)
    borne = lookup.borne_by_all(connection, own)
    stored = entities.entity_of_names(connection, entity, borne, NEWEST)
    joined, suggested, borne_names = _links(connection, entity, own)
    names = [borne_names[key] for key in own]
    said = listing.page_of(connection, StatementQuery(), LATEST, None, source=borne)
    held = held_offices(connection, borne)
    about = {each.named.hex() for each in borne}
    return Who(
        entity=stored,
        names=tuple(sorted(names, key=lambda name: (-name.reports, name.name, name.id))),
        joined=joined,
        suggested=suggested[:SUGGESTED],
        judgements=tuple(
            each for each in judgements.judgements(connection) if {each.one, each.other} & about
        ),
        held=held,
        holders=holders_called(connection, stored.names)
        + holders_perhaps(connection, stored.name, held),
        statements=said.total,
        latest=said.rows,
    )


def _links(
    connection: Connection, entity: bytes, own: Collection[bytes]
) -> tuple[tuple[Link, ...], tuple[Link, ...], dict[bytes, BorneName]]:
    """The links within an entity, those from it to others, strongest first; the names of both."""
    asked = select(identity_tables.links).where(or_(_L.one.in_(own), _L.other.in_(own)))
    evidence: dict[tuple[bytes, bytes], list[Row[Any]]] = {}
    for row in connection.execute(asked):
        mine, theirs = (row.one, row.other) if row.one in own else (row.other, row.one)
        evidence.setdefault((mine, theirs), []).append(row)
    keys_met = {*own, *(key for pair in evidence for key in pair)}
    names = _borne_names(connection, keys_met)
    whole = lookup.entities_of(connection, keys_met)
    found = sorted(
        (
            _link(names[one], names[other], whole[other], rows)
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


def _borne_names(connection: Connection, named: Collection[bytes]) -> dict[bytes, BorneName]:
    """These names as they are written, each with the number of its reports."""
    reports, written = _reports_of(connection, named), _written(connection, named)
    found = {}
    for key in named:
        only = min(reports[key]).hex() if len(reports[key]) == 1 else None
        found[key] = BorneName(key.hex(), written[key], len(reports[key]), only)
    return found


def _called(connection: Connection, typed: str) -> Sequence[Row[Any]]:
    """The full names with exactly these words, else the full names with all of them, else partial names.

    A surname stands for everyone who bears it, not for the one person whom reports give no other name.
    """
    asked = {word.rstrip("*") for word in lookup_words(typed)}
    if not asked:
        return []
    words = identity_tables.name_words.c
    holding = select(words.named).where(words.word.in_(asked)).group_by(words.named)
    holding = holding.having(func.count() == len(asked))
    columns = (_K.named, _K.kind, _K.name, _K.full)
    near: list[Row[Any]] = [*connection.execute(select(*columns).where(_K.named.in_(holding)))]
    exact = [row for row in near if lookup_words(row.name) == asked]
    kinds = {row.kind for row in exact}
    near = [row for row in near if not kinds or row.kind in kinds]
    whole = ([row for row in rows if row.full] for rows in (exact, near))
    return next(filter(None, whole), exact or near)


def _told(connection: Connection, whole: Collection[bytes]) -> str:
    """The candidates by name, kind and id."""
    written = _written(connection, whole)
    first = sorted(whole, key=lambda key: (written[key], key))[:CANDIDATES]
    stored = (entities.entity(connection, key.hex(), 1) for key in first)
    told = sorted(f"{each.name} ({each.kind} {each.id[:12]})" for each in stored)
    more = f" and {len(whole) - CANDIDATES} more" if len(whole) > CANDIDATES else ""
    return ", ".join(told) + more


def _in_report(connection: Connection, typed: str, at: str) -> judgements.Meant:
    """A name in one report alone."""
    report = found_id(connection, _R.report, at, "report")
    rows = connection.execute(
        select(_E.entity, _E.name)
        .join(tables.readings, _R.id == _E.reading)
        .where(_R.report == report, _R.current == true())
    ).all()
    asked = lookup_words(typed)
    near = {
        row.entity: row.name
        for row in rows
        if row.entity.hex().startswith(typed) or asked <= lookup_words(row.name)
    }
    if len(near) != 1:
        how = "nobody" if not near else f"more than one ({', '.join(sorted(near.values()))})"
        raise NotInRecord(f"{how} called {typed!r} in report {report.hex()[:12]}")
    ((named, name),) = near.items()
    return judgements.Meant(named, report, name)


def _written(connection: Connection, named: Collection[bytes]) -> dict[bytes, str]:
    """How each of these names is written; the beginning of its key where no row has it."""
    found: dict[bytes, str] = {}
    for some in keys.chunks(sorted(named)):
        known = select(_K.named, _K.name).where(_K.named.in_(some))
        found |= {row.named: row.name for row in connection.execute(known)}
        if missing := [key for key in some if key not in found]:
            rows = select(_E.entity, func.min(_E.name)).where(_E.entity.in_(missing))
            found |= {row[0]: row[1] for row in connection.execute(rows.group_by(_E.entity))}
    return {key: found.get(key) or key.hex()[:12] for key in named}


def _reports_of(connection: Connection, named: Collection[bytes]) -> dict[bytes, set[bytes]]:
    """The reports that bear each of these names; those of a namesake's part are its own."""
    namesakes = identity_tables.namesakes.c
    found: dict[bytes, set[bytes]] = {key: set() for key in named}
    for some in keys.chunks(sorted(named)):
        parts = select(namesakes.part, namesakes.report).where(namesakes.part.in_(some))
        for row in connection.execute(parts):
            found[row.part].add(row.report)
        whole = [key for key in some if not found[key]]
        bearing = (
            select(_E.entity, _R.report)
            .join(tables.readings, _R.id == _E.reading)
            .where(_E.entity.in_(whole), _R.current == true())
        )
        for row in connection.execute(bearing.distinct()) if whole else ():
            found[row.entity].add(row.report)
    return found
