"""The order of the rules, at a glance: a parse in, drafts of attributions out, the surer ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.content_clauses import content_after_parenthesis, find_clause
from onrecord.reading.attribution.continuation import find_continued
from onrecord.reading.attribution.cues import Cue
from onrecord.reading.attribution.direct_speech import find_quoted
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.nominal import find_according_to, find_nominal
from onrecord.reading.attribution.parse_repairs import find_noun_parsed_as_verb
from onrecord.reading.attribution.rules import rule_of
from onrecord.reading.attribution.source_phrase import quoting_verb
from onrecord.reading.attribution.verbatim import find_signed, find_transcript_turns
from onrecord.reading.parse.quotes import Quote
from onrecord.reading.parse.tree import Tree


def find_drafts(
    tree: Tree, quotes: Sequence[Quote], marks: Marks, cues: Sequence[Cue]
) -> list[Draft]:
    """What each rule finds in a report with these quotations and reporting verbs."""
    outside = [cue for cue in cues if marks.around(tree.tokens[cue.at].start) is None]
    inside = [cue for cue in cues if marks.around(tree.tokens[cue.at].start) is not None]
    direct, left = find_quoted(tree, quotes, outside)
    nested, _ = find_quoted(tree, quotes, inside, depth=1)
    indirect = _indirect(tree, cues, [*direct, *nested])
    others = [*find_according_to(tree), *find_nominal(tree), *find_transcript_turns(tree)]
    signed = find_signed(tree)
    verbatim = {
        _paragraph(tree, draft) for draft in [*others, *signed] if rule_of(draft.rule).is_verbatim
    }
    left = [
        place for place in left if tree.paragraph[tree.before(place.quote.start)] not in verbatim
    ]
    carried = find_continued(tree, left, [*direct, *indirect, *others], outside)
    return [*direct, *carried, *nested, *indirect, *others, *signed]


def _paragraph(tree: Tree, draft: Draft) -> int:
    """The number of the paragraph a draft's words begin in."""
    return tree.paragraph[tree.at(draft.content[0].start)]


def _indirect(tree: Tree, cues: Sequence[Cue], direct: Sequence[Draft]) -> list[Draft]:
    """Indirect speech at every cue that has no direct speech."""
    taken = {draft.verb.at for draft in direct if draft.verb}
    found = [
        draft
        for cue in cues
        if cue.at not in taken
        for draft in find_noun_parsed_as_verb(tree, cue)
    ]
    taken |= {draft.verb.at for draft in found if draft.verb}
    quoted = _quoted_as(tree, direct)
    for cue in cues:
        if cue.at in taken:
            continue
        draft = find_clause(tree, cue)
        if draft is None or (draft.source is None and not _reports_without_source(tree, cue)):
            continue
        rest = content_after_parenthesis(tree, draft)
        draft = replace(draft, content=(*draft.content, rest)) if rest else draft
        if cue.at in quoted:  # the words are the agency's to quote and Tasel's own
            draft = replace(draft, content=tuple(sorted((*quoted[cue.at].content, *draft.content))))
        found.append(draft)
    return found


def _quoted_as(tree: Tree, direct: Sequence[Draft]) -> dict[int, Draft]:
    """Direct speech behind "as saying", by the verb that quotes: "“We wait,” the agency quoted Tasel as saying"."""
    found: dict[int, Draft] = {}
    for draft in direct:
        quoting = quoting_verb(tree, tree.tokens[draft.verb.at]) if draft.verb else None
        if quoting is not None:
            found[quoting.i] = draft
    return found


def _reports_without_source(tree: Tree, cue: Cue) -> bool:
    """Whether a cue without a source still reports: "it was reported that …"."""
    auxiliary = tree.child(cue.at, "auxpass") is not None
    return auxiliary and cue.passive and cue.strength == "strong"
