"""Who "he" and "she" are, where a reader would have no doubt; elsewhere nobody.

In: the cast with its mentions, the attributions (who speaks, in whose words a pronoun stands). Out: pronoun
mentions added to the cast. A ranker (`ranking`) says how likely each person told of lately is; whoever is
less likely than the threshold is not named, yet the pronouns that follow see where it stood. A person the report does not name counts as any other, so "he" after
"a spokesman" is not the minister. "I" in quoted words is whoever is quoted.

>>> FIRST_PERSON == {"i", "me"}
True
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from onrecord.lexicon.given_names import PRONOUN_SEX
from onrecord.model import Attribution, Parsed, Token
from onrecord.reading.entities.antecedents.discourse import (
    LONGEST_CHAIN,
    Scene,
    Stand,
    asked,
    told_by_who,
    turns,
)
from onrecord.reading.entities.antecedents.ranker import (
    Asking,
    candidates,
    contested,
    features,
    led_in,
    likelihood,
    named_ahead,
    of_two,
    only_one,
    speaks_on,
    subject_before,
    threshold,
    weights,
)
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.entity_draft import Cast, Seen, Someone
from onrecord.reading.entities.resolve.descriptions import (
    fitting,
    met_again,
    names_anew,
    open_epithets,
    says_another_office,
)

FIRST_PERSON = frozenset({"i", "me"})
SECOND_PERSON = "you"
# Whoever is this likely is taken for certain enough to tell the sex of from the pronoun.
TELLS_SEX = 0.9
# How sure it is that whoever spoke last speaks on, nobody else having come forward.
SPEAKS_ON = 0.95
# The same of somebody who alone can be meant.
ONLY_ONE = 0.9
# Two that may be meant alike: too little to name either.
UNCLEAR = 0.45
# How likely one must be to be meant by a description: it may bring in somebody new, as no pronoun does.
DESCRIBED = 0.7
# How sure it is of a description of whom the sentence before is about.
MET_AGAIN = 0.85


# More capitals are no abbreviation of an office (MP, CEO).
LETTERS = 3

Chooser = Callable[[Scene, Asking], tuple[Someone | None, float]]


def resolve_pronouns(
    parsed: Parsed,
    cast: Cast,
    attributions: Sequence[Attribution],
    choose: Chooser | None = None,
) -> None:
    """Add a mention for every he, she, his, her and quoted I that can mean one person only.

    `choose` is who decides (default: the ranker); training puts a teacher there.
    """
    decide = choose or likeliest
    scene = Scene(parsed, cast, attributions)
    speakers = turns(parsed, attributions)
    last: tuple[Someone, int] | None = None
    again: dict[str, Someone | None] = {}
    anew = open_epithets(cast)
    relative = told_by_who(parsed, speakers)
    answering = frozenset(asked(parsed, attributions).values())
    for token in parsed.tokens:
        source = speakers.get(token.i)
        word = token.text.lower()
        if word in PRONOUN_SEX:
            asking = Asking(
                token.i, PRONOUN_SEX[word], source is not None, last, again.get(PRONOUN_SEX[word])
            )
            who, sure = decide(scene, asking)
            again[PRONOUN_SEX[word]] = who
            if who is not None:
                scene.stand(token.i, who, sure)
                _mean(token, who, sure, PRONOUN_SEX[word])
        elif word in FIRST_PERSON:
            _first_person(scene, token)
        elif word == SECOND_PERSON:
            _second_person(scene, token)
        elif token.i in anew and (source or token.i in relative or scene.opens(token.i)):
            speaks = source is not None or token.i in relative
            asking = Asking(token.i, anew[token.i][2].sex, speaks, last, None)
            _name_anew(scene, asking, *anew[token.i])
        if source is not None and token.i == source[1] - 1 and scene.words_at(token.i) is None:
            speaker = scene.head_of(*source)
            last = (speaker, token.i) if speaker else None
        if token.i in answering:
            last = _to_answer(scene, token.i) or last


def _to_answer(scene: Scene, at: int) -> tuple[Someone, int] | None:
    """Whoever is asked has the floor: `Pell asked Vesk …`, and what is said next is Vesk's."""
    stands = scene.between(at, at + 1)
    return (stands[-1].who, at) if stands else None


def _mean(token: Token, who: Someone, sure: float, sex: str) -> None:
    """Note that a pronoun means somebody, if that is sure enough."""
    if sure >= threshold():
        who.add(token.i, token.i + 1, "pronoun", round(sure, 2))
    if sure >= TELLS_SEX:
        who.sexes.add(sex)


def _first_person(scene: Scene, token: Token) -> None:
    """Note who says "I" in quoted words, or in what "I" is said to think in them: `"I think I know," …`."""
    words = scene.words_at(token.i)
    for _ in range(LONGEST_CHAIN):
        if words is None or words.quoted or words.source is None:
            break
        source = words.source[0]
        if scene.parsed.tokens[source].text.lower() not in FIRST_PERSON or source == token.i:
            return
        words = scene.words_at(source)
    if words is None or not words.quoted:
        return
    speaker = scene.speaker(words)
    if speaker is not None and speaker.names:
        speaker.add(token.i, token.i + 1, "pronoun", 0.9)


def _second_person(scene: Scene, token: Token) -> None:
    """Note who is asked as "you" in a question of an interview."""
    words = scene.words_at(token.i)
    asked = words.turn.asked if words is not None and words.turn is not None else None
    if asked is not None:
        asked.add(token.i, token.i + 1, "pronoun", 0.85)


def _name_anew(scene: Scene, asking: Asking, unnamed: Someone, seen: Seen, role: RoleSeen) -> None:
    """Give a description to the one named before whom it fits, if that is sure enough; a heading in capitals leaves articles out."""
    word = scene.parsed.tokens[asking.at].text
    if word.isupper() and len(word) > LETTERS:
        return
    found = met_again(scene, asking, role)
    who, sure = found, MET_AGAIN
    if who is None and names_anew(role):
        everybody = fitting(scene, asking.at, candidates(scene, asking), role)
        who, sure = _best(scene, asking, everybody, weights())
    if who is None or sure < DESCRIBED:
        return
    if found is None and says_another_office(who, role):
        return
    unnamed.lose(seen)
    scene.leave(asking.at, unnamed)
    who.add(seen.first, seen.last, "title", round(sure, 2))
    who.take(role)
    scene.stand(asking.at, who)


def likeliest(scene: Scene, asking: Asking) -> tuple[Someone | None, float]:
    """Whom the ranker finds likeliest, and how likely; nobody where nobody is likelier than all."""
    return choose_by(scene, asking, weights())


def choose_by(
    scene: Scene, asking: Asking, held: Mapping[str, float]
) -> tuple[Someone | None, float]:
    """The same by given weights. Whoever speaks on, or alone can be meant, needs no weighing."""
    speaker = speaks_on(scene, asking)
    if speaker is not None:
        return speaker, _carried(scene, asking, speaker, SPEAKS_ON)
    ahead = named_ahead(scene, asking)
    if ahead is not None:
        return ahead, ONLY_ONE
    brought = led_in(scene, asking)
    if brought is not None and not scene.cannot_be(asking.at, brought):
        return brought, _carried(scene, asking, brought, ONLY_ONE)
    subject = subject_before(scene, asking)
    if subject is not None:
        return subject, _carried(scene, asking, subject, ONLY_ONE)
    everybody = candidates(scene, asking)
    alone = only_one(scene, everybody, asking)
    if alone is not None:
        return alone, ONLY_ONE
    return _best(scene, asking, everybody, held)


def _best(
    scene: Scene,
    asking: Asking,
    everybody: Mapping[int, Sequence[Stand]],
    held: Mapping[str, float],
) -> tuple[Someone | None, float]:
    """The likeliest of some, and how likely; nobody where nobody is likelier than all."""
    known = [features(scene, asking, stands, everybody) for stands in everybody.values()]
    odds = likelihood(known, held)
    best = max(odds, key=lambda place: odds[place])
    if best < 0:
        return None, odds[best]
    stands = list(everybody.values())
    joined = any(scene.joined(stands[best][-1].at, other[-1].at) for other in stands)
    unclear = joined or contested(asking, stands[best][0].who, stands) or of_two(scene, asking)
    # Of two told of in one breath ("Pell and Vesk spoke. He …") neither is the one.
    # Whoever was last told of by a doubtful pronoun is little surer than that.
    before = stands[best][-1].sure
    sure = odds[best] if before > odds[best] else math.sqrt(odds[best] * before)
    return stands[best][0].who, min(sure, UNCLEAR) if unclear else sure


def _carried(scene: Scene, asking: Asking, who: Someone, sure: float) -> float:
    """How sure it is that somebody is meant who is told of on: no surer than before, where others were likelier together."""
    before = scene.sure(who, asking.at)
    return before if before < UNCLEAR else sure
