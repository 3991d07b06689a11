"""How far a rule is to be trusted: its measured precision, from `lexicon/attribution/rule_confidence.tsv`.

In: a rule's name and how strongly its cue reports. Out: a number between 0 and 1. The table is written
by `bench/attribution.py --calibrate` from PolNeAR's training part: the share of the rule's findings
whose triple the annotators drew too.

>>> 0 < confidence("direct/quote-said", "strong") <= 1
True
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from onrecord.lexicon.tables import rows


@cache
def _table() -> Mapping[tuple[str, str], float]:
    return {
        (row["rule"], row["strength"]): float(row["confidence"])
        for row in rows("attribution/rule_confidence")
    }


def confidence(rule: str, strength: str) -> float:
    """The confidence of a rule; where this strength was too rare to measure, the rule's own."""
    table = _table()
    return table.get((rule, strength), table[rule, "any"])
