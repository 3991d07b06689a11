"""A real Chromium and a real server over the invented record, for the tests of the page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.chromium import SWITCHES, find_chromium
from tests.views import invented

SERVER = (
    "import sys; from pathlib import Path; from onrecord.views.web.app import serve;"
    "serve(Path(sys.argv[1]), port=0, ready=lambda at: print(at, flush=True))"
)


# Per module, not per session: while Playwright runs, no other test of the process can run a loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_chromium(), args=list(SWITCHES))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served record, without the last slash."""
    path = invented.fill(tmp_path_factory.mktemp("browser") / "browser.db")
    command = [sys.executable, "-c", SERVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield child.stdout.readline().strip().rstrip("/")
        finally:
            child.terminate()


@pytest.fixture(scope="module")
def addresses(browser: Browser, site: str) -> dict[str, str]:
    """One address of each page by a short name."""
    context = browser.new_context()
    answer = context.request.get(f"{site}/statements.json?act=deny&by=brandt").json()
    denial: dict[str, Any] = answer["found"]["rows"][0]
    context.close()
    return {
        "home": "/",
        "reports": "/reports",
        "report": f"/reports/{invented.CALL.report.id}",
        "hostile": f"/reports/{invented.HOSTILE.report.id}",
        "crossing": f"/reports/{invented.CROSSING.report.id}",
        "statements": "/statements?q=dam",
        "statement": f"/statements/{denial['id']}",
        "entity": f"/entities/{denial['source']['entity']}",
        "problems": "/problems",
    }
