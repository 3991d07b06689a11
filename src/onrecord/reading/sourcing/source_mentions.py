"""The sources of a report, each with its words, its head, and the entity it means.

In: the tree, the attributions with their speakers, the mentions of unnamed persons. Out: a `SourceMention` for each
attribution that has a source, in text order of the source.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "A spokesman said the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> said = Attribution(Span(0, 11), Span(12, 16), (Span(17, 38),), "indirect", "state", "r", 0.9)
>>> [source] = find_source_mentions(tree, (said,), ((Span(0, 11),),))
>>> source.head, source.person
(1, 0)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.model import Attribution, Range, Span
from onrecord.reading.parse.tree import Tree


class SourceMention(NamedTuple):
    """One source: the number of its attribution, its tokens, their head, and the person it means.

    `person` is an entity's id or, for an unnamed person, their number; None if unknown.
    """

    number: int
    tokens: Range
    head: int
    person: str | int | None


def find_source_mentions(
    tree: Tree, attributions: Sequence[Attribution], unnamed: Sequence[Sequence[Span]]
) -> tuple[SourceMention, ...]:
    """All sources in text order; `unnamed` has the mentions of each person the report does not name."""
    by_head = _unnamed_by_head(tree, unnamed)
    found: list[SourceMention] = []
    for number, attribution in enumerate(attributions):
        tokens = tree.tokens_of(attribution.source)
        if tokens is not None:
            head = tree.head_of(tokens)
            found.append(
                SourceMention(number, tokens, head, attribution.speaker or by_head.get(head))
            )
    return tuple(sorted(found, key=lambda source: (source.tokens, source.number)))


def _unnamed_by_head(tree: Tree, unnamed: Sequence[Sequence[Span]]) -> dict[int, int]:
    """The number of the unnamed person by the head token of each of their mentions."""
    return {
        tree.head_of(tokens): number
        for number, spans in enumerate(unnamed)
        for span in spans
        if (tokens := tree.tokens_of(span)) is not None
    }
