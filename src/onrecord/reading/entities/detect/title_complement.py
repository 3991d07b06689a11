"""What "of", "for", "to" or "from" adds behind a role word: "minister of water", "mayor of Lume", "aide to the general".

In: the parse, the role word, the places and bodies the report names. Out: where the phrase ends, the words it adds to
the title, and what the title is held of.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The secretary of state of Lume resigned."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> complement_of(parsed, parsed.tokens[1], (), {})
Complement(end=6, words=('of', 'state'), of='Lume')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple

from onrecord.lexicon.given_names import opens_with_given_name
from onrecord.lexicon.role_words import TITLE_LINKS, role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import Parsed, Token
from onrecord.reading.entities.detect.title_words import MAX_TITLE


class Complement(NamedTuple):
    """The end of a role phrase (one past its last token), the words added to the title, what it is held of."""

    end: int
    words: tuple[str, ...] = ()
    of: str | None = None


def complement_of(
    parsed: Parsed, head: Token, places: Sequence[str], bodies: Mapping[int, int]
) -> Complement:
    """The complement behind a role word; an empty one where there is none."""
    tokens, end = parsed.tokens, head.i + 1
    link = tokens[end].text.lower() if end < len(tokens) else ""
    if link not in TITLE_LINKS or tokens[end].sentence != head.sentence:
        return Complement(end)
    first = end + 1
    while first < len(tokens) and tokens[first].tag in {"DT", "PRP$"}:
        first += 1
    if first in bodies:
        stop = bodies[first]
        return Complement(stop, of=parsed.text[tokens[first].start : tokens[stop - 1].end])
    stop = _end_of_noun_phrase(parsed, head, first)
    if stop == first:
        return Complement(end)
    words = parsed.text[tokens[first].start : tokens[stop - 1].end].split()
    if tokens[end].text == "from":
        state = state_of(" ".join(words), places)
        return Complement(stop if state else end, of=state)
    if any(_is_role_of_its_own(words, n) for n in range(len(words))):
        return Complement(end, of=" ".join(words))
    found = _divide(parsed, stop, words, places)
    return found._replace(words=(link, *found.words)) if found.words else found


def _divide(parsed: Parsed, stop: int, words: list[str], places: Sequence[str]) -> Complement:
    """The complement's words as title or as place: `state of Lume` both, `Lume` the place, `water` the title."""
    tokens = parsed.tokens
    link = tokens[stop].text if stop < len(tokens) else ""
    if link == "of" and stop + 1 < len(tokens) and tokens[stop + 1].text[0].isupper():
        place = tokens[stop + 1].text
        title = tuple(word.lower() for word in words)
        return Complement(stop + 2, title, state_of(place, places) or place)
    if words[0][0].isupper() and fold_word(words[0]) not in words_of("entities/portfolios"):
        return Complement(stop, of=state_of(" ".join(words), places) or " ".join(words))
    return Complement(stop, tuple(word.lower() for word in words))


def _end_of_noun_phrase(parsed: Parsed, head: Token, first: int) -> int:
    """One past the noun phrase that begins at `first`; a name right behind a portfolio is not part of it."""
    tokens, capital = parsed.tokens, head.text[0].isupper()
    portfolios = words_of("entities/portfolios")
    stop = first
    for i in count(first):
        if i >= len(tokens) or tokens[i].sentence != head.sentence or i - first >= MAX_TITLE:
            break
        token = tokens[i]
        if token.tag == "POS" and i > first:
            continue
        name = " ".join(t.text for t in tokens[i : i + 2] if t.text[0].isupper())
        behind = capital and i > first
        if behind and opens_with_given_name(name):
            break
        if fold_word(token.text) not in portfolios:
            noun = token.pos in {"NOUN", "PROPN", "ADJ"}
            if not noun or (behind and fold_word(tokens[i - 1].text) in portfolios):
                break
        stop = i + 1
    return stop


def _is_role_of_its_own(words: Sequence[str], n: int) -> bool:
    """True if a word of the complement is the role of another person: `an aide to the general`."""
    last = n + 1 == len(words) or words[n + 1][0].isupper()
    word = fold_word(words[n])
    return last and word in role_words() and word not in words_of("entities/portfolios")
