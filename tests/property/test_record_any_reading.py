"""Any reading is returned as it was added, and all words shown equal the span they point at."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import (
    Act,
    Attribution,
    Dated,
    Entity,
    Form,
    Manner,
    Mention,
    Passage,
    Reading,
    Report,
    Sourcing,
    Span,
    StatedDate,
    Statement,
    StatementQuery,
    Words,
)
from onrecord.record.record import Record


def spans(length: int) -> st.SearchStrategy[Span]:
    """Any span of a text of that length."""
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    return ends.map(lambda pair: Span(min(pair), max(pair)))


def dates(length: int) -> st.SearchStrategy[Dated]:
    """Dates bounded on either side, both or neither."""
    day = st.none() | st.dates().map(lambda found: found.isoformat())
    words = st.none() | spans(length)
    alternatives = st.lists(st.text(max_size=5), max_size=2).map(tuple)
    return st.builds(
        Dated, st.text(max_size=9), day, day, st.just("day"), st.text(), words, alternatives
    )


def attributions(length: int, entities: list[str]) -> st.SearchStrategy[Attribution]:
    """Any attribution over a text of that length."""
    maybe = st.none() | spans(length)
    return st.builds(
        Attribution,
        source=maybe,
        cue=maybe,
        content=st.lists(spans(length), min_size=1, max_size=3).map(tuple),
        form=st.sampled_from(get_args(Form)),
        act=st.sampled_from(get_args(Act)),
        rule=st.text(max_size=8),
        confidence=st.floats(0, 1),
        cue_lemma=st.none() | st.text(max_size=8),
        sourcing=st.sampled_from(get_args(Sourcing)),
        addressee=maybe,
        channel=maybe,
        question=maybe,
        speaker=st.sampled_from([None, *entities]),
        spoken_to=st.sampled_from([None, *entities]),
        said=st.none() | dates(length),
        manner=st.sampled_from(get_args(Manner)),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading of any text."""
    text = draw(st.text(max_size=200))
    length = len(text)
    ids = draw(
        st.lists(st.binary(min_size=16, max_size=16).map(bytes.hex), max_size=3, unique=True)
    )
    mentions = st.lists(
        st.builds(Mention, spans(length), st.just("name"), st.floats(0, 1)), max_size=3
    )
    entities = tuple(
        Entity(one, "person", draw(st.text(min_size=1, max_size=9)), (), tuple(draw(mentions)))
        for one in ids
    )
    found = draw(st.lists(attributions(length, ids), max_size=5))
    found = [replace(one, within=draw(st.none() | st.integers(0, len(found) - 1))) for one in found]
    line = st.none() | st.text(max_size=20)
    report = Report(
        id=draw(st.binary(min_size=16, max_size=16)).hex(),
        uri=draw(st.text(max_size=20)),
        text=text,
        passages=tuple(Passage("body", span) for span in draw(st.lists(spans(length), max_size=3))),
        captured=draw(st.datetimes(timezones=st.just(UTC)) | st.just(datetime(2024, 5, 3))),  # noqa: DTZ001
        headline=draw(line),
        outlet=draw(line),
        byline=tuple(draw(st.lists(st.text(max_size=9), max_size=2))),
        published=draw(st.none() | dates(length)),
    )
    return Reading(report, draw(st.text(max_size=9)), tuple(found), entities)


def shown(statement: Statement) -> list[tuple[Words | None, Span | None]]:
    """The words of a statement, in the order of `attribution_spans`."""
    source, addressee = statement.source, statement.addressee
    return [
        (words, Span(words.start, words.end) if words else None)
        for words in (
            source.words if source else None,
            statement.cue,
            addressee.words if addressee else None,
            statement.channel,
            statement.question,
            *statement.content,
        )
    ]


def attribution_spans(found: Attribution) -> list[Span | None]:
    """The spans of an attribution."""
    return [
        found.source,
        found.cue,
        found.addressee,
        found.channel,
        found.question,
        *found.content,
    ]


def same_date(kept: StatedDate | None, made: Dated | None, text: str) -> bool:
    """True if a date was returned as it was added, with its words cut from the text."""
    if kept is None or made is None:
        return kept is None and made is None
    words = made.words
    cut = Words(text[words.start : words.end], words.start, words.end) if words else None
    return (kept.edtf, kept.earliest, kept.latest, kept.why, kept.words, kept.alternatives) == (
        made.edtf,
        made.earliest,
        made.latest,
        made.why,
        cut,
        made.alternatives,
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(readings())
def test_any_reading_is_returned(made: Reading) -> None:
    report = made.report
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "x.db") as record:
        record.add(made)
        record.add(made)
        kept = record.report_statements(report.id)
        stored = record.report(report.id)
        listed = tuple(record.every_statement(StatementQuery(report=report.id, attitudes=True)))
        spoken = tuple(record.every_statement(StatementQuery(report=report.id)))
        assert [record.statement(one.id) for one in kept] == list(kept)
    assert (stored.text, stored.passages) == (report.text, report.passages)
    assert (stored.row.uri, stored.row.headline, stored.row.byline) == (
        report.uri,
        report.headline,
        report.byline,
    )
    assert len(kept) == len(made.attributions) == len({one.id for one in kept})
    assert listed == kept
    assert spoken == tuple(one for one in kept if one.manner == "speech")
    assert stored.row.statements == len(spoken)
    for one, found in zip(kept, made.attributions, strict=True):
        for (words, span), expected in zip(shown(one), attribution_spans(found), strict=True):
            assert span == expected
            assert words is None or words.text == report.text[words.start : words.end]
        assert (one.form, one.act, one.manner, one.rule, one.cue_lemma) == (
            found.form,
            found.act,
            found.manner,
            found.rule,
            found.cue_lemma,
        )
        assert one.confidence == found.confidence
        assert one.within == (None if found.within is None else kept[found.within].id)
        assert same_date(one.said, found.said, report.text)
        assert same_date(one.published, report.published, report.text)
