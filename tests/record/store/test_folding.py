"""Folding: equal names are equal, in linear time."""

from __future__ import annotations

import time

import pytest

from onrecord.lexicon.spelling import fold
from onrecord.record.store.folding import words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łucja ORLÉ", "lucja orle"),
        ("Søren Đorđe", "soren dorde"),
        ("STRASSE Straße", "strasse strasse"),
        ("e\u0301", "e"),
        ("ﬁnal Ⅷ", "final viii"),
        ("Ἀθήνα", "αθηνα"),
        ("a\x00b\ud800c", "a b c"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ()),
        (" — ?! ", ()),
        ("al-Karsk", ("al karsk",)),
        ("Valdria's", ("valdria s",)),
        ("grain* **", ("grain*",)),
        ('"a" OR b', ("a", "or", "b")),
    ],
)
def test_words(typed: str, found: tuple[str, ...]) -> None:
    assert words(typed) == found


def test_repeated_marks_are_folded_in_linear_time() -> None:
    heap = "a" + "\u0316\u0301" * 200_000
    began = time.perf_counter()
    assert fold(heap) == "a"
    assert time.perf_counter() - began < 2
