"""Rows of the record put together again: statements with their words, dates with theirs.

In: rows, and the text of the reading they stand in. Out: the frozen objects of `model/`. Words are
cut from the text here, so they cannot differ from the slice they point at.

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
# For a name in a reading: the entity it belongs to, and its name, where the rows do not tell.
Shown: TypeAlias = "Mapping[tuple[bytes, bytes], tuple[bytes, str | None]]"


def words_at(text: str, start: int | None, end: int | None) -> Words | None:
    """The slice, None where there is no span."""
    return None if start is None or end is None else Words(text[start:end], start, end)


def stated(kept: StoredDate | None, text: str) -> StatedDate | None:
    """A date as kept, its words cut from the text."""
    if kept is None:
        return None
    words = words_at(text, *kept["words"]) if kept["words"] else None
    fields = {**kept, "words": words, "alternatives": tuple(kept["alternatives"])}
    return StatedDate(**fields)


def readings_of(connection: Connection, ids: Iterable[bytes]) -> dict[bytes, Row[Any]]:
    """What statements need of the readings they stand in, by reading, text included."""
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
    """The statements of these rows, in their order; each reading's text is fetched once."""
    readings = readings_of(connection, (row.reading for row in rows))
    published = {key: stated(row.dated or row.published, row.text) for key, row in readings.items()}
    named = [(getattr(row, f"{role}_entity"), row.reading) for row in rows for role in _ROLES]
    shown = shown_entities(
        connection, ((key, reading) for key, reading in named if key is not None)
    )
    return tuple(
        _statement(row, readings[row.reading], published[row.reading], shown) for row in rows
    )


def _statement(
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
        said=stated(with_report_year(row.said, reading.published, reading.dated), text),
        within=_hex(row.within),
        manner=row.manner,
    )


def _who(row: Row[Any], role: str, shown: Shown) -> tuple[bytes | None, str | None]:
    """Whom the words of a role mean: the entity and its name over all reports."""
    named, name = getattr(row, f"{role}_entity"), getattr(row, f"{role}_name")
    entity, called = shown.get((named, row.reading), (named, None))
    return entity, called or name


def _source(row: Row[Any], text: str, shown: Shown) -> Party | None:
    """Who speaks, with all that stands behind the words."""
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
    entity, name = _who(row, role, shown)
    return None if words is None else Party(words, _hex(entity), name)


def _hex(key: bytes | None) -> str | None:
    return None if key is None else key.hex()
