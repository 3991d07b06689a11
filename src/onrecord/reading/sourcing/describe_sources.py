"""Describe each attribution's source: its type, its principal, and the words that withhold its name.

In: attributions with their speakers, the entities, the unnamed persons, the outlets that no table knows. Out: the same
attributions with `sourcing`, `behalf`, `speaks_for`, `withheld` and `reason`.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "A ministry spokesman said the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> said = Attribution(Span(0, 20), Span(21, 25), (Span(26, 47),), "indirect", "state", "r", 0.9)
>>> [described] = describe_sources(tree, (said,), ())
>>> described.sourcing, text[described.behalf.start : described.behalf.end]
('role', 'ministry')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from onrecord.model import Attribution, Entity, Range, Span
from onrecord.reading.entities.mention_index import entity_by_span
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.anonymity import find_withheld_names
from onrecord.reading.sourcing.outlets import names_outlet
from onrecord.reading.sourcing.source_mentions import find_source_mentions
from onrecord.reading.sourcing.source_types import SourceTypes
from onrecord.reading.sourcing.spokespersons import find_principals
from onrecord.reading.trace import Trace

_STEP = "describe_sources"


def describe_sources(
    tree: Tree,
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    unnamed: Sequence[Sequence[Span]] = (),
    outlets: AbstractSet[str] = frozenset(),
    *,
    trace: Trace | None = None,
) -> tuple[Attribution, ...]:
    """The attributions with their sources described.

    `unnamed` has the mentions of each person the report does not name, `outlets` names of outlets that no table knows.
    """
    if not tree.tokens or not attributions:
        return tuple(attributions)
    sources = find_source_mentions(tree, attributions, unnamed)
    types = SourceTypes(tree, {entity.id: entity for entity in entities}, unnamed)
    types.settle(sources, find_withheld_names(tree, sources))
    principals = find_principals(tree, sources, attributions)
    owners = entity_by_span(entities)
    described = list(attributions)
    for source in sources:
        found = described[source.number]
        outlet = names_outlet(tree, source.tokens, outlets)
        principal = principals.get(source.number)
        withheld = types.withheld.get(source.number)
        reason = withheld.reason if withheld else None
        described[source.number] = replace(
            found,
            sourcing="outlet" if outlet else types.by_number[source.number],
            behalf=tree.span(principal) if principal else None,
            speaks_for=_entity_of(tree, principal, owners, found.speaker) if principal else None,
            withheld=tree.span(withheld.words) if withheld else None,
            reason=tree.span(reason) if reason else None,
        )
        if trace is not None:
            _note(trace, tree.parsed.text, described[source.number])
    return tuple(described)


def _note(trace: Trace, text: str, described: Attribution) -> None:
    """Note what was found about a source, each time with the words that show it first."""
    source = tuple(filter(None, [described.source]))
    trace.note(_STEP, "changed", source, f"source type: {described.sourcing}", rule=described.rule)
    if described.behalf is not None:
        words = text[described.behalf.start : described.behalf.end]
        resolved = ", an entity of the report" if described.speaks_for else ""
        why = f"speaks for “{words}”{resolved}"
        trace.note(_STEP, "changed", (described.behalf, *source), why, rule=described.rule)
    if described.withheld is not None:
        spans = (described.withheld, *source)
        trace.note(_STEP, "changed", spans, "the name is withheld", rule=described.rule)


def _entity_of(
    tree: Tree, words: Range, owners: Mapping[Span, str | None], speaker: str | None
) -> str | None:
    """The entity that words mean: the one they mention whole, else in the longest part that has their head."""
    head = tree.head_of(words)
    for first in range(words.first, head + 1):
        for last in range(words.last, head, -1):
            owner = owners.get(tree.span(Range(first, last)))
            if owner is not None and owner != speaker:
                return owner
    return None
