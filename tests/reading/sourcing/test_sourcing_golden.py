"""Descriptions of sources: golden cases, and what must hold for all.

A line of a case reads `source | type | key=value …`, one for each source in text order. Keys: `for`, the principal's
words; `is`, the name of the entity they mean; `withheld` and `reason`, the words that withhold the name and say why.
A key that a line lacks must not be found.
"""

from __future__ import annotations

import pytest
from tests.golden import Case, params

from onrecord.model import Attribution, Entity, Span
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.entities import name_speakers, resolve_entities
from onrecord.reading.parse.language import load, parse
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing import describe_sources, drop_anonymity_clauses
from onrecord.reading.text.passages import find_passages

REPORT = "a" * 32


def read(text: str) -> tuple[tuple[Attribution, ...], tuple[Entity, ...]]:
    """Attributions with their sources described, and the entities of a text."""
    parsed = parse(load(), text, find_passages(text))
    said = find_attributions(parsed)
    entities, unnamed = resolve_entities(REPORT, parsed, said)
    return describe_sources(
        Tree(parsed), name_speakers(said, entities), entities, unnamed
    ), entities


def golden_line(text: str, found: Attribution, entities: tuple[Entity, ...]) -> str:
    """A described attribution as a golden line."""
    names = {entity.id: entity.name for entity in entities}

    def words(span: Span | None) -> str | None:
        return None if span is None else text[span.start : span.end]

    more = {
        "for": words(found.behalf),
        "is": names.get(found.speaks_for or ""),
        "withheld": words(found.withheld),
        "reason": words(found.reason),
    }
    parts = [str(words(found.source)), found.sourcing]
    return " | ".join([*parts, *(f"{key}={value}" for key, value in more.items() if value)])


@pytest.mark.parametrize("case", params("sourcing"))
def test_golden(case: Case) -> None:
    said, entities = read(case.text)
    found = sorted((a for a in said if a.source), key=lambda a: a.source or Span(0, 0))
    assert tuple(golden_line(case.text, a, entities) for a in found) == case.expected


def test_an_empty_report_has_no_sources() -> None:
    parsed = parse(load(), "", ())
    assert describe_sources(Tree(parsed), (), ()) == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "The officer, who asked not to be named, said the gates were shut.",
            ["the gates were shut"],
        ),
        (
            "The officer asked not to be named because of her post. She said the gates were shut.",
            ["the gates were shut"],
        ),
        # A request about another person's name is a statement, and so is a statement about a name.
        (
            "Mira Tasel asked the council not to name the officer.",
            ["not to name the officer"],
        ),
        (
            "Mira Tasel said the officer asked not to be named.",
            ["the officer asked not to be named"],
        ),
    ],
)
def test_an_anonymity_clause_is_dropped(text: str, left: list[str]) -> None:
    said = drop_anonymity_clauses(read(text)[0])
    assert [text[a.content[0].start : a.content[-1].end] for a in said] == left
    assert all(a.within is None or a.within < len(said) for a in said)
