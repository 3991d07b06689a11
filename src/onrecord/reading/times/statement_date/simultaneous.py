"""Verbs told in one breath with a cue: what tells when one of them happened tells it of the cue, too.

In: the parse and a cue's verb. Out: the verbs, the cue's own among them. Four ways of writing make them one:
verbs joined under one subject ("said on Friday ..., and denied ..."), a participle behind what its subject did
("wrote to the council on Monday, demanding ..."), two clauses joined by a word of the class `at-once` of
`lexicon/times/time_words.tsv` ("told reporters as she left on Monday"), and a clause with "what" that says what the
other is about ("rejected on Monday what he called a lie").

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "She wrote to the council on Monday, demanding an answer."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> sorted(tree.tokens[i].text for i in told_with(tree, 8))
['demanding', 'wrote']
"""

from __future__ import annotations

from onrecord.model import Time, Token
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.grammar import values

SUBJECTS = ("nsubj", "nsubjpass", "csubj")


def told_with(tree: Tree, verb: int) -> set[int]:
    """The verbs told in one breath with the cue at token `verb`, itself included."""
    together = {verb}
    token = tree.tokens[verb]
    while _is_one_with_head(tree, token) and token.head not in together:
        token = tree.tokens[token.head]
        together.add(token.i)
    clauses = tree.children(verb, "advcl")
    return together | {child.i for child in clauses if _at_once(tree, child, tree.tokens[verb])}


def is_when_of(tree: Tree, verb: int, time: Time) -> bool:
    """Whether a clause hangs on a time: `on Jan. 20, when the council declared ...`."""
    token = tree.tokens[verb]
    day = tree.tokens[token.head]
    linked = any(child.lemma.lower() == "when" for child in tree.children(verb, "advmod"))
    return linked and day.i != verb and time.span.start <= day.start < time.span.end


def _is_one_with_head(tree: Tree, token: Token) -> bool:
    """Whether the clause of a verb is told as one with the clause it hangs on."""
    head = tree.tokens[token.head]
    if _is_what(tree, token):
        return True
    if head.pos != "VERB":
        return False
    if token.dep == "conj":
        return tree.child(token.i, *SUBJECTS) is None
    return token.dep == "advcl" and (
        _follows_from(tree, token, head) or _at_once(tree, token, head)
    )


def _is_what(tree: Tree, token: Token) -> bool:
    """Whether a clause says what the one above it is about: `rejected on Monday what he called a lie`."""
    head = tree.tokens[token.head]
    named = any(child.lemma.lower() == "what" for child in tree.children(token.i, "dobj"))
    return named and token.dep in {"ccomp", "pcomp"} and token.tag == head.tag == "VBD"


def _follows_from(tree: Tree, token: Token, head: Token) -> bool:
    """Whether a participle goes on from what its subject did: not "having said", not "while being ..."."""
    return (
        token.tag == "VBG"
        and (head.tag == "VBD" or any(h.lemma == "have" for h in tree.children(head.i, "aux")))
        and head.i < token.i
        and tree.child(token.i, *SUBJECTS, "aux", "mark") is None
    )


def _at_once(tree: Tree, token: Token, other: Token) -> bool:
    """Whether a clause is told as happening while the other does, both of them then."""
    links = {child.lemma.lower() for child in tree.children(token.i, "mark", "advmod")}
    return bool(links & values("at-once").keys()) and _past(tree, token) and _past(tree, other)


def _past(tree: Tree, verb: Token) -> bool:
    """Whether a verb or its helper is in the past: "left", "was asked", "had left"."""
    return verb.tag == "VBD" or any(h.tag == "VBD" for h in tree.children(verb.i, "aux", "auxpass"))
