"""Which pairs of a name and a form the nickname table keeps, and that the committed table is such."""

from __future__ import annotations

import pytest
from tools.nicknames import kept

from onrecord.lexicon.tables import rows


@pytest.mark.parametrize(
    ("name", "form"),
    [("cassandra", "cassie"), ("gertrude", "gert"), ("edward", "eddy"), ("samuel", "sammy")],
)
def test_a_short_form_is_kept(name: str, form: str) -> None:
    assert list(kept([(name, form)])) == [(name.title(), form.title())]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("aaron", "erin"),  # a given name of its own
        ("beatrice", "trixie"),  # not the beginning of the name
        ("alan", "al"),  # too short to tell
        ("della", "dell"),  # a particle of surnames
        ("wulfgar", "wulfie"),  # a name that people in the news do not bear
        ("miriam", "myriam"),  # another spelling, which sounds the same
    ],
)
def test_other_pairs_are_dropped(name: str, form: str) -> None:
    assert not list(kept([(name, form)]))


def test_the_committed_table_follows_the_rule_and_the_additions_do_not_repeat_it() -> None:
    made = [(row["name"], row["form"]) for row in rows("entities/nicknames")]
    added = [(row["name"], row["form"]) for row in rows("entities/nickname_additions")]
    assert made == list(kept((name.lower(), form.lower()) for name, form in made))
    assert not set(made) & set(added)
