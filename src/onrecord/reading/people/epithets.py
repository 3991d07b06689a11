"""Definite descriptions that name somebody anew: "the billionaire", "the Lume senator", "the nominee".

In: the unnamed persons of the cast, whose roles no holder named in the report was found for. Out: which of their mentions may mean
somebody named before, and who can be meant. A description says what it must not contradict: sex, party,
the place of the seat, and, being an office, no other office of the one it is to mean.

>>> the = RoleSeen(0, 1, 2, ("billionaire",), None, known=True, core="billionaire", kind="epithet")
>>> a = RoleSeen(0, 1, 2, ("billionaire",), None, known=False, core="billionaire", kind="epithet")
>>> names_anew(the), names_anew(a)
(True, False)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.reading.people.scene import Stand
from onrecord.reading.people.sightings import NO_OFFICE, RoleSeen
from onrecord.reading.people.someone import Cast, Seen, Someone
from onrecord.reading.people.words import narrower, ranked, same_state


@cache
def _standings() -> frozenset[str]:
    """Offices and candidacies under which the one told of is named anew."""
    return frozenset(row["word"] for row in rows("standings") if row["kind"] == "standing")


@cache
def _open() -> frozenset[str]:
    """Words beside which a role means nobody in particular."""
    return frozenset(row["word"] for row in rows("standings") if row["kind"] == "open")


def names_anew(role: RoleSeen) -> bool:
    """Whether a role phrase is one by which somebody named before may be met again."""
    if not role.known or role.mine or role.plural or _open().intersection(role.words):
        return False
    return role.kind == "epithet" or role.core in _standings()


def open_epithets(cast: Cast) -> dict[int, tuple[Someone, Seen, RoleSeen]]:
    """The mentions of unnamed persons that may mean somebody named, by the token of the role word."""
    found: dict[int, tuple[Someone, Seen, RoleSeen]] = {}
    for who in cast.unnamed:
        role = who.roles[0]
        if names_anew(role):
            found.update(
                (seen.first + role.head - role.first, (who, seen, role))
                for seen in who.mentions
                if seen.last - seen.first == role.last - role.first
            )
    return found


def fitting(everybody: Mapping[int, Sequence[Stand]], role: RoleSeen) -> dict[int, Sequence[Stand]]:
    """Those of some who can be meant; of a party's, those known to be of it go before those not known."""
    found = {key: stands for key, stands in everybody.items() if _fits(stands[0].who, role)}
    known = {key: s for key, s in found.items() if role.party and role.party in s[0].who.parties}
    if known:
        return known
    return found if not role.party or len(found) == 1 else {}


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
    offices = [held for held in who.roles if held.words and held.kind not in NO_OFFICE]
    alike = ranked(narrower(role.core))
    return role.kind == "epithet" or not offices or any(ranked((o.core,)) <= alike for o in offices)
