"""Compute what the encoder's lower-cased pieces do not show: letter case and quotation state of each word.

Text and words in, one small number per word out: `CASES * quotation + case`, with case 0 lower or no letter,
1 capitalised, 2 all capitals; quotation 0 outside, 1 inside, 2 a mark itself. A quotation ends with its
paragraph at the latest, so that one mark left open affects one paragraph only.

>>> from onrecord.model import Span
>>> from onrecord.reading.attribution.tagger.tokens import words_of
>>> text = "“The dam is safe,” said the OSTMARK envoy."
>>> features_of(text, words_of(text, [Span(0, len(text))]))
[6, 4, 3, 3, 3, 3, 6, 0, 0, 2, 0, 0]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from onrecord.reading.attribution.tagger.tokens import TaggerWord
from onrecord.reading.parse.quotes import quotation_states

CASES = 3
FEATURES = 3 * CASES


def features_of(text: str, words: Sequence[TaggerWord]) -> list[int]:
    """The feature of every word."""
    case = {written: _case(written) for written in {text[word.start : word.end] for word in words}}
    features: list[int] = []
    for _, paragraph in groupby(words, key=attrgetter("paragraph")):
        written = [text[word.start : word.end] for word in paragraph]
        states = quotation_states(written)
        features += [
            CASES * state + case[word] for state, word in zip(states, written, strict=True)
        ]
    return features


def _case(written: str) -> int:
    """0 lower or no letter, 1 capitalised, 2 all capitals."""
    if not written[0].isalpha() or written.islower():
        return 0
    if len(written) > 1 and written.isupper():
        return 2
    return 1 if written[0].isupper() else 0
