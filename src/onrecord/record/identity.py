"""Who is who across reports: under which key a name stands, how two names weigh, what follows from all.

In: an `Entity` of one reading; profiles of names over all reports; links and judgements. Out: keys, the
evidence that two names mean one person, and for each name the entity it belongs to. A full name of two
words or more is one key in all reports; anything less is its report's own, and is never linked by
itself: a surname needs the same office and company besides. Everything here is arithmetic on what is
given, whatever the order it came in.

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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeAlias

from onrecord.model import Entity
from onrecord.record.names import Name, clash, likeness, name_of

Pair: TypeAlias = tuple[bytes, bytes]
Verdict: TypeAlias = Literal["same", "different"]

# From here on two names are one entity; from there on the link is kept as a suggestion. Chosen so that no
# likeness below another spelling or a middle name merges by itself, and a surname not without the same
# office of the same state and two companions; checked with bench/identity.py.
MERGE = 0.85
SUGGEST = 0.5
SAME_OFFICE, SAME_TITLE, SAME_STATE, OTHER_STATE = 0.35, 0.3, 0.1, -0.3
COMPANION, COMPANY_AT_MOST = 0.125, 5
APART_IN_A_REPORT = -0.2
CALLED_SO = 0.1
# Of two who bar each other a name goes to the one that is ahead by so much.
AHEAD = 0.1
NAMESAKE = 0.7
# Companions a reader is shown.
_SHOWN = 3


class Evidence(NamedTuple):
    """One reason for or against two names meaning the same: kind, what it weighs, the words."""

    kind: str
    score: float
    words: str


class Judged(NamedTuple):
    """What a user said about two names."""

    verdict: Verdict
    one: bytes
    other: bytes


@dataclass(frozen=True, slots=True)
class Profile:
    """What all reports together say of one name.

    `named` is the key reports know it by; `key` differs from it where several people bear the name.
    `company` maps the people named in the same reports, by the sound of their last names, to names.
    `called` are the single words, by their sound, by which reports that give the name also mean it.
    """

    key: bytes
    named: bytes
    name: Name
    offices: frozenset[tuple[str, str]] = frozenset()
    company: Mapping[str, str] = field(default_factory=dict)
    reports: frozenset[bytes] = frozenset()
    called: frozenset[str] = frozenset()

    @property
    def states(self) -> frozenset[str]:
        """Of what the offices are held."""
        return frozenset(of for _, of in self.offices if of)


def entity_key(entity: Entity, report_id: str) -> str:
    """The entity's id in the record: by kind and full name, or by report where the name is not enough."""
    name = name_of(entity.kind, entity.name)
    words = name.words or (entity.id,)
    parts = (name.kind, *words, name.suffix) if name.full else (name.kind, report_id, *words)
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def weigh(one: Profile, other: Profile) -> tuple[Evidence, ...]:
    """The evidence for and against two names meaning the same; none where it is not worth a suggestion."""
    if one.named == other.named:
        told = one.states and other.states
        reason = "other state" if told else "nothing tells them apart or together"
        return (Evidence("namesake", NAMESAKE, f"{one.name.shown}: {reason}"),)
    like = likeness(one.name, other.name)
    if like is None:
        return ()
    found = [Evidence(like.kind, like.score, like.words)]
    if one.name.kind == "person":
        company = _from_company(one, other)
        found += _from_offices(one, other, met=bool(company)) + company
        single = [each.name for each in (one, other) if len(each.name.alike) == 1]
        if single and single[0].alike[0] in one.called | other.called:
            found.append(Evidence("called so", CALLED_SO, single[0].shown))
        if like.kind != "spelling" and one.reports & other.reports:
            found.append(Evidence("apart in one report", APART_IN_A_REPORT, like.words))
    return tuple(found) if total(each.score for each in found) >= SUGGEST else ()


def total(scores: Iterable[float]) -> float:
    """What the scores of all evidence weigh together, from 0 up; 1 and more is as good as told."""
    return round(max(0.0, sum(sorted(scores))), 3)


def _from_offices(one: Profile, other: Profile, *, met: bool) -> list[Evidence]:
    """What offices tell; those of two states tell of two only where nobody was named beside both."""
    if same := sorted(office for office in one.offices & other.offices if office[1]):
        return [Evidence("office", SAME_OFFICE, "; ".join(f"{title}, {of}" for title, of in same))]
    found = []
    titles = {title for title, _ in one.offices} & {title for title, _ in other.offices}
    states = one.states & other.states
    if one.states and other.states and not states and not met:
        between = " / ".join(", ".join(sorted(side.states)) for side in (one, other))
        return [Evidence("other state", OTHER_STATE, between)]
    if titles:
        found.append(Evidence("title", SAME_TITLE, "; ".join(sorted(titles))))
    if states:
        found.append(Evidence("state", SAME_STATE, "; ".join(sorted(states))))
    return found


def _from_company(one: Profile, other: Profile) -> list[Evidence]:
    own = {one.name.alike[-1], other.name.alike[-1]}
    shared = sorted(
        min(one.company[met], other.company[met])
        for met in one.company.keys() & other.company.keys()
        if met not in own
    )
    if not shared:
        return []
    score = round(COMPANION * min(len(shared), COMPANY_AT_MOST), 3)
    return [Evidence("company", score, "; ".join(shared[:_SHOWN]))]


def conclude(
    names: Mapping[bytes, Name], links: Mapping[Pair, float], judged: Sequence[Judged]
) -> dict[bytes, bytes]:
    """For each name the entity it belongs to: the least key of those that are one.

    Judgements come newest first and go before links; an older one that contradicts newer ones is set
    aside. A link of a name to two that bar each other is not taken: it stays a suggestion.
    """
    groups = _Groups(names)
    for verdict, one, other in judged:
        if verdict == "same":
            groups.join(one, other, by_user=True)
        elif groups.of[one] is not groups.of[other]:
            groups.apart.add(frozenset({one, other}))
    strong = {pair: score for pair, score in links.items() if score >= MERGE}
    torn = _torn(names, strong)
    for one, other in sorted(strong, key=lambda pair: (-strong[pair], pair)):
        if (one, other) not in torn:
            groups.join(one, other)
    return {key: min(groups.of[key]) for key in names}


def _torn(names: Mapping[bytes, Name], strong: Mapping[Pair, float]) -> set[Pair]:
    """The links of names that go as well to two who bar each other."""
    beside: dict[bytes, list[bytes]] = defaultdict(list)
    for one, other in strong:
        beside[one].append(other)
        beside[other].append(one)
    torn = set()
    for key, others in beside.items():
        score = {other: strong[min(key, other), max(key, other)] for other in others}
        full = [other for other in others if names[other].full]
        barred = {
            one
            for one in full
            for other in full
            if clash(names[one], names[other]) and score[one] < score[other] + AHEAD
        }
        torn |= {(min(key, other), max(key, other)) for other in barred}
    return torn


class _Groups:
    """Names as they come together, and which may not."""

    def __init__(self, names: Mapping[bytes, Name]) -> None:
        self.names = names
        self.of: dict[bytes, set[bytes]] = {key: {key} for key in names}
        self.apart: set[frozenset[bytes]] = set()

    def join(self, one: bytes, other: bytes, *, by_user: bool = False) -> None:
        """Make one of the groups of two names, unless it was said or seen that they are two."""
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
