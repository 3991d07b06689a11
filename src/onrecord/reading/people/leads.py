"""Leads that describe and name later: "A former Lume mayor said …" above "…, said Mira Tasel".

In: the parse and the cast with its roles given. Out: mentions of an unnamed person of headline or lead given to the one named
after. Reports hold the name back when it tells the reader little; the first person then named in full, as
the subject of a sentence and without an office of their own, is who was described. Only a description that
says something (a place, a body, two words or more, "former") is looked after, and nobody may
be named as a subject before.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.language import load, parse
>>> from onrecord.reading.people.cast import gather
>>> text = "A former fire chief resigned from the board."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> name_later(parsed, gather(parsed))
"""

from __future__ import annotations

from onrecord.model import Parsed
from onrecord.reading.people.sightings import NO_OFFICE, RoleSeen
from onrecord.reading.people.someone import Cast, Someone

# In how many paragraphs at most, headline among them, a lead is told; how many later the name comes.
LEAD, LATER = 3, 2


def name_later(parsed: Parsed, cast: Cast) -> None:
    """Give what headline and lead say of somebody unnamed to the one named next."""
    for unnamed in list(cast.unnamed):
        role = unnamed.roles[0]
        if not role.words or role.kind in {"kin", "human"} or role.mine or not _tells(parsed, role):
            continue
        named = _named_next(parsed, cast, role)
        if named is not None:
            named.take(role)
            for seen in unnamed.mentions:
                named.add(seen.first, seen.last, "title", 0.7)
            cast.unnamed.remove(unnamed)


def _tells(parsed: Parsed, role: RoleSeen) -> bool:
    """Whether a description is the subject of a lead's sentence and says enough to be somebody's."""
    tokens, lead = parsed.tokens, parsed.paragraphs[:LEAD]
    if role.plural or role.head >= lead[-1].last or tokens[role.head].dep not in {"nsubj", "ROOT"}:
        return False
    words = {token.text.lower() for token in tokens[role.first : role.last]}
    return bool(role.of) or len(role.words) > 1 or "former" in words


def _named_next(parsed: Parsed, cast: Cast, role: RoleSeen) -> Someone | None:
    """The first person named in full after the description, where that is who was described."""
    here = _paragraph(parsed, role.head)
    names = _names(cast)
    later = [(at, last, who) for at, last, who in names if _paragraph(parsed, at) > here]
    beside = [last - 1 for at, last, _ in names if _paragraph(parsed, at) <= here]
    if not later or any(_subject(parsed, token) for token in beside):
        return None
    at, last, who = later[0]
    offices = [held for held in who.roles if held.words and held.kind not in NO_OFFICE]
    near = _paragraph(parsed, at) - here <= LATER
    return (
        who
        if _subject(parsed, last - 1) and near and not offices and who.may_be(role.sex)
        else None
    )


def _names(cast: Cast) -> list[tuple[int, int, Someone]]:
    """Where who is named in full, in text order."""
    places = [
        (seen.first, seen.last, who)
        for who in cast.people
        for seen in who.mentions
        if seen.how == "name" and " " in who.name
    ]
    return sorted(places, key=lambda place: place[0])


def _subject(parsed: Parsed, at: int) -> bool:
    return parsed.tokens[at].dep in {"nsubj", "nsubjpass"}


def _paragraph(parsed: Parsed, at: int) -> int:
    """The number of the paragraph a token stands in."""
    return next(n for n, paragraph in enumerate(parsed.paragraphs) if at < paragraph.last)
