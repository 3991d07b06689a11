"""When: every time expression of a report, and the time each statement was made.

`find_times` normalises time expressions; `date_statements` finds the one that says when a statement
was made. The way through: `grammar` (patterns from the lexicon) → `resolve` (explicit dates, relative
ones, lengths) → `calendar` (TimeML to EDTF) → `find`.

>>> sorted(__all__)
['date_statements', 'find_times']
"""

from onrecord.reading.times.expressions.find_times import find_times
from onrecord.reading.times.statement_date.date_statements import date_statements

__all__ = ["date_statements", "find_times"]
