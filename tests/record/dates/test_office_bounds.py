"""Holders of offices whom a report names bound its unknown year."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from tests.record.hand_made import CAPTURED, id_of, span
from tests.record.quoted import open_day

from onrecord.model import (
    Article,
    Attribution,
    Dated,
    Entity,
    Mention,
    OfficeHolder,
    Passage,
    Reading,
    Report,
    Span,
    StatedDate,
)
from onrecord.record.dates.office_bounds import OfficeTerms, bound, terms_in
from onrecord.record.record import Record

HEADER = "person\ttitle\tof\tfrom\tto\tsource\n"
TEXT = "Defence Minister Ilan Tasel refuted the claims on Sunday, Oct.23, after a call with Karsk."
YEARS = open_day("10-23", 2022, 2016, 2011, 2005)


def line(since: str, until: str = "") -> str:
    """Ilan Tasel's line in a table of offices."""
    return f"Ilan Tasel\tdefence minister\tValdria\t{since}\t{until}\tgazette\n"


def naming(text: str, published: Dated | None, number: int = 0) -> Reading:
    """A report that names Ilan Tasel, who says something in it."""
    text = f"{text} ({number})" if number else text
    name = span(text, "Ilan Tasel")
    who = Entity(
        id_of(text), "person", "Ilan Tasel", ("Ilan Tasel",), (Mention(name, "name", 0.9),)
    )
    said = Attribution(
        name, None, (Span(name.end, len(text)),), "indirect", "deny", "r", 0.9, speaker=who.id
    )
    passages = (Passage("body", Span(0, len(text))),)
    report = Report(
        id_of(text + "x"), f"{number}.txt", text, passages, CAPTURED, published=published
    )
    return Reading(report, "rules 1", (said,), (who,), ())


def dated_by(
    path: Path, reading: Reading, *lines: str, table_first: bool = False
) -> StatedDate | None:
    """The date of a report in a record with a table of offices, imported before or after it."""
    with Record.open(path / f"{table_first}.db") as record:
        if table_first:
            record.import_offices(HEADER + "".join(lines), "held.tsv")
        record.add(reading)
        if not table_first:
            record.import_offices(HEADER + "".join(lines), "held.tsv")
        return record.report(reading.report.id).row.published


@pytest.mark.parametrize("table_first", [False, True], ids=["report first", "table first"])
@pytest.mark.parametrize(
    ("lines", "edtf", "alternatives"),
    [
        ([line("2019-07-24", "2023-08-31")], "2022-10-23", ()),
        ([line("2010")], "XXXX-10-23", ("2022-10-23", "2016-10-23", "2011-10-23")),
        ([line("2004", "2006"), line("2021", "2023")], "XXXX-10-23", ("2022-10-23", "2005-10-23")),
        ([line("2017", "2018")], "XXXX-10-23", YEARS.alternatives),
        ([line("2030")], "XXXX-10-23", YEARS.alternatives),
    ],
    ids=["one year", "some years", "two terms", "against the weekday", "after the capture"],
)
def test_an_imported_office_leaves_the_years_it_is_held(
    tmp_path: Path, lines: list[str], edtf: str, alternatives: tuple[str, ...], *, table_first: bool
) -> None:
    found = dated_by(tmp_path, naming(TEXT, YEARS), *lines, table_first=table_first)
    assert found is not None
    assert (found.edtf, tuple(found.alternatives)) == (edtf, alternatives)
    changed = found.alternatives != YEARS.alternatives
    assert (
        "the table of offices has Ilan Tasel (defence minister) in office" in found.why
    ) == changed


def test_an_office_alone_bounds_a_report_without_any_date(tmp_path: Path) -> None:
    text = "Valdria's defence minister, Ilan Tasel, refuted the claims on Sunday."
    found = dated_by(tmp_path, naming(text, None), line("2019-07-24", "2023-08-31"))
    assert found is not None
    assert (found.edtf, found.precision) == ("XXXX-XX-XX", "unknown")
    assert (found.earliest, found.latest) == ("2019-07-24", "2023-08-31")


def test_the_day_a_text_was_first_seen_bounds_it(tmp_path: Path) -> None:
    made = naming("Valdria's defence minister, Ilan Tasel, refuted the claims on Sunday.", None)
    earlier = datetime(2021, 3, 2, 8, tzinfo=UTC)
    with Record.open(tmp_path / "x.db") as record:
        record.import_offices(HEADER + line("2019-07-24"), "held.tsv")
        record.add(made)
        record.add_sighting(made.report.id, Article("feed.jsonl:7", made.report.text, earlier))
        found = record.report(made.report.id).row.published
    assert found is not None
    assert (found.earliest, found.latest) == ("2019-07-24", "2021-03-02")


@pytest.mark.parametrize(
    "text",
    [
        "Former defence minister Ilan Tasel refuted the claims on Sunday.",
        "Ilan Tasel, who was defence minister in 2021, refuted the claims on Sunday.",
        "Ilan Tasel refuted the claims on Sunday.",
    ],
)
def test_a_person_who_does_not_hold_the_office_bounds_nothing(tmp_path: Path, text: str) -> None:
    assert dated_by(tmp_path, naming(text, None), line("2019", "2023")) is None


def test_part_of_another_name_is_no_holder() -> None:
    text = "Ilan Taselman, the defence minister, refuted the claims."
    holder = OfficeHolder("Ilan Tasel", "defence minister", "Valdria", "2019", None, "gazette")
    assert terms_in(text, ((0, len(text)),), (holder,)) == ()


def test_a_claimed_date_is_not_bounded_by_a_table(tmp_path: Path) -> None:
    claimed = Dated("2011-10-23", "2011-10-23", "2011-10-23", "day", "the meta says so", None)
    found = dated_by(tmp_path, naming(TEXT, claimed), line("2019"))
    assert found is not None
    assert found.edtf == "2011-10-23"


def test_a_day_without_alternatives_takes_its_years_from_the_office(tmp_path: Path) -> None:
    text = "Defence minister Ilan Tasel shut the gates, officials said."
    found = dated_by(tmp_path, naming(text, open_day("03-03")), line("2021-06", "2023-02"))
    assert found is not None
    assert found.edtf == "2022-03-03"


def test_importing_a_table_settles_many_reports_in_few_queries(tmp_path: Path) -> None:
    """As many queries for fifty reports as for five, where no date changes."""
    counts = []
    for size in (5, 50):
        with Record.open(tmp_path / f"{size}.db") as record, record.batch():
            for number in range(1, size + 1):
                record.add(
                    naming(
                        "Former defence minister Ilan Tasel, or a namesake, denied it.",
                        None,
                        number,
                    )
                )
        asked: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any, asked: list[str] = asked) -> None:
            asked.append(statement)

        with Record.open(tmp_path / f"{size}.db") as record:
            event.listen(record._engine, "before_cursor_execute", note)
            record.import_offices(HEADER + line("2099"), "held.tsv")
        counts.append(len(asked))
    assert counts[0] == counts[1]


days = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(str)
terms = st.lists(
    st.builds(
        lambda ends: OfficeTerms("Ilan Tasel (minister)", ((min(ends), max(ends)),)),
        st.tuples(days, days),
    ),
    max_size=3,
)


@given(terms, st.just("") | days, days, st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_bound_date_is_never_after_the_capture(
    held: list[OfficeTerms],
    looks_back: str,
    captured: str,
    known: bool,  # noqa: FBT001
) -> None:
    undated: dict[str, Any] = {"edtf": "XXXX-10-23", "precision": "day", "why": ""}
    undated |= {"earliest": None, "latest": None, "alternatives": []}
    published = undated if known else None
    found = bound(published, held, looks_back, captured)
    if found is not None:
        assert all(day <= captured for day in found["alternatives"])
        assert (found["earliest"] or "") <= captured
        assert (found.get("latest") or "") <= captured
