"""Leads that describe and name later: "A former Lume mayor said …" above "…, said Mira Tasel".

In: the parse and the cast with its roles given. Out: mentions of an unnamed person of headline or lead given to the one named
after. Reports hold the name back when it tells the reader little; the first person then named in full is who was described, if they
hold the office told of ("A lawmaker", "Rep. Joren Pell"), or are the subject of a sentence, without an office of their own, and the description
says something (a place, a body, two words or more, "former"). Nobody may be named before as the subject of a whole sentence.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.entities.resolve.full_names import gather
>>> text = "A former fire chief resigned from the board."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> name_later(parsed, gather(parsed))
"""

from __future__ import annotations

from onrecord.model import Parsed
from onrecord.reading.entities.detect.detected import NO_OFFICE, RoleSeen
from onrecord.reading.entities.entity_draft import Cast, Someone

# In how many paragraphs at most, headline among them, a lead is told; how many later the name comes.
LEAD, LATER = 3, 2


def name_later(parsed: Parsed, cast: Cast) -> None:
    """Give what headline and lead say of somebody unnamed to the one named next."""
    for unnamed in list(cast.unnamed):
        role = unnamed.roles[0]
        if (
            not role.words
            or role.kind in {"kin", "human"}
            or role.owned_by_pronoun
            or not _leads(parsed, role)
        ):
            continue
        named = _named_next(parsed, cast, role)
        if named is not None:
            named.take(role)
            for seen in unnamed.mentions:
                named.add(seen.first, seen.last, "title", 0.7)
            cast.unnamed.remove(unnamed)


def _leads(parsed: Parsed, role: RoleSeen) -> bool:
    """Whether a description is the subject of a lead's sentence."""
    lead = parsed.paragraphs[:LEAD]
    subject = parsed.tokens[role.head].dep in {"nsubj", "ROOT"}
    return subject and not role.plural and role.head < lead[-1].last


def _tells(role: RoleSeen) -> bool:
    """Whether a description says enough to be somebody's: "former", a place, two words."""
    return bool(role.of) or len(role.words) > 1 or role.past


def _named_next(parsed: Parsed, cast: Cast, role: RoleSeen) -> Someone | None:
    """The first person named in full after the description, where that is who was described.

    Whoever holds what it says is; else it must say enough, and who is named must be a subject without an office.
    """
    here = _paragraph(parsed, role.head)
    names = _names(cast)
    later = [(at, last, who) for at, last, who in names if _paragraph(parsed, at) > here]
    beside = [last - 1 for at, last, _ in names if _paragraph(parsed, at) <= here]
    if not later or any(_main(parsed, token) for token in beside):
        return None
    at, last, who = later[0]
    if _paragraph(parsed, at) - here > LATER or not who.may_be(role.sex):
        return None
    offices = [held for held in who.roles if held.words and held.kind not in NO_OFFICE]
    named = _tells(role) and not offices and _subject(parsed, last - 1)
    return who if named or (offices and who.holds(role)) else None


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


def _main(parsed: Parsed, at: int) -> bool:
    """Whether a token is the subject of a whole sentence; who is told of in reported words is not."""
    verb = parsed.tokens[parsed.tokens[at].head]
    return _subject(parsed, at) and verb.head == verb.i


def _paragraph(parsed: Parsed, at: int) -> int:
    """The number of the paragraph a token stands in."""
    return next(n for n, paragraph in enumerate(parsed.paragraphs) if at < paragraph.last)
