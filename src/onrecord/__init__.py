"""onrecord reads news reports and keeps the record: who said what, to whom, when.

`read_text` reads one text; `open` opens a record to read into and to query.

>>> import onrecord
>>> reading = onrecord.read_text("Mira Tasel said the bridge was closed.", published="2024-03-05")
>>> len(reading.attributions)
1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.opened import open_record as open  # noqa: A004 - onrecord.open is the verb
    from onrecord.opened import read_text

__all__ = ["open", "read_text"]


def __getattr__(name: str) -> Any:
    # Lazy, so that `onrecord --help` imports neither the parser nor the database.
    if name not in __all__:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    from onrecord import opened

    return opened.open_record if name == "open" else opened.read_text
