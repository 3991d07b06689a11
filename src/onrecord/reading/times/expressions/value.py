"""What a rule of time reads and returns: the context an expression is resolved against, and its value.

>>> TimeContext(anchor=None, tense="past").anchor is None
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from onrecord.model import TimexType
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE
from onrecord.reading.times.expressions.tense import Tense


@dataclass(frozen=True, slots=True)
class TimeValue:
    """The value of an expression: TimeML value and type, the reason, the confidence, other possible values.

    `edtf` replaces the EDTF that follows from `value`, where TimeML cannot express it.
    """

    value: str
    why: str
    confidence: float = 0.9
    type: TimexType = "DATE"
    alternatives: tuple[str, ...] = ()
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What is known where an expression occurs: the anchor, the tense and the dates mentioned before.

    `anchor` is the report's day, `captured` the day of its capture, `tense` that of the governing verb. `last_date` is
    the value of the date last mentioned, `last_period` that of the quarter or half last mentioned. `after_that` is True
    behind "that" ("that September"). `known_years` are the years given with days of months ("01-06") so far;
    `sentence_date` is the last such day of `sentence`, the sentence of the expression before.
    """

    anchor: date | None
    tense: Tense = "none"
    last_date: str | None = None
    last_period: str | None = None
    captured: date = date.max
    after_that: bool = False
    known_years: Mapping[str, int] = field(default_factory=dict)
    sentence: int = -1
    sentence_date: date | None = None


NO_ANCHOR = TimeValue(UNKNOWN_DATE, "the report gives no date to count from", 0.9)
