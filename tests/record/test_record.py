"""The verbs of the record on real files: what is added is returned, once and completely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.record.hand_made import (
    CAPTURED,
    TEXT,
    article,
    day,
    dump,
    later,
    reading,
    short,
    span,
    tasel,
)

from onrecord.errors import NotInRecord
from onrecord.model import (
    ClaimedDate,
    Problem,
    Report,
    Sighting,
    StatedDate,
    StatementQuery,
    Words,
)
from onrecord.record.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "x.db") as opened:
        yield opened


def moved(report: Report, days: int) -> Report:
    return replace(report, captured=report.captured + timedelta(days=days))


def test_a_statement_is_returned_completely(record: Record) -> None:
    record.add(reading())
    denied, told, answered = record.statements().rows
    assert denied.source is not None
    assert denied.source.words.text == "Mira Tasel"
    assert (denied.source.name, denied.source.sourcing) == ("Mira Tasel", "named")
    assert denied.cue == Words("denied", 67, 73)
    assert [words.text for words in denied.content] == ["that the bridge at Karsk was closed"]
    assert (denied.act, denied.form, denied.cue_lemma) == ("deny", "indirect", "deny")
    assert (denied.rule, denied.confidence) == ("indirect/that-clause", 0.93)
    assert denied.said is not None
    assert denied.said.words is not None
    assert (denied.said.edtf, denied.said.words.text) == ("2024-05-05", "Sunday")
    assert denied.published == StatedDate(
        "2024-05-06", "2024-05-06", "2024-05-06", "day", "said so"
    )
    assert told.source is not None
    assert (told.source.words.text, told.source.entity) == ("she", denied.source.entity)
    assert told.addressee is not None
    assert (told.addressee.words.text, told.addressee.entity) == ("Lume Radio", None)
    assert told.channel is not None
    assert told.channel.text == "Lume Radio"
    assert told.within is None
    assert answered.within == told.id
    assert answered.question is not None
    assert answered.question.text == "whether trucks may cross"
    assert (answered.uri, answered.outlet) == ("reports/karsk.txt", "Lume Daily")


def test_a_statement_without_source_or_cue_stays_without(record: Record) -> None:
    made = reading()
    bare = replace(made.attributions[0], source=None, cue=None, cue_lemma=None, said=None)
    record.add(replace(made, attributions=(bare,)))
    (found,) = record.statements().rows
    assert (found.source, found.cue, found.cue_lemma, found.said) == (None, None, None, None)


def test_same_spans_twice_are_two_statements(record: Record) -> None:
    made = reading()
    again = replace(made.attributions[0], act="accuse")
    record.add(replace(made, attributions=(*made.attributions, again)))
    ids = [row.id for row in record.statements().rows]
    assert len(set(ids)) == len(ids) == 4


def test_a_report_is_returned_completely(record: Record) -> None:
    made = reading()
    record.add(made)
    stored = record.report(made.report.id)
    assert stored.text == TEXT
    assert stored.passages == made.report.passages
    assert stored.problems == made.report.problems
    assert stored.row == record.reports().rows[0]
    assert (stored.row.statements, stored.row.sightings) == (3, 1)
    assert (stored.row.captured, stored.row.byline) == ("2024-05-06T10:02:11Z", ("Sanna Kell",))
    assert list(record.every_report()) == [stored]


def test_reading_twice_writes_nothing_new(tmp_path: Path) -> None:
    with Record.open(tmp_path / "once.db") as record:
        record.add(reading())
    with Record.open(tmp_path / "twice.db") as record:
        record.add(reading())
        record.add(reading())
        with record.batch():
            record.add(reading())
            record.add(reading())
    assert dump(tmp_path / "once.db") == dump(tmp_path / "twice.db")


def test_two_records_of_the_same_reports_differ_only_in_times_of_sighting(tmp_path: Path) -> None:
    made = [reading(), short(1), short(2)]
    with Record.open(tmp_path / "a.db") as record:
        for one in made:
            record.add(one)
    with Record.open(tmp_path / "b.db") as record, record.batch():
        for one in made:
            record.add(replace(one, report=moved(one.report, days=3)))
    first, second = dump(tmp_path / "a.db"), dump(tmp_path / "b.db")
    different = {name for name in first if first[name] != second[name]}
    assert different == {"sightings", "problems"}
    for rows in (first, second):
        rows["sightings"] = [row[:2] + row[3:] for row in rows["sightings"]]
        rows["problems"] = [row[:-1] for row in rows["problems"]]
    assert first == second


def test_a_newer_extractor_supersedes_and_the_older_reading_stays_readable(record: Record) -> None:
    made = reading()
    record.add(made)
    before = record.statements().rows
    record.add(later(made, "rules 2"))
    assert [row.act for row in record.statements().rows] == ["deny"]
    assert record.statements().total == record.summary().statements == 1
    assert record.search("trucks").total == 0
    assert record.readings(made.report.id) == ("rules 2", "rules 1")
    assert record.report_statements(made.report.id, extractor="rules 1") == before
    assert record.report_statements(made.report.id) == before[:1]
    assert record.report(made.report.id, extractor="rules 1").row.statements == 3
    assert record.statement(before[2].id) == before[2]
    assert record.extractor_of(before[2].id) == "rules 1"
    assert record.extractor_of(before[0].id) == "rules 2"
    assert record.summary().reports == 1
    record.add(made)
    assert record.readings(made.report.id) == ("rules 2", "rules 1")


def test_supersession_within_one_batch(record: Record) -> None:
    made = reading()
    with record.batch():
        record.add(made)
        record.add(later(made, "rules 2"))
    assert record.readings(made.report.id) == ("rules 2", "rules 1")
    assert record.statements().total == 1
    with pytest.raises(NotInRecord, match="not read by rules 3"):
        record.report_statements(made.report.id, extractor="rules 3")


def test_sightings(record: Record) -> None:
    made = reading()
    record.add(made)
    again = replace(article(made), captured=CAPTURED + timedelta(days=1))
    record.add_sighting(made.report.id, replace(again, published=(ClaimedDate("meta", "6 May"),)))
    record.add_sighting(made.report.id, again)
    other = replace(article(made, "elsewhere.html"), captured=CAPTURED - timedelta(days=1))
    record.add_sighting(made.report.id, other)
    headline = made.report.headline
    assert record.sightings(made.report.id) == (
        Sighting("elsewhere.html", "2024-05-05T10:02:11Z", "Lume Daily", headline),
        Sighting(
            "reports/karsk.txt",
            "2024-05-06T10:02:11Z",
            "Lume Daily",
            headline,
            (ClaimedDate("meta", "6 May"),),
        ),
    )
    row = record.report(made.report.id).row
    assert (row.sightings, row.captured, row.uri) == (
        2,
        "2024-05-05T10:02:11Z",
        "reports/karsk.txt",
    )
    assert record.summary().reports == 1


def test_a_sighting_of_an_unknown_report_is_refused(record: Record) -> None:
    with pytest.raises(NotInRecord, match="no report"):
        record.add_sighting("0f" * 16, article(reading()))


def test_knows(record: Record) -> None:
    made = reading()
    assert not record.knows(made.report.id, "rules 1")
    with record.batch():
        record.add(made)
        assert record.knows(made.report.id, "rules 1")
    assert record.knows(made.report.id, "rules 1")
    assert not record.knows(made.report.id, "rules 2")


def test_problems_are_kept_once(record: Record) -> None:
    record.add(reading())
    record.add_problem(Problem("a.bin", "not text"))
    record.add_problem(Problem("a.bin", "not text"))
    record.add_problem(Problem("a.bin", "too large"))
    record.add_problem(Problem("reports/karsk.txt", "two dates contradict"))
    kept = record.problems()
    assert [(one.where, one.message) for one in kept] == [
        ("reports/karsk.txt", "two dates contradict"),
        ("a.bin", "not text"),
        ("a.bin", "too large"),
    ]
    assert kept[0].met == "2024-05-06T10:02:11Z"
    assert record.summary().problems == 3


def test_problems_of_a_superseded_reading_are_not_listed(record: Record) -> None:
    made = reading()
    record.add(made)
    record.add(replace(later(made, "rules 2"), report=replace(made.report, problems=())))
    assert record.problems() == ()


def test_summary_and_outlets(record: Record) -> None:
    record.add(reading())
    record.add(short(1))
    record.add(short(2, outlet=None))
    found = record.summary()
    assert (found.reports, found.outlets, found.statements, found.sources) == (3, 2, 5, 1)
    assert found.acts == {"deny": 1, "state": 4}
    assert record.outlets() == ("Lume Daily", "Ostmark Post")


def test_ids_by_their_beginning(record: Record) -> None:
    record.add(reading())
    first = record.statements().rows[0]
    assert record.statement(first.id[:6]) == record.statement(first.id.upper()) == first
    assert record.report(first.report[:7]).row.id == first.report
    entity = record.entity(first.source.entity[:9] if first.source and first.source.entity else "")
    assert entity.name == "Mira Tasel"


@pytest.mark.parametrize(
    "given", ["", "abc", "zzzzzz", "0f" * 17, "0f0f0f0f", "'; DROP TABLE texts"]
)
def test_invalid_ids(record: Record, given: str) -> None:
    record.add(reading())
    for look in (record.statement, record.report, record.entity, record.readings, record.sightings):
        with pytest.raises(NotInRecord):
            look(given)


def test_an_ambiguous_beginning_is_refused(record: Record) -> None:
    made = reading()
    for number in range(2):
        report = replace(made.report, id=f"abcdef{number}" + "0" * 25, uri=f"{number}.txt")
        record.add(replace(made, report=report))
    with pytest.raises(
        NotInRecord, match="more than one report begins with abcdef: give more digits"
    ):
        record.report("abcdef")
    assert record.report("abcdef1").row.uri == "1.txt"
    with pytest.raises(NotInRecord, match="more than one"):
        record.statements(StatementQuery(report="abcdef"))


def test_text_that_utf8_cannot_hold(record: Record) -> None:
    made = reading()
    broken = TEXT.replace("holds", "h\ud800lds")
    odd = replace(
        made.report, text=broken, uri="bad\udcff.txt", headline="\ud800 head", outlet="a\x00b"
    )
    record.add(replace(made, report=odd))
    record.add_problem(Problem("bad\udcff.bin", "not text"))
    row = record.reports().rows[0]
    assert (row.uri, row.headline, row.outlet) == ("bad\\udcff.txt", "\\ud800 head", "a\x00b")
    stored = record.report(row.id)
    assert len(stored.text) == len(TEXT)
    assert "h\ufffdlds" in stored.text
    for statement in record.statements().rows:
        for words in statement.content:
            assert words.text == stored.text[words.start : words.end]


def test_entity_of_a_reading(record: Record) -> None:
    made = reading()
    record.add(made)
    (entity,) = record.every_entity()
    minister = tasel()
    assert (entity.kind, entity.name, entity.names) == ("person", "Mira Tasel", minister.names)
    report = made.report.id
    assert entity.mentions == (
        (report, "Mira Tasel", minister.mentions[0]),
        (report, "she", minister.mentions[1]),
    )
    (office,) = entity.offices
    assert (office.report, office.title, office.of) == (report, "defence minister", "Valdria")
    assert office.words is not None
    assert office.words.text == "Defence minister"
    assert office.held is not None
    assert (office.held.edtf, office.held.words) == ("2024-05-05", None)


def test_the_words_that_date_an_office_come_with_their_text(record: Record) -> None:
    made = reading()
    (minister,) = made.entities
    sunday = day("2024-05-05", span(made.report.text, "Sunday"))
    office = replace(minister.offices[0], held=sunday)
    record.add(replace(made, entities=(replace(minister, offices=(office,)),)))
    (entity,) = record.every_entity()
    (stored,) = entity.offices
    assert stored.held is not None
    assert stored.held.words is not None
    assert stored.held.words.text == "Sunday"


def test_times(record: Record) -> None:
    record.add(reading())
    (time,) = record.every_time()
    assert (time.uri, time.words.text, time.value) == ("reports/karsk.txt", "Sunday", "2024-05-05")
    assert time.dated.words == time.words
    record.add(later(replace(reading(), times=()), "rules 2"))
    assert list(record.every_time()) == []
