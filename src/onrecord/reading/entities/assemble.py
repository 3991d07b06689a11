"""Make the report's entities of the drafts: each with its id, its name, its mentions and offices.

In: drafts with all their links. Out: `Entity`s in order of first mention. A draft without a name or without a mention
makes none.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.entity_draft import EntityLink
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> louven = EntityDraft(1, "person").with_link(EntityLink(1, 0, 2, "name", 0.95, "full name", name="Petra Louven"))
>>> [(each.name, each.mentions[0].rule) for each in assemble("r1", parsed, (louven, EntityDraft(2, "person")))]
[('Petra Louven', 'full name')]
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from onrecord.model import Entity, Mention, Office, Parsed, Range, Span
from onrecord.reading.entities.detect.detected import NO_OFFICE
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.parse.phrases import span_of


def assemble(report_id: str, parsed: Parsed, drafts: Iterable[EntityDraft]) -> tuple[Entity, ...]:
    """The entities of a report.

    Ids are 32 hex digits, the 16-byte BLAKE2b of report id, kind and first mention.
    """
    entities = [
        _entity(draft, report_id, parsed) for draft in drafts if draft.forms and draft.mentions
    ]
    return tuple(sorted(entities, key=lambda entity: (entity.mentions[0].span, entity.id)))


def mention_spans(parsed: Parsed, draft: EntityDraft) -> tuple[Span, ...]:
    """Where a draft is mentioned, in text order."""
    places = sorted(Range(mention.first, mention.last) for mention in draft.mentions)
    return tuple(span_of(parsed.tokens, place) for place in places)


def _entity(draft: EntityDraft, report_id: str, parsed: Parsed) -> Entity:
    links = sorted(draft.mentions, key=lambda mention: (mention.first, -mention.last))
    mentions = tuple(_mention(parsed, link) for link in links)
    start = mentions[0].span
    key = f"{report_id}|{draft.kind}|{start.start}:{start.end}"
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    offices = _offices(draft, parsed)
    return Entity(digest, draft.kind, draft.name, draft.names, mentions, offices)


def _mention(parsed: Parsed, link: EntityLink) -> Mention:
    how = link.how or "title"
    return Mention(
        span_of(parsed.tokens, Range(link.first, link.last)), how, link.confidence, link.rule
    )


def _offices(draft: EntityDraft, parsed: Parsed) -> tuple[Office, ...]:
    """The offices of a draft, each once, with the words that tell it first."""
    offices: dict[tuple[str, str | None], Office] = {}
    for role in draft.roles:
        if role.words and role.kind not in NO_OFFICE:
            words = span_of(parsed.tokens, Range(role.first, role.last))
            of = role.of or role.party or None
            offices.setdefault((role.title, of), Office(role.title, of, words))
    return tuple(offices.values())
