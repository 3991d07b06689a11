"""B³, MUC, CEAF-e and their mean (CoNLL F1) of mentions grouped into entities.

In: gold clusters and ours, over the same mentions. Out: recall and precision, or F1 in per cent. The measures are those of
the CoNLL-2012 shared task: MUC (Vilain and others 1995) counts links, B³ (Bagga and Baldwin 1998) the share of each
mention, CEAF-e (Luo 2005) entities matched one to one.

>>> [round(share, 4) for share in b_cubed([{1, 2}, {3}], [{1, 2, 3}])]
[1.0, 0.5556]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeAlias

Clusters: TypeAlias = "Sequence[set[Any]]"


def clusters(keys: Mapping[Any, Hashable]) -> list[set[Any]]:
    """The mentions grouped by key."""
    found: dict[Hashable, set[Any]] = defaultdict(set)
    for place, key in keys.items():
        found[key].add(place)
    return list(found.values())


def b_cubed(gold: Clusters, ours: Clusters) -> tuple[float, float]:
    """Recall and precision of B³."""
    return _b_cubed(gold, ours), _b_cubed(ours, gold)


def _b_cubed(one: Clusters, other: Clusters) -> float:
    of = {place: cluster for cluster in other for place in cluster}
    shares = [len(cluster & of[place]) / len(cluster) for cluster in one for place in cluster]
    return sum(shares) / len(shares)


def muc(gold: Clusters, ours: Clusters) -> tuple[float, float]:
    """Recall and precision of MUC: the share of links kept."""
    return _muc(gold, ours), _muc(ours, gold)


def _muc(one: Clusters, other: Clusters) -> float:
    of = {place: number for number, cluster in enumerate(other) for place in cluster}
    kept = sum(len(cluster) - len({of[place] for place in cluster}) for cluster in one)
    return kept / max(1, sum(len(cluster) - 1 for cluster in one))


def ceaf_e(gold: Clusters, ours: Clusters) -> tuple[float, float]:
    """Recall and precision of CEAF-e: the best one-to-one matching of clusters."""
    likeness = [[2 * len(one & other) / (len(one) + len(other)) for other in ours] for one in gold]
    best = _best_match(
        likeness if len(gold) <= len(ours) else [list(row) for row in zip(*likeness, strict=True)]
    )
    return best / len(gold), best / len(ours)


def _best_match(worth: Sequence[Sequence[float]]) -> float:
    """The highest value of a one-to-one matching of rows to columns (Kuhn and Munkres; rows ≤ columns)."""
    rows, columns = len(worth), len(worth[0])
    up, across = [0.0] * (rows + 1), [0.0] * (columns + 1)
    match, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0], column = row, 0
        least, used = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while match[column]:
            used[column] = True
            mine, step, following = match[column], float("inf"), 0
            for each in range(1, columns + 1):
                if used[each]:
                    continue
                cost = -worth[mine - 1][each - 1] - up[mine] - across[each]
                if cost < least[each]:
                    least[each], way[each] = cost, column
                if least[each] < step:
                    step, following = least[each], each
            for each in range(columns + 1):
                if used[each]:
                    up[match[each]] += step
                    across[each] -= step
                else:
                    least[each] -= step
            column = following
        while column:
            match[column], column = match[way[column]], way[column]
    return sum(worth[match[each] - 1][each - 1] for each in range(1, columns + 1) if match[each])


def f1(recall: float, precision: float) -> float:
    """Harmonic mean, in per cent."""
    return 200 * recall * precision / (recall + precision) if recall + precision else 0.0


def scores(gold: Clusters, ours: Clusters) -> tuple[float, float, float, float]:
    """MUC, B³ and CEAF-e F1, and their mean."""
    three = [f1(*measure(gold, ours)) for measure in (muc, b_cubed, ceaf_e)]
    return three[0], three[1], three[2], sum(three) / 3
