"""What README.md and the tour show is what the program says now."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs.console import PAGES, fill, refreshed


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("console") / "onrecord.db"
    fill(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_show_what_the_program_prints(page: Path, record: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "$ onrecord" in text
    assert refreshed(text, record) == text, "out of date: make docs"


def test_readme_is_short_enough_to_read() -> None:
    assert len(PAGES[0].read_text(encoding="utf-8").splitlines()) <= 120
