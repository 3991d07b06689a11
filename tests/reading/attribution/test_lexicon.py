"""Every row of the attribution tables: its example is found, its counter-example is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Parsed, Passage, Span
from onrecord.reading import language
from onrecord.reading.attribution import find_attributions
from onrecord.reading.attribution.sourcing import sourcing
from onrecord.reading.attribution.tree import Tree

ACTS = frozenset(
    ["state", "deny", "accuse", "warn", "threaten", "promise", "demand", "ask", "praise", "criticise", "decline", "doubt", "believe", "intend"]
)
FRAMES = frozenset({"quote", "that", "to", "obj-to", "np", "named", "addr"})

Row = Mapping[str, str]


def read(text: str) -> tuple[Parsed, tuple[Attribution, ...]]:
    parsed = language.parse(language.load(), text, (Passage("body", Span(0, len(text))),))
    return parsed, find_attributions(parsed)


def lemmas(text: str) -> set[str | None]:
    return {found.cue_lemma for found in read(text)[1]}


@pytest.mark.parametrize("table", ["cues", "nominal_cues"])
def test_tables_are_sorted_and_well_formed(table: str) -> None:
    entries = rows(table)
    names = [row["lemma"] for row in entries]
    assert names == sorted(set(names))
    for row in entries:
        assert row["act"] in ACTS
        assert row.get("negated", "") in ACTS | {""}
        assert all(f in FRAMES or f.startswith("p:") for f in row["frames"].split())


@pytest.mark.parametrize("row", rows("cues"), ids=lambda row: row["lemma"])
def test_cue(row: Row) -> None:
    found = [each for each in read(row["example"])[1] if each.cue_lemma == row["lemma"]]
    assert [each.act for each in found] == [row["act"]]
    if row["not"]:
        assert row["lemma"] not in lemmas(row["not"])


@pytest.mark.parametrize("row", rows("nominal_cues"), ids=lambda row: row["lemma"])
def test_nominal_cue(row: Row) -> None:
    found = [each for each in read(row["example"])[1] if each.cue_lemma == row["lemma"]]
    assert [each.act for each in found] == [row["act"]]
    if row["not"]:
        assert row["lemma"] not in lemmas(row["not"])


@pytest.mark.parametrize("row", rows("carrying_verbs"), ids=lambda row: row["lemma"])
def test_carrying_verb(row: Row) -> None:
    nominal = [each for each in read(row["example"])[1] if each.rule.startswith("nominal/")]
    assert [row["example"][: each.source.end] for each in nominal if each.source] == ["Mira Tasel"]
    assert not [each for each in read(row["not"])[1] if each.rule.startswith("nominal/")]


@pytest.mark.parametrize("row", rows("modality"), ids=lambda row: row["word"])
def test_modality(row: Row) -> None:
    assert not lemmas(row["example"])
    assert lemmas(row["not"])


@pytest.mark.parametrize("row", rows("infinitive_heads"), ids=lambda row: row["lemma"])
def test_infinitive_head(row: Row) -> None:
    assert lemmas(row["example"]) & {"say", "suggest"}
    assert not lemmas(row["not"]) & {"say", "suggest"}


@pytest.mark.parametrize("row", rows("question_verbs"), ids=lambda row: row["lemma"])
def test_question_verb(row: Row) -> None:
    assert [each.question is not None for each in read(row["example"])[1]] == [True]
    assert all(each.question is None for each in read(row["not"])[1])


@pytest.mark.parametrize("row", rows("channels"), ids=lambda row: row["word"])
def test_channel(row: Row) -> None:
    [found] = [each for each in read(row["example"])[1] if each.within is None]
    assert found.channel is not None
    assert row["word"].lower() in row["example"][found.channel.start : found.channel.end].lower()
    assert all(each.channel is None for each in read(row["not"])[1])


@pytest.mark.parametrize("row", rows("sourcing"), ids=lambda row: row["lemma"])
def test_sourcing(row: Row) -> None:
    parsed, found = read(row["example"])
    assert [each.sourcing for each in found] == [row["kind"]]
    assert [each.sourcing for each in read(row["not"])[1]] == ["named"]
    assert sourcing(Tree(parsed), None) == "unknown"


def test_every_rule_has_a_confidence() -> None:
    for row in rows("rule_confidence"):
        assert 0 < float(row["confidence"]) < 1
    assert {row["rule"] for row in rows("rule_confidence") if row["strength"] == "any"} == {
        row["rule"] for row in rows("rule_confidence")
    }
