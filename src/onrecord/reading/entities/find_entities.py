"""The entities of a report, in the order of the steps.

In: a parse and its attributions. Out: `Entity`s. All mentions are detected first; then each step of `STEPS` links some of
them to entities and gives back a new `Resolution`; at the end the entities are assembled from the links.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Fire chief Petra Louven thanked the crew."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(e.kind, e.name, e.offices[0].title) for e in find_entities("r1", parsed, ())]
[('person', 'Petra Louven', 'fire chief')]
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.model import Attribution, Entity, Parsed, Span
from onrecord.reading.entities.antecedents.pronouns import link_pronouns
from onrecord.reading.entities.antecedents.turns import link_turns
from onrecord.reading.entities.antecedents.writer import link_writer
from onrecord.reading.entities.assemble import assemble, mention_spans
from onrecord.reading.entities.detect.mentions import DetectedMentions, detect_mentions
from onrecord.reading.entities.linker import Resolution
from onrecord.reading.entities.resolve.appositions import link_appositions
from onrecord.reading.entities.resolve.cataphora import link_cataphora
from onrecord.reading.entities.resolve.counterparts import share_offices
from onrecord.reading.entities.resolve.full_names import link_full_names
from onrecord.reading.entities.resolve.organisations import link_bodies
from onrecord.reading.entities.resolve.other_names import link_other_names
from onrecord.reading.entities.resolve.surnames import link_surnames
from onrecord.reading.entities.resolve.titles import link_titles
from onrecord.reading.entities.source_entity import link_sources
from onrecord.reading.trace import Trace


@dataclass(frozen=True, slots=True)
class EntityInput:
    """What every step may look at: the detected mentions, attributions, bylines, and the trace if there is one."""

    found: DetectedMentions
    attributions: Sequence[Attribution]
    bylines: Sequence[str]
    trace: Trace | None


class Step(NamedTuple):
    """One step: links some mentions, given the links of the steps before."""

    name: str
    run: Callable[[EntityInput, Resolution], Resolution]


# The step from which on mentions look back.
_PRONOUNS = "pronouns and descriptions"
# Names first, then roles, then what looks back: each step needs the links of those before.
STEPS: tuple[Step, ...] = (
    Step("full names", lambda given, linked: link_full_names(given.found, linked)),
    Step("surnames", lambda given, linked: link_surnames(given.found, linked, given.trace)),
    Step("other names", lambda given, linked: link_other_names(given.found, linked)),
    Step("appositions", lambda given, linked: link_appositions(given.found, linked)),
    Step("counterparts", lambda given, linked: share_offices(given.found, linked)),
    Step("titles", lambda given, linked: link_titles(given.found, linked, given.trace)),
    Step("cataphora", lambda given, linked: link_cataphora(given.found, linked)),
    Step("interviews", lambda given, linked: link_turns(given.found, linked)),
    Step(
        _PRONOUNS,
        lambda given, linked: link_pronouns(
            given.found.parsed, linked, given.attributions, given.trace
        ),
    ),
    Step(
        "writer",
        lambda given, linked: link_writer(given.found, linked, given.attributions, given.bylines),
    ),
    Step("bodies", lambda given, linked: link_bodies(given.found, linked)),
    Step(
        "sources",
        lambda given, linked: link_sources(
            given.found.parsed, linked, given.attributions, given.trace
        ),
    ),
)


def resolve_before_pronouns(parsed: Parsed) -> Resolution:
    """What the steps before the pronouns link; training starts from it."""
    given, resolution = EntityInput(detect_mentions(parsed), (), (), None), Resolution()
    for step in itertools.takewhile(lambda each: each.name != _PRONOUNS, STEPS):
        resolution = step.run(given, resolution)
    return resolution


class ReportEntities(NamedTuple):
    """The entities of a report, and the mentions of each person it does not name."""

    entities: tuple[Entity, ...]
    unnamed: tuple[tuple[Span, ...], ...] = ()


def resolve_entities(
    report_id: str,
    parsed: Parsed,
    attributions: Sequence[Attribution],
    bylines: Sequence[str] = (),
    outlets: Collection[str] = (),
    *,
    trace: Trace | None = None,
) -> ReportEntities:
    """All that a report names, each with its mentions in text order, and the mentions of persons it does not name.

    Persons that the report does not name ("a spokesman") are no entities; they only keep pronouns from referring to
    others. `bylines` give the person who says "I" outside quotations; `outlets` are folded names known to be outlets' in
    this report though no table has them. A `trace` collects the candidates and scores of each choice.
    """
    given = EntityInput(detect_mentions(parsed, outlets), attributions, bylines, trace)
    resolution = Resolution()
    for step in STEPS:
        resolution = step.run(given, resolution)
    unnamed = (mention_spans(parsed, draft) for draft in resolution.unnamed)
    drafts = (*resolution.people, *resolution.others)
    return ReportEntities(assemble(report_id, parsed, drafts), tuple(filter(None, unnamed)))


def find_entities(
    report_id: str,
    parsed: Parsed,
    attributions: Sequence[Attribution],
    bylines: Sequence[str] = (),
) -> tuple[Entity, ...]:
    """The entities of `resolve_entities` alone."""
    return resolve_entities(report_id, parsed, attributions, bylines).entities
