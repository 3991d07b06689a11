"""Tests of the trace of times: which expressions are found or dropped, and why a statement has its date."""

from __future__ import annotations

from datetime import UTC, datetime

from onrecord.model import Article, ClaimedDate, Decision, Problem
from onrecord.reading.read import DEFAULT, Tools, read
from onrecord.reading.trace import Trace

RULES = Tools(DEFAULT.pipeline, "rules")
CAPTURED = datetime(2024, 6, 1, tzinfo=UTC)


def decisions(text: str, step: str) -> list[Decision]:
    """The decisions of one step about a report of 3 May 2024."""
    trace = Trace()
    claims = (ClaimedDate("argument", "2024-05-03"),)
    reading = read(Article("a.txt", text, CAPTURED, published=claims), RULES, trace)
    assert not isinstance(reading, Problem)
    return [decision for decision in trace.decisions if decision.step == step]


def test_a_found_time_has_its_date_and_reason() -> None:
    (found,) = decisions("Ilan Tasel said on Tuesday that the bridge was closed.", "times")
    assert (found.verdict, found.rule) == ("kept", "weekday/bare")
    assert found.why == "2024-04-30: the last one up to the report's date"


def test_a_dropped_match_has_its_reason() -> None:
    text = "Ilan Tasel said the fort was 12 years old."
    (dropped,) = decisions(text, "times")
    assert (dropped.verdict, dropped.why) == ("dropped", "an age")
    span = dropped.spans[0]
    assert text[span.start : span.end] == "12 years"


def test_a_month_that_is_a_name_is_dropped() -> None:
    text = "Prime Minister Edda May left the hall. May said the bridge was closed."
    dropped = [d.why for d in decisions(text, "times") if d.verdict == "dropped"]
    assert "“May” is a name of a person here" in dropped


def test_words_of_no_value_are_dropped() -> None:
    (dropped,) = decisions("Ilan Tasel said it closed on February 31, 2023.", "times")
    assert (dropped.verdict, dropped.why) == ("dropped", "the words give no value")


def test_a_dated_statement_has_its_reason() -> None:
    text = "Ilan Tasel said on Tuesday that the bridge was closed."
    (dated,) = decisions(text, "statement_date")
    assert dated.verdict == "changed"
    assert dated.why == "said 2024-04-30: the last one up to the report's date"


def test_a_date_after_the_report_is_not_used() -> None:
    text = "Ilan Tasel said on May 20 that the bridge was closed."
    (refused,) = decisions(text, "statement_date")
    assert refused.why == "not dated 2024-05-20: the report was published before"
