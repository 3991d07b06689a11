"""From a match to its `TimeValue`: the reader of its rule, and one value for several possible days of the report.

In: a `TimeMatch` and one context for each day the report may be of. Out: a `TimeValue`, or None if the words give
no value ("February 30").

>>> from datetime import date
>>> from onrecord.reading.times.expressions.grammar import scan
>>> match = scan("on Tuesday", 0, 10)[0]
>>> days = (date(2022, 10, 23), date(2016, 10, 23))
>>> resolve(match, "Tuesday", tuple(TimeContext(day, "past") for day in days)).value
'XXXX-10-18'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE, to_edtf
from onrecord.reading.times.expressions.grammar import TimeMatch
from onrecord.reading.times.expressions.readers.reader_table import READERS
from onrecord.reading.times.expressions.value import TimeContext, TimeValue


def resolve(match: TimeMatch, words: str, contexts: Sequence[TimeContext]) -> TimeValue | None:
    """The value of a match over all days the report may be of; what they do not share is unknown."""
    groups = {**match.groups, "word": words}
    read = READERS[match.rule]
    return combine_values([read(groups, context) for context in contexts])


def combine_values(values: Sequence[TimeValue | None]) -> TimeValue | None:
    """The common value of several: `XXXX` for the year if they differ in that only, else an unknown date."""
    known = [value for value in values if value is not None]
    if len(known) != len(values) or not known:
        return None
    first = known[0]
    if all(value.value == first.value for value in known):
        return first if len(known) == 1 else replace(first, edtf=None)
    if all(v.value[4:] == first.value[4:] and v.value[:4].isdigit() for v in known):
        alternatives = tuple(dict.fromkeys(to_edtf(v.value).edtf for v in known))
        why = f"{first.why}; the year is open because the report's is"
        confidence = first.confidence * 0.9
        return TimeValue("XXXX" + first.value[4:], why, confidence, first.type, alternatives)
    return TimeValue(UNKNOWN_DATE, "the report's year is open", 0.8, first.type)
