"""Choose one candidate by a sum of weighted features, or none if two are too close.

A scorer is a tuple of `Feature`s. In: a question (the mention to resolve) and its candidates. Out: a `Choice` that keeps
the score of each candidate with what each feature adds, so that every choice explains itself.

>>> features = (Feature("named before", lambda at, place: place < at, 2.0), Feature("near", lambda at, place: at - place < 9, 1.0))
>>> choice = choose(features, 20, (5, 15), threshold=0.0, margin=0.5)
>>> choice.chosen, choice.why(str)
(15, '15 3.0 (named before, near); 5 2.0 (named before)')
>>> choose(features, 20, (14, 15), threshold=0.0, margin=0.5).chosen is None
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Question = TypeVar("Question")
Candidate = TypeVar("Candidate")


@dataclass(frozen=True, slots=True)
class Feature(Generic[Question, Candidate]):
    """What speaks for a candidate (against it, with a weight below 0), and how much it counts."""

    name: str
    value: Callable[[Question, Candidate], float]
    weight: float


@dataclass(frozen=True, slots=True)
class Scored(Generic[Candidate]):
    """A candidate with the features that it has, each with what it adds, and their sum."""

    candidate: Candidate
    parts: tuple[tuple[str, float], ...]
    total: float


@dataclass(frozen=True, slots=True)
class Choice(Generic[Candidate]):
    """The candidate chosen (None: none is good enough, or two are too close), and all scores, best first."""

    chosen: Candidate | None
    scored: tuple[Scored[Candidate], ...]

    def why(self, name: Callable[[Candidate], str]) -> str:
        """The scores in words, for a trace."""
        return "; ".join(
            f"{name(each.candidate)} {each.total:.1f} ({', '.join(part for part, _ in each.parts)})"
            for each in self.scored
        )


def score(
    features: Sequence[Feature[Question, Candidate]], question: Question, candidate: Candidate
) -> Scored[Candidate]:
    """One candidate's score with its parts."""
    values = ((each, float(each.value(question, candidate))) for each in features)
    parts = tuple((each.name, each.weight * value) for each, value in values if value)
    return Scored(candidate, parts, sum(part for _, part in parts))


def choose(
    features: Sequence[Feature[Question, Candidate]],
    question: Question,
    candidates: Iterable[Candidate],
    *,
    threshold: float,
    margin: float,
) -> Choice[Candidate]:
    """The candidate that scores `threshold` or more, and `margin` or more above the next one."""
    scored = [score(features, question, each) for each in candidates]
    scored.sort(key=lambda each: -each.total)
    chosen = scored[0].candidate if scored and scored[0].total >= threshold else None
    if chosen is not None and len(scored) > 1 and scored[0].total - scored[1].total < margin:
        chosen = None
    return Choice(chosen, tuple(scored))
