"""Joins what the learned tagger finds with what the rules find: each does what the other cannot.

In: a `Tree`, the tagger's proposals (the unsure ones too) and the rules' attributions. Out: attributions in
text order of content. Where both found one, the tagger draws the words, unless it is unsure of an edge and the
rule is not (`prefers_rule`); the rule says what was done, to whom, through what and in answer to what. What
only a rule found stays where the flat training data has nothing to say: attributions inside attributions, and
rules that were measured to be right alone (`lexicon/attribution/rules.tsv`). A proposal stays if its confidence,
joined from both, is at least `Weights.least`.

`pairing.py` weighs the pairs; `tests/golden/joined` shows what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Attribution, Parsed, Sourcing, Span
from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.content_bounds import belonging, carried, reaching
from onrecord.reading.attribution.cue_lookup import describe
from onrecord.reading.attribution.cues import Cue, find_cues
from onrecord.reading.attribution.nested import WANTS, holders, reports_within
from onrecord.reading.attribution.not_speech import is_unsaid
from onrecord.reading.attribution.pairing import (
    Near,
    Pair,
    Weights,
    alike_in,
    certainty,
    edge_score,
    overlaps,
    pair,
)
from onrecord.reading.attribution.participants import find_participants
from onrecord.reading.attribution.prompting import only_rouses
from onrecord.reading.attribution.rule_join import Marks, form_of, only_asks
from onrecord.reading.attribution.rules import rule_of
from onrecord.reading.attribution.source_kinds import sourcing
from onrecord.reading.attribution.source_phrase import quoting_verb
from onrecord.reading.attribution.tagger.proposals import Proposal
from onrecord.reading.parse.tree import Tree

# Below this the tagger alone is seldom right within other content: in 1 of 11 findings down to 0.55, read in dev and
# other news.
_SURE_WITHIN = 0.75
_LOOSE_ENDS = " :,;\n\t"
# A colon is part of the cue: annotators drew it there in 368 of 386 places.
_LOOSE_ENDS_OF_CUE = _LOOSE_ENDS.replace(":", "")


def prefers_rule(both: Pair, held: Weights) -> bool:
    """Whether the rule's content is likelier drawn as an annotator would than the tagger's."""
    if both.ruled is None or both.ruled.content == both.proposal.content:
        return False
    rule = rule_of(both.ruled.rule)
    addressed = both.ruled.addressee is not None
    if rule.is_verbatim or (addressed and rule.keeps_as("content", both.ruled.act)):
        return True
    return edge_score(both, held) > 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What every join of one report looks at: its tree, its quotations, its cues, the tagger's name."""

    tree: Tree
    marks: Marks
    cues: Mapping[int, Cue]
    tagger: str


def joined(
    tree: Tree,
    marks: Marks,
    proposals: Sequence[tuple[Proposal, float]],
    ruled: Sequence[Attribution],
    *,
    tagger: str,
    held: Weights,
) -> tuple[Attribution, ...]:
    """All attributions, in text order of content, `within` set anew."""
    pairs, others = pair(proposals, ruled)
    setting = Setting(tree, marks, {cue.at: cue for cue in find_cues(tree)}, tagger)
    found: list[Attribution] = []
    for both in pairs:
        certain = certainty(both, held)
        if certain >= held.least:
            drawn = _drawn(setting, reaching(tree, belonging(tree, marks, both)), held)
            if is_unsaid(tree, marks, drawn, alone=both.ruled is None):
                continue
            found.extend(carried(tree, marks, replace(drawn, confidence=round(certain, 3))))
        elif both.ruled is not None and _stands_alone(both.ruled):
            others.append(both.ruled)
    found = _told_once(_without_questions(tree, [*found, *_alone(others, found)]))
    found.sort(key=lambda a: (a.content[0].start, -a.content[-1].end, a.cue or a.content[0]))
    return _nested(setting, found)


def _stands_alone(ruled: Attribution) -> bool:
    """Whether an unsure tagger takes nothing from a rule: flat training knows no "within", few transcripts and signatures."""
    return ruled.within is not None or rule_of(ruled.rule).is_verbatim


def _nested(setting: Setting, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The findings with `within` set, without those that may only stand within and do not."""
    outer = [
        holder if holder is not None and _reaches(setting, found[holder], each) else None
        for each, holder in zip(found, holders(found), strict=True)
    ]
    stays = [
        _may_stay(setting, each, None if holder is None else found[holder])
        for each, holder in zip(found, outer, strict=True)
    ]
    number_of = {number: place for place, number in enumerate(n for n, s in enumerate(stays) if s)}
    return tuple(
        replace(found[number], within=None if holder is None else number_of.get(holder))
        for number, holder in enumerate(outer)
        if stays[number]
    )


def _reaches(setting: Setting, outer: Attribution, inner: Attribution) -> bool:
    """Whether the outer one's words surely go on to the inner's cue: in its sentence, or between its marks."""
    if inner.cue is None or _beside(setting.tree, outer, inner):
        return False
    if overlaps(inner.source, outer.source):
        return False  # "urged them to go, insisting that …": a second verb of whoever speaks
    if setting.marks.around(inner.cue.start) is not None:
        return True
    if outer.act in WANTS and _in_relative_clause(setting.tree, inner.cue):
        return False
    tokens, at = setting.tree.tokens, setting.tree.at
    sentence = tokens[at(inner.cue.start)].sentence
    starts = [span.start for span in outer.content] + ([outer.cue.start] if outer.cue else [])
    return any(tokens[at(start)].sentence == sentence for start in starts)


def _in_relative_clause(tree: Tree, cue: Span) -> bool:
    """Whether a cue tells more of somebody: within what is asked for that is the report's, not the asker's.

    As in "urged them to question Falk, who had said that …": what is asked for has not been, what was said has.
    """
    return any(tree.tokens[i].dep == "relcl" for i in range(*tree.within(cue)))


def _beside(tree: Tree, outer: Attribution, inner: Attribution) -> bool:
    """Whether the inner's verb is a second one beside the outer's: "urging them to leave and warning that …"."""
    if inner.cue is None or outer.cue is None:
        return False
    verbs = (tree.tokens[i] for i in range(*tree.within(inner.cue)))
    outer_words = range(*tree.within(outer.cue))
    return any(verb.dep == "conj" and verb.head in outer_words for verb in verbs)


def _may_stay(setting: Setting, each: Attribution, holder: Attribution | None) -> bool:
    """Whether a finding is sure enough where it stands, or one of the rules that need no tagger.

    Where the tagger alone found what holds it, the rule did not know that it stands within.
    """
    alone = each.rule == setting.tagger
    if holder is not None and _is_loose(each) and each.within is None:
        return reports_within(setting.tree, _as_draft(setting, each), _as_draft(setting, holder))
    if holder is not None:
        return not alone or each.confidence >= _SURE_WITHIN
    return each.rule.startswith(setting.tagger) or rule_of(each.rule).keeps_as(
        "outermost", each.act
    )


def _is_loose(each: Attribution) -> bool:
    """Whether a finding is looked at again where only the tagger's words hold it."""
    rule = rule_of(each.rule)
    return rule.is_phrase or rule.family == "according"


def _as_draft(setting: Setting, each: Attribution) -> Draft:
    """A finding with the verb it hangs on, as the rules judge it."""
    tree = setting.tree
    verb = describe(tree, setting.cues, each.cue).verb
    return Draft(
        verb, tree.tokens_of(each.source), each.cue, each.content, each.rule, each.cue_lemma
    )


def _drawn(setting: Setting, both: Pair, held: Weights) -> Attribution:
    """One attribution of a pair: the words of one, the rest from the rule or from the lexicon."""
    proposal, rule, tree = both.proposal, both.ruled, setting.tree
    content = rule.content if rule and prefers_rule(both, held) else proposal.content
    source, cue = _source_and_cue(tree, both)
    verbatim = rule is not None and rule_of(rule.rule).is_verbatim
    found = Attribution(
        source=source,
        cue=cue,
        content=content,
        form="direct" if verbatim else form_of(tree.parsed.text, setting.marks, content),
        act="state",
        rule=f"{setting.tagger} + {rule.rule}" if rule else setting.tagger,
        confidence=0.0,
    )
    if rule is not None and rule.cue is not None:
        return replace(
            found,
            act=rule.act,
            cue_lemma=rule.cue_lemma,
            sourcing=rule.sourcing if rule.source == source else _sourcing(tree, source),
            addressee=_free(rule.addressee, content),
            channel=_free(rule.channel, content),
            question=_free(rule.question, content),
        )
    return _described(tree, setting.cues, found)


def _source_and_cue(tree: Tree, both: Pair) -> tuple[Span | None, Span | None]:
    """Who speaks and by which words: as the tagger drew them, else the rule."""
    proposal, rule = both.proposal, both.ruled
    source = _trimmed(tree.parsed.text, proposal.source, _LOOSE_ENDS)
    cue = _with_colon(
        tree.parsed.text, _trimmed(tree.parsed.text, proposal.cue, _LOOSE_ENDS_OF_CUE)
    )
    if rule is None:
        return source, cue
    source, cue = source or rule.source, cue or rule.cue
    if overlaps(cue, rule.channel) or overlaps(cue, rule.addressee):
        cue = rule.cue  # the tagger drew "said in a statement" as one
    if rule.cue is not None and (
        _is_quoted(tree, rule.cue) or (rule.source and _is_accorded(tree, source, cue))
    ):
        source = rule.source
    if rule.source and source and _begins_in_phrase(tree, source, rule.source):
        source = Span(rule.source.start, max(source.end, rule.source.end))
    return source, cue


def _with_colon(text: str, cue: Span | None) -> Span | None:
    """The cue with the colon that stands right behind it."""
    return Span(cue.start, cue.end + 1) if cue and text.startswith(":", cue.end) else cue


def _begins_in_phrase(tree: Tree, source: Span, ruled: Span) -> bool:
    """Whether a source begins with a phrase's end, before the rule's: "In [Karsk the mayor, Mira Tasel,] said …"."""
    if not source.start < ruled.start < source.end:
        return False
    first = tree.at(source.start)
    head = tree.tokens[first].head
    return tree.tokens[first].dep == "pobj" and head < first


def _is_accorded(tree: Tree, source: Span | None, cue: Span | None) -> bool:
    """Whether a source stands behind "according to" and speaks by that alone: "Falk, according to Tasel, told …"."""
    if source is None or cue is None:
        return False
    first = tree.at(source.start)
    words = [token.text.lower() for token in tree.tokens[max(first - 2, 0) : first]]
    return words == ["according", "to"] and cue.start > source.start


def _is_quoted(tree: Tree, cue: Span) -> bool:
    """Whether a cue is the "saying" of "quoted by the agency as saying", which flat training gives to the agency."""
    return any(quoting_verb(tree, tree.tokens[i]) for i in range(*tree.within(cue)))


def _described(tree: Tree, cues: Mapping[int, Cue], found: Attribution) -> Attribution:
    """What the lexicon and the parse say of a finding no rule has: its act, its lemma, its participants."""
    if found.source and found.cue and only_rouses(tree, found.source, found.cue):
        found = replace(found, source=None)
    told = describe(tree, cues, found.cue)
    described = replace(
        found, act=told.act, cue_lemma=told.lemma, sourcing=_sourcing(tree, found.source)
    )
    if told.verb is None or found.source is None:
        return described
    tokens = tree.tokens_of(found.source)
    draft = Draft(told.verb, tokens, found.cue, found.content, found.rule, told.lemma)
    participants = find_participants(tree, draft)
    return replace(
        described,
        addressee=_free(participants.addressee, found.content),
        channel=_free(participants.channel, found.content),
        question=_free(participants.question, found.content),
    )


def _free(span: Span | None, content: Sequence[Span]) -> Span | None:
    """The span, unless it is part of what was said."""
    return None if any(overlaps(span, part) for part in content) else span


def _sourcing(tree: Tree, source: Span | None) -> Sourcing:
    return sourcing(tree, tree.tokens_of(source))


def _trimmed(text: str, span: Span | None, loose: str) -> Span | None:
    """A source or cue without the comma or blank the corpus draws into some."""
    if span is None:
        return None
    end = span.end
    while end > span.start + 1 and text[end - 1] in loose:
        end -= 1
    return Span(span.start, end)


def _alone(others: Sequence[Attribution], found: Sequence[Attribution]) -> Iterator[Attribution]:
    """What only the rules found, where it may stay: within other content, around it, or beside it."""
    near = Near(found)
    for each in others:
        if each.within is not None:
            if rule_of(each.rule).keeps_as("nested", each.act):
                yield each
        elif rule_of(each.rule).keeps_as("outermost", each.act) and not any(
            _clash(each, found[other]) for other in near.to(each)
        ):
            yield each


def _clash(each: Attribution, other: Attribution) -> bool:
    """Whether two contents overlap and neither attribution reports the other.

    In "seem to hope for rain" both verbs are of one source, and what is told is told once.
    """
    if alike_in(each.content, other.content) == 0 or _holds(each, other):
        return False
    one = overlaps(each.source, other.source) and rule_of(each.rule).family != "direct"
    return one or not _holds(other, each)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether the inner's cue stands in the outer's content."""
    return any(overlaps(inner.cue, span) for span in outer.content)


def _told_once(found: Sequence[Attribution]) -> list[Attribution]:
    """The findings without what carries on nothing: words another finding tells with a cue of its own."""
    told = {each.content for each in found if each.cue}
    return [each for each in found if each.cue or each.content not in told]


def _without_questions(tree: Tree, found: Sequence[Attribution]) -> list[Attribution]:
    """The findings without the "asked" whose question somebody's answer already bears."""
    asked = {each.question.start for each in found if each.question}
    return [each for each in found if not only_asks(tree, each.cue, asked)]


def paragraphs_of(parsed: Parsed) -> list[Span]:
    """The paragraphs the tagger reads: all parsed ones but datelines, from first token to last."""
    return [
        Span(parsed.tokens[place.first].start, parsed.tokens[place.last - 1].end)
        for place, kind in zip(parsed.paragraphs, parsed.kinds, strict=True)
        if kind != "dateline" and place.first < place.last
    ]
