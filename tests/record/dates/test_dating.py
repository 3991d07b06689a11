"""A report of open year gets its year from other reports, or keeps it open."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.record.hand_made import day, dump
from tests.record.named import report_by
from tests.record.quoted import OPEN_YEAR, OTHER_WORDS, WORDS, open_day, quoting

from onrecord.model import Article, ClaimedDate, Dated, Reading, StatedDate, StatementQuery
from onrecord.record.record import Record

MINE = quoting(1, OPEN_YEAR)


def dated(path: Path, *others: Reading, of: Reading = MINE) -> StatedDate:
    """A report's date in a record with these other reports."""
    with Record.open(path) as record:
        for reading in (*others, of):
            record.add(reading)
        return _of(record, of)


def _of(record: Record, reading: Reading) -> StatedDate:
    published = record.report(reading.report.id).row.published
    assert published is not None
    return published


def test_the_same_words_on_the_same_day_give_the_year(tmp_path: Path) -> None:
    other = quoting(2, day("2022-10-24"))
    published = dated(tmp_path / "x.db", other)
    assert (published.edtf, published.earliest, published.latest) == ("2022-10-23",) * 3
    assert published.alternatives == ()
    start = other.report.text.index(WORDS)
    assert published.why.startswith("weekday and day agree; report ")
    assert f"report {other.report.id[:12]} of 2022-10-24 quotes the same words" in published.why
    assert f"(characters {start}–{start + len(WORDS)} there" in published.why


@pytest.mark.parametrize("mine_first", [True, False])
def test_either_report_may_come_first(tmp_path: Path, *, mine_first: bool) -> None:
    made = [MINE, quoting(2, day("2016-10-23"))]
    with Record.open(tmp_path / "x.db") as record:
        for reading in made if mine_first else reversed(made):
            record.add(reading)
        assert _of(record, MINE).edtf == "2016-10-23"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(quoting(2, day("2022-10-23"), OTHER_WORDS), id="other words"),
        pytest.param(quoting(2, day("2022-10-23"), "We will keep the bridge open"), id="few words"),
        pytest.param(quoting(2, day("2022-10-23"), speaker="Daro Lemsk"), id="another speaker"),
        pytest.param(quoting(2, day("2022-10-23"), speaker="Marko Tasel"), id="another first name"),
        pytest.param(quoting(2, day("2022-12-02")), id="another day"),
        pytest.param(quoting(2, day("2019-10-23")), id="a year the weekday rules out"),
        pytest.param(quoting(2, None), id="no date"),
        pytest.param(quoting(2, OPEN_YEAR), id="a year as open"),
        pytest.param(
            quoting(2, Dated("2022", "2022-01-01", "2022-12-31", "year", "given")), id="a year only"
        ),
        pytest.param(quoting(2, day("2022-10-23"), said=day("2022-03-02")), id="said in spring"),
        pytest.param(
            report_by(21, "Mira Tasel", "Daro Lemsk", "Łucja Orlé", "Ilan Brodt"), id="people"
        ),
    ],
)
def test_other_evidence_leaves_the_year_open(tmp_path: Path, other: Reading) -> None:
    published = dated(tmp_path / "x.db", other)
    assert published.edtf == "XXXX-10-23"
    assert published.alternatives == ("2022-10-23", "2016-10-23", "2011-10-23")
    assert published.why == "weekday and day agree"


def test_without_alternatives_any_year_is_possible(tmp_path: Path) -> None:
    mine = quoting(1, open_day("10-23"))
    assert dated(tmp_path / "x.db", quoting(2, day("2019-10-22")), of=mine).edtf == "2019-10-23"


def test_a_date_is_never_after_the_first_sighting(tmp_path: Path) -> None:
    mine = quoting(1, open_day("05-20"))
    assert dated(tmp_path / "x.db", quoting(2, day("2024-05-20")), of=mine).edtf == "XXXX-05-20"


def test_a_surname_with_the_same_words_is_the_same_speaker(tmp_path: Path) -> None:
    other = quoting(2, day("2022-10-23"), speaker="Tasel")
    assert dated(tmp_path / "x.db", other).edtf == "2022-10-23"


def test_the_day_of_the_words_precedes_the_day_of_the_report(tmp_path: Path) -> None:
    mine = quoting(1, open_day("10-27", 2022, 2016), said=open_day("10-23", 2022, 2016))
    retold = quoting(2, day("2022-10-23"), said=day("2016-10-23"))
    assert dated(tmp_path / "x.db", retold, of=mine).edtf == "2016-10-27"


def test_words_with_a_year_in_the_report_give_no_year_to_the_report(tmp_path: Path) -> None:
    mine = quoting(1, OPEN_YEAR, said=day("2011-10-20"))
    assert dated(tmp_path / "x.db", quoting(2, day("2022-10-23")), of=mine).edtf == "XXXX-10-23"


def test_around_new_year(tmp_path: Path) -> None:
    mine = quoting(1, open_day("01-02", 2023, 2017), said=open_day("12-31", 2022, 2016))
    assert dated(tmp_path / "x.db", quoting(2, day("2022-12-31")), of=mine).edtf == "2023-01-02"


def test_evidence_of_two_years_leaves_the_year_open(tmp_path: Path) -> None:
    others = quoting(2, day("2022-10-23")), quoting(3, day("2016-10-24"))
    published = dated(tmp_path / "x.db", *others)
    assert published.edtf == "XXXX-10-23"
    assert published.alternatives == ("2022-10-23", "2016-10-23", "2011-10-23")
    assert "other reports tell of different years, so it stays open" in published.why
    assert all(other.report.id[:12] in published.why for other in others)


def test_further_reports_are_counted(tmp_path: Path) -> None:
    published = dated(tmp_path / "x.db", *(quoting(n, day("2022-10-23")) for n in (2, 3, 4)))
    assert published.why.endswith(", and 2 more reports")


def test_a_reading_without_the_words_removes_the_year(tmp_path: Path) -> None:
    other = quoting(2, day("2022-10-23"))
    with Record.open(tmp_path / "x.db") as record:
        for reading in (MINE, other):
            record.add(reading)
        record.add(Reading(other.report, "rules 2"))
        published = _of(record, MINE)
        assert (published.edtf, published.why) == ("XXXX-10-23", "weekday and day agree")
        listed = record.statements(StatementQuery(since="2022-10-01", until="2022-10-31"))
        assert listed.total == 0


def test_a_new_reading_of_the_report_itself_is_dated_again(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as record:
        record.add(MINE)
        record.add(quoting(2, day("2022-10-23")))
        record.add(quoting(1, OPEN_YEAR, extractor="rules 2"))
        assert _of(record, MINE).edtf == "2022-10-23"
        older = record.report(MINE.report.id, extractor="rules 1").row.published
        assert older is not None


def test_listings_are_ordered_by_the_new_year(tmp_path: Path) -> None:
    mine = quoting(1, OPEN_YEAR, said=open_day("10-22", 2022, 2016, 2011))
    with Record.open(tmp_path / "x.db") as record:
        for reading in (mine, quoting(2, day("2022-10-22")), report_by(3, "Ilan Brodt")):
            record.add(reading)
        rows = record.reports().rows
        assert [row.published and row.published.edtf for row in rows] == [
            "2024-05-04", "2022-10-23", "2022-10-22",
        ]  # fmt: skip
        found = record.statements(StatementQuery(since="2022-10-22", until="2022-10-22"))
        said = {row.report: row.said for row in found.rows}[mine.report.id]
        assert said is not None
        assert (said.edtf, said.earliest, said.alternatives) == ("2022-10-22", "2022-10-22", ())
        assert "the record tells the report's year" in said.why
        (time,) = (time for time in record.every_time() if time.report == mine.report.id)
        assert time.dated.edtf == "2022-10-22"


def test_speakers_judged_different_give_no_year(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as record:
        record.add(MINE)
        record.add(quoting(2, day("2022-10-23"), speaker="Mira J. Tasel"))
        assert _of(record, MINE).edtf == "2022-10-23"
        record.judge("different", "Mira Tasel", "Mira J. Tasel", by="a reader")
        assert _of(record, MINE).edtf == "XXXX-10-23"
        record.judge("same", "Mira Tasel", "Mira J. Tasel", by="a reader")
        assert _of(record, MINE).edtf == "2022-10-23"


def test_the_same_text_seen_elsewhere_with_its_date(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as record:
        record.add(MINE)
        _meet(record, "feed.jsonl:7", [ClaimedDate("field", "2016-10-24T06:00:00Z")])
        published = _of(record, MINE)
        assert published.edtf == "2016-10-23"
        reason = "the same text is dated 2016-10-24 by the field of feed.jsonl:7"
        assert published.why.endswith(reason)


@pytest.mark.parametrize("claim", ["2031-10-23", "2016-11-30", "2016-02-30", "last October"])
def test_a_claim_of_an_impossible_day_is_ignored(tmp_path: Path, claim: str) -> None:
    with Record.open(tmp_path / "x.db") as record:
        record.add(MINE)
        _meet(record, "feed.jsonl:7", [ClaimedDate("field", claim)])
        assert _of(record, MINE).edtf == "XXXX-10-23"


def _meet(record: Record, uri: str, claims: Iterable[ClaimedDate]) -> None:
    article = Article(uri, MINE.report.text, datetime(2024, 6, 1, tzinfo=UTC), None, None, (), tuple(claims))  # fmt: skip
    record.add_sighting(MINE.report.id, article)


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    made = [
        MINE,
        quoting(2, day("2022-10-23")),
        quoting(3, day("2022-10-24"), WORDS, OTHER_WORDS),
        quoting(4, open_day("10-24", 2022, 2016), OTHER_WORDS),
        quoting(5, open_day("10-23", 2022, 2016)),
        quoting(6, day("2016-10-23")),
    ]
    found = []
    for turn in range(4):
        order = random.Random(turn).sample(made, len(made))
        path = tmp_path / f"{turn}.db"
        with Record.open(path) as record:
            if turn % 2:
                with record.batch():
                    for reading in order:
                        record.add(reading)
            else:
                for reading in order:
                    record.add(reading)
        rows = dump(path)
        derived = {name: rows[name] for name in ("date_evidence", "open_years", "pending")}
        found.append((derived, rows["readings"]))
    assert all(each == found[0] for each in found)
    assert not found[0][0]["pending"]
    assert len(found[0][0]["date_evidence"]) == 7
