"""Outlets that no table knows: golden cases, and the names of a report's own outlet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.golden import Case, params

from onrecord.model import Article, Parsed, Reading, Span
from onrecord.reading.read import Tools, read
from onrecord.reading.sourcing import report_outlets

NOW = datetime(2024, 5, 4, tzinfo=UTC)
EMPTY = Parsed("", (), (), (), (), (), ())


@pytest.mark.parametrize("case", params("outlets"))
def test_golden(case: Case) -> None:
    article = Article(
        case.given.get("uri", "case.txt"), case.text, NOW, None, case.given.get("outlet")
    )
    reading = read(article, Tools(finder="rules"))
    assert isinstance(reading, Reading), case.where
    text = reading.report.text

    def words(span: Span | None) -> str:
        return text[span.start : span.end] if span else ""

    found: set[tuple[str, str]] = {(e.kind, e.name) for e in reading.entities}
    for said in reading.attributions:
        found |= {("channel", words(said.channel)), ("addressee", words(said.addressee))}
        found.add(("source", f"{words(said.source)} | {said.sourcing}"))
    for line in case.expected:
        kind, what = line.split(" ", 1)
        assert (kind, what.strip()) in found, (case.where, found)
        other = {"channel": "addressee", "addressee": "channel"}.get(kind, "")
        assert (other, what.strip()) not in found, (case.where, found)


@pytest.mark.parametrize(
    ("outlet", "uri", "names"),
    [
        (None, "a.txt", set()),
        ("", "/news/reports/a.txt", set()),
        ("The Karsk Argus", "a.txt", {"karsk argus"}),
        ("Argus", "a.txt", {"argus"}),
        ("Bureau of the Lume Post", "a.txt", {"bureau of the lume post", "blp"}),
        (None, "https://news.lumewire.com/a", {"lumewire", "news.lumewire.com"}),
        (None, "https://www.karskwire.co.uk/a", {"karskwire", "karskwire.co.uk"}),
        (None, "http://[broken", set()),
        (None, "https://lw.com/a", set()),
    ],
)
def test_names_of_the_own_outlet(outlet: str | None, uri: str, names: set[str]) -> None:
    assert report_outlets(Article(uri, "", NOW, None, outlet), (), EMPTY) == names
