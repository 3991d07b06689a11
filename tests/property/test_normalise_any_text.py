"""Whatever comes in: the map leads back to the same characters, and a second pass changes nothing."""

from __future__ import annotations

import re
import textwrap
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.text.normalise import normalise, to_received

ODD = " \t\n\r\u000b\u000c\u0085\u00a0\u00ad\u2009\u2028\u200b\ufeff\x00\x93\ud83d-—“”'.aZß"
hostile = st.text(st.sampled_from(ODD), max_size=80) | st.text(
    st.characters(codec=None), max_size=60
)
words = st.text(st.sampled_from("abcdefgZ-’"), min_size=1, max_size=12)
paragraphs = st.lists(st.lists(words, min_size=5, max_size=60).map(" ".join), max_size=6)


@st.composite
def wrapped(draw: st.DrawFn) -> str:
    """Paragraphs broken at a column width, parted by one or two line ends."""
    width = draw(st.integers(40, 130))
    lines = (textwrap.fill(paragraph, width) for paragraph in draw(paragraphs))
    return draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n"])).join(lines)


def bare(text: str) -> str:
    """What no normalising may touch: letters, digits and marks, in their order.

    Windows-1252 marks misread as control characters count as the marks they are.
    """
    text = re.sub(
        "[\x80-\x9f]", lambda odd: odd.group().encode("latin-1").decode("cp1252", "ignore"), text
    )
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return re.sub(
        r"[\s\x00-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
        r"\u2060-\u206f\ufeff\ufff9-\ufffb]",
        "",
        text,
    )


@given(hostile | wrapped(), st.data())
@settings(max_examples=400, deadline=None)
def test_every_span_leads_back_to_the_same_characters(received: str, data: st.DataObject) -> None:
    text, segments = normalise(received)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    back = to_received(segments, span)
    assert 0 <= back.start <= back.end <= len(received)
    assert bare(received[back.start : back.end]) == bare(text[span.start : span.end])


@given(hostile | wrapped())
@settings(max_examples=400, deadline=None)
def test_a_second_pass_changes_nothing(received: str) -> None:
    text, _ = normalise(received)
    again, segments = normalise(text)
    assert again == text
    assert sum(segment.length for segment in segments) == len(text)


@given(hostile | wrapped())
@settings(max_examples=400, deadline=None)
def test_no_letter_is_lost_and_white_space_is_plain(received: str) -> None:
    text, segments = normalise(received)
    assert bare(text) == bare(received)
    assert not re.search(r"  |\n{3}| \n|\n |^\s|\s\Z|[^\S \n]", text)
    for one, after in pairwise(segments):
        assert one.report + one.length <= after.report
        assert one.received + one.length <= after.received


@pytest.mark.slow
def test_time_grows_with_length_alone() -> None:
    def cost(length: int) -> float:
        texts = [
            " " * length,
            "a \n" * length,
            "\u200b \r" * length,
            ("x" * 70 + "\n") * (length // 9),
        ]
        begun = time.process_time()
        for text in texts:
            normalise(text)
        return time.process_time() - begun

    cost(1000)
    small = min(cost(20_000) for _ in range(3))
    assert cost(200_000) < small * 40
