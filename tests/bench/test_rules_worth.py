"""What a rule is worth: counted over a text that tagger and rules both read."""

from __future__ import annotations

from bench.corpus import Triple, paragraphs
from bench.rules_worth import Text, Worth, report, worth

from onrecord.model import Span

TEXT = "“We were lucky,” Mira Tasel said."
GOLD = Triple((Span(17, 27),), (Span(28, 32),), (Span(0, 16),))


def text() -> Text:
    return Text(TEXT, paragraphs(TEXT), [GOLD], "full")


def test_what_both_find_is_not_the_rules_alone() -> None:
    found = worth([text()], "direct/quote-said")
    assert (found.by_rules, found.joined, found.lone, found.lone_points) == (1, 1, 0, 0.0)


def test_a_rule_that_finds_nothing_is_worth_nothing() -> None:
    assert worth([text()], "indirect/passive") == Worth(0, 0, 0, 0, 0, 0.0, 0.0)


def test_what_a_rule_alone_finds_is_lost_without_it() -> None:
    heard = text()
    lone = tuple(each for each in heard.ruled if each.rule == "direct/quote-said")
    heard.found = lone
    found = worth([heard], "direct/quote-said")
    assert (found.lone, found.lone_points) == (1, 100.0)


def test_the_table_has_a_row_for_each_rule() -> None:
    lines = list(report([("a sentence", [text()])]))
    assert any(line.startswith("direct/quote-said ") for line in lines)
    assert lines[-1] == "a sentence: 1 texts, triple F1 100.00"
