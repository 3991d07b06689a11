"""Golden cases of manner: what was said, and what somebody is only said to think or want.

A line of a case reads `cue | manner`, one for each finding in text order of content; `-` is no cue.
"""

from __future__ import annotations

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rule_finder import passages

from onrecord.lexicon.tables import rows
from onrecord.model import Act, Attribution, Form, Manner, Span
from onrecord.reading.attribution.manner import manner_of, with_manner
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.parse import language


@pytest.mark.parametrize("case", params("manner"))
def test_golden(case: Case) -> None:
    parsed = language.parse(language.load(), case.text, passages(case.text))
    found = with_manner(find_attributions(parsed))
    lines = [
        f"{case.text[each.cue.start : each.cue.end] if each.cue else '-'} | {each.manner}"
        for each in found
    ]
    assert lines == list(case.expected)


@pytest.mark.parametrize(
    ("lemma", "act", "form", "manner"),
    [
        ("believe", "doubt", "indirect", "attitude"),
        ("believe", "believe", "direct", "speech"),
        ("believe", "believe", "mixed", "speech"),
        ("say", "decline", "indirect", "speech"),
        ("opine", "believe", "indirect", "speech"),
        ("scoff", "doubt", "indirect", "speech"),
        ("confident", "state", "indirect", "attitude"),
        ("zorble", "state", "indirect", "attitude"),
        ("zorble", "state", "mixed", "speech"),
        ("chastise", "state", "indirect", "speech"),
        ("zorble", "believe", "indirect", "attitude"),
        ("zorble", "intend", "indirect", "attitude"),
        (None, "believe", "indirect", "speech"),
    ],
)
def test_lemma_then_act(lemma: str | None, act: Act, form: Form, manner: Manner) -> None:
    assert manner_of(lemma, act, form) == manner


def test_nothing_else_changes_and_the_order_stays() -> None:
    content = (Span(10, 20),)
    said = Attribution(Span(0, 4), Span(5, 9), content, "indirect", "state", "r", 0.5, "say")
    hoped = Attribution(Span(0, 4), Span(5, 9), content, "indirect", "believe", "r", 0.5, "hope")
    first, second = with_manner([said, hoped])
    assert first == said
    assert (second.manner, second.cue_lemma) == ("attitude", "hope")


def test_what_has_no_cue_was_said_whatever_its_lemma() -> None:
    lone = Attribution(Span(0, 4), None, (Span(5, 9),), "indirect", "believe", "r", 0.5, "hope")
    assert [each.manner for each in with_manner([lone])] == ["speech"]


@pytest.mark.parametrize("table", ["attribution/attitudes", "attribution/speech_words"])
def test_a_table_is_sorted_and_names_each_lemma_once(table: str) -> None:
    lemmas = [row["lemma"] for row in rows(table)]
    assert lemmas == sorted(set(lemmas))


def test_no_lemma_is_of_speech_in_one_table_and_an_attitude_in_another() -> None:
    spoken = {row["lemma"] for row in rows("attribution/speech_words")}
    others = {
        row["lemma"]
        for table in ("attribution/attitudes", "attribution/cues")
        for row in rows(table)
    }
    assert not spoken & others


def test_every_weak_cue_that_believes_or_intends_is_an_attitude() -> None:
    weak = [row for row in rows("attribution/cues") if row["strength"] == "weak"]
    inward = [row["lemma"] for row in weak if row["act"] in {"believe", "doubt", "intend"}]
    assert len(inward) > 10
    assert {manner_of(lemma, "state", "indirect") for lemma in inward} == {"attitude"}
