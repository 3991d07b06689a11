"""The fast parts give the results of spaCy, on every example report and on text of every kind."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples_gold import REPORTS
from tests.reading.attribution.test_bad_input import UNITS, text_of

from onrecord.reading.parse import language
from onrecord.reading.parse.quick import analyser
from onrecord.reading.parse.quick.pipeline import (
    BATCH_CHARACTERS,
    FastPipeline,
    analyse_with_spacy,
    fits,
)
from onrecord.reading.parse.quick.vectors import TokenVectors


def same(*texts: str) -> None:
    pipeline = language.load()
    assert list(analyser(pipeline)(texts)) == list(analyse_with_spacy(pipeline, texts))


@pytest.mark.parametrize("report", sorted(REPORTS.glob("*.txt")), ids=lambda path: path.stem)
def test_example_reports_match_spacy(report: Path) -> None:
    same(*filter(str.strip, report.read_text("utf-8").splitlines()))


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_bad_input_matches_spacy(unit: str) -> None:
    same(text_of(unit, 2_000))


@pytest.mark.parametrize(
    "text",
    [
        "There is a gate. There's a gate, and there are two: is there?",
        "Let's go. It ain't so, y'all gonna see; c'mon, I gotta go.",
        "Let us go; they let 's pass. Got a gate? gonna",
        "It saw it. I saw you, you saw I, and it was said to it.",
        "That she had done so, which had to be done, was what that did.",
        "  \n Two  spaces \t and a tab.  ",
        "",
    ],
)
def test_patterns_of_several_tokens_match_spacy(text: str) -> None:
    same(text, "Let", "'s go.", text)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=6))
def test_any_text_matches_spacy(texts: list[str]) -> None:
    same(*texts)


def test_several_batches_keep_their_order() -> None:
    texts = [f"Gate {number} was opened. " * 60 for number in range(40)]
    assert sum(map(len, texts)) > 2 * BATCH_CHARACTERS
    found = list(analyser(language.load())(texts))
    assert ["".join(word.text for word in one.words)[:6] for one in islice(found, 3)] == [
        "Gate0w",
        "Gate1w",
        "Gate2w",
    ]
    assert len(found) == len(texts)


def test_words_are_computed_again_after_the_cache_is_cleared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipeline = language.load()
    monkeypatch.setattr("onrecord.reading.parse.quick.vectors.CACHE_SIZE", 3)
    monkeypatch.setattr("onrecord.reading.parse.quick.words.CACHE_SIZE", 3)
    texts = ["The bridge was closed.", "The gates of Karsk were opened.", "The bridge was closed."]
    quick = FastPipeline(pipeline)
    found = [analysis for text in texts for analysis in quick([text])]
    assert found == list(analyse_with_spacy(pipeline, texts))


def test_a_pipeline_with_other_parts_is_run_by_spacy() -> None:
    pipeline = language.load()
    assert fits(pipeline)
    with pipeline.select_pipes(disable=["tagger"]):
        assert not fits(pipeline)


def test_each_token_has_a_row_of_vectors() -> None:
    pipeline = language.load()
    docs = [pipeline.make_doc(text) for text in ("The bridge.", "", "Closed.")]
    tok2vec: Any = pipeline.get_pipe("tok2vec")
    vectors = TokenVectors(tok2vec.model)
    assert vectors(docs).shape == (5, 96)
    alone = vectors([docs[2]])
    assert abs(vectors(docs)[3:] - alone).max() < 1e-5
