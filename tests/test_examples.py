"""The example reports against their gold: every line resolves, every statement is a test, floors hold."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from bench.examples import (
    CONDITIONAL,
    FLOORS,
    KNOWN,
    Judged,
    false_passages,
    figures,
    reading_of,
    results,
)

from tests.examples_gold import (
    REPORTS,
    Example,
    GoldError,
    examples,
    found,
    resolve,
    statement_lines,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KEYS = [
    f"{example.name} | {number} | {line}"
    for example in examples()
    for number, line in enumerate(statement_lines(example.gold), 1)
]


def known_failures() -> dict[str, str]:
    """Each known failure with its cause in words."""
    failures: dict[str, str] = {}
    cause = ""
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            cause = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            failures[line] = cause
    return failures


def statements() -> list[object]:
    failures = known_failures()
    return [
        pytest.param(
            key,
            id=" | ".join(key.split(" | ")[:3])[:80],
            marks=[pytest.mark.xfail(strict=True, reason=failures[key])] if key in failures else [],
        )
        for key in KEYS
    ]


def judged() -> dict[str, Judged]:
    return {statement.key: statement for result in results() for statement in result.judged}


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_gold_line_means_a_place_in_its_report(example: Example) -> None:
    gold = resolve(example.gold, reading_of(example).report.text)
    assert len(gold.statements) == len(statement_lines(example.gold)) > 0


def test_every_report_has_its_gold() -> None:
    reports = set(REPORTS.iterdir())
    assert {example.report for example in examples()} == reports
    for file in reports:
        count = sum(example.report == file for example in examples())
        held = len(file.read_text(encoding="utf-8").splitlines()) if file.suffix == ".jsonl" else 1
        assert count == held, file.name


@pytest.mark.parametrize("key", statements())
def test_statement_is_read_right(key: str) -> None:
    assert judged()[key].faults == ()


def test_known_failures_are_statements_of_the_gold() -> None:
    assert set(known_failures()) <= set(KEYS)


def test_figures_hold_their_floors() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["examples"]
    measured = figures(results())
    assert floors.keys() == measured.keys() - {CONDITIONAL}
    assert {name: measured[name] for name, floor in floors.items() if measured[name] < floor} == {}


def test_no_body_is_taken_for_something_else() -> None:
    taken = {result.example.name: false_passages(result) for result in results()}
    assert {name: passages for name, passages in taken.items() if passages} == {}


def test_weekdays_agree_with_their_dates() -> None:
    pairs = []
    for example in examples():
        text = example.report.read_text(encoding="utf-8")
        months = "|".join(MONTHS)
        forms = (
            rf"({'|'.join(DAYS)}),? ({months})\w* (\d+)",
            rf"({'|'.join(DAYS)}),? (\d+) ({months})\w* 2024",
        )
        for match in (m for form in forms for m in re.finditer(form, text)):
            month, day = sorted(match.groups()[1:], reverse=True)
            when = date(2024, MONTHS.index(month) + 1, int(day))
            pairs.append((match[0], DAYS[when.weekday()], match[1]))
    assert pairs
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


def gold_file(folder: Path, *statements: str) -> Path:
    file = folder / "x.gold.txt"
    file.write_text("published  ?\n" + "".join(f"statement  {s}\n" for s in statements), "utf-8")
    return file


TEXT = 'Tasel said he had slept. "He had not," Lemsk said. Tasel said so twice.'


def test_words_mean_the_closest_places(tmp_path: Path) -> None:
    gold = gold_file(tmp_path, 'Lemsk → Lemsk | said | "He had not," | direct | deny')
    statement = resolve(gold, TEXT).statements[0]
    assert statement.source is not None
    assert statement.cue is not None
    assert TEXT[statement.source.start : statement.cue.end] == "Lemsk said"
    assert [TEXT[s.start : s.end] for s in statement.content] == ['"He had not,"']


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("Vesk → Vesk | said | he had slept | indirect | state", "not in the report: 'Vesk'"),
        ("Tasel → Tasel | denied | he had slept | indirect | state", "not in the report: 'denied'"),
        ("Tasel → Tasel | said | he had eaten | indirect | state", "not in the report: 'he had ea"),
        ("Tasel → Tasel | said | he had slept | indirect", "not source → name"),
        ("Tasel → Tasel | said | he had slept | indirect | state | too=x", "unknown details"),
        ("Tasel → Tasel | said | he had slept | indirect | state | to=Lemsk", "words → name"),
        ("Tasel → Tasel | said | he had slept | indirect | state | within=3", "no statement 3"),
        ("Tasel → Tasel | said | he had slept | indirect | state | within=1", "is not within"),
        ("- → - | - | said | direct | state", "two places fit alike"),
    ],
)
def test_a_line_that_does_not_fit_fails_loudly(tmp_path: Path, statement: str, why: str) -> None:
    with pytest.raises(GoldError, match=re.escape(why)):
        resolve(gold_file(tmp_path, statement), TEXT)


def test_an_ordinal_picks_the_place() -> None:
    assert [span.start for span in found("Tasel [2]", TEXT)] == [TEXT.rindex("Tasel")]
    assert found("Tasel [3]", TEXT) == ()
