"""Golden cases of attribution: every rule, what it must find and what it must leave alone.

A line of a case reads `source | cue | content || content | form | act | key=value …`; `-` stands for
nothing. Keys: `rule`, `to`, `via`, `question`, `within` (the line number, from 0), `sourcing`. `none`
alone says that nothing may be found. A text may say `# kind: headline`.
"""

from __future__ import annotations

import re

import pytest
from tests.golden import Case, params

from onrecord.model import Attribution, Passage, Span
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.parse import language

KEYS = ("rule", "to", "via", "question", "within", "sourcing")


def passages(text: str, kind: str = "body") -> tuple[Passage, ...]:
    """Every line that is not blank as one passage."""
    places = (Span(*match.span()) for match in re.finditer(r"[^\n]*\S[^\n]*", text))
    return tuple(Passage("headline" if kind == "headline" else "body", span) for span in places)


def described(text: str, found: Attribution) -> tuple[list[str], dict[str, str]]:
    """A finding as the columns and keys of a golden line."""

    def words(span: Span | None) -> str:
        return "-" if span is None else " ".join(text[span.start : span.end].split())

    columns = [
        words(found.source),
        words(found.cue),
        " || ".join(map(words, found.content)),
        found.form,
        found.act,
    ]
    values = {
        "rule": found.rule,
        "to": words(found.addressee),
        "via": words(found.channel),
        "question": words(found.question),
        "within": "-" if found.within is None else str(found.within),
        "sourcing": found.sourcing,
    }
    return columns, values


@pytest.mark.parametrize("case", params("attribution"))
def test_golden(case: Case) -> None:
    read = language.parse(
        language.load(), case.text, passages(case.text, case.given.get("kind", "body"))
    )
    found = [described(case.text, each) for each in find_attributions(read)]
    expected = [] if case.expected == ("none",) else [line.split(" | ") for line in case.expected]
    assert [columns for columns, _ in found] == [line[:5] for line in expected]
    for (_, values), line in zip(found, expected, strict=True):
        keys = dict(pair.split("=", 1) for pair in line[5:])
        assert not keys.keys() - set(KEYS)
        assert {key: values[key] for key in keys} == keys
