"""Drop attributions that only say that a name is withheld: "who asked not to be named" is no statement of its own.

In: attributions with their `withheld` words. Out: those that do not lie within such words, with `within` renumbered.

>>> asked = Attribution(Span(12, 15), Span(16, 21), (Span(22, 37),), "indirect", "ask", "indirect/to-infinitive", 0.8)
>>> said = Attribution(Span(0, 37), Span(39, 43), (Span(44, 60),), "indirect", "state", "indirect/that-clause", 0.9)
>>> [each.act for each in drop_anonymity_clauses((asked, replace(said, withheld=Span(16, 37))))]
['state']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Attribution, Span
from onrecord.reading.trace import Trace


def drop_anonymity_clauses(
    attributions: Sequence[Attribution], trace: Trace | None = None
) -> tuple[Attribution, ...]:
    """The attributions that are statements; one nested in a dropped one moves to where that was nested."""
    withheld = sorted({a.withheld for a in attributions if a.withheld is not None})
    dropped = {n for n, each in enumerate(attributions) if _lies_in(each, withheld)}
    if not dropped:
        return tuple(attributions)
    if trace is not None:
        for n in sorted(dropped):
            spans = (*attributions[n].content, *filter(None, [attributions[n].cue]))
            why = "the words only say that a name is withheld"
            trace.note("drop_anonymity_clauses", "dropped", spans, why, rule=attributions[n].rule)
    kept = [n for n in range(len(attributions)) if n not in dropped]
    place = {n: at for at, n in enumerate(kept)}
    return tuple(
        replace(attributions[n], within=place.get(_kept_holder(attributions, n, dropped)))
        for n in kept
    )


def _lies_in(attribution: Attribution, withheld: Sequence[Span]) -> bool:
    """True if cue and content lie in words that withhold a name."""
    cue = attribution.cue
    if cue is None:
        return False
    begin = min(cue.end, attribution.content[0].start)
    end = max(cue.end, attribution.content[-1].end)
    return any(words.start < begin and end <= words.end for words in withheld)


def _kept_holder(attributions: Sequence[Attribution], number: int, dropped: set[int]) -> int:
    """The nearest outer attribution that is kept; -1 for none."""
    outer = attributions[number].within
    while outer is not None and outer in dropped:
        outer = attributions[outer].within
    return -1 if outer is None else outer
