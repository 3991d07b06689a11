"""The antecedent of one pronoun: by a rule of continuity, else by the ranker, with a probability and why.

In: the `Discourse` and a `PronounQuestion`. Out: an `Antecedent`.

>>> Antecedent(None, 0.6, "ranker").person is None
True
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.reading.entities.antecedents.clauses import are_coordinated
from onrecord.reading.entities.antecedents.continuity import (
    RULES,
    Candidates,
    PronounQuestion,
    is_contested,
    is_of_two,
)
from onrecord.reading.entities.antecedents.discourse import Discourse, MentionPlace
from onrecord.reading.entities.antecedents.ranker import candidates, features, likelihood, weights

RANKER = "ranker"
# Two candidates that fit equally: too unsure to link either.
UNCLEAR = 0.45


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The person a pronoun refers to (None: none of the candidates is most likely), how sure, by which rule.

    `ranked` are the persons that the ranker compared with their probabilities, the most likely first.
    """

    person: int | None
    confidence: float
    rule: str
    ranked: tuple[tuple[int, float], ...] = ()


def choose_antecedent(discourse: Discourse, asked: PronounQuestion) -> Antecedent:
    """The antecedent by rule, else by the shipped weights."""
    return choose_by_weights(discourse, asked, weights())


def choose_by_weights(
    discourse: Discourse, asked: PronounQuestion, weighted: Mapping[str, float]
) -> Antecedent:
    """The antecedent by the first rule that gives one, else by the given weights."""
    everyone = candidates(discourse, asked)
    for rule in RULES:
        person = rule.person(discourse, asked, everyone)
        if person is not None:
            before = discourse.sure(person, asked.at) if rule.carried else 1.0
            return Antecedent(person, before if before < UNCLEAR else rule.confidence, rule.name)
    return rank(discourse, asked, everyone, weighted)


def rank(
    discourse: Discourse,
    asked: PronounQuestion,
    everyone: Candidates,
    weighted: Mapping[str, float],
) -> Antecedent:
    """The most likely candidate, if it is more likely than none."""
    found = [features(discourse, asked, places, everyone) for places in everyone.values()]
    odds = likelihood(found, weighted)
    best = max(odds, key=lambda index: odds[index])
    people = list(everyone)
    order = sorted(range(len(people)), key=lambda index: -odds[index])
    ranked = tuple((people[index], odds[index]) for index in order)
    if best < 0:
        return Antecedent(None, odds[best], RANKER, ranked)
    places = list(everyone.values())
    sure = _confidence(discourse, asked, best, places, odds[best])
    return Antecedent(people[best], sure, RANKER, ranked)


def _confidence(
    discourse: Discourse,
    asked: PronounQuestion,
    best: int,
    places: Sequence[Sequence[MentionPlace]],
    odds: float,
) -> float:
    """How sure the best candidate is: unclear if two fit equally, little surer than their last mention.

    Of two in one phrase ("Pell and Vesk spoke. He …") neither is clear.
    """
    last = places[best][-1]
    coordinated = any(are_coordinated(discourse.parsed, last.at, each[-1].at) for each in places)
    contested = is_contested(discourse, asked, last.person, places)
    sure = odds if last.sure > odds else math.sqrt(odds * last.sure)
    unclear = coordinated or contested or is_of_two(discourse, asked)
    return min(sure, UNCLEAR) if unclear else sure
