"""Assemble statements and dates from rows, with their words.

In: rows, and the text of their reading. Out: frozen objects of `model/`. Words are cut from the text here, so that they
always equal the span they point at.

>>> words_at("Mira Tasel said no.", 0, 10)
Words(text='Mira Tasel', start=0, end=10)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sqlalchemy import Connection, CursorResult, Row, select

from onrecord.model import Party, StatedDate, Statement, Words
from onrecord.record.dates.stored_dates import StoredDate, with_report_year
from onrecord.record.queries.lookup import shown_entities
from onrecord.record.store import tables

_R = tables.readings.c
_ROLES = ("source", "addressee", "behalf")
# For a name in a reading: its entity and the name of that, where they differ from those in the row.
Shown: TypeAlias = "Mapping[tuple[bytes, bytes], tuple[bytes, str | None]]"


def words_at(text: str, start: int | None, end: int | None) -> Words | None:
    """The words of a span; None without a span."""
    return None if start is None or end is None else Words(text[start:end], start, end)


def stated_date(kept: StoredDate | None, text: str) -> StatedDate | None:
    """A stored date, with its words cut from the text."""
    if kept is None:
        return None
    words = words_at(text, *kept["words"]) if kept["words"] else None
    fields = {**kept, "words": words, "alternatives": tuple(kept["alternatives"])}
    return StatedDate(**fields)


def readings_of(connection: Connection, ids: Iterable[bytes]) -> dict[bytes, Row[Any]]:
    """The columns of readings that their statements need, by reading, with the text."""
    rows: CursorResult[Any] = connection.execute(
        select(
            _R.id,
            _R.report,
            _R.uri,
            _R.outlet,
            _R.headline,
            _R.published,
            _R.dated,
            tables.texts.c.text,
        )
        .join(tables.texts, tables.texts.c.id == _R.text)
        .where(_R.id.in_(set(ids)))
    )
    return {row.id: row for row in rows.all()}


def statements_from(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Statement, ...]:
    """The statements of these rows, in their order; the text of each reading is fetched once."""
    readings = readings_of(connection, (row.reading for row in rows))
    published = {
        key: stated_date(row.dated or row.published, row.text) for key, row in readings.items()
    }
    named = [(getattr(row, f"{role}_entity"), row.reading) for row in rows for role in _ROLES]
    shown = shown_entities(
        connection, ((key, reading) for key, reading in named if key is not None)
    )
    return tuple(
        _assemble_statement(row, readings[row.reading], published[row.reading], shown)
        for row in rows
    )


def _assemble_statement(
    row: Row[Any], reading: Row[Any], published: StatedDate | None, shown: Shown
) -> Statement:
    text: str = reading.text
    return Statement(
        id=row.id.hex(),
        report=reading.report.hex(),
        uri=reading.uri,
        outlet=reading.outlet,
        headline=reading.headline,
        published=published,
        source=_source(row, text, shown),
        cue=words_at(text, row.cue_start, row.cue_end),
        cue_lemma=row.cue_lemma,
        content=tuple(Words(text[start:end], start, end) for start, end in row.content),
        form=row.form,
        act=row.act,
        rule=row.rule,
        confidence=row.confidence,
        addressee=_party(row, text, "addressee", shown),
        channel=words_at(text, row.channel_start, row.channel_end),
        question=words_at(text, row.question_start, row.question_end),
        said=stated_date(with_report_year(row.said, reading.published, reading.dated), text),
        within=_hex(row.within),
        manner=row.manner,
    )


def _entity_of_role(row: Row[Any], role: str, shown: Shown) -> tuple[bytes | None, str | None]:
    """The entity of a role, and its name over all reports."""
    named, name = getattr(row, f"{role}_entity"), getattr(row, f"{role}_name")
    entity, called = shown.get((named, row.reading), (named, None))
    return entity, called or name


def _source(row: Row[Any], text: str, shown: Shown) -> Party | None:
    """The source with its sourcing, the party it speaks for, and the words that withhold its name."""
    party = _party(row, text, "source", shown)
    return party and replace(
        party,
        sourcing=row.sourcing,
        speaks_for=_party(row, text, "behalf", shown),
        withheld=words_at(text, row.withheld_start, row.withheld_end),
        reason=words_at(text, row.reason_start, row.reason_end),
    )


def _party(row: Row[Any], text: str, role: str, shown: Shown) -> Party | None:
    words = words_at(text, getattr(row, f"{role}_start"), getattr(row, f"{role}_end"))
    entity, name = _entity_of_role(row, role, shown)
    return None if words is None else Party(words, _hex(entity), name)


def _hex(key: bytes | None) -> str | None:
    return None if key is None else key.hex()
