"""Compare our EDTF strings and their bounds with the package `edtf`, which implements ISO 8601-2 independently.

Where the meanings differ:

- A season of unknown year (`XXXX-35`) is not parsed by `edtf`; it is left out here.
- `edtf` gives spring to winter the months of the northern hemisphere and one calendar year. Ours have the bounds of
  both hemispheres, and a winter may begin in the year before; they contain those of `edtf`.
- `edtf` gives an unknown year the bounds 0000 and 9999, an open end (`..`) infinity. Ours have no bound (None).
- A date that is approximate because it means "now" (`2024-05-03~`) has no bounds here.
"""

from __future__ import annotations

import math
import re
import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from time import struct_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden import Case, params
from tests.reading.times.test_times_golden import CAPTURED, published

from onrecord.lexicon.tables import rows
from onrecord.model import Dated, Passage, Span
from onrecord.reading.parse.language import load, parse
from onrecord.reading.text.passages import find_passages
from onrecord.reading.times import find_times
from onrecord.reading.times.expressions.calendar_units import unit_containing
from onrecord.reading.times.expressions.edtf import to_edtf

with warnings.catch_warnings():
    # The grammar of edtf 5.0 names groups in a way that pyparsing 3.3 warns of.
    warnings.simplefilter("ignore")
    import edtf

GOLDS = Path(__file__).parents[3] / "examples" / "gold"
GOLD_DATE = re.compile(r"(?:said=|published )([0-9X]\S*)")
SEASON_OF_UNKNOWN_YEAR = re.compile(r"XXXX-(2[1-4]|3[3-6]|4[01])")
SEASON_BY_HEMISPHERE = re.compile(r"\d{4}-2[1-4]\b")


def day_of(bound: struct_time | float) -> str | None:
    """The ISO day of a bound of `edtf`, None for infinity."""
    if isinstance(bound, float):
        assert math.isinf(bound)
        return None
    return f"{bound.tm_year:04}-{bound.tm_mon:02}-{bound.tm_mday:02}"


def bounds(text: str) -> tuple[str | None, str | None]:
    """First and last day of an EDTF string by `edtf`; raises `edtf.EDTFParseException`."""
    parsed = edtf.parse_edtf(text)
    return day_of(parsed.lower_strict()), day_of(parsed.upper_strict())


def compare(text: str, earliest: str | None, latest: str | None) -> None:
    """Fail if `edtf` cannot parse the string, or has other bounds."""
    if SEASON_OF_UNKNOWN_YEAR.search(text):
        return
    first, last = bounds(text)
    if SEASON_BY_HEMISPHERE.search(text):
        assert earliest is None or first is None or earliest <= first, text
        assert latest is None or last is None or last <= latest, text
        return
    assert earliest in {None, first}, text
    assert latest in {None, last}, text


def compare_dated(dated: Dated) -> None:
    compare(dated.edtf, dated.earliest, dated.latest)
    for other in dated.alternatives:
        compare(other, None, None)


@pytest.mark.parametrize("case", params("times"))
def test_dates_of_golden_cases(case: Case) -> None:
    captured = case.given.get("captured")
    moment = datetime.fromisoformat(captured).replace(tzinfo=UTC) if captured else CAPTURED
    parsed = parse(load(), case.text, find_passages(case.text))
    for time in find_times(parsed, published(case.given.get("published")), moment):
        compare_dated(time.dated)


@pytest.mark.parametrize("row", rows("times/time_rules"), ids=lambda row: row["rule"])
def test_dates_of_the_examples_of_every_rule(row: dict[str, str]) -> None:
    text = row["example"]
    parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
    for day in ("2024-05-03", "XXXX-10-23 2022-10-23,2016-10-23", None):
        for time in find_times(parsed, published(day), CAPTURED):
            compare_dated(time.dated)


def test_dates_of_the_gold_of_the_examples() -> None:
    golds = "".join(file.read_text(encoding="utf-8") for file in GOLDS.glob("*.txt"))
    found = set(GOLD_DATE.findall(golds))
    assert len(found) > 10
    for text in sorted(found):
        compare(text, None, None)


@given(
    st.dates(date(1000, 1, 1), date(9990, 12, 31)),
    st.sampled_from(["D", "W", "M", "Q", "Y", "E", "C"]),
    st.integers(-3, 3),
)
def test_units_of_any_day(day: date, unit: str, by: int) -> None:
    found = to_edtf(unit_containing(day, unit, by))
    compare(found.edtf, found.earliest, found.latest)
    assert found.earliest is not None
    assert found.latest is not None


@pytest.mark.parametrize(
    ("value", "edtf_text"),
    [
        ("2022-SP", "2022-21"),
        ("2022-WI", "2022-24"),
        ("2022-H1", "2022-40"),
        ("2022-W42-WE", "2022-10-22/2022-10-23"),
        ("2022-10-23T22:30", "2022-10-23T22:30:00"),
        ("2020/2021", "2020/2021"),
        ("XXXX-10-23", "XXXX-10-23"),
    ],
)
def test_special_values(value: str, edtf_text: str) -> None:
    found = to_edtf(value)
    assert found.edtf == edtf_text
    compare(found.edtf, found.earliest, found.latest)


def test_edtf_does_not_parse_seasons_of_unknown_year() -> None:
    """Delete the exception for these once `edtf` parses them."""
    with pytest.raises(edtf.EDTFParseException):
        bounds("XXXX-35")
