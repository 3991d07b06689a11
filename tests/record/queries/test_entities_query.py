"""Entities over several reports do not depend on the order of reading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.record.hand_made import TEXT, later, reading

from onrecord.model import Reading
from onrecord.record.record import Record


def readings() -> list[Reading]:
    """The minister in three reports, once by her longer name."""
    made = [reading(text=TEXT + f" Day {number}.") for number in range(3)]
    (minister,) = made[2].entities
    longer = replace(minister, name="Mira Tasel", names=("Mira Tasel", "the minister"))
    return [*made[:2], replace(made[2], entities=(longer,))]


def test_one_entity_over_three_reports(tmp_path: Path) -> None:
    for name, order in (("a.db", readings()), ("b.db", readings()[::-1])):
        with Record.open(tmp_path / name) as record, record.batch():
            for made in order:
                record.add(made)
    with Record.open(tmp_path / "a.db") as first, Record.open(tmp_path / "b.db") as second:
        (entity,) = first.every_entity()
        assert [entity] == list(second.every_entity())
    assert entity.names == ("Mira Tasel", "Tasel", "the minister")
    assert len(entity.mentions) == 6
    assert len(entity.offices) == 3
    assert len({report for report, _, _ in entity.mentions}) == 3


def test_an_entity_of_superseded_readings_is_still_found(tmp_path: Path) -> None:
    made = reading()
    with Record.open(tmp_path / "x.db") as record:
        record.add(made)
        (before,) = record.every_entity()
        record.add(replace(later(made, "rules 2"), entities=()))
        assert list(record.every_entity()) == []
        assert record.entity(before.id) == before


def test_all_entities_of_a_large_record(tmp_path: Path) -> None:
    with Record.open(tmp_path / "x.db") as record, record.batch():
        for number in range(250):
            made = reading(text=TEXT.replace("Mira Tasel", f"Mira Tasel{chr(97 + number % 26)}"))
            (minister,) = made.entities
            name = f"Person Number{number}"
            named = replace(minister, name=name, names=(name,))
            report = replace(made.report, id=f"{number:032x}")
            record.add(replace(made, report=report, entities=(named,)))
    with Record.open(tmp_path / "x.db") as record:
        entities = list(record.every_entity())
    assert len(entities) == 250
    assert [one.id for one in entities] == sorted(one.id for one in entities)
    assert all(len(one.mentions) == 2 for one in entities)
