"""Several people of one name: which of the reports that bear a name speak of whom.

In: for each report that bears the name, of which states the offices there are held and who else is
named; which reports a user said to mean different people. Out: the reports parted, or all in one where
nothing tells of two. Two are told by a user, or by offices of different states with no state and nobody
named in common, over any number of steps.

>>> here = Appearance(b"1", frozenset({"valdria"}), frozenset({"x"}))
>>> there = Appearance(b"2", frozenset({"ostmark"}), frozenset({"y"}))
>>> [sorted(part.reports) for part in parted((here, there), ())]
[[b'1'], [b'2']]
>>> between = Appearance(b"3", frozenset(), frozenset({"x", "y"}))
>>> len(parted((here, there, between), ()))
1
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.record.store.keys import key


@dataclass(frozen=True, slots=True)
class Appearance:
    """A name in one report."""

    report: bytes
    states: frozenset[str]
    company: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """The reports that mean one of several namesakes; `told`: something says so."""

    reports: frozenset[bytes]
    states: frozenset[str]
    told: bool


def parted(
    appearances: Sequence[Appearance], apart: Iterable[tuple[bytes, bytes]]
) -> tuple[Part, ...]:
    """The parts, by their first report; one part where nothing tells of two."""
    barred = {frozenset(pair) for pair in apart}
    of = {each.report: {each.report} for each in appearances}
    for reports in _shared(appearances):
        _bring_together(of, reports, barred)
    states = {each.report: each.states for each in appearances}
    judged = {report for pair in barred for report in pair}
    found = []
    for group in {id(group): group for group in of.values()}.values():
        all_states = frozenset().union(*(states[report] for report in group))
        found.append(Part(frozenset(group), all_states, bool(all_states or group & judged)))
    if sum(part.told for part in found) < 2:
        return (Part(frozenset(of), frozenset().union(*states.values()), told=True),)
    return tuple(sorted(found, key=lambda part: min(part.reports)))


def part_keys(named: bytes, parts: Sequence[Part]) -> tuple[bytes, ...]:
    """A key for each part: by its first state where no other part has it, else by its first report."""
    first = [min(part.states) if part.states else "" for part in parts]
    labels = [
        state.encode() if state and first.count(state) == 1 else min(part.reports)
        for state, part in zip(first, parts, strict=True)
    ]
    return tuple(key(b"namesake", named, label) for label in labels)


def _shared(appearances: Sequence[Appearance]) -> list[list[bytes]]:
    """Reports that share a state, then those that share company, each list in order."""
    states: dict[str, list[bytes]] = defaultdict(list)
    company: dict[str, list[bytes]] = defaultdict(list)
    for each in sorted(appearances, key=lambda each: each.report):
        for state in each.states:
            states[state].append(each.report)
        for person in each.company:
            company[person].append(each.report)
    return [states[state] for state in sorted(states)] + [company[one] for one in sorted(company)]


def _bring_together(
    of: dict[bytes, set[bytes]], reports: Sequence[bytes], barred: set[frozenset[bytes]]
) -> None:
    """Join each report's group to the first of the others that no judgement bars it from."""
    met: list[set[bytes]] = []
    for report in reports:
        mine = of[report]
        if any(mine is group for group in met):
            continue
        free = [
            group
            for group in met
            if not any(len(pair & mine) == 1 and len(pair & group) == 1 for pair in barred)
        ]
        if not free:
            met.append(mine)
            continue
        free[0] |= mine
        of |= dict.fromkeys(mine, free[0])
