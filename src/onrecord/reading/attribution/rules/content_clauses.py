"""Find the content of a cue by grammar: that-clauses, infinitives, objects, prepositional phrases, parentheses.

In: a `Tree` and a `Cue`. Out: a `Candidate` of indirect speech by the first frame that fits, or None.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.attribution.rules.cues import find_cues
>>> text = "Mira Tasel told reporters that the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> candidate = find_clause(tree, find_cues(tree)[0])
>>> candidate.rule, [text[span.start : span.end] for span in candidate.content]
('indirect/that-clause', ['that the bridge was closed'])
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from onrecord.model import Range, Span, Token
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.content_frame import ContentFrame
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.parse_repairs import (
    claim_with_clause,
    clause_start,
    detached_that_clause,
    is_relative_clause,
    question_after_ask,
)
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.attribution.rules.source_phrase import find_source, phrase, quoting_verb, trim
from onrecord.reading.parse.tree import Tree

# What ends a clause before ", X said".
_BREAKS = frozenset((",", "—", "–", "-", "”", '"', "’", "'", "?", "!"))
_QUOTES = frozenset("\"“”'‘’")

# Where a cue may have its content: one function for each frame.
FindContent: TypeAlias = Callable[[Tree, Cue], ContentFrame | None]


def find_clause(tree: Tree, cue: Cue) -> Candidate | None:
    """The content of `cue` by the first frame that fits, with its source."""
    for find_content in _FRAMES:
        frame = find_content(tree, cue)
        content = trim(tree, frame.tokens) if frame else None
        if frame is None or content is None:
            continue
        rule = frame.rule
        content = _with_closing_mark(tree, content)
        source = find_source(tree, cue.at, passive=cue.passive)
        words = tree.span(Range(cue.words.first, max(cue.words.last, frame.cue_end)))
        if rule_of(rule).content == "request" and cue.act == "state":
            cue = replace(cue, act="demand")  # "told them to wait"
        return Candidate(cue, source, words, (tree.span(content),), rule, cue.lemma)
    return None


def _with_closing_mark(tree: Tree, content: Range) -> Range:
    """The content with the mark after it that closes a quotation opened in it: “safe”."""
    inside = [tree.tokens[i].text for i in range(*content)]
    after = tree.tokens[content.last].text if content.last < len(tree.tokens) else ""
    if after == "”" and inside.count("“") > inside.count("”"):
        return Range(content.first, content.last + 1)
    return content


def _finite_clause(tree: Tree, cue: Cue) -> ContentFrame | None:
    """A finite clause: "said [that] …", or before the cue: "…, X said"."""
    if "that" not in cue.frames:
        return None
    clauses = list(tree.children(cue.at, "ccomp"))
    for child in clauses:
        if child.i > cue.at:
            whole = tree.subtree(child.i)
            if is_relative_clause(tree, cue, whole.first):
                return None
            return claim_with_clause(tree, cue, whole) or _clause_after(tree, cue, child, whole)
    detached = question_after_ask(tree, cue) or detached_that_clause(tree, cue)
    if detached is not None or not clauses:
        return detached
    whole = tree.subtree(clauses[0].i)
    last = _clause_end_before_cue(tree, cue, whole)
    edges = {tree.tokens[last - 1].text, tree.tokens[min(last, cue.at)].text}
    if last - whole.first < 2 or not edges & _BREAKS:
        return None
    return ContentFrame("indirect/clause-before", Range(whole.first, last))


def _clause_after(tree: Tree, cue: Cue, child: Token, whole: Range) -> ContentFrame | None:
    """A clause after its cue, without the words that belong to the cue itself."""
    first = max(clause_start(tree, cue, whole), cue.words.last)
    subject = tree.child(child.i, "nsubj")
    clause_of_object = subject is not None and subject.i < child.i and _is_infinitive(tree, child)
    if "obj-to" in cue.frames and subject is not None and clause_of_object:
        first = max(first, tree.subtree(subject.i).last)
        return ContentFrame("indirect/urge-to", Range(first, whole.last))
    opening = tree.tokens[first].text.lower()
    if opening == "that":
        rule = "indirect/that-clause"
    elif opening in ("whether", "if", "what", "why", "how", "when", "where", "who", "which"):
        rule = "indirect/wh-clause"
    else:
        rule = "indirect/bare-clause"
    return ContentFrame(rule, Range(first, whole.last))


def _clause_end_before_cue(tree: Tree, cue: Cue, whole: Range) -> int:
    """One past the last token of a clause before its cue: the cue, its subject or the comma before either ends it."""
    last = min(whole.last, cue.words.first)
    source = find_source(tree, cue.at, passive=cue.passive)
    if source is not None and whole.first < source.first < last:
        last = source.first
    return last


def _urged_infinitive(tree: Tree, cue: Cue) -> ContentFrame | None:
    """An infinitive after an object: "urged drivers to wait"."""
    if "obj-to" not in cue.frames:
        return None
    child = tree.child(cue.at, "xcomp", "advcl")
    if child is None or child.i < cue.at or not _is_infinitive(tree, child):
        return None
    if _for_before_infinitive(tree, cue) or _is_purpose(tree, cue, child):
        return None
    whole = tree.subtree(child.i)
    mark = min(
        part.i
        for part in tree.children(child.i, "aux", "neg")
        if part.tag == "TO" or part.i < child.i  # "not to panic" begins at "not"
    )
    first = max(min(mark, child.i), cue.words.last)
    return ContentFrame("indirect/urge-to", Range(first, whole.last))


def _is_purpose(tree: Tree, cue: Cue, child: Token) -> bool:
    """True if an infinitive states a purpose: "asked for witnesses to win time"."""
    if cue.passive or tree.child(cue.at, "dobj", "dative") is not None:
        return False
    places = tree.children(cue.at, "prep")
    return any(place.i < child.i and place.text.lower() in cue.prepositions for place in places)


def _is_infinitive(tree: Tree, child: Token) -> bool:
    """True if a verb has "to" as auxiliary."""
    return any(aux.tag == "TO" for aux in tree.children(child.i, "aux"))


def _own_infinitive(tree: Tree, cue: Cue) -> ContentFrame | None:
    """An infinitive: "declined to comment", "promised to wait"."""
    if "to" not in cue.frames or cue.passive:
        return None
    child = tree.child(cue.at, "xcomp")
    if child is None or child.i < cue.at or not _is_infinitive(tree, child):
        return None
    if _is_purpose(tree, cue, child):
        return None
    whole = tree.subtree(child.i)
    rule = "indirect/decline-to" if cue.act == "decline" else "indirect/to-infinitive"
    return ContentFrame(rule, Range(max(whole.first, cue.words.last), whole.last))


def _prepositional_phrase(tree: Tree, cue: Cue) -> ContentFrame | None:
    """A prepositional phrase: "warned of a flood"; with an object between, "warned X against …"."""
    for child in (*tree.children(cue.at, "prep", "agent"), *_for_before_infinitive(tree, cue)):
        if child.i < cue.at or child.text.lower() not in cue.prepositions:
            continue
        whole = tree.subtree(child.i if child.dep != "mark" else child.head)
        if whole.last <= child.i + 1:
            continue
        if child.i in (cue.words.last, cue.words.last - 1):
            tokens = Range(child.i + 1, whole.last)
            return ContentFrame("indirect/preposition", tokens, child.i + 1)
        return ContentFrame("indirect/object-preposition", Range(child.i, whole.last))
    return None


def _for_before_infinitive(tree: Tree, cue: Cue) -> list[Token]:
    """The "for" of "called for the gates to be opened", right after its verb."""
    after = tree.tokens[cue.at + 1 : cue.words.last + 1]
    return [
        token
        for token in after
        if token.dep == "mark" and tree.tokens[token.head].head == cue.at and token.text == "for"
    ]


def _object(tree: Tree, cue: Cue) -> ContentFrame | None:
    """An object: "denied the report", "accused the builders of lying", "called the bridge unsafe"."""
    if not cue.frames & {"np", "named"}:
        return None
    if cue.passive:
        return _passive_object(tree, cue)
    child = tree.child(cue.at, "dobj", "oprd") or _small_clause(tree, cue)
    if child is None or child.i < cue.at or child.tag in ("PRP$", "EX"):
        return None
    last = tree.subtree(child.i).last
    if "np" not in cue.frames and not _has_predicate(tree, cue, child):
        return None
    for later in tree.children(cue.at, "prep", "oprd", "xcomp", "dobj", "acl", "advcl"):
        if (later.i > child.i and tree.tokens[later.i].dep in ("oprd", "xcomp")) or (
            later.i > child.i and later.text.lower() in ("of", "as", "for", "over", "against")
        ):
            last = max(last, tree.subtree(later.i).last)
    if (
        last < len(tree.tokens) and tree.tokens[last].tag == "POS"
    ):  # "the city ’s and …", cut in two
        last = max([last, *(tree.subtree(c.i).last for c in tree.children(cue.at, "conj"))])
    first = max(cue.words.last, tree.subtree(child.i).first)
    return ContentFrame("indirect/object", Range(first, last))


def _called(tree: Tree, cue: Cue) -> ContentFrame | None:
    """The name given to something: "what she called an attack", "which he described as a trap"."""
    what = tree.child(cue.at, "dobj")
    if what is None or what.tag not in ("WP", "WDT") or what.i > cue.at or cue.passive:
        return None
    named = max(tree.children(cue.at, "oprd"), key=lambda token: token.i, default=None)
    place = tree.child(cue.at, "prep")
    if named is None and place is not None and place.text == "as":
        named = tree.child(place.i, "pobj")
    if named is None or named.i < cue.at or tree.child(cue.at, "nsubj") is None:
        return None
    first = min(tree.subtree(each.i).first for each in (*tree.children(cue.at, "oprd"), named))
    first = max(first, cue.words.last)
    while first - 1 >= cue.words.last and tree.tokens[first - 1].text in _QUOTES:
        first -= 1
    return ContentFrame("indirect/called", Range(first, tree.subtree(named.i).last))


def _has_predicate(tree: Tree, cue: Cue, child: Token) -> bool:
    """True if an object has a predicate: "called the bridge unsafe", not "called a taxi" or "called the mayor “to say no”"."""
    predicates = tree.children(cue.at, "oprd", "xcomp", "ccomp", "dobj")
    inside = range(child.i, tree.subtree(child.i).last)
    quoted = [i + 1 for i in inside if tree.tokens[i].text in _QUOTES]
    if quoted and tree.tokens[quoted[0]].tag != "TO":
        return True  # the memorandum “a forgery”
    return child.dep != "dobj" or any(
        other.i > child.i and not _is_infinitive(tree, other) for other in predicates
    )


def _small_clause(tree: Tree, cue: Cue) -> Token | None:
    """The clause without a verb of its own in "called the bridge unsafe"."""
    child = tree.child(cue.at, "ccomp")
    return child if child is not None and child.i > cue.at else None


def _passive_object(tree: Tree, cue: Cue) -> ContentFrame | None:
    """The subject of a passive: "The plan was rejected by the council"."""
    subject = tree.child(cue.at, "nsubjpass")
    if subject is None or tree.child(cue.at, "agent") is None:
        return None
    if any(quoting_verb(tree, verb) for verb in _verbs_after_preposition(tree, cue)):
        return None  # "was quoted by the agency as saying"
    tokens = phrase(tree, subject.i, cue.at)
    return ContentFrame("indirect/passive", tokens) if tokens else None


def _verbs_after_preposition(tree: Tree, cue: Cue) -> list[Token]:
    """The gerunds after the prepositions of a cue: "saying" in "was quoted as saying"."""
    places = tree.children(cue.at, "prep")
    return [verb for place in places for verb in tree.children(place.i, "pcomp")]


def _parenthesis(tree: Tree, cue: Cue) -> ContentFrame | None:
    """The rest of a sentence around ", X said," or before ", X said." at its end."""
    if "quote" not in cue.frames or cue.strength != "strong" or tree.child(cue.at, "dobj"):
        return None
    # A passive, as in "The question, asked by the council, …", modifies its noun.
    source = None if cue.passive else find_source(tree, cue.at, passive=False)
    sentence = tree.sentence(cue.at)
    if source is None or source.first < sentence.first or source.last > sentence.last:
        return None
    first, last = min(source.first, cue.words.first), max(source.last, cue.words.last)
    if max(source.first, cue.words.first) - min(source.last, cue.words.last) > 1:
        return None
    if first - 1 <= sentence.first or tree.tokens[first - 1].text != ",":
        return None
    if last < sentence.last and tree.tokens[last].text not in ",.":
        return None
    return ContentFrame("indirect/parenthesis", Range(sentence.first, first - 1))


_FRAMES: tuple[FindContent, ...] = (
    _called,
    _urged_infinitive,
    _finite_clause,
    _own_infinitive,
    _prepositional_phrase,
    _object,
    _parenthesis,
)


def content_after_parenthesis(tree: Tree, candidate: Candidate) -> Span | None:
    """The rest of a sentence after ", X said," in its middle, as further content; None for other rules."""
    if (
        rule_of(candidate.rule).content != "sentence"
        or candidate.verb is None
        or candidate.source is None
    ):
        return None
    sentence = tree.sentence(candidate.verb.at)
    place = max(candidate.source.last, candidate.verb.words.last)
    if place >= sentence.last or tree.tokens[place].text != ",":
        return None
    tokens = trim(tree, Range(place + 1, sentence.last))
    return tree.span(tokens) if tokens else None
