"""Exceptions are for misuse; bad input comes back as `onrecord.model.Problem`.

```
OnrecordError
├── UsageError        arguments that contradict or do not parse (exit status 2)
├── ModelError        a language pipeline is missing or its weights are not the ones expected
└── RecordError       the record's file cannot be opened or was written by a newer version
    └── NotInRecord   no report, statement or entity has that id
```
"""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of all exceptions of this package; its text is one line for the user."""


class UsageError(OnrecordError):
    """The call's arguments are off."""


class ModelError(OnrecordError):
    """A language pipeline is missing or is not what it should be."""


class RecordError(OnrecordError):
    """The record cannot be opened, read or written."""


class NotInRecord(RecordError):
    """Nothing in the record has that id."""
