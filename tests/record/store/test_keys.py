"""Keys are equal for equal content and differ otherwise; places sort as listings do."""

from __future__ import annotations

from itertools import pairwise

import pytest

from onrecord.model import Attribution, Span
from onrecord.record.store import keys

REPORT = "0a" * 16


def attribution(**spans: Span | None) -> Attribution:
    given = {"source": Span(0, 4), "cue": Span(5, 9)} | spans
    return Attribution(given["source"], given["cue"], (Span(10, 20),), "direct", "state", "r", 0.5)


def test_a_statements_key_depends_on_report_source_cue_and_content() -> None:
    others = [attribution(source=None), attribution(cue=None), attribution(source=Span(0, 5))]
    found = list(keys.statement_keys(REPORT, [attribution(), *others]))
    assert len(set(found)) == 4
    assert {len(key) for key in found} == {16}
    assert next(keys.statement_keys("0b" * 16, [attribution()])) != found[0]
    assert list(keys.statement_keys(REPORT, [*others, attribution()]))[-1] == found[0]


def test_a_statements_key_never_changes() -> None:
    (key,) = keys.statement_keys(REPORT, [attribution()])
    assert key.hex() == "7a18ed47d562e217d8686dfe921835ab"


def test_parts_of_a_key_are_separate() -> None:
    assert keys.key(b"ab", b"c") != keys.key(b"a", b"bc") != keys.key(b"abc")


@pytest.mark.parametrize(
    "odd", ["-0044-03-15", "YYYY", "XXXX-10-23", "", "2024-05-03T99", "12024-01-01"]
)
def test_dates_beyond_the_calendar_sort_last(odd: str) -> None:
    assert keys.place(odd, bytes(16)) == keys.place(None, bytes(16))


def test_places_are_in_the_order_of_listings() -> None:
    ordered = [
        keys.place("9999-12-31T23:59:59", bytes(16), 0),
        keys.place("2024-05-03T22:00:00-03:00", bytes(16), 0),  # past midnight UTC
        keys.place("2024-05-04", bytes(16), 0),
        keys.place("2024-05-03T22:00:00Z", bytes(16), 0),
        keys.place("2024-05-03", bytes(16), 0),
        keys.place("2024-05-03", bytes(16), 256),
        keys.place("2024-05-03", b"\1" * 16, 0),
        keys.place(None, bytes(16), 0),
        keys.place(None, bytes(16), 1),
    ]
    assert all(first < second for first, second in pairwise(ordered))
