"""The description of the tagger or rule that found a statement."""

from __future__ import annotations

import pytest

from onrecord.views.provenance import describe_rule, parse_rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("indirect/that-clause", "by the rule indirect/that-clause alone"),
        ("attribution-en 1.0", "by the learned tagger attribution-en 1.0 alone"),
        (
            "attribution-en 1.0 + indirect/that-clause",
            "by the learned tagger attribution-en 1.0 and by the rule indirect/that-clause",
        ),
        (
            "attribution-en 1.0 + direct/after + carried/on",
            "by the learned tagger attribution-en 1.0, by the rule direct/after and by the rule carried/on",
        ),
        ("", ""),
        (" + ", ""),
    ],
)
def test_describe_rule(rule: str, words: str) -> None:
    assert describe_rule(rule) == words


def test_parse_rule_keeps_the_order() -> None:
    assert parse_rule("a 2 + b/c + d/e") == (("tagger", "a 2"), ("rule", "b/c"), ("rule", "d/e"))
