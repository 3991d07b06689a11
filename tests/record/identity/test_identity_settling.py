"""Who is one person over many reports, who is two, and what is left as a suggestion."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.record.hand_made import dump, id_of
from tests.record.named import kept, people, told

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
    with kept(tmp_path / "x.db", [told(1, one), told(2, other)]) as record:
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
def test_never_by_surname_alone(tmp_path: Path, one: str, other: str) -> None:
    with kept(tmp_path / "x.db", [told(1, one, *COMPANY), told(2, other, *COMPANY)]) as record:
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
def test_less_of_a_name_needs_office_and_company(tmp_path: Path, one: str, other: str) -> None:
    more = (*COMPANY, "Sanna Kell")
    with kept(tmp_path / "a.db", [told(1, one, *more), told(2, other, *more)]) as record:
        assert len(people(record)) == 4
        who = record.who(other.split(",", maxsplit=1)[0])
        ((link),) = who.joined
        assert {"office", "company"} < {kind for kind, _, _ in link.evidence}
        assert link.score >= 0.85
    bare = [told(1, one.split(",", maxsplit=1)[0]), told(2, other)]
    with kept(tmp_path / "b.db", bare) as record:
        assert len(people(record)) == 2


def test_unsure_stays_two_with_a_suggested_link(tmp_path: Path) -> None:
    made = [told(1, "Volodya Tasel"), told(2, "Vladimir Tasel")]
    with kept(tmp_path / "x.db", made) as record:
        assert people(record) == [{"Vladimir Tasel"}, {"Volodya Tasel"}]
        (link,) = record.who("Volodya Tasel").suggested
        assert (link.other.name, link.evidence[0][0]) == ("Vladimir Tasel", "nickname")
        assert 0.5 <= link.score < 0.85


def test_another_state_holds_spellings_apart(tmp_path: Path) -> None:
    made = [told(1, "Sergei Tasel, minister, Valdria"), told(2, "Sergey Tasel, mayor, Ostmark")]
    with kept(tmp_path / "x.db", made) as record:
        assert len(people(record)) == 2
        (link,) = record.who("Sergei Tasel").suggested
        assert [kind for kind, _, _ in link.evidence] == ["spelling", "other state"]


def test_a_name_between_two_who_bar_each_other_goes_to_neither(tmp_path: Path) -> None:
    made = [told(1, "Mira Tasel"), told(2, "Mira J. Tasel"), told(3, "Mira K. Tasel")]
    with kept(tmp_path / "x.db", made) as record:
        assert len(people(record)) == 3
        assert len(record.who("Mira Tasel").suggested) == 2


def namesakes() -> list[object]:
    return [
        told(1, "Mira Tasel, minister, Britain", "Sanna Kell"),
        told(2, "Mira Tasel, minister, Britain", "Edo Varn"),
        told(3, "Mira Tasel, mayor, France", "Pell Orry"),
        told(4, "Mira Tasel", "Pell Orry"),
        told(5, "Mira Tasel"),
    ]


def test_namesakes_of_two_states_are_two_and_what_tells_nothing_is_left_apart(
    tmp_path: Path,
) -> None:
    with kept(tmp_path / "x.db", namesakes()) as record:  # type: ignore[arg-type]
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
    made = [told(1, "Volodar Zelnsky"), told(2, "Volodar Zelnsky"), told(3, "Volodar Zelnskyy")]
    with kept(tmp_path / "x.db", made) as record:
        rows = record.statements(StatementQuery(by="zelnskyy")).rows
        assert len(rows) == 3
        assert {row.source.name for row in rows if row.source} == {"Volodar Zelnsky"}
        assert len({row.source.entity for row in rows if row.source}) == 1
        assert record.search("line", StatementQuery(by="Zelnskyy")).total == 3
        assert record.statements(StatementQuery(by="Zelnskyy", about="line")).total == 3
        assert record.statements(StatementQuery(by="nobody")).total == 0
        assert record.summary().sources == 1


def test_the_same_rows_whatever_the_order(tmp_path: Path) -> None:
    made = [
        *namesakes(),
        told(11, "Volodya Tasel, envoy, Karsk", "Sanna Kell"),
        told(12, "Vladimir Tasel, envoy, Karsk", "Sanna Kell"),
        told(13, "Tasel, envoy, Karsk", "Sanna Kell", "Edo Varn"),
        told(14, "Kell", "Sana Kell", "S. Kell, judge, Lume"),
        told(15, "Edo Warn", "Edo P. Varn"),
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


def test_what_a_killed_run_left_is_settled(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as record:
        batch = record.batch(every=1)
        batch.__enter__()
        record.add(told(1, "Sergei Shorgu"))
        record.add(told(2, "Sergey Shorgu"))
    with Record.open(tmp_path / "x.db") as record:
        assert len(people(record)) == 2
        record.settle()
        assert len(people(record)) == 1


def test_a_reading_that_no_longer_finds_a_name_takes_its_links_back(tmp_path: Path) -> None:
    with kept(tmp_path / "x.db", [told(1, "Sergei Shorgu"), told(2, "Sergey Shorgu")]) as record:
        assert len(people(record)) == 1
        record.add(told(2, "Edo Varn", extractor="rules 2"))
        assert people(record) == [{"Edo Varn"}, {"Sergei Shorgu"}]
        assert record.who("Sergei Shorgu").joined == ()


def test_generic_bodies_are_their_reports_own_and_states_have_one_name(tmp_path: Path) -> None:
    ministries = [told(number, "the Defence Ministry", kind="organisation") for number in (1, 2)]
    states = [told(3, "the United Kingdom", kind="place"), told(4, "Britain", kind="place")]
    wires = [told(5, "the L.P.A.", kind="organisation"), told(6, "LPA", kind="organisation")]
    with kept(tmp_path / "x.db", [*ministries, *states, *wires]) as record:
        assert len(people(record)) == 4


def test_keys_tell_initials_apart() -> None:
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


def test_a_newer_judgement_sets_aside_what_contradicts_it() -> None:
    names = {key: name_of("person", f"Person {key.decode()}") for key in (b"a", b"b", b"c")}
    joined = [Judged("same", b"b", b"c"), Judged("same", b"a", b"b")]
    assert set(cluster_names(names, {}, joined).values()) == {b"a"}
    parted = cluster_names(names, {}, [Judged("different", b"a", b"c"), *joined])
    assert parted == {b"a": b"a", b"b": b"b", b"c": b"b"}
    again = cluster_names(
        names, {}, [Judged("same", b"a", b"c"), Judged("different", b"a", b"b"), *joined[:1]]
    )
    assert again == {b"a": b"a", b"b": b"b", b"c": b"a"}


def test_a_judgement_bars_a_link_of_any_score() -> None:
    names = {key: name_of("person", "Mira Tasel") for key in (b"a", b"b", b"c")}
    links = {(b"a", b"b"): 1.0, (b"b", b"c"): 0.9}
    found = cluster_names(names, links, [Judged("different", b"a", b"c")])
    assert found == {b"a": b"a", b"b": b"a", b"c": b"c"}
