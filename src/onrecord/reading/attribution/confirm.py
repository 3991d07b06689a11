"""Confirm the tagger's proposals by the rules': one finding of both, and which of the rules' stay alone.

In: what the tagger and the rules propose. Out: a finding for each proposal of the tagger whose joined confidence is at
least `Weights.least`: the tagger draws its words, the rule that found it too describes it. What only a rule found stays
where its row keeps it (`rules.tsv`): the tagger's training data is flat and has nothing to say of attributions within
others; some rules were measured to be right alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.model import Attribution, Span
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.content_bounds import content_of, source_and_cue
from onrecord.reading.attribution.pairing import (
    Near,
    Pair,
    alike_in,
    certainty,
    overlaps,
    pair,
    weights,
)
from onrecord.reading.attribution.rules.rule_table import JOINED_BY, is_tagged, rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.attribution.source_kinds import sourcing
from onrecord.reading.trace import Trace


def confirm(
    setting: Setting, found: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """One finding of each pair that is sure enough, and what the rules found alone and may keep."""
    if setting.finder == "rules":
        return found
    tagged = [each for each in found if is_tagged(each.rule)]
    pairs, lone = pair(tagged, [each for each in found if not is_tagged(each.rule)])
    held = weights(setting.finder)
    kept: list[Attribution] = []
    doubted: list[Attribution] = []
    for both in pairs:
        certain = certainty(both, held)
        if certain >= held.least:
            kept.append(replace(_joined(setting, both), confidence=round(certain, 3)))
            continue
        note(trace, "confirm", "dropped", both.tagged, f"the tagger is unsure: {certain:.2f}")
        if both.ruled is not None:
            doubted.append(both.ruled)
    alone = [*lone, *_beyond_doubt(doubted, kept, trace)]
    found = (*kept, *_without_rivals(alone, kept, trace))
    return tuple(
        sorted(found, key=lambda a: (a.content[0].start, -a.content[-1].end, a.cue or a.content[0]))
    )


def _joined(setting: Setting, both: Pair) -> Attribution:
    """One finding of a pair: the tagger's words, the rule's description where there is one."""
    tagged, ruled = both.tagged, both.ruled
    source, cue = source_and_cue(setting.tree, both)
    content = content_of(setting.tree, both)
    if ruled is None:
        return replace(tagged, source=source, cue=cue, content=content)
    same = ruled.source == source
    return replace(
        ruled,
        source=source,
        cue=cue,
        content=content,
        rule=f"{tagged.rule}{JOINED_BY}{ruled.rule}",
        sourcing=ruled.sourcing if same else sourcing(setting.tree, setting.tree.tokens_of(source)),
        addressee=unless_said(ruled.addressee, content),
        channel=unless_said(ruled.channel, content),
        question=unless_said(ruled.question, content),
    )


def unless_said(span: Span | None, content: Sequence[Span]) -> Span | None:
    """The span, unless it is part of the content."""
    return None if any(overlaps(span, part) for part in content) else span


def _beyond_doubt(
    doubted: Sequence[Attribution], kept: Sequence[Attribution], trace: Trace | None
) -> Iterator[Attribution]:
    """What the rules found where the tagger is unsure, if its flat training says nothing there.

    Such are transcripts and signatures, of which it knows few, and what stands within other content.
    """
    near = Near(kept)
    for each in doubted:
        if rule_of(each.rule).is_verbatim or any(_holds(kept[n], each) for n in near.to(each)):
            yield each
        else:
            note(trace, "confirm", "dropped", each, "the tagger is unsure of it")


def _without_rivals(
    lone: Sequence[Attribution], kept: Sequence[Attribution], trace: Trace | None
) -> Iterator[Attribution]:
    """What only the rules found, without what the tagger found to be other words."""
    near = Near(kept)
    for each in lone:
        if any(_is_rival(each, kept[other]) for other in near.to(each)):
            note(trace, "confirm", "dropped", each, "the tagger draws other content there")
        else:
            yield each


def _is_rival(each: Attribution, other: Attribution) -> bool:
    """Whether two contents overlap and neither attribution reports the other.

    In "seem to hope for rain" both verbs are of one source, and the content is reported once.
    """
    if alike_in(each.content, other.content) == 0 or _holds(each, other):
        return False
    one = overlaps(each.source, other.source) and rule_of(each.rule).family != "direct"
    return one or not _holds(other, each)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether the inner's cue stands in the outer's content."""
    return any(overlaps(inner.cue, span) for span in outer.content)
