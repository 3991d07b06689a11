"""The gold speakers: every row is sound, lies on a Source of the corpus, names who is there."""

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
    TRAIN,
    GoldSpeaker,
    Part,
    choose,
    load,
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
each_part = pytest.mark.parametrize("part", PARTS, ids=[part.name for part in PARTS])


@cache
def articles(part: Part) -> dict[str, corpus.Gold]:
    where = FOLDERS[part.name]
    assert where is not None
    return {gold.name: gold for gold in choose(corpus.load(where), part)}


def test_the_example_in_the_docstring_holds() -> None:
    result = doctest.testmod(speakers_gold)
    assert (result.failed, result.attempted) == (0, 3)


@each_part
def test_table_stands_in_order_without_a_span_twice(part: Part) -> None:
    places = [(each.article, each.source) for each in read(part.table.read_text(encoding="utf-8"))]
    assert places == sorted(set(places))


@each_part
def test_table_holds_names_and_no_text(part: Part) -> None:
    for each in read(part.table.read_text(encoding="utf-8")):
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
def test_a_broken_row_is_named(row: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"row 2: .*{said}"):
        read(HEAD + row + "\n")


def test_another_head_is_refused() -> None:
    with pytest.raises(ValueError, match="first row"):
        read("article\tstart\n")


def test_a_row_beside_the_source_is_refused(tmp_path: Path) -> None:
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


@needs_corpus
@each_part
def test_every_source_of_the_chosen_articles_has_its_row(part: Part) -> None:
    marked = {(name, span) for name, gold in articles(part).items() for span in sources(gold)}
    assert {(each.article, each.source) for each in load(part=part)} == marked


@needs_corpus
@each_part
def test_every_name_stands_in_its_article(part: Part) -> None:
    texts = {name: " ".join(gold.text.split()).casefold() for name, gold in articles(part).items()}
    named = [each for each in load(part=part) if each.name]
    assert [each for each in named if (each.name or "").casefold() not in texts[each.article]] == []


@needs_corpus
@pytest.mark.parametrize(("part", "of_each"), [(DEV, {6, 7}), (TRAIN, {4, 5})])
def test_articles_are_spread_over_all_publishers(part: Part, of_each: set[int]) -> None:
    publishers = Counter(name.split("_")[0] for name in articles(part))
    assert len(publishers) == 7
    assert set(publishers.values()) == of_each
