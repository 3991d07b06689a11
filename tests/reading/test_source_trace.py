"""What the steps from a source's words to its description note in a trace."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from onrecord.model import Article, Reading
from onrecord.reading.read import Tools, read
from onrecord.reading.trace import Trace

RULES = Tools(finder="rules")


def noted(text: str) -> set[tuple[str, str, str, str]]:
    """Step, verdict, first words and reason of each decision about a source."""
    trace = Trace()
    read(Article("case", text, datetime(2024, 5, 4, tzinfo=UTC)), RULES, trace)
    return {
        (d.step, d.verdict, text[d.spans[0].start : d.spans[0].end], d.why) for d in trace.decisions
    }


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        (
            "Mira Tasel, 59, of Lume, said the gates were shut.",
            ("link_sources", "changed", "Mira Tasel, 59, of Lume", "refers to Mira Tasel: named at the head of the words, linked by “full name”"),
        ),
        (
            "A man said the gates were shut.",
            ("link_sources", "kept", "A man", "no one named entity heads these words"),
        ),
        (
            "The Russian government said the gates were shut.",
            ("link_sources", "changed", "The Russian government", "refers to Russia: a state's government, linked by “government”"),
        ),
        (
            "Two officials said the gates were shut.",
            ("describe_sources", "changed", "Two officials", "source type: anonymous"),
        ),
        (
            "Mayor Mira Tasel left Lume. Her office said the gates were shut.",
            ("describe_sources", "changed", "Her", "speaks for “Her”, an entity of the report"),
        ),
        (
            "A diplomat said on condition of anonymity that the gates were shut.",
            ("describe_sources", "changed", "on condition of anonymity", "the name is withheld"),
        ),
        (
            "The officer, who asked not to be named, said the gates were shut.",
            ("drop_anonymity_clauses", "dropped", "not to be named", "the words only say that a name is withheld"),
        ),
    ],
)  # fmt: skip
def test_a_decision_is_noted(text: str, decision: tuple[str, str, str, str]) -> None:
    assert decision in noted(text)


def test_a_trace_changes_no_finding() -> None:
    text = "Mayor Mira Tasel left Lume. Her office said the gates were shut. Moscow said no."
    article = Article("case", text, datetime(2024, 5, 4, tzinfo=UTC))
    plain, traced = read(article, RULES), read(article, RULES, Trace())
    assert isinstance(plain, Reading)
    assert plain == traced
