"""Each page is made in one read transaction, with a bounded number of queries."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.record.named import report_by
from tests.views import valdria

from onrecord.model import StatementQuery
from onrecord.record.queries.verbs import Queries
from onrecord.record.record import Record
from onrecord.views import pages

Make = Callable[[Queries], object]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The example reports of two states, and many reports that name the same people."""
    with Record.open(tmp_path_factory.mktemp("snapshot") / "x.db") as made:
        with made.batch():
            for reading in valdria.READINGS:
                made.add(reading)
            for number in range(60):
                made.add(
                    report_by(
                        number, "Mira Tasel", "Sergei Shorgu" if number % 2 else "Sergey Shorgu"
                    )
                )
        yield made


def busiest(record: Record) -> str:
    """The id of the entity with the most statements."""
    rows = record.statements(limit=200).rows
    counted = Counter(row.source.entity for row in rows if row.source and row.source.entity)
    return counted.most_common(1)[0][0]


def pages_of(record: Record) -> dict[str, tuple[Make, int]]:
    """Each kind of page, and the highest number of queries it may make."""
    statement = record.statements(limit=1).rows[0]
    entity = busiest(record)
    return {
        "home": (pages.home, 20),
        "statements": (lambda asked: pages.statements(asked, StatementQuery(by="tasel")), 15),
        "search": (lambda asked: pages.statements(asked, StatementQuery(), "bridge"), 15),
        "reports": (pages.reports, 6),
        "report": (lambda asked: pages.report(asked, statement.report), 15),
        "statement": (lambda asked: pages.statement(asked, statement.id), 30),
        "entity": (lambda asked: pages.entity(asked, entity), 25),
        "problems": (pages.problems, 4),
    }


KINDS = ("home", "statements", "search", "reports", "report", "statement", "entity", "problems")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_one_transaction_of_few_queries(record: Record, kind: str) -> None:
    make, most = pages_of(record)[kind]
    begun: list[int] = []
    asked: list[str] = []

    def begin(_connection: Any) -> None:
        begun.append(1)

    def execute(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(record._engine, "begin", begin)
    event.listen(record._engine, "before_cursor_execute", execute)
    try:
        with record.snapshot() as snapshot:
            make(snapshot)
    finally:
        event.remove(record._engine, "begin", begin)
        event.remove(record._engine, "before_cursor_execute", execute)
    assert len(begun) == 1
    assert 1 < len(asked) <= most, "\n".join(asked)


def test_a_snapshot_does_not_see_what_is_written_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as reader, Record.open(path) as writer:
        writer.add(report_by(1, "Mira Tasel"))
        with reader.snapshot() as snapshot:
            before = snapshot.summary()
            writer.add(report_by(2, "Edo Varn"))
            assert snapshot.summary() == before
            assert snapshot.reports().total == before.reports == 1
        assert reader.summary().reports == 2


def test_a_page_does_not_see_what_is_written_while_it_is_made(tmp_path: Path) -> None:
    """Another process adds a report after each query of the page."""
    path = tmp_path / "x.db"
    with Record.open(path) as reader, Record.open(path) as writer:
        writer.add(report_by(0, "Mira Tasel"))
        added = 0

        def add_report(*_: Any) -> None:
            nonlocal added
            added += 1
            writer.add(report_by(added, f"Edo Varn{added}"))

        with reader.snapshot() as snapshot:
            event.listen(reader._engine, "after_cursor_execute", add_report)
            page = pages.home(snapshot)
            event.remove(reader._engine, "after_cursor_execute", add_report)
        assert added > 5
        counts = {page.summary.reports, page.reports.total, len(page.telling)}
        assert counts == {page.summary.statements}
        assert reader.summary().reports == added + 1


def test_a_name_is_found_without_reading_all_names(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record, record.batch():
        record.add(report_by(1, "Mira Tasel", "Edo Varn"))
    asked: list[str] = []
    with Record.open(path) as record:
        event.listen(
            record._engine, "before_cursor_execute", lambda _c, _u, words, *_: asked.append(words)
        )
        assert record.who("tasel").entity.name == "Mira Tasel"
    (lookup,) = (words for words in asked if "name_words" in words)
    with sqlite3.connect(path) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {lookup}", ("tasel", 1)).fetchall()
    steps = [row[3] for row in plan]
    assert not any(step.startswith("SCAN known_names") for step in steps), steps
    assert any("SEARCH" in step for step in steps), steps
