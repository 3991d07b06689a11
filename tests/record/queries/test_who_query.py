"""The identity of an entity: offices over time, the report of a name, uncertain links."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.hand_made import id_of
from tests.record.named import record_of, report_by

from onrecord.errors import NotInRecord
from onrecord.model import Dated, HeldOffice


def test_offices_over_time_are_listed_once_and_in_order(tmp_path: Path) -> None:
    undated = report_by(9, "Mira Tasel, envoy, Valdria")
    made = [
        report_by(4, "Mira Tasel, minister, Britain"),
        report_by(1, "Mira Tasel, Minister, the U.K."),
        report_by(2, "Mira Tasel, envoy, Valdria"),
        replace(undated, report=replace(undated.report, published=None)),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        assert record.who("Mira Tasel").held == (
            HeldOffice("Minister", "the U.K.", 2, "2024-05-02", "2024-05-05"),
            HeldOffice("envoy", "Valdria", 2, "2024-05-03", "2024-05-03"),
        )


def _held(edtf: str, earliest: str | None, latest: str | None) -> Dated:
    return Dated(edtf, earliest, latest, "unknown", "told so")


@pytest.mark.parametrize(
    ("held", "first", "last", "over", "ahead"),
    [
        (None, "2024-05-05", "2024-05-05", None, None),
        (_held("2010/2014", "2010-01-01", "2014-12-31"), "2010-01-01", "2014-12-31", None, None),
        (_held("2021/..", "2021-01-01", None), "2021-01-01", "2024-05-05", None, None),
        (_held("../2019", None, "2019-12-31"), None, "2019-12-31", None, None),
        (_held("../2024-05-05", None, "2024-05-05"), None, None, "2024-05-05", None),
        (_held("2024-05-05/..", "2024-05-05", None), None, None, None, "2024-05-05"),
        (_held("XXXX-XX-XX", None, None), None, None, None, None),
    ],
)
def test_terms_of_office_as_reports_state_them(
    tmp_path: Path, held: Dated | None, first: str | None, last: str | None, over: str | None,
    ahead: str | None,
) -> None:  # fmt: skip
    made = report_by(4, "Mira Tasel, minister, Valdria")
    (who,) = made.entities
    (office,) = who.offices
    made = replace(made, entities=(replace(who, offices=(replace(office, held=held),)),))
    with record_of(tmp_path / "x.db", [made]) as record:
        assert record.who("Mira Tasel").held == (
            HeldOffice("minister", "Valdria", 1, first, last, over, ahead),
        )


def test_a_former_office_is_no_evidence_for_the_reports_own_day(tmp_path: Path) -> None:
    made = report_by(4, "Tasel, envoy, Valdria")
    (who,) = made.entities
    former = replace(who.offices[0], held=_held("../2024-05-05", None, "2024-05-05"))
    table = "person\ttitle\tof\tfrom\tto\tsource\nMira Tasel\tenvoy\tValdria\t2024\t\tgazette\n"
    others = [report_by(5, "Mira Tasel")]
    found: list[bool] = []
    for offices in (who.offices, (former,)):
        path = tmp_path / f"{len(found)}.db"
        one = replace(made, entities=(replace(who, offices=offices),))
        with record_of(path, [one, *others]) as record:
            record.import_offices(table, "held.tsv")
            links = [link for each in record.every_entity() for link in (*record.who_of(each.id).joined, *record.who_of(each.id).suggested)]  # fmt: skip
            found.append("gazette" in repr(links))
    assert found == [True, False]


def test_a_name_of_one_report_says_which(tmp_path: Path) -> None:
    made = [
        report_by(1, "Volodya Tasel"),
        report_by(2, "Vladimir Tasel"),
        report_by(3, "Vladimir Tasel"),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        (link,) = record.who("Volodya Tasel").suggested
        assert (link.one.reports, link.one.report) == (1, id_of("report 1"))
        assert (link.other.reports, link.other.report) == (2, None)


def test_an_entity_has_the_name_that_listings_show(tmp_path: Path) -> None:
    made = [report_by(number, "Tasel, minister, Valdria") for number in (1, 2, 3)]
    with record_of(
        tmp_path / "x.db", [*made, report_by(4, "Mira Tasel, minister, Valdria")]
    ) as record:
        (entity,) = record.every_entity()
        assert (entity.name, entity.names) == ("Mira Tasel", ("Mira Tasel", "Tasel"))
        assert record.who("Mira Tasel").entity.name == "Mira Tasel"


def test_who_of_takes_ids_only(tmp_path: Path) -> None:
    with record_of(tmp_path / "x.db", [report_by(1, "Mira Tasel")]) as record:
        (entity,) = record.every_entity()
        assert record.who_of(entity.id[:8]).entity == entity
        with pytest.raises(NotInRecord):
            record.who_of("Mira Tasel")


@pytest.mark.parametrize("asked", ["NDU", "N.D.U.", "n.d.u"])
@pytest.mark.parametrize("written", ["NDU", "N.D.U."])
def test_initials_are_found_with_full_stops_and_without(
    tmp_path: Path, asked: str, written: str
) -> None:
    with record_of(
        tmp_path / "x.db", [report_by(1, written, "Karsk Board", kind="organisation")]
    ) as record:
        assert record.who(asked).entity.name == written
