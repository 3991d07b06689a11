"""Keys of names over all reports, and the entities that links and judgements make of them.

In: an `Entity` of one reading; links between names and their scores (`evidence.py`); judgements. Out: keys, and for each
name the entity it belongs to. A full name of two words or more has one key in all reports; anything less has a key of
its own in each report. The result does not depend on the order of the input.

>>> from onrecord.model import Entity
>>> here = Entity("a" * 32, "person", "Mira Tasel", ("Mira Tasel", "Tasel"), ())
>>> there = Entity("b" * 32, "person", "Míra Tasel", ("Míra Tasel",), ())
>>> entity_key(here, "1" * 32) == entity_key(there, "2" * 32)
True
>>> only = Entity("c" * 32, "person", "Tasel", ("Tasel",), ())
>>> entity_key(only, "1" * 32) == entity_key(only, "2" * 32)
False
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeAlias

from onrecord.lexicon.names import ParsedName, name_of
from onrecord.model import Entity
from onrecord.record.identity.evidence import MERGE
from onrecord.record.identity.likeness import clash

Pair: TypeAlias = tuple[bytes, bytes]
Verdict: TypeAlias = Literal["same", "different"]
# Of two names that exclude each other a third is linked to the one whose score leads by so much.
MIN_LEAD = 0.1


class Judged(NamedTuple):
    """A user's verdict on two names."""

    verdict: Verdict
    one: bytes
    other: bytes


def entity_key(entity: Entity, report_id: str) -> str:
    """The entity's id in the record: by kind and full name, or by report where the name is not enough."""
    name = name_of(entity.kind, entity.name)
    words = name.words or (entity.id,)
    parts = (name.kind, *words, name.suffix) if name.full else (name.kind, report_id, *words)
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def cluster_names(
    names: Mapping[bytes, ParsedName], links: Mapping[Pair, float], judged: Sequence[Judged]
) -> dict[bytes, bytes]:
    """The entity of each name: the least key of the names that are one.

    Judgements come newest first and are applied before links; an older one that contradicts newer ones is ignored.
    Links of a name to two names that exclude each other stay suggestions.
    """
    groups = _Groups(names)
    for verdict, one, other in judged:
        if verdict == "same":
            groups.join(one, other, by_user=True)
        elif groups.of[one] is not groups.of[other]:
            groups.apart.add(frozenset({one, other}))
    strong = {pair: score for pair, score in links.items() if score >= MERGE}
    ambiguous = _ambiguous_links(names, strong)
    for one, other in sorted(strong, key=lambda pair: (-strong[pair], pair)):
        if (one, other) not in ambiguous:
            groups.join(one, other)
    return {key: min(groups.of[key]) for key in names}


def _ambiguous_links(names: Mapping[bytes, ParsedName], strong: Mapping[Pair, float]) -> set[Pair]:
    """The links of names to two names that exclude each other, where neither leads clearly."""
    linked: dict[bytes, list[bytes]] = defaultdict(list)
    for one, other in strong:
        linked[one].append(other)
        linked[other].append(one)
    found = set()
    for key, others in linked.items():
        score = {other: strong[min(key, other), max(key, other)] for other in others}
        full = [other for other in others if names[other].full]
        barred = {
            one
            for one in full
            for other in full
            if clash(names[one], names[other]) and score[one] < score[other] + MIN_LEAD
        }
        found |= {(min(key, other), max(key, other)) for other in barred}
    return found


class _Groups:
    """Groups of names that are one, and the pairs that must stay apart."""

    def __init__(self, names: Mapping[bytes, ParsedName]) -> None:
        self.names = names
        self.of: dict[bytes, set[bytes]] = {key: {key} for key in names}
        self.apart: set[frozenset[bytes]] = set()

    def join(self, one: bytes, other: bytes, *, by_user: bool = False) -> None:
        """Join the groups of two names, unless a judgement or a clash of full names keeps them apart."""
        mine, theirs = self.of[one], self.of[other]
        if mine is theirs or any(
            len(pair & mine) == 1 and len(pair & theirs) == 1 for pair in self.apart
        ):
            return
        if not by_user and self._clash(mine, theirs):
            return
        few, many = sorted((mine, theirs), key=len)
        many |= few
        for key in few:
            self.of[key] = many

    def _clash(self, mine: Collection[bytes], theirs: Collection[bytes]) -> bool:
        full = [
            [self.names[key] for key in side if self.names[key].full] for side in (mine, theirs)
        ]
        return any(clash(one, other) for one in full[0] for other in full[1])
