"""The attribution tables are sorted and well formed; `tests/lexicon/` runs their examples."""

from __future__ import annotations

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


PARTS = frozenset({"verb", "noun", "adjective"})


def test_reporting_words_are_sorted_and_well_formed() -> None:
    entries = rows("attribution/reporting_words")
    keys = [(row["lemma"], row["part"]) for row in entries]
    assert keys == sorted(set(keys))
    for row in entries:
        assert row["part"] in PARTS
        assert row["manner"] in {"speech", "attitude", "other"}
        assert all(f in FRAMES or f.startswith("p:") for f in row["frames"].split())


def test_only_cues_have_an_act_frames_and_a_strength() -> None:
    for row in rows("attribution/reporting_words"):
        if row["act"]:
            assert row["act"] in ACTS
            assert row["frames"]
            assert row["part"] != "adjective"
            assert row["strength"] in (
                {"strong", "usual", "weak"} if row["part"] == "verb" else {""}
            )
        else:
            assert not row["frames"] + row["strength"] + row["negated"]
        assert row["negated"] in ACTS | {""}


def test_a_lemma_has_one_manner_whatever_its_part_of_speech() -> None:
    manners: dict[str, str] = {}
    for row in rows("attribution/reporting_words"):
        for lemma in (row["lemma"], *row["also"].split()):
            assert manners.setdefault(lemma, row["manner"]) == row["manner"]
