"""Confidence falls in broken text and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.attribution.test_rule_finder import passages

from onrecord.model import Attribution
from onrecord.reading.attribution import FINDERS, Finder, find_attributions
from onrecord.reading.attribution.find import STEPS, attributions_of
from onrecord.reading.attribution.setting import setting_of
from onrecord.reading.attribution.text_noise import (
    broken_shares,
    known_to,
    lower_in_noise,
    lowered,
)
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree

CLEAN = (
    "Mira Tasel said that the bridge over the river was closed because the water had risen.\n"
    "“We were lucky that nobody was hurt,” the mayor of Lume told reporters on Monday.\n"
    "According to the ministry of Valdria, the dam will hold until the spring.\n"
)
BROKEN = (
    "Mira Tasel sald thot tbe brldge ovcr tne rlver was c1osed becouse the watcr hod riscn.\n"
    "“We wcre lucky thot nobody wos hurf,” tne moyor of Lume told reportcrs on Mondoy.\n"
    "Accordlng to the minislry of Valdria, tbe dam wlll hold unti1 tne sprlng.\n"
)


def tree_of(text: str) -> Tree:
    return Tree(language.parse(language.load(), text, passages(text)))


def mean(found: tuple[Attribution, ...]) -> float:
    return sum(each.confidence for each in found) / len(found)


@pytest.mark.parametrize("finder", FINDERS)
def test_clean_text_keeps_its_confidence(finder: Finder) -> None:
    tree = tree_of(CLEAN)
    found = attributions_of(tree, finder, steps=STEPS[:-1])
    assert found
    assert lower_in_noise(setting_of(tree, finder), found, None) == found


@pytest.mark.parametrize("finder", FINDERS)
def test_badly_read_text_is_believed_less(finder: Finder) -> None:
    tree = tree_of(BROKEN)
    before = attributions_of(tree, finder, steps=STEPS[:-1])
    after = lower_in_noise(setting_of(tree, finder), before, None)
    assert before
    assert all(a.confidence < b.confidence for a, b in zip(after, before, strict=True))


def test_the_tagger_is_less_sure_of_capitals() -> None:
    clean, capitals = (find_attributions(tree_of(text).parsed) for text in (CLEAN, CLEAN.upper()))
    assert mean(capitals) < mean(clean)


def test_broken_words_are_counted_where_they_stand() -> None:
    shares = broken_shares(tree_of(CLEAN * 10 + BROKEN * 10), known_to("full"))
    assert max(shares[:30]) < min(shares[30:])


def test_names_and_short_forms_are_not_broken_words() -> None:
    text = (
        "Orenfalk Tasselmeer of NATO and the EU didn't say what Qoryzz of Lumeburg would do next.\n"
    )
    assert max(broken_shares(tree_of(text * 5), known_to("full"))) < 0.1


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.99))
def test_more_noise_never_makes_surer(broken: float, more: float, confidence: float) -> None:
    first = lowered(confidence, broken)
    assert 0 < first <= confidence
    assert lowered(confidence, max(broken, more)) <= first
