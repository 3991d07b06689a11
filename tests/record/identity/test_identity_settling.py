"""Names over many reports: merged, kept apart, or linked as a suggestion."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.record.hand_made import dump, id_of
from tests.record.named import people, record_of, report_by

from onrecord.lexicon.names import name_of
from onrecord.model import Entity, StatementQuery
from onrecord.record.identity.clusters import Judged, cluster_names, entity_key
from onrecord.record.identity.likeness import likeness
from onrecord.record.record import Record

COMPANY = ("Łucja Orlé", "Daro Lemsk")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mira Tasel", "Míra TASEL"),
        ("Mira Tasel", "Mr. Mira Tasel"),
        ("Volodar Zelnsky", "Volodar Zelnskyy"),
        ("Volodar Zelnsky", "Volodar Zelnskiy"),
        ("Sergei Shorgu", "Sergey Shorgu"),
        ("Kor Dal-ho", "Kor Dal Ho"),
        ("Kor Dal-ho", "Kor Dalho"),
        ("Mira Tasel", "Mira J. Tasel"),
        ("Mira Jana Tasel", "Mira J. Tasel"),
        ("Ramen al-Tasel", "Ramen Tasel"),
        ("Kate O'Marn", "Kate O’Marn"),
        ("Daro Lemsk Jr.", "Daro Lemsk"),
    ],
)
def test_spellings_of_one_name_are_one_person(tmp_path: Path, one: str, other: str) -> None:
    with record_of(tmp_path / "x.db", [report_by(1, one), report_by(2, other)]) as record:
        (entity,) = record.every_entity()
        assert {report for report, _, _ in entity.mentions} == {
            id_of("report 1"), id_of("report 2"),
        }  # fmt: skip
        assert record.statements(StatementQuery(source=entity.id)).total == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tasel", "Mira Tasel"),
        ("Mr. Tasel", "Tasel"),
        ("Mira Tasel", "Marko Tasel"),
        ("Mira J. Tasel", "Mira K. Tasel"),
        ("Daro Lemsk Jr.", "Daro Lemsk Sr."),
        ("M. Tasel", "M. Tasel"),
        ("Mira Tasel", "Mira Orlen"),
    ],
)
def test_a_surname_alone_merges_nothing(tmp_path: Path, one: str, other: str) -> None:
    with record_of(
        tmp_path / "x.db", [report_by(1, one, *COMPANY), report_by(2, other, *COMPANY)]
    ) as record:
        assert len(people(record)) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodya Tasel, minister, Valdria", "Vladimir Tasel, minister, Valdria"),
        ("M. Tasel, minister, Valdria", "Mira Tasel, minister, Valdria"),
        ("Tasel, minister, Valdria", "Mira Tasel, minister, Valdria"),
        ("Kor, president, Ostmark", "Kor Dal-ho, president, Ostmark"),
        ("Kor Dal, president, Ostmark", "Kor Dal-ho, president, Ostmark"),
    ],
)
def test_part_of_a_name_needs_office_and_companions(tmp_path: Path, one: str, other: str) -> None:
    more = (*COMPANY, "Sanna Kell")
    with record_of(
        tmp_path / "a.db", [report_by(1, one, *more), report_by(2, other, *more)]
    ) as record:
        assert len(people(record)) == 4
        who = record.who(other.split(",", maxsplit=1)[0])
        ((link),) = who.joined
        assert {"office", "company"} < {kind for kind, _, _ in link.evidence}
        assert link.score >= 0.85
    bare = [report_by(1, one.split(",", maxsplit=1)[0]), report_by(2, other)]
    with record_of(tmp_path / "b.db", bare) as record:
        assert len(people(record)) == 2


def test_an_uncertain_pair_is_a_suggested_link(tmp_path: Path) -> None:
    made = [report_by(1, "Volodya Tasel"), report_by(2, "Vladimir Tasel")]
    with record_of(tmp_path / "x.db", made) as record:
        assert people(record) == [{"Vladimir Tasel"}, {"Volodya Tasel"}]
        (link,) = record.who("Volodya Tasel").suggested
        assert (link.other.name, link.evidence[0][0]) == ("Vladimir Tasel", "nickname")
        assert 0.5 <= link.score < 0.85


def test_another_state_keeps_spellings_apart(tmp_path: Path) -> None:
    made = [
        report_by(1, "Sergei Tasel, minister, Valdria"),
        report_by(2, "Sergey Tasel, mayor, Ostmark"),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        assert len(people(record)) == 2
        (link,) = record.who("Sergei Tasel").suggested
        assert [kind for kind, _, _ in link.evidence] == ["spelling", "other state"]


def test_a_name_like_two_that_clash_is_merged_with_neither(tmp_path: Path) -> None:
    made = [
        report_by(1, "Mira Tasel"),
        report_by(2, "Mira J. Tasel"),
        report_by(3, "Mira K. Tasel"),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        assert len(people(record)) == 3
        assert len(record.who("Mira Tasel").suggested) == 2


def namesakes() -> list[object]:
    return [
        report_by(1, "Mira Tasel, minister, Britain", "Sanna Kell"),
        report_by(2, "Mira Tasel, minister, Britain", "Edo Varn"),
        report_by(3, "Mira Tasel, mayor, France", "Pell Orry"),
        report_by(4, "Mira Tasel", "Pell Orry"),
        report_by(5, "Mira Tasel"),
    ]


def test_namesakes_of_two_states_are_separated(
    tmp_path: Path,
) -> None:
    with record_of(tmp_path / "x.db", namesakes()) as record:  # type: ignore[arg-type]
        said = {
            tuple(
                sorted(row.report for row in record.every_statement(StatementQuery(source=one.id)))
            )
            for one in record.every_entity()
            if one.name == "Mira Tasel"
        }
        reports = [id_of(f"report {number}") for number in range(6)]
        assert said == {
            tuple(sorted(reports[1:3])), tuple(sorted(reports[3:5])), (reports[5],),
        }  # fmt: skip
        assert record.statements(StatementQuery(by="Mira Tasel")).total == 5
        (row,) = record.statements(StatementQuery(report=reports[5])).rows
        assert row.source is not None
        links = record.who(row.source.entity or "").suggested
        assert {link.evidence[0][0] for link in links} == {"namesake"}
        assert len(links) == 2


def test_listings_follow_the_merged_identity(tmp_path: Path) -> None:
    made = [
        report_by(1, "Volodar Zelnsky"),
        report_by(2, "Volodar Zelnsky"),
        report_by(3, "Volodar Zelnskyy"),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        rows = record.statements(StatementQuery(by="zelnskyy")).rows
        assert len(rows) == 3
        assert {row.source.name for row in rows if row.source} == {"Volodar Zelnsky"}
        assert len({row.source.entity for row in rows if row.source}) == 1
        assert record.search("line", StatementQuery(by="Zelnskyy")).total == 3
        assert record.statements(StatementQuery(by="Zelnskyy", about="line")).total == 3
        assert record.statements(StatementQuery(by="nobody")).total == 0
        assert record.summary().sources == 1


def test_the_order_of_arrival_changes_no_row(tmp_path: Path) -> None:
    made = [
        *namesakes(),
        report_by(11, "Volodya Tasel, envoy, Karsk", "Sanna Kell"),
        report_by(12, "Vladimir Tasel, envoy, Karsk", "Sanna Kell"),
        report_by(13, "Tasel, envoy, Karsk", "Sanna Kell", "Edo Varn"),
        report_by(14, "Kell", "Sana Kell", "S. Kell, judge, Lume"),
        report_by(15, "Edo Warn", "Edo P. Varn"),
    ]
    dumps = []
    for turn in range(4):
        order = made[:]
        random.Random(turn).shuffle(order)
        path = tmp_path / f"{turn}.db"
        with Record.open(path) as record:
            if turn % 2:
                with record.batch():
                    for reading in order:
                        record.add(reading)  # type: ignore[arg-type]
            else:
                for reading in order:
                    record.add(reading)  # type: ignore[arg-type]
        found = dump(path)
        # statements are numbered in the order they came; all else is the same
        dumps.append(
            {
                name: found[name]
                for name in ("known_names", "namesakes", "links", "identities", "pending")
            }
        )
    assert all(dumped == dumps[0] for dumped in dumps)
    assert dumps[0]["identities"]
    assert not dumps[0]["pending"]


def test_pending_keys_of_a_killed_run_are_settled(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as record:
        batch = record.batch(every=1)
        batch.__enter__()
        record.add(report_by(1, "Sergei Shorgu"))
        record.add(report_by(2, "Sergey Shorgu"))
    with Record.open(tmp_path / "x.db") as record:
        assert len(people(record)) == 2
        record.settle()
        assert len(people(record)) == 1


def test_a_reading_without_the_name_removes_its_links(tmp_path: Path) -> None:
    with record_of(
        tmp_path / "x.db", [report_by(1, "Sergei Shorgu"), report_by(2, "Sergey Shorgu")]
    ) as record:
        assert len(people(record)) == 1
        record.add(report_by(2, "Edo Varn", extractor="rules 2"))
        assert people(record) == [{"Edo Varn"}, {"Sergei Shorgu"}]
        assert record.who("Sergei Shorgu").joined == ()


def test_generic_bodies_belong_to_one_report_and_states_have_one_key(tmp_path: Path) -> None:
    ministries = [
        report_by(number, "the Defence Ministry", kind="organisation") for number in (1, 2)
    ]
    states = [
        report_by(3, "the United Kingdom", kind="place"),
        report_by(4, "Britain", kind="place"),
    ]
    wires = [
        report_by(5, "the L.P.A.", kind="organisation"),
        report_by(6, "LPA", kind="organisation"),
    ]
    with record_of(tmp_path / "x.db", [*ministries, *states, *wires]) as record:
        assert len(people(record)) == 4


def test_keys_of_different_initials_differ() -> None:
    def key(name: str) -> str:
        return entity_key(Entity("", "person", name, (), ()), "1" * 32)

    assert key("Mira J. Tasel") != key("Mira K. Tasel") != key("Mira Tasel")
    assert key("Dr. Mira Tasel") == key("Mira Tasel")


def test_likeness_is_the_same_both_ways() -> None:
    written = [
        "Mira Tasel",
        "M. Tasel",
        "Tasel",
        "Mira",
        "Mira J. Tasel",
        "Tasel Mira",
        "Mira Tasel Orn",
        "",
        "…",
    ]
    names = [name_of("person", name) for name in written]
    for one in names:
        for other in names:
            assert likeness(one, other) == likeness(other, one)


def test_a_newer_judgement_overrides_older_ones() -> None:
    names = {key: name_of("person", f"Person {key.decode()}") for key in (b"a", b"b", b"c")}
    joined = [Judged("same", b"b", b"c"), Judged("same", b"a", b"b")]
    assert set(cluster_names(names, {}, joined).values()) == {b"a"}
    parted = cluster_names(names, {}, [Judged("different", b"a", b"c"), *joined])
    assert parted == {b"a": b"a", b"b": b"b", b"c": b"b"}
    again = cluster_names(
        names, {}, [Judged("same", b"a", b"c"), Judged("different", b"a", b"b"), *joined[:1]]
    )
    assert again == {b"a": b"a", b"b": b"b", b"c": b"a"}


def test_a_judgement_overrides_a_link_of_any_score() -> None:
    names = {key: name_of("person", "Mira Tasel") for key in (b"a", b"b", b"c")}
    links = {(b"a", b"b"): 1.0, (b"b", b"c"): 0.9}
    found = cluster_names(names, links, [Judged("different", b"a", b"c")])
    assert found == {b"a": b"a", b"b": b"a", b"c": b"c"}
