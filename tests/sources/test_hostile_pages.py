"""Pages whose metadata is malformed are read as far as they are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.engine import ReadOptions, read_sources
from onrecord.record.record import Record

PAGE = (
    "<html><head><title>Bridge shut</title>"
    '<script type="application/ld+json">{data}</script></head><body><article>'
    "<p>The bridge at Karsk is shut, the minister Mira Tasel said on Monday after a long night of rain.</p>"
    "<p>Nobody was hurt when the water rose, the fire chief told reporters at the town hall.</p>"
    "</article></body></html>"
)


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": {"@id": "NewsArticle"}}',
        '{"@type": [{"x": 1}, "NewsArticle"], "author": {"name": {"x": 1}}}',
        '{"@type": [["NewsArticle"]], "headline": ["a", {}]}',
        '{"@graph": {"@type": 7, "@graph": [null, 1, "x"]}}',
    ],
)
def test_a_type_that_is_no_name_is_not_a_fault(tmp_path: Path, data: str) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("{data}", data))
    (tmp_path / "b.txt").write_text("Mira Tasel said the bridge was shut.")
    with Record.open(tmp_path / "x.db") as record:
        options = ReadOptions(workers=1, finder="rules")
        outcome = read_sources(
            record, [str(tmp_path / "a.html"), str(tmp_path / "b.txt")], options=options
        )
    assert (outcome.read, outcome.problems) == (2, ())


def test_a_loop_of_links_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "reports" / "z.txt").write_text("Mira Tasel said the bridge was shut.")
    with Record.open(tmp_path / "x.db") as record:
        options = ReadOptions(workers=1, finder="rules")
        outcome = read_sources(record, [str(tmp_path / "reports")], options=options)
    assert outcome.read == 1
    (problem,) = outcome.problems
    assert problem.where.endswith("loop.txt")
    assert problem.message.startswith("cannot be read")


@pytest.mark.parametrize("name", ["q?x.db", "p%41x.db", ":memory:", "file:x.db?mode=memory"])
def test_a_records_path_is_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.txt").write_text("Mira Tasel said the bridge was shut.")
    with Record.open(name) as record:
        read_sources(record, ["b.txt"], options=ReadOptions(workers=1, finder="rules"))
    assert (tmp_path / name).is_file()
    with Record.open(name, create=False) as record:
        assert record.summary().reports == 1
    assert not {path.name for path in tmp_path.iterdir()} - {name, "b.txt"}
