"""The sources of a report, each with its words, its head, and whoever it means.

In: the tree, the attributions with their speakers, the entities, the places of the nameless. Out: a `Cited`
for each attribution that has a source, in text order of the source.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "A spokesman said the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> said = Attribution(Span(0, 11), Span(12, 16), (Span(17, 38),), "indirect", "state", "r", 0.9)
>>> [one] = cited(tree, (said,), ((Span(0, 11),),))
>>> one.head, one.who
(1, 0)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.model import Attribution, Range, Span
from onrecord.reading.parse.tree import Tree


class Cited(NamedTuple):
    """One source: the number of its attribution, its tokens, the one its phrase hangs on, and who it is.

    `who` is an entity's id or, of the nameless, a number; None where nobody is known to be meant.
    """

    number: int
    tokens: Range
    head: int
    who: str | int | None


def cited(
    tree: Tree, attributions: Sequence[Attribution], nameless: Sequence[Sequence[Span]]
) -> tuple[Cited, ...]:
    """Every source, the first in the text first."""
    standing = nameless_at(tree, nameless)
    found: list[Cited] = []
    for number, attribution in enumerate(attributions):
        tokens = tree.tokens_of(attribution.source)
        if tokens is not None:
            head = tree.head_of(tokens)
            who = attribution.speaker or standing.get(head)
            found.append(Cited(number, tokens, head, who))
    return tuple(sorted(found, key=lambda one: (one.tokens, one.number)))


def nameless_at(tree: Tree, nameless: Sequence[Sequence[Span]]) -> dict[int, int]:
    """For each token that heads a mention of a nameless person, which of them it is."""
    return {
        tree.head_of(tokens): number
        for number, places in enumerate(nameless)
        for place in places
        if (tokens := tree.tokens_of(place)) is not None
    }
