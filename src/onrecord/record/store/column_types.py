r"""Column types of the record's tables.

In: values from outside. Out: values that the database can store.

>>> from sqlalchemy.dialects import sqlite
>>> Line().process_bind_param("a\ud800.txt", sqlite.dialect())
'a\\ud800.txt'
"""

from __future__ import annotations

from sqlalchemy import Dialect, Text, TypeDecorator


class Line(TypeDecorator[str]):
    """Text from outside that UTF-8 may not encode (file names), stored with readable escapes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text as it can be stored."""
        if value is None or value.isascii():
            return value
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
