"""The tables of the derivation `dates`; all can be rebuilt from readings and sightings.

A reading's own `published` never changes. What follows for it from the rest of the record is `readings.dated`,
concluded from `date_evidence`: one row for each other report and each day it speaks for (`told` is the day that report
states). `open_years` are the reports whose current reading leaves the year open.

>>> sorted(table.name for table in DERIVED)
['date_evidence', 'open_years']
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from onrecord.record.store.column_types import Line
from onrecord.record.store.tables import metadata

open_years = Table(
    "open_years",
    metadata,
    Column("report", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)

date_evidence = Table(
    "date_evidence",
    metadata,
    Column("report", LargeBinary, primary_key=True),
    Column("other", LargeBinary, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("words", Line, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("other_start", Integer),
    Column("other_end", Integer),
    Column("speaker", LargeBinary),
    Column("other_speaker", LargeBinary),
    sqlite_with_rowid=False,
)
Index("date_evidence_of_other", date_evidence.c.other)

DERIVED = (open_years, date_evidence)
