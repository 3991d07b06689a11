"""Which way a time expression looks: past, present or future, from the verb that governs it.

In: the parse and the token an expression begins with. Out: the tense of the nearest verb above it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The council will meet on Monday."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> tense_at(parsed, 5)
'future'
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from onrecord.model import Parsed, Token
from onrecord.reading.times.expressions.grammar import values

# "open": a bare "to meet on Friday", which looks ahead from its own moment only.
Tense: TypeAlias = Literal["past", "present", "future", "open", "none"]
# A parse tree deeper than this above a word says nothing certain about it.
CLIMB = 12
# "Friday's talks", "third-quarter results": the time says which, not when the verb happens.
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


def tense_at(parsed: Parsed, i: int) -> Tense:
    """The tense of the verb that governs token `i`; "none" where no verb does."""
    token = parsed.tokens[i]
    if token.dep in MODIFIERS:
        return "none"
    ahead = values("ahead")
    if parsed.tokens[token.head].text.lower() in values("up-to"):
        return "none"
    for _ in range(CLIMB):
        if token.head == token.i:
            break
        token = parsed.tokens[token.head]
        if token.pos == "ADJ" and token.lemma.lower() in ahead:
            return "future"
        if token.pos in {"VERB", "AUX"}:
            return _tense(parsed, token)
    return _tense(parsed, token) if token.pos in {"VERB", "AUX"} else "none"


def _tense(parsed: Parsed, verb: Token) -> Tense:
    for _ in range(CLIMB):
        found = _own_tense(parsed, verb)
        if found is not None:
            return found
        above = parsed.tokens[verb.head]
        while above.pos not in {"VERB", "AUX"} and above.head != above.i:
            above = parsed.tokens[above.head]
        if above.i == verb.i or above.pos not in {"VERB", "AUX"}:
            return "none"
        verb = above
    return "none"


def _own_tense(parsed: Parsed, verb: Token) -> Tense | None:
    """The tense the verb and its auxiliaries show; None for a bare infinitive or participle."""
    helpers = [parsed.tokens[c] for c in parsed.children[verb.i]]
    helpers = [h for h in helpers if h.dep in {"aux", "auxpass"}]
    if any(h.tag == "MD" for h in helpers):
        return "past" if any(h.lemma == "have" for h in helpers) else "future"
    if any(h.tag == "TO" for h in helpers):
        above = parsed.tokens[verb.head]
        perfect = any(h.lemma == "have" for h in helpers)
        return "past" if perfect or _had(parsed, above) else "open"
    if any(h.tag == "VBD" or h.lemma == "have" for h in helpers) or verb.tag == "VBD":
        return "past"
    if any(h.tag in {"VBZ", "VBP"} for h in helpers) or verb.tag in {"VBZ", "VBP"}:
        return _present(parsed, verb)
    if verb.tag == "VBN":
        ahead = values("ahead")
        looks = ahead.get(verb.lemma.lower(), ahead.get(verb.text.lower()))
        return "past" if looks is None or (looks == "passive" and not helpers) else "future"
    return None


def _present(parsed: Parsed, verb: Token) -> Tense:
    """What a present form tells: `is due` and `expects` look ahead; `hurt` and `put` may be the past."""
    ahead = values("ahead")
    if verb.tag == "VBP" and verb.lemma.lower() in values("unchanging"):
        return "past"
    due = verb.lemma == "be" and any(
        parsed.tokens[c].lemma in ahead for c in parsed.children[verb.i]
    )
    return "future" if due or verb.lemma.lower() in ahead else "present"


def _had(parsed: Parsed, verb: Token) -> bool:
    """Whether a verb is in the past perfect, or hangs on one that is ("had been due to expire")."""
    above = parsed.tokens[verb.head]
    children = (*parsed.children[verb.i], *parsed.children[above.i])
    return any(parsed.tokens[c].tag == "VBD" and parsed.tokens[c].lemma == "have" for c in children)
