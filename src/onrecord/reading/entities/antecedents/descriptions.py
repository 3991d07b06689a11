"""Which persons named before a definite description may refer to: "the billionaire", "the Lume senator", "the nominee".

In: unnamed persons whose role has no holder in the report. Out: those of their mentions that may refer to a named
person, and the persons who fit. A description must not contradict a person's sex, party, seat, or, if it is an office,
their other offices.

>>> the = RoleSeen(0, 1, 2, ("billionaire",), None, definite=True, core="billionaire", kind="epithet")
>>> a = RoleSeen(0, 1, 2, ("billionaire",), None, definite=False, core="billionaire", kind="epithet")
>>> is_anaphoric(the), is_anaphoric(a)
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from onrecord.lexicon.role_words import description_words, narrower_roles, title_key
from onrecord.lexicon.states import same_state
from onrecord.reading.entities.antecedents.clauses import is_bound
from onrecord.reading.entities.antecedents.continuity import (
    Candidates,
    PronounQuestion,
    introduced_before,
    last_speaker,
    main_subject,
)
from onrecord.reading.entities.antecedents.discourse import Discourse
from onrecord.reading.entities.detect.detected import NO_OFFICE, RoleSeen
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink


class Description(NamedTuple):
    """A mention of an unnamed person that may refer to a named one, and its role."""

    mention: EntityLink
    role: RoleSeen


def descriptions(unnamed: Iterable[EntityDraft]) -> dict[int, Description]:
    """The descriptions to resolve, by the token of the role word."""
    found: dict[int, Description] = {}
    for draft in unnamed:
        role = draft.roles[0]
        former = _is_definite(role) and role.past and role.of is None
        if is_anaphoric(role) or former:
            found.update(
                (mention.first + role.head - role.first, Description(mention, role))
                for mention in draft.mentions
                if mention.last - mention.first == role.last - role.first
            )
    return found


def is_anaphoric(role: RoleSeen) -> bool:
    """True for a definite role phrase of a kind by which reports refer back to a named person."""
    words = description_words("office") | description_words("candidacy")
    return _is_definite(role) and (role.kind == "epithet" or role.core in words)


def _is_definite(role: RoleSeen) -> bool:
    """True if a phrase means one known person, and no person's own."""
    return role.definite and not (
        role.owned_by_pronoun or role.plural or description_words("open").intersection(role.words)
    )


def may_be_described(
    discourse: Discourse, at: int, candidates: Candidates, role: RoleSeen
) -> Candidates:
    """The candidates who fit; with a party in the phrase, those known to be of it before the others."""
    near = _named_in_sentence(discourse, at)
    found = {
        person: places
        for person, places in candidates.items()
        if _fits(discourse.draft(person), role) and person not in near
    }
    if not role.party:
        return found
    known = {who: each for who, each in found.items() if role.party in discourse.draft(who).parties}
    return known or (found if len(found) == 1 else {})


def _named_in_sentence(discourse: Discourse, at: int) -> frozenset[int]:
    """The persons named in the sentence of a description, which then means another: `With Pell in Karsk, the senator …`."""
    tokens = discourse.parsed.tokens
    return frozenset(
        place.person
        for place in discourse.between(*discourse.sentence(at))
        if discourse.words_at(place.at) is None and tokens[place.at].pos == "PROPN"
    )


def described_by_continuity(
    discourse: Discourse, asked: PronounQuestion, role: RoleSeen
) -> int | None:
    """The last speaker, or the person the sentence before is about, if the description fits them.

    No other person it fits may be mentioned since: "Pell met Vesk. The billionaire …" is either.
    """
    person = last_speaker(discourse, asked, {})
    if person is None:
        person = _subject_of_sentence_before(discourse, asked)
        if person is not None and states_other_office(discourse.draft(person), role):
            return None
    near = _named_in_sentence(discourse, asked.at)
    if person is None or not _fits(discourse.draft(person), role) or person in near:
        return None
    since = max(p.at for p in discourse.between(0, asked.at) if p.person == person)
    rivals = (
        place.person
        for place in discourse.between(discourse.sentence(since)[0], asked.at)
        if place.person != person and not place.owner and discourse.words_at(place.at) is None
        and not is_bound(discourse.parsed, place.at, since) and place.person not in near
    )  # fmt: skip
    return None if any(_fits(discourse.draft(rival), role) for rival in rivals) else person


def _subject_of_sentence_before(discourse: Discourse, asked: PronounQuestion) -> int | None:
    introduced = introduced_before(discourse, asked)
    if introduced is not None:
        return introduced
    before = discourse.sentence(asked.at)[0] - 1
    near = before >= 0 and discourse.paragraph(asked.at) - discourse.paragraph(before) <= 1
    return main_subject(discourse, before, subordinate_may_follow=False) if near else None


def _holds_only_other_offices(draft: EntityDraft, role: RoleSeen) -> bool:
    """True if a person holds offices, and none is the one in a phrase."""
    offices = [held for held in draft.roles if held.words and held.kind not in NO_OFFICE]
    alike = title_key(narrower_roles(role.core))
    return bool(offices) and not any(title_key((held.core,)) <= alike for held in offices)


def states_other_office(draft: EntityDraft, role: RoleSeen) -> bool:
    """True if a phrase states an office, and a person holds only others; an epithet goes with any office."""
    return role.kind != "epithet" and _holds_only_other_offices(draft, role)


def _fits(draft: EntityDraft, role: RoleSeen) -> bool:
    """True if nothing known of a named person contradicts a description."""
    if not draft.forms or not draft.may_be(role.sex):
        return False
    if role.party and draft.parties and role.party not in draft.parties:
        return False
    seats = [
        held.of for held in draft.roles if held.of and (not held.words or held.core == role.core)
    ]
    if role.of and seats and not any(same_state(role.of, seat) for seat in seats):
        return False
    loose = role.kind == "epithet" or role.core in description_words("candidacy")
    return loose or not _holds_only_other_offices(draft, role)
