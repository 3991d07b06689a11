"""The order of the steps: a parse and its attributions in, the report's entities out.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.language import load, parse
>>> text = "Fire chief Petra Louven thanked the crew."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(e.kind, e.name, e.offices[0].title) for e in find_entities("r1", parsed, ())]
[('person', 'Petra Louven', 'fire chief')]
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Attribution, Entity, Parsed
from onrecord.reading.people.cast import gather
from onrecord.reading.people.heads import mark_heads
from onrecord.reading.people.pronouns import resolve_pronouns
from onrecord.reading.people.someone import entity
from onrecord.reading.people.writers import find_writer


def find_entities(
    report_id: str,
    parsed: Parsed,
    attributions: Sequence[Attribution],
    bylines: Sequence[str] = (),
) -> tuple[Entity, ...]:
    """Everybody and everything the report names, each with its mentions, in order of first mention.

    Ids are 32 hex digits, the 16-byte BLAKE2b of report id, kind and first mention. Persons the report
    does not name ("a spokesman") are no entities; they only keep pronouns from going astray. `bylines` tell
    who says "I" outside quotations.
    """
    cast = gather(parsed)
    resolve_pronouns(parsed, cast, attributions)
    find_writer(parsed, cast, attributions, bylines)
    mark_heads(parsed, cast, attributions)
    made = (entity(who, report_id, parsed) for who in (*cast.people, *cast.others))
    return tuple(sorted((e for e in made if e), key=lambda e: (e.mentions[0].span, e.id)))
