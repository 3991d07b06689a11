"""Who is who in a report: golden cases, the word tables, and what must hold for all."""

from __future__ import annotations

import time

import pytest
from tests.golden import Case, params

from onrecord.lexicon.names import full_name_key
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import same_state, state_of
from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Entity, Mention, Parsed, Span
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.entities import find_entities, name_speakers
from onrecord.reading.parse.language import load, parse
from onrecord.reading.text.passages import find_passages

REPORT = "a" * 32


def read(
    text: str, bylines: tuple[str, ...] = ()
) -> tuple[Parsed, tuple[Attribution, ...], tuple[Entity, ...]]:
    """Parse, attributions with speakers, entities of a text."""
    parsed = parse(load(), text, find_passages(text))
    said = find_attributions(parsed)
    entities = find_entities(REPORT, parsed, said, bylines)
    return parsed, name_speakers(said, entities), entities


def offices_of(entity: Entity) -> set[str]:
    return {f"{o.title} of {o.of}" if o.of else o.title for o in entity.offices}


@pytest.mark.parametrize("case", params("entities"))
def test_golden(case: Case) -> None:
    bylines = tuple(filter(None, case.given.get("bylines", "").split("; ")))
    _, said, entities = read(case.text, bylines)
    names = {entity.id: entity.name for entity in entities}
    assert len(names) == len(entities), case.where
    mentions = {
        (case.text[m.span.start : m.span.end], e.name, m.how) for e in entities for m in e.mentions
    }
    for line in case.expected:
        kind, words = line.split(" ", 1)
        words, *more = words.split(" | ")
        if kind == "speaker":
            source, name = words.split(" → ")
            spoken = [a for a in said if a.source and _words(case.text, a.source) == source]
            assert spoken, (case.where, source)
            got = {names[a.speaker] if a.speaker else "-" for a in spoken}
            same = {n for e in entities for n in e.names if name in e.names} | {name}
            assert got <= (same if more else {name}), (case.where, got)
        elif kind == "mention":
            text, name = words.split(" → ")
            assert (text, name, more[0]) in mentions, (case.where, mentions)
        elif kind == "no":
            text = words.removeprefix("mention ")
            assert text not in {m[0] for m in mentions}, case.where
        else:
            found = [e for e in entities if e.name == words]
            assert [e.kind for e in found] == [kind], (case.where, names)
            assert set(more) <= offices_of(found[0]), (case.where, offices_of(found[0]))


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end].rstrip(",")


def test_ids_are_the_same_for_the_same_report_and_others_for_another() -> None:
    text = "Fire chief Petra Louven thanked Lume."
    parsed = parse(load(), text, find_passages(text))
    first = [e.id for e in find_entities(REPORT, parsed, ())]
    assert first == [e.id for e in find_entities(REPORT, parsed, ())]
    assert not set(first) & {e.id for e in find_entities("b" * 32, parsed, ())}
    assert all(len(i) == 32 and int(i, 16) >= 0 for i in first)


def test_every_mention_stands_in_the_text_and_once() -> None:
    text = "Mayor Mira Tasel met Mr. Pell. Tasel said she was glad. The mayor left Karsk."
    _, _, entities = read(text)
    for entity in entities:
        spans = [m.span for m in entity.mentions]
        assert len(spans) == len(set(spans))
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert entity.name in entity.names


def test_two_entities_that_claim_the_same_words_name_nobody() -> None:
    span = Span(0, 5)
    one, other = (
        Entity(i * 32, "person", n, (n,), (Mention(span, "surname", 0.9),))
        for i, n in (("1", "Ilan Tasel"), ("2", "Mira Tasel"))
    )
    said = Attribution(span, Span(6, 10), (Span(11, 20),), "indirect", "state", "r", 0.9)
    assert name_speakers((said,), (one,))[0].speaker == one.id
    assert name_speakers((said,), (one, other))[0].speaker is None


def test_the_addressee_is_named_too() -> None:
    text = "Mayor Mira Tasel told Mr. Joren Pell that the gates were shut."
    _, said, entities = read(text)
    names = {entity.id: entity.name for entity in entities}
    assert [names.get(a.spoken_to or "") for a in said] == ["Joren Pell"]


def test_nothing_of_an_empty_report() -> None:
    assert find_entities(REPORT, Parsed("", (), (), (), (), (), ()), ()) == ()


def test_every_state_is_known_by_its_adjectives() -> None:
    for row in rows("entities/states"):
        for word in filter(None, [row["name"], *row["also"].split("; ")]):
            assert state_of(word, ()) == row["name"]


def test_words_that_compare_equal() -> None:
    assert fold_word("Şébastien’s") == "sebastien's"
    assert fold_word("U.S.") == fold_word("US")
    assert full_name_key(("Anka", "Zelenskyy")) == full_name_key(("Anka", "Zelensky"))
    assert same_state("Corvane", "Corvanian")
    assert not same_state("Lume", "Lumber")


@pytest.mark.slow
def test_a_crowd_of_ministers_takes_no_longer_than_its_length() -> None:
    """Twice the text may take about twice the time: no step looks at every pair."""

    def seconds(n: int) -> float:
        text = "\n\n".join(
            f"A minister met Mr. Pell{i} and his counterpart. He left." for i in range(n)
        )
        parsed = parse(load(), text, find_passages(text))
        began = time.process_time()
        find_entities(REPORT, parsed, ())
        return time.process_time() - began

    seconds(20)
    assert seconds(800) < 12 * max(seconds(200) for _ in range(3))
