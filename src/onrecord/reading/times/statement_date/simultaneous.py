"""Find the verbs that happen at the same time as a cue: the time of one of them is that of the cue.

In: the parse and the cue's verb. Out: the verbs, including that of the cue. Four constructions make verbs simultaneous:
verbs joined under one subject ("said on Friday ..., and denied ..."); a participle behind the verb of its subject
("wrote to the council on Monday, demanding ..."); clauses joined by a word of the class `simultaneous-conjunction` of
`lexicon/times/time_words.tsv` ("told reporters as she left on Monday"); a clause with "what" that is the object of the
other verb ("rejected on Monday what he called a lie").

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "She wrote to the council on Monday, demanding an answer."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> sorted(tree.tokens[i].text for i in simultaneous_verbs(tree, 8))
['demanding', 'wrote']
"""

from __future__ import annotations

from onrecord.model import Time, Token
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.grammar import time_words

SUBJECTS = ("nsubj", "nsubjpass", "csubj")


def simultaneous_verbs(tree: Tree, verb: int) -> set[int]:
    """The verbs simultaneous with the cue at token `verb`, itself included."""
    verbs = {verb}
    token = tree.tokens[verb]
    while _is_simultaneous_with_head(tree, token) and token.head not in verbs:
        token = tree.tokens[token.head]
        verbs.add(token.i)
    clauses = tree.children(verb, "advcl")
    return verbs | {
        child.i for child in clauses if _is_joined_by_when(tree, child, tree.tokens[verb])
    }


def is_when_clause(tree: Tree, verb: int, time: Time) -> bool:
    """True if a clause with "when" modifies a time: `on Jan. 20, when the council declared ...`."""
    token = tree.tokens[verb]
    day = tree.tokens[token.head]
    linked = any(child.lemma.lower() == "when" for child in tree.children(verb, "advmod"))
    return linked and day.i != verb and time.span.start <= day.start < time.span.end


def _is_simultaneous_with_head(tree: Tree, token: Token) -> bool:
    """True if the clause of a verb is simultaneous with the clause it depends on."""
    head = tree.tokens[token.head]
    if _is_what_clause(tree, token):
        return True
    if head.pos != "VERB":
        return False
    if token.dep == "conj":
        return tree.child(token.i, *SUBJECTS) is None
    return token.dep == "advcl" and (
        _is_resulting_participle(tree, token, head) or _is_joined_by_when(tree, token, head)
    )


def _is_what_clause(tree: Tree, token: Token) -> bool:
    """True if a clause with "what" is the object of the verb above: `rejected on Monday what he called a lie`."""
    head = tree.tokens[token.head]
    named = any(child.lemma.lower() == "what" for child in tree.children(token.i, "dobj"))
    return named and token.dep in {"ccomp", "pcomp"} and token.tag == head.tag == "VBD"


def _is_resulting_participle(tree: Tree, token: Token, head: Token) -> bool:
    """True if a participle continues what its subject did: not "having said", not "while being ..."."""
    return (
        token.tag == "VBG"
        and (head.tag == "VBD" or any(h.lemma == "have" for h in tree.children(head.i, "aux")))
        and head.i < token.i
        and tree.child(token.i, *SUBJECTS, "aux", "mark") is None
    )


def _is_joined_by_when(tree: Tree, token: Token, other: Token) -> bool:
    """True if a conjunction such as "as" or "when" joins two clauses, both in the past."""
    links = {child.lemma.lower() for child in tree.children(token.i, "mark", "advmod")}
    return (
        bool(links & time_words("simultaneous-conjunction").keys())
        and _is_past(tree, token)
        and _is_past(tree, other)
    )


def _is_past(tree: Tree, verb: Token) -> bool:
    """True if a verb or its auxiliary is in the past: "left", "was asked", "had left"."""
    return verb.tag == "VBD" or any(h.tag == "VBD" for h in tree.children(verb.i, "aux", "auxpass"))
