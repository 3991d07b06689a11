"""Lowers confidence where the text is broken, as bad character recognition leaves it.

In: a `Tree`, its attributions, and which words are known whole (the tagger's vocabulary). Out: the attributions,
each less sure by as much as findings in such text were measured to be wrong more often than they said. What is
looked at is the share of words, paragraph by paragraph, that no vocabulary holds whole; names are left out, as
they are unknown in clean text too. Capitals throughout need no such step: there the tagger finds less and is less
sure by itself, and what it still finds is as often right (`training/attribution/noise.py` prints the figures).

>>> lowered(0.9, 0.05)
0.9
>>> lowered(0.9, 0.6) < 0.88
True
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from onrecord.model import Attribution, Token
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.propose import MODELS
from onrecord.reading.attribution.setting import Finder, Setting
from onrecord.reading.attribution.tagger.model import open_tokenizer
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace

Known: TypeAlias = Callable[[str], bool]

# Words of the whole report that each paragraph's own words are weighed against: short paragraphs prove little.
_PRIOR = 30
# Clean text has some words that are not known whole: up to this share nothing changes.
FREE = 0.1
# How fast log odds fall above it. Fitted by `training/attribution/noise.py` on PolNeAR's dev part with letters
# replaced, dropped and doubled at several rates.
RATE = 0.47


def lower_in_noise(
    setting: Setting, found: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """The findings, with less confidence where the paragraph in which each begins is broken."""
    shares = broken_shares(setting.tree, known_to(setting.finder))
    lower = tuple(
        replace(
            each, confidence=round(lowered(each.confidence, shares[home(setting.tree, each)]), 4)
        )
        for each in found
    )
    for before, after in zip(found, lower, strict=True):
        if after.confidence < round(before.confidence, 4):
            note(trace, "calibrate", "changed", after, "the text is broken there: less sure")
    return lower


def known_to(finder: Finder) -> Known:
    """Whether the tagger's vocabulary holds a word whole; the rules have none and borrow the full tagger's."""
    tokenizer = open_tokenizer(MODELS / ("full" if finder == "rules" else finder))
    return lambda word: tokenizer.token_to_id(word.lower()) is not None


def home(tree: Tree, found: Attribution) -> int:
    """The number of the paragraph where an attribution's content begins."""
    return tree.paragraph[min(tree.at(found.content[0].start), len(tree.tokens) - 1)]


def lowered(confidence: float, broken: float, rate: float = RATE) -> float:
    """A confidence where this share of words is broken: never higher, and the same where the text is clean."""
    if broken <= FREE:
        return confidence
    odds = math.log(max(confidence, 1e-6) / max(1 - confidence, 1e-6))
    return 1 / (1 + math.exp(rate * (broken - FREE) - odds))


def broken_shares(tree: Tree, known: Known) -> list[float]:
    """The share of broken words in every paragraph, short paragraphs held towards the report's."""
    whole = {text: known(text) for text in {token.text for token in tree.tokens}}
    counts = [
        _counts(tree.tokens[place.first : place.last], whole) for place in tree.parsed.paragraphs
    ]
    words, broken = (sum(column) for column in zip(*counts, strict=True))
    overall = _PRIOR * broken / max(words, 1)
    return [(here + overall) / (of + _PRIOR) for of, here in counts]


def _counts(tokens: Sequence[Token], known: Mapping[str, bool]) -> tuple[int, int]:
    """Words of three letters or more that are no names by their writing, and those of them that are not known."""
    words = [
        token.text
        for token in tokens
        if len(token.text) > 2 and token.text[:2].isalpha() and not token.text[:2].istitle()
    ]
    return len(words), sum(not known[word] for word in words)
