"""Give every attribution the entity that is its source, and the one that is its addressee.

In: attributions, and entities with a mention over exactly the words of each source (`source_entity` makes it). Out: the
attributions with `speaker` and `spoken_to`. A name inside the source is not enough: the source "Prime Minister Korvin's
spokesman" is not Korvin.

>>> from onrecord.model import Mention, Span
>>> korvin = Entity("k", "person", "Edda Korvin", ("Korvin",), (Mention(Span(0, 6), "surname", 0.9),))
>>> said = Attribution(Span(0, 6), Span(7, 11), (Span(12, 20),), "indirect", "state", "r", 0.9)
>>> name_speakers((said,), (korvin,))[0].speaker
'k'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model import Attribution, Entity, Span
from onrecord.reading.entities.mention_index import entity_by_span


def name_speakers(
    attributions: Sequence[Attribution], entities: Sequence[Entity]
) -> tuple[Attribution, ...]:
    """The attributions with the ids of source and addressee; None where two entities have the same words."""
    by_span = entity_by_span(entities)
    return tuple(
        replace(
            attribution,
            speaker=_entity_over(by_span, attribution.source),
            spoken_to=_entity_over(by_span, attribution.addressee),
        )
        for attribution in attributions
    )


def _entity_over(by_span: Mapping[Span, str | None], words: Span | None) -> str | None:
    """The entity mentioned by exactly these words, give or take one character at the end: a blank, a mark."""
    if words is None or words in by_span:
        return by_span[words] if words else None
    near = (Span(words.start, words.end + by) for by in (-1, 1) if words.end + by > words.start)
    return next((by_span[span] for span in near if span in by_span), None)
