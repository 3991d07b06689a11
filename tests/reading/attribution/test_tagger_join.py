"""Golden cases of rules and tagger together, in the form `test_rules.py` tells."""

from __future__ import annotations

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rule_finder import described, passages

from onrecord.model import Span
from onrecord.reading.attribution import FINDERS, find_attributions, finder_version
from onrecord.reading.attribution.content_bounds import belonging
from onrecord.reading.attribution.pairing import Pair, weights
from onrecord.reading.attribution.rule_finder import find_attributions as find_by_rules
from onrecord.reading.attribution.rule_join import outermost
from onrecord.reading.attribution.tagger.proposals import Proposal
from onrecord.reading.attribution.tagger_join import joined
from onrecord.reading.parse import language
from onrecord.reading.parse.quotes import find_quotes
from onrecord.reading.parse.tree import Tree


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


def told(text: str, *content: str) -> list[list[str]]:
    """The contents that stay of a sure proposal by "Tasel" and "said" that no rule confirms."""

    def place(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    read = language.parse(language.load(), text, passages(text))
    spans = tuple(map(place, content))
    proposal = Proposal(place("Tasel"), place("said"), spans, "indirect", (0.0,) * 17)
    marks = outermost(find_quotes(text, [passage.span for passage in passages(text)]))
    found = joined(Tree(read), marks, [(proposal, 0.95)], (), tagger="t", held=weights("full"))
    return [[text[span.start : span.end] for span in each.content] for each in found]


def test_what_is_told_ends_with_its_sentence() -> None:
    text = "The dam leaks. The gates, Tasel said, are safe. The wall is old."
    found = told(text, "The dam leaks", "The gates", "are safe", "The wall is old")
    assert found == [["The gates", "are safe"]]


def test_what_is_quoted_goes_on_in_other_sentences() -> None:
    text = "“The gates are safe,” Tasel said. The wall is “old.” “The dam leaks.”"
    found = told(text, "“The gates are safe,”", "The wall is “old.”", "“The dam leaks.”")
    assert found == [["“The gates are safe,”", "The wall is “old.”", "“The dam leaks.”"]]


def test_of_other_paragraphs_only_a_quotation_that_opens_one_is_carried_on() -> None:
    text = (
        "“The dam leaks.”\nThe gates are safe, Tasel said.\n"
        "“The wall is old.”\nIn “The Flood” the dam breaks.\n'The Long Way'"
    )
    found = told(
        text, "“The dam leaks.”", "The gates are safe", "“The wall is old.”", "“The Flood”",
        "'The Long Way'",
    )  # fmt: skip
    assert found == [["The gates are safe"], ["“The wall is old.”"]]


@pytest.mark.parametrize(
    ("cue", "stays"),
    [("said in response to", 1), ("said", 2)],
)
def test_what_somebody_spoke_to_is_not_what_he_said(cue: str, stays: int) -> None:
    text = "The gates are safe, Tasel said in response to questions about the flood."
    tree = Tree(language.parse(language.load(), text, passages(text)))
    (rule,) = find_by_rules(tree.parsed)
    assert rule.rule == "indirect/clause-before"
    content = (Span(0, 18), Span(46, 71))
    begun = text.index("said")
    drawn = Proposal(
        Span(20, 25), Span(begun, begun + len(cue)), content, "indirect", (0.0,) * 17
    )  # fmt: skip
    left = belonging(tree, outermost(()), Pair(drawn, 0.9, rule)).proposal.content
    assert left == content[:stays]


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
def test_where_somebody_is_does_not_speak(text: str, drawn: str, speaks: str) -> None:
    """The tagger's source without the end of the phrase before it, as the rule has it."""
    start = text.index(drawn)
    source = Span(start, start + len(drawn))
    cue, content = (Span(text.index(w), text.index(w) + len(w)) for w in ("said", "she had left"))
    read = language.parse(language.load(), text, passages(text))
    proposal = Proposal(source, cue, (content,), "indirect", (0.0,) * 17)
    marks = outermost(find_quotes(text, [passage.span for passage in passages(text)]))
    (found,) = joined(
        Tree(read), marks, [(proposal, 0.95)], find_by_rules(read), tagger="t", held=weights("full")
    )
    assert found.source is not None
    assert text[found.source.start : found.source.end] == speaks
