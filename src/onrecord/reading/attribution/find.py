"""Who said what: the order of the steps, at a glance.

In: a `Parsed` report and which finder to use: `full` (the tagger of six layers, the default), `fast` (three), or `rules`
alone. Out: `Attribution`s in text order of content, each with what found it and a calibrated confidence. The tagger
proposes; the parse confirms, describes, bounds, checks and nests; the rules propose what the tagger cannot.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel denied that the bridge was closed."
>>> [found] = find_attributions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> found.act, text[found.content[0].start : found.content[0].end]
('deny', 'that the bridge was closed')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from onrecord.model import Attribution, Parsed
from onrecord.reading.attribution.confirm import confirm
from onrecord.reading.attribution.content_bounds import bound
from onrecord.reading.attribution.cue_lookup import describe
from onrecord.reading.attribution.nesting import nest
from onrecord.reading.attribution.not_speech import drop_not_speech
from onrecord.reading.attribution.propose import propose
from onrecord.reading.attribution.setting import Finder, Setting, setting_of
from onrecord.reading.attribution.speech_act import interpret_acts
from onrecord.reading.attribution.text_noise import lower_in_noise
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace

Step: TypeAlias = Callable[
    [Setting, tuple[Attribution, ...], Trace | None], tuple[Attribution, ...]
]

STEPS: tuple[Step, ...] = (
    propose,  # the tagger's attributions and the rules'
    confirm,  # one of each pair, if it is sure enough; the rules' others where the tagger has none
    describe,  # act, lemma, addressee, channel, question, kind of source
    bound,  # content within its sentence, quotation and paragraph
    drop_not_speech,  # what reports no speech or thought
    nest,  # attributions within others, where they surely report
    interpret_acts,  # what a reader takes plain “said” for
    lower_in_noise,  # less sure where the text is broken
)


def find_attributions(parsed: Parsed, finder: Finder = "full") -> tuple[Attribution, ...]:
    """All attributions of speech and thought in a report.

    `speaker`, `spoken_to` and `said` are left for later steps. The result is the same for the same parse, and
    every span lies in its text. Raises `ModelError` if the tagger's files are not the expected ones.
    """
    return attributions_of(Tree(parsed), finder)


def attributions_of(
    tree: Tree,
    finder: Finder = "full",
    trace: Trace | None = None,
    steps: Sequence[Step] | None = None,
) -> tuple[Attribution, ...]:
    """The same of a parse whose `Tree` is made; with a `trace`, what each of the `steps` decides."""
    if not tree.tokens:
        return ()
    setting = setting_of(tree, finder, trace)
    found: tuple[Attribution, ...] = ()
    for step in STEPS if steps is None else steps:
        found = step(setting, found, trace)
    return found
