"""Find who issued a statement of which the report quotes nothing yet: "The ministry issued a statement".

In: the tree. Out: an `IssuedMessage` for each in text order: its token, its word, and the issuer's tokens. "The
statement said" in the next sentence is then known to be the ministry's, as it is after "said in a statement".

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The dam authority apologised in a statement."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(each.word, tree.text(each.issuer)) for each in find_issued_messages(tree)]
[('statement', 'The dam authority')]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.outlets import message_words
from onrecord.lexicon.tables import rows
from onrecord.model import Range, Token
from onrecord.reading.attribution.rules.source_phrase import phrase
from onrecord.reading.parse.tree import Tree

# Determiners of a message that is mentioned for the first time; "the statement" is mentioned again.
_NEW_DETERMINERS = frozenset({"a", "an", "another", "its", "his", "her", "their"})
# How many joined verbs back the shared subject may stand.
_MAX_JOINED = 4


class IssuedMessage(NamedTuple):
    """A message at token `at`: its word ("statement") and the issuer's tokens."""

    at: int
    word: str
    issuer: Range


@cache
def _issuing_lemmas() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("sourcing/issuing_verbs"))


def find_issued_messages(tree: Tree) -> Iterator[IssuedMessage]:
    """All messages with an issuer, in text order: what a subject issues, or speaks in."""
    for token in tree.tokens:
        word = token.lemma.lower()
        if word in message_words() and token.pos == "NOUN" and _is_new(tree, token):
            verb = _issuing_verb(tree, token)
            issuer = _issuer_of(tree, verb) if verb is not None else None
            if issuer is not None:
                yield IssuedMessage(token.i, word, issuer)


def _is_new(tree: Tree, token: Token) -> bool:
    return any(
        each.text.lower() in _NEW_DETERMINERS for each in tree.children(token.i, "det", "poss")
    )


def _issuing_verb(tree: Tree, token: Token) -> int | None:
    """The verb that issues a message (`issued a statement`), or that its issuer does in it (`apologised in a statement`)."""
    above = tree.tokens[token.head]
    if token.dep == "dobj":
        return above.i if above.lemma.lower() in _issuing_lemmas() else None
    spoken = token.dep == "pobj" and above.text.lower() == "in"
    verb = tree.tokens[above.head]
    return verb.i if spoken and verb.pos == "VERB" else None


def _issuer_of(tree: Tree, verb: int) -> Range | None:
    """The subject of an active verb."""
    for _ in range(_MAX_JOINED):
        subject = tree.child(verb, "nsubj", "nsubjpass")
        if subject is not None:
            doer = subject.dep == "nsubj" and subject.tag != "WP"
            return phrase(tree, subject.i, verb) if doer else None
        if tree.tokens[verb].dep != "conj":
            return None
        verb = tree.tokens[verb].head
    return None
