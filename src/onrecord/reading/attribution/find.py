"""Who said what: the learned tagger and the rules over the parse, joined.

In: a `Parsed` report and which finder to use: `full` (six layers, the default), `fast` (three), or `rules`
alone. Out: `Attribution`s in text order of content, each with what found it and a calibrated confidence.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel denied that the bridge was closed."
>>> [found] = find_attributions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> found.act, text[found.content[0].start : found.content[0].end]
('deny', 'that the bridge was closed')
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from onrecord.model import Attribution, Parsed
from onrecord.reading.attribution import rule_finder
from onrecord.reading.attribution.pairing import weights
from onrecord.reading.attribution.rule_join import outermost
from onrecord.reading.attribution.speech_act import with_content_act
from onrecord.reading.attribution.tagger.model import confidence, open_tagger, open_tokenizer
from onrecord.reading.attribution.tagger.proposals import Proposal, propose
from onrecord.reading.attribution.tagger_join import joined, paragraphs_of
from onrecord.reading.attribution.text_noise import Known, dampened
from onrecord.reading.parse.quotes import Quote
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace

Finder: TypeAlias = Literal["full", "fast", "rules"]
FINDERS: tuple[Finder, ...] = ("full", "fast", "rules")
MODELS = Path(__file__).parent / "tagger"


def find_attributions(parsed: Parsed, finder: Finder = "full") -> tuple[Attribution, ...]:
    """Everything somebody is said to have said or thought.

    `speaker`, `spoken_to` and `said` are left for later steps. The result is the same for the same parse, and
    every span lies in its text. Raises `ModelError` if the tagger's files are not the expected ones.
    """
    return attributions_of(Tree(parsed), finder)


def attributions_of(
    tree: Tree, finder: Finder, trace: Trace | None = None
) -> tuple[Attribution, ...]:
    """The same of a parse whose `Tree` is made; with a `trace`, what was decided on the way."""
    if not tree.tokens:
        return ()
    del trace
    found = tuple(with_content_act(tree, each) for each in as_found(tree, finder))
    return dampened(tree, found, known_to(finder))


def as_found(tree: Tree, finder: Finder) -> tuple[Attribution, ...]:
    """The attributions with the confidence they would have in clean text."""
    quotes = rule_finder.quotations(tree)
    ruled = rule_finder.findings(tree, quotes)
    if finder == "rules":
        return ruled
    return together(tree, finder, quotes, proposed(tree.parsed, finder), ruled)


def proposed(parsed: Parsed, finder: Finder) -> list[tuple[Proposal, float]]:
    """What a finder's tagger proposes, each with the tagger's own confidence."""
    tagger = open_tagger(MODELS / finder)
    return [
        (proposal, confidence(proposal, tagger.calibration))
        for proposal in propose(tagger.parts, parsed.text, paragraphs_of(parsed))
    ]


def together(
    tree: Tree,
    finder: Finder,
    quotes: Sequence[Quote],
    proposals: Sequence[tuple[Proposal, float]],
    ruled: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """What the tagger proposes and what the rules found, joined."""
    name = finder_version(finder)
    return joined(tree, outermost(quotes), proposals, ruled, tagger=name, held=weights(finder))


def known_to(finder: Finder) -> Known:
    """Tells which words the tagger's vocabulary holds whole; the rules have none and borrow the full tagger's."""
    tokenizer = open_tokenizer(MODELS / ("full" if finder == "rules" else finder))
    return lambda word: tokenizer.token_to_id(word.lower()) is not None


def finder_version(finder: Finder) -> str:
    """The name and version of a finder's model; "rules" for the rules alone.

    >>> finder_version("rules")
    'rules'
    """
    return finder if finder == "rules" else open_tagger(MODELS / finder).name
