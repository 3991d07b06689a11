"""When offices are held, where a report says so.

`date_offices` fills `Office.held`: by a time next to the title ("minister since 2021"), by a clause ("was appointed
minister on Monday"), by a tenure word ("former", "-elect").

>>> sorted(__all__)
['date_offices']
"""

from onrecord.reading.offices.office_history import date_offices

__all__ = ["date_offices"]
