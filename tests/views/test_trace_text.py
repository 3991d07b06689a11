"""The trace of a report: which decisions concern a statement or a place, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

import pytest
from tests.views import valdria

from onrecord.errors import UsageError
from onrecord.model import Decision, ReportTrace, Span, Statement, StatementQuery
from onrecord.record.record import Record
from onrecord.views.terminal import TerminalConsole, TextLine, print_lines
from onrecord.views.trace_text import (
    decisions_about,
    decisions_at,
    decisions_json,
    locate,
    place_trace_json,
    place_trace_lines,
    report_trace_lines,
    statement_trace_lines,
)

TEXT = valdria.BRIDGE
CONTENT = valdria.at(TEXT, "that Ostmark had been warned the bridge would be closed")
NESTED = valdria.at(TEXT, "the bridge would be closed")
CUE = valdria.at(TEXT, "denied")
SOURCE = valdria.at(TEXT, "Defence minister Mira Tasel")
DECISIONS = (
    Decision("tagger", "proposed", (CONTENT, CUE, SOURCE), "score 0.91", "attribution-en 1.5"),
    Decision("tagger", "proposed", (NESTED, valdria.at(TEXT, "warned")), "score 0.60"),
    Decision("not_speech", "dropped", (valdria.at(TEXT, "the inquiry goes on"),), "no source"),
    Decision("resolve", "kept", (valdria.at(TEXT, "Mira Tasel"),), "full name"),
    Decision(
        "content_bounds", "changed", (replace(CONTENT, end=CONTENT.end + 1), CUE), "full stop"
    ),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record.open(valdria.fill(tmp_path_factory.mktemp("trace") / "x.db")) as opened:
        yield opened


@pytest.fixture
def trace(record: Record) -> ReportTrace:
    reading = valdria.bridge()
    return ReportTrace(record.report(reading.report.id), reading.extractor, reading, DECISIONS)


@pytest.fixture
def denial(record: Record) -> Statement:
    return next(iter(record.every_statement(StatementQuery(act="deny"))))


def printed(lines: Iterator[TextLine], *, width: int = 200, terminal: bool = False) -> str:
    out = StringIO()
    console = TerminalConsole(
        file=out, width=width, force_terminal=terminal, color_system=None, markup=False
    )
    print_lines(console, lines)
    return out.getvalue()


def test_decisions_about_a_statement(trace: ReportTrace, denial: Statement) -> None:
    assert [each.step for each in decisions_about(trace, denial)] == [
        "tagger", "resolve", "content_bounds",
    ]  # fmt: skip


def test_decisions_at_a_place(trace: ReportTrace) -> None:
    assert [each.step for each in decisions_at(trace, NESTED)] == [
        "tagger", "tagger", "content_bounds",
    ]  # fmt: skip
    assert decisions_at(trace, valdria.at(TEXT, "Follow our channel")) == ()


def test_lines_of_a_statement(trace: ReportTrace, denial: Statement) -> None:
    lines = printed(statement_trace_lines(trace, denial)).splitlines()
    assert lines[0] == "3 decisions about this statement"
    assert lines[1].startswith("1 tagger proposed: score 0.91 · “that Ostmark had been warned")
    assert lines[1].endswith(f" · “denied” {CUE.start}–{CUE.end} · “Defence minister Mira Tasel” "
                             f"{SOURCE.start}–{SOURCE.end} · attribution-en 1.5")  # fmt: skip
    assert [line[:2] for line in lines[1:]] == ["1 ", "2 ", "3 "]


def test_a_statement_that_this_version_does_not_find(trace: ReportTrace, denial: Statement) -> None:
    other = replace(trace, reading=replace(trace.reading, attributions=(), extractor="by-hand 2"))
    shown = printed(statement_trace_lines(other, denial))
    assert shown.startswith("recorded with by-hand 1; traced with by-hand 2\n")
    assert shown.endswith("this version does not find the statement\n")


def test_lines_of_a_place_that_is_read(trace: ReportTrace, record: Record) -> None:
    statements = record.report_statements(trace.report.row.id)
    places = locate(TEXT, "the bridge would  BE closed")
    shown = printed(place_trace_lines(trace, places, statements))
    assert "had been warned the bridge would be closed. “We told nobody,”" in shown
    assert f"characters {NESTED.start}–{NESTED.end}, in body " in shown
    assert ", which is read\n3 decisions there\n" in shown
    assert shown.count("\nrecorded: ") == 2


def test_lines_of_a_place_that_is_not_read(trace: ReportTrace, record: Record) -> None:
    statements = record.report_statements(trace.report.row.id)
    shown = printed(place_trace_lines(trace, locate(TEXT, "Follow our channel"), statements))
    assert ", in promo " in shown
    assert shown.endswith(", which is not read\nnothing was proposed there\n")


def test_several_occurrences_are_listed(trace: ReportTrace) -> None:
    places = locate(TEXT, "bridge")
    shown = printed(place_trace_lines(trace, places, ()))
    offsets = ", ".join(str(place.start) for place in places)
    assert shown.startswith(f"3 occurrences, at {offsets}; shown is the first\n")


@pytest.mark.parametrize("width", [30, 80])
def test_lines_fit_a_narrow_terminal(trace: ReportTrace, width: int) -> None:
    shown = printed(report_trace_lines(trace), width=width, terminal=True)
    assert max(map(len, shown.splitlines())) <= width
    assert "5 decisions in this report" in shown


def test_control_characters_are_escaped(trace: ReportTrace) -> None:
    hostile = replace(trace, decisions=(Decision("s\x1b", "kept", (), "w\x9b2J", "r\x07"),))
    shown = printed(report_trace_lines(hostile))
    assert "\x1b" not in shown
    assert "w\\x9b2J · r\\x07" in shown


def test_json(trace: ReportTrace, record: Record, denial: Statement) -> None:
    statements = record.report_statements(trace.report.row.id)
    found = place_trace_json(trace, locate(TEXT, str(CUE.start)), statements)
    assert found["at"] == {"text": "d", "start": CUE.start, "end": CUE.start + 1}
    assert found["offsets"] == [CUE.start]
    assert found["passage"]["kind"] == "body"
    assert found["passage"]["read"] is True
    assert found["statements"] == [denial.id]
    assert [each["step"] for each in found["trace"]] == ["tagger", "content_bounds"]
    assert found["trace"][0]["spans"][1] == {"text": "denied", "start": CUE.start, "end": CUE.end}
    fields = decisions_json(trace, DECISIONS)
    assert (fields["extractor"], fields["traced_with"]) == ("by-hand 1", "by-hand 1")
    assert [each["rule"] for each in fields["trace"]] == ["attribution-en 1.5", *[None] * 4]


@pytest.mark.parametrize("where", ["99999", "no such words", "999999999"])
def test_places_outside_the_report(where: str) -> None:
    with pytest.raises(UsageError, match="--at"):
        locate(TEXT, where)


def test_places() -> None:
    assert locate("a b\nc. A  B", "a b") == (Span(0, 3),)
    assert locate("Said, said", "SAID") == (Span(0, 4), Span(6, 10))
    assert locate("ab", "1") == (Span(1, 2),)
