"""Who only brings forth what others say: "The minister flew home, prompting questions about …".

In: the tree, a source and a cue as the tagger drew them. Out: whether the source merely rouses the words, so that
the report names nobody who says them. Flat training gives such words to the nearest subject.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The minister flew home, prompting questions about the trip."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> only_rouses(tree, Span(0, 12), Span(34, 49))
True
"""

from __future__ import annotations

from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Span
from onrecord.reading.parse.tree import Tree


@cache
def _rousing() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("attribution/prompting_verbs"))


def only_rouses(tree: Tree, source: Span, cue: Span) -> bool:
    """Whether a cue's noun is the object of a rousing verb, before which the source stands.

    Who stands behind is who speaks: `drew criticism from the council`.
    """
    nouns = (tree.tokens[i] for i in range(*tree.within(cue)))
    verbs = [tree.tokens[t.head] for t in nouns if t.dep == "dobj" and t.pos == "NOUN"]
    return any(
        verb.lemma.lower() in _rousing() and source.end <= max(verb.start, cue.start)
        for verb in verbs
    )
