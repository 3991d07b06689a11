"""What every step of attribution looks at: one report's tree, quotations, reporting verbs, and what the rules found.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel denied that the bridge was closed."
>>> setting = setting_of(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))))
>>> setting.verb_at(Span(11, 17)).lemma, setting.candidates[0].rule
('deny', 'indirect/that-clause')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from onrecord.model import Span
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.cues import Cue, find_cues
from onrecord.reading.attribution.rules.marks import Marks, outermost
from onrecord.reading.attribution.rules.rule_candidates import find_candidates
from onrecord.reading.parse.quotes import find_quotes
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace

Finder: TypeAlias = Literal["full", "fast", "rules"]
FINDERS: tuple[Finder, ...] = ("full", "fast", "rules")


@dataclass(frozen=True, slots=True)
class Setting:
    """One report as the steps see it. `cues` are the reporting verbs and nouns by their token."""

    tree: Tree
    marks: Marks
    cues: Mapping[int, Cue]
    candidates: tuple[Candidate, ...]
    finder: Finder

    @property
    def text(self) -> str:
        """The report's text."""
        return self.tree.parsed.text

    def verb_at(self, cue: Span | None) -> Cue | None:
        """The reporting verb or noun among the words of a cue."""
        if cue is None:
            return None
        return next((self.cues[i] for i in range(*self.tree.within(cue)) if i in self.cues), None)


def setting_of(tree: Tree, finder: Finder = "rules", trace: Trace | None = None) -> Setting:
    """The setting of a report for a finder: its cues are sought once, and the rules run once."""
    paragraphs = [tree.span(place) for place in tree.parsed.paragraphs if place.first < place.last]
    quotes = find_quotes(tree.parsed.text, paragraphs)
    marks = outermost(quotes)
    cues = find_cues(tree, trace)
    candidates = tuple(find_candidates(tree, quotes, marks, cues))
    if trace is not None:
        _note_unused(trace, tree, cues, candidates)
    known = {cue.at: cue for cue in cues} | {d.verb.at: d.verb for d in candidates if d.verb}
    return Setting(tree, marks, known, candidates, finder)


def _note_unused(
    trace: Trace, tree: Tree, cues: Sequence[Cue], candidates: Sequence[Candidate]
) -> None:
    """Note the cues for which no rule finds source and content."""
    used = {candidate.verb.at for candidate in candidates if candidate.verb}
    for cue in cues:
        if cue.at not in used:
            why = f"no rule finds source and content of “{cue.lemma}”"
            trace.note("rules", "dropped", (tree.span(cue.words),), why)
