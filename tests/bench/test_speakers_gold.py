"""Tests of the gold speakers: every row is valid, is on a Source of the corpus, and has a name of the article."""

from __future__ import annotations

import doctest
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from bench.data import folder
from bench.speakers_gold import (
    COLUMNS,
    DEV,
    PARTS,
    SECOND,
    TRAIN,
    Agreement,
    GoldSpeaker,
    Part,
    agreement,
    as_first_read,
    choose,
    half,
    load,
    print_agreement,
    read,
    sources,
)

from bench import corpus, speakers_gold
from onrecord.model import Span

HEAD = "\t".join(COLUMNS) + "\n"
FOLDERS = {part.name: folder("attribution", "polnear", part.name) for part in PARTS}
needs_corpus = pytest.mark.skipif(
    None in FOLDERS.values(),
    reason="no development data at attribution/polnear (set ONRECORD_DATA)",
)
each_table = pytest.mark.parametrize("table", [*(part.table for part in PARTS), SECOND])
each_part = pytest.mark.parametrize("part", PARTS, ids=[part.table.stem for part in PARTS])


@cache
def articles(part: Part) -> dict[str, corpus.Gold]:
    where = FOLDERS[part.name]
    assert where is not None
    return {gold.name: gold for gold in choose(corpus.load(where), part)}


def test_the_example_in_the_docstring_holds() -> None:
    result = doctest.testmod(speakers_gold)
    assert (result.failed, result.attempted) == (0, 4)


@each_table
def test_table_is_sorted_without_duplicate_spans(table: Path) -> None:
    places = [(each.article, each.source) for each in read(table.read_text(encoding="utf-8"))]
    assert places == sorted(set(places))


@each_table
def test_table_has_names_and_no_text(table: Path) -> None:
    for each in read(table.read_text(encoding="utf-8")):
        assert len((each.name or "").split()) <= 9, each
        assert len(each.note.split()) <= 8, each


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("lume_a\t1\t3\tperson\tMaria Silva", "5 columns"),
        ("lume_a\t1\t3\tcrowd\t\t", "no kind"),
        ("lume_a\t3\t3\tgroup\t\t", "no span"),
        ("lume_a\tone\t3\tgroup\t\t", "no span"),
        ("lume_a\t1\t3\tperson\t\t", "person with the name"),
        ("lume_a\t1\t3\tnull\tMaria Silva\t", "null with the name"),
    ],
)
def test_a_broken_row_is_reported(row: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"row 2: .*{said}"):
        read(HEAD + row + "\n")


def test_another_header_is_refused() -> None:
    with pytest.raises(ValueError, match="first row"):
        read("article\tstart\n")


def test_a_row_outside_the_sources_is_refused(tmp_path: Path) -> None:
    where = tmp_path / "dev"
    (where / "text").mkdir(parents=True)
    (where / "attributions").mkdir()
    (where / "text" / "lume_a.txt").write_text("Silva said no.", encoding="utf-8")
    marks = "T1\tSource 0 5\tSilva\nT2\tCue 6 10\tsaid\nE1\tAttribution:T2 Source:T1 Cue:T2\n"
    (where / "attributions" / "lume_a_1.ann").write_text(marks, encoding="utf-8")
    part = Part("dev", tmp_path / "gold.tsv", 1)
    part.table.write_text(HEAD + "lume_a\t0\t5\tperson\tSilva\t\n", encoding="utf-8")
    assert load(where, part) == (GoldSpeaker("lume_a", Span(0, 5), "person", "Silva", ""),)
    part.table.write_text(HEAD + "lume_a\t0\t4\tperson\tSilva\t\n", encoding="utf-8")
    with pytest.raises(ValueError, match="1 rows on no Source span, first lume_a"):
        load(where, part)


def _reading(*kinds: str, name: str = "Silva") -> list[GoldSpeaker]:
    """A reading of one article, a span for each kind, persons named."""
    return [
        GoldSpeaker("lume_a", Span(n, n + 1), kind, name if kind == "person" else None, "")
        for n, kind in enumerate(kinds)
    ]


def test_agreement_has_kappa_of_kinds_and_equal_names() -> None:
    one = _reading("person", "person", "group", "group")
    other = _reading("person", "group", "group", "group", name="SILVA")
    assert agreement(one, other) == Agreement(spans=4, kinds=3, kappa=0.5, named=1, names=1)
    other = _reading("person", "group", "group", "group", name="Sousa")
    assert agreement(one, other).names == 0
    assert agreement(one[:1], one[:1]).kappa == 1


def test_readings_of_other_spans_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same spans"):
        agreement(_reading("group"), _reading("group", "group"))
    with pytest.raises(ValueError, match="same spans"):
        agreement([], [])


def test_a_changed_row_keeps_its_first_reading() -> None:
    kept = GoldSpeaker("lume_a", Span(0, 1), "null", None, "an office in general")
    changed = GoldSpeaker("lume_a", Span(0, 1), "null", None, "first reading: person Ana Silva")
    first = as_first_read(changed)
    assert (first.kind, first.name) == ("person", "Ana Silva")
    assert as_first_read(kept) == kept


def test_every_changed_row_follows_the_second_reading() -> None:
    second = {
        (each.article, each.source): each for each in read(SECOND.read_text(encoding="utf-8"))
    }
    rows = read(DEV.table.read_text(encoding="utf-8"))
    changed = [each for each in rows if as_first_read(each) != each]
    assert Counter(half(each.article) for each in changed) == {"developed on": 1, "held out": 2}
    for each in changed:
        assert each.kind == second[each.article, each.source].kind


def test_the_printed_agreement_is_that_of_the_docstring(capsys: pytest.CaptureFixture[str]) -> None:
    print_agreement()
    assert capsys.readouterr().out.splitlines() == [
        "developed on  kind 518/520, kappa 0.993, name 393/397",
        "held out      kind 491/496, kappa 0.982, name 367/368",
        "both          kind 1009/1016, kappa 0.987, name 760/765",
    ]


@pytest.mark.slow
@needs_corpus
@each_part
def test_every_source_of_the_chosen_articles_has_its_row(part: Part) -> None:
    marked = {(name, span) for name, gold in articles(part).items() for span in sources(gold)}
    assert {(each.article, each.source) for each in load(part=part)} == marked


@needs_corpus
@each_part
def test_every_name_is_in_its_article(part: Part) -> None:
    texts = {name: " ".join(gold.text.split()).casefold() for name, gold in articles(part).items()}
    named = [each for each in load(part=part) if each.name]
    assert [each for each in named if (each.name or "").casefold() not in texts[each.article]] == []


def test_no_article_is_in_two_tables() -> None:
    names = [
        {each.article for each in read(part.table.read_text(encoding="utf-8"))} for part in PARTS
    ]
    assert sum(map(len, names)) == len(set[str]().union(*names))


@needs_corpus
@pytest.mark.parametrize(("part", "of_each"), [(DEV, {6, 7}), (TRAIN, {4, 5})])
def test_articles_are_spread_over_all_publishers(part: Part, of_each: set[int]) -> None:
    publishers = Counter(name.split("_")[0] for name in articles(part))
    assert len(publishers) == 7
    assert set(publishers.values()) == of_each
