r"""Link descriptions of headline and lead to the person named after: "A former Lume mayor said …", then "… Mira Tasel".

In: role phrases linked to unnamed persons. Out: their mentions linked to the person named in full next. That person holds
the office in the description ("A lawmaker", "Rep. Joren Pell"); or is the subject of a sentence, has no office of their
own, and the description is specific: a place, a body, two words or more, "former". No person may be named before as
the subject of a main clause.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.entities.resolve.titles import link_titles
>>> from onrecord.reading.parse.language import load, parse
>>> lines = "A former fire chief resigned.", "Petra Louven left the board."
>>> spans = Span(0, len(lines[0])), Span(len(lines[0]) + 1, len(lines[0]) + 1 + len(lines[1]))
>>> parsed = parse(load(), "\n".join(lines), tuple(Passage("body", span) for span in spans))
>>> found = detect_mentions(parsed)
>>> linked = link_cataphora(found, link_titles(found, link_full_names(found, Resolution())))
>>> [mention.how for mention in linked.people[0].mentions]
['name', 'title']
"""

from __future__ import annotations

from onrecord.model import Parsed
from onrecord.reading.entities.detect.detected import NO_OFFICE, RoleSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution

RULE = "cataphora"
# The first paragraphs, headline included, are the lead; the name follows within so many paragraphs.
_LEAD, _MAX_DISTANCE = 3, 2


def link_cataphora(found: DetectedMentions, resolution: Resolution) -> Resolution:
    """The unnamed persons of headline and lead joined with the persons named next."""
    linker = Linker(resolution)
    for unnamed in resolution.unnamed:
        role = unnamed.roles[0]
        personal = role.kind in {"kin", "human"} or role.owned_by_pronoun
        if not role.words or personal or not _is_subject_of_lead(found.parsed, role):
            continue
        named = _named_next(found.parsed, linker.people(), role)
        if named is None:
            continue
        linker.drop(unnamed.number)
        for seen in unnamed.mentions:
            linker.link(
                EntityLink(named.number, seen.first, seen.last, "title", 0.7, RULE, roles=(role,))
            )
    return linker.resolution()


def _is_subject_of_lead(parsed: Parsed, role: RoleSeen) -> bool:
    lead = parsed.paragraphs[:_LEAD]
    subject = parsed.tokens[role.head].dep in {"nsubj", "ROOT"}
    return subject and not role.plural and role.head < lead[-1].last


def _is_specific(role: RoleSeen) -> bool:
    """True if a description tells enough to be one person's: "former", a place, two words."""
    return bool(role.of) or len(role.words) > 1 or role.past


def _named_next(parsed: Parsed, people: list[EntityDraft], role: RoleSeen) -> EntityDraft | None:
    """The first person named in full after the description, if it describes them."""
    here = _paragraph(parsed, role.head)
    names = _full_names(people)
    later = [(m, who) for m, who in names if _paragraph(parsed, m.first) > here]
    others = [m.last - 1 for m, _ in names if _paragraph(parsed, m.first) <= here]
    if not later or any(_is_main_subject(parsed, token) for token in others):
        return None
    name, who = later[0]
    if _paragraph(parsed, name.first) - here > _MAX_DISTANCE or not who.may_be(role.sex):
        return None
    offices = [held for held in who.roles if held.words and held.kind not in NO_OFFICE]
    described = _is_specific(role) and not offices and _is_subject(parsed, name.last - 1)
    return who if described or (offices and who.holds(role)) else None


def _full_names(people: list[EntityDraft]) -> list[tuple[EntityLink, EntityDraft]]:
    """The mentions by full name with their persons, in text order."""
    names = [
        (mention, who)
        for who in people
        for mention in who.mentions
        if mention.how == "name" and " " in who.name
    ]
    return sorted(names, key=lambda each: each[0].first)


def _is_subject(parsed: Parsed, at: int) -> bool:
    return parsed.tokens[at].dep in {"nsubj", "nsubjpass"}


def _is_main_subject(parsed: Parsed, at: int) -> bool:
    """True for the subject of a main clause; one in reported words is not."""
    verb = parsed.tokens[parsed.tokens[at].head]
    return _is_subject(parsed, at) and verb.head == verb.i


def _paragraph(parsed: Parsed, at: int) -> int:
    """The number of the paragraph a token stands in."""
    return next(n for n, paragraph in enumerate(parsed.paragraphs) if at < paragraph.last)
