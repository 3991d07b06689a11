"""The evidence for a report's date, as far as it counts, and the date that follows from it.

In: a connection, and the keys of reports. Out: rows of `date_evidence` that count, and the date of open year with the year
they give. Evidence of two years leaves the year open, and says so.

>>> day_of_evidence({"edtf": "XXXX-10-23", "why": "the dateline"}, []) is None
True
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from onrecord.record.dates import date_tables
from onrecord.record.dates.stored_dates import StoredDate
from onrecord.record.identity import identity_tables
from onrecord.record.identity.judgements import current_judgements, current_key
from onrecord.record.store import tables
from onrecord.record.store.keys import chunks

_D = date_tables.date_evidence.c
_SEEN = tables.sightings.c
# Characters of a quotation, and other reports, that `why` shows.
_SHOWN, _NAMED = 60, 3


def counted_evidence(
    connection: Connection, reports: Collection[bytes]
) -> dict[bytes, list[Row[Any]]]:
    """The evidence for each report, the most words first.

    Days after the text was first seen do not count, nor do two speakers that a user judged to be different.
    """
    found: dict[bytes, list[Row[Any]]] = defaultdict(list)
    for some in chunks(sorted(reports)):
        first = first_seen(connection, some)
        asked = select(date_tables.date_evidence).where(_D.report.in_(some))
        for row in connection.execute(asked):
            if row.day <= first.get(row.report, "~"):
                found[row.report].append(row)
    barred, parts = _barred_pairs(connection) if found else (set(), {})
    return {
        report: sorted(
            (row for row in rows if frozenset(_speakers(row, parts)) not in barred),
            key=lambda row: (row.kind, -len(row.words), row.other),
        )
        for report, rows in found.items()
    }


def _barred_pairs(
    connection: Connection,
) -> tuple[set[frozenset[bytes]], dict[tuple[bytes, bytes], bytes]]:
    """The pairs of speakers that a user judged different, and the keys of names that several people have."""
    barred = {
        frozenset(each[1:])
        for each in current_judgements(connection)
        if each.verdict == "different"
    }
    if not barred:
        return barred, {}
    names = identity_tables.namesakes.c
    asked = select(names.named, names.report, names.part)
    return barred, {(row.named, row.report): row.part for row in connection.execute(asked)}


def _speakers(row: Row[Any], parts: Mapping[tuple[bytes, bytes], bytes]) -> Iterator[bytes]:
    """The present keys of the speakers of both quotations."""
    for speaker, report in ((row.speaker, row.report), (row.other_speaker, row.other)):
        if speaker is not None:
            yield current_key(speaker, report, parts)


def first_seen(connection: Connection, reports: Collection[bytes]) -> dict[bytes, str]:
    """The moment (ISO, UTC) the text of each report was first seen."""
    asked = select(_SEEN.report, func.min(_SEEN.captured).label("first")).group_by(_SEEN.report)
    return {
        row.report: row.first for row in connection.execute(asked.where(_SEEN.report.in_(reports)))
    }


def day_of_evidence(published: StoredDate, evidence: Sequence[Row[Any]]) -> StoredDate | None:
    """The date of open year with the year the evidence gives it, None without evidence; two years keep it open."""
    days: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in evidence:
        days[row.day].append(row)
    if not days:
        return None
    if len(days) > 1:
        stated = "; ".join(_why(days[day][0]) for day in sorted(days)[:_NAMED])
        why = (
            f"{published['why']}; other reports tell of different years, so it stays open: {stated}"
        )
        return {**published, "why": why}
    ((day, rows),) = days.items()
    more = len({row.other for row in rows}) - 1
    others = f", and {more} more {'report' if more == 1 else 'reports'}" if more else ""
    why = f"{published['why']}; {_why(rows[0])}{others}"
    whole = {"edtf": day, "earliest": day, "latest": day, "precision": "day"}
    return {**published, **whole, "why": why, "alternatives": []}


def _why(row: Row[Any]) -> str:
    """What one report says of the date, with its id and the characters of both."""
    if row.kind == "same text":
        return f"the same text is dated {row.told} by the {row.words}"
    words = row.words if len(row.words) <= _SHOWN else row.words[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return (
        f"report {row.other.hex()[:12]} of {row.told} quotes the same words, “{' '.join(words.split())}” "
        f"(characters {row.other_start}–{row.other_end} there, {row.start}–{row.end} here)"
    )
