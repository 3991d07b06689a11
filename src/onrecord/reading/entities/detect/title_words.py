"""The words of a title before its role word: "deputy defence" of "the Valdrian deputy defence minister".

In: the parse, the role word, the places and bodies the report names. Out: where the title begins, and its words with
the state, place, body or party among them.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The Valdrian deputy defence minister resigned."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> head = parsed.tokens[4]
>>> title_of(parsed, first_word(parsed, head), head, ("Valdria",), {})
(('deputy', 'defence', 'minister'), 'Valdria', '')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.lexicon.parties import party_of
from onrecord.lexicon.role_words import role_words, tenure_of_title
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import Parsed, Token

# The longest title, in words before its head.
MAX_TITLE = 7
HYPHENS = frozenset({"-", "‑"})


def first_word(parsed: Parsed, head: Token) -> int:
    """The first token of the modifiers before a role word."""
    start = _first_of_joined_portfolios(parsed, head)
    while start > 0 and head.i - start < MAX_TITLE:
        token = parsed.tokens[start - 1]
        if token.sentence != head.sentence or not _is_modifier(parsed, token, head):
            break
        start -= 1
    return start + (start < head.i and parsed.tokens[start].text in HYPHENS)


def _first_of_joined_portfolios(parsed: Parsed, head: Token) -> int:
    """The first token of a title with two portfolios (`Health and Human Services Secretary`), else the role word."""
    tokens, at = parsed.tokens, head.i - 1
    while at > 0 and tokens[at].text[0].isupper() and tokens[at].sentence == head.sentence:
        at -= 1
    if not head.text[0].isupper() or at < 1 or at == head.i - 1:
        return head.i
    before = tokens[at - 1]
    joined = tokens[at].text in {"and", "&"} and before.text[0].isupper()
    portfolio = fold_word(before.text) in words_of("entities/portfolios")
    return at - 1 if joined and portfolio else head.i


def _is_modifier(parsed: Parsed, token: Token, head: Token) -> bool:
    """True if a token before a role word belongs to its title."""
    if token.text in HYPHENS:
        return token.i > 0 and parsed.tokens[token.i - 1].end == token.start
    if token.pos in {"ADJ", "NOUN", "PROPN"} and not token.text[0].isdigit():
        apart = parsed.tokens[token.i + 1].text in HYPHENS
        return apart or token.dep in {"compound", "amod", "nmod", "nummod"} or token.head == head.i
    word = fold_word(token.text)
    rank = word in words_of("entities/office_ranks")
    if token.head == head.i and (tenure_of_title(word) or rank):
        return True  # "the then minister", "the sitting mayor", "the acting mayor"
    managing = token.tag == "VBG" and word in words_of("entities/portfolios")
    return managing or (token.tag in {"VBG", "VBN"} and token.dep == "amod")


def title_of(
    parsed: Parsed, start: int, head: Token, places: Sequence[str], bodies: Mapping[int, int]
) -> tuple[tuple[str, ...], str | None, str]:
    """The title's words without state and tenure, the state, place or body among them, the party."""
    words: list[str] = []
    of: str | None = None
    party = party_of(head.text)
    i = start
    while i <= head.i:
        token = parsed.tokens[i]
        if bodies.get(i, head.i + 1) <= head.i:
            body = parsed.text[token.start : parsed.tokens[bodies[i] - 1].end]
            of, i = f"{of} {body}" if of else body, bodies[i]
            continue
        pair = f"{token.text} {parsed.tokens[i + 1].text}" if i < head.i else ""
        state = state_of(pair, ()) if pair else None
        if state:
            of, i = state, i + 2
            i += i < head.i and parsed.tokens[i].text == "state"  # "the New York state treasurer"
            continue
        state = _state_before(token, head, places)
        if tenure_of_title(fold_word(token.text)) or token.text in HYPHENS:
            pass
        elif party_of(token.text) and i < head.i:
            party = party_of(token.text)
        elif state:
            of = state
        elif _is_owner(token, head):
            of = f"{of} {token.text}" if of else token.text
        else:
            words.append(token.text.lower())
        i += 1
    return tuple(words), of, party


def _state_before(token: Token, head: Token, places: Sequence[str]) -> str | None:
    """The state or place that a capitalised word before the role word means."""
    rank = fold_word(token.text) in words_of("entities/office_ranks")
    named = token.i < head.i and token.text[0].isupper() and not rank
    return state_of(token.text, places) if named else None


def _is_owner(token: Token, head: Token) -> bool:
    """True if a capitalised word before a role word names its place or body, not its portfolio."""
    if token.i == head.i or not token.text[0].isupper() or token.pos not in {"PROPN", "ADJ"}:
        return False
    if token.pos == "ADJ" and token.dep != "amod":
        return False
    word = fold_word(token.text)
    in_title = words_of("entities/portfolios") | words_of("entities/office_ranks")
    return word not in in_title and word not in role_words()
