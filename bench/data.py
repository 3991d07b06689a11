"""The folder of the development data: `ONRECORD_DATA`, else `../shared/data` next to the checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder(*parts: str) -> Path | None:
    """The named part of the development data, or None if it is absent."""
    base = Path(os.environ.get("ONRECORD_DATA") or ROOT.parent / "shared" / "data")
    found = base.joinpath(*parts)
    return found if found.exists() else None


def need(*parts: str) -> Path:
    """The named part of the development data; prints a message and exits with status 0 if it is absent."""
    found = folder(*parts)
    if found is None:
        print(f"left out: no development data at {'/'.join(parts)} (set ONRECORD_DATA)")
        sys.exit(0)
    return found
