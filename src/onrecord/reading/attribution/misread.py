"""A plural noun the parse took for the verb: "X refuted on Sunday Ostmark claims that …".

In: a `Tree` and the cue that is really a noun ("claims"). Out: two `Draft`s, what X did to the claims
and, within it, the claims; nothing where the reading as a verb stands.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution import find_attributions
>>> from onrecord.reading.language import load, parse
>>> text = "The United Valdria defense secretary refuted on Sunday, Oct.23, Russian claims that the dam fell."
>>> found = find_attributions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(each.cue_lemma, each.within) for each in found]
[('refute', None), ('claim', 0)]
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.model import Range
from onrecord.reading.attribution.cues import Cue, lexicon
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.phrases import reporting_nouns
from onrecord.reading.attribution.sources import trim
from onrecord.reading.attribution.tree import Tree

_MODIFIES = frozenset({"ADJ", "NOUN", "PROPN", "DET", "PART"})


def find_misread(tree: Tree, cue: Cue) -> list[Draft]:
    """Both findings, if a verb of the subject's own ("refuted") was read as a participle."""
    token = tree.tokens[cue.at]
    subject = tree.child(cue.at, "nsubj")
    noun = reporting_nouns().get(token.lemma.lower())
    if token.tag != "VBZ" or subject is None or noun is None:
        return []
    participle = next(tree.children(subject.i, "acl"), None)
    entry = lexicon().get(participle.lemma.lower()) if participle else None
    if participle is None or entry is None or participle.tag != "VBN" or "np" not in entry.frames:
        return []
    first = cue.at
    while first - 1 > participle.i and tree.tokens[first - 1].pos in _MODIFIES:
        first -= 1
    clause = tree.child(cue.at, "ccomp")
    speaker = trim(tree, Range(tree.subtree(subject.i).first, participle.i))
    if first == cue.at or clause is None or clause.i < cue.at or speaker is None:
        return []
    held = trim(tree, tree.subtree(clause.i))
    if held is None:
        return []
    real = replace(
        cue,
        at=participle.i,
        words=Range(participle.i, participle.i + 1),
        lemma=entry.lemma,
        act=entry.act,
        strength=entry.strength,
        frames=entry.frames,
        prepositions=entry.prepositions(),
        passive=False,
    )
    claimed = replace(cue, act=noun.act)
    return [
        Draft(
            real,
            speaker,
            tree.span(real.words),
            (tree.span(Range(first, held.last)),),
            "indirect/object",
            real.lemma,
        ),
        Draft(
            claimed,
            Range(first, cue.at),
            tree.span(cue.words),
            (tree.span(held),),
            "nominal/that-clause",
            cue.lemma,
        ),
    ]
