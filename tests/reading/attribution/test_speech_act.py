"""Golden cases of speech acts by content: a text, and the act of its one statement."""

from __future__ import annotations

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rule_finder import passages

from onrecord.reading.attribution import find_attributions
from onrecord.reading.parse import language


@pytest.mark.parametrize("case", params("speech_act"))
def test_golden(case: Case) -> None:
    read = language.parse(language.load(), case.text, passages(case.text))
    assert tuple(found.act for found in find_attributions(read, "rules")) == case.expected


def test_long_content_has_no_single_act() -> None:
    text = "“I will go. It is late. He is tired. They are cold,” Mira Tasel said."
    read = language.parse(language.load(), text, passages(text))
    assert [found.act for found in find_attributions(read, "rules")] == ["state"]
