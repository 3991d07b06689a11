"""Golden cases of manner: statements, and thoughts or wishes that only the report expresses.

A line of a case reads `cue | manner`, one for each finding in text order of content; `-` is no cue.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rule_finder import passages

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Form, Manner, Span
from onrecord.reading.attribution.manner import manner_of, with_manner
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree


@pytest.mark.parametrize("case", params("manner"))
def test_golden(case: Case) -> None:
    parsed = language.parse(language.load(), case.text, passages(case.text))
    found = with_manner(Tree(parsed), find_attributions(parsed))
    lines = [
        f"{case.text[each.cue.start : each.cue.end] if each.cue else '-'} | {each.manner}"
        for each in found
    ]
    assert lines == list(case.expected)


@pytest.mark.parametrize(
    ("lemma", "form", "that_clause", "manner"),
    [
        ("believe", "indirect", True, "attitude"),
        ("believe", "direct", False, "speech"),
        ("believe", "mixed", False, "speech"),
        ("say", "indirect", False, "speech"),
        ("opine", "indirect", False, "speech"),
        ("scoff", "indirect", False, "speech"),
        ("chastise", "indirect", False, "speech"),
        ("confident", "indirect", True, "attitude"),
        ("appear", "indirect", True, "attitude"),
        ("zorble", "indirect", False, "attitude"),
        ("zorble", "indirect", True, "speech"),
        ("zorble", "mixed", False, "speech"),
        (None, "indirect", False, "speech"),
    ],
)
def test_manner_follows_quotation_then_lemma_then_clause(
    lemma: str | None, form: Form, *, that_clause: bool, manner: Manner
) -> None:
    assert manner_of(lemma, form, that_clause=that_clause) == manner


def marked(text: str, source: str, cue: str, content: str, lemma: str) -> Manner:
    """The manner of one finding of the tagger in `text`, given its words."""
    source_at, cue_at, content_at = (
        Span(text.index(words), text.index(words) + len(words)) for words in (source, cue, content)
    )
    found = Attribution(source_at, cue_at, (content_at,), "indirect", "state", "t", 0.5, lemma)
    parsed = language.parse(language.load(), text, passages(text))
    [each] = with_manner(Tree(parsed), [found])
    assert replace(each, manner=found.manner) == found
    return each.manner


@pytest.mark.parametrize(
    ("text", "cue", "content", "lemma", "manner"),
    [
        ("Mira Tasel texted friends that the bridge was closed.", "texted", "that the bridge was closed", "unlisted", "attitude"),
        ("Mira Tasel telegraphed that the bridge was closed.", "telegraphed", "that the bridge was closed", "telegraph", "speech"),
        ("Mira Tasel telegraphed that notion.", "telegraphed", "that notion", "telegraph", "attitude"),
        ("Mira Tasel hopes that the bridge is closed.", "hopes", "that the bridge is closed", "hope", "attitude"),
    ],
)  # fmt: skip
def test_an_unlisted_verb_with_a_that_clause_is_speech(
    text: str, cue: str, content: str, lemma: str, manner: Manner
) -> None:
    assert marked(text, "Mira Tasel", cue, content, lemma) == manner


def test_a_finding_without_a_cue_is_speech_whatever_its_lemma() -> None:
    text = "Hope is a plan."
    parsed = language.parse(language.load(), text, passages(text))
    lone = Attribution(Span(0, 4), None, (Span(5, 9),), "indirect", "believe", "r", 0.5, "hope")
    assert [each.manner for each in with_manner(Tree(parsed), [lone])] == ["speech"]


def test_weak_verbs_that_believe_doubt_or_intend_are_attitudes() -> None:
    weak = [row for row in rows("attribution/reporting_words") if row["strength"] == "weak"]
    inward = [row["manner"] for row in weak if row["act"] in {"believe", "doubt", "intend"}]
    assert len(inward) > 10
    assert set(inward) == {"attitude"}
