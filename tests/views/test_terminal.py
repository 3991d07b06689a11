"""Text for a terminal: nothing is cut off, control characters are escaped, colour is optional."""

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
from onrecord.views.highlights import select_highlights
from onrecord.views.terminal import (
    TerminalConsole,
    TextLine,
    date_label,
    format_count,
    one_line,
    party_label,
    print_lines,
    problem_lines,
    report_row_lines,
    statement_heading,
    statement_lines,
    summary_lines,
    visible,
)
from onrecord.views.terminal_report import StyledSpan, explanation_lines, render_spans, report_lines

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = valdria.fill(tmp_path_factory.mktemp("terminal") / "x.db")
    with Record.open(path, create=False) as opened:
        yield opened


def printed(lines: Iterator[TextLine], *, width: int = 80, terminal: bool = False) -> str:
    out = io.StringIO()
    console = TerminalConsole(
        file=out, width=width, force_terminal=terminal, color_system="truecolor" if terminal else None,
        markup=False, highlight=False, emoji=False,
    )  # fmt: skip
    print_lines(console, lines)
    return out.getvalue()


def everything(record: Record) -> Iterator[TextLine]:
    """Every listing and view there is."""
    for statement in record.every_statement():
        yield from statement_lines(statement)
        report = record.report(statement.report)
        yield from explanation_lines(statement, report, None, record.extractor_of(statement.id))
    for row in record.reports().rows:
        yield from report_row_lines(row)
        yield from report_lines(record.report(row.id), record.report_statements(row.id))
    for problem in record.problems():
        yield from problem_lines(problem)
    yield from summary_lines(record.summary(), select_highlights(record, 8))


def test_statement_lines_without_terminal(record: Record) -> None:
    row = next(iter(record.every_statement(StatementQuery(act="deny"))))
    assert printed(statement_lines(row)) == (
        "Mira Tasel (“Defence minister Mira Tasel”) denied [deny]\n"
        "  that Ostmark had been warned the bridge would be closed\n"
        f"  said 2026-03-02 · Kessen Daily · indirect · {row.id[:12]}\n"
    )


def test_question_addressee_and_channel_are_shown(record: Record) -> None:
    row = next(row for row in record.every_statement() if row.channel is not None)
    assert printed(statement_lines(row)).startswith(
        "Mira Tasel (“she”) told [state] → Radio Karsk\n"
    )
    declined = next(row for row in record.every_statement() if row.question is not None)
    assert "asked: whether troops had crossed" in printed(statement_lines(declined))


def test_missing_values_are_named(record: Record) -> None:
    warned = next(row for row in record.every_statement() if row.source is None)
    assert printed(statement_lines(warned)).startswith("(source not named) warned [warn]\n")
    carried = next(row for row in record.every_statement() if row.cue is None)
    assert printed(statement_lines(carried)).startswith("a spokesman (continued) [state]\n")
    assert "“Nobody crossed. […] “And nobody will.”" in printed(statement_lines(carried))
    undated = next(row for row in record.every_statement(StatementQuery(act="accuse")))
    assert "date unknown · wire.jsonl#2" in printed(statement_lines(undated))


def test_pipe_gets_no_escapes_and_no_wrapping(record: Record) -> None:
    text = printed(everything(record), width=40)
    assert "\x1b" not in text
    assert "Ostmark had been warned [2: the bridge would be closed]]." in text


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_terminal_lines_fit_and_keep_every_word(record: Record, width: int) -> None:
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


def test_control_characters_of_a_report_are_escaped(record: Record) -> None:
    for terminal in (False, True):
        shown = COLOUR.sub("", printed(everything(record), terminal=terminal, width=500))
        assert not [mark for mark in shown if visible(mark) != mark]
        assert "\\x1b[31mthe [bold]pier[/bold] was \\x9b2Jempty" in shown
        assert "\\x1b]0;owned\\x07" in shown
        assert "\\u202eesrever" in shown
        assert ":smile:" in shown
        assert "[red]=1+1[/red] \\x1b[5mblink" in shown


@given(st.text())
def test_visible_escapes_control_characters(text: str) -> None:
    shown = visible(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert visible(shown) == shown
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("text", ["", "plain", "“Quoted” – naïve 橋 🌉", "tab\tand\nline"])
def test_visible_keeps_readable_text(text: str) -> None:
    assert visible(text) == text


def test_report_lines(record: Record) -> None:
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


def test_roles_have_colours_and_promotion_is_dim(record: Record) -> None:
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


def test_explanation_shows_spans_rule_and_speaker(record: Record) -> None:
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
    assert "manner     speech (said)\n" in shown
    assert (
        "found      by the rule indirect/that-clause alone\nconfidence 0.93\nextractor  by-hand 1\n"
        in shown
    )
    assert "LUME, March 5 (Kessen)" in shown  # the context
    assert "Follow our channel" not in shown


def test_unresolved_source_is_undecided(record: Record) -> None:
    row = next(iter(record.every_statement(StatementQuery(act="decline"))))
    shown = printed(explanation_lines(row, record.report(row.report), None, "by-hand 1"))
    assert "speaker    undecided: " in shown
    assert "said       date unknown\n" in shown


def test_party_label_names_the_represented_party() -> None:
    ministry = Party(Words("The defence ministry", 0, 20), name="Defence Ministry")
    he = Party(Words("he", 40, 42), speaks_for=ministry)
    spokesman = Party(Words("The defence ministry's spokesman", 0, 32), speaks_for=ministry)
    assert party_label(he) == "he (for Defence Ministry)"
    assert party_label(replace(he, speaks_for=None)) == "he"
    assert party_label(spokesman) == "The defence ministry's spokesman"


def test_cue_before_its_source_is_printed_first(record: Record) -> None:
    statement = next(iter(record.every_statement()))
    source = Party(Words("Mira Tasel", 13, 23))
    before = replace(statement, cue=Words("According to", 0, 12), source=source)
    said = replace(statement, cue=Words("said", 0, 4), source=source)
    assert statement_heading(before).plain.startswith("according to Mira Tasel [")
    assert statement_heading(said).plain.startswith("Mira Tasel said [")


def test_nested_statement_names_its_parent(record: Record) -> None:
    rows = list(record.every_statement())
    inner, within = next((row, row.within) for row in rows if row.within)
    assert f"as reported in {within[:12]}" in printed(statement_lines(inner))
    outer = next(row for row in rows if row.within is None)
    assert "as reported in" not in printed(statement_lines(outer))


def test_undated_time_expression_is_shown_by_its_words(record: Record) -> None:
    statement = next(iter(record.every_statement()))
    open_day = StatedDate("XXXX-XX-XX", None, None, "unknown", "no date", Words("Wednesday", 0, 9))
    open_year = replace(open_day, edtf="XXXX-10-23")
    assert date_label(replace(statement, said=open_day)) == "said “Wednesday”, date unknown"
    assert date_label(replace(statement, said=open_year)) == "said XXXX-10-23"


def test_summary_lines(record: Record) -> None:
    shown = printed(summary_lines(record.summary(), select_highlights(record, 8)))
    assert shown.startswith("3 reports from 2 outlets\n8 statements by 2 sources\n2 problems; ")
    assert "state 3 · warn 2 · accuse 1 · decline 1 · deny 1\n" in shown


def test_highlights_put_disputes_first_and_repeat_no_source(record: Record) -> None:
    rows = select_highlights(record, 8)
    assert [row.act for row in rows[:2]] == ["deny", "accuse"]
    who = [row.source.entity or row.source.words.text for row in rows if row.source]
    assert len(who) == len(set(who)) == len(rows)
    assert select_highlights(record, 1) == rows[:1]
    assert select_highlights(record, 0) == ()


def test_an_empty_record_has_a_summary(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as empty:
        shown = printed(summary_lines(empty.summary(), select_highlights(empty, 8)))
    assert shown == "0 reports from 0 outlets\n0 statements by 0 sources\n"


MARKS = st.lists(
    st.builds(
        StyledSpan,
        st.integers(0, 12),
        st.integers(0, 12),
        st.sampled_from(["source", "cue", "content", "promo", "headline"]),
        st.integers(1, 30),
    ),
    max_size=12,
)


@given(st.text("ab \n", min_size=12, max_size=12), MARKS)
def test_rendering_keeps_the_text(text: str, marks: list[StyledSpan]) -> None:
    shown = render_spans(text, 0, len(text), marks).plain
    assert re.sub(r"\[\d+: |\[promo\] |\]", "", shown) == text
    real = [mark for mark in marks if mark.role == "content" and mark.start < mark.end]
    assert shown.count("]") - shown.count("[promo]") == len(real)


def test_rendering_takes_linear_time() -> None:
    text = "word " * 60_000
    deep = [StyledSpan(number, len(text) - number, "content", number) for number in range(5_000)]
    begin = time.process_time()
    assert len(render_spans(text, 0, len(text), deep).plain) > len(text)
    assert time.process_time() - begin < 5


def test_format_count() -> None:
    assert [format_count(number, "report") for number in (0, 1, 2)] == [
        "0 reports",
        "1 report",
        "2 reports",
    ]


def test_label_is_left_of_its_lines() -> None:
    line = TextLine(Text("one two three four"), 6, "label")
    shown = COLOUR.sub("", printed(iter([line]), width=20, terminal=True))
    assert shown == "label one two three\n      four\n"


def test_only_the_label_is_bold() -> None:
    out = printed(iter([TextLine(Text("one"), 6, "label")]), width=20, terminal=True)
    assert out == "\x1b[1mlabel \x1b[0mone\n"
