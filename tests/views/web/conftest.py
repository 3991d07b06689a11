"""The invented record as an application, and one address of each of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from tests.views import invented
from tests.views.web.asked import Ask, asking

from onrecord.views.web.app import make_app


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.fill(tmp_path_factory.mktemp("web") / "web.db")


@pytest.fixture(scope="module")
def app(path: Path) -> Starlette:
    return make_app(path)


@pytest.fixture(scope="module")
def ask(app: Starlette) -> Ask:
    return asking(app)


@pytest.fixture(scope="module")
def denial(ask: Ask) -> dict[str, Any]:
    """The denial inside a statement, as JSON."""
    row: dict[str, Any] = ask("/statements.json?act=deny&by=brandt").json()["found"]["rows"][0]
    return row


@pytest.fixture(scope="module")
def addresses(denial: dict[str, Any]) -> tuple[str, ...]:
    """One address of each page, the hostile report's among them."""
    return (
        "/",
        "/reports",
        f"/reports/{invented.CALL.report.id}",
        f"/reports/{invented.HOSTILE.report.id}",
        f"/reports/{invented.BARE.report.id}",
        "/statements",
        f"/statements/{denial['id']}",
        f"/entities/{denial['source']['entity']}",
        "/problems",
    )
