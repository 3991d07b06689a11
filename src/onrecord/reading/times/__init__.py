"""Times: every time expression of a report, the date of the report, and the date of each statement.

`find_times` finds and normalises time expressions (TimeML values, EDTF dates), `date_report` finds the date of
publication, `date_statements` the date on which each statement was made.

>>> sorted(__all__)
['date_report', 'date_statements', 'find_times']
"""

from onrecord.reading.times.expressions.find_times import find_times
from onrecord.reading.times.report_date.publication_date import date_report
from onrecord.reading.times.statement_date.date_statements import date_statements

__all__ = ["date_report", "date_statements", "find_times"]
