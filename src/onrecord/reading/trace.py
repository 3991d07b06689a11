"""What each step decides about a candidate: kept only when asked for, so that it costs nothing else.

A step takes `trace: Trace | None` and notes its decisions with `trace.note(...)` if there is one. A trace is the one
object of `reading/` that grows; nothing is decided by it.

>>> trace = Trace()
>>> trace.note("not_speech", "dropped", (Span(0, 4),), "the subject denies existence: “nobody said”")
>>> [(decision.step, decision.verdict) for decision in trace.decisions]
[('not_speech', 'dropped')]
>>> [decision.why for decision in trace.at(2)]
['the subject denies existence: “nobody said”']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.model import Decision, Span, Verdict


class Trace:
    """The decisions of one reading, in the order they are made."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def note(
        self, step: str, verdict: Verdict, spans: Iterable[Span], why: str, *, rule: str = ""
    ) -> None:
        """Keep one decision: which step, what it does with which candidate, why.

        `spans` are the candidate's words, the telling ones first (content, cue, source; or a mention); `rule` is the
        name of the rule or model that found it, "" where none did.
        """
        self.decisions.append(Decision(step, verdict, tuple(spans), why, rule))

    def at(self, start: int, end: int | None = None) -> Iterator[Decision]:
        """The decisions about candidates with words in `[start, end)`; without `end` at the one character."""
        stop = start + 1 if end is None else end
        for decision in self.decisions:
            if any(span.start < stop and start < span.end for span in decision.spans):
                yield decision
