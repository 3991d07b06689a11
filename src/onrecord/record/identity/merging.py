"""Merges names into entities by their links and by users' judgements.

In: a connection that may write, and the keys of names. Out: rows of `identities` for every name that links or judgements
reach from these, where two or more names are one entity. The entity is shown under its best name: a full one, of most
reports, the longest.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         merge_names(connection, [])
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, or_, select

from onrecord.lexicon.names import ParsedName
from onrecord.record.identity import identity_tables
from onrecord.record.identity.clusters import Judged, Pair, cluster_names
from onrecord.record.identity.evidence import total
from onrecord.record.identity.judgements import current_judgements, judged_pairs
from onrecord.record.identity.known_names import names_where
from onrecord.record.identity.profiles import profiles
from onrecord.record.store.keys import chunks
from onrecord.record.store.rows_by_value import delete_rows, insert_rows, select_where

_K = identity_tables.known_names.c
_L = identity_tables.links.c
_I = identity_tables.identities.c


def merge_names(connection: Connection, start: Iterable[bytes]) -> None:
    """Rewrite the entities of these names and of all that links or judgements reach from them."""
    judged = current_judgements(connection)
    links, keys = _reachable(connection, set(start), judged)
    names = names_where(connection, _K.named, keys)
    links = {pair: score for pair, score in links.items() if names.keys() >= set(pair)}
    judged = [each for each in judged if each.one in names and each.other in names]
    entity = cluster_names(names, links, judged)
    members: dict[bytes, list[bytes]] = defaultdict(list)
    for key in sorted(names):
        members[entity[key]].append(key)
    delete_rows(connection, identity_tables.identities, (_I.named,), keys)
    merged = {one: keys for one, keys in members.items() if len(keys) > 1}
    rows = list(_identity_rows(connection, merged, names))
    insert_rows(connection, identity_tables.identities, rows)


def _identity_rows(
    connection: Connection, merged: Mapping[bytes, list[bytes]], names: Mapping[bytes, ParsedName]
) -> Iterator[dict[str, Any]]:
    """One row for each name of each merged entity."""
    keys = {key for members in merged.values() for key in members}
    spellings = select_where(connection, select(_K.named, _K.name), _K.named, keys)
    shown = {row.named: row.name for row in spellings}
    seen = profiles(connection, {key: names[key] for key in keys})
    for entity, members in merged.items():
        best = min(
            members,
            key=lambda key: (
                not names[key].full,
                -len(seen[key].reports),
                -len(shown[key]),
                shown[key],
            ),
        )
        words = " ".join(sorted({word for key in members for word in names[key].words}))
        for key in members:
            yield {"named": key, "entity": entity, "name": shown[best], "words": words}


def _reachable(
    connection: Connection, start: set[bytes], judged: Iterable[Judged]
) -> tuple[dict[Pair, float], set[bytes]]:
    """All links that lead from name to name beginning at `start`, with their total scores, and all names on them."""
    by_judgement = judged_pairs(judged)
    links: dict[Pair, list[float]] = {}
    reached: set[bytes] = set()
    frontier = set(start)
    while frontier:
        reached |= frontier
        found: dict[Pair, dict[str, float]] = defaultdict(dict)
        for some in chunks(sorted(frontier)):
            query = select(_L.one, _L.other, _L.kind, _L.score)
            for row in connection.execute(query.where(or_(_L.one.in_(some), _L.other.in_(some)))):
                found[row.one, row.other][row.kind] = row.score
        links |= {pair: list(scores.values()) for pair, scores in found.items()}
        neighbours = {key for pair in found for key in pair}
        neighbours |= {other for key in frontier for other in by_judgement.get(key, ())}
        frontier = neighbours - reached
    return {pair: total(scores) for pair, scores in links.items()}, reached
