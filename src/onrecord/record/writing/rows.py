"""A `Reading` as rows of the record's tables: nothing but arithmetic on what was read.

In: a reading. Out: for each table the rows that keep it, the same ones each time. The moment a report
was captured is no part of them: it belongs to the sighting.

>>> from datetime import datetime
>>> from onrecord.model import Attribution, Report
>>> report = Report("00" * 16, "a.txt", "Mira Tasel said no.", (), datetime(2024, 5, 3))
>>> found = Attribution(Span(0, 10), Span(11, 15), (Span(16, 18),), "indirect", "state", "r", 0.9)
>>> made = rows_of(Reading(report, "rules 1", (found,)))
>>> made.statements[0]["source_end"], made.words[0]["speaker"]
(10, 'mira tasel')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from onrecord.lexicon.spelling import fold
from onrecord.model import Attribution, Dated, Entity, Problem, Reading, Span, Time
from onrecord.record.dates.stored_dates import day_bounds, sort_date
from onrecord.record.identity.clusters import entity_key
from onrecord.record.store import keys

Row: TypeAlias = "dict[str, Any]"

_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rows:
    """One reading's rows by table; `words` feed the word index, one for each statement."""

    text: Row
    reading: Row
    passages: list[Row]
    statements: list[Row]
    words: list[Row]
    entities: list[Row]
    mentions: list[Row]
    offices: list[Row]
    times: list[Row]
    problems: list[Row]


def storable(text: str) -> str:
    """A report's text without what UTF-8 cannot hold, every character at its place."""
    return text if text.isascii() else _LONE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class _Basis:
    """What the rows of a reading share: its key, its text, its statements' keys, who its entities are."""

    reading: Reading
    key: bytes
    text: str
    statements: list[bytes]
    across: dict[str, tuple[bytes, str]]

    def known(self, span: Span | None, entity: str | None) -> tuple[bytes | None, str | None]:
        """The key across reports, and the name, of whom the words at `span` were resolved to."""
        if span is None or entity is None:
            return None, None
        return self.across.get(entity, (None, None))


def rows_of(reading: Reading) -> Rows:
    """All rows of one reading."""
    report = reading.report
    basis = _Basis(
        reading,
        keys.reading_key(report.id, reading.extractor),
        storable(report.text),
        list(keys.statement_keys(report.id, reading.attributions)),
        {
            entity.id: (bytes.fromhex(entity_key(entity, report.id)), entity.name)
            for entity in reading.entities
        },
    )
    headline = fold(report.headline or "")
    met = keys.utc(report.captured)
    return Rows(
        text={"id": keys.text_key(basis.text), "text": basis.text},
        reading=_reading_row(basis),
        passages=[
            {"reading": basis.key, "number": n, "kind": p.kind, **_bounds(p.span)}
            for n, p in enumerate(report.passages)
        ],
        statements=[_statement_row(basis, n, one) for n, one in enumerate(reading.attributions)],
        words=[_word_row(basis, one, headline) for one in reading.attributions],
        entities=[_entity_row(basis, entity) for entity in reading.entities],
        mentions=[row for entity in reading.entities for row in _mention_rows(basis, entity)],
        offices=[row for entity in reading.entities for row in _office_rows(basis, entity)],
        times=[_time_row(basis, n, time) for n, time in enumerate(reading.times)],
        problems=[problem_row(problem, met, basis.key) for problem in report.problems],
    )


def problem_row(problem: Problem, met: str, reading: bytes | None = None) -> Row:
    """A problem's row: one for each where and message, within a reading or outside any."""
    where, message = (keys.text_key(part) for part in (problem.where, problem.message))
    return {
        "id": keys.key(reading or b"", where, message),
        "reading": reading,
        "where": problem.where,
        "message": problem.message,
        "met": met,
    }


def dated_json(dated: Dated | None) -> Row | None:
    """A date as it is kept: its fields, and its words as a pair."""
    if dated is None:
        return None
    return {
        "edtf": dated.edtf,
        "earliest": dated.earliest,
        "latest": dated.latest,
        "precision": dated.precision,
        "why": dated.why,
        "words": None if dated.words is None else [dated.words.start, dated.words.end],
        "alternatives": list(dated.alternatives),
    }


def _reading_row(basis: _Basis) -> Row:
    report = basis.reading.report
    report_key = bytes.fromhex(report.id)
    published = dated_json(report.published)
    return {
        "id": basis.key,
        "report": report_key,
        "extractor": basis.reading.extractor,
        "place": keys.place(sort_date(published), report_key),
        "text": keys.text_key(basis.text),
        "uri": report.uri,
        "outlet": report.outlet,
        "headline": report.headline,
        "byline": list(report.byline),
        "language": report.language,
        "published": published,
        "statements": sum(found.manner == "speech" for found in basis.reading.attributions),
        "received": [list(segment) for segment in report.received],
    }


def _statement_row(basis: _Basis, position: int, found: Attribution) -> Row:
    report = basis.reading.report
    published, said = dated_json(report.published), dated_json(found.said)
    earliest, latest = day_bounds(said or published)
    return {
        "id": basis.statements[position],
        "reading": basis.key,
        "position": position,
        "place": keys.place(sort_date(published), bytes.fromhex(report.id), position),
        "act": found.act,
        "form": found.form,
        "manner": found.manner,
        "earliest": earliest,
        "latest": latest,
        "outlet": report.outlet,
        "sourcing": found.sourcing,
        "cue_lemma": found.cue_lemma,
        "content": [[span.start, span.end] for span in found.content],
        "said": said,
        "within": None if found.within is None else basis.statements[found.within],
        "rule": found.rule,
        "confidence": found.confidence,
        **_party("source", basis, found.source, found.speaker),
        **_party("addressee", basis, found.addressee, found.spoken_to),
        **_party("behalf", basis, found.behalf, found.speaks_for),
        **_ends("cue", found.cue),
        **_ends("channel", found.channel),
        **_ends("question", found.question),
        **_ends("withheld", found.withheld),
        **_ends("reason", found.reason),
    }


def _party(role: str, basis: _Basis, span: Span | None, entity: str | None) -> Row:
    key, name = basis.known(span, entity)
    return {f"{role}_entity": key, f"{role}_name": name, **_ends(role, span)}


def _ends(role: str, span: Span | None) -> Row:
    start, end = (None, None) if span is None else (span.start, span.end)
    return {f"{role}_start": start, f"{role}_end": end}


def _bounds(span: Span) -> Row:
    return {"start": span.start, "end": span.end}


def _word_row(basis: _Basis, found: Attribution, headline: str) -> Row:
    """What the word index holds of a statement: names and words, folded."""

    def cut(*spans: Span | None) -> str:
        return " ".join(fold(basis.text[span.start : span.end]) for span in spans if span)

    def called(span: Span | None, entity: str | None) -> str:
        words, name = cut(span), fold(basis.known(span, entity)[1] or "")
        return words if name in words else f"{name} {words}"

    return {
        "speaker": called(found.source, found.speaker),
        "hearer": called(found.addressee, found.spoken_to),
        "content": cut(*found.content),
        "question": cut(found.question),
        "headline": headline,
        "manner": "attitude" if found.manner == "attitude" else "",
    }


def _entity_row(basis: _Basis, entity: Entity) -> Row:
    return {
        "reading": basis.key,
        "id": bytes.fromhex(entity.id),
        "entity": basis.across[entity.id][0],
        "kind": entity.kind,
        "name": entity.name,
        "names": list(entity.names),
    }


def _mention_rows(basis: _Basis, entity: Entity) -> list[Row]:
    return [
        {
            "reading": basis.key,
            "id": bytes.fromhex(entity.id),
            "number": number,
            "text": basis.text[mention.span.start : mention.span.end],
            "how": mention.how,
            "confidence": mention.confidence,
            **_bounds(mention.span),
        }
        for number, mention in enumerate(entity.mentions)
    ]


def _office_rows(basis: _Basis, entity: Entity) -> list[Row]:
    return [
        {
            "reading": basis.key,
            "id": bytes.fromhex(entity.id),
            "number": number,
            "title": office.title,
            "of": office.of,
            "text": office.words and basis.text[office.words.start : office.words.end],
            "held": dated_json(office.held),
            **_ends("words", office.words),
        }
        for number, office in enumerate(entity.offices)
    ]


def _time_row(basis: _Basis, number: int, time: Time) -> Row:
    return {
        "reading": basis.key,
        "number": number,
        "dated": dated_json(time.dated),
        "type": time.type,
        "value": time.value,
        "rule": time.rule,
        "confidence": time.confidence,
        **_bounds(time.span),
    }
