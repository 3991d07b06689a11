"""Listings of statements: filters, order, pages, search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.hand_made import day, later, reading, short

from onrecord.errors import NotInRecord, UsageError
from onrecord.model import Dated, Reading, StatementQuery
from onrecord.record.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "x.db") as opened:
        yield opened


def found(record: Record, query: StatementQuery) -> list[str]:
    """The cues of the statements that a query lists; the total is checked too."""
    page = record.statements(query)
    assert page.total == len(page.rows)
    assert list(record.every_statement(query)) == list(page.rows)
    return [row.cue.text for row in page.rows if row.cue]


@pytest.mark.parametrize(
    ("query", "cues"),
    [
        (StatementQuery(), ["denied", "told", "said"]),
        (StatementQuery(by="tasel"), ["denied", "told"]),
        (StatementQuery(by="MIRA tas"), ["denied", "told"]),
        (StatementQuery(by="she"), ["told"]),
        (StatementQuery(by="lucja orle"), ["said"]),
        (StatementQuery(by="Łucja Orlé"), ["said"]),
        (StatementQuery(by="asel"), []),
        (StatementQuery(by="Mira Orlé"), []),
        (StatementQuery(to="lume"), ["told"]),
        (StatementQuery(to="Tasel"), []),
        (StatementQuery(about="bridge closed"), ["denied"]),
        (StatementQuery(about="CLOSED bridge"), ["denied"]),
        (StatementQuery(about="bridge trucks"), []),
        (StatementQuery(about="trucks"), ["said"]),
        (StatementQuery(about="truck"), []),
        (StatementQuery(about="truck*"), ["said"]),
        (StatementQuery(about="ministry"), []),
        (StatementQuery(act="deny"), ["denied"]),
        (StatementQuery(form="direct"), ["told"]),
        (StatementQuery(form="mixed"), []),
        (StatementQuery(outlet="lume daily"), ["denied", "told", "said"]),
        (StatementQuery(outlet="Lume"), []),
        (StatementQuery(by="tasel", act="state", form="direct", about="holds"), ["told"]),
        (StatementQuery(by=" ", about=""), ["denied", "told", "said"]),
        (StatementQuery(about="—?!"), []),
    ],
)
def test_filters(record: Record, query: StatementQuery, cues: list[str]) -> None:
    record.add(reading())
    assert found(record, query) == cues


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "bridge OR trucks",
        "NEAR(bridge)",
        "content:bridge",
        "bridge)",
        "* bridge",
        "-",
        "a\x00b",
        "^x",
        "{",
        "\ud800",
    ],
)
def test_words_are_never_syntax_of_the_word_index(record: Record, typed: str) -> None:
    record.add(reading())
    for words in (typed, f"{typed} zebra"):
        for query in (
            StatementQuery(by=words),
            StatementQuery(to=words),
            StatementQuery(about=words),
        ):
            assert record.statements(query).total == 0 or "zebra" not in words
    assert record.search(f"{typed} zebra").total == 0
    record.search(typed)


def test_keywords_of_the_query_language_are_words(record: Record) -> None:
    record.add(short(1, content="it was now or never"))
    assert record.statements(StatementQuery(about="OR")).total == 1
    assert record.statements(StatementQuery(about="AND")).total == 1
    assert record.statements(StatementQuery(about="NOT")).total == 0


def with_attitude() -> Reading:
    """The report of three statements, with a belief instead of the denial."""
    made = reading()
    believed, *said = made.attributions
    believed = replace(believed, act="believe", manner="attitude")
    return replace(made, attributions=(believed, *said))


@pytest.mark.parametrize(
    ("query", "spoken", "thought"),
    [
        (StatementQuery(), ["told", "said"], ["denied"]),
        (StatementQuery(by="tasel"), ["told"], ["denied"]),
        (StatementQuery(about="bridge"), [], ["denied"]),
        (StatementQuery(by="tasel", outlet="Lume Daily"), ["told"], ["denied"]),
        (StatementQuery(act="believe"), [], ["denied"]),
        (StatementQuery(form="indirect"), ["said"], ["denied"]),
        (StatementQuery(since="2024-05-05", until="2024-05-05"), [], ["denied"]),
        (StatementQuery(report=reading().report.id), ["told", "said"], ["denied"]),
        (StatementQuery(min_confidence=0.85), ["told"], ["denied"]),
    ],
)
def test_attitudes_are_listed_only_if_the_query_includes_them(
    record: Record, query: StatementQuery, spoken: list[str], thought: list[str]
) -> None:
    record.add(with_attitude())
    assert found(record, query) == spoken
    assert found(record, replace(query, attitudes=True)) == thought + spoken


def test_search_and_its_totals_leave_out_attitudes(record: Record) -> None:
    record.add(with_attitude())
    both = StatementQuery(attitudes=True)
    for words, spoken, all_ in (("tasel", 1, 2), ("ministry", 2, 3), ("closed", 2, 3)):
        assert record.search(words).total == len(record.search(words).rows) == spoken
        assert record.search(words, both).total == len(record.search(words, both).rows) == all_
    record.add(
        later(with_attitude(), "rules 2")
    )  # now the totals no longer come from the word index
    assert (record.search("tasel").total, record.search("tasel", both).total) == (0, 1)


def test_the_index_word_for_attitudes_matches_no_search(record: Record) -> None:
    record.add(with_attitude())
    record.add(short(1, content="this attitude"))
    both = StatementQuery(attitudes=True)
    assert record.search("attitude", both).total == 1
    assert record.statements(StatementQuery(about="attitude")).total == 1


def test_counts_are_those_of_the_listing(record: Record) -> None:
    made = with_attitude()
    record.add(made)
    summary = record.summary()
    assert (summary.statements, summary.attitudes, summary.sources) == (2, 1, 1)
    assert summary.acts == {"state": 2}
    assert [row.statements for row in record.reports().rows] == [record.statements().total]
    assert record.report(made.report.id).row.statements == 2


def test_lookups_by_id_include_attitudes(record: Record) -> None:
    made = with_attitude()
    record.add(made)
    kept = record.report_statements(made.report.id)
    assert [each.manner for each in kept] == ["attitude", "speech", "speech"]
    assert record.statement(kept[0].id) == kept[0]


@pytest.mark.parametrize(
    ("least", "cues"),
    [
        (0, ["denied", "told", "said"]),
        (0.8, ["denied", "told", "said"]),
        (0.81, ["denied", "told"]),
        (0.93, ["denied"]),
        (1, []),
    ],
)
def test_min_confidence(record: Record, least: float, cues: list[str]) -> None:
    record.add(reading())
    assert found(record, StatementQuery(min_confidence=least)) == cues
    words = record.search("ministry", StatementQuery(min_confidence=least))
    assert words.total == len(words.rows) == len(cues)


@pytest.mark.parametrize("given", [-0.01, 1.01, float("nan"), float("inf"), "0.9"])
def test_invalid_confidences(record: Record, given: float) -> None:
    with pytest.raises(UsageError, match="min_confidence"):
        record.statements(StatementQuery(min_confidence=given))
    with pytest.raises(UsageError, match="min_confidence"):
        record.search("bridge", StatementQuery(min_confidence=given))


def test_by_source_and_report(record: Record) -> None:
    made = reading()
    record.add(made)
    record.add(short(1))
    first = record.statements(StatementQuery(act="deny")).rows[0]
    assert first.source is not None
    entity = first.source.entity
    assert found(record, StatementQuery(source=entity)) == ["denied", "told"]
    assert found(record, StatementQuery(report=made.report.id[:6])) == ["denied", "told", "said"]
    for query in (StatementQuery(report="0f0f0f"), StatementQuery(source="0f0f0f")):
        with pytest.raises(NotInRecord):
            record.statements(query)
        with pytest.raises(NotInRecord):
            record.search("bridge", query)


def week(earliest: str | None, latest: str | None) -> Dated:
    return Dated("XXXX", earliest, latest, "week", "roughly")


@pytest.mark.parametrize(
    ("since", "until", "numbers"),
    [
        ("2024-05-03", None, [1, 2, 5, 6]),
        (None, "2024-05-03", [1, 2, 3, 5, 6]),
        ("2024-05-03", "2024-05-03", [1, 2, 5, 6]),
        ("2024-05-04", "2024-05-05", [2, 6]),
        ("2024-05", "2024-05", [1, 2, 5, 6]),
        ("2023", "2023", [3, 6]),
        ("2025", None, [6]),
    ],
)
def test_since_and_until(
    record: Record, since: str | None, until: str | None, numbers: list[int]
) -> None:
    late = day("2024-05-20")
    record.add(short(1, said=day("2024-05-03"), published=late))
    record.add(short(2, said=week("2024-05-01", "2024-05-07"), published=late))
    record.add(short(3, published=day("2023-12-31")))
    record.add(short(4))
    record.add(
        short(
            5, published=Dated("2024-05-03T10", "2024-05-03T10:00", "2024-05-03T10:59", "hour", "w")
        )
    )
    record.add(short(6, said=week("2023-06-01", None)))
    record.add(short(7, said=week(None, None), published=late))
    listed = record.statements(StatementQuery(since=since, until=until)).rows
    assert sorted(int(row.uri.removesuffix(".txt")) for row in listed) == numbers


@pytest.mark.parametrize(
    "given", ["yesterday", "2024-13", "2024-02-30", "24-05-03", "2024-5", "٢٠٢٤"]
)
def test_invalid_dates(record: Record, given: str) -> None:
    with pytest.raises(UsageError, match="is not an ISO date"):
        record.statements(StatementQuery(since=given))
    with pytest.raises(UsageError, match="until"):
        record.statements(StatementQuery(until=given))


def test_order_newest_first_unknown_last_then_position(record: Record) -> None:
    record.add(short(1, statements=2))
    record.add(short(2, published=day("2024-05-03"), statements=2))
    record.add(short(3, published=day("2024-05-04")))
    morning = Dated("2024-05-03T08:00Z", "2024-05-03T08:00:00Z", None, "instant", "w")
    abroad = Dated("2024-05-03T09:00+03:00", "2024-05-03T09:00:00+03:00", None, "instant", "w")
    record.add(short(4, published=morning))
    record.add(short(5, published=abroad))
    rows = record.statements().rows
    assert [row.uri[0] for row in rows] == ["3", "4", "5", "2", "2", "1", "1"]
    assert [row.uri[0] for row in record.reports().rows] == ["3", "4", "5", "2", "1"]
    starts = [row.content[0].start for row in rows]
    assert starts[3] < starts[4]
    assert starts[5] < starts[6]


def test_pages_neither_repeat_nor_skip_while_reports_are_added(record: Record) -> None:
    for number in range(12):
        record.add(short(number, published=day(f"2024-05-{1 + number % 4:02}"), statements=3))
    whole = [row.id for row in record.every_statement()]
    seen: list[str] = []
    cursor = None
    while True:
        page = record.statements(limit=5, cursor=cursor)
        seen += [row.id for row in page.rows]
        record.add(short(100 + len(seen), published=day("2024-06-01")))
        cursor = page.next
        if cursor is None:
            break
    assert seen == whole
    assert len(whole) == 36


def test_pages_of_reports(record: Record) -> None:
    for number in range(7):
        record.add(short(number, outlet="Karsk Wire" if number % 2 else None))
    first = record.reports(limit=4)
    second = record.reports(limit=4, cursor=first.next)
    assert (len(first.rows), len(second.rows), second.next) == (4, 3, None)
    assert first.total == second.total == 7
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
    assert record.reports(outlet="KARSK wire").total == 3
    assert record.reports(outlet="nobody's").rows == ()


def test_totals_on_last_pages(record: Record) -> None:
    for number in range(6):
        record.add(short(number))
    page = record.statements(limit=3)
    assert (page.total, record.statements(limit=3, cursor=page.next).total) == (6, 6)
    assert record.statements(limit=6).next is None


@pytest.mark.parametrize("cursor", ["", "x", "p", "r5", "p'; DROP", "pé", "p" + "\ud800"])
def test_invalid_cursors(record: Record, cursor: str) -> None:
    for listing in (record.statements, record.reports):
        with pytest.raises(UsageError, match="cursor"):
            listing(cursor=cursor)


@pytest.mark.parametrize("cursor", ["", "p", "r", "r-1", "r5x", "r" + "9" * 40, "r²"])
def test_invalid_cursors_of_a_search(record: Record, cursor: str) -> None:
    with pytest.raises(UsageError, match="cursor"):
        record.search("bridge", cursor=cursor)


def test_a_limit_below_one(record: Record) -> None:
    for listing in (record.statements, record.reports):
        with pytest.raises(UsageError, match="limit"):
            listing(limit=0)
    with pytest.raises(UsageError, match="limit"):
        record.search("bridge", limit=0)


def test_search_matches_content_question_source_and_headline(record: Record) -> None:
    record.add(reading())
    assert record.search("trucks").total == 1
    assert record.search("tasel").total == 2
    assert record.search("ministry").total == 3
    assert record.search("ministry trucks").total == 1
    assert record.search("radio").total == 0
    assert record.search("").total == record.search("?").total == 0
    assert record.search("ministry", StatementQuery(act="deny")).total == 1


def test_totals_by_words_leave_out_superseded_readings(record: Record) -> None:
    record.add(reading())
    record.add(short(1, content="the bridge"))
    assert record.search("bridge").total == 4
    assert record.statements(StatementQuery(about="bridge"), limit=1).total == 2
    record.add(later(reading(), "rules 2"))
    assert record.search("bridge").total == 2
    assert record.statements(StatementQuery(about="bridge"), limit=1).total == 2
    assert record.statements(StatementQuery(by="tasel"), limit=1).total == 1


def test_search_pages_have_the_best_match_first(record: Record) -> None:
    record.add(
        short(1, content="the harbour and the roads and the rails were open to all who came")
    )
    record.add(short(2, content="harbour harbour"))
    record.add(replace(reading(), attributions=reading().attributions[:1]))
    first = record.search("harbour", limit=1)
    assert (first.rows[0].uri, first.total) == ("2.txt", 2)
    second = record.search("harbour", limit=1, cursor=first.next)
    assert (second.rows[0].uri, second.next) == ("1.txt", None)
