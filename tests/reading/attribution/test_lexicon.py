"""The attribution tables are sorted and well formed; `tests/lexicon/` runs their examples."""

from __future__ import annotations

import pytest

from onrecord.lexicon.tables import rows

ACTS = frozenset(
    [
        "state",
        "deny",
        "accuse",
        "warn",
        "threaten",
        "promise",
        "demand",
        "ask",
        "praise",
        "criticise",
        "decline",
        "doubt",
        "believe",
        "intend",
    ]
)
FRAMES = frozenset({"quote", "that", "to", "obj-to", "np", "named", "addr"})


@pytest.mark.parametrize("table", ["attribution/cues", "attribution/nominal_cues"])
def test_tables_are_sorted_and_well_formed(table: str) -> None:
    entries = rows(table)
    names = [row["lemma"] for row in entries]
    assert names == sorted(set(names))
    for row in entries:
        assert row["act"] in ACTS
        assert row.get("negated", "") in ACTS | {""}
        assert all(f in FRAMES or f.startswith("p:") for f in row["frames"].split())
