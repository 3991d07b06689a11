"""A `Reading` as rows of the record's tables.

In: a reading. Out: the rows for each table, the same for the same reading. The moment a report was captured is not part
of them: it belongs to the sighting.

>>> from datetime import datetime
>>> from onrecord.model import Attribution, Report, Span
>>> report = Report("00" * 16, "a.txt", "Mira Tasel said no.", (), datetime(2024, 5, 3))
>>> found = Attribution(Span(0, 10), Span(11, 15), (Span(16, 18),), "indirect", "state", "r", 0.9)
>>> made = rows_of(Reading(report, "rules 1", (found,)))
>>> made.statements[0]["source_end"], made.words[0]["speaker"]
(10, 'mira tasel')
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.lexicon.spelling import fold
from onrecord.model import Entity, Problem, Reading, Time
from onrecord.record.dates.stored_dates import sort_date
from onrecord.record.store import keys
from onrecord.record.writing.statement_rows import statement_row, word_row
from onrecord.record.writing.stored_values import ReadingKeys, Row, dated_json, span_columns


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


def rows_of(reading: Reading) -> Rows:
    """All rows of one reading."""
    report = reading.report
    shared = ReadingKeys.of(reading)
    headline = fold(report.headline or "")
    met = keys.utc(report.captured)
    return Rows(
        text={"id": keys.text_key(shared.text), "text": shared.text},
        reading=_reading_row(shared),
        passages=[
            {
                "reading": shared.key,
                "number": n,
                "kind": p.kind,
                "start": p.span.start,
                "end": p.span.end,
            }
            for n, p in enumerate(report.passages)
        ],
        statements=[statement_row(shared, n, one) for n, one in enumerate(reading.attributions)],
        words=[word_row(shared, one, headline) for one in reading.attributions],
        entities=[_entity_row(shared, entity) for entity in reading.entities],
        mentions=[row for entity in reading.entities for row in _mention_rows(shared, entity)],
        offices=[row for entity in reading.entities for row in _office_rows(shared, entity)],
        times=[_time_row(shared, n, time) for n, time in enumerate(reading.times)],
        problems=[problem_row(problem, met, shared.key) for problem in report.problems],
    )


def problem_row(problem: Problem, met: str, reading: bytes | None = None) -> Row:
    """The row of a problem: one for each place and message, of a reading or of none."""
    where, message = (keys.text_key(part) for part in (problem.where, problem.message))
    return {
        "id": keys.key(reading or b"", where, message),
        "reading": reading,
        "where": problem.where,
        "message": problem.message,
        "met": met,
    }


def _reading_row(shared: ReadingKeys) -> Row:
    report = shared.reading.report
    report_key = bytes.fromhex(report.id)
    published = dated_json(report.published)
    return {
        "id": shared.key,
        "report": report_key,
        "extractor": shared.reading.extractor,
        "place": keys.place(sort_date(published), report_key),
        "text": keys.text_key(shared.text),
        "uri": report.uri,
        "outlet": report.outlet,
        "headline": report.headline,
        "byline": list(report.byline),
        "language": report.language,
        "published": published,
        "statements": sum(found.manner == "speech" for found in shared.reading.attributions),
        "received": [list(segment) for segment in report.received],
    }


def _entity_row(shared: ReadingKeys, entity: Entity) -> Row:
    return {
        "reading": shared.key,
        "id": bytes.fromhex(entity.id),
        "entity": shared.entities[entity.id][0],
        "kind": entity.kind,
        "name": entity.name,
        "names": list(entity.names),
    }


def _mention_rows(shared: ReadingKeys, entity: Entity) -> list[Row]:
    return [
        {
            "reading": shared.key,
            "id": bytes.fromhex(entity.id),
            "number": number,
            "text": shared.text[mention.span.start : mention.span.end],
            "how": mention.how,
            "confidence": mention.confidence,
            "start": mention.span.start,
            "end": mention.span.end,
        }
        for number, mention in enumerate(entity.mentions)
    ]


def _office_rows(shared: ReadingKeys, entity: Entity) -> list[Row]:
    return [
        {
            "reading": shared.key,
            "id": bytes.fromhex(entity.id),
            "number": number,
            "title": office.title,
            "of": office.of,
            "text": office.words and shared.text[office.words.start : office.words.end],
            "held": dated_json(office.held),
            **span_columns("words", office.words),
        }
        for number, office in enumerate(entity.offices)
    ]


def _time_row(shared: ReadingKeys, number: int, time: Time) -> Row:
    return {
        "reading": shared.key,
        "number": number,
        "dated": dated_json(time.dated),
        "type": time.type,
        "value": time.value,
        "rule": time.rule,
        "confidence": time.confidence,
        "start": time.span.start,
        "end": time.span.end,
    }
