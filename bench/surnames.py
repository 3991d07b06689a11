"""The precision of joining bare surnames: full names are hidden and weighed as the record weighs them.

    onrecord read allsides-5000.jsonl --field text=content_original --fast --record r.db
    python -m bench.surnames r.db [--fit]

In: a record of many reports. Every person whose full name is in several reports is treated in one of them as if only the
surname were known; `record/identity/evidence.py` weighs the bearers of that surname in other reports. Out: how many are
joined, and how many of these rightly, compared with the rule *same surname, same person* (the bearer with most reports); the
same by kind of evidence; and with `--fit` the log odds of each kind of evidence. Cases are divided into two halves by
surname, and weighted by one over the root of the number of cases of the surname, so that frequent names do not dominate.
Names that may be spellings of the hidden one are left out; misread names count as wrong, so the figures are a lower bound.

>>> _half("Tasel") in {0, 1}
True
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.lexicon.names import ParsedName, name_of
from onrecord.record.identity.clusters import MIN_LEAD
from onrecord.record.identity.evidence import MERGE, DatedReport, Evidence, Profile, evidence, total
from onrecord.record.identity.likeness import likeness
from onrecord.record.identity.terms_of_office import office_key

KINDS = ("office", "title", "state", "other state", "company", "called so", "same story")


@dataclass
class Bearer:
    """A full name: its reports, the offices in each, and whether each also uses the surname alone."""

    name: ParsedName
    offices: dict[bytes, frozenset[tuple[str, str]]] = field(default_factory=dict)
    called: dict[bytes, frozenset[str]] = field(default_factory=dict)


@dataclass
class World:
    """All reports: the persons in each, by the sound of the last name; the day of each, if known."""

    bearers: dict[bytes, Bearer] = field(default_factory=dict)
    company: dict[bytes, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    days: dict[bytes, int] = field(default_factory=dict)

    def bearing(self) -> dict[str, list[bytes]]:
        """The full names by their last name."""
        found: dict[str, list[bytes]] = defaultdict(list)
        for key, bearer in self.bearers.items():
            found[bearer.name.sounds[-1]].append(key)
        return found

    def profile(self, key: bytes, reports: Sequence[bytes], name: ParsedName) -> Profile:
        """What these reports say about a bearer, under a name."""
        bearer = self.bearers[key]
        company = {last: shown for at in reports for last, shown in self.company[at].items()}
        dated = [
            DatedReport(self.days[at], frozenset(self.company[at]))
            for at in reports
            if at in self.days
        ]
        return Profile(
            key + name.words[0].encode(), name.shown.encode(), name,
            offices=frozenset(office for at in reports for office in bearer.offices[at]),
            companions=company,
            reports=frozenset(reports),
            short_forms=frozenset(word for at in reports for word in bearer.called[at]) if name.full else frozenset(),
            dated_reports=tuple(sorted(dated, key=lambda report: report.day)),
        )  # fmt: skip


class Case(NamedTuple):
    """A hidden name, and the evidence for each bearer of the surname elsewhere; `right` is the bearer."""

    surname: str
    candidates: tuple[tuple[bool, int, tuple[Evidence, ...]], ...]


def world(path: Path) -> World:
    """The persons of a record's current readings."""
    found = World()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        offices: dict[tuple[bytes, bytes], set[tuple[str, str]]] = defaultdict(set)
        for reading, one, title, of in connection.execute(
            "SELECT reading, id, title, of FROM offices"
        ):
            offices[reading, one].add(office_key(title, of))
        for reading, published in connection.execute(
            "SELECT id, published FROM readings WHERE current AND published IS NOT NULL"
        ):
            dated = json.loads(published)
            if dated["earliest"] and dated["earliest"] == dated["latest"]:
                found.days[reading] = date.fromisoformat(dated["earliest"][:10]).toordinal()
        for reading, one, key, written, names in connection.execute(
            "SELECT reading, e.id, entity, name, names FROM entities e JOIN readings r ON r.id = reading"
            " WHERE kind = 'person' AND current"
        ):
            name = name_of("person", written)
            if name.sounds:
                found.company[reading][name.sounds[-1]] = name.shown
            if name.full:
                bearer = found.bearers.setdefault(key, Bearer(name))
                bearer.offices[reading] = frozenset(offices[reading, one])
                alone = (name_of("person", each).sounds for each in json.loads(names))
                bearer.called[reading] = frozenset(each[0] for each in alone if len(each) == 1)
    return found


def cases(seen: World) -> Iterator[Case]:
    """Every hidden name, in the order of the record."""
    bearing = seen.bearing()
    for key, bearer in seen.bearers.items():
        surname = bearer.name.sounds[-1]
        for report in bearer.offices:
            here = {other for other in bearing[surname] if report in seen.bearers[other].offices}
            bare = seen.profile(key, [report], name_of("person", bearer.name.words[-1]))
            found = []
            for other in bearing[surname]:
                whole = seen.bearers[other]
                rest = [at for at in whole.offices if at != report]
                alike = other != key and likeness(bearer.name, whole.name) is not None
                if rest and not alike and other not in here - {key}:
                    told = evidence(bare, seen.profile(other, rest, whole.name))
                    found.append((other == key, len(rest), told))
            if found:
                yield Case(surname, tuple(found))


def decided(case: Case) -> tuple[bool, tuple[Evidence, ...]] | None:
    """Whether the bearer joined with the surname is right, and the evidence; None if none is joined."""
    ranked = sorted(case.candidates, key=lambda each: -_total(each[2]))
    best = _total(ranked[0][2])
    rival = _total(ranked[1][2]) if len(ranked) > 1 else 0.0
    if best < MERGE or (rival >= MERGE and best < rival + MIN_LEAD):
        return None
    return ranked[0][0], ranked[0][2]


def by_surname(case: Case) -> bool:
    """True if the bearer with most reports is the right one."""
    return max(case.candidates, key=lambda each: each[1])[0]


def _total(told: Sequence[Evidence]) -> float:
    return total(each.score for each in told)


def _half(surname: str) -> int:
    return zlib.crc32(surname.encode()) % 2


def _weights(found: Sequence[Case]) -> list[float]:
    times = Counter(case.surname for case in found)
    return [float(times[case.surname]) ** -0.5 for case in found]


def report(found: Sequence[Case]) -> None:
    """Print the figures of one half."""
    weighed = list(zip(found, _weights(found), strict=True))
    joinable = sum(w for case, w in weighed if any(right for right, _, _ in case.candidates))
    told: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for case, weight in weighed:
        told["same surname, same person"][by_surname(case)] += weight
        outcome = decided(case)
        if outcome:
            kinds = {each.kind for each in outcome[1]}
            for kind in ("onrecord", next((each for each in KINDS if each in kinds), "none")):
                told[kind][outcome[0]] += weight
    for kind in ("same surname, same person", "onrecord", *KINDS):
        wrong, right = told[kind]
        if wrong + right:
            shares = 100 * right / (wrong + right), 100 * right / joinable
            print(f"  {kind:28} joined rightly {shares[0]:5.1f} %, of all {shares[1]:5.1f} %")


def fit(found: Sequence[Case]) -> Mapping[str, float]:
    """Log odds of each kind of evidence (for company: of each companion), by logistic regression.

    Newton's method with a small ridge; `base` are the odds of a surname without evidence.
    """
    rows, right, weights = [], [], []
    for case, weight in zip(found, _weights(found), strict=True):
        for true, _, told in case.candidates:
            have = {each.kind: each for each in told}
            company = have["company"].score / 0.1 if "company" in have else 0.0
            rows.append([1.0, *(company if k == "company" else float(k in have) for k in KINDS)])
            right.append(float(true))
            weights.append(weight)
    x, y, w = np.array(rows), np.array(right), np.array(weights)
    odds = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ odds))
        slope = x.T @ (w * (p - y)) + odds
        curve = (x * (w * p * (1 - p))[:, None]).T @ x + np.eye(len(odds))
        odds -= np.linalg.solve(curve, slope)
    return dict(zip(("base", *KINDS), map(float, odds), strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure on a record, each half separately."""
    parser = argparse.ArgumentParser(description="Hidden given names.")
    parser.add_argument("record", type=Path)
    parser.add_argument("--fit", action="store_true", help="log odds of each kind of evidence")
    asked = parser.parse_args(arguments)
    every = list(cases(world(asked.record)))
    for half in (0, 1):
        found = [case for case in every if _half(case.surname) == half]
        names = len({case.surname for case in found})
        print(f"half {half + 1}: {len(found):,} hidden names, {names:,} surnames")
        report(found)
        if asked.fit:
            print("  " + ", ".join(f"{kind} {odds:.2f}" for kind, odds in fit(found).items()))


if __name__ == "__main__":
    main()
