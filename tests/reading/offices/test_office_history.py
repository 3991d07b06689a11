"""When offices are held: golden cases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.golden import Case, params

from onrecord.model import Article, ClaimedDate, Entity, Reading
from onrecord.reading.read import Tools, read


def entities_of(case: Case) -> tuple[Entity, ...]:
    """The entities of a case, read with the rules alone."""
    given = case.given.get("published")
    claims = (ClaimedDate("argument", given),) if given else ()
    article = Article("case", case.text, datetime(2024, 5, 4, tzinfo=UTC), None, None, (), claims)
    reading = read(article, Tools(finder="rules"))
    assert isinstance(reading, Reading), case.where
    return reading.entities


@pytest.mark.parametrize("case", params("offices"))
def test_golden(case: Case) -> None:
    offices = {
        (entity.name, f"{o.title} of {o.of}" if o.of else o.title): o
        for entity in entities_of(case)
        for o in entity.offices
    }
    for line in case.expected:
        kind, rest = line.split(" ", 1)
        name, title, *held = rest.split(" | ")
        if kind == "no-office":
            assert not [key for key in offices if key[0] == name and key[1].startswith(title)], (
                case.where, offices,
            )  # fmt: skip
            continue
        assert (name, title) in offices, (case.where, offices)
        found = offices[name, title].held
        assert (found.edtf if found else "-") == held[0], (case.where, found)
        assert found is None or found.why
        if found and found.earliest and found.latest:
            assert found.earliest <= found.latest
