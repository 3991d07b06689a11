"""Link a name to a person, with what stands next to it: a title, a place ("of Ostmark"), a party line ("(R-Ohio)").

In: a detected name and the person it refers to. Out: a `EntityLink` over title and name.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel (R-Ohio) left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> seat = party_line(parsed, NameSeen(0, 2, ("Mira", "Tasel"), ()))
>>> seat.party, seat.of
('Republican', 'Ohio')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from onrecord.lexicon.names import name_words, suffix_of
from onrecord.lexicon.parties import party_by_letter
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.model import MentionHow, Parsed
from onrecord.reading.entities.detect.detected import NameSeen, RoleSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink

# Party and seat behind a name: `(R-Ohio)`, `, D-Calif.,`, `(I)`.
_PARTY_LINE = re.compile(r",? ?[,(] ?([RDI])(?:[-–., ]{1,2}([A-Z][\w. ]{1,20}?))?[,).]")
_MAX_PARTY_LINE = 30


def link_person(
    found: DetectedMentions,
    person: int,
    name: NameSeen,
    how: MentionHow,
    *,
    confidence: float,
    rule: str,
) -> EntityLink:
    """The link of a name to a person, over the title right before it, with the roles next to it."""
    title = title_before(found, name)
    first, roles = name.first, []
    if title is not None and not title.plural:
        first = title.first
        roles.append(replace(title, of=title.of or _place_after(found.parsed, name)))
    seat = party_line(found.parsed, name)
    roles += [seat] if seat is not None else []
    # The comma before "Jr." is no part of the name.
    written = written_name(found.parsed, name).replace(",", "")
    form = " ".join(written.split())
    return EntityLink(
        person, first, name.last, how, confidence, rule, name=form, roles=tuple(roles)
    )


def title_before(found: DetectedMentions, name: NameSeen) -> RoleSeen | None:
    """The title right before a name, in its sentence."""
    title, tokens = found.titles.get(name.first), found.parsed.tokens
    if title is None or tokens[title.head].sentence != tokens[name.first].sentence:
        return None
    return title


def linked_names(drafts: Iterable[EntityDraft]) -> Collection[int]:
    """Where the names end that are linked already."""
    return {mention.last for draft in drafts for mention in draft.mentions}


def party_line(parsed: Parsed, name: NameSeen) -> RoleSeen | None:
    """Party and seat after a name: `Mira Tasel (R-Ohio)`, `Mira Tasel, D-Calif.,`."""
    end = parsed.tokens[name.last - 1].end
    found = _PARTY_LINE.match(parsed.text, end, end + _MAX_PARTY_LINE)
    if found is None:
        return None
    seat = state_of(found[2].strip(), ()) if found[2] else None
    if found[2] and seat is None:
        return None
    party = party_by_letter(found[1])
    return RoleSeen(name.first, name.last - 1, name.last, (), seat, definite=True, party=party)


def _place_after(parsed: Parsed, name: NameSeen) -> str | None:
    """The place or body after a name: `Anselm Vorrik of Ostmark`."""
    after = parsed.tokens[name.last : name.last + 2]
    if len(after) < 2 or after[0].text != "of" or not after[1].text[0].isupper():
        return None
    return state_of(after[1].text, ()) or after[1].text


def written_name(parsed: Parsed, name: NameSeen) -> str:
    """A name as the text has it."""
    return parsed.text[parsed.tokens[name.first].start : parsed.tokens[name.last - 1].end]


def is_surname_alone(name: NameSeen) -> bool:
    """True if two words are one surname: `De Brenn`, `Pell Jr.`."""
    particle = fold_word(name.parts[0]) in name_words("particle")
    return len(name.parts) == 2 and (particle or bool(suffix_of(name.parts)))
