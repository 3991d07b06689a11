"""A small and a large record for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import (
    replace_report,
)
from tests.views import valdria

from onrecord.record.record import Record


@pytest.fixture(scope="module")
def record_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return valdria.fill(tmp_path_factory.mktemp("cli") / "x.db")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of 620 statements, more than one fetch brings."""
    path = tmp_path_factory.mktemp("cli") / "many.db"
    pattern = valdria.bridge()
    with Record.open(path) as record, record.batch():
        for number in range(124):
            text = f"{valdria.BRIDGE}{number}"
            report = replace_report(pattern, text, f"{number:03}.txt")
            record.add(report)
            record.add_sighting(report.report.id, valdria.article(report))
    return path
