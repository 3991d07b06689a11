"""How likely each person is whom "he", "she" or an epithet means: features of one candidate, weighed.

In: the `Scene`, the token that asks, one candidate with where the report told of him before. Out: how likely
each candidate is, nobody being one of them. The weights are a conditional logit's, in `ranker.json`, made
by `training/pronouns.py`; features are those the literature finds to matter for English pronouns
(Lappin and Leass 1994; Ge, Hale and Charniak 1998): nearness, grammatical role, parallelism, frequency,
and, being about news, who spoke last.

>>> round(sum(likelihood([{"near0": 1.0}, {"far": 1.0}]).values()), 6)
1.0
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.entities.antecedents.discourse import LONGEST_CHAIN, Scene, Stand
from onrecord.reading.entities.entity_draft import Someone

# How many sentences are looked back on.
WINDOW = 8
_NEAR = ("near0", "near1", "near2", "near3", "near3")


@dataclass(frozen=True, slots=True)
class Asking:
    """A token that asks who is meant: its sex, whether it speaks, who spoke last (and at which token)."""

    at: int
    sex: str
    speaks: bool
    last: tuple[Someone, int] | None
    again: Someone | None


class _Learned(NamedTuple):
    """What `ranker.json` holds: the weights by feature, and how likely somebody must be to be named."""

    weights: Mapping[str, float]
    threshold: float


@cache
def _learned() -> _Learned:
    held = json.loads((files(__package__) / "ranker.json").read_text(encoding="utf-8"))
    return _Learned(held["weights"], held["threshold"])


def weights() -> Mapping[str, float]:
    """The learned weights by feature."""
    return _learned().weights


def threshold() -> float:
    """How likely somebody must be to be named (`training/pronouns.py` tells how it was set)."""
    return _learned().threshold


def candidates(scene: Scene, asking: Asking) -> dict[int, list[Stand]]:
    """Everybody told of lately who can be meant, each with where: by identity, in text order.

    Whom a quotation tells of is no candidate outside it, nor is the one quoted inside it; and who speaks does not name himself.
    """
    sentence = scene.parsed.tokens[asking.at].sentence
    first = scene.parsed.sentences[max(sentence - WINDOW, 0)].first
    words = scene.words_at(asking.at)
    found: dict[int, list[Stand]] = {}
    for stand in scene.between(first, asking.at):
        elsewhere = stand.quoted and not (words is not None and words.quoted)
        bound = scene.bound(stand.at, asking.at) or scene.meets(asking.at, stand.who)
        if stand.who.may_be(asking.sex) and not bound and not elsewhere:
            found.setdefault(id(stand.who), []).append(stand)
    if words is not None and words.quoted:
        found.pop(id(scene.speaker(words)), None)
    named = scene.named_by(asking.at)
    return {key: stands for key, stands in found.items() if key not in named}


def features(
    scene: Scene, asking: Asking, stands: Sequence[Stand], everybody: Mapping[int, Sequence[Stand]]
) -> dict[str, float]:
    """What speaks for one candidate, told of at `stands`, among everybody."""
    tokens, last = scene.parsed.tokens, stands[-1]
    away = tokens[asking.at].sentence - tokens[last.at].sentence
    found = {
        _NEAR[away] if away < len(_NEAR) else "far": 1.0,
        "count": math.log1p(len(stands)),
        **_place(scene, asking, stands),
        **_speech(scene, asking, last),
    }
    others = [each for key, each in everybody.items() if key != id(last.who)]
    flags = {
        "sex": bool(asking.sex) and last.who.sex == asking.sex,
        "recent": all(each[-1].at < last.at for each in others),
        "most": all(len(each) < len(stands) for each in others),
        "alone": not others,
        "crowd": len(others) > 2,
        "unnamed": not last.who.names,
        "again": asking.again is last.who,
    }
    found.update({name: 1.0 for name, holds in flags.items() if holds})
    return found


def _place(scene: Scene, asking: Asking, stands: Sequence[Stand]) -> dict[str, float]:
    """What the grammar and the paragraph say."""
    tokens, last = scene.parsed.tokens, stands[-1]
    here = scene.paragraph(asking.at)
    near = [s for s in stands if tokens[asking.at].sentence - tokens[s.at].sentence <= 1]
    opening = scene.between(scene.parsed.paragraphs[here].first, asking.at)
    flags = {
        "paragraph": scene.paragraph(last.at) == here,
        "paragraph before": scene.paragraph(last.at) == here - 1,
        "subject": last.subject,
        "subject near": any(s.subject for s in near),
        "owner": last.owner,
        "above": any(scene.above(s.at, asking.at) for s in near),
        "parallel": last.subject and scene.is_subject(asking.at),
        "opens": bool(opening) and opening[0].who is last.who,
        "headline": any(scene.parsed.kinds[scene.paragraph(s.at)] == "headline" for s in stands),
    }
    return {name: 1.0 for name, holds in flags.items() if holds}


def _speech(scene: Scene, asking: Asking, last: Stand) -> dict[str, float]:
    """What it says that somebody spoke, or stands in somebody's words."""
    words, theirs = scene.words_at(asking.at), scene.words_at(last.at)
    own = words is not None and scene.speaker(words) is last.who
    spoke = asking.last is not None and asking.last[0] is last.who
    floor = spoke and asking.last is not None and _keeps_floor(scene, asking, asking.last)
    flags = {
        "reported": theirs is not None and theirs != words,
        "own words": own,
        "spoke": spoke,
        "speaks on": spoke and asking.speaks,
        "floor": floor,
    }
    return {name: 1.0 for name, holds in flags.items() if holds}


def only_one(
    scene: Scene, everybody: Mapping[int, Sequence[Stand]], asking: Asking
) -> Someone | None:
    """The one who can be meant at all, or within the paragraph's sentence before, being subject there.

    `Pell was not amused. He told …`: nobody else stands between.
    """
    tokens = scene.parsed.tokens
    near = [
        stand
        for stands in everybody.values()
        for stand in stands
        if tokens[asking.at].sentence - tokens[stand.at].sentence <= 1
    ]
    people = {id(stand.who): stand.who for stand in near}
    if len(people) != 1 or all(stand.owner for stand in near):
        return None
    here = scene.paragraph(asking.at)
    close = any(s.subject and scene.paragraph(s.at) == here for s in near)
    carried = close and (asking.speaks or scene.is_subject(asking.at))
    return next(iter(people.values())) if len(everybody) == 1 or carried else None


def speaks_on(scene: Scene, asking: Asking) -> Someone | None:
    """Who spoke last, where the one asked for speaks too and nobody else has come forward since."""
    if asking.last is None or not asking.speaks or not asking.last[0].may_be(asking.sex):
        return None
    if scene.cannot_be(asking.at, asking.last[0]):
        return None
    return asking.last[0] if _keeps_floor(scene, asking, asking.last) else None


def subject_before(scene: Scene, asking: Asking) -> Someone | None:
    """The subject of the sentence before, in the same paragraph, of a pronoun that opens the next as its subject.

    `Pell voted for Vesk's plan. He said …`, but not `Pell met Vesk. He said …`. Whose sex is not known gives way to others of the
    pronoun's.
    """
    main, others = _sentence_before(scene, asking)
    if main is None or scene.cannot_be(asking.at, main.who) or of_two(scene, asking):
        return None
    return main.who if main.who.sex or all(not s.who.sex for s in others) else None


def of_two(scene: Scene, asking: Asking) -> bool:
    """Whether two who can be meant alike are party to what the sentence before tells: `Pell met Vesk. He said …`."""
    main, others = _sentence_before(scene, asking)
    return main is not None and any(
        scene.joined(main.at, s.at) or scene.takes_part(main.at, s.at) for s in others
    )


def _sentence_before(scene: Scene, asking: Asking) -> tuple[Stand | None, list[Stand]]:
    """The subject of the sentence before one that opens with its subject, in its paragraph, and the others who can be meant."""
    begin, _ = scene.sentence(asking.at)
    opening = scene.parsed.tokens[begin].pos == "CCONJ"
    first = scene.parsed.paragraphs[scene.paragraph(asking.at)].first
    if asking.at != begin + opening or begin == first or not scene.opens(asking.at):
        return None, []
    before, _ = scene.sentence(begin - 1)
    there = [s for s in scene.between(before, begin) if s.who.may_be(asking.sex)]
    main = next((s for s in there if scene.opens(s.at)), None)
    return main, [s for s in there if main is not None and s.who is not main.who]


def named_ahead(scene: Scene, asking: Asking) -> Someone | None:
    """The subject named behind a pronoun that leads up to him: `In her speech, Tasel said …`, `Though he voted no, Pell said …`."""
    tokens, at = scene.parsed.tokens, asking.at
    first, last = scene.sentence(at)
    stands = [s for s in scene.between(at + 1, last) if s.subject and s.who.names]
    main = next((s for s in stands if tokens[tokens[s.at].head].head == tokens[s.at].head), None)
    if main is None or scene.words_at(at) != scene.words_at(main.at):
        return None
    verb, leads = tokens[main.at].head, any(t.text == "," for t in tokens[at : main.at])
    before = scene.between(first, at)
    for _ in range(LONGEST_CHAIN):
        if tokens[at].head == verb:
            fronted = tokens[at].dep in {"prep", "advcl", "npadvmod"} and tokens[at].i < main.at
            known = leads and fronted and not before and main.who.may_be(asking.sex)
            return main.who if known and tokens[asking.at].dep != "dobj" else None
        at = tokens[at].head
    return None


def led_in(scene: Scene, asking: Asking) -> Someone | None:
    """Whom the sentence before a quotation is about or brings in, where that quotation opens a paragraph or sentence.

    `Pell was unmoved.` and, in a paragraph of its own, `"Never," he said.`
    """
    number = scene.paragraph(asking.at)
    if not asking.speaks:
        return None
    first = scene.parsed.paragraphs[number].first
    words = scene.words_at(first)
    if words is not None and words.quoted and number and not _aloud(scene, first, asking.at):
        return main_subject(scene, first - 1, asking.sex) or brought_in(
            scene, first - 1, asking.sex
        )
    begin = scene.sentence(asking.at)[0]
    if begin == first or _aloud(scene, begin, asking.at):
        return None
    opening = scene.words_at(begin)
    main = main_subject(scene, begin - 1, asking.sex) if opening and opening.quoted else None
    return main or brought_in(scene, begin - 1, asking.sex)


def main_subject(scene: Scene, at: int, sex: str = "", *, deep: bool = True) -> Someone | None:
    """The subject of the sentence a token stands in, if nobody else who can be meant is told of after him.

    Who is told of deep in the sentence is no rival, unless `deep` is false: `Pell said that Vesk left.`
    """
    begin, end = scene.sentence(at)
    there = [stand for stand in _aloud(scene, begin, end) if stand.who.may_be(sex)]
    main = next((stand for stand in there if scene.opens(stand.at)), None)
    if main is None:
        return None
    later = [s for s in there if s.at > main.at and s.who is not main.who and not s.owner]
    rivals = [s for s in later if not (deep and scene.subordinate(s.at, main.at))]
    return None if rivals else main.who


def brought_in(scene: Scene, at: int, sex: str) -> Someone | None:
    """Whom alone a sentence about nobody else names, in full and for the first time, where it closes (`It fell to Mira Tasel`)."""
    begin, end = scene.sentence(at)
    there = [stand for stand in _aloud(scene, begin, end) if stand.who.may_be(sex)]
    new = [s for s in there if " " in s.who.name and min(m.first for m in s.who.mentions) >= begin]
    if len({id(stand.who) for stand in new}) != 1 or there[-1].who is not new[0].who:
        return None
    last = new[-1]
    about = any(s.who.names and scene.opens(s.at) and s.who is not last.who for s in there)
    listed = scene.parsed.tokens[last.at].dep == "conj"
    return None if about or listed or last.owner or not scene.closes(last.at) else last.who


def _aloud(scene: Scene, first: int, last: int) -> list[Stand]:
    """Those told of in the report's own words, within tokens `[first, last)`."""
    return [stand for stand in scene.between(first, last) if not stand.quoted]


def contested(asking: Asking, best: Someone, everybody: Iterable[Sequence[Stand]]) -> bool:
    """Whether somebody else named has come forward as subject since the likeliest one spoke."""
    if asking.last is None or asking.last[0] is not best or not asking.speaks:
        return False
    spoke = asking.last[1]
    return any(
        stand.who is not best and stand.who.names and stand.subject and stand.at > spoke
        for stands in everybody
        for stand in stands
    )


def _keeps_floor(scene: Scene, asking: Asking, spoke: tuple[Someone, int]) -> bool:
    """Whether nobody else has come forward since somebody spoke, in this paragraph or the one before."""
    who, since = spoke
    if scene.paragraph(asking.at) - scene.paragraph(since) > 1:
        return False
    first, told = scene.sentence(since)
    return not any(
        stand.who is not who and stand.who.may_be(asking.sex) and not stand.quoted
        and not scene.bound(stand.at, since)
        and (stand.subject or stand.at >= told)
        and (stand.at >= told or not _reported_by(scene, stand.at, since))
        for stand in scene.between(first, asking.at)
    )  # fmt: skip


def _reported_by(scene: Scene, at: int, source: int) -> bool:
    """Whether a token stands in words reported from whoever a source means, or in others behind it: `Vesk left, Pell said`."""
    words = scene.words_at(at)
    return words is not None and (
        at > source or (words.source is not None and source in range(*words.source))
    )


def score(found: Mapping[str, float], held: Mapping[str, float]) -> float:
    """The weighed sum of features."""
    return sum(held.get(name, 0.0) * value for name, value in found.items())


def likelihood(
    each: Sequence[Mapping[str, float]], held: Mapping[str, float] | None = None
) -> dict[int, float]:
    """How likely each candidate is, by its place; -1 is somebody else or nobody. The sum is 1."""
    known = weights() if held is None else held
    scores = {-1: known.get("nobody", 0.0)}
    scores.update({i: score(found, known) for i, found in enumerate(each)})
    top = max(scores.values())
    odds = {i: math.exp(value - top) for i, value in scores.items()}
    whole = sum(odds.values())
    return {i: value / whole for i, value in odds.items()}
