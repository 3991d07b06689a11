"""Definite descriptions that name somebody anew: "the billionaire", "the Lume senator", "the nominee".

In: the unnamed persons of the cast, whose roles no holder named in the report was found for. Out: which of their mentions may mean
somebody named before, and who can be meant. A description says what it must not contradict: sex, party,
the place of the seat, and, being an office, no other office of the one it is to mean.

>>> the = RoleSeen(0, 1, 2, ("billionaire",), None, definite=True, core="billionaire", kind="epithet")
>>> a = RoleSeen(0, 1, 2, ("billionaire",), None, definite=False, core="billionaire", kind="epithet")
>>> names_anew(the), names_anew(a)
(True, False)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.lexicon.role_words import description_words, narrower_roles, title_key
from onrecord.lexicon.states import same_state
from onrecord.reading.entities.antecedents.discourse import Scene, Stand
from onrecord.reading.entities.antecedents.ranker import Asking, led_in, main_subject, speaks_on
from onrecord.reading.entities.detect.detected import NO_OFFICE, RoleSeen
from onrecord.reading.entities.entity_draft import Cast, Seen, Someone


def goes_on(role: RoleSeen) -> bool:
    """Whether a role phrase may go on about somebody told of right before: one by which somebody is named anew, or held no more."""
    return names_anew(role) or (_definite(role) and role.past and role.of is None)


def names_anew(role: RoleSeen) -> bool:
    """Whether a role phrase is one by which somebody named before may be met again."""
    words = description_words("office") | description_words("candidacy")
    return _definite(role) and (role.kind == "epithet" or role.core in words)


def _definite(role: RoleSeen) -> bool:
    """Whether a phrase means one known already, and is nobody's own."""
    return role.definite and not (
        role.owned_by_pronoun or role.plural or description_words("open").intersection(role.words)
    )


def open_epithets(cast: Cast) -> dict[int, tuple[Someone, Seen, RoleSeen]]:
    """The mentions of unnamed persons that may mean somebody named, by the token of the role word."""
    found: dict[int, tuple[Someone, Seen, RoleSeen]] = {}
    for who in cast.unnamed:
        role = who.roles[0]
        if goes_on(role):
            found.update(
                (seen.first + role.head - role.first, (who, seen, role))
                for seen in who.mentions
                if seen.last - seen.first == role.last - role.first
            )
    return found


def fitting(
    scene: Scene, at: int, everybody: Mapping[int, Sequence[Stand]], role: RoleSeen
) -> dict[int, Sequence[Stand]]:
    """Those of some who can be meant; of a party's, those known to be of it go before those not known."""
    beside = _named_beside(scene, at)
    found = {
        key: stands
        for key, stands in everybody.items()
        if _fits(stands[0].who, role) and key not in beside
    }
    known = {key: s for key, s in found.items() if role.party and role.party in s[0].who.parties}
    if known:
        return known
    return found if not role.party or len(found) == 1 else {}


def _named_beside(scene: Scene, at: int) -> frozenset[int]:
    """Who is named in the sentence of a description, which then means another: `With Pell in Karsk, the senator …`."""
    first, last = scene.sentence(at)
    return frozenset(
        id(stand.who)
        for stand in scene.between(first, last)
        if scene.words_at(stand.at) is None and scene.parsed.tokens[stand.at].pos == "PROPN"
    )


def met_again(scene: Scene, asking: Asking, role: RoleSeen) -> Someone | None:
    """Whom a description means that goes on about the one who spoke, or the one the sentence before is about.

    Nobody else it fits may be told of since: "Pell met Vesk. The billionaire …" is either.
    """
    at = asking.at
    who = speaks_on(scene, asking)
    if who is None:
        before = scene.sentence(at)[0] - 1
        near = before >= 0 and scene.paragraph(at) - scene.paragraph(before) <= 1
        who = led_in(scene, asking) or (main_subject(scene, before, deep=False) if near else None)
        if who and says_another_office(who, role):
            return None
    beside = _named_beside(scene, at)
    if who is None or not _fits(who, role) or id(who) in beside:
        return None
    since = max(s.at for s in scene.between(0, at) if s.who is who)
    told = scene.between(scene.sentence(since)[0], at)
    others = [
        s for s in told
        if s.who is not who and not s.owner and scene.words_at(s.at) is None
        and not scene.bound(s.at, since) and id(s.who) not in beside
    ]  # fmt: skip
    return None if any(_fits(s.who, role) for s in others) else who


def _in_another_office(who: Someone, role: RoleSeen) -> bool:
    """Whether a phrase says another office than those somebody is said to hold."""
    offices = [held for held in who.roles if held.words and held.kind not in NO_OFFICE]
    alike = title_key(narrower_roles(role.core))
    return bool(offices) and not any(title_key((held.core,)) <= alike for held in offices)


def says_another_office(who: Someone, role: RoleSeen) -> bool:
    """The same, epithets aside: they go with any office."""
    return role.kind != "epithet" and _in_another_office(who, role)


def _fits(who: Someone, role: RoleSeen) -> bool:
    """Whether somebody named can be meant: nothing told of them speaks against it."""
    if not who.names or not who.may_be(role.sex):
        return False
    if role.party and who.parties and role.party not in who.parties:
        return False
    seats = [
        held.of for held in who.roles if held.of and (not held.words or held.core == role.core)
    ]
    if role.of and seats and not any(same_state(role.of, seat) for seat in seats):
        return False
    loose = role.kind == "epithet" or role.core in description_words("candidacy")
    return loose or not _in_another_office(who, role)
