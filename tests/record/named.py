"""Readings made of names: the speakers of a report, with their offices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.record.hand_made import CAPTURED, day, id_of

from onrecord.model import Attribution, Entity, EntityKind, Mention, Office, Reading, Report, Span
from onrecord.record.record import Record

# A name, and what it holds: "Mira Tasel" or "Mira Tasel, minister, Valdria".
Person = str


def report_by(
    number: int, *people: Person, extractor: str = "rules 1", kind: EntityKind = "person"
) -> Reading:
    """A report in which each of these people says one line."""
    lines = [f"{_name(one)} said line {number} of {at}." for at, one in enumerate(people)]
    text = "\n".join(lines)
    found, entities, start = [], [], 0
    for at, one in enumerate(people):
        name = _name(one)
        end = start + len(name)
        key = id_of(f"{number} {at} {name}")
        entities.append(
            Entity(
                key, kind, name, (name,), (Mention(Span(start, end), "name", 0.9),), _offices(one)
            )
        )
        content = Span(end + 6, start + len(lines[at]) - 1)
        found.append(
            Attribution(
                Span(start, end), Span(end + 1, end + 5), (content,), "indirect", "state",
                "indirect/bare-clause", 0.8, sourcing="named", speaker=key,
            )
        )  # fmt: skip
        start += len(lines[at]) + 1
    report = Report(
        id_of(f"report {number}"), f"{number}.txt", text, (), CAPTURED,
        outlet="Lume Daily", published=day(f"2024-05-{number % 28 + 1:02}"),
    )  # fmt: skip
    return Reading(report, extractor, tuple(found), tuple(entities))


def record_of(path: Path, readings: Sequence[Reading]) -> Record:
    """A record of these readings, added one by one."""
    record = Record.open(path)
    for reading in readings:
        record.add(reading)
    return record


def people(record: Record) -> list[set[str]]:
    """The entities of a record, each by its names."""
    return sorted((set(one.names) for one in record.every_entity()), key=sorted)


def _name(person: Person) -> str:
    return person.split(", ")[0]


def _offices(person: Person) -> tuple[Office, ...]:
    _, *held = person.split(", ")
    return (Office(held[0], held[1] if len(held) > 1 else None),) if held else ()
