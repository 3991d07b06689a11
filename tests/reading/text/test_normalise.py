"""Normalising: what changes, what stays, and the map back to the received text."""

from __future__ import annotations

import textwrap

import pytest

from onrecord.model import Segment, Span
from onrecord.reading.text.normalise import identify, normalise, to_received

ONE = (
    "The ferry between Lume and Karsk will stop on Sunday, the port authority said, because "
    "the well-known pier at Hollin Bridge was damaged by ice and cannot be mended before spring."
)
TWO = (
    '"Nobody was hurt," harbour master Ilan Tasel told reporters, "but the pier is gone and with '
    'it the only road to the island." He said the army would fly in bread.'
)


@pytest.mark.parametrize(
    ("received", "text"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n\n\n \n\ntwo", "one\n\ntwo"),
        ("10\u00a0000 men\u2009—\u202fhe said", "10 000 men — he said"),
        ("co\u00adoperate\u200b now\ufeff", "cooperate now"),
        ("tab\tand   blanks  \n  here ", "tab and blanks\nhere"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("\x93No,\x94 she said\x85", "“No,” she said…"),
        ("broken \ud83d pair", "broken \ufffd pair"),
        ("“No” — ‘no’ \"no\" 'no' -- no", "“No” — ‘no’ \"no\" 'no' -- no"),
        ("", ""),
        (" \n\u200b\n ", ""),
    ],
)
def test_normalised_text(received: str, text: str) -> None:
    assert normalise(received)[0] == text


def test_normal_text_is_one_segment() -> None:
    text = f"{ONE}\n\n{TWO}\n{ONE}"
    assert normalise(text) == (text, (Segment(0, 0, len(text)),))


@pytest.mark.parametrize("width", [55, 66, 72, 80, 100])
@pytest.mark.parametrize("between", ["\n\n", "\n", "\r\n\r\n"])
def test_lines_broken_at_a_column_are_joined(width: int, between: str) -> None:
    received = between.join(textwrap.fill(part, width) for part in (ONE, TWO, ONE))
    assert normalise(received.replace("\r\n", "\n"))[0] in {
        f"{ONE}\n\n{TWO}\n\n{ONE}",
        f"{ONE}\n{TWO}\n{ONE}",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Bread\nSalt\nLamp oil\nTwo blankets for each child",
        "Talks to resume\nThe minister said so on Friday.\nNo date was given for them.",
        f"{ONE}\n{TWO}\n{ONE}",
        "Ferry stopped until the spring, the authority says\nThe harbour master told reporters why.",
    ],
)
def test_lines_that_are_paragraphs_stay_apart(text: str) -> None:
    assert normalise(text)[0] == text


def test_the_map_back_spans_a_joined_line() -> None:
    received = textwrap.fill(ONE, 72)
    text, segments = normalise(received)
    at = text.index("because the well-known pier")
    back = to_received(segments, Span(at, at + len("because the well-known pier")))
    assert received[back.start : back.end].split() == ["because", "the", "well-known", "pier"]


def test_an_empty_span_stays_empty() -> None:
    _, segments = normalise("a\r\n\r\nb")
    assert to_received(segments, Span(3, 3)) == Span(5, 5)
    assert to_received((), Span(0, 0)) == Span(0, 0)


def test_the_id_is_of_the_received_text_and_accepts_lone_surrogates() -> None:
    assert identify("a") != identify("a ")
    assert len(identify("\ud83d")) == 32
