"""Each kind of evidence that merges a short name with a full one, or only suggests a link."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.named import people, record_of, report_by

from onrecord.model import Dated, EntityKind, Reading
from onrecord.record.record import Record

CAST = ("Łucja Orlé", "Daro Lemsk", "Sanna Kell", "Edo Varn", "Pell Orry", "Brann Istok")
HEADER = "person\ttitle\tof\tfrom\tto\tsource\n"


def called_so(reading: Reading, *more: str) -> Reading:
    """The reading with its first entity called by these names too."""
    first, *others = reading.entities
    return replace(reading, entities=(replace(first, names=(*first.names, *more)), *others))


def dated(reading: Reading, published: Dated | None) -> Reading:
    return replace(reading, report=replace(reading.report, published=published))


def kinds(record: Record, name: str) -> set[str]:
    """The kinds of evidence for the only link of a name, taken or suggested."""
    who = record.who(name)
    (link,) = (*who.joined, *who.suggested)
    return {kind for kind, _, _ in link.evidence}


@pytest.mark.parametrize(
    ("bare", "whole", "company", "entities"),
    [
        ("Tasel, minister, Valdria", "Mira Tasel, minister, Valdria", 0, 1),
        ("Tasel, minister", "Mira Tasel, minister", 1, 2),
        ("Tasel, minister", "Mira Tasel, minister", 0, 2),
        ("Tasel, minister, Valdria", "Mira Tasel, mayor, Valdria", 2, 4),
        ("Tasel", "Mira Tasel", 6, 8),
    ],
)
def test_a_surname_needs_an_office_or_a_title_and_companions(
    tmp_path: Path, bare: str, whole: str, company: int, entities: int
) -> None:
    made = [report_by(1, bare, *CAST[:company]), report_by(20, whole, *CAST[:company])]
    with record_of(tmp_path / "x.db", made) as record:
        assert len(people(record)) == entities


def test_reports_of_one_story_merge_a_surname_in_use_for_the_person(tmp_path: Path) -> None:
    whole = called_so(report_by(2, "Mira Tasel", *CAST[:4]), "Tasel")
    with record_of(tmp_path / "near.db", [report_by(1, "Tasel", *CAST[:4]), whole]) as record:
        assert len(people(record)) == 5
        assert kinds(record, "Mira Tasel") == {"surname", "company", "called so", "same story"}
    apart = [
        (report_by(1, "Tasel", *CAST[:4]), report_by(2, "Mira Tasel", *CAST[:4])),
        (
            report_by(1, "Tasel", *CAST[:3]),
            called_so(report_by(2, "Mira Tasel", *CAST[:3]), "Tasel"),
        ),
        (report_by(20, "Tasel", *CAST[:4]), whole),
        (dated(report_by(1, "Tasel", *CAST[:4]), None), whole),
    ]
    for number, made in enumerate(apart):
        with record_of(tmp_path / f"{number}.db", made) as record:
            assert {"Tasel"} in people(record), number


def test_two_of_one_surname_in_one_story_are_suggestions(tmp_path: Path) -> None:
    made = [
        report_by(1, "Tasel", *CAST[:4]),
        called_so(report_by(2, "Mira Tasel", *CAST[:4]), "Tasel"),
        called_so(report_by(3, "Ottar Tasel", *CAST[:4]), "Tasel"),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        assert len(people(record)) == 7
        (bare,) = (one.id for one in record.every_entity() if one.names == ("Tasel",))
        assert {link.other.name for link in record.who(bare).suggested} == {
            "Mira Tasel", "Ottar Tasel",
        }  # fmt: skip


BODY: EntityKind = "organisation"


def test_initials_of_a_body_are_merged_if_a_report_uses_both(tmp_path: Path) -> None:
    short = report_by(1, "N.D.U.", kind=BODY)
    whole = report_by(2, "the National Dockers' Union", kind=BODY)
    with record_of(tmp_path / "unsure.db", [short, whole]) as record:
        assert len(people(record)) == 2
        assert kinds(record, "National Dockers' Union") == {"initials"}
    for order in ((short, called_so(whole, "NDU")), (called_so(whole, "NDU"), short)):
        with record_of(tmp_path / f"{order[0].report.uri}.db", order) as record:
            assert len(people(record)) == 1
            assert kinds(record, "N.D.U.") == {"initials", "called so"}


@pytest.mark.parametrize(
    ("short", "whole"),
    [("MD", "Ministry of Defence"), ("NDA", "National Dockers' Union"), ("DU", "Dockers' Union")],
)
def test_initials_that_do_not_match(tmp_path: Path, short: str, whole: str) -> None:
    made = [report_by(1, short, kind=BODY), called_so(report_by(2, whole, kind=BODY), short)]
    with record_of(tmp_path / "x.db", made) as record:
        assert len(people(record)) == 2
        assert record.who(short).suggested == ()


def test_an_office_table_merges_the_holder_on_that_day(tmp_path: Path) -> None:
    made = [report_by(2, "Tasel, envoy, Valdria"), report_by(3, "Mira Tasel, mayor, Karsk")]
    with record_of(tmp_path / "x.db", made) as record:
        assert len(people(record)) == 2
        row = "Mira Tasel\tEnvoy\tValdria\t2024-01\t2024-06\tgazette 7\n"
        assert record.import_offices(HEADER + row, "held.tsv") == (1, ())
        assert len(people(record)) == 1
        (link,) = record.who("Mira Tasel").joined
        assert ("office table", 0.5, "envoy, Valdria: gazette 7") in link.evidence


@pytest.mark.parametrize(
    "row",
    [
        "Mira Tasel\tenvoy\tValdria\t2024-06\t\tgazette",
        "Mira Tasel\tenvoy\tValdria\t\t2024-05-02\tgazette",
        "Mira Tasel\tenvoy\tOstmark\t2024\t\tgazette",
        "Mira Tasel\tenvoy\t\t2024\t\tgazette",
        "Ottar Tasel\tenvoy\tValdria\t2024\t\tgazette",
    ],
)
def test_a_table_of_another_day_state_or_person_merges_nothing(tmp_path: Path, row: str) -> None:
    made = [report_by(2, "Tasel, envoy, Valdria"), report_by(3, "Mira Tasel")]
    with record_of(tmp_path / "x.db", made) as record:
        assert record.import_offices(HEADER + row + "\n", "held.tsv") == (1, ())
        assert len(people(record)) == 2


def test_a_table_needs_a_report_whose_day_is_known(tmp_path: Path) -> None:
    made = [dated(report_by(2, "Tasel, envoy, Valdria"), None), report_by(3, "Mira Tasel")]
    with record_of(tmp_path / "x.db", made) as record:
        record.import_offices(HEADER + "Mira Tasel\tenvoy\tValdria\t\t\tgazette\n", "held.tsv")
        assert len(people(record)) == 2
