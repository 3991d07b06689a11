"""Attributions within attributions: which one holds which, and which of them stay.

In: findings in text order of content. Out: those that stay, each with `within`, the number of the one whose content
holds its cue. What a rule found must be kept there by its row; what the tagger alone found within other content must
be sure, as its training data marks nothing there.

>>> outer = Attribution(None, Span(4, 8), (Span(9, 40),), "indirect", "state", "r", 0.9)
>>> inner = Attribution(None, Span(14, 20), (Span(21, 40),), "indirect", "state", "r", 0.9)
>>> holders([outer, inner])
[None, 0]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Attribution, Span
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.nested import reason_to_drop
from onrecord.reading.attribution.pairing import overlaps
from onrecord.reading.attribution.rules.rule_table import Rule, is_tagged, rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.trace import Trace

# Below this the tagger alone is seldom right within other content: in 1 of 11 findings down to 0.55, read in dev and
# other news.
SURE_NESTED = 0.75
# Contents within contents that are looked at; deeper ones are noise.
_DEEPEST = 32


def nest(
    setting: Setting, found: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """The findings that stay where they stand, with `within` set."""
    outer = [
        holder if holder is not None and _reaches(setting, found[holder], each) else None
        for each, holder in zip(found, holders(found), strict=True)
    ]
    number_of: dict[int, int] = {}
    for number, holder in enumerate(outer):
        why = _reason_misplaced(setting, found[number], None if holder is None else found[holder])
        if why is None:
            number_of[number] = len(number_of)
        else:
            note(trace, "nest", "dropped", found[number], why)
    return tuple(
        _placed(found, number, outer[number], _kept_ancestor(outer, number, number_of))
        for number in number_of
    )


def _kept_ancestor(
    outer: Sequence[int | None], number: int, number_of: dict[int, int]
) -> int | None:
    """The new number of the innermost finding that stays and holds this one."""
    holder = outer[number]
    while holder is not None and holder not in number_of:
        holder = outer[holder]
    return None if holder is None else number_of[holder]


def _placed(
    found: Sequence[Attribution], number: int, holder: int | None, within: int | None
) -> Attribution:
    """A finding with `within`; a rule's with no more content than the one that holds it has."""
    each = found[number]
    content = None
    if holder is not None and not is_tagged(each.rule):
        content = clipped(each.content, found[holder].content)
    return replace(each, content=content or each.content, within=within)


def _reason_misplaced(
    setting: Setting, each: Attribution, holder: Attribution | None
) -> str | None:
    """Why a finding does not stay where it stands; None where it does."""
    rule, tagged = rule_of(each.rule), is_tagged(each.rule)
    if holder is None:
        return None if tagged else _reason_not_alone(setting, each, rule)
    if tagged and rule.family == "tagged":
        sure = each.confidence >= SURE_NESTED
        return None if sure else "the tagger alone is seldom right within other content"
    if rule.is_verbatim:
        return None
    if not tagged and setting.finder != "rules" and not rule.keeps_as("nested", each.act):
        return "the rule keeps nothing within other content that the tagger did not find"
    if tagged and not (rule.is_phrase or rule.family == "according"):
        return None
    return reason_to_drop(setting, each, holder)


def _reason_not_alone(setting: Setting, each: Attribution, rule: Rule) -> str | None:
    """Why what a rule alone found does not stay on its own."""
    if each.cue is not None and setting.marks.around(each.cue.start) and not rule.is_verbatim:
        return "its cue stands in a quotation of which it is not known who speaks"
    if setting.finder != "rules" and not rule.keeps_as("outermost", each.act):
        return "the rule keeps nothing on its own that the tagger did not find"
    return None


def holders(found: Sequence[Attribution]) -> list[int | None]:
    """For each finding the number of the one with the innermost content that holds its cue, and is longer than its own.

    One sweep over cues and contents in text order; "longer" keeps two from holding each other.
    """
    spans = sorted((span.start, -span.end, n) for n, d in enumerate(found) for span in d.content)
    cues = sorted((d.cue.start, d.cue.end, n) for n, d in enumerate(found) if d.cue)
    sizes = [(d.content[-1].end - d.content[0].start, -n) for n, d in enumerate(found)]
    held_by: list[int | None] = [None] * len(found)
    opened: list[tuple[int, int]] = []
    following = 0
    for start, end, number in cues:
        while following < len(spans) and spans[following][0] <= start:
            opened.append((-spans[following][1], spans[following][2]))
            following += 1
        while opened and opened[-1][0] <= start:
            opened.pop()
        for span_end, other in reversed(opened[-_DEEPEST:]):
            if span_end >= end and other != number and sizes[other] > sizes[number]:
                held_by[number] = other
                break
    return held_by


def _reaches(setting: Setting, outer: Attribution, inner: Attribution) -> bool:
    """Whether the outer one's words surely go on to the inner's cue: in its sentence, or between its marks."""
    if inner.cue is None or overlaps(inner.source, outer.source):
        return False  # "urged them to go, insisting that …": a second verb of the same speaker
    if setting.marks.around(inner.cue.start) is not None:
        return True
    tokens, at = setting.tree.tokens, setting.tree.at
    sentence = tokens[at(inner.cue.start)].sentence
    starts = [span.start for span in outer.content] + ([outer.cue.start] if outer.cue else [])
    return any(tokens[at(start)].sentence == sentence for start in starts)


def clipped(content: Sequence[Span], outer: Sequence[Span]) -> tuple[Span, ...] | None:
    """Content within the outer one's, cut at its edges; None where a span begins or ends outside of it.

    >>> clipped([Span(8, 30)], [Span(5, 12), Span(20, 40)])
    (Span(start=8, end=12),)
    """
    start, end = outer[0].start, outer[-1].end
    kept: list[Span] = []
    for span in content:
        around = next((each for each in outer if each.start <= span.start < each.end), None)
        if around is None or not (start <= span.start and span.end <= end):
            return None
        kept.append(Span(span.start, min(span.end, around.end)))
    return tuple(kept)
