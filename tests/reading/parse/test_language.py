"""Parsing cuts text that is too long for one document, without losing or moving a token."""

from __future__ import annotations

import pytest

from onrecord.model import Parsed, Passage, Span
from onrecord.reading.parse.language import LONGEST_PIECE, LONGEST_WORD, load, parse


def parsed(text: str) -> Parsed:
    return parse(load(), text, (Passage("body", Span(0, len(text))),))


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000,
        "“‘" * 2_000 + "’”" * 2_000,
        "x" * (2 * LONGEST_WORD + 1),
        "x" * LONGEST_WORD + " said",
        "Mira Tasel said " + '"' * 700 + " that the dam was safe. " * 3,
        "The dam was safe. " * (LONGEST_PIECE // 9),
        "so " * LONGEST_PIECE,
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


def test_long_words_are_cut_in_every_passage() -> None:
    passages = (Passage("body", Span(0, 400)), Passage("body", Span(400, 1_000)))
    read = parse(load(), "x" * 1_000, passages)
    assert [token.end - token.start for token in read.tokens] == [300, 100, 300, 300]
    assert [(place.first, place.last) for place in read.paragraphs] == [(0, 2), (2, 4)]


def test_words_of_usual_length_stay_whole() -> None:
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
