"""Where the development data stands: `ONRECORD_DATA`, else `../shared/data` beside the checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder(*parts: str) -> Path | None:
    """The named part of the development data, or None where it is absent."""
    base = Path(os.environ.get("ONRECORD_DATA") or ROOT.parent / "shared" / "data")
    found = base.joinpath(*parts)
    return found if found.exists() else None


def need(*parts: str) -> Path:
    """The same, or a clear word and a clean exit: these texts are not ours to ship."""
    found = folder(*parts)
    if found is None:
        print(f"left out: no development data at {'/'.join(parts)} (set ONRECORD_DATA)")
        sys.exit(0)
    return found
