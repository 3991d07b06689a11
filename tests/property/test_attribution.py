"""Attribution holds its promises on any text: spans, order, `within`, no crash, linear time."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Attribution, Parsed, Passage, Span
from onrecord.reading.attribution import Finder, find_attributions
from onrecord.reading.parse import language

PIECES = st.sampled_from(
    [
        "“", "”", '"', "'", "‘", "’", "\n", "\n\n", ". ", ", ", ": ", "? ", " — ", "(", ")", " ",
        "Mira Tasel", "the mayor", "Oren Falk", "he", "who", "reporters", "Karsk News", "it",
        " said ", " said that ", " told ", " warned of ", " refuted ", " claims that ", " denied ",
        "according to ", "Asked whether ", " declined to ", " urged ", " called ", "’s claim that ",
        "the dam was unsafe", "the flood", "We were lucky", "leave the valley", "\u00a0", "…", "ﬁ", "𝔘",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(PIECES, max_size=40).map("".join).map(str.upper),
    st.text(max_size=200),
)


def parsed(text: str) -> Parsed:
    places = (Span(*match.span()) for match in re.finditer(r"[^\n]*\S[^\n]*", text))
    return language.parse(language.load(), text, tuple(Passage("body", span) for span in places))


def check_twice(read: Parsed, finder: Finder) -> None:
    """A second run finds the same, and what is found keeps the promises."""
    found = find_attributions(read, finder)
    assert found == find_attributions(read, finder)
    check(read.text, found)


def check(text: str, found: Sequence[Attribution]) -> None:
    assert [each.content[0].start for each in found] == sorted(
        each.content[0].start for each in found
    )
    for number, each in enumerate(found):
        ends = 0
        for span in each.content:
            assert ends <= span.start < span.end <= len(text)
            assert any(character.isalnum() for character in text[span.start : span.end])
            ends = span.end
        for part in (each.source, each.cue, each.addressee, each.channel, each.question):
            if part is not None:
                assert 0 <= part.start < part.end <= len(text)
        chain, place = {number}, each.within
        while place is not None:
            assert 0 <= place < len(found)
            assert place not in chain
            chain.add(place)
            place = found[place].within
        assert 0 < each.confidence <= 1


@pytest.mark.parametrize("finder", ["rules", "full"])
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(TEXTS)
def test_promises_hold_on_any_text(finder: Finder, text: str) -> None:
    check_twice(parsed(text), finder)


@pytest.mark.slow
@pytest.mark.parametrize("finder", ["rules", "full"])
@pytest.mark.parametrize(
    "line",
    [
        "Mira Tasel said that the dam was unsafe and ",
        "“We were lucky,” he said, ",
        '" ',
        "“",
        "SAID THE MAYOR OF LUME ",
        "t h e d a m ſaid 0f l1me , ",
        "he said she said ",
        "X’s claim that ",
    ],
)
def test_one_line_of_thirty_thousand_characters(line: str, finder: Finder) -> None:
    whole = parsed((line * (30_000 // len(line) + 1))[:30_000])
    half = parsed((line * (15_000 // len(line) + 1))[:15_000])
    seconds = []
    for read in (half, whole):
        begun = time.process_time()
        found = find_attributions(read, finder)
        seconds.append(time.process_time() - begun)
        check(read.text, found)
    assert seconds[1] < 6 * seconds[0] + 0.3
