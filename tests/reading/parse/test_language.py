"""Parsing: what is too long to be parsed at once is cut, and nothing is lost or moved by it."""

from __future__ import annotations

import pytest

from onrecord.model import Parsed, Passage, Span
from onrecord.reading.parse.language import PIECE, STRETCH, load, parse


def parsed(text: str) -> Parsed:
    return parse(load(), text, (Passage("body", Span(0, len(text))),))


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000,
        "“‘" * 2_000 + "’”" * 2_000,
        "x" * (2 * STRETCH + 1),
        "x" * STRETCH + " said",
        "Mira Tasel said " + '"' * 700 + " that the dam was safe. " * 3,
        "The dam was safe. " * (PIECE // 9),
        "so " * PIECE,
    ],
    ids=[
        "marks",
        "nested marks",
        "one word",
        "a stretch",
        "marks in a sentence",
        "sentences",
        "words",
    ],
)
def test_a_long_text_is_parsed_whole(text: str) -> None:
    read = parsed(text)
    assert "".join(token.text for token in read.tokens) == "".join(text.split())
    assert all(text[token.start : token.end] == token.text for token in read.tokens)
    assert [(place.first, place.last) for place in read.paragraphs] == [(0, len(read.tokens))]


def test_what_stands_in_two_passages_is_cut_in_both() -> None:
    passages = (Passage("body", Span(0, 400)), Passage("body", Span(400, 1_000)))
    read = parse(load(), "x" * 1_000, passages)
    assert [token.end - token.start for token in read.tokens] == [300, 100, 300, 300]
    assert [(place.first, place.last) for place in read.paragraphs] == [(0, 2), (2, 4)]


def test_words_of_usual_length_are_left_whole() -> None:
    address = "https://example.org/" + "a" * 250
    assert address in [token.text for token in parsed(f"See {address} for more.").tokens]


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_to_parse_is_an_empty_paragraph(text: str) -> None:
    read = parsed(text)
    assert read.tokens == ()
    assert len(read.paragraphs) == 1


def test_a_lone_surrogate_is_replaced() -> None:
    read = parsed("Mira Tasel said the dam \ud800 was safe.")
    assert read.text == "Mira Tasel said the dam \ufffd was safe."
