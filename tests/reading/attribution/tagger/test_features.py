"""Quotation state and letter case of words."""

from __future__ import annotations

import pytest

from onrecord.model import Span
from onrecord.reading.attribution.tagger.features import CASES, FEATURES, features_of
from onrecord.reading.attribution.tagger.tokens import words_of


def states(text: str) -> str:
    words = words_of(text, [Span(*span) for span in paragraphs(text)])
    return "".join("oiM"[feature // CASES] for feature in features_of(text, words))


def paragraphs(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It held,” she said.", "MiiiMooo"),
        ('"It held," she said.', "MiiiMooo"),
        ("She said “it held.", "ooMiii"),
        ("“It held.\nShe left.", "Miiiooo"),
        ("It held,” she said.", "oooMooo"),
    ],
)
def test_quotations_end_with_their_mark_or_paragraph(text: str, expected: str) -> None:
    assert states(text) == expected


def test_features_combine_case_and_quotation_state() -> None:
    text = "OSTMARK said “Yes, Lume can.”"
    features = features_of(text, words_of(text, [Span(0, len(text))]))
    assert features == [2, 0, 6, 4, 3, 4, 3, 3, 6]
    assert max(features) < FEATURES
