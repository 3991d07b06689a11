"""How likely each person is the antecedent of "he", "she" or a description: a conditional logit over features.

In: the `Discourse`, a `PronounQuestion`, a candidate with the places that mention them. Out: the probability of each
candidate, and of none of them. `training/pronouns.py` makes the weights in `ranker.json`. The features are those that
the literature finds to matter for English pronouns (Lappin and Leass 1994; Ge, Hale and Charniak 1998): nearness,
grammatical role, parallelism, frequency, and, for news, who spoke last.

>>> round(sum(likelihood([{"near0": 1.0}, {"far": 1.0}]).values()), 6)
1.0
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.entities.antecedents.clauses import governs_clause, is_bound, is_subject
from onrecord.reading.entities.antecedents.continuity import (
    Candidates,
    PronounQuestion,
    keeps_floor,
)
from onrecord.reading.entities.antecedents.discourse import Discourse, MentionPlace

# How many sentences back candidates are looked for.
WINDOW = 8
_NEAR = ("near0", "near1", "near2", "near3", "near3")


class _RankerTable(NamedTuple):
    """What `ranker.json` has: weights by feature, and the least probability of a person who is linked."""

    weights: Mapping[str, float]
    threshold: float


@cache
def _table() -> _RankerTable:
    table = json.loads((files(__package__) / "ranker.json").read_text(encoding="utf-8"))
    return _RankerTable(table["weights"], table["threshold"])


def weights() -> Mapping[str, float]:
    """The learned weights by feature."""
    return _table().weights


def threshold() -> float:
    """The least probability of a person who is linked (`training/pronouns.py` sets it)."""
    return _table().threshold


def candidates(discourse: Discourse, asked: PronounQuestion) -> dict[int, list[MentionPlace]]:
    """The persons mentioned in the last `WINDOW` sentences who may be meant, each with the places.

    A person mentioned in a quotation is no candidate outside it, nor its speaker inside it.
    """
    sentence = discourse.parsed.tokens[asked.at].sentence
    first = discourse.parsed.sentences[max(sentence - WINDOW, 0)].first
    words = discourse.words_at(asked.at)
    quoted = words is not None and words.quoted
    found: dict[int, list[MentionPlace]] = {}
    for place in discourse.between(first, asked.at):
        elsewhere = place.quoted and not quoted
        bound = is_bound(discourse.parsed, place.at, asked.at)
        bound = bound or discourse.is_own_object(asked.at, place.person)
        if discourse.draft(place.person).may_be(asked.sex) and not bound and not elsewhere:
            found.setdefault(place.person, []).append(place)
    speaker = discourse.speaker(words) if words is not None and words.quoted else None
    named = discourse.named_in_quotation_of(asked.at)
    return {who: places for who, places in found.items() if who not in named and who != speaker}


def features(
    discourse: Discourse,
    asked: PronounQuestion,
    places: Sequence[MentionPlace],
    everyone: Candidates,
) -> dict[str, float]:
    """The features of the candidate mentioned at `places`, among all candidates."""
    tokens, last = discourse.parsed.tokens, places[-1]
    away = tokens[asked.at].sentence - tokens[last.at].sentence
    found = {
        _NEAR[away] if away < len(_NEAR) else "far": 1.0,
        "count": math.log1p(len(places)),
        **_position_features(discourse, asked, places),
        **_speech_features(discourse, asked, last),
    }
    others = [each for person, each in everyone.items() if person != last.person]
    draft = discourse.draft(last.person)
    flags = {
        "sex": bool(asked.sex) and draft.sex == asked.sex,
        "recent": all(each[-1].at < last.at for each in others),
        "most": all(len(each) < len(places) for each in others),
        "alone": not others,
        "crowd": len(others) > 2,
        "unnamed": not draft.forms,
        "again": asked.again == last.person,
    }
    found.update({name: 1.0 for name, holds in flags.items() if holds})
    return found


def _position_features(
    discourse: Discourse, asked: PronounQuestion, places: Sequence[MentionPlace]
) -> dict[str, float]:
    """Features of grammar and paragraph."""
    parsed, last = discourse.parsed, places[-1]
    here, sentence = discourse.paragraph(asked.at), parsed.tokens[asked.at].sentence
    near = [place for place in places if sentence - parsed.tokens[place.at].sentence <= 1]
    opening = discourse.between(parsed.paragraphs[here].first, asked.at)
    kinds = (parsed.kinds[discourse.paragraph(place.at)] for place in places)
    flags = {
        "paragraph": discourse.paragraph(last.at) == here,
        "paragraph before": discourse.paragraph(last.at) == here - 1,
        "subject": last.subject,
        "subject near": any(place.subject for place in near),
        "owner": last.owner,
        "above": any(governs_clause(parsed, place.at, asked.at) for place in near),
        "parallel": last.subject and is_subject(parsed, asked.at),
        "opens": bool(opening) and opening[0].person == last.person,
        "headline": "headline" in kinds,
    }
    return {name: 1.0 for name, holds in flags.items() if holds}


def _speech_features(
    discourse: Discourse, asked: PronounQuestion, last: MentionPlace
) -> dict[str, float]:
    """Features of who spoke last, and in whose words the pronoun is."""
    words, theirs = discourse.words_at(asked.at), discourse.words_at(last.at)
    spoke = asked.last is not None and asked.last.person == last.person
    flags = {
        "reported": theirs is not None and theirs != words,
        "own words": words is not None and discourse.speaker(words) == last.person,
        "spoke": spoke,
        "speaks on": spoke and asked.speaks,
        "floor": spoke and asked.last is not None and keeps_floor(discourse, asked, asked.last),
    }
    return {name: 1.0 for name, holds in flags.items() if holds}


def score(found: Mapping[str, float], weighted: Mapping[str, float]) -> float:
    """The weighted sum of features."""
    return sum(weighted.get(name, 0.0) * value for name, value in found.items())


def likelihood(
    each: Sequence[Mapping[str, float]], weighted: Mapping[str, float] | None = None
) -> dict[int, float]:
    """The probability of each candidate by index; -1 is another person or none. The sum is 1."""
    known = weights() if weighted is None else weighted
    scores = {-1: known.get("nobody", 0.0)}
    scores.update({i: score(found, known) for i, found in enumerate(each)})
    top = max(scores.values())
    odds = {i: math.exp(value - top) for i, value in scores.items()}
    whole = sum(odds.values())
    return {i: value / whole for i, value in odds.items()}
