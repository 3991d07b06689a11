"""Passages: golden cases for every rule, and properties of any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden import Case, cases, params

from onrecord.lexicon.tables import rows
from onrecord.reading.text.passages import LONGEST_PASSAGE, find_passages, type_passages


@pytest.mark.parametrize("case", params("passages"))
def test_golden(case: Case) -> None:
    found = [
        f"{judged.passage.kind} | "
        f"{case.text[judged.passage.span.start : judged.passage.span.end]} | rule={judged.rule}"
        for judged in type_passages(case.text)
    ]
    assert [" ".join(line.split()) for line in found] == list(case.expected)


def test_every_rule_of_the_tables_has_a_golden_case() -> None:
    shown = {line.rpartition("rule=")[2] for case in cases("passages") for line in case.expected}
    known = {row["rule"] for table in ("text/lines", "text/datelines") for row in rows(table)}
    assert not known - shown


PIECES = [
    "The gates are shut.", "Read more", "By Dorit Hazel", "KARSK (Meridian) - ", "* * *", "\n", "\n\n", " ", "“No,”",
    "Six Gates Were Opened In Karsk", "(Reporting by Tam Ruel)", "ADVERTISEMENT", "x", "12 March 2019", "\u00e9",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_passages_cover_all_but_white_space_in_order(text: str) -> None:
    at = 0
    for passage in find_passages(text):
        start, end = passage.span.start, passage.span.end
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_a_paragraph_too_long_to_parse_is_cut_at_a_sentence() -> None:
    sentence = "The gates were opened before midnight and nobody knew. "
    text = (sentence * 400).strip()
    pieces = [text[p.span.start : p.span.end] for p in find_passages(text)]
    assert all(len(piece) <= LONGEST_PASSAGE and piece.endswith("knew.") for piece in pieces)
    assert " ".join(pieces) == text


def test_a_word_longer_than_a_passage_is_cut() -> None:
    text = "x" * (3 * LONGEST_PASSAGE + 7)
    passages = find_passages(text)
    assert sum(p.span.end - p.span.start for p in passages) == len(text)
    assert max(p.span.end - p.span.start for p in passages) <= LONGEST_PASSAGE


HOSTILE = [
    "By A" + " And" * 140,
    "A. " * 190,
    "follow " * 80,
    "Oda Renn " * 60,
    "(" * 590,
    "reported by " * 48,
    "10:10 " * 90,
    "KARSK " * 90 + "(",
    "“" + "a " * 290,
    "sign up get inbox email app delivered " * 15,
    "Karsk, Lume, 12 March 2019, " * 20,
    " (reporting by " * 38 + ")",
    "- " * 290,
    "photo: A " * 60,
]


@pytest.mark.parametrize("line", HOSTILE)
def test_every_line_is_classified_in_bounded_time(line: str) -> None:
    text = "\n".join([line[:599]] * 50)
    begun = time.process_time()
    find_passages(text)
    assert (time.process_time() - begun) / 50 < 0.02
