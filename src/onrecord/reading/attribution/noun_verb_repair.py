"""A plural noun the parse took for the verb: "X refuted on Sunday Ostmark claims that …".

In: a `Tree` and the cue that is really a noun ("claims"). Out: two `Draft`s, what X did to the claims
and, within it, the claims; nothing where the reading as a verb stands.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.rule_finder import find_attributions
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The United Valdria defense secretary refuted on Sunday, Oct.23, Ostmark claims that the dam fell."
>>> found = find_attributions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(each.cue_lemma, each.within) for each in found]
[('refute', None), ('claim', 0)]
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.model import Range, Token
from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.cues import Cue
from onrecord.reading.attribution.reporting_words import reporting_nouns, reporting_verbs
from onrecord.reading.attribution.source_phrase import find_source, trim
from onrecord.reading.parse.tree import Tree

_MODIFIES = frozenset({"ADJ", "NOUN", "PROPN", "DET", "PART"})


def find_misread(tree: Tree, cue: Cue) -> list[Draft]:
    """Both findings, if a verb before "claims" ("refuted") is the sentence's own."""
    token = tree.tokens[cue.at]
    noun = reporting_nouns().get(token.lemma.lower()) if token.tag == "VBZ" else None
    verb = _verb_before(tree, token) if noun else None
    clause = tree.child(cue.at, "ccomp")
    held = trim(tree, tree.subtree(clause.i)) if clause and clause.i > cue.at else None
    if noun is None or verb is None or held is None:
        return []
    first = cue.at
    while first - 1 > verb.i and _modifies(tree, first - 1):
        first -= 1
    speaker = _speaker(tree, verb)
    if first == cue.at or speaker is None:
        return []
    whole, owner = tree.span(Range(first, held.last)), Range(first, cue.at)
    done = _as_cue(cue, verb)
    return [
        Draft(done, speaker, tree.span(done.words), (whole,), "indirect/object", done.lemma),
        Draft(
            replace(cue, act=noun.act),
            owner,
            tree.span(cue.words),
            (tree.span(held),),
            "nominal/that-clause",
            cue.lemma,
        ),
    ]


def _modifies(tree: Tree, i: int) -> bool:
    return tree.tokens[i].pos in _MODIFIES and tree.label[i] not in ("DATE", "TIME")


def _verb_before(tree: Tree, token: Token) -> Token | None:
    """The verb whose object "claims" really is: read as a participle, or cut off by a possessive."""
    candidates: list[Token] = []
    subject = tree.child(token.i, "nsubj")
    if subject is not None:
        candidates = [child for child in tree.children(subject.i, "acl") if child.tag == "VBN"]
    elif tree.tokens[token.i - 1].tag == "POS":
        candidates = list(tree.children(token.i, "csubj"))
    for verb in candidates:
        entry = reporting_verbs().get(verb.lemma.lower())
        if entry is not None and "np" in entry.frames and verb.i < token.i:
            return verb
    return None


def _speaker(tree: Tree, verb: Token) -> Range | None:
    """Who did it: the noun the participle hangs on, or the verb's own subject."""
    if verb.dep == "acl":
        return trim(tree, Range(tree.subtree(verb.head).first, verb.i))
    return find_source(tree, verb.i, passive=False)


def _as_cue(cue: Cue, verb: Token) -> Cue:
    """The verb as a cue of its own."""
    entry = reporting_verbs()[verb.lemma.lower()]
    return replace(
        cue,
        at=verb.i,
        words=Range(verb.i, verb.i + 1),
        lemma=entry.lemma,
        act=entry.act,
        strength=entry.strength,
        frames=entry.frames,
        prepositions=entry.prepositions(),
        passive=False,
    )
