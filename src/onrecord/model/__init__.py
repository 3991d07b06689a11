"""The words every room speaks: frozen dataclasses, no logic.

`sources/` makes an `Article`; `reading/` turns one `Article` into one `Reading`; `record/` keeps many
readings and answers with `Statement`s, `ReportRow`s and their kin; `views/` shows them. `findings.py` has the
words of reading, `answers.py` those of the record; every room imports them from here.

Every `Span` is half open and counts Unicode code points of `Report.text`. Dates are EDTF (ISO 8601-2).
Unknown is `None`, never an empty string and never a guess.

>>> report_text = "Mira Tasel said the bridge was closed."
>>> source = Span(0, 10)
>>> report_text[source.start : source.end]
'Mira Tasel'
"""

from onrecord.model.answers import (
    BorneName,
    Judgement,
    Link,
    OfficeHolder,
    Page,
    Party,
    ReportRow,
    Sighting,
    StatedDate,
    Statement,
    StatementQuery,
    StoredEntity,
    StoredProblem,
    StoredReport,
    StoredTime,
    Summary,
    Who,
    Words,
)
from onrecord.model.findings import (
    Act,
    Article,
    Attribution,
    ClaimedDate,
    Dated,
    Entity,
    EntityKind,
    Form,
    Manner,
    Mention,
    MentionHow,
    Name,
    Office,
    Parsed,
    Passage,
    PassageKind,
    Precision,
    Problem,
    Range,
    Reading,
    Report,
    Segment,
    Sourcing,
    Span,
    Time,
    TimexType,
    Token,
)

__all__ = [
    "Act",
    "Article",
    "Attribution",
    "BorneName",
    "ClaimedDate",
    "Dated",
    "Entity",
    "EntityKind",
    "Form",
    "Judgement",
    "Link",
    "Manner",
    "Mention",
    "MentionHow",
    "Name",
    "Office",
    "OfficeHolder",
    "Page",
    "Parsed",
    "Party",
    "Passage",
    "PassageKind",
    "Precision",
    "Problem",
    "Range",
    "Reading",
    "Report",
    "ReportRow",
    "Segment",
    "Sighting",
    "Sourcing",
    "Span",
    "StatedDate",
    "Statement",
    "StatementQuery",
    "StoredEntity",
    "StoredProblem",
    "StoredReport",
    "StoredTime",
    "Summary",
    "Time",
    "TimexType",
    "Token",
    "Who",
    "Words",
]
