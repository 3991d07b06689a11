"""Golden cases of what is dropped though the tagger drew it, and of what stays.

A line of a case reads `source | cue | content | left out` or `… | stays`; `-` is no source. The finding is made
from these words, so that no case leans on what a model draws.
"""

from __future__ import annotations

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rule_finder import passages

from onrecord.model import Attribution, Span
from onrecord.reading.attribution.cue_lookup import look_up
from onrecord.reading.attribution.not_speech import CHECKS, drop_not_speech
from onrecord.reading.attribution.rules.marks import form_of
from onrecord.reading.attribution.setting import setting_of
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace


@pytest.mark.parametrize("case", params("not_speech"))
def test_golden(case: Case) -> None:
    (line,) = case.expected
    source, cue, content, fate = line.split(" | ")
    assert fate in ("left out", "stays")
    setting = setting_of(Tree(language.parse(language.load(), case.text, passages(case.text))))
    entry = look_up(setting, place(case.text, cue))
    words = (place(case.text, content),)
    found = Attribution(
        None if source == "-" else place(case.text, source),
        place(case.text, cue),
        words,
        form_of(case.text, setting.marks, words),
        entry.act,
        "tagger",
        0.5,
        cue_lemma=entry.lemma,
    )
    trace = Trace()
    kept = drop_not_speech(setting, (found,), trace)
    assert kept == (() if fate == "left out" else (found,))
    reasons = {check.why for check in CHECKS}
    assert {decision.why for decision in trace.decisions} <= reasons


def test_a_finding_that_a_rule_confirms_stays() -> None:
    text = "You can see that the Senn Dam leaks."
    setting = setting_of(Tree(language.parse(language.load(), text, passages(text))))
    found = Attribution(
        place(text, "You"), place(text, "see"), (place(text, "that the Senn Dam leaks"),),
        "indirect", "believe", "tagger + indirect/that-clause", 0.5,
    )  # fmt: skip
    assert drop_not_speech(setting, (found,), None) == (found,)


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))
