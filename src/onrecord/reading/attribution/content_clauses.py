"""Content held by grammar: that-clauses, infinitives, objects, prepositional phrases, parentheses.

In: a `Tree` and a `Cue`. Out: a `Draft` of indirect speech by the first frame that fits, or None.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.attribution.cues import find_cues
>>> text = "Mira Tasel told reporters that the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> draft = find_clause(tree, find_cues(tree)[0])
>>> draft.rule, [text[span.start : span.end] for span in draft.content]
('indirect/that-clause', ['that the bridge was closed'])
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from onrecord.model import Range, Span, Token
from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.cues import Cue
from onrecord.reading.attribution.parse_repairs import (
    asked_if,
    of_claim,
    start_of,
    tells_more,
    that_behind,
)
from onrecord.reading.attribution.rules import rule_of
from onrecord.reading.attribution.source_phrase import find_source, phrase, quoted_by, trim
from onrecord.reading.parse.tree import Tree

# What ends a clause before ", X said".
_BREAKS = frozenset((",", "—", "–", "-", "”", '"', "’", "'", "?", "!"))
_QUOTES = frozenset("\"“”'‘’")

Frame = Callable[[Tree, Cue], "tuple[str, Range, int] | None"]


def find_clause(tree: Tree, cue: Cue) -> Draft | None:
    """The content of `cue` by the first frame that fits, with its source."""
    for frame in _FRAMES:
        held = frame(tree, cue)
        if held is None:
            continue
        rule, tokens, last = held
        content = trim(tree, tokens)
        if content is None:
            continue
        content = _with_last_mark(tree, content)
        source = find_source(tree, cue.at, passive=cue.passive)
        words = tree.span(Range(cue.words.first, max(cue.words.last, last)))
        if rule_of(rule).content == "request" and cue.act == "state":
            cue = replace(cue, act="demand")  # "told them to wait"
        return Draft(cue, source, words, (tree.span(content),), rule, cue.lemma)
    return None


def _with_last_mark(tree: Tree, content: Range) -> Range:
    """The content with the mark behind it that closes a quotation opened in it: “safe”."""
    inside = [tree.tokens[i].text for i in range(*content)]
    after = tree.tokens[content.last].text if content.last < len(tree.tokens) else ""
    if after == "”" and inside.count("“") > inside.count("”"):
        return Range(content.first, content.last + 1)
    return content


def _clause(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """A finite clause: "said [that] …", or before the cue: "…, X said"."""
    if "that" not in cue.frames:
        return None
    clauses = list(tree.children(cue.at, "ccomp"))
    for child in clauses:
        if child.i > cue.at:
            whole = tree.subtree(child.i)
            if tells_more(tree, cue, whole.first):
                return None
            return of_claim(tree, cue, whole) or _after(tree, cue, child, whole)
    misread = asked_if(tree, cue) or that_behind(tree, cue)
    if misread is not None or not clauses:
        return misread
    whole = tree.subtree(clauses[0].i)
    last = _end_before(tree, cue, whole)
    edges = {tree.tokens[last - 1].text, tree.tokens[min(last, cue.at)].text}
    if last - whole.first < 2 or not edges & _BREAKS:
        return None
    return "indirect/clause-before", Range(whole.first, last), 0


def _after(tree: Tree, cue: Cue, child: Token, whole: Range) -> tuple[str, Range, int] | None:
    """A clause behind its cue, cut off from what belongs to the cue itself."""
    first = max(start_of(tree, cue, whole), cue.words.last)
    subject = tree.child(child.i, "nsubj")
    infinitive = any(aux.tag == "TO" for aux in tree.children(child.i, "aux"))
    if "obj-to" in cue.frames and infinitive and subject is not None and subject.i < child.i:
        first = max(first, tree.subtree(subject.i).last)
        return "indirect/urge-to", Range(first, whole.last), 0
    opening = tree.tokens[first].text.lower()
    if opening == "that":
        rule = "indirect/that-clause"
    elif opening in ("whether", "if", "what", "why", "how", "when", "where", "who", "which"):
        rule = "indirect/wh-clause"
    else:
        rule = "indirect/bare-clause"
    return rule, Range(first, whole.last), 0


def _end_before(tree: Tree, cue: Cue, whole: Range) -> int:
    """Where a clause before its cue ends: at the cue, its subject or the comma before either."""
    last = min(whole.last, cue.words.first)
    source = find_source(tree, cue.at, passive=cue.passive)
    if source is not None and whole.first < source.first < last:
        last = source.first
    return last


def _urge(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """An infinitive behind an object: "urged drivers to wait"."""
    if "obj-to" not in cue.frames:
        return None
    child = tree.child(cue.at, "xcomp", "advcl")
    if child is None or child.i < cue.at or not _infinitive(tree, child):
        return None
    if _for_to(tree, cue) or _has_purpose(tree, cue, child):
        return None
    whole = tree.subtree(child.i)
    mark = min(
        part.i
        for part in tree.children(child.i, "aux", "neg")
        if part.tag == "TO" or part.i < child.i  # "not to panic" begins at "not"
    )
    return "indirect/urge-to", Range(max(min(mark, child.i), cue.words.last), whole.last), 0


def _has_purpose(tree: Tree, cue: Cue, child: Token) -> bool:
    """Whether an infinitive only tells what for: "asked for witnesses to win time"."""
    if cue.passive or tree.child(cue.at, "dobj", "dative") is not None:
        return False
    places = tree.children(cue.at, "prep")
    return any(place.i < child.i and place.text.lower() in cue.prepositions for place in places)


def _infinitive(tree: Tree, child: Token) -> bool:
    return any(aux.tag == "TO" for aux in tree.children(child.i, "aux"))


def _to(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """An infinitive: "declined to comment", "promised to wait"."""
    if "to" not in cue.frames or cue.passive:
        return None
    child = tree.child(cue.at, "xcomp")
    if child is None or child.i < cue.at or not _infinitive(tree, child):
        return None
    if _has_purpose(tree, cue, child):
        return None
    whole = tree.subtree(child.i)
    rule = "indirect/decline-to" if cue.act == "decline" else "indirect/to-infinitive"
    return rule, Range(max(whole.first, cue.words.last), whole.last), 0


def _preposition(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """A prepositional phrase: "warned of a flood"; with an object between, "warned X against …"."""
    for child in (*tree.children(cue.at, "prep", "agent"), *_for_to(tree, cue)):
        if child.i < cue.at or child.text.lower() not in cue.prepositions:
            continue
        whole = tree.subtree(child.i if child.dep != "mark" else child.head)
        if whole.last <= child.i + 1:
            continue
        if child.i in (cue.words.last, cue.words.last - 1):
            return "indirect/preposition", Range(child.i + 1, whole.last), child.i + 1
        return "indirect/object-preposition", Range(child.i, whole.last), 0
    return None


def _for_to(tree: Tree, cue: Cue) -> list[Token]:
    """The "for" of "called for the gates to be opened", right behind its verb."""
    behind = tree.tokens[cue.at + 1 : cue.words.last + 1]
    return [
        token
        for token in behind
        if token.dep == "mark" and tree.tokens[token.head].head == cue.at and token.text == "for"
    ]


def _object(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """An object: "denied the report", "accused the builders of lying", "called the bridge unsafe"."""
    if not cue.frames & {"np", "named"}:
        return None
    if cue.passive:
        return _passive_object(tree, cue)
    child = tree.child(cue.at, "dobj", "oprd") or _small_clause(tree, cue)
    if child is None or child.i < cue.at or child.tag in ("PRP$", "EX"):
        return None
    last = tree.subtree(child.i).last
    if "np" not in cue.frames and not _is_named(tree, cue, child):
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
    return "indirect/object", Range(max(cue.words.last, tree.subtree(child.i).first), last), 0


def _called(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """What somebody calls what is told of: "what she called an attack", "which he described as a trap"."""
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
    return "indirect/called", Range(first, tree.subtree(named.i).last), 0


def _is_named(tree: Tree, cue: Cue, child: Token) -> bool:
    """Whether an object is called something: "the bridge unsafe", not "a taxi", nor "the mayor “to say no”"."""
    predicates = tree.children(cue.at, "oprd", "xcomp", "ccomp", "dobj")
    inside = range(child.i, tree.subtree(child.i).last)
    quoted = [i + 1 for i in inside if tree.tokens[i].text in _QUOTES]
    if quoted and tree.tokens[quoted[0]].tag != "TO":
        return True  # the memorandum “a forgery”
    return child.dep != "dobj" or any(
        other.i > child.i and not _infinitive(tree, other) for other in predicates
    )


def _small_clause(tree: Tree, cue: Cue) -> Token | None:
    """As in "called the bridge unsafe", which the parse reads as a clause with no verb of its own."""
    child = tree.child(cue.at, "ccomp")
    return child if child is not None and child.i > cue.at else None


def _passive_object(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """The subject of a passive: "The plan was rejected by the council"."""
    subject = tree.child(cue.at, "nsubjpass")
    if subject is None or tree.child(cue.at, "agent") is None:
        return None
    if any(quoted_by(tree, said) for said in _said_as(tree, cue)):
        return None  # "was quoted by the agency as saying"
    tokens = phrase(tree, subject.i, cue.at)
    return ("indirect/passive", tokens, 0) if tokens else None


def _said_as(tree: Tree, cue: Cue) -> list[Token]:
    places = tree.children(cue.at, "prep")
    return [said for place in places for said in tree.children(place.i, "pcomp")]


def _parenthesis(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """The rest of a sentence around ", X said," or before ", X said." at its end."""
    if "quote" not in cue.frames or cue.strength != "strong" or tree.child(cue.at, "dobj"):
        return None
    # "The question, asked by the council, …" tells more of the question.
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
    return "indirect/parenthesis", Range(sentence.first, first - 1), 0


_FRAMES: tuple[Frame, ...] = (_called, _urge, _clause, _to, _preposition, _object, _parenthesis)


def rest_of(tree: Tree, draft: Draft) -> Span | None:
    """What of the sentence follows a parenthesis in mid-sentence, as further content."""
    if rule_of(draft.rule).content != "sentence" or draft.verb is None or draft.source is None:
        return None
    sentence = tree.sentence(draft.verb.at)
    place = max(draft.source.last, draft.verb.words.last)
    if place >= sentence.last or tree.tokens[place].text != ",":
        return None
    tokens = trim(tree, Range(place + 1, sentence.last))
    return tree.span(tokens) if tokens else None
