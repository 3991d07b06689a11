"""When offices are held, where a report says so.

`date_offices` fills `Office.held`: by a standing ("former", "-elect"), by a time beside the title ("minister
since 2021"), by a clause that tells it ("was appointed minister on Monday").

>>> sorted(__all__)
['date_offices']
"""

from onrecord.reading.offices.office_history import date_offices

__all__ = ["date_offices"]
