"""The exceptions of the package. They report wrong usage; bad input is returned as `onrecord.model.Problem`.

```
OnrecordError
├── UsageError        arguments are invalid or contradict each other (exit status 2)
├── ModelError        a language pipeline or model is missing or is not the expected version
└── RecordError       the file of the record cannot be opened or was written by a newer version
    └── NotInRecord   no report, statement or entity has this id
```
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The base of all exceptions of this package; the message is one line for the user."""


class UsageError(OnrecordError):
    """The arguments are invalid or contradict each other."""


class ModelError(OnrecordError):
    """A language pipeline or model is missing or is not the expected version."""


class RecordError(OnrecordError):
    """The record cannot be opened, read or written."""


class NotInRecord(RecordError):
    """No report, statement or entity of the record has this id."""
