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
from onrecord.reading.entities.mention_index import entity_by_span


def name_speakers(
    attributions: Sequence[Attribution], entities: Sequence[Entity]
) -> tuple[Attribution, ...]:
    """The attributions with the ids of who speaks and who is spoken to, where that is known.

    Two entities that claim the same words name nobody.
    """
    owner = entity_by_span(entities)
    return tuple(
        replace(
            attribution,
            speaker=_owner(owner, attribution.source),
            spoken_to=_owner(owner, attribution.addressee),
        )
        for attribution in attributions
    )


def _owner(owner: dict[Span, str | None], words: Span | None) -> str | None:
    """Whose words' mention it is; a blank drawn along at the end, or a mark glued to the last token, makes no difference."""
    if words is None or words in owner:
        return owner[words] if words else None
    near = (Span(words.start, words.end + by) for by in (-1, 1) if words.end + by > words.start)
    return next((owner[span] for span in near if span in owner), None)
