"""Which entity is mentioned where: by span, and by token.

In: a report's entities. Out: entity ids. Statements find their speakers, addressees and principals by span; clauses
about offices and occasions find their persons by token.

>>> from onrecord.model import Mention
>>> pell = Entity("p", "person", "Joren Pell", ("Joren Pell",), (Mention(Span(0, 10), "name", 0.9),))
>>> board = Entity("b", "organisation", "Board", ("Board",), (Mention(Span(0, 10), "name", 0.9),))
>>> entity_by_span((pell,)), entity_by_span((pell, board))
({Span(start=0, end=10): 'p'}, {Span(start=0, end=10): None})
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Entity, Span
from onrecord.reading.parse.tree import Tree


def entity_by_span(entities: Sequence[Entity]) -> dict[Span, str | None]:
    """The id of the entity mentioned by each span; None where two entities claim the same words."""
    owner: dict[Span, str | None] = {}
    for entity in entities:
        for mention in entity.mentions:
            claimed = owner.setdefault(mention.span, entity.id) != entity.id
            owner[mention.span] = None if claimed else entity.id
    return owner


def entity_by_token(
    tree: Tree, entities: Sequence[Entity], min_confidence: float = 0.0
) -> dict[int, str]:
    """The id of the entity mentioned at each token; of mentions that overlap, the shortest.

    Mentions below `min_confidence` are left out.
    """
    mentions = [
        (mention.span, entity.id)
        for entity in entities
        for mention in entity.mentions
        if mention.confidence >= min_confidence
    ]
    found: dict[int, str] = {}
    for span, entity_id in sorted(mentions, key=lambda each: each[0].end - each[0].start):
        for i in range(*tree.within(span)):
            found.setdefault(i, entity_id)
    return found
