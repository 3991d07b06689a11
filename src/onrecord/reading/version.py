"""The version of everything that findings depend on: code, tables and weights.

It stands in `version.txt`, which `tools/extractor_version.py` writes and a test holds to the code; nothing is computed at
run time.

>>> len(rules_version())
14
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rules_version() -> str:
    """The first part of an extractor's name: "rules-" and eight hexadecimal digits."""
    digits = (files(__package__) / "version.txt").read_text(encoding="utf-8").strip()
    return f"rules-{digits}"
