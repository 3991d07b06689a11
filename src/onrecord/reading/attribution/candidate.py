"""A finding on its way to an `Attribution`: still in tokens, still to be joined with others.

>>> Draft(None, None, None, (), "carried/quoted-paragraph").rule
'carried/quoted-paragraph'
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Range, Span
from onrecord.reading.attribution.cues import Cue


@dataclass(frozen=True, slots=True)
class Draft:
    """One finding: the verb it hangs on (if any), its parts, and the rule that found it.

    `cue` is the cue's characters; `verb` the reporting verb, where there is one.
    """

    verb: Cue | None
    source: Range | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str
    lemma: str | None = None
    question: Span | None = None
