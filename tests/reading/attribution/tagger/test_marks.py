"""Quotation marks of other styles are replaced by those of the training data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.attribution.tagger.quote_marks import with_training_marks


def shown(text: str) -> str:
    return with_training_marks(text, [Span(0, len(text))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘A dam,’ he said. ‘It’s “ours”.’", "“A dam,” he said. “It’s ‘ours’.”"),
        ("'A dam,' he said. 'It's the dogs' bowl.'", "“A dam,” he said. “It's the dogs' bowl.”"),
        ("«A dam», he said.", "“A dam”, he said."),
        ("„A dam“, he said.", "“A dam”, he said."),
        ("‘A dam. It’s left open.", "“A dam. It’s left open."),
    ],
)
def test_other_marks_are_replaced(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“A dam,” he said of ‘Dam Busters’.",
        '"A dam," he said. "It\'s \'ours\'."',
        "``A dam,'' he said.",
        "The dogs’ bowl, the ’90s and it's.",
        "’’A dam,’’ he said.",
    ],
)
def test_marks_of_the_training_data_stay(text: str) -> None:
    assert shown(text) == text


@given(st.text(alphabet="aZ s.,\n\"'‘’“”„«»`", max_size=60))
def test_only_marks_change_and_each_by_one_character(text: str) -> None:
    taught = shown(text)
    assert len(taught) == len(text)
    changed = {(old, new) for old, new in zip(text, taught, strict=True) if old != new}
    assert all(old in "\"'‘’“”„«»`" and new in "“”‘’" for old, new in changed)
