"""Golden cases of what is left out though the tagger drew it, and of what stays.

A line of a case reads `source | cue | content | left out` or `… | stays`; `-` is no source. The finding is made
from these words, so that no case leans on what a model draws.
"""

from __future__ import annotations

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rule_finder import passages

from onrecord.model import Attribution, Span
from onrecord.reading.attribution.cue_lookup import describe
from onrecord.reading.attribution.cues import find_cues
from onrecord.reading.attribution.not_speech import is_unsaid
from onrecord.reading.attribution.rule_finder import quotations
from onrecord.reading.attribution.rule_join import form_of, outermost
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree


@pytest.mark.parametrize("case", params("not_speech"))
def test_golden(case: Case) -> None:
    (line,) = case.expected
    source, cue, content, fate = line.split(" | ")
    assert fate in ("left out", "stays")
    tree = Tree(language.parse(language.load(), case.text, passages(case.text)))
    marks = outermost(quotations(tree))
    told = describe(tree, {each.at: each for each in find_cues(tree)}, place(case.text, cue))
    words = (place(case.text, content),)
    found = Attribution(
        None if source == "-" else place(case.text, source),
        place(case.text, cue),
        words,
        form_of(case.text, marks, words),
        told.act,
        "tagger",
        0.5,
        cue_lemma=told.lemma,
    )
    assert is_unsaid(tree, marks, found, alone=True) == (fate == "left out")


def test_what_a_rule_found_too_stays() -> None:
    text = "You can see that the Senn Dam leaks."
    tree = Tree(language.parse(language.load(), text, passages(text)))
    found = Attribution(
        place(text, "You"), place(text, "see"), (place(text, "that the Senn Dam leaks"),),
        "indirect", "believe", "tagger + indirect/that-clause", 0.5,
    )  # fmt: skip
    assert not is_unsaid(tree, outermost(()), found, alone=False)


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))
