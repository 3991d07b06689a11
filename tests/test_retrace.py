"""A stored report that is read again has the findings it had, whatever kind of file it came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.engine import ReadOptions, read_sources
from onrecord.errors import NotInRecord
from onrecord.record.record import Record
from onrecord.retrace import trace_report

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
FILES = (
    "03-post-evacuation.html",
    "10-valdria-defence-ministry-readout.txt",
    "14-vbs-port-ansel.md",
)


@pytest.fixture(scope="module", params=["full", "rules"])
def record(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Record]:
    with Record.open(tmp_path_factory.mktemp("retrace") / "x.db") as opened:
        options = ReadOptions(workers=1, finder=request.param)
        read_sources(opened, [str(EXAMPLES / name) for name in FILES], options=options)
        yield opened


def test_stored_reports_have_the_same_findings(record: Record) -> None:
    rows = record.reports().rows
    assert len(rows) == len(FILES)
    for row in rows:
        trace = trace_report(record, row.id)
        assert trace.reading.extractor == trace.extractor
        assert trace.reading.report.text == trace.report.text
        assert trace.reading.report.passages == trace.report.passages
        found = [(each.rule, each.confidence, [(s.start, s.end) for s in each.content])
                 for each in trace.reading.attributions]  # fmt: skip
        stored = [(each.rule, each.confidence, [(w.start, w.end) for w in each.content])
                  for each in record.report_statements(row.id)]  # fmt: skip
        assert sorted(found) == sorted(stored)


def test_stored_article_has_its_metadata(record: Record) -> None:
    row = next(row for row in record.reports().rows if row.uri.endswith(".html"))
    article = record.article(row.id)
    assert (article.outlet, article.headline) == (row.outlet, row.headline)
    assert article.published[0].value.startswith("2024-02-28")


def test_unknown_report_raises(record: Record) -> None:
    with pytest.raises(NotInRecord):
        trace_report(record, "ffffff")
