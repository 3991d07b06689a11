"""Detect bodies in lower case: "the Valdrian defence ministry", "his ministry", the ministry of "a ministry spokesman".

In: the parse, the places of the report, the office that each pronoun's person holds. Out: `BodyPhrase`s in text order. A
phrase has a head word (`bodies.tsv`), the words that tell it apart, and an owner: a state or place before the body or
behind "of".

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The Valdrian defence ministry denied it."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(body.head, sorted(body.words), body.owner, body.definite) for body in find_body_phrases(parsed, {}, ("Valdria",))]
[('ministry', ['defence'], 'Valdria', True)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.role_words import title_word_key
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import rows, words_of
from onrecord.model import Parsed, Token
from onrecord.reading.entities.detect.detected import RoleSeen

# The most words before a body's head.
_MAX_BEFORE = 6
_DEFINITE = frozenset({"the", "this", "that"})
_HYPHENS = frozenset({"-", "‑"})


class BodyPhrase(NamedTuple):
    """Tokens `[first, last)` of a body: its head word, the words that tell it apart, its owner.

    `definite`: it means one that is known ("the ministry"), not a new one ("a ministry"). `part`: it stands before another
    noun ("ministry spokesman"). `own`: its owner is a pronoun ("his ministry").
    """

    first: int
    last: int
    head: str
    words: frozenset[str]
    owner: str | None
    definite: bool
    part: bool
    own: bool = False


def find_body_phrases(
    parsed: Parsed, offices: Mapping[int, RoleSeen], places: Sequence[str]
) -> Iterator[BodyPhrase]:
    """Every body in lower case, in text order, outside headlines."""
    for number, paragraph in enumerate(parsed.paragraphs):
        if parsed.kinds[number] == "headline":
            continue
        for token in parsed.tokens[paragraph.first : paragraph.last]:
            kind = body_heads().get(token.text)
            if kind is None or token.pos not in {"NOUN", "PROPN"}:
                continue
            part = _stands_before_noun(parsed, token)
            if part is None or (part and kind != "several"):
                continue
            yield _body_phrase(parsed, offices, token, places, part=part)


@cache
def body_heads() -> Mapping[str, str]:
    """The words that mean a body, each with its kind: a state or town has `one`, `several`, or it must be `named`."""
    return {row["word"]: row["kind"] for row in rows("entities/bodies")}


def _stands_before_noun(parsed: Parsed, head: Token) -> bool | None:
    """True if a body's word stands before a noun; None if that noun goes on the body's name."""
    after = parsed.tokens[head.i + 1] if head.i + 1 < len(parsed.tokens) else None
    if after is not None and after.text in _HYPHENS:
        return None
    if after is None or after.sentence != head.sentence:
        return False
    if after.pos not in {"NOUN", "PROPN"} or head.dep not in {"compound", "nmod", "amod"}:
        return False
    return None if after.text in body_heads() else True


def _body_phrase(
    parsed: Parsed,
    offices: Mapping[int, RoleSeen],
    head: Token,
    places: Sequence[str],
    *,
    part: bool,
) -> BodyPhrase:
    """The whole phrase of a body, with its owner."""
    first, words, owner = _words_before(parsed, head, places)
    definite, first, owner = _determiner(parsed, first, owner, places)
    own = parsed.tokens[first].tag == "PRP$"
    if own:
        office = offices.get(first)
        definite, owner = office is not None, office.of if office is not None else None
        words |= _portfolio(office) if office is not None and not words else set()
    last = head.i + 1
    if not part:
        last, more, behind = _words_behind(parsed, head, places)
        words, owner = words | more, owner or behind
    bare = parsed.tokens[first].tag != "DT" and body_heads()[head.text] == "one"
    definite = definite or part or (owner is not None and bare)
    first += part and parsed.tokens[first].tag == "DT"  # the article is the spokesman's
    return BodyPhrase(first, last, head.text, frozenset(words), owner, definite, part, own)


def _portfolio(office: RoleSeen) -> set[str]:
    """What an office is about: the "defence" of a defence minister."""
    known = words_of("entities/portfolios")
    return {word for word in map(title_word_key, office.words) if word in known}


def _words_before(
    parsed: Parsed, head: Token, places: Sequence[str]
) -> tuple[int, set[str], str | None]:
    """Where the words before a body's head begin, the words, and the state or place among them."""
    words: set[str] = set()
    owner, first = None, head.i
    while first > 0 and head.i - first < _MAX_BEFORE:
        token = parsed.tokens[first - 1]
        if token.sentence != head.sentence or token.tag in {"POS", "DT", "PRP$"}:
            break
        capital = token.text[0].isupper()
        state = state_of(token.text, places) if capital else None
        if state is None and (capital or not _modifies(token)):
            break
        owner = owner or state
        words |= set() if state else {title_word_key(token.text)}
        first -= 1
        if state:
            break
    return first, words, owner


def _modifies(token: Token) -> bool:
    """True for a word that can tell which body is meant."""
    return token.pos in {"NOUN", "ADJ", "PROPN"} or (token.tag == "VBG" and token.dep == "amod")


def _determiner(
    parsed: Parsed, first: int, owner: str | None, places: Sequence[str]
) -> tuple[bool, int, str | None]:
    """Whether a phrase is definite, where it begins with its article or owner, and the owner."""
    before = parsed.tokens[first - 1] if first else None
    if before is None or before.sentence != parsed.tokens[first].sentence:
        return False, first, owner
    if before.tag in {"DT", "PRP$"}:
        return before.tag == "PRP$" or before.text.lower() in _DEFINITE, first - 1, owner
    if before.tag != "POS" or first < 2:
        return False, first, owner
    start = first - 2
    while start > 0 and parsed.tokens[start - 1].pos == "PROPN":
        start -= 1
    words = " ".join(token.text for token in parsed.tokens[start : first - 1])
    state = state_of(words, places)
    return (True, start, state) if state else (False, first, owner)


def _words_behind(
    parsed: Parsed, head: Token, places: Sequence[str]
) -> tuple[int, set[str], str | None]:
    """Where a body ends with what "of" adds: its portfolio (`ministry of defence`), its owner (`of Lume`)."""
    tokens, last = parsed.tokens, head.i + 1
    words: set[str] = set()
    while last + 1 < len(tokens) and tokens[last].text == "of":
        i = last + 1
        i += tokens[i].text.lower() == "the" and i + 1 < len(tokens)
        known = words_of("entities/portfolios")
        if tokens[i].text[0].islower() and fold_word(tokens[i].text) in known:
            words.add(title_word_key(tokens[i].text))
            last = i + 1
            continue
        end = i
        while (
            end < len(tokens)
            and tokens[end].pos == "PROPN"
            and tokens[end].sentence == head.sentence
        ):
            end += 1
        place = state_of(" ".join(t.text for t in tokens[i:end]), places) if end > i else None
        return (end, words, place) if place else (last, words, None)
    return last, words, None
