"""The longest stretch two quotations have in common."""

from __future__ import annotations

import time

import pytest

from onrecord.record.dates.common_words import MIN_STRETCH, Word, longest_common, phrases, words_in

SAID = "We will keep the bridge at Karsk open for every lorry that comes this winter"


def _words(text: str) -> tuple[Word, ...]:
    return words_in(text, ((0, len(text)),))


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        (SAID, SAID, 15),
        (SAID, SAID.upper(), 15),
        (SAID, f"As I said: {SAID}!", 15),
        (SAID, SAID.replace("open for", "open, for"), 15),
        (SAID, SAID.replace("every", "each"), None),
        (SAID, " ".join(SAID.split()[: MIN_STRETCH - 1]), None),
        (SAID, " ".join(SAID.split()[3 : 3 + MIN_STRETCH]), MIN_STRETCH),
        (SAID, "", None),
    ],
)
def test_the_longest_stretch(one: str, other: str, length: int | None) -> None:
    found = longest_common(_words(one), _words(other))
    assert (found and found[2]) == length


def test_any_long_stretch_contains_a_phrase_that_is_searched_for() -> None:
    words = SAID.split()
    asked = phrases(_words(SAID))
    for start in range(len(words) - MIN_STRETCH + 1):
        stretch = " ".join(words[start : start + MIN_STRETCH]).lower()
        assert any(phrase in stretch for phrase in asked)


def test_repeated_words_take_linear_time() -> None:
    heap = _words("no " * 20_000)
    before = time.process_time()
    assert longest_common(heap, heap) == (0, 0, 20_000)
    assert time.process_time() - before < 5
