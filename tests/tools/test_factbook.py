"""What of a Factbook entry becomes a line, and what is left out: invented people and states."""

from __future__ import annotations

import pytest
from tools.factbook import holders

from onrecord.lexicon.states import known_states, state_key
from onrecord.record.identity.office_table import COLUMNS, parse, shipped


@pytest.mark.parametrize(
    ("entry", "lines"),
    [
        ("President Mira TASEL (since 3 May 2024)", ["Mira Tasel, president, 2024-05-03"]),
        ("President Mira TASEL (since 5 Sep 2025)", ["Mira Tasel, president, 2025-09-05"]),
        (
            "President Mira TASEL (since May 2024; acting since 2023)",
            ["Mira Tasel, president, 2024-05"],
        ),
        ("Chancellor Łucja ORL&Eacute; (since 2024)", ["Łucja Orlé, chancellor, 2024"]),
        ("King ORLEN VI (since 2 June 2001)", ["Orlen VI, king, 2001-06-02"]),
        ("President XI Tasel (since 2013)", ["Xi Tasel, president, 2013"]),
        ("President Edo al-VARN (since 2013)", ["Edo al-Varn, president, 2013"]),
        ("President Samantha (Sam) KELL (since 2024)", ["Samantha Kell, president, 2024"]),
        (
            "President Mira TASEL Orry (since 2024)",
            ["Mira Tasel Orry, president, 2024", "Mira Tasel, president, 2024"],
        ),
        (
            "King ORLEN III (since 2022); represented by Governor General Sir Edo VARN (since 2023)",
            ["Orlen III, king, 2022", "Edo Varn, governor general, 2023"],
        ),
    ],
)
def test_holders_that_are_read(entry: str, lines: list[str]) -> None:
    found = holders(entry, "Valdria")
    assert [f"{line.person}, {line.title}, {line.since}" for line in found] == lines


@pytest.mark.parametrize(
    "entry",
    [
        "President (vacant)",
        "Mira TASEL (since 2024)",
        "President Mira Tasel (since 2024)",
        "President Mira TASEL",
        "President Mira TASEL (since some years)",
        "King ORLEN (since 2024)",
        "President of the Council of Valdria Mira TASEL (since 2024)",
        "Valdria is represented by High Commissioner Mira TASEL (since 2024)",
    ],
)
def test_what_is_left_out(entry: str) -> None:
    assert holders(entry, "Valdria") == []


def test_the_shipped_table_names_states_of_the_lexicon_with_source_and_dates() -> None:
    text, where = shipped()
    held, problems = parse(text, where)
    assert not problems
    assert text.splitlines()[1].split("\t") == list(COLUMNS)
    assert len(held) == len(set(held)) >= 200
    assert all(each.of and state_key(each.of) in known_states() for each in held)
    assert all(each.since and each.until and "Factbook as of" in each.source for each in held)
