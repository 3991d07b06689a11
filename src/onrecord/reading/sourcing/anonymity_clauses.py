"""Leaves out what only tells that a name is kept back: "who asked not to be named" is no statement of its own.

Attributions with their `withheld` words in; those out that do not lie within such words, `within` set anew.

>>> asked = Attribution(Span(12, 15), Span(16, 21), (Span(22, 37),), "indirect", "ask", "indirect/to-infinitive", 0.8)
>>> told = Attribution(Span(0, 37), Span(39, 43), (Span(44, 60),), "indirect", "state", "indirect/that-clause", 0.9)
>>> [each.act for each in stated((asked, replace(told, withheld=Span(16, 37))))]
['state']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Attribution, Span


def stated(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions that are statements; one that stood within what is left out stands where that stood."""
    kept_back = sorted({a.withheld for a in attributions if a.withheld is not None})
    gone = {n for n, each in enumerate(attributions) if _lies_in(each, kept_back)}
    if not gone:
        return tuple(attributions)
    place = {n: at for at, n in enumerate(n for n in range(len(attributions)) if n not in gone)}
    return tuple(
        replace(attributions[n], within=place.get(_holder(attributions, n, gone))) for n in place
    )


def _lies_in(each: Attribution, kept_back: Sequence[Span]) -> bool:
    """Whether cue and content stand in words that keep a name back."""
    if each.cue is None:
        return False
    begin = min(each.cue.end, each.content[0].start)
    end = max(each.cue.end, each.content[-1].end)
    return any(words.start < begin and end <= words.end for words in kept_back)


def _holder(attributions: Sequence[Attribution], number: int, gone: set[int]) -> int:
    """The next outer attribution that stays; -1 for none."""
    outer = attributions[number].within
    while outer is not None and outer in gone:
        outer = attributions[outer].within
    return -1 if outer is None else outer
