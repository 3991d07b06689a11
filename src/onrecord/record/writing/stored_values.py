"""What the rows of one reading share: its keys, its text as it can be stored, and values in stored form.

In: a reading, its spans and dates. Out: `ReadingKeys`, and the columns for a span or a date.

>>> span_columns("cue", Span(4, 8)), span_columns("cue", None)
({'cue_start': 4, 'cue_end': 8}, {'cue_start': None, 'cue_end': None})
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from onrecord.model import Dated, Reading, Span
from onrecord.record.identity.clusters import entity_key
from onrecord.record.store import keys

Row: TypeAlias = "dict[str, Any]"

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """A report's text with what UTF-8 cannot encode replaced, every character at its place."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class ReadingKeys:
    """A reading with its key, its storable text, its statements' keys, and its entities' keys and names by id."""

    reading: Reading
    key: bytes
    text: str
    statements: tuple[bytes, ...]
    entities: dict[str, tuple[bytes, str]]

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """The keys of a reading."""
        report = reading.report
        return cls(
            reading,
            keys.reading_key(report.id, reading.extractor),
            storable(report.text),
            tuple(keys.statement_keys(report.id, reading.attributions)),
            {
                entity.id: (bytes.fromhex(entity_key(entity, report.id)), entity.name)
                for entity in reading.entities
            },
        )

    def resolved(self, span: Span | None, entity: str | None) -> tuple[bytes | None, str | None]:
        """The key over all reports, and the name, of the entity that a span was resolved to."""
        if span is None or entity is None:
            return None, None
        return self.entities.get(entity, (None, None))


def span_columns(role: str, span: Span | None) -> Row:
    """The columns for the start and end of a span in a role."""
    start, end = (None, None) if span is None else (span.start, span.end)
    return {f"{role}_start": start, f"{role}_end": end}


def dated_json(dated: Dated | None) -> Row | None:
    """A date as it is stored: its fields, and its words as a pair."""
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
