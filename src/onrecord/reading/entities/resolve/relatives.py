"""Who is introduced as a relative of another: `his wife, Mira Tasel`, `Eric Marlowe, the president's son`.

In: the detected mentions and an entity draft. Out: yes or no. Only the words next to the first mention count.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.linker import Resolution
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Joren Pell came with his wife, Mira Tasel. Eric Marlowe, the mayor's son, stayed."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [who.name for who in link_full_names(found, Resolution()).people if is_relative(found, who)]
['Mira Tasel', 'Eric Marlowe']
"""

from __future__ import annotations

from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft

# How many tokens before a name its word of kinship may stand.
_MAX_BEFORE = 2
# The longest phrase of kinship behind a name: `, the former president's eldest son`.
_MAX_BEHIND = 8


def is_relative(found: DetectedMentions, draft: EntityDraft) -> bool:
    """True if a word of kinship stands right before the first mention, or one with an owner behind its comma."""
    first = min(draft.mentions, key=lambda mention: mention.first)
    tokens, known = found.parsed.tokens, role_words()
    for token in tokens[max(first.first - _MAX_BEFORE, 0) : first.last]:
        word = known.get(fold_word(token.text))
        if word is not None and word.kind == "kin":
            return True
    if tokens[first.last : first.last + 1] and tokens[first.last].text != ",":
        return False
    behind = range(first.last + 2, first.last + _MAX_BEHIND)
    phrases = (found.titles[last] for last in behind if last in found.titles)
    return any(
        phrase.kind == "kin" and (phrase.owned_by_pronoun or phrase.of is not None)
        and all(t.text != "," for t in tokens[first.last + 1 : phrase.last])
        and phrase.first - first.last <= 2
        for phrase in phrases
    )  # fmt: skip
