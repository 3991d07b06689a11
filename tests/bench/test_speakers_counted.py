"""Tests that the bench of speakers lists errors of the articles for development only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bench.people import Asked, Report, print_polnear
from bench.speakers_gold import COUNTED, DEV, FRESH, TRAIN, Half, Part

from bench import corpus, people
from onrecord.model import Span
from onrecord.reading.parse.language import load, parse


def _wrongly_named(part: Part, half: Half | None = None) -> Iterator[Report]:
    """In place of the corpus: a report for which the gold has another person."""
    text = f"Mira Tasel said no in {part.table.stem} {half}."
    asked = Asked(Span(0, 10), Span(11, 15), (Span(16, 18),), "Ilan Osk")
    yield text, parse(load(), text, corpus.paragraphs(text)), [asked]


def test_errors_of_counted_articles_are_not_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(people, "polnear", _wrongly_named)
    print_polnear(show=True)
    listed = [line for line in capsys.readouterr().out.splitlines() if "Ilan Osk" in line]
    shown = [f"{DEV.table.stem} developed on", TRAIN.table.stem, FRESH.table.stem]
    assert len(listed) == len(shown)
    assert all(place in line for place, line in zip(shown, listed, strict=True))
    assert not any(place in line for place in ("held out", COUNTED.table.stem) for line in listed)
