"""Measure the confidence in broken text, and fit its reduction there.

    python -m training.attribution.noise --corpus DIR [--finder full]

The dev part is read unchanged, in capitals, and with errors of character recognition at several rates; the annotation is
shifted accordingly. For each variant the mean confidence, the share that is right and the calibration error are printed,
before and after `reading/attribution/text_noise.py` reduces the confidence; its rate is fitted by logistic regression with
the log odds of the confidence fixed, and the error is cross-fitted over halves of the articles.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from bench.attribution_metrics import Article, match
from bench.corpus import Gold, Triple, paragraphs
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from onrecord.model import Span
from onrecord.reading.attribution import Finder
from onrecord.reading.attribution.find import STEPS, attributions_of
from onrecord.reading.attribution.text_noise import FREE, broken_shares, home, known_to, lowered
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree
from training.attribution.calibrate import calibration_error
from training.attribution.evaluate import golds_of

Floats = NDArray[np.float64]
RATES = (0.03, 0.1, 0.2)
# The letters that character recognition confuses; any other becomes a random letter.
_ALIKE = {"l": "1", "o": "0", "e": "c", "c": "e", "i": "l", "h": "b", "n": "u", "u": "n", "s": "5", "a": "o", "t": "f", "r": "n", "m": "rn", "d": "cl", "w": "vv"}  # fmt: skip


class Case(NamedTuple):
    """One finding: the article's number, its confidence, whether it is right, and the share of broken words there."""

    article: int
    confidence: float
    right: bool
    broken: float


def in_capitals(gold: Gold) -> Gold:
    """The article in capitals, letter by letter."""
    text = "".join(c.upper() if len(c.upper()) == 1 else c for c in gold.text)
    return Gold(gold.name, text, gold.attributions)


def with_recognition_errors(gold: Gold, rate: float) -> Gold:
    """The article with letters confused, lost or doubled at `rate`, with its annotation shifted."""
    chance = random.Random(f"{gold.name} {rate}")
    written: list[str] = []
    moved: list[int] = []
    length = 0
    for letter in gold.text:
        moved.append(length)
        if letter.isalpha() and chance.random() < rate:
            letter = _mistaken(letter, chance)  # noqa: PLW2901
        written.append(letter)
        length += len(letter)
    moved.append(length)

    def at(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(Span(moved[span.start], moved[span.end]) for span in spans)

    triples = (Triple(at(t.source), at(t.cue), at(t.content)) for t in gold.attributions)
    return Gold(gold.name, "".join(written), tuple(triples))


def _mistaken(letter: str, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.6:
        return _ALIKE.get(letter, chance.choice("abcdefghijklmnopqrstuvwxyz"))
    return "" if kind < 0.8 else letter + chance.choice([" ", letter, "-", "."])


def variants(golds: Sequence[Gold]) -> Iterator[tuple[str, list[Gold]]]:
    """The same articles, clean and broken."""
    yield "clean", list(golds)
    yield "capitals", [in_capitals(gold) for gold in golds]
    for rate in RATES:
        yield f"letters {rate}", [with_recognition_errors(gold, rate) for gold in golds]


def cases(pipeline: language.Pipeline, golds: Sequence[Gold], finder: Finder) -> list[Case]:
    """Every finding with its confidence in clean text, without continued and nested ones."""
    found: list[Case] = []
    known = known_to(finder)
    for number, gold in enumerate(golds):
        parsed = language.parse(pipeline, gold.text, paragraphs(gold.text))
        tree = Tree(parsed)
        shares = broken_shares(tree, known)
        clean = attributions_of(tree, finder, steps=STEPS[:-1])
        every = [a for a in clean if a.cue is not None and a.within is None]
        triples = [Triple((a.source,) if a.source else (), (a.cue,), a.content) for a in every]
        right = {j for _, j in match(Article(gold.text, gold.attributions, triples)).pairs}
        for place, each in enumerate(every):
            found.append(Case(number, each.confidence, place in right, shares[home(tree, each)]))
    return found


def fit(found: Sequence[Case]) -> float:
    """The decrease of log odds with the share of broken words above the free part, by maximum likelihood."""
    held = np.clip([case.confidence for case in found], 0.01, 0.99)
    odds, sign = np.log(held / (1 - held)), np.array([1 if case.right else -1 for case in found])
    over = np.maximum(np.array([case.broken for case in found]) - FREE, 0)

    def loss(rate: float) -> float:
        return float(np.logaddexp(0, -sign * (odds - rate * over)).mean())

    return round(float(minimize_scalar(loss, bounds=(0, 20), method="bounded").x), 2)


def figures_line(name: str, found: Sequence[Case], lower: Callable[[Case], float]) -> str:
    """One line of figures: number, mean confidence, share right."""
    right = np.array([case.right for case in found], float)
    before = np.array([case.confidence for case in found])
    after = np.array([lower(case) for case in found])
    broken = float(np.mean([case.broken for case in found]))
    return (
        f"{name:14} found {len(found):5} right {right.mean():.3f} broken {broken:.3f} mean confidence"
        f" {before.mean():.3f} → {after.mean():.3f} error {calibration_error(before, right):.3f}"
        f" → {calibration_error(after, right):.3f}"
    )


def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--finder", default="full")
    chosen = parser.parse_args()
    pipeline = language.load()
    every = {
        name: cases(pipeline, golds, chosen.finder)
        for name, golds in variants(golds_of(chosen.corpus, "dev"))
    }
    both = [case for found in every.values() for case in found]
    print("rate fitted on all articles:", fit(both))
    halves = [fit([case for case in both if case.article % 2 == half]) for half in (1, 0)]
    print("on the other half of the articles each:", halves)

    def crossed(case: Case) -> float:
        return lowered(case.confidence, case.broken, halves[case.article % 2])

    for name, found in every.items():
        print(figures_line(name, found, crossed))


if __name__ == "__main__":
    main()
