"""A candidate of the rules, before it is bounded and described as an `Attribution`.

>>> Candidate(None, None, None, (), "carried/quoted-paragraph").rule
'carried/quoted-paragraph'
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Range, Span
from onrecord.reading.attribution.rules.cues import Cue


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate: its reporting verb (if any), its parts, and the rule that found it.

    `source` counts tokens, `cue` and `content` characters.
    """

    verb: Cue | None
    source: Range | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str
    lemma: str | None = None
    question: Span | None = None
