"""The order of the steps: a parse and its attributions in, the report's entities out.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Fire chief Petra Louven thanked the crew."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(e.kind, e.name, e.offices[0].title) for e in find_entities("r1", parsed, ())]
[('person', 'Petra Louven', 'fire chief')]
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from onrecord.model import Attribution, Entity, Parsed, Span
from onrecord.reading.entities.antecedents.first_person import find_writer
from onrecord.reading.entities.antecedents.pronouns import resolve_pronouns
from onrecord.reading.entities.entity_draft import Cast, Someone, entity
from onrecord.reading.entities.resolve.full_names import gather
from onrecord.reading.entities.resolve.organisations import find_bodies
from onrecord.reading.entities.source_entity import mark_source_entities
from onrecord.reading.trace import Trace


class People(NamedTuple):
    """The entities of a report, and where it means each of the persons it does not name."""

    entities: tuple[Entity, ...]
    nameless: tuple[tuple[Span, ...], ...] = ()


def find_people(
    report_id: str,
    parsed: Parsed,
    attributions: Sequence[Attribution],
    bylines: Sequence[str] = (),
    outlets: Collection[str] = (),
    *,
    trace: Trace | None = None,
) -> People:
    """As `find_entities`, and where the nameless are meant: every mention of each, in text order.

    `outlets` are names, folded, that are known to be outlets' here, though no table has them.
    """
    cast = _cast(parsed, attributions, bylines, outlets, trace=trace)
    nameless = (_places(parsed, who) for who in cast.persons if not who.names)
    return People(_entities(report_id, parsed, cast), tuple(filter(None, nameless)))


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
    return _entities(report_id, parsed, _cast(parsed, attributions, bylines))


def _cast(
    parsed: Parsed,
    attributions: Sequence[Attribution],
    bylines: Sequence[str],
    outlets: Collection[str] = (),
    *,
    trace: Trace | None = None,
) -> Cast:
    cast = gather(parsed, outlets)
    resolve_pronouns(parsed, cast, attributions)
    find_writer(parsed, cast, attributions, bylines)
    find_bodies(parsed, cast)
    mark_source_entities(parsed, cast, attributions, trace)
    return cast


def _places(parsed: Parsed, who: Someone) -> tuple[Span, ...]:
    places = sorted((seen.first, seen.last) for seen in who.mentions)
    return tuple(Span(parsed.tokens[f].start, parsed.tokens[e - 1].end) for f, e in places)


def _entities(report_id: str, parsed: Parsed, cast: Cast) -> tuple[Entity, ...]:
    made = (entity(who, report_id, parsed) for who in (*cast.people, *cast.others))
    return tuple(sorted((e for e in made if e), key=lambda e: (e.mentions[0].span, e.id)))
