"""Mentions linked to entities, and what the links of one entity add up to.

A `EntityLink` says that tokens refer to an entity, by which rule, and what they tell of it: a name, roles, a sex. An
`EntityDraft` is the sum of the links of one entity. Both are values: a further link makes another draft.

>>> pell = EntityDraft(0, "person").with_link(EntityLink(0, 0, 2, "name", 0.95, "full name", name="Nora Pell"))
>>> pell.name, pell.sex, pell.mentions[0].how
('Nora Pell', 'f', 'name')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.lexicon.given_names import (
    nicknames,
    opens_with_given_name,
    sex_of_full_name,
    sex_of_given_name,
)
from onrecord.lexicon.role_words import narrower_roles, title_key
from onrecord.lexicon.spelling import fold_word, sound
from onrecord.lexicon.states import same_state, state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import EntityKind, MentionHow
from onrecord.reading.entities.detect.detected import RoleSeen


@dataclass(frozen=True, slots=True)
class EntityLink:
    """Tokens `[first, last)` refer to an entity, and what they tell of it.

    `entity` is the draft's number in the report. `how` is the kind of referring expression; None for tokens that tell
    something and are no mention. `rule` is the rule that decided. `name`, `roles` and `sex` are what the tokens add.
    """

    entity: int
    first: int
    last: int
    how: MentionHow | None
    confidence: float
    rule: str
    name: str = ""
    roles: tuple[RoleSeen, ...] = ()
    sex: str = ""


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """An entity while a report is read. A person without a name form is one the report does not name.

    `forms` are the names with how often each is used; `sexes` what titles and pronouns say; `mentions` are the links
    that are mentions, in the order they were made.
    """

    number: int
    kind: EntityKind
    forms: tuple[tuple[str, int], ...] = ()
    sexes: frozenset[str] = frozenset()
    roles: tuple[RoleSeen, ...] = ()
    mentions: tuple[EntityLink, ...] = ()

    def with_link(self, link: EntityLink) -> EntityDraft:
        """The draft with one link more."""
        told = {role.sex for role in link.roles} | {link.sex}
        return replace(
            self,
            forms=_count(self.forms, link.name) if link.name else self.forms,
            sexes=self.sexes | told - {""},
            roles=_add_roles(self.roles, link.roles),
            mentions=self.mentions if link.how is None else (*self.mentions, link),
        )

    def without(self, mention: EntityLink) -> EntityDraft:
        """The draft without one of its mentions; what the mention says of the entity is kept."""
        return replace(self, mentions=tuple(each for each in self.mentions if each != mention))

    @property
    def names(self) -> tuple[str, ...]:
        """The forms of the name, in the order they were linked."""
        return tuple(form for form, _ in self.forms)

    @property
    def name(self) -> str:
        """The form used most often of the full names; "" for a person the report does not name.

        A form with a given name before a surname of two words comes first, one in capitals last.
        """
        return _fullest(self.forms)

    @property
    def sex(self) -> str:
        """M or f by titles and pronouns where they agree, else by the given name; "" if unknown."""
        if len(self.sexes) == 1:
            return next(iter(self.sexes))
        if self.kind != "person" or not self.forms:
            return ""
        return sex_of_full_name(self.name) or sex_of_given_name(self.name)

    @property
    def parties(self) -> set[str]:
        """The parties that the report names with the person."""
        return {role.party for role in self.roles if role.party}

    def may_be(self, sex: str) -> bool:
        """True if a pronoun or title of this sex can refer to the person."""
        own = self.sex if sex else ""
        return not own or own == sex

    def holds(self, phrase: RoleSeen) -> bool:
        """True if one of the person's roles is the one in the phrase."""
        return any(self.holds_as(role, phrase) for role in self.roles)

    def holds_as(self, role: RoleSeen, phrase: RoleSeen) -> bool:
        """True if this role of the person's is the one in the phrase, of the same state, body and party."""
        if phrase.party and self.parties and phrase.party not in self.parties:
            return False
        same = title_key((role.core,)) <= title_key(narrower_roles(phrase.core))
        wanted, held = title_key(phrase.words) - title_key((phrase.core,)), title_key(role.words)
        if not (same and wanted <= held and self._is_of_same_place(phrase, role)):
            return False
        # The minister is not the deputy minister.
        return held & words_of("entities/office_ranks") <= wanted

    def _is_of_same_place(self, phrase: RoleSeen, role: RoleSeen) -> bool:
        """True if a role can be of the place in the phrase.

        "A spokesman, Joren Pell," need not be the ministry's; "Foreign Minister Pell" may be Ostmark's.
        """
        if phrase.of is None:
            return True
        if role.of is not None:
            return same_state(phrase.of, role.of)
        seats = [seat.of for seat in self.roles if seat.of and not seat.words]
        if seats:
            return any(same_state(phrase.of, seat) for seat in seats)
        if " " in phrase.of and not state_of(phrase.of, ()):
            # The director of the Dam Authority is not the director of water works.
            return title_key(role.words) == title_key(phrase.words)
        return role.definite or len(role.words) > 1


def _count(forms: Sequence[tuple[str, int]], name: str) -> tuple[tuple[str, int], ...]:
    counts = dict(forms)
    counts[name] = counts.get(name, 0) + 1
    return tuple(counts.items())


def _add_roles(known: tuple[RoleSeen, ...], more: Sequence[RoleSeen]) -> tuple[RoleSeen, ...]:
    """Roles without those that say the same as one before."""
    for role in more:
        says = (role.words, role.of, role.core, role.party)
        if says not in ((each.words, each.of, each.core, each.party) for each in known):
            known = (*known, role)
    return known


@lru_cache(maxsize=4096)
def _fullest(forms: tuple[tuple[str, int], ...]) -> str:
    """The name to show of all forms; of two forms of a given name, the first in the report.

    >>> _fullest((("Wendt Sarrel", 2), ("Nora Wendt Sarrel", 1), ("Sarrel", 1)))
    'Nora Wendt Sarrel'
    >>> _fullest((("William Pell", 1), ("Bill Pell", 2), ("Pell", 1)))
    'William Pell'
    """
    count = {name: n for name, n in forms if " " in name} or dict(forms)
    best = max(count, key=lambda n: (not n.isupper(), count[n], len(n)), default="")
    best = next((n for n in count if n == best or _differs_in_nickname(n, best)), best)
    if opens_with_given_name(best):
        return best
    longer = [n for n in count if n.endswith(f" {best}") and opens_with_given_name(n)]
    return max(longer, key=lambda n: count[n], default=best)


def _differs_in_nickname(name: str, other: str) -> bool:
    """True if two full names have given names of which one is a form of the other."""
    given = frozenset(sound(fold_word(each.split()[0])) for each in (name, other) if " " in each)
    return given in nicknames() and not name.isupper()
