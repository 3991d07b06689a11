"""The rules over the parse alone, before what is said is interpreted: a parse in, attributions out.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel denied that the bridge was closed."
>>> [found] = find_attributions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> found.act, found.rule, text[found.content[0].start : found.content[0].end]
('deny', 'indirect/that-clause', 'that the bridge was closed')
"""

from __future__ import annotations

from onrecord.model import Attribution, Parsed
from onrecord.reading.attribution.find import attributions_of
from onrecord.reading.attribution.nesting import nest
from onrecord.reading.attribution.not_speech import drop_not_speech
from onrecord.reading.attribution.propose import propose
from onrecord.reading.parse.tree import Tree

# The steps of `find.STEPS` that find; the others say how a finding is to be taken.
STEPS = (propose, drop_not_speech, nest)


def find_attributions(parsed: Parsed) -> tuple[Attribution, ...]:
    """What the rules find, in text order of content, with the act of its cue and the confidence of its rule."""
    return attributions_of(Tree(parsed), "rules", steps=STEPS)
