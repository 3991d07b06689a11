"""The Chromium of the browser tests: from the environment, from the path, else Playwright's own."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
MISSING = (
    "no Chromium found: install chromium, or name one in ONRECORD_CHROMIUM; browser tests left out"
)


@cache
def find_chromium() -> str | None:
    """The path of the Chromium to use, None if there is none."""
    named = os.environ.get("ONRECORD_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None
