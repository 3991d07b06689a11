"""Tests of scoring one annotator against another."""

from __future__ import annotations

from pathlib import Path

from bench.annotators import figures, interval, twice_annotated

TEXT = "Mira Tasel said the dam is safe. Brusk denied it."
FIRST = (
    "T1\tSource 0 10\tMira Tasel\nT2\tCue 11 15\tsaid\nT3\tContent 16 31\tthe dam is safe\n"
    "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
)
SECOND = (
    FIRST + "T4\tSource 33 38\tBrusk\nT5\tCue 39 45\tdenied\nT6\tContent 46 48\tit\n"
    "E2\tAttribution:T5 Source:T4 Cue:T5 Content:T6\n"
)


def corpus(root: Path, *annotations: str) -> Path:
    """A part with one article annotated several times and one annotated once."""
    (root / "text").mkdir()
    (root / "attributions").mkdir()
    for name, drawn in (("lume", annotations), ("karsk", annotations[:1])):
        (root / "text" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        for number, lines in enumerate(drawn):
            (root / "attributions" / f"{name}_{number}.ann").write_text(lines, encoding="utf-8")
    return root


def test_only_articles_with_two_annotators_count(tmp_path: Path) -> None:
    articles = twice_annotated(corpus(tmp_path, FIRST, SECOND))
    assert [(len(a.gold), len(a.found)) for a in articles] == [(1, 2)]


def test_the_second_annotator_is_scored_against_the_first(tmp_path: Path) -> None:
    articles = twice_annotated(corpus(tmp_path, FIRST, SECOND))
    scores = {name: round(figure(articles), 2) for name, figure in figures().items()}
    assert scores["triple F1"] == scores["exact content F1"] == 0.67
    assert scores["recall of indirect"] == 1


def test_articles_that_differ_give_an_interval(tmp_path: Path) -> None:
    [one] = twice_annotated(corpus(tmp_path, FIRST, SECOND))
    (tmp_path / "same").mkdir()
    [other] = twice_annotated(corpus(tmp_path / "same", FIRST, FIRST))
    low, high = interval([one, other], figures()["triple F1"])
    assert 0.66 < low < high == 1
