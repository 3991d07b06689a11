"""The antecedent of a "who" that is a source or addressee: `Mira Tasel, 59, of Lume, who said …`.

In: the parse, the draft entity mentioned at each token, the token of the "who". Out: the entity and its mention, or None.
The noun that the relative clause modifies decides; where the parse misses a name in between, the nearest person named
before does.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven, who left, is well."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> louven = EntityDraft(1, "person", (("Petra Louven", 1),)), EntityLink(1, 0, 2, "name", 0.9, "")
>>> found = antecedent_of_who(parsed, {0: louven, 1: louven}, 3, 4)
>>> found[0].name
'Petra Louven'
"""

from __future__ import annotations

from onrecord.model import Parsed
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.source_coordination import (
    MAX_LINKS,
    MentionByToken,
    has_plural_role,
    is_coordinated,
)
from onrecord.reading.parse.phrases import noun_of_relative

# How many tokens before a "who" its antecedent may be named.
_MAX_DISTANCE = 14
# What may stand between the name and the "who": an age, a place, a description.
_LINKS = frozenset({",", "-", "of", "from", "for", "at", "in"})
_DESCRIBING = frozenset({"NUM", "NOUN", "PROPN", "ADJ", "DET"})


def antecedent_of_who(
    parsed: Parsed, mentions: MentionByToken, who: int, last: int
) -> tuple[EntityDraft, EntityLink] | None:
    """The entity a "who" refers to, and its mention.

    Of several coordinated persons it is the nearest, unless the verb is plural: `Pell and Vesk, who says`.
    """
    noun = noun_of_relative(parsed.tokens, who)
    noun = who if noun is None else noun
    found = mentions.get(noun) or mentions.get(_head_of_apposition(parsed, noun))
    nearest = _person_named_before(parsed, mentions, who)
    if any(is_coordinated(parsed, mentions, i, noun) for i in range(noun + 1, last)):
        return None if nearest is None or _refers_to_several(parsed, noun, who) else nearest
    if found is None or found[0].kind != "person":
        found = nearest or found
    if found is None or not found[0].forms:
        return None
    end = found[1].last
    return None if end < last - 1 and parsed.tokens[end].tag == "POS" else found


def _refers_to_several(parsed: Parsed, noun: int, who: int) -> bool:
    """True if a "who" refers to all coordinated persons: plural verb (`who say`), or plural apposition (`two voters, Pell and Vesk, who`)."""
    verb = parsed.tokens[parsed.tokens[who].head]
    helping = [parsed.tokens[i] for i in parsed.children[verb.i] if parsed.tokens[i].dep == "aux"]
    finite = (helping or [verb])[0]
    base, listed = parsed.tokens[noun], parsed.tokens[noun].tag == "NNS"
    for _ in range(MAX_LINKS):
        if base.dep not in {"conj", "appos"}:
            break
        listed = base.dep == "appos" and parsed.tokens[base.head].tag in {"NNS", "NNPS"}
        base = parsed.tokens[base.head]
    begin = min([base.i, *parsed.children[base.i]])
    listed = listed or has_plural_role(parsed, begin, base.i)
    return listed or finite.tag == "VBP" or finite.text.lower() == "were"


def _head_of_apposition(parsed: Parsed, noun: int) -> int:
    """The noun that another is in apposition to: `Petra Louven, a chief turned baker`; else the noun itself."""
    token = parsed.tokens[noun]
    return token.head if token.dep == "appos" else noun


def _person_named_before(
    parsed: Parsed, mentions: MentionByToken, who: int
) -> tuple[EntityDraft, EntityLink] | None:
    """The person named before a "who" with only a description between: `Mira Tasel, 59, of Lume, who`."""
    for i in range(who - 1, max(who - _MAX_DISTANCE, -1), -1):
        token = parsed.tokens[i]
        found = mentions.get(i)
        if token.sentence != parsed.tokens[who].sentence:
            return None
        if found is not None and found[0].kind == "person":
            return found if found[0].forms else None
        describes = token.text in _LINKS or token.pos in _DESCRIBING
        plural = token.tag == "NNS" and token.dep != "pobj"  # "two Tasel aides, who"
        if plural or not describes:
            return None
    return None
