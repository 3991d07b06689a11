"""Golden cases of rules and tagger together, in the form `test_rules.py` tells."""

from __future__ import annotations

import pytest
from tests.golden import Case, params
from tests.reading.attribution.test_rules import described, passages

from onrecord.reading import language
from onrecord.reading.attribution import FINDERS, find_attributions, finder_version


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
