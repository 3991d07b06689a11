"""Words of any text, in time linear in its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.attribution.tagger.tokens import words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S.-Valdria pact", ["The", "U.S.", "-", "Valdria", "pact"]),
        ("He isn’t Lume’s envoy.", ["He", "is", "n’t", "Lume", "’s", "envoy", "."]),
        ("at 10:30, for 1,200.50 crowns", ["at", "10:30", ",", "for", "1,200.50", "crowns"]),
        ("a well-known, AT&T-like firm...", ["a", "well-known", ",", "AT&T-like", "firm", "..."]),
        ("“No”—she said", ["“", "No", "”", "—", "she", "said"]),
    ],
)
def test_words_are_cut_where_labels_may_stand(text: str, expected: list[str]) -> None:
    words = words_of(text, [Span(0, len(text))])
    assert [text[word.start : word.end] for word in words] == expected


@given(st.text(max_size=200))
def test_every_mark_is_in_exactly_one_word(text: str) -> None:
    words = words_of(text, [Span(0, len(text))])
    covered = [place for word in words for place in range(word.start, word.end)]
    assert covered == sorted(set(covered))
    assert {p for p, mark in enumerate(text) if not mark.isspace()} <= set(covered)


def test_words_have_the_number_of_their_paragraph() -> None:
    text = "One here.\nTwo there."
    words = words_of(text, [Span(0, 9), Span(10, 20)])
    assert [word.paragraph for word in words] == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("unit", ["a", "1.", "a-", "A.", "'", "n", "1", "n't", "“", "--"])
def test_long_lines_take_linear_time(unit: str) -> None:
    text = unit * 100_000
    begun = time.process_time()
    words_of(text, [Span(0, len(text))])
    assert time.process_time() - begun < 2
