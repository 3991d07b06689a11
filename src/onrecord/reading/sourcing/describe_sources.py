"""The order of the steps: attributions with their speakers in, the same with all that stands behind the source.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "A ministry spokesman said the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> said = Attribution(Span(0, 20), Span(21, 25), (Span(26, 47),), "indirect", "state", "r", 0.9)
>>> [told] = tell_sources(tree, (said,), ())
>>> told.sourcing, text[told.behalf.start : told.behalf.end]
('role', 'ministry')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from onrecord.model import Attribution, Entity, Range, Span
from onrecord.reading.entities.mention_index import entity_by_span
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.anonymity import find_withheld
from onrecord.reading.sourcing.outlets import names_outlet
from onrecord.reading.sourcing.source_mentions import cited
from onrecord.reading.sourcing.source_types import Kinds
from onrecord.reading.sourcing.spokespersons import proxies


def tell_sources(
    tree: Tree,
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    nameless: Sequence[Sequence[Span]] = (),
    outlets: AbstractSet[str] = frozenset(),
) -> tuple[Attribution, ...]:
    """The attributions with the kind of each source, whom it speaks for, and why it has no name.

    `nameless` are the places where the report means each of the persons it does not name, `outlets` names of
    outlets that no table knows.
    """
    if not tree.tokens or not attributions:
        return tuple(attributions)
    sources = cited(tree, attributions, nameless)
    kinds = Kinds(tree, {entity.id: entity for entity in entities}, nameless)
    kinds.settle(sources, find_withheld(tree, sources))
    behalf = proxies(tree, sources, attributions)
    named = entity_by_span(entities)
    out = list(attributions)
    for source in sources:
        found = out[source.number]
        other = behalf.get(source.number)
        kept = kinds.kept.get(source.number)
        out[source.number] = replace(
            found,
            sourcing="outlet"
            if names_outlet(tree, source.tokens, outlets)
            else kinds.of[source.number],
            behalf=tree.span(other) if other else None,
            speaks_for=_entity(tree, other, named, found.speaker) if other else None,
            withheld=tree.span(kept.words) if kept else None,
            reason=tree.span(kept.reason) if kept and kept.reason else None,
        )
    return tuple(out)


def _entity(
    tree: Tree, words: Range, named: Mapping[Span, str | None], speaker: str | None
) -> str | None:
    """The entity that words mean: the one of all of them, else of the longest part that holds their head."""
    head = tree.head_of(words)
    for first in range(words.first, head + 1):
        for last in range(words.last, head, -1):
            owner = named.get(tree.span(Range(first, last)))
            if owner is not None and owner != speaker:
                return owner
    return None
