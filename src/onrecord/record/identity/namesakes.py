"""Separates people of one name: groups the reports that have the name by the person they mean.

In: for each report with the name, the states of the offices in it and the other people in it; pairs of reports that a
user judged to mean different people. Out: groups of reports, or one group if nothing speaks for two people. That is a
user's judgement, or offices of different states with no state and no person in common, over any number of steps.

>>> here = Appearance(b"1", frozenset({"valdria"}), frozenset({"x"}))
>>> there = Appearance(b"2", frozenset({"ostmark"}), frozenset({"y"}))
>>> [sorted(bearer.reports) for bearer in separate_bearers((here, there), ())]
[[b'1'], [b'2']]
>>> between = Appearance(b"3", frozenset(), frozenset({"x", "y"}))
>>> len(separate_bearers((here, there, between), ()))
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
    companions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bearer:
    """The reports that mean one of several namesakes; `distinct` if a state or a judgement sets them apart."""

    reports: frozenset[bytes]
    states: frozenset[str]
    distinct: bool


def separate_bearers(
    appearances: Sequence[Appearance], separated: Iterable[tuple[bytes, bytes]]
) -> tuple[Bearer, ...]:
    """The bearers of a name, by their first report; one bearer if nothing speaks for two."""
    barred = {frozenset(pair) for pair in separated}
    of = {each.report: {each.report} for each in appearances}
    for reports in _groups_by_context(appearances):
        _join_groups(of, reports, barred)
    states = {each.report: each.states for each in appearances}
    judged = {report for pair in barred for report in pair}
    found = []
    for group in {id(group): group for group in of.values()}.values():
        all_states = frozenset().union(*(states[report] for report in group))
        found.append(Bearer(frozenset(group), all_states, bool(all_states or group & judged)))
    if sum(bearer.distinct for bearer in found) < 2:
        return (Bearer(frozenset(of), frozenset().union(*states.values()), distinct=True),)
    return tuple(sorted(found, key=lambda bearer: min(bearer.reports)))


def namesake_keys(named: bytes, bearers: Sequence[Bearer]) -> tuple[bytes, ...]:
    """A key for each bearer: by its first state if no other bearer has it, else by its first report."""
    first = [min(bearer.states) if bearer.states else "" for bearer in bearers]
    labels = [
        state.encode() if state and first.count(state) == 1 else min(bearer.reports)
        for state, bearer in zip(first, bearers, strict=True)
    ]
    return tuple(key(b"namesake", named, label) for label in labels)


def _groups_by_context(appearances: Sequence[Appearance]) -> list[list[bytes]]:
    """Reports that share a state, then those that share companions, each list in order."""
    states: dict[str, list[bytes]] = defaultdict(list)
    companions: dict[str, list[bytes]] = defaultdict(list)
    for each in sorted(appearances, key=lambda each: each.report):
        for state in each.states:
            states[state].append(each.report)
        for person in each.companions:
            companions[person].append(each.report)
    return [states[state] for state in sorted(states)] + [
        companions[one] for one in sorted(companions)
    ]


def _join_groups(
    of: dict[bytes, set[bytes]], reports: Sequence[bytes], barred: set[frozenset[bytes]]
) -> None:
    """Join the groups of these reports, each with the first other that no judgement keeps apart from it."""
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
