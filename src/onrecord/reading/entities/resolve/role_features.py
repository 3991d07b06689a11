"""What speaks for and against a person as the one a bare title refers to: "the minister", "the Valdrian minister".

In: a `TitleQuestion` and a person who holds the role. Out: the features of `FEATURES`. Each weight is more than all that
follow together, so that a feature counts only where those before it are equal. A score below `THRESHOLD` is too little
for any person, and two that are less than `MARGIN` apart are both left.

>>> [feature.name for feature in FEATURES][:3]
['in office', 'mentioned before', 'bare word not mentioned before']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.lexicon.role_words import description_words
from onrecord.model import Parsed
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.entity_draft import EntityDraft
from onrecord.reading.entities.resolve.prominence import in_focus, most_named, most_named_in_full
from onrecord.reading.entities.scoring import Feature

THRESHOLD, MARGIN = 0.0, 1.0


@dataclass(frozen=True, slots=True)
class TitleQuestion:
    """A title without a name, and those who hold the role, named or not."""

    parsed: Parsed
    phrase: RoleSeen
    candidates: Sequence[EntityDraft]


def is_sole_office(role: RoleSeen) -> bool:
    """True for an office that one person holds at a time."""
    return role.core in description_words("sole")


def _is_in_office(asked: TitleQuestion, person: EntityDraft) -> bool:
    """Holds the role now, or held it before, as the phrase says ("the former mayor")."""
    return any(
        held.past == asked.phrase.past and person.holds_as(held, asked.phrase)
        for held in person.roles
    )


def _is_not_former(asked: TitleQuestion, person: EntityDraft) -> bool:
    """The phrase says "former" and the report gives the person the office as held now."""
    return asked.phrase.past and not _is_in_office(asked, person)


def _has_successor(asked: TitleQuestion, person: EntityDraft) -> bool:
    """The report names a holder as the phrase says: "the president" is not the former one."""
    return not _is_in_office(asked, person) and any(
        _is_in_office(asked, other) for other in asked.candidates
    )


def _is_mentioned_before(asked: TitleQuestion, person: EntityDraft) -> bool:
    """The office is mentioned before the phrase; of an office that one person holds, the name is."""
    phrase = asked.phrase
    named = is_sole_office(phrase) and any(m.first < phrase.first for m in person.mentions)
    return (named and bool(person.forms)) or any(r.first < phrase.first for r in person.roles)


def _is_bare_and_new(asked: TitleQuestion, person: EntityDraft) -> bool:
    """One word, of no place: only an office mentioned before can be meant."""
    phrase = asked.phrase
    bare = len(phrase.words) == 1 and phrase.of is None
    return bare and not _is_mentioned_before(asked, person)


def _holds_home_office(asked: TitleQuestion, person: EntityDraft) -> bool:
    """The report gives the office without a state or body, as a bare title does."""
    phrase = asked.phrase
    return phrase.of is None and any(
        held.of is None and person.holds_as(held, phrase) for held in person.roles
    )


def _is_one_of_several_abroad(asked: TitleQuestion, person: EntityDraft) -> bool:
    """The report gives the office a state or body, the phrase gives none, and another person fits as well."""
    if asked.phrase.of is not None or _holds_home_office(asked, person):
        return False
    rank = _is_in_office(asked, person), _is_mentioned_before(asked, person)
    return any(
        (_is_in_office(asked, other), _is_mentioned_before(asked, other)) == rank
        for other in asked.candidates
        if other is not person
    )


def _is_other_party(asked: TitleQuestion, person: EntityDraft) -> bool:
    """Named as another party to the verb of the phrase: `The minister cautioned Pell`."""
    tokens = asked.parsed.tokens
    verb = tokens[asked.phrase.head].head
    names = (tokens[m.last - 1] for m in person.mentions if m.how in {"name", "surname"})
    return any(t.head == verb and t.dep in {"dobj", "nsubj", "dative"} for t in names)


def _is_in_focus(asked: TitleQuestion, person: EntityDraft) -> bool:
    """Mentioned lately, every other candidate far before."""
    return _stands_out(asked, person, in_focus(asked.parsed, asked.candidates, asked.phrase.first))


def _is_most_named(asked: TitleQuestion, person: EntityDraft) -> bool:
    """Named far more often than any other candidate; in full, unless one person holds the office."""
    ahead = most_named if is_sole_office(asked.phrase) else most_named_in_full
    return _stands_out(asked, person, ahead(asked.candidates))


def _stands_out(asked: TitleQuestion, person: EntityDraft, chosen: Sequence[EntityDraft]) -> bool:
    return len(chosen) < len(asked.candidates) and person in chosen


FEATURES: tuple[Feature[TitleQuestion, EntityDraft], ...] = (
    Feature("in office", _is_in_office, 64),
    Feature("mentioned before", _is_mentioned_before, 32),
    Feature("bare word not mentioned before", _is_bare_and_new, -256),
    Feature("former only", _is_not_former, -256),
    Feature("another is in office", _has_successor, -256),
    Feature("one of several abroad", _is_one_of_several_abroad, -256),
    Feature("another party to the verb", _is_other_party, -8),
    Feature("in focus", _is_in_focus, 4),
    Feature("most named", _is_most_named, 2),
)
