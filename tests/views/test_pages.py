"""Page objects: what they contain, and which ids they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields

import pytest
from tests.views import invented

from onrecord.errors import NotInRecord
from onrecord.model import StatementQuery
from onrecord.record.record import Record
from onrecord.views import pages
from onrecord.views.highlights import select_highlights

CLASSES = (
    pages.HomePage,
    pages.ReportsPage,
    pages.NumberedStatement,
    pages.ReportPage,
    pages.StatementsPage,
    pages.StatementPage,
    pages.ReportMentions,
    pages.EntityPage,
    pages.ProblemsPage,
    pages.ErrorPage,
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = invented.fill(tmp_path_factory.mktemp("pages") / "pages.db")
    with Record.open(path, create=False) as opened:
        yield opened


@pytest.mark.parametrize("page", CLASSES)
def test_every_field_has_a_help_text(page: type) -> None:
    texts = pages.field_help(page)
    assert list(texts) == [field.name for field in fields(page)]
    assert all(text.endswith(".") and len(text) > 10 for text in texts.values())


def test_pages_are_frozen(record: Record) -> None:
    page = pages.problems(record)
    with pytest.raises(FrozenInstanceError):
        page.problems = ()  # type: ignore[misc]


def test_home_shows_counts_and_disputes_first(record: Record) -> None:
    page = pages.home(record)
    assert page.summary.reports == len(invented.READINGS)
    assert page.summary.statements == sum(len(one.attributions) for one in invented.READINGS)
    acts = [statement.act for statement in page.telling]
    assert acts[:2] == ["threaten", "deny"]
    assert len({statement.id for statement in page.telling}) == len(page.telling)


def test_home_and_summary_show_the_same_statements(record: Record) -> None:
    highlights = select_highlights(record, pages.HIGHLIGHTS)
    assert pages.home(record).telling == highlights
    assert highlights[0].source is not None
    assert highlights[0].source.name == "Mira Tasel"


def test_a_report_numbers_its_statements_in_text_order(record: Record) -> None:
    page = pages.report(record, invented.CALL.report.id)
    assert [item.number for item in page.statements] == list(range(1, 9))
    assert [item.around for item in page.statements[:4]] == [None, 1, 1, 3]
    assert page.statements[4].statement.act == "threaten"
    kinds = [block.kind for block in page.blocks]
    assert kinds[:4] == ["headline", "byline", "body", "promo"]
    assert kinds[-2:] == ["caption", "credit"]


def test_report_page_contains_the_whole_text(record: Record) -> None:
    for reading in invented.READINGS:
        page = pages.report(record, reading.report.id)
        shown = "".join(
            piece.text
            for block in page.blocks
            for run in block.runs
            for piece in run.pieces
            if piece.kind == "text"
        )
        assert "".join(shown.split()) == "".join(page.report.text.split())
        assert len(page.report.text) == len(reading.report.text)


def test_a_report_without_statements_has_a_page(record: Record) -> None:
    page = pages.report(record, invented.BARE.report.id)
    assert page.statements == ()
    assert len(page.blocks) == 1


def test_statement_page_shows_neighbouring_paragraphs(record: Record) -> None:
    denial = pages.report(record, invented.CALL.report.id).statements[2].statement
    page = pages.statement(record, denial.id)
    assert page.extractor == invented.EXTRACTOR
    assert page.around is not None
    assert page.around.act == "state"
    assert [inner.act for inner in page.inside] == ["accuse"]
    assert [[block.kind for block in group] for group in page.context] == [
        ["byline", "body", "promo"]
    ]


def test_statement_page_shows_how_the_speaker_was_resolved(record: Record) -> None:
    found = [pages.statement(record, row.id) for row in record.every_statement()]
    for page in found:
        source = page.statement.source
        for mention in page.resolved:
            assert source is not None
            assert source.entity is not None
            assert mention.span.start < source.words.end
            assert source.words.start < mention.span.end
    assert any(page.resolved for page in found)
    assert any(not page.resolved for page in found)


def test_context_is_split_where_text_is_omitted(record: Record) -> None:
    carried_on = pages.report(record, invented.CALL.report.id).statements[5].statement
    assert carried_on.cue is None
    page = pages.statement(record, carried_on.id)
    marked = [
        [
            piece.mark.role
            for run in block.runs
            for piece in run.pieces
            if piece.kind == "open" and piece.mark
        ]
        for group in page.context
        for block in group
    ]
    assert ["source"] in marked
    assert ["content"] in marked


def test_search_ranks_and_filters(record: Record) -> None:
    page = pages.statements(record, StatementQuery(act="deny"), "dam")
    assert [row.source.name for row in page.found.rows if row.source] == ["Ana Lind"]
    assert page.words == "dam"
    assert pages.statements(record, StatementQuery(to="Tasel")).found.total == 1


def test_paging_neither_skips_nor_repeats(record: Record) -> None:
    for words in (None, "river OR dam the"):
        everything = pages.statements(record, StatementQuery(), words, limit=200).found
        seen, cursor = [], None
        while True:
            found = pages.statements(record, StatementQuery(), words, limit=3, cursor=cursor).found
            seen += [row.id for row in found.rows]
            cursor = found.next
            if cursor is None:
                break
        assert seen == [row.id for row in everything.rows]


def test_an_entity_has_its_statements_offices_and_reports(record: Record) -> None:
    statement = pages.statements(record, StatementQuery(by="Mira Tasel")).found.rows[0]
    assert statement.source is not None
    assert statement.source.entity is not None
    page = pages.entity(record, statement.source.entity)
    assert page.entity.name == "Mira Tasel"
    assert [(office.title, office.of) for office in page.entity.offices] == [
        ("Defence minister", "Valdria")
    ]
    assert [(each.title, each.of, each.reports) for each in page.held] == [
        ("Defence minister", "Valdria", 1)
    ]
    assert page.statements.total == 4
    assert page.reports == 1
    assert page.appearances[0].report.id == invented.CALL.report.id


def test_unread_input_is_listed(record: Record) -> None:
    listed = {(problem.where, problem.message) for problem in pages.problems(record).problems}
    assert {(problem.where, problem.message) for problem in invented.PROBLEMS} <= listed


@pytest.mark.parametrize("ask", [pages.report, pages.statement, pages.entity])
@pytest.mark.parametrize("given", ["", "abc", "0" * 32, "nothing", "%", "'; --"])
def test_unknown_ids_raise_not_in_record(record: Record, ask: object, given: str) -> None:
    assert callable(ask)
    with pytest.raises(NotInRecord):
        ask(record, given)
