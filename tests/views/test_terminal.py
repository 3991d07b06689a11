"""Text for people: nothing cut off, nothing obeyed, the same with and without colour."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from tests.views import valdria

from onrecord.model import Party, StatedDate, StatementQuery, Words
from onrecord.record.record import Record
from onrecord.views.highlights import most_telling
from onrecord.views.terminal import (
    Line,
    Paper,
    called,
    counted,
    one_line,
    problem_lines,
    put,
    row_lines,
    statement_lines,
    summary_lines,
    visible,
    when,
    who_said,
)
from onrecord.views.terminal_report import Mark, explanation_lines, marked, report_lines

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = valdria.fill(tmp_path_factory.mktemp("terminal") / "x.db")
    with Record.open(path, create=False) as opened:
        yield opened


def printed(lines: Iterator[Line], *, width: int = 80, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Paper(
        file=out, width=width, force_terminal=terminal, color_system="truecolor" if terminal else None,
        markup=False, highlight=False, emoji=False,
    )  # fmt: skip
    put(console, lines)
    return out.getvalue()


def everything(record: Record) -> Iterator[Line]:
    """Every listing and view there is."""
    for statement in record.every_statement():
        yield from statement_lines(statement)
        report = record.report(statement.report)
        yield from explanation_lines(statement, report, None, record.extractor_of(statement.id))
    for row in record.reports().rows:
        yield from row_lines(row)
        yield from report_lines(record.report(row.id), record.report_statements(row.id))
    for problem in record.problems():
        yield from problem_lines(problem)
    yield from summary_lines(record.summary(), most_telling(record, 8))


def test_a_statement_for_a_pipe_is_whole_lines(record: Record) -> None:
    row = next(iter(record.every_statement(StatementQuery(act="deny"))))
    assert printed(statement_lines(row)) == (
        "Mira Tasel (“Defence minister Mira Tasel”) denied [deny]\n"
        "  that Ostmark had been warned the bridge would be closed\n"
        f"  said 2026-03-02 · Kessen Daily · indirect · {row.id[:12]}\n"
    )


def test_question_addressee_and_channel_are_shown(record: Record) -> None:
    told = next(row for row in record.every_statement() if row.channel is not None)
    assert printed(statement_lines(told)).startswith(
        "Mira Tasel (“she”) told [state] → Radio Karsk\n"
    )
    declined = next(row for row in record.every_statement() if row.question is not None)
    assert "asked: whether troops had crossed" in printed(statement_lines(declined))


def test_what_is_open_is_said_to_be(record: Record) -> None:
    warned = next(row for row in record.every_statement() if row.source is None)
    assert printed(statement_lines(warned)).startswith("(nobody named) warned [warn]\n")
    carried = next(row for row in record.every_statement() if row.cue is None)
    assert printed(statement_lines(carried)).startswith("a spokesman (carries on) [state]\n")
    assert "“Nobody crossed. […] “And nobody will.”" in printed(statement_lines(carried))
    undated = next(row for row in record.every_statement(StatementQuery(act="accuse")))
    assert "date unknown · wire.jsonl#2" in printed(statement_lines(undated))


def test_no_terminal_gets_no_escape_and_no_wrapping(record: Record) -> None:
    text = printed(everything(record), width=40)
    assert "\x1b" not in text
    assert "Ostmark had been warned [2: the bridge would be closed]]." in text


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_terminal_gets_lines_that_fit_and_every_word(record: Record, width: int) -> None:
    shown = printed(everything(record), width=width, terminal=True)
    plain = COLOUR.sub("", shown)
    assert shown != plain
    assert max(cell_len(line) for line in plain.splitlines()) <= width
    whole = printed(everything(record))
    assert re.sub(r"\s", "", plain) == re.sub(r"\s", "", whole)


def test_wrapped_lines_keep_their_indent(record: Record) -> None:
    row = next(iter(record.every_statement(StatementQuery(act="deny"))))
    shown = COLOUR.sub("", printed(statement_lines(row), width=40, terminal=True)).splitlines()
    first = next(number for number, line in enumerate(shown) if "Ostmark" in line)
    assert shown[first : first + 2] == [
        "  that Ostmark had been warned the",
        "  bridge would be closed",
    ]


def test_nothing_in_a_report_is_obeyed(record: Record) -> None:
    for terminal in (False, True):
        shown = COLOUR.sub("", printed(everything(record), terminal=terminal, width=500))
        assert not [mark for mark in shown if visible(mark) != mark]
        assert "\\x1b[31mthe [bold]pier[/bold] was \\x9b2Jempty" in shown
        assert "\\x1b]0;owned\\x07" in shown
        assert "\\u202eesrever" in shown
        assert ":smile:" in shown
        assert "[red]=1+1[/red] \\x1b[5mblink" in shown


@given(st.text())
def test_visible_leaves_nothing_a_terminal_obeys(text: str) -> None:
    shown = visible(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert visible(shown) == shown
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("text", ["", "plain", "“Quoted” – naïve 橋 🌉", "tab\tand\nline"])
def test_visible_leaves_readable_text_alone(text: str) -> None:
    assert visible(text) == text


def test_a_report_with_its_statements(record: Record) -> None:
    report = record.report(valdria.identify(valdria.BRIDGE))
    shown = printed(report_lines(report, record.report_statements(report.row.id)))
    assert shown.startswith(
        "Valdria denies closing the Karsk bridge\n"
        "Kessen Daily · Lena Orth · reports/bridge.txt\n"
        "2026-03-05 · day · “March 5” "
    )
    assert "denied [1: that Ostmark had been warned [2: the bridge would be closed]]." in shown
    assert "[3: “We told nobody,”] she told Radio Karsk." in shown
    assert "[5: “Nobody crossed.]\n\n[5: “And nobody will.”]" in shown
    assert "\n[promo] Follow our channel for more on the bridge!\n" in shown
    assert "\n5 statements\n1 Mira Tasel (“Defence minister Mira Tasel”) denied [deny] · " in shown


def test_roles_have_colours_and_promo_is_dim(record: Record) -> None:
    report = record.report(valdria.identify(valdria.BRIDGE))
    lines = list(report_lines(report, record.report_statements(report.row.id)))

    def style(words: str) -> set[str]:
        (line,) = [each.text for each in lines if words in each.text.plain and not each.label][-1:]
        at = line.plain.index(words)
        return {str(span.style) for span in line.spans if span.start <= at < span.end}

    assert style("Mira Tasel on") == {"bold cyan"}
    assert style("denied [1") == {"magenta"}
    assert style("that Ostmark") == {"green"}
    assert style("the bridge would be closed]]") == {"green underline"}
    assert style("Follow our channel") == {"dim"}


def test_an_explanation_says_where_how_and_who(record: Record) -> None:
    row = next(iter(record.every_statement(StatementQuery(act="deny"))))
    assert row.source is not None
    assert row.source.entity is not None
    shown = printed(
        explanation_lines(
            row,
            record.report(row.report),
            record.entity(row.source.entity),
            record.extractor_of(row.id),
        )
    )
    source = valdria.at(valdria.BRIDGE, "Defence minister Mira Tasel")
    assert (
        f"source     “Defence minister Mira Tasel” {source.start}–{source.end} · named\n" in shown
    )
    assert "cue        “denied” " in shown
    assert re.search(r"speaker    Mira Tasel \(person \w{12}\) · by name, “Mira Tasel” ", shown)
    assert "said       2026-03-02 · day · “Monday” " in shown
    assert "or 2026-03-09" in shown
    assert "manner     speech: it was said\n" in shown
    assert (
        "found      by the rule indirect/that-clause alone\nconfidence 0.93\nextractor  by-hand 1\n"
        in shown
    )
    assert "LUME, March 5 (Kessen)" in shown  # the context
    assert "Follow our channel" not in shown


def test_an_unresolved_source_is_called_undecided(record: Record) -> None:
    row = next(iter(record.every_statement(StatementQuery(act="decline"))))
    shown = printed(explanation_lines(row, record.report(row.report), None, "by-hand 1"))
    assert "speaker    undecided: " in shown
    assert "said       on a day the report does not tell\n" in shown


def test_who_speaks_for_somebody_without_saying_so_is_told_for_whom() -> None:
    ministry = Party(Words("The defence ministry", 0, 20), name="Defence Ministry")
    he = Party(Words("he", 40, 42), speaks_for=ministry)
    spokesman = Party(Words("The defence ministry's spokesman", 0, 32), speaks_for=ministry)
    assert called(he) == "he (for Defence Ministry)"
    assert called(replace(he, speaks_for=None)) == "he"
    assert called(spokesman) == "The defence ministry's spokesman"


def test_a_cue_that_is_read_before_its_source_stands_before_it(record: Record) -> None:
    statement = next(iter(record.every_statement()))
    source = Party(Words("Mira Tasel", 13, 23))
    before = replace(statement, cue=Words("According to", 0, 12), source=source)
    said = replace(statement, cue=Words("said", 0, 4), source=source)
    assert who_said(before).plain.startswith("according to Mira Tasel [")
    assert who_said(said).plain.startswith("Mira Tasel said [")


def test_what_another_statement_reports_says_so(record: Record) -> None:
    rows = list(record.every_statement())
    inner, told = next((row, row.within) for row in rows if row.within)
    assert f"as told in {told[:12]}" in printed(statement_lines(inner))
    outer = next(row for row in rows if row.within is None)
    assert "as told in" not in printed(statement_lines(outer))


def test_a_day_nobody_can_reckon_is_told_by_its_words(record: Record) -> None:
    statement = next(iter(record.every_statement()))
    open_day = StatedDate("XXXX-XX-XX", None, None, "unknown", "no date", Words("Wednesday", 0, 9))
    open_year = replace(open_day, edtf="XXXX-10-23")
    assert when(replace(statement, said=open_day)) == "said “Wednesday”, date unknown"
    assert when(replace(statement, said=open_year)) == "said XXXX-10-23"


def test_the_summary_counts_and_tells(record: Record) -> None:
    shown = printed(summary_lines(record.summary(), most_telling(record, 8)))
    assert shown.startswith("3 reports from 2 outlets\n8 statements by 2 sources\n2 problems; ")
    assert "state 3 · warn 2 · accuse 1 · decline 1 · deny 1\n" in shown


def test_telling_takes_what_disputes_first_and_no_source_twice(record: Record) -> None:
    told = most_telling(record, 8)
    assert [row.act for row in told[:2]] == ["deny", "accuse"]
    who = [row.source.entity or row.source.words.text for row in told if row.source]
    assert len(who) == len(set(who)) == len(told)
    assert most_telling(record, 1) == told[:1]
    assert most_telling(record, 0) == ()


def test_an_empty_record_has_a_summary(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as empty:
        shown = printed(summary_lines(empty.summary(), most_telling(empty, 8)))
    assert shown == "0 reports from 0 outlets\n0 statements by 0 sources\n"


MARKS = st.lists(
    st.builds(
        Mark,
        st.integers(0, 12),
        st.integers(0, 12),
        st.sampled_from(["source", "cue", "content", "promo", "headline"]),
        st.integers(1, 30),
    ),
    max_size=12,
)


@given(st.text("ab \n", min_size=12, max_size=12), MARKS)
def test_however_marks_lie_the_text_stays_whole(text: str, marks: list[Mark]) -> None:
    shown = marked(text, 0, len(text), marks).plain
    assert re.sub(r"\[\d+: |\[promo\] |\]", "", shown) == text
    real = [mark for mark in marks if mark.role == "content" and mark.start < mark.end]
    assert shown.count("]") - shown.count("[promo]") == len(real)


def test_marking_takes_time_in_proportion() -> None:
    text = "word " * 60_000
    deep = [Mark(number, len(text) - number, "content", number) for number in range(5_000)]
    begin = time.process_time()
    assert len(marked(text, 0, len(text), deep).plain) > len(text)
    assert time.process_time() - begin < 5


def test_counts_read_well() -> None:
    assert [counted(number, "report") for number in (0, 1, 2)] == [
        "0 reports",
        "1 report",
        "2 reports",
    ]


def test_a_label_stands_left_of_its_lines() -> None:
    line = Line(Text("one two three four"), 6, "label")
    shown = COLOUR.sub("", printed(iter([line]), width=20, terminal=True))
    assert shown == "label one two three\n      four\n"


def test_a_label_alone_is_bold() -> None:
    out = printed(iter([Line(Text("one"), 6, "label")]), width=20, terminal=True)
    assert out == "\x1b[1mlabel \x1b[0mone\n"
