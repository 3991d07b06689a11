"""Tests of time expressions and dates of statements: golden cases, the tables, and properties of all results."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from tests.golden import Case, params

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Dated, Parsed, Passage, Span, Time
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.entities import find_entities, name_speakers
from onrecord.reading.parse.language import load, parse
from onrecord.reading.parse.tree import Tree
from onrecord.reading.text.passages import find_passages
from onrecord.reading.times import date_statements, find_times
from onrecord.reading.times.expressions.calendar_units import shift_years, unit_containing
from onrecord.reading.times.expressions.edtf import to_edtf
from onrecord.reading.times.expressions.grammar import time_rules
from onrecord.reading.times.expressions.readers.reader_table import READERS

CAPTURED = datetime(2024, 6, 1, tzinfo=UTC)


def published(words: str | None) -> Dated | None:
    """A report date as a golden case gives it: EDTF, then alternatives."""
    if not words:
        return None
    edtf, _, others = words.partition(" ")
    day = edtf if edtf[0].isdigit() else None
    return Dated(edtf, day, day, "day", "given", None, tuple(filter(None, others.split(","))))


def times_of(text: str, day: str | None = None, captured: datetime = CAPTURED) -> dict[str, Time]:
    """Times of a text of one paragraph, by their words."""
    parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
    found = find_times(parsed, published(day), captured)
    return {text[t.span.start : t.span.end]: t for t in found}


def fields_of(time: Time) -> dict[str, str]:
    return {
        "rule": time.rule,
        "value": time.value,
        "type": time.type,
        "days": f"{time.dated.earliest}/{time.dated.latest}",
        "alternatives": ",".join(time.dated.alternatives),
    }


@pytest.mark.parametrize("case", params("times"))
def test_golden(case: Case) -> None:
    captured = case.given.get("captured")
    moment = datetime.fromisoformat(captured).replace(tzinfo=UTC) if captured else CAPTURED
    parsed = parse(load(), case.text, find_passages(case.text))
    day = published(case.given.get("published"))
    times = find_times(parsed, day, moment)
    found = {case.text[t.span.start : t.span.end]: t for t in times}
    for line in case.expected:
        if line.startswith("no time "):
            words = line.removeprefix("no time ")
            assert not [w for w in found if words in w], case.where
        elif line.startswith("said "):
            _check_said(case, line, times, parsed, day)
        else:
            head, *facts = line.removeprefix("time ").split(" | ")
            words, edtf = head.split(" → ")
            assert words in found, (case.where, list(found))
            assert found[words].dated.edtf == edtf, case.where
            for fact in facts:
                key, value = fact.split("=", 1)
                assert fields_of(found[words])[key] == value, case.where


def _check_said(
    case: Case, line: str, times: tuple[Time, ...], parsed: Parsed, day: Dated | None
) -> None:
    cue, edtf = line.removeprefix("said ").split(" → ")
    statements = find_attributions(parsed)
    entities = find_entities("", parsed, statements)
    said = date_statements(name_speakers(statements, entities), times, Tree(parsed), day, entities)
    got = [
        a.said.edtf if a.said else "-"
        for a in said
        if a.cue and case.text[a.cue.start : a.cue.end] == cue
    ]
    assert got[:1] == [edtf], (case.where, cue, got)


def test_every_rule_has_a_reader_and_every_reader_a_rule() -> None:
    assert {rule.name for rule in time_rules()} == set(READERS)


@pytest.mark.parametrize(
    "row", rows("times/time_words"), ids=lambda row: f"{row['class']}-{row['word']}"
)
def test_every_time_word_is_in_its_example(row: dict[str, str]) -> None:
    assert row["word"].lower() in row["example"].lower()


def test_spans_are_in_text_order_without_overlaps() -> None:
    text = (
        "On Friday, Oct. 8, 2021 at 10 p.m., two days later, and early next week in late May 2022."
    )
    spans = [t.span for t in times_of(text, "2024-05-03").values()]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_every_time_has_a_reason_and_a_confidence() -> None:
    """The reason is one line."""
    text = (
        "On Tuesday, three days ago, in 2014, for two weeks, every year, now, in March, at 5 p.m."
    )
    for time in times_of(text, "2024-05-03").values():
        assert time.dated.why
        assert "\n" not in time.dated.why
        assert 0 < time.confidence <= 1
        assert time.dated.words == time.span


def test_different_values_for_the_alternatives_leave_the_date_unknown() -> None:
    """In 2022 and 2021 the last Monday before 23 October is not the same day of the month."""
    found = times_of("It sank on Monday.", "XXXX-10-23 2022-10-23,2021-10-23")
    assert found["Monday"].dated.edtf == "XXXX-XX-XX"


def test_a_statement_without_cue_is_not_dated() -> None:
    text = "It sank on Monday."
    parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
    times = find_times(parsed, published("2024-05-03"), CAPTURED)
    carried = Attribution(Span(0, 2), None, (Span(3, 7),), "direct", "state", "carried", 0.9)
    assert date_statements((carried,), times, Tree(parsed), None)[0].said is None


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2022-W42-WE", "2022-10-22/2022-10-23"),
        ("2022-W99", "XXXX-XX-XX"),
        ("2022-02-30", "XXXX-XX-XX"),
        ("2022-H2", "2022-41"),
        ("2020/2018", "XXXX-XX-XX"),
        ("XXXX-Q3", "XXXX-35"),
        ("2022-10-23T24:00", "2022-10-23"),
        ("P3D", "XXXX-XX-XX"),
    ],
)
def test_edtf_of_values_that_are_no_day(value: str, edtf: str) -> None:
    assert to_edtf(value).edtf == edtf


def test_calendar_units_at_the_ends_of_the_calendar() -> None:
    assert unit_containing(date(1, 1, 1), "D", -1) == "0001-01-01"
    assert shift_years("2024-02-29", years=-1) == "2023-02-28"


def test_a_speaker_who_continues_speaks_on_the_same_day() -> None:
    text = "Pell said on Tuesday the gates were open. He added that they were old."
    parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
    day = published("2024-05-03")
    times = find_times(parsed, day, CAPTURED)
    named = [replace(a, speaker="p") for a in find_attributions(parsed)]
    said = date_statements(named, times, Tree(parsed), day)
    assert [a.said.edtf if a.said else "-" for a in said] == ["2024-04-30", "2024-04-30"]
    other = [named[0], replace(named[1], speaker="q")]
    assert date_statements(other, times, Tree(parsed), day)[1].said is None


@pytest.mark.parametrize(("mark", "day"), [('"', "2024-04-30"), ("", "-")])
def test_a_long_quotation_does_not_end_the_occasion(mark: str, day: str) -> None:
    """The occasion lasts as long as the quotation; the same sentences outside quotation marks end it."""
    text = (
        f'"The gates are open," Pell said on Tuesday. {mark}The dam is old. The road is dry. '
        f"The river is calm.{mark} He claimed that the bridge was safe."
    )
    parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
    times = find_times(parsed, published("2024-05-03"), CAPTURED)
    named = [replace(a, speaker="p") for a in find_attributions(parsed)]
    said = date_statements(named, times, Tree(parsed), published("2024-05-03"))
    assert [a.said.edtf if a.said else "-" for a in said] == ["2024-04-30", day]


def test_a_statement_is_not_dated_after_its_report() -> None:
    """A published statement was made before the publication, even if the text gives a later day."""
    text = "Korvin said on May 20 that the bridge was closed."
    parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
    day = published("2024-05-03")
    times = find_times(parsed, day, CAPTURED)
    assert [time.dated.edtf for time in times] == ["2024-05-20"]
    assert date_statements(find_attributions(parsed), times, Tree(parsed), day)[0].said is None
