"""The order of the rules, at a glance: a parse in, candidates of attributions out, the surer ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.content_clauses import (
    content_after_parenthesis,
    find_clause,
)
from onrecord.reading.attribution.rules.continuation import find_continued
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.direct_speech import find_quoted
from onrecord.reading.attribution.rules.marks import Marks
from onrecord.reading.attribution.rules.nominal import find_according_to, find_nominal
from onrecord.reading.attribution.rules.parse_repairs import find_noun_parsed_as_verb
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.attribution.rules.source_phrase import quoting_verb
from onrecord.reading.attribution.rules.verbatim import find_signed, find_transcript_turns
from onrecord.reading.parse.quotes import Quote
from onrecord.reading.parse.tree import Tree


def find_candidates(
    tree: Tree, quotes: Sequence[Quote], marks: Marks, cues: Sequence[Cue]
) -> list[Candidate]:
    """What each rule finds in a report with these quotations and reporting verbs."""
    outside = [cue for cue in cues if marks.around(tree.tokens[cue.at].start) is None]
    inside = [cue for cue in cues if marks.around(tree.tokens[cue.at].start) is not None]
    direct, left = find_quoted(tree, quotes, outside)
    nested, _ = find_quoted(tree, quotes, inside, depth=1)
    indirect = _indirect(tree, cues, [*direct, *nested])
    others = [*find_according_to(tree), *find_nominal(tree), *find_transcript_turns(tree)]
    signed = find_signed(tree)
    verbatim = {
        _home_paragraph(tree, candidate)
        for candidate in [*others, *signed]
        if rule_of(candidate.rule).is_verbatim
    }
    left = [
        place for place in left if tree.paragraph[tree.before(place.quote.start)] not in verbatim
    ]
    carried = find_continued(tree, left, [*direct, *indirect, *others], outside)
    return [*direct, *carried, *nested, *indirect, *others, *signed]


def _home_paragraph(tree: Tree, candidate: Candidate) -> int:
    """The number of the paragraph a candidate's words begin in."""
    return tree.paragraph[tree.at(candidate.content[0].start)]


def _indirect(tree: Tree, cues: Sequence[Cue], direct: Sequence[Candidate]) -> list[Candidate]:
    """Indirect speech at every cue that has no direct speech."""
    taken = {candidate.verb.at for candidate in direct if candidate.verb}
    found = [
        candidate
        for cue in cues
        if cue.at not in taken
        for candidate in find_noun_parsed_as_verb(tree, cue)
    ]
    taken |= {candidate.verb.at for candidate in found if candidate.verb}
    quoted = _quoted_as(tree, direct)
    for cue in cues:
        if cue.at in taken:
            continue
        candidate = find_clause(tree, cue)
        if candidate is None or (
            candidate.source is None and not _reports_without_source(tree, cue)
        ):
            continue
        rest = content_after_parenthesis(tree, candidate)
        candidate = replace(candidate, content=(*candidate.content, rest)) if rest else candidate
        if cue.at in quoted:  # the words are the agency's to quote and Tasel's own
            candidate = replace(
                candidate, content=tuple(sorted((*quoted[cue.at].content, *candidate.content)))
            )
        found.append(candidate)
    return found


def _quoted_as(tree: Tree, direct: Sequence[Candidate]) -> dict[int, Candidate]:
    """Direct speech behind "as saying", by the verb that quotes: "“We wait,” the agency quoted Tasel as saying"."""
    found: dict[int, Candidate] = {}
    for candidate in direct:
        quoting = quoting_verb(tree, tree.tokens[candidate.verb.at]) if candidate.verb else None
        if quoting is not None:
            found[quoting.i] = candidate
    return found


def _reports_without_source(tree: Tree, cue: Cue) -> bool:
    """Whether a cue without a source still reports: "it was reported that …"."""
    auxiliary = tree.child(cue.at, "auxpass") is not None
    return auxiliary and cue.passive and cue.strength == "strong"
