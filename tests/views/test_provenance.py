"""What found a statement, told in words."""

from __future__ import annotations

import pytest

from onrecord.views.provenance import finders, in_words


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
def test_in_words(rule: str, words: str) -> None:
    assert in_words(rule) == words


def test_every_finder_is_kept_in_order() -> None:
    assert finders("a 2 + b/c + d/e") == (("tagger", "a 2"), ("rule", "b/c"), ("rule", "d/e"))
