"""What a cue does, where no rule over the parse has said so: from the lexicon, by its words.

In: a `Tree`, the cues the parse has, and a cue's characters. Out: `Told`: lemma, act, and the reporting verb
if there is one.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The mayor rejects any claim that the bridge is closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> describe(tree, {}, Span(10, 17)).act
'deny'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.model import Act, Span
from onrecord.reading.attribution.cues import Cue
from onrecord.reading.attribution.reporting_words import (
    ReportingWord,
    reporting_nouns,
    reporting_verbs,
)
from onrecord.reading.parse.tree import Tree


@dataclass(frozen=True, slots=True)
class Told:
    """What a cue does; its lemma and its verb where they are known."""

    act: Act = "state"
    lemma: str | None = None
    verb: Cue | None = None


def describe(tree: Tree, cues: Mapping[int, Cue], cue: Span | None) -> Told:
    """What the words `cue` do: by a reporting verb of the parse, else by verb or noun of the lexicon."""
    if cue is None:
        return Told()
    places = range(*tree.within(cue))
    for i in places:
        if i in cues:
            return Told(cues[i].act, cues[i].lemma, cues[i])
    lemmas = [tree.tokens[i].lemma.lower() for i in places]
    negated = any(tree.tokens[i].dep == "neg" for i in places)
    for first, lemma in enumerate(lemmas):
        entry = reporting_verbs().get(" ".join(lemmas[first : first + 2])) or reporting_verbs().get(
            lemma
        )
        if entry is not None:
            return Told(_done(entry, negated=negated), entry.lemma)
        if lemma in reporting_nouns():
            return Told(reporting_nouns()[lemma].act, lemma)
    content = [
        lemma for i, lemma in zip(places, lemmas, strict=True) if tree.tokens[i].pos in _OPEN
    ]
    return Told("state", content[-1] if content else None)


def _done(entry: ReportingWord, *, negated: bool) -> Act:
    """What a cue of the lexicon does; who does not think so doubts, who does not say so declines."""
    if not negated:
        return entry.act
    return entry.negated or ("doubt" if entry.act == "believe" else "decline")


_OPEN = frozenset({"VERB", "NOUN", "ADJ"})
