"""The words that page and terminal share for forms, manners, roles and missing values.

>>> FORMS["mixed"], MANNERS["speech"]
('partly quoted', 'said')
"""

from __future__ import annotations

from onrecord.model import Form, Manner

FORMS: dict[Form, str] = {"direct": "quoted", "indirect": "paraphrased", "mixed": "partly quoted"}
MANNERS: dict[Manner, str] = {
    "speech": "said",
    "attitude": "thought, felt or wanted, not said",
}
# Labels of the roles whose own names do not explain them.
ROLES = {"addressee": "said to", "channel": "said via", "question": "asked"}
NO_SOURCE = "source not named"
UNRESOLVED = "undecided: the report does not make clear who is meant"
# Followed by the id of the statement that another is nested in.
NESTED = "as reported in"
UNDATED = "date unknown"
