"""The tense of the verb that governs a time expression: past, present or future.

In: the parse and a token of the expression. Out: the tense of the nearest verb above it in the tree.

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
from onrecord.reading.times.expressions.grammar import time_words

# "open": a bare infinitive ("to meet on Friday"), which is after the time of its governor, past or future.
Tense: TypeAlias = Literal["past", "present", "future", "open", "none"]
# Steps up the tree, after which the governing verb is too far away to be certain.
MAX_CLIMB = 12
# Relations by which a time identifies a noun ("Friday's talks") and does not date the verb.
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


def tense_at(parsed: Parsed, i: int) -> Tense:
    """The tense of the verb that governs token `i`; "none" where no verb does."""
    token = parsed.tokens[i]
    if token.dep in MODIFIERS:
        return "none"
    future = time_words("future-governor")
    if parsed.tokens[token.head].text.lower() in time_words("limit-preposition"):
        return "none"
    for _ in range(MAX_CLIMB):
        if token.head == token.i:
            break
        token = parsed.tokens[token.head]
        if token.pos == "ADJ" and token.lemma.lower() in future:
            return "future"
        if token.pos in {"VERB", "AUX"}:
            return _inherited_tense(parsed, token)
    return _inherited_tense(parsed, token) if token.pos in {"VERB", "AUX"} else "none"


def _inherited_tense(parsed: Parsed, verb: Token) -> Tense:
    """The tense of a verb, or of the nearest verb above it that shows one."""
    for _ in range(MAX_CLIMB):
        found = _tense_of_verb_group(parsed, verb)
        if found is not None:
            return found
        above = parsed.tokens[verb.head]
        while above.pos not in {"VERB", "AUX"} and above.head != above.i:
            above = parsed.tokens[above.head]
        if above.i == verb.i or above.pos not in {"VERB", "AUX"}:
            return "none"
        verb = above
    return "none"


def _tense_of_verb_group(parsed: Parsed, verb: Token) -> Tense | None:
    """The tense that a verb and its auxiliaries show; None for a bare infinitive or participle."""
    auxiliaries = [parsed.tokens[c] for c in parsed.children[verb.i]]
    auxiliaries = [h for h in auxiliaries if h.dep in {"aux", "auxpass"}]
    if any(h.tag == "MD" for h in auxiliaries):
        return "past" if any(h.lemma == "have" for h in auxiliaries) else "future"
    if any(h.tag == "TO" for h in auxiliaries):
        above = parsed.tokens[verb.head]
        perfect = any(h.lemma == "have" for h in auxiliaries)
        return "past" if perfect or _is_past_perfect(parsed, above) else "open"
    if any(h.tag == "VBD" or h.lemma == "have" for h in auxiliaries) or verb.tag == "VBD":
        return "past"
    if any(h.tag in {"VBZ", "VBP"} for h in auxiliaries) or verb.tag in {"VBZ", "VBP"}:
        return _tense_of_present_form(parsed, verb)
    if verb.tag == "VBN":
        future = time_words("future-governor")
        kind = future.get(verb.lemma.lower(), future.get(verb.text.lower()))
        return "past" if kind is None or (kind == "passive" and not auxiliaries) else "future"
    return None


def _tense_of_present_form(parsed: Parsed, verb: Token) -> Tense:
    """The tense of a present form: future for `is due` and `expects`, past for `hurt` and `put`."""
    future = time_words("future-governor")
    if verb.tag == "VBP" and verb.lemma.lower() in time_words("same-past-form"):
        return "past"
    due = verb.lemma == "be" and any(
        parsed.tokens[c].lemma in future for c in parsed.children[verb.i]
    )
    return "future" if due or verb.lemma.lower() in future else "present"


def _is_past_perfect(parsed: Parsed, verb: Token) -> bool:
    """True if a verb is in the past perfect, or depends on one that is ("had been due to expire")."""
    above = parsed.tokens[verb.head]
    children = (*parsed.children[verb.i], *parsed.children[above.i])
    return any(parsed.tokens[c].tag == "VBD" and parsed.tokens[c].lemma == "have" for c in children)
