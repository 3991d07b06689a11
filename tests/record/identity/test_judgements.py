"""Judgements override the program, survive re-reading and can be revoked; office tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.record.hand_made import id_of
from tests.record.named import people, record_of, report_by

from onrecord.errors import NotInRecord, UsageError
from onrecord.model import StatementQuery
from onrecord.record.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = [
        report_by(1, "Mira Tasel"),
        report_by(2, "Míla Orn"),
        report_by(3, "Daro Lemsk"),
        report_by(4, "Mira Tasel"),
    ]
    return record_of(tmp_path / "x.db", made)


def test_same_applies_at_once_and_survives_re_reading(record: Record) -> None:
    with record:
        first, second = record.judge(
            "same", "Mira Tasel", "Mila Orn", by="sanna", why="she married"
        )
        assert first.entity.id == second.entity.id
        assert (first.statements, first.entity.name) == (3, "Mira Tasel")
        assert record.statements(StatementQuery(by="Orn")).total == 3
        for number, name in ((1, "Mira Tasel"), (2, "Míla Orn"), (4, "Mira Tasel")):
            record.add(report_by(number, name, "Edo Varn", extractor="rules 2"))
        assert people(record) == [{"Daro Lemsk"}, {"Edo Varn"}, {"Mira Tasel", "Míla Orn"}]
        (said,) = record.judgements()
        assert (said.verdict, said.who, said.why) == ("same", "sanna", "she married")
        assert record.who("Mila Orn").judgements == (said,)


def test_different_overrides_the_program_and_a_later_judgement_revokes_it(tmp_path: Path) -> None:
    with record_of(
        tmp_path / "x.db", [report_by(1, "Sergei Shorgu"), report_by(2, "Sergey Shorgu")]
    ) as record:
        before = record.who("Sergei Shorgu")
        one, other = (name.id for name in before.names)
        record.judge("different", one, other, by="sanna")
        assert len(people(record)) == 2
        assert record.who(one).entity.id != record.who(other).entity.id
        (link,) = record.who(one).suggested
        assert link.entity == record.who(other).entity.id
        record.add(report_by(2, "Sergey Shorgu", extractor="rules 2"))
        record.add(report_by(3, "Sergey Shorgu"))
        assert len(people(record)) == 2
        record.judge("same", one, other, by="sanna")
        assert record.who(one).entity == record.who(other).entity
        assert [each.verdict for each in record.judgements()] == ["different", "same"]
        record.judge("different", "Sergei Shorgu", "Sergey Shorgu", by="sanna")
        assert len(people(record)) == 2


def test_same_is_transitive_unless_different_prevents_it(record: Record) -> None:
    with record:
        record.judge("same", "Mira Tasel", "Mila Orn", by="x")
        record.judge("same", "Mila Orn", "Daro Lemsk", by="x")
        assert len(people(record)) == 1
        first, second = record.judge("different", "Mira Tasel", "Daro Lemsk", by="x")
        assert first.entity.id != second.entity.id
        assert people(record) == [{"Daro Lemsk", "Míla Orn"}, {"Mira Tasel"}]


def test_two_people_of_one_name_are_separated_by_report(record: Record) -> None:
    one, other = (f"Mira Tasel@{id_of(f'report {number}')}" for number in (1, 4))
    with record:
        first, second = record.judge("different", one, other, by="x", why="mother and daughter")
        assert first.entity.id != second.entity.id
        assert (first.statements, second.statements) == (1, 1)
        assert record.statements(StatementQuery(by="Mira Tasel")).total == 2
        with pytest.raises(NotInRecord, match="may be one of several: Mira Tasel"):
            record.who("Mira Tasel")
        record.add(report_by(1, "Mira Tasel", extractor="rules 2"))
        assert len(people(record)) == 4
        record.judge("same", one, other, by="x")
        assert record.who("Mira Tasel").statements == 2


def test_an_id_once_shown_keeps_its_entity(record: Record) -> None:
    with record:
        before = [record.who(name).entity.id for name in ("Mira Tasel", "Mila Orn")]
        record.judge("same", *before, by="x")
        assert {record.who(each).entity.id for each in before} == {min(before)}
        assert {record.entity(each[:10]).id for each in before} == {min(before)}
        assert [record.statements(StatementQuery(source=each)).total for each in before] == [3, 3]


@pytest.mark.parametrize("name", ["Nobody Here", "ffffffffffff", "…", "Mira Tasel@ffffffff"])
def test_unknown_names(record: Record, name: str) -> None:
    with record, pytest.raises(NotInRecord):
        record.who(name)


def test_ambiguous_is_refused_with_the_candidates(tmp_path: Path) -> None:
    with record_of(
        tmp_path / "x.db", [report_by(1, "Mira Tasel"), report_by(2, "Marko Tasel")]
    ) as record:
        with pytest.raises(NotInRecord, match=r"Marko Tasel \(person .*Mira Tasel \(person"):
            record.judge("same", "Tasel", "Mira Tasel", by="x")
        with pytest.raises(UsageError, match="are one name"):
            record.judge("different", "Mira Tasel", "mira tasel", by="x")
        assert record.judgements() == ()


def test_a_surname_stands_for_everyone_who_has_it(tmp_path: Path) -> None:
    named = ["Mira Tasel", "Marko Tasel", "Tasel", "Daro Lemsk", "Lemsk"]
    with record_of(
        tmp_path / "x.db", [report_by(n, name) for n, name in enumerate(named, 1)]
    ) as record:
        with pytest.raises(NotInRecord, match=r"Marko Tasel \(person .*Mira Tasel \(person"):
            record.who("Tasel")
        assert record.who("Lemsk").entity.name == "Daro Lemsk"


TABLE = "person\ttitle\tof\tfrom\tto\tsource\n"


def test_office_holders_are_shown_and_kept_once(record: Record) -> None:
    lines = "Mira Tasel\tminister\tValdria\t2021-03\t\tgazette\nMirra TASEL\tmayor\t\t2010\t2014-05-01\tgazette\n"
    with record:
        assert record.import_offices(TABLE + lines, "held.tsv") == (2, ())
        assert record.import_offices(TABLE + lines, "held.tsv") == (0, ())
        held = record.who("Mira Tasel").holders
        assert [(each.title, each.since, each.until) for each in held] == [
            ("mayor", "2010", "2014-05-01"), ("minister", "2021-03", None),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Mira Tasel\tminister", "2 cells for 6 columns"),
        ("Tasel\tminister\t\t\t\tg", "'Tasel' is no full name"),
        ("Mira Tasel\t\t\t\t\tg", "no title"),
        ("Mira Tasel\tminister\t\t\t\t", "no source"),
        ("Mira Tasel\tminister\t\tMay\t\tg", "from: 'May' is not a date"),
        ("Mira Tasel\tminister\t\t2024-02-30\t\tg", "from: '2024-02-30' is not a date"),
        ("Mira Tasel\tminister\t\t2024\t2023-12\tg", "from 2024 is after to 2023-12"),
        ("Mira Tasel\tminister\t" + "x" * 3000 + "\t\t\tg", "longer than 2000"),
    ],
)
def test_a_wrong_line_is_a_problem_and_the_rest_is_kept(
    record: Record, line: str, reason: str
) -> None:
    right = "Daro Lemsk\tmayor\tKarsk\t2024-05\t2024\tgazette"
    with record:
        new, problems = record.import_offices(f"{TABLE}{line}\n{right}\n", "held.tsv")
        assert new == 1
        (problem,) = problems
        assert problem.message.startswith("line 2: ")
        assert reason in problem.message


@pytest.mark.parametrize("text", ["", "person\ttitle\n", "\x00\x01"])
def test_no_header_is_one_problem(record: Record, text: str) -> None:
    with record:
        new, problems = record.import_offices(text, "held.tsv")
        assert (new, len(problems)) == (0, 1)
