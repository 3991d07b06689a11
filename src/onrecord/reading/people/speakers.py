"""Gives every statement its speaker: the entity that heads the words of the source.

In: attributions and the report's entities, whose mentions mark the sources they head (`heads`). Out:
the same attributions with `speaker` and `spoken_to`. A name that only stands within the source is not
its speaker: "Prime Minister Korvin's spokesman" is not Korvin.

>>> from onrecord.model import Mention, Span
>>> korvin = Entity("k", "person", "Edda Korvin", ("Korvin",), (Mention(Span(0, 6), "surname", 0.9),))
>>> said = Attribution(Span(0, 6), Span(7, 11), (Span(12, 20),), "indirect", "state", "r", 0.9)
>>> name_speakers((said,), (korvin,))[0].speaker
'k'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Attribution, Entity, Span


def name_speakers(
    attributions: Sequence[Attribution], entities: Sequence[Entity]
) -> tuple[Attribution, ...]:
    """The attributions with the ids of who speaks and who is spoken to, where that is known.

    Two entities that claim the same words name nobody.
    """
    owner: dict[Span, str | None] = {}
    for entity in entities:
        for mention in entity.mentions:
            taken = mention.span in owner and owner[mention.span] != entity.id
            owner[mention.span] = None if taken else entity.id
    return tuple(
        replace(
            attribution,
            speaker=owner.get(attribution.source) if attribution.source else None,
            spoken_to=owner.get(attribution.addressee) if attribution.addressee else None,
        )
        for attribution in attributions
    )
