"""Pair what the tagger proposes with what the rules propose there, and weigh each pair.

In: the tagger's proposals, with its own confidence, and the rules'. Out: `Pair`s, and the joined confidence of each
(`certainty`). The numbers are fitted by `training/attribution/join.py` and stand in `joined-full.json` and
`joined-fast.json`.

>>> overlaps(Span(0, 4), Span(3, 8)), overlaps(Span(0, 4), None)
(True, False)
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from onrecord.model import Attribution, Span

# Characters of a block of `Near`: about a sentence or two.
BLOCK = 256


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted numbers: weights, bias, then a rising line, and the threshold."""

    confidence: tuple[float, ...]
    bias: float
    scores: tuple[float, ...]
    shares: tuple[float, ...]
    least: float


@dataclass(frozen=True, slots=True)
class Pair:
    """What the tagger proposes, and what the rules propose there, if anything."""

    tagged: Attribution
    ruled: Attribution | None = None
    alike: float = 0.0


@cache
def weights(finder: str) -> Weights:
    """The weights fitted for a finder's model (`full` or `fast`), as they ship with the package."""
    held: dict[str, Any] = json.loads(
        (files(__package__) / f"joined-{finder}.json").read_text(encoding="utf-8")
    )
    return Weights(*(_frozen(held[name]) for name in Weights.__slots__))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def overlaps(one: Span | None, other: Span | None) -> bool:
    """Whether two spans share a character."""
    return one is not None and other is not None and one.start < other.end and other.start < one.end


def pair(
    tagged: Sequence[Attribution], ruled: Sequence[Attribution]
) -> tuple[list[Pair], list[Attribution]]:
    """Each of the tagger's proposals with the rules' of the same cue or content; then the rules' others.

    Best fits first; each is used once.
    """
    fits = sorted(
        _possible_pairs(tagged, ruled), key=lambda fit: (-fit[0], -fit[1], fit[2], fit[3])
    )
    chosen: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for _, alike, number, other in fits:
        if number not in chosen and other not in used:
            chosen[number] = other, alike
            used.add(other)
    pairs = [
        Pair(each, ruled[chosen[n][0]], chosen[n][1]) if n in chosen else Pair(each)
        for n, each in enumerate(tagged)
    ]
    return pairs, [each for n, each in enumerate(ruled) if n not in used]


def _possible_pairs(
    tagged: Sequence[Attribution], ruled: Sequence[Attribution]
) -> Iterator[tuple[bool, float, int, int]]:
    """Pairs that may be one attribution: same cue, or no two cues and content more than half the same."""
    near = Near(ruled)
    for number, proposal in enumerate(tagged):
        for other in near.to(proposal):
            attribution = ruled[other]
            same = overlaps(proposal.cue, attribution.cue)
            if not same and proposal.cue and attribution.cue:
                continue
            alike = alike_in(proposal.content, attribution.content)
            if same or alike >= 0.5:
                yield same, alike, number, other


class Near:
    """Findings by where their cue and content stand, so that only neighbours are compared.

    Blocks of text hold the numbers of what touches them: the work stays linear in the length of the report.
    """

    def __init__(self, found: Sequence[Attribution]) -> None:
        self._blocks: dict[int, list[int]] = {}
        for number, each in enumerate(found):
            for block in _blocks(each):
                self._blocks.setdefault(block, []).append(number)

    def to(self, each: Attribution) -> list[int]:
        """Numbers of the findings in the blocks that `each` touches, in order."""
        return sorted({n for block in _blocks(each) for n in self._blocks.get(block, ())})


def _blocks(each: Attribution) -> set[int]:
    spans = [*each.content, *([each.cue] if each.cue else [])]
    return {block for span in spans for block in range(span.start // BLOCK, span.end // BLOCK + 1)}


def alike_in(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Jaccard similarity of two sets of spans, in characters."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    size = sum(span.end - span.start for span in (*one, *other)) - shared
    return shared / size if size else 0.0


def confidence_features(both: Pair) -> tuple[float, ...]:
    """What the joined confidence is computed from."""
    rule = both.ruled
    return (
        _logit(both.tagged.confidence),
        float(rule is not None),
        both.alike,
        _logit(rule.confidence) if rule else 0.0,
        float(rule is not None and rule.content == both.tagged.content),
        float(rule is not None and overlaps(rule.source, both.tagged.source)),
    )


def _logit(chance: float) -> float:
    held = min(max(chance, 0.01), 0.99)
    return math.log(held / (1 - held))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def certainty(both: Pair, held: Weights) -> float:
    """The share of findings like this one that an annotator would agree with."""
    score = _dot(confidence_features(both), held.confidence) + held.bias
    points = list(zip(held.scores, held.shares, strict=True))
    if score <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if score <= right:
            return low + (high - low) * (score - left) / (right - left)
    return points[-1][1]
