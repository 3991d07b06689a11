"""Who made a statement known, where that is told without a word of it: "The ministry issued a statement".

In: the tree. Out: `Issued`s in text order: the token of the paper, what it is, and the tokens of whose it is. So
"the statement said" of the next sentence is known to be the ministry's, as it is after "said in a statement".

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The dam authority apologised in a statement."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(each.paper, tree.text(each.whose)) for each in find_issued(tree)]
[('statement', 'The dam authority')]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.outlets import message_words
from onrecord.lexicon.tables import rows
from onrecord.model import Range, Token
from onrecord.reading.attribution.source_phrase import phrase
from onrecord.reading.parse.tree import Tree

# A paper brought in is somebody's new one; "the statement" is one told of before.
_NEW = frozenset({"a", "an", "another", "its", "his", "her", "their"})
# Verbs joined by "and" share the subject of the first.
_HIGHEST = 4


class Issued(NamedTuple):
    """A paper at token `at`: its word (`statement`) and the tokens of whose it is."""

    at: int
    paper: str
    whose: Range


@cache
def _issuing() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("sourcing/issuing_verbs"))


def find_issued(tree: Tree) -> Iterator[Issued]:
    """Every paper that somebody is told to have made known, or to have spoken in, the first in the text first."""
    for token in tree.tokens:
        paper = token.lemma.lower()
        if paper in message_words() and token.pos == "NOUN" and _is_new(tree, token):
            verb = _verb(tree, token)
            whose = _subject(tree, verb) if verb is not None else None
            if whose is not None:
                yield Issued(token.i, paper, whose)


def _is_new(tree: Tree, token: Token) -> bool:
    return any(each.text.lower() in _NEW for each in tree.children(token.i, "det", "poss"))


def _verb(tree: Tree, token: Token) -> int | None:
    """The verb that makes a paper known (`issued a statement`), or whose doer speaks in it (`apologised in a statement`)."""
    above = tree.tokens[token.head]
    if token.dep == "dobj":
        return above.i if above.lemma.lower() in _issuing() else None
    spoken = token.dep == "pobj" and above.text.lower() == "in"
    verb = tree.tokens[above.head]
    return verb.i if spoken and verb.pos == "VERB" else None


def _subject(tree: Tree, verb: int) -> Range | None:
    """Who does what a verb tells, in the active."""
    for _ in range(_HIGHEST):
        subject = tree.child(verb, "nsubj", "nsubjpass")
        if subject is not None:
            doer = subject.dep == "nsubj" and subject.tag != "WP"
            return phrase(tree, subject.i, verb) if doer else None
        if tree.tokens[verb].dep != "conj":
            return None
        verb = tree.tokens[verb].head
    return None
