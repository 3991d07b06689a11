"""Tests of the report's date: which claim is preferred, what bounds an open year, what stays open."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from onrecord.model import ClaimedDate, Dated, Passage, PassageKind, Span
from onrecord.reading.text.passages import find_passages
from onrecord.reading.times import date_report
from onrecord.reading.times.report_date.date_candidates import parse_claim

CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)


def dated(text: str = "", **claims: str) -> tuple[Dated | None, tuple[str, ...]]:
    """The date of a text with claims by the names of their places (`json_ld` for `json-ld`)."""
    claimed = tuple(ClaimedDate(where.replace("_", "-"), value) for where, value in claims.items())
    return date_report(claimed, text, find_passages(text), CAPTURED)


def only(kind: PassageKind, text: str) -> tuple[Dated | None, tuple[str, ...]]:
    """The date of a text that is one passage of a kind."""
    return date_report((), text, (Passage(kind, Span(0, len(text))),), CAPTURED)


def edtf(found: tuple[Dated | None, tuple[str, ...]]) -> str | None:
    return found[0].edtf if found[0] else None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2022-10-23", "2022-10-23"),
        ("2022-10-23T22:00:00+02:00", "2022-10-23"),
        ("20221023", "2022-10-23"),
        ("Sun, 23 Oct 2022 10:00:00 GMT", "2022-10-23"),
        ("October 23, 2022 at 10:15 am", "2022-10-23"),
        ("23 October 2022", "2022-10-23"),
        ("1666512000", "2022-10-23"),
        ("1666512000000", "2022-10-23"),
        ("2022-10", "2022-10"),
        ("2022", "2022"),
        ("03/04/2022", "2022"),
        ("2022-02-30", None),
        ("yesterday", None),
        ("", None),
        ("9" * 300, None),
    ],
)
def test_parse_claim_reads_formats_of_metadata(words: str, value: str | None) -> None:
    assert parse_claim(words) == value


def test_an_argument_is_preferred_to_all_others() -> None:
    found, messages = dated(json_ld="2022-10-24", meta="2022-10-20", argument="2022-10-23")
    assert found is not None
    assert found.edtf == "2022-10-23"
    assert "argument" in found.why
    assert messages == ("dates contradict: meta says 2022-10-20; argument, 2022-10-23, is trusted",)


def test_dates_a_day_apart_agree() -> None:
    """Local dates differ around the world."""
    assert dated(json_ld="2022-10-23", url="https://lume.example/2022/10/24/dam")[1] == ()


def test_a_date_after_the_capture_is_reported_and_not_used() -> None:
    found, messages = dated(json_ld="2031-01-01", meta="2022-10-23")
    assert found is not None
    assert (found.edtf, found.earliest, found.latest) == ("2022-10-23", "2022-10-23", "2022-10-23")
    assert "2031-01-01" in found.why
    assert "2031-01-01" in messages[0]


def test_only_a_date_after_the_capture_is_no_date() -> None:
    found, messages = dated(json_ld="2031-01-01")
    assert found is None
    assert messages == ("json-ld says 2031-01-01, which is later than the capture",)


def test_a_claim_that_is_no_date_is_reported() -> None:
    assert dated(field="soon") == (None, ("field gives 'soon', which is no date",))


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://lume.example/2022/10/23/dam-shut", "2022-10-23"),
        ("https://lume.example/world/2022/10/dam-shut", "2022-10"),
        ("https://lume.example/dam-2022-10-23.html", "2022-10-23"),
        ("https://lume.example/world/2022/oct/23/dam-shut", "2022-10-23"),
        ("https://lume.example/world/2022/dam/23/shut", None),
        ("2022/10/23", "2022-10-23"),
        ("https://lume.example/dam-1022-10-23", None),
        ("https://lume.example/2022/13/40/dam", None),
        ("https://lume.example/id/20221", None),
    ],
)
def test_a_date_in_the_path_of_a_url(url: str, value: str | None) -> None:
    assert edtf(dated(url=url)) == value


@pytest.mark.parametrize("zero", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0"])
def test_placeholders_of_programs_are_no_dates(zero: str) -> None:
    """The placeholder is reported, and the date in the URL is used."""
    found, messages = dated(json_ld=zero, url="https://lume.example/2022/10/23/dam")
    assert edtf((found, messages)) == "2022-10-23"
    assert messages == (f"json-ld gives {zero!r}, which is no date",)


def test_a_placeholder_given_by_the_user_is_used() -> None:
    assert edtf(dated(argument="1970-01-01")) == "1970-01-01"


def test_a_dateline_with_its_year() -> None:
    found, _ = only("dateline", "KARSK, March 3, 2024 (Meridian) -")
    assert found is not None
    assert found.edtf == "2024-03-03"
    assert found.words == Span(7, 20)


def test_a_dateline_without_its_year_leaves_it_open() -> None:
    found, _ = only("dateline", "KARSK, March 3 (Meridian) -")
    assert found is not None
    assert (found.edtf, found.earliest, found.latest) == ("XXXX-03-03", None, None)


def test_a_dateline_with_its_weekday_leaves_some_years() -> None:
    found, _ = only("dateline", "Lume, Sunday, March 3")
    assert found is not None
    assert found.alternatives[:2] == ("2024-03-03", "2019-03-03")


def test_an_open_year_is_completed_by_a_date_that_agrees() -> None:
    text = "KARSK, March 3 (Meridian) - The gates of the Senn Dam are shut, officials said."
    assert edtf(dated(text, url="https://lume.example/2024/03/dam")) == "2024-03-03"


def test_a_byline_with_a_date() -> None:
    assert edtf(only("byline", "By Dorit Hazel | March 3, 2024")) == "2024-03-03"


def test_weekday_and_day_of_month_leave_only_some_years() -> None:
    """Without a claim the date follows from the text, and its year stays open."""
    found, _ = dated("Valdria refuted the claims on Sunday, Oct.23, after a call with Karsk.")
    assert found is not None
    assert (found.edtf, found.earliest, found.latest) == ("XXXX-10-23", None, None)
    assert found.alternatives == ("2022-10-23", "2016-10-23", "2011-10-23", "2005-10-23")
    assert "2022, 2016" in found.why


def test_alternatives_begin_at_the_last_past_day() -> None:
    text = "Valdria refuted the claims on Sunday, Oct.23. The treaty has stood since 2014."
    found, _ = dated(text)
    assert found is not None
    assert found.alternatives == ("2022-10-23", "2016-10-23")


def test_two_weekday_dates_leave_the_years_of_both() -> None:
    text = "Karsk called on Sunday, Oct. 23. Lume had called on Saturday, Oct. 15."
    found, _ = dated(text)
    assert found is not None
    assert found.edtf == "XXXX-10-23"
    assert "2022-10-23" in found.alternatives


def test_weekday_dates_without_a_common_year_give_no_date() -> None:
    assert (
        edtf(dated("Karsk called on Sunday, Oct. 23. Lume had called on Sunday, Oct. 15.")) is None
    )


def test_a_future_day_is_not_the_reports() -> None:
    assert edtf(dated("Valdria will vote on Sunday, Oct. 23, officials said.")) is None


def test_weekday_dates_far_apart_give_no_date() -> None:
    text = "Karsk called on Sunday, Oct. 23. The dam had burst on Wednesday, Feb. 28."
    assert edtf(dated(text)) is None


@pytest.mark.parametrize("kind", ["promo", "credit", "caption"])
def test_dates_outside_the_body_are_not_used(kind: PassageKind) -> None:
    assert edtf(only(kind, "Senn Dam update, Sunday, March 3, 2024")) is None


def test_a_full_date_in_the_body_is_not_the_reports() -> None:
    assert (
        edtf(dated("The treaty was signed on Monday, 4 May 2020 in Lume, officials said.")) is None
    )


def test_no_date_at_all() -> None:
    assert dated("Valdria refuted the claims on Sunday after a call with Karsk.") == (None, ())


def test_a_dateline_some_days_before_publication_is_no_contradiction() -> None:
    text = "KARSK, March 5 (Meridian) - The gates were shut, officials said."
    found, messages = dated(text, json_ld="2024-03-08")
    assert (edtf((found, messages)), messages) == ("2024-03-08", ())


def test_a_dateline_weeks_before_or_after_publication_contradicts() -> None:
    text = "KARSK, March 5 (Meridian) - The gates were shut, officials said."
    assert len(dated(text, json_ld="2024-03-20")[1]) == 1
    assert len(dated(text, json_ld="2024-03-01")[1]) == 1


def test_the_weekday_of_the_lead_is_that_of_the_dateline() -> None:
    found, _ = dated("KARSK, March 3 (Meridian) - The gates were shut on Sunday, officials said.")
    assert found is not None
    assert found.edtf == "XXXX-03-03"
    assert found.alternatives[:2] == ("2024-03-03", "2019-03-03")


PAIR = "Defence Minister Ilan Tasel refuted the claims on Sunday, Oct.23, after a call with Karsk."


def test_since_with_a_distant_year_bounds_the_alternatives() -> None:
    text = "Valdria refuted the claims on Sunday, Oct.23. Little has changed since the war began in 2014."
    found, _ = dated(text)
    assert found is not None
    assert found.alternatives == ("2022-10-23", "2016-10-23")


def test_since_with_a_day_without_year_bounds_nothing() -> None:
    text = "Valdria refuted the claims on Sunday, Oct.23. Much has changed since the invasion on Feb. 24."
    found, _ = dated(text)
    assert found is not None
    assert len(found.alternatives) == 4


def test_an_editors_note_is_not_the_lead() -> None:
    text = (
        "KARSK, March 4 (Meridian) - (This March 4 story corrects a report.)\n\n"
        "Ostmark released a transcript on Monday, officials said."
    )
    found, _ = dated(text)
    assert found is not None
    assert found.alternatives[:2] == ("2024-03-04", "2019-03-04")


def test_a_planned_day_does_not_date_the_report() -> None:
    """The sentence is about the future; "10 a.m." does not end it."""
    text = "The Karsk players come to Lume. Tickets go on sale at 10 a.m. Friday, Dec. 6."
    assert only("body", text)[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "In 1789, the mayor declared Thursday, Nov. 26, a feast.",
        "As we reported last week, on Monday, Dec. 26, the gates broke.",
        "Watch the debate of the two mayors, Thursday, April 14.",
    ],
)
def test_a_weekday_of_another_time_does_not_date_the_report(text: str) -> None:
    assert only("body", text)[0] is None


def test_an_update_date_is_not_the_date_of_publication() -> None:
    assert only("dateline", "Updated on June 19 at 8:25 a.m.")[0] is None
    assert edtf(only("byline", "Published June 19, 2022")) == "2022-06-19"


def test_time_needed_is_linear_in_the_dates_of_a_paragraph() -> None:
    def seconds(n: int) -> float:
        text = "It was shut on 3 May 2019 and since the war of 2012, " * n
        began = time.process_time()
        date_report((), text, (Passage("body", Span(0, len(text))),), CAPTURED)
        return time.process_time() - began

    seconds(20)
    assert seconds(2_000) < 8 * max(seconds(500) for _ in range(3)) + 0.1
