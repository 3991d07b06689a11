"""A named reason to drop a finding, and the first one that applies.

Steps that drop findings hold their reasons in an ordered tuple, so that a trace can say which one applied and
`bench/ablation.py` can leave one out.

>>> checks = (Check("short", "it has no words", lambda text: not text),)
>>> first_reason(checks, "").why, first_reason(checks, "yes")
('it has no words', None)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from onrecord.model import Attribution, Verdict
from onrecord.reading.trace import Trace

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Check(Generic[Case]):
    """A reason to drop: its name, what a trace says of it, and whether it applies to a case."""

    name: str
    why: str
    applies: Callable[[Case], bool]


def first_reason(checks: Sequence[Check[Case]], case: Case) -> Check[Case] | None:
    """The first check that applies to a case, None where it stays."""
    return next((check for check in checks if check.applies(case)), None)


def note(trace: Trace | None, step: str, verdict: Verdict, found: Attribution, why: str) -> None:
    """Note in the trace, if there is one, what a step does with a finding and why."""
    if trace is not None:
        spans = (*found.content, *(span for span in (found.cue, found.source) if span))
        trace.note(step, verdict, spans, why, rule=found.rule)
