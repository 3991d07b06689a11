"""Link names of organisations, places, groups and documents: one entity for each name.

In: the detected names that no person is linked to. Out: entities with a link for each name. A state is one entity under
all its names, an organisation under its name and its letters.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Rain fell in Lume and in Karsk. The streets of Lume are dry."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(place.name, len(place.mentions)) for place in link_other_names(found, Resolution()).others]
[('Lume', 2), ('Karsk', 1)]
"""

from __future__ import annotations

from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.detect.name_kinds import SURE_VOTES
from onrecord.reading.entities.entity_draft import EntityLink
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.entities.resolve.name_links import linked_names, written_name

RULE = "other name"


def link_other_names(found: DetectedMentions, resolution: Resolution) -> Resolution:
    """Organisations, places, groups and documents with their names."""
    linker, linked = Linker(resolution), linked_names(resolution.drafts)
    by_name: dict[str, int] = {}
    for name in sorted(found.names, key=lambda n: n.headline):
        text = found.abbreviations.get(name.first) or " ".join(name.parts)
        kind = found.kinds.get(fold_word(text))
        if name.last in linked or kind is None or kind == "person":
            continue
        key = state_of(text, ()) or fold_word(text)
        if name.headline and not name.votes and key not in by_name:
            continue
        if key not in by_name:
            by_name[key] = linker.create(kind)
        article = name.first and found.parsed.tokens[name.first - 1].text in {"the", "The"}
        sure = dict(name.votes).get(kind, 0) >= SURE_VOTES
        form = " ".join(written_name(found.parsed, name).split())
        first, confidence = name.first - bool(article), 0.9 if sure else 0.75
        linker.link(EntityLink(by_name[key], first, name.last, "name", confidence, RULE, name=form))
    return linker.resolution()
