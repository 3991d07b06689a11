"""What the rules of time speak to each other with: the ground they stand on, and their answer.

`Ground` is what is known before an expression is read: the report's day (if any), the tense around
it, and the time last spoken of. `Value` is the answer, in TimeML's terms, with its reason.

>>> Ground(anchor=None, tense="past").anchor is None
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from onrecord.model import TimexType
from onrecord.reading.times.expressions.tense import Tense


@dataclass(frozen=True, slots=True)
class Value:
    """A resolved expression: TimeML value and type, why, how sure, and other values it may have.

    `edtf` overrides the EDTF that follows from `value`, for what TimeML cannot say.
    """

    value: str
    why: str
    confidence: float = 0.9
    type: TimexType = "DATE"
    alternatives: tuple[str, ...] = ()
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known where an expression stands.

    `last` is the value of the date last spoken of in the paragraph, `period` that of the quarter,
    half or year last spoken of in the report so far; `latest` is the day of capture. `that` says whether
    "that" stands before it ("that September"); `years` are the years told with days of months ("01-06") so
    far, `beside` the day that its `sentence` told with its year.
    """

    anchor: date | None
    tense: Tense = "none"
    last: str | None = None
    period: str | None = None
    latest: date = date.max
    that: bool = False
    years: Mapping[str, int] = field(default_factory=dict)
    sentence: int = -1
    beside: date | None = None
