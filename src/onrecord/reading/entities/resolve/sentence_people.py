"""Who is mentioned where in each sentence: to find the person that "his counterpart" is compared with.

In: the parse and entity drafts. Out: entity numbers by sentence, in the order of the drafts.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.entity_draft import EntityLink
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven left. She was late."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> louven = EntityDraft(0, "person", mentions=(EntityLink(0, 0, 2, "name", 0.9, ""), EntityLink(0, 4, 5, "pronoun", 0.9, "")))
>>> dict(people_by_sentence(parsed, (louven,)))
{0: [(0, 0)], 1: [(4, 0)]}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from onrecord.lexicon.given_names import PRONOUN_SEX
from onrecord.model import Parsed
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.entity_draft import EntityDraft
from onrecord.reading.entities.linker import Linker

# By sentence, the token of each mention and the person's number.
PeopleBySentence: TypeAlias = Mapping[int, Sequence[tuple[int, int]]]
# In a sentence with more mentions no one is "the other".
MAX_PEOPLE = 40


def people_by_sentence(parsed: Parsed, people: Iterable[EntityDraft]) -> PeopleBySentence:
    """The mentions of persons in each sentence."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person in people:
        for mention in person.mentions:
            found[parsed.tokens[mention.first].sentence].append((mention.first, person.number))
    return found


def counterpart_of(
    parsed: Parsed, role: RoleSeen, linker: Linker, near: PeopleBySentence, person: int | None
) -> EntityDraft | None:
    """The one person, other than `person`, whose counterpart a phrase speaks of.

    They are named before it in the sentence, or, with a pronoun, in the sentence before: "Her French counterpart" after a
    sentence about one woman and a man is hers.
    """
    sentence, sex = parsed.tokens[role.first].sentence, ""
    if role.owned_by_pronoun:
        sex = PRONOUN_SEX.get(parsed.tokens[role.first].text.lower(), "")
    candidates: set[int] = set()
    for number in (sentence, sentence - 1):
        candidates = {
            each
            for at, each in near.get(number, ())[:MAX_PEOPLE]
            if at < role.head and each != person and linker[each].may_be(sex)
        }
        if candidates or not role.owned_by_pronoun:
            break
    return linker[candidates.pop()] if len(candidates) == 1 else None
