"""The engine: runs are idempotent, bad input becomes problems, a dead worker costs one article."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord import workers
from onrecord.engine import Outcome, ReadOptions, read_sources
from onrecord.model import Article, Problem, Reading
from onrecord.reading.read import Tools, read
from onrecord.record.record import Record
from tests.invented import folder, text

ALONE = ReadOptions(workers=1)


def run(record: Path, *specs: Path, options: ReadOptions = ALONE) -> Outcome:
    with Record.open(record) as opened:
        return read_sources(opened, [str(spec) for spec in specs], options=options)


def test_second_reading_adds_nothing(tmp_path: Path) -> None:
    reports = folder(tmp_path / "in", 5)
    first = run(tmp_path / "x.db", reports)
    second = run(tmp_path / "x.db", reports)
    assert (first.read, first.known) == (5, 0)
    assert (second.read, second.known) == (0, 5)
    with Record.open(tmp_path / "x.db") as record:
        assert record.summary().reports == 5
        assert {row.sightings for row in record.reports(limit=10).rows} == {1}


def test_same_text_under_another_name_is_a_sighting(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    (tmp_path / "b.txt").write_text(text(1), encoding="utf-8")
    outcome = run(tmp_path / "x.db", tmp_path / "a.txt", tmp_path / "b.txt")
    assert (outcome.read, outcome.known) == (1, 1)
    with Record.open(tmp_path / "x.db") as record:
        (row,) = record.reports(limit=10).rows
        assert row.sightings == 2


def test_bad_input_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    reports = folder(tmp_path / "in", 2)
    (reports / "empty.txt").write_text("", encoding="utf-8")
    (reports / "picture.txt").write_bytes(bytes(range(256)) * 40)
    (reports / "german.txt").write_text(
        "Die Ministerin sagte am Sonntag, die Brücke sei seit Wochen gesperrt, und niemand habe die "
        "Bewohner des Bezirks rechtzeitig gewarnt. Der Sprecher lehnte jede weitere Auskunft ab.",
        encoding="utf-8",
    )
    outcome = run(tmp_path / "x.db", reports, tmp_path / "nowhere.txt")
    assert outcome.read == 2
    found = {Path(problem.where).name: problem.message for problem in outcome.problems}
    assert set(found) == {"empty.txt", "picture.txt", "german.txt", "nowhere.txt"}
    assert "not English" in found["german.txt"]
    with Record.open(tmp_path / "x.db") as record:
        assert {(p.where, p.message) for p in record.problems()} == {
            (p.where, p.message) for p in outcome.problems
        }


def test_the_record_in_a_folder_is_not_read(tmp_path: Path) -> None:
    folder(tmp_path, 2)
    outcome = run(tmp_path / "x.db", tmp_path)
    assert (outcome.read, outcome.problems) == (2, ())


@pytest.mark.slow
def test_workers_find_what_one_process_finds(tmp_path: Path) -> None:
    reports = folder(tmp_path / "in", workers.FEW + 12)
    one = run(tmp_path / "one.db", reports)
    two = run(tmp_path / "two.db", reports, options=ReadOptions(workers=2))
    assert (one.read, one.statements) == (two.read, two.statements)
    with Record.open(tmp_path / "one.db") as a, Record.open(tmp_path / "two.db") as b:
        assert list(a.every_statement()) == list(b.every_statement())


def _die(article: Article, tools: Tools) -> None:
    import os

    os._exit(9)


@pytest.mark.slow
def test_a_dead_worker_is_a_problem_not_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_read_one", _die)
    articles = [Article(f"{n}.txt", text(n), datetime.now(UTC)) for n in range(2)]
    found = list(workers.read_by_workers(articles, Tools(), 1))
    assert {article.uri for article, _ in found} == {"0.txt", "1.txt"}
    assert all("died" in getattr(finding, "message", "") for _, finding in found)


def test_progress_has_bytes_and_reports(tmp_path: Path) -> None:
    reports = folder(tmp_path / "in", 3)
    steps: list[tuple[str, int, int | None, int]] = []
    with Record.open(tmp_path / "x.db") as record:
        read_sources(
            record, [str(reports)], options=ALONE, progress=lambda *step: steps.append(step)
        )
    size = sum(file.stat().st_size for file in reports.iterdir())
    assert steps[-1][1:3] == (size, size)
    assert [step[1] for step in steps] == sorted(step[1] for step in steps)


def test_an_imported_office_dates_reports_without_reading_them_again(tmp_path: Path) -> None:
    """Importing a table settles the dates of the reports it concerns."""
    report = tmp_path / "a.txt"
    report.write_text(
        "Defence Minister Ilan Tasel refuted the claims on Sunday, Oct.23, after a call with Karsk.",
        encoding="utf-8",
    )
    assert run(tmp_path / "x.db", report).read == 1
    with Record.open(tmp_path / "x.db") as record:
        (open_year,) = record.reports(limit=10).rows
        record.import_offices(
            "person\ttitle\tof\tfrom\tto\tsource\n"
            "Ilan Tasel\tdefence minister\tValdria\t2019-07-24\t2023-08-31\tgazette\n",
            "held.tsv",
        )
        (dated,) = record.reports(limit=10).rows
    assert run(tmp_path / "x.db", report).read == 0
    assert (open_year.published and open_year.published.edtf) == "XXXX-10-23"
    assert (dated.published and dated.published.edtf) == "2022-10-23"


def test_another_report_dates_one_whose_year_is_open(tmp_path: Path) -> None:
    """The same words of the same minister on the same Sunday, in a report that has its date."""
    words = "“We will keep the bridge at Karsk open for every lorry that comes this winter,”"
    open_year = tmp_path / "a.txt"
    open_year.write_text(
        f"The minister spoke to reporters on Sunday, Oct. 23.\n\n{words} Mira Tasel said on Sunday.",
        encoding="utf-8",
    )
    dated = tmp_path / "b.jsonl"
    article = {"text": f"{words} Mira Tasel told mayors on Sunday.", "date": "2022-10-24"}
    dated.write_text(json.dumps(article), encoding="utf-8")
    run(tmp_path / "x.db", open_year)
    run(tmp_path / "x.db", dated)
    with Record.open(tmp_path / "x.db") as record:
        (dated_row,) = (row for row in record.reports().rows if row.uri.endswith("a.txt"))
        (other,) = (row for row in record.reports().rows if row.uri != dated_row.uri)
        assert dated_row.published is not None
        assert dated_row.published.edtf == "2022-10-23"
        assert other.id[:12] in dated_row.published.why
        said = {row.said.edtf for row in record.statements().rows if row.said}
        assert said == {"2022-10-23"}


def test_a_fault_in_one_report_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader of one report is made to fail; the others, the record and the next run are not."""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Mira Tasel said bridge {name} was shut.")

    def failing(article: Article, tools: Tools) -> Reading | Problem:
        if article.uri.endswith("b.txt"):
            raise ZeroDivisionError
        return read(article, tools)

    options = ReadOptions(workers=1, finder="rules")
    names = [str(tmp_path / f"{name}.txt") for name in ("a", "b", "c")]
    with Record.open(tmp_path / "x.db") as record:
        with monkeypatch.context() as patch:
            patch.setattr("onrecord.workers.read", failing)
            outcome = read_sources(record, names, options=options)
        assert outcome.read == 2
        (problem,) = outcome.problems
        assert problem.message.startswith(
            "could not be read: fault ZeroDivisionError in test_engine:"
        )
        assert [one.message for one in record.problems()] == [problem.message]
        assert read_sources(record, names, options=options).read == 1


@pytest.mark.slow
def test_a_pool_that_died_before_an_article_is_handed_to_it_is_replaced() -> None:
    articles = [
        Article(
            f"{name}.txt",
            f"Mira Tasel said bridge {name} was shut.",
            datetime(2024, 5, 3, tzinfo=UTC),
        )
        for name in ("a", "b")
    ]
    with workers.ReadingPool(Tools(finder="rules"), 1) as readers:
        readers.submit(articles[0])
        for process in list(readers._pool._processes.values()):
            process.kill()
            process.join()
        readers.submit(articles[1])
        found: list[tuple[Article, Reading | Problem]] = []
        while readers.waiting:
            found += readers.finished()
    assert sorted(article.uri for article, _ in found) == ["a.txt", "b.txt"]
    assert all(isinstance(finding, Reading) for _, finding in found)


@pytest.mark.slow
def test_many_problems_take_linear_time(tmp_path: Path) -> None:
    """Forty thousand bad lines are kept one by one, not copied each time."""
    lines = tmp_path / "bad.jsonl"
    good = json.dumps({"text": "Mira Tasel said the bridge was shut."})
    lines.write_text("\n".join([good, *("{" for _ in range(40_000))]))
    began = time.process_time()
    outcome = run(tmp_path / "x.db", lines, options=ReadOptions(workers=1, finder="rules"))
    assert (outcome.read, len(outcome.problems)) == (1, 40_000)
    assert time.process_time() - began < 20
