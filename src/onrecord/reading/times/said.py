"""When each statement was made: the time expression of the clause that attributes it.

In: attributions, the report's times, the parse. Out: the same attributions with `said` filled where a
time hangs on the cue itself. A time inside the content says when something happened, not when it was
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

from onrecord.model import Attribution, Dated, Parsed, Span, Time

# A time hangs on its cue within a few steps of the tree: "said in a call | on | Sunday".
STEPS = 4


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
    return tuple(
        replace(attribution, said=_said(attribution, told, parsed, starts))
        for attribution in attributions
    )


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
        if _touches(time.span, attribution):
            continue
        steps = _steps_to(parsed, last, inside)
        if steps is not None and (best is None or steps < best[0]):
            best = (steps, time)
    return best[1].dated if best else None


def _touches(span: Span, attribution: Attribution) -> bool:
    """Whether a time stands in the content, the question or the source's own words."""
    apart = (*attribution.content, *(s for s in (attribution.question, attribution.source) if s))
    return any(span.start < other.end and other.start < span.end for other in apart)


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
