"""When each statement was made: the time expression of the clause that attributes it.

In: attributions, the report's times, the parse. Out: the same attributions with `said` filled where a
time hangs on the cue itself, or on how the speaker came to speak; who speaks on, named by a pronoun or not
at all, does so then. A time inside the content says when something happened, not when it was
said; without a time of its own a statement keeps `said=None` and is never given the report's date.

>>> from onrecord.reading.times.said import date_statements
>>> date_statements((), (), Parsed("", (), (), (), (), (), ()), None)
()
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Dated, Parsed, Span, Time

# A time hangs on its cue within a few steps of the tree: "said in a call | on | Sunday".
STEPS = 4
# Who speaks on without being named again does so at the same occasion; told further off, that is open.
CARRIED = 2


def date_statements(
    attributions: Sequence[Attribution],
    times: Sequence[Time],
    parsed: Parsed,
    published: Dated | None,  # noqa: ARG001  # agreed: a date may lean on it, but never default to it
) -> tuple[Attribution, ...]:
    """The attributions with `said` set where a time expression is attached to the cue."""
    starts = [token.start for token in parsed.tokens]
    told: dict[int, list[tuple[int, Time]]] = defaultdict(list)
    for time in times:
        if time.type in {"DATE", "TIME"} and not time.value.endswith("REF"):
            last = bisect_right(starts, time.span.end - 1) - 1
            told[parsed.tokens[last].sentence].append((last, time))
    dated = [replace(a, said=_said(a, told, parsed, starts)) for a in attributions]
    by_place = sorted(range(len(dated)), key=lambda i: _place(dated[i]))
    for before, after in pairwise(by_place):
        if dated[after].said is None and _carries_on(dated[before], dated[after], parsed, starts):
            dated[after] = replace(dated[after], said=_carried(dated[before].said))
    return tuple(dated)


def _place(attribution: Attribution) -> int:
    """Where a statement is told: at its cue, else at its content."""
    return attribution.cue.start if attribution.cue else attribution.content[0].start


def _carries_on(
    before: Attribution, after: Attribution, parsed: Parsed, starts: Sequence[int]
) -> bool:
    """Whether the same speaker speaks on, told by a pronoun or by nothing, within two sentences."""
    if before.said is None or before.speaker is None or before.speaker != after.speaker:
        return False
    if after.cue is not None and after.source is not None:
        token = parsed.tokens[bisect_right(starts, after.source.start) - 1]
        if token.tag != "PRP" or token.end < after.source.end:
            return False
    first, last = (
        parsed.tokens[bisect_right(starts, _place(a)) - 1].sentence for a in (before, after)
    )
    return last - first <= CARRIED


def _carried(said: Dated | None) -> Dated | None:
    return said and replace(said, why=f"the speaker goes on from what was said then; {said.why}")


def _said(
    attribution: Attribution,
    told: Mapping[int, Sequence[tuple[int, Time]]],
    parsed: Parsed,
    starts: list[int],
) -> Dated | None:
    cue = attribution.cue
    if cue is None or not starts:
        return None
    inside = {bisect_right(starts, cue.start) - 1, bisect_right(starts, cue.end - 1) - 1}
    best: tuple[int, Time] | None = None
    for last, time in told.get(parsed.tokens[min(inside)].sentence, ()):
        speaking = _while_speaking(attribution, last, parsed, inside)
        if _touches(time.span, attribution) and not speaking:
            continue
        steps = STEPS if speaking else _steps_to(parsed, last, inside)
        if steps is not None and (best is None or steps < best[0]):
            best = (steps, time)
    return best[1].dated if best else None


def _touches(span: Span, attribution: Attribution) -> bool:
    """Whether a time stands in the content, the question or the source's own words."""
    apart = (*attribution.content, *(s for s in (attribution.question, attribution.source) if s))
    return any(span.start < other.end and other.start < span.end for other in apart)


def _while_speaking(attribution: Attribution, i: int, parsed: Parsed, cue: set[int]) -> bool:
    """Whether a time tells how the source came to speak: `Pell, reached by telephone on Friday,`."""
    source = attribution.source
    token = parsed.tokens[i]
    for _ in range(STEPS):
        token = parsed.tokens[token.head]
        if token.pos == "VERB":
            break
    if source is None or token.tag not in {"VBG", "VBN"} or token.lemma not in occasion_verbs():
        return False
    above = parsed.tokens[token.head]
    return above.i in cue or source.start <= above.start < source.end


@cache
def occasion_verbs() -> frozenset[str]:
    """Verbs whose participle tells the occasion on which somebody speaks."""
    return frozenset(row["verb"] for row in rows("occasion_verbs"))


def _steps_to(parsed: Parsed, i: int, cue: set[int]) -> int | None:
    """How many steps of the tree lead from token `i` up to the cue, through no other verb."""
    for steps in range(STEPS + 1):
        if i in cue:
            return steps
        token = parsed.tokens[i]
        if token.head == i or (steps and token.pos == "VERB"):
            return None
        i = token.head
    return None
