"""How far resolution has come: the drafts of a report's entities, passed from step to step as one value.

A step starts a `Linker` from a `Resolution`, links mentions one after another, and gives back the next `Resolution`.
The one before stays as it was.

>>> linker = Linker(Resolution())
>>> pell = linker.create("person")
>>> linker.link(EntityLink(pell, 0, 2, "name", 0.95, "full name", name="Joren Pell"))
>>> [draft.name for draft in linker.resolution().people]
['Joren Pell']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from onrecord.model import EntityKind, Range
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink


class Turn(NamedTuple):
    """One turn of an interview: the tokens of its label and its words, who speaks, who is asked (None: unknown)."""

    label: Range
    words: Range
    speaker: int | None
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The drafts of all entities, in the order they were created, and the turns of an interview."""

    drafts: tuple[EntityDraft, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def people(self) -> list[EntityDraft]:
        """Persons that the report names."""
        return [draft for draft in self.drafts if draft.kind == "person" and draft.forms]

    @property
    def unnamed(self) -> list[EntityDraft]:
        """Persons that the report does not name."""
        return [draft for draft in self.drafts if draft.kind == "person" and not draft.forms]

    @property
    def others(self) -> list[EntityDraft]:
        """Organisations, places, groups and documents."""
        return [draft for draft in self.drafts if draft.kind != "person"]


class Linker:
    """One step's links, and the drafts that they add up to so far."""

    def __init__(self, resolution: Resolution) -> None:
        self._turns = resolution.turns
        self._drafts = {draft.number: draft for draft in resolution.drafts}
        self._next = max(self._drafts, default=0) + 1
        self._spans: dict[int, set[tuple[int, int]]] = {}

    def __getitem__(self, number: int) -> EntityDraft:
        return self._drafts[number]

    def drafts(self) -> Iterator[EntityDraft]:
        """All drafts as they are now, in the order they were created."""
        return iter(tuple(self._drafts.values()))

    def people(self) -> list[EntityDraft]:
        """The named persons as they are now."""
        return self.resolution().people

    def create(self, kind: EntityKind) -> int:
        """The number of one entity more, without links yet."""
        number = self._next
        self._next += 1
        self._drafts[number] = EntityDraft(number, kind)
        return number

    def link(self, link: EntityLink) -> None:
        """Link tokens to an entity. Tokens that are its mention already stay as they were linked first."""
        draft = self._drafts[link.entity]
        spans = self._spans.get(link.entity)
        if spans is None:
            spans = {(each.first, each.last) for each in draft.mentions}
            self._spans[link.entity] = spans
        if link.how is not None:
            known = (link.first, link.last) in spans
            spans.add((link.first, link.last))
            link = replace(link, how=None) if known else link
        self._drafts[link.entity] = draft.with_link(link)

    def unlink(self, mention: EntityLink) -> None:
        """Take a mention from its entity."""
        self._drafts[mention.entity] = self._drafts[mention.entity].without(mention)
        self._spans.pop(mention.entity, None)

    def drop(self, number: int) -> None:
        """Drop an entity with all its links."""
        del self._drafts[number]

    def resolution(self, turns: tuple[Turn, ...] | None = None) -> Resolution:
        """What all links add up to; with the turns of an interview if they are given."""
        return Resolution(tuple(self._drafts.values()), self._turns if turns is None else turns)
