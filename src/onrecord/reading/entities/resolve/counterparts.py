"""Counterparts hold the same office: a person without one gets that of the counterpart the report names.

In: the detected role phrases, appositions linked. Out: roles, without mentions. "Mr. Pell and his Corvanian counterpart",
with one Corvanian defence minister in the report and no office of Pell's: Pell is a defence minister too, of a state
left open.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Defence Minister Ilan Pell of Corvane called. Joren Vesk met his Corvanian counterpart."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [role.title for role in share_offices(found, link_full_names(found, Resolution())).people[1].roles]
['defence minister']
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.entities.detect.detected import COUNTERPARTS, RoleSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.entities.resolve.appositions import mention_starts, named_behind
from onrecord.reading.entities.resolve.sentence_people import (
    MAX_PEOPLE,
    counterpart_of,
    people_by_sentence,
)

RULE = "counterpart"


def share_offices(found: DetectedMentions, resolution: Resolution) -> Resolution:
    """Offices for persons whose counterpart's office the report gives."""
    linker = Linker(resolution)
    pairs = _counterparts(found, linker)
    for _ in pairs:  # one round for each pair, so that a chain of calls is followed
        for one, other in pairs:
            _share_office(linker, one, other)
            _share_office(linker, other, one)
    return linker.resolution()


def _counterparts(found: DetectedMentions, linker: Linker) -> list[tuple[int, int]]:
    """The pairs of persons that "his counterpart" sets side by side."""
    people = linker.people()
    near, starts = people_by_sentence(found.parsed, people), mention_starts(people)
    phrases = [
        r for r in found.roles if r.words and r.words[-1] in COUNTERPARTS and r.owned_by_pronoun
    ]
    pairs: list[tuple[int, int]] = []
    for role in phrases[:MAX_PEOPLE]:
        name = named_behind(found.parsed, role, starts) or starts.get(role.first)
        named = name.entity if name else None
        anchor = counterpart_of(found.parsed, role, linker, near, named)
        holder = _holder_of_office(people, role.of) if named is None and role.of else named
        if anchor is not None and holder is not None and holder != anchor.number:
            pairs.append((anchor.number, holder))
    return pairs


def _holder_of_office(people: list[EntityDraft], state: str) -> int | None:
    """The one named person who holds an office of a state."""
    holders = [p.number for p in people if any(r.kind == "role" and r.of == state for r in p.roles)]
    return holders[0] if len(holders) == 1 else None


def _share_office(linker: Linker, giver: int, taker: int) -> None:
    """Give a person's office, of a state left open, to a counterpart who has none."""
    office = next((r for r in linker[giver].roles if r.kind == "role" and r.words), None)
    person = linker[taker]
    if office is None or any(role.kind == "role" for role in person.roles):
        return
    first = min(person.mentions, key=lambda mention: mention.first)
    state = next((r.of for r in person.roles if {*r.words[-1:]} & COUNTERPARTS), None)
    role: RoleSeen = replace(
        office, of=state, first=first.first, head=first.last - 1, last=first.last,
        definite=True, owned_by_pronoun=False,
    )  # fmt: skip
    linker.link(EntityLink(taker, first.first, first.last, None, 0.9, RULE, roles=(role,)))
