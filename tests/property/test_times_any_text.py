"""Property tests of dates: valid EDTF, ordered bounds, nothing after the report unless the text is about the future."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.lexicon.tables import rows
from onrecord.model import ClaimedDate, Dated, Passage, Span, Time
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.entities import find_entities, name_speakers
from onrecord.reading.offices import date_offices
from onrecord.reading.parse.language import load, parse
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times import date_report, date_statements, find_times
from onrecord.reading.times.expressions.calendar_units import unit_containing
from onrecord.reading.times.expressions.edtf import to_edtf

YEAR = r"(?:[0-9X]{4})"
MONTH = r"(?:0[1-9]|1[0-2]|XX|2[1-9]|3\d|4[01])"
DAY = r"(?:0[1-9]|[12]\d|3[01]|XX)"
ONE = rf"{YEAR}(?:-{MONTH}(?:-{DAY}(?:T\d\d:\d\d:\d\d)?)?)?[?~%]?"
EDTF = re.compile(rf"(?:{ONE}|(?:{ONE}|\.\.)/(?:{ONE}|\.\.)|\[{ONE}(?:,{ONE})*\])")

words = st.sampled_from(
    [row["word"] for row in rows("times/time_words")]
    + [
        "Oct.",
        "23",
        "31",
        "2022",
        "1999",
        "3/4/2021",
        "10:30 p.m.",
        "22:30",
        "every",
        "ago",
        "earlier",
    ]
    + [
        "later",
        "of",
        "the",
        "to",
        "-",
        ",",
        "'s",
        "said",
        "will",
        "had",
        "met",
        "Lume",
        "29 February",
    ]
    + ["2014-2018", "weekend", "quarter", "century", "1990s", "year-ago", "half", "Q3"]
)
# Days, weeks and periods that reach over the first or the last day of the calendar.
ENDS_OF_YEARS = (
    "Jan. 1", "Dec. 31", "the week ending Jan. 1", "the week beginning Dec. 31", "the week of Dec. 31",
    "Friday last week", "the following Sunday", "the first 366 days of 9999", "the year ended Jan. 1",
    "December", "Monday", "New Year's Day", "1 January 0001", "31 December 9999",
)  # fmt: skip

texts = st.lists(words, min_size=1, max_size=14).map(" ".join)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))


def read(text: str, day: date | None, captured: date) -> tuple[Time, ...]:
    passages = (Passage("body", Span(0, len(text))),)
    iso = day.isoformat() if day else ""
    published = Dated(iso, iso, iso, "day", "given") if day else None
    moment = datetime(captured.year, captured.month, captured.day, tzinfo=UTC)
    return find_times(parse(load(), text, passages), published, moment)


def check(dated: Dated) -> None:
    assert EDTF.fullmatch(dated.edtf), dated
    if dated.earliest and dated.latest:
        assert dated.earliest <= dated.latest
    for bound in (dated.earliest, dated.latest):
        assert bound is None or len(bound) == 10
    assert all(EDTF.fullmatch(other) for other in dated.alternatives)
    assert dated.why


@given(texts, st.none() | days)
@settings(max_examples=150, deadline=None)
def test_every_value_is_valid_edtf_with_ordered_bounds(text: str, day: date | None) -> None:
    for time in read(text, day, day or date(2024, 6, 1)):
        check(time.dated)
        assert text[time.span.start : time.span.end].strip()


@given(
    st.sampled_from(["since {}", "until {}", "from {} to {}", "between {} and {}", "in {}"]),
    st.sampled_from(["Mira Tasel, mayor {}, left Karsk.", "Mira Tasel was mayor {}.",
                     "Former mayor Mira Tasel resigned as judge {}."]),
    st.lists(texts, min_size=2, max_size=2),
    st.none() | days,
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_terms_of_office_are_valid_edtf(
    period: str, clause: str, ends: list[str], day: date | None
) -> None:
    text = clause.format(period.format(*ends))
    times = read(text, day, day or date(2024, 6, 1))
    parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
    iso = day.isoformat() if day else ""
    published = Dated(iso, iso, iso, "day", "given") if day else None
    for entity in date_offices(find_entities("a" * 32, parsed, ()), times, Tree(parsed), published):
        for office in entity.offices:
            if office.held is not None:
                check(office.held)


@given(st.text(max_size=80), st.none() | days)
@settings(max_examples=100, deadline=None)
def test_any_text_gives_valid_dates(text: str, day: date | None) -> None:
    for time in read(text, day, date(2024, 6, 1)):
        check(time.dated)


@given(
    st.sampled_from(
        ["Tuesday", "yesterday", "last week", "three days ago", "Oct. 3", "in March", "last Friday"]
    ),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)
@settings(max_examples=150, deadline=None)
def test_past_verbs_give_no_date_after_the_report(words: str, day: date) -> None:
    """A time with a past verb is not after the report's day, but for day and month, which may be off by weeks."""
    for time in read(f"The council met {words}.", day, day):
        assert time.dated.earliest is None or time.dated.earliest <= str(day + timedelta(days=60))
        if time.rule != "date/month-day":
            assert time.dated.earliest is None or time.dated.earliest <= str(day)


PAST = st.sampled_from(
    [
        row["word"]
        for row in rows("times/time_words")
        if row["class"] in {"month", "weekday", "holiday", "feast"}
    ]
    + ["Oct. 3", "29 February", "the second half", "the fourth quarter", "Q4", "the weekend"]
    + [
        "this weekend",
        "the summer",
        "last autumn",
        "overnight",
        "three days ago",
        "the past decade",
    ]
    + ["a year ago", "the other day", "the week of May 3", "the January-March quarter", "year-end"]
)


@given(PAST, st.dates(date(1960, 1, 1), date(2040, 1, 1)))
@example("Diwali", date(2000, 1, 1))
@settings(max_examples=150, deadline=None)
def test_past_verbs_give_no_date_after_the_capture(words: str, day: date) -> None:
    """In a report of the day of its capture, no time with a past verb begins later."""
    for time in read(f"The council met on {words}.", day, day):
        assert time.dated.earliest is None or time.dated.earliest <= str(day), time


@given(texts, st.dates(date(1960, 1, 1), date(2040, 1, 1)))
@settings(max_examples=80, deadline=None)
def test_no_statement_is_made_after_its_report(text: str, day: date) -> None:
    report = (
        f"Korvin said {text} that the dam was shut. Korvin and Tasel met {text}. Tasel denied it."
    )
    passages = (Passage("body", Span(0, len(report))),)
    parsed = parse(load(), report, passages)
    published = Dated(day.isoformat(), day.isoformat(), day.isoformat(), "day", "given")
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    statements = find_attributions(parsed)
    entities = find_entities("", parsed, statements)
    times = find_times(parsed, published, moment)
    named = name_speakers(statements, entities)
    for statement in date_statements(named, times, Tree(parsed), published, entities):
        if statement.said is not None:
            check(statement.said)
            assert statement.said.earliest is None or statement.said.earliest <= str(day)


claims = st.builds(
    ClaimedDate,
    st.sampled_from(["argument", "field", "json-ld", "opengraph", "meta", "time", "url"]),
    st.text(max_size=40) | days.map(str) | days.map(lambda d: d.strftime("/%Y/%m/%d/")),
)


@given(st.lists(claims, max_size=4), texts, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_no_report_is_dated_after_its_capture(
    claimed: list[ClaimedDate], text: str, day: date
) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for kind in ("body", "dateline", "byline"):
        passages = (Passage(kind, Span(0, len(text))),)
        dated, messages = date_report(claimed, text, passages, moment)
        assert all("\n" not in message for message in messages)
        if dated is not None:
            check(dated)
            assert dated.earliest is None or dated.earliest <= str(day + timedelta(days=1))
            assert all(other <= str(day) for other in dated.alternatives)


@given(days, st.sampled_from(["D", "W", "2W", "M", "Q", "Y", "E", "C"]), st.integers(-30, 30))
def test_units_have_ordered_bounds(day: date, unit: str, by: int) -> None:
    found = to_edtf(unit_containing(day, unit, by))
    if found.earliest and found.latest:
        assert found.earliest <= found.latest


@pytest.mark.parametrize("day", ["0001-01-01", "0001-12-31", "9999-01-01", "9999-12-31"])
@pytest.mark.parametrize("verb", ["met", "will meet", "meet"])
def test_expressions_are_read_at_both_ends_of_the_calendar(day: str, verb: str) -> None:
    captured = datetime(9999, 12, 31, tzinfo=UTC)
    examples = [row["example"] for row in rows("times/time_rules")]
    examples += [f"The board {verb} on {when}." for when in ENDS_OF_YEARS]
    text = "\n".join(examples)
    passages = (Passage("body", Span(0, len(text))),)
    published, _ = date_report((ClaimedDate("argument", day),), text, passages, captured)
    assert published is not None
    for time in find_times(parse(load(), text, passages), published, captured):
        assert EDTF.fullmatch(time.dated.edtf), time
