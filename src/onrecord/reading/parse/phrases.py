"""The head of a phrase, the tokens of a span, the noun of a relative: shared by every room that reads the parse.

In: the tokens of a `Parsed`, in text order, and a `Range` of them or a `Span` of characters. Out: token indices.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The mayor of Lume said the bridge was closed."
>>> tokens = parse(load(), text, (Passage("body", Span(0, len(text))),)).tokens
>>> phrase = tokens_of(tokens, Span(0, 17))
>>> phrase, tokens[head_of(tokens, phrase)].text
(Range(first=0, last=4), 'mayor')
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from onrecord.model import Range, Span, Token

# Words that depend on a verb next to the phrase more often than they head it: "But Pell, the mayor, said".
_NEVER_HEADS = frozenset({"PUNCT", "CCONJ", "ADV", "SCONJ"})
# How many heads lie between a relative pronoun and the verb of its clause, inclusive.
_MAX_RELATIVE_CLIMB = 4
_START = attrgetter("start")


def head_of(tokens: Sequence[Token], phrase: Range) -> int:
    """The token that a phrase depends on: the first whose own head is outside the phrase, else its last token.

    Punctuation, adverbs and conjunctions are passed over. `phrase` must not be empty.
    """
    first, last = phrase
    for token in tokens[first:last]:
        outside = token.head == token.i or not first <= token.head < last
        if outside and token.pos not in _NEVER_HEADS:
            return token.i
    return last - 1


def tokens_of(tokens: Sequence[Token], span: Span) -> Range:
    """The tokens that overlap `span`; an empty range, placed where they would be, if none does."""
    first, last = token_at(tokens, span.start), token_before(tokens, span.end)
    return Range(first, max(first, last))


def span_of(tokens: Sequence[Token], phrase: Range) -> Span:
    """The characters from a phrase's first token to its last."""
    return Span(tokens[phrase.first].start, tokens[phrase.last - 1].end)


def token_at(tokens: Sequence[Token], place: int) -> int:
    """The index of the first token that ends after the character `place`."""
    i = bisect_right(tokens, place, key=_START)
    return i - 1 if i and tokens[i - 1].end > place else i


def token_before(tokens: Sequence[Token], place: int) -> int:
    """One past the index of the last token that starts before the character `place`."""
    return bisect_left(tokens, place, key=_START)


def noun_of_relative(tokens: Sequence[Token], relative: int) -> int | None:
    """The token that the relative clause of a "who", "which" or "that" modifies; None if it has no such clause."""
    place = relative
    for _ in range(_MAX_RELATIVE_CLIMB):
        token = tokens[place]
        if token.dep == "relcl":
            return token.head
        place = token.head
    return None
