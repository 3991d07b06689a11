"""What speaks for and against a person as the one a surname or first name refers to.

In: a `SurnameQuestion` and an entity draft. Out: the features of `FEATURES`. Each weight is more than all that follow
together, so that a feature counts only where those before it are equal; the signs are ordered by how seldom they
mislead. A score below `THRESHOLD` is a contradiction, and two that are less than `MARGIN` apart are both left.

>>> [feature.name for feature in FEATURES if feature.weight <= -256]
['other sex than the title', 'relative without the office']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.lexicon.names import full_name_key
from onrecord.model import Parsed
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.entity_draft import EntityDraft
from onrecord.reading.entities.resolve.prominence import in_focus, most_named_in_full
from onrecord.reading.entities.scoring import Feature

THRESHOLD, MARGIN = -255.0, 1.0
# A person with relatives in the report may be named in full this many times for each use of the surname alone.
_FULL_NAMES_PER_SURNAME = 2
# A person called by the surname so many times is the one who bears it in a report.
_SETTLED = 2


@dataclass(frozen=True, slots=True)
class SurnameQuestion:
    """A surname to resolve.

    `at` is its first token, `title` the role phrase before it, `title_sexes` the sexes that titles before this surname
    tell, `clause_sex` what the clause around it tells. `alone` is how often each surname stands alone. `candidates` are
    all that it may refer to, and `relatives` the numbers of those introduced as relatives.
    """

    parsed: Parsed
    at: int
    title: RoleSeen | None
    title_sexes: frozenset[str]
    clause_sex: str
    alone: Mapping[str, int]
    candidates: Sequence[EntityDraft]
    relatives: frozenset[int]


def surname_of(person: EntityDraft) -> str:
    """The folded surname of a person."""
    return full_name_key(person.name.split())[1]


def _has_other_sex(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """`Mrs. Tasel` for Joren Tasel."""
    return bool(asked.title_sexes and person.sex) and person.sex not in asked.title_sexes


def _is_relative_without_office(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """`President Marlowe` for Eric Marlowe, the president's son."""
    title = asked.title
    office = title is not None and title.kind == "role"
    return office and person.number in asked.relatives and not _holds_title(asked, person)


def _holds_title(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """`Mayor Tasel` for Mira Tasel, the mayor."""
    return asked.title is not None and bool(asked.title.words) and person.holds(asked.title)


def _contradicts_clause(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """`Tasel said she had left` for Joren Tasel."""
    return not person.may_be(asked.clause_sex)


def _is_named_before(asked: SurnameQuestion, person: EntityDraft) -> bool:
    return any(mention.first < asked.at for mention in person.mentions)


def _is_head_of_family(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """No relative of another, and called by the surname about as often as in full up to here."""
    full = sum(m.how == "name" and m.first < asked.at for m in person.mentions)
    often = full <= _FULL_NAMES_PER_SURNAME * asked.alone.get(surname_of(person), 0)
    return often and person.number not in asked.relatives


def _is_called_so(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """Named in full no more often than the surname stands alone: the others need their given names."""
    full = sum(mention.how == "name" for mention in person.mentions)
    return full <= asked.alone.get(surname_of(person), 0)


def _is_called_so_first(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """Called by the surname alone before any other bearer was named."""
    others = [
        mention.first
        for each in asked.candidates
        if each is not person
        for mention in each.mentions
    ]
    second = min(others, default=0)
    first = min(mention.first for mention in person.mentions)
    called = sum(m.how == "surname" and m.first < second for m in person.mentions)
    return first < second and called >= _SETTLED


def _is_in_focus(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """Mentioned lately, every other candidate far before."""
    return _stands_out(person, asked, in_focus(asked.parsed, asked.candidates, asked.at))


def _is_most_named(asked: SurnameQuestion, person: EntityDraft) -> bool:
    """Named in full far more often than any other candidate, and called by the surname."""
    most = most_named_in_full(asked.candidates)
    return _stands_out(person, asked, most) and _is_called_so(asked, person)


def _stands_out(person: EntityDraft, asked: SurnameQuestion, chosen: Sequence[EntityDraft]) -> bool:
    return len(chosen) < len(asked.candidates) and person in chosen


_CONTRADICTIONS: tuple[Feature[SurnameQuestion, EntityDraft], ...] = (
    Feature("other sex than the title", _has_other_sex, -512),
    Feature("relative without the office", _is_relative_without_office, -512),
    Feature("holds the title", _holds_title, 128),
)
_COMPARISONS: tuple[Feature[SurnameQuestion, EntityDraft], ...] = (
    Feature("other sex than in the clause", _contradicts_clause, -64),
    Feature("named before", _is_named_before, 32),
    Feature("head of the family", _is_head_of_family, 16),
    Feature("called by the surname", _is_called_so, 8),
    Feature("called by the surname first", _is_called_so_first, 4),
    Feature("in focus", _is_in_focus, 2),
    Feature("most named", _is_most_named, 1),
)
FEATURES = (*_CONTRADICTIONS, *_COMPARISONS)


def features_for(asked: SurnameQuestion) -> Sequence[Feature[SurnameQuestion, EntityDraft]]:
    """The features that count: for one candidate the contradictions, for father and son of one name the title."""
    names = {full_name_key(each.name.split()) for each in asked.candidates}
    return FEATURES if len(asked.candidates) > 1 and len(names) > 1 else _CONTRADICTIONS
