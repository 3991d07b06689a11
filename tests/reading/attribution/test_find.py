"""Golden cases of the tagger and the rules together, in the form `test_rule_finder.py` describes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rule_finder import described, passages

from onrecord.model import Attribution, Span
from onrecord.reading.attribution import FINDERS, attributions_of, find_attributions, finder_version
from onrecord.reading.attribution.confirm import confirm
from onrecord.reading.attribution.content_bounds import bound
from onrecord.reading.attribution.find import STEPS
from onrecord.reading.attribution.rule_proposals import propose_by_rules
from onrecord.reading.attribution.setting import Setting, setting_of
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace


@pytest.mark.parametrize("case", params("joined"))
def test_golden(case: Case) -> None:
    read = language.parse(language.load(), case.text, passages(case.text))
    found = [described(case.text, each) for each in find_attributions(read)]
    expected = [] if case.expected == ("none",) else [line.split(" | ") for line in case.expected]
    assert [columns for columns, _ in found] == [line[:5] for line in expected]
    for (_, values), line in zip(found, expected, strict=True):
        keys = dict(pair.split("=", 1) for pair in line[5:])
        assert {key: values[key] for key in keys} == keys


def test_every_finder_says_what_it_is() -> None:
    assert len({finder_version(finder) for finder in FINDERS}) == len(FINDERS)


def test_both_finders_are_named_where_both_found_it() -> None:
    text = "Mira Tasel said that the bridge was closed."
    read = language.parse(language.load(), text, passages(text))
    (found,) = find_attributions(read)
    assert found.rule == f"{finder_version('full')} + indirect/that-clause"
    assert found.confidence > 0.9


def setting(text: str) -> Setting:
    """The setting of a text for the full finder."""
    return replace(
        setting_of(Tree(language.parse(language.load(), text, passages(text)))), finder="full"
    )


def proposal(text: str, source: str, cue: str, *content: str) -> Attribution:
    """A sure proposal of the tagger, its parts by their words."""

    def place(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    spans = tuple(map(place, content))
    return Attribution(place(source), place(cue), spans, "indirect", "state", "tagger", 0.95)


def bounded(text: str, *content: str) -> list[list[str]]:
    """The contents left of a proposal by "Tasel" and "said" that no rule confirms."""
    found = bound(setting(text), (proposal(text, "Tasel", "said", *content),), None)
    return [[text[span.start : span.end] for span in each.content] for each in found]


def test_indirect_content_ends_with_its_sentence() -> None:
    text = "The dam leaks. The gates, Tasel said, are safe. The wall is old."
    found = bounded(text, "The dam leaks", "The gates", "are safe", "The wall is old")
    assert found == [["The gates", "are safe"]]


def test_quoted_content_goes_on_in_other_sentences() -> None:
    text = "“The gates are safe,” Tasel said. The wall is “old.” “The dam leaks.”"
    found = bounded(text, "“The gates are safe,”", "The wall is “old.”", "“The dam leaks.”")
    assert found == [["“The gates are safe,”", "The wall is “old.”", "“The dam leaks.”"]]


def test_of_other_paragraphs_only_a_quotation_that_opens_one_carries_on() -> None:
    text = (
        "“The dam leaks.”\nThe gates are safe, Tasel said.\n"
        "“The wall is old.”\nIn “The Flood” the dam breaks.\n'The Long Way'"
    )
    found = bounded(
        text, "“The dam leaks.”", "The gates are safe", "“The wall is old.”", "“The Flood”",
        "'The Long Way'",
    )  # fmt: skip
    assert found == [["The gates are safe"], ["“The wall is old.”"]]


@pytest.mark.parametrize(
    ("text", "drawn", "speaks"),
    [
        (
            "In Karsk the mayor, Mira Tasel, said she had left.",
            "Karsk the mayor, Mira Tasel,",
            "Mira Tasel",
        ),
        ("The envoy of Karsk said she had left.", "The envoy of Karsk", "The envoy of Karsk"),
    ],
)
def test_a_source_begins_with_its_own_phrase(text: str, drawn: str, speaks: str) -> None:
    """The tagger's source without the end of the phrase before it, as the rule has it."""
    tagged, here = proposal(text, drawn, "said", "she had left"), setting(text)
    (found,) = confirm(here, (tagged, *propose_by_rules(here)), None)
    assert found.source is not None
    assert text[found.source.start : found.source.end] == speaks


def test_a_trace_says_why_a_candidate_is_dropped() -> None:
    text = "Tasel said the dam leaks. You can see that the gates are old."
    trace = Trace()
    found = attributions_of(setting(text).tree, "full", trace)
    assert [text[each.content[0].start : each.content[0].end] for each in found] == [
        "the dam leaks"
    ]
    steps = {decision.step for decision in trace.at(text.index("dam"))}
    assert "propose" in steps
    dropped = [each for each in trace.decisions if each.verdict == "dropped"]
    assert all(each.why and each.spans for each in dropped)


def test_findings_are_the_same_with_a_trace() -> None:
    text = "“The dam leaks,” Tasel said, adding that Falk had denied it."
    assert attributions_of(setting(text).tree, "full", Trace()) == attributions_of(
        setting(text).tree
    )


def test_a_step_left_out_is_left_out() -> None:
    text = "Tasel said that Falk had denied that the dam leaks."
    tree = setting(text).tree
    without = tuple(step for step in STEPS if step.__name__ != "nest")
    assert {each.within for each in attributions_of(tree, "full", steps=without)} == {None}
