"""Coordination and apposition within a source: whether its words mean one person or several.

In: the parse, the draft entity mentioned at each token, tokens of a source. Out: yes or no. `the president, officials and
owners` are several; `Mira Tasel, the mayor and a former judge,` is one.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Senators Mira Tasel and Joren Pell left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> has_plural_role(parsed, 0, 2), is_coordinated(parsed, {}, 5, 2)
(True, True)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Parsed, Token
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink

# The draft entity and its mention at each token.
MentionByToken: TypeAlias = Mapping[int, tuple[EntityDraft, EntityLink]]
# How many coordinations and appositions are followed up to the head.
MAX_LINKS = 6


def is_coordinated(parsed: Parsed, mentions: MentionByToken, i: int, head: int) -> bool:
    """True if a token is coordinated with the head and means another: `the president, officials and owners`."""
    token = parsed.tokens[i]
    coordinated, describes = False, _may_describe_same(parsed, mentions, i)
    for _ in range(MAX_LINKS):
        if token.dep not in {"conj", "appos"} or token.head == token.i:
            return False
        coordinated = coordinated or token.dep == "conj"
        if token.head == head:
            return coordinated and not (describes and token.dep == "appos")
        token = parsed.tokens[token.head]
    return False


def _may_describe_same(parsed: Parsed, mentions: MentionByToken, i: int) -> bool:
    """True if a coordinated noun may describe the same person: `Mira Tasel, the mayor and a former judge,`.

    It is singular, no name, and has no comma before its "and".
    """
    token, found = parsed.tokens[i], mentions.get(i)
    singular = {token.tag, parsed.tokens[token.head].tag} <= {"NN", "NNP"}
    if not singular or (found and found[0].forms and found[1].how != "apposition"):
        return False
    links = [c for c in parsed.children[token.head] if parsed.tokens[c].dep == "cc" and c < i]
    return bool(links) and parsed.tokens[links[-1] - 1].text != ","


def has_plural_role(parsed: Parsed, first: int, head: int) -> bool:
    """True if a plural role precedes a name: `Senators Mira Tasel, Joren Pell and Ilan Vesk`."""
    plurals = (fold_word(t.text) for t in parsed.tokens[first:head] if t.text.endswith("s"))
    return any(
        {word.removesuffix("s"), word.removesuffix("ies") + "y"} & role_words().keys()
        for word in plurals
    )


def joins_titles(parsed: Parsed, first: int, token: Token) -> bool:
    """True if an "and" joins two titles of one person: `Writer and former mayor Mira Tasel`.

    Titles before a name have no article: "The writer and the mayor" are two persons.
    """
    if token.text != "and" or token.i == first or token.i + 1 >= len(parsed.tokens):
        return False
    title, after = parsed.tokens[first : token.i], parsed.tokens[token.i + 1]
    singular = title[-1].tag == "NN" or fold_word(title[-1].text) in role_words()
    bare = singular and all(t.pos != "DET" for t in title)
    return bare and after.text[0].islower() and after.tag in {"NN", "JJ"}


def are_two_titles(before: Sequence[Token]) -> bool:
    """True if the words before a name are two titles of one: `Tasel's chief pollster and strategist Joren Pell`."""
    words = [fold_word(t.text) for t in before]
    joint = words.index("and") if "and" in words else 0
    if not joint or not {words[joint - 1], words[-1]} <= role_words().keys():
        return False
    return before[joint - 1].text.islower() and not {",", "and"} & set(words[joint + 1 :])
