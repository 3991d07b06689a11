"""Keys computed from content: the same reading gives the same rows in any record, in any order.

In: ids in hex, spans, dates. Out: 16-byte BLAKE2b keys (hex outside the record, bytes inside), and *places*: byte strings
in the order of listings (newest report first, unknown date last, then report, then position), so that the next page
begins at a place with one comparison.

>>> reading_key("00" * 16, "rules 1").hex() == reading_key("00" * 16, "rules 1").hex()
True
>>> place("2024-05-03", bytes(16), 0) < place("2024-05-02", bytes(16), 0) < place(None, bytes(16), 0)
True
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from onrecord.model import Attribution, Span

T = TypeVar("T")
SIZE = 16
# Keys asked for at a time: databases bound how many a statement may hold.
AT_ONCE = 5000
_DAY_SECONDS = 86_400
_NEVER = 2**40 - 1
_HEX = re.compile(r"[0-9a-f]{6,32}")


def key(*parts: bytes) -> bytes:
    """The 16-byte BLAKE2b of `parts`, each preceded by its length so that no two lists collide."""
    state = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def text_key(text: str) -> bytes:
    """The key of a text, or of a list of texts joined by the caller."""
    return key(text.encode("utf-8", "surrogatepass"))


def reading_key(report_id: str, extractor: str) -> bytes:
    """The key of what `extractor` found in a report."""
    return key(bytes.fromhex(report_id), extractor.encode("utf-8", "surrogatepass"))


def statement_keys(report_id: str, attributions: Sequence[Attribution]) -> Iterator[bytes]:
    """One key for each attribution, from the report and the spans of source, cue and content.

    Attributions of one reading with the same spans differ by their number among these.
    """
    report = bytes.fromhex(report_id)
    turns: dict[bytes, int] = {}
    for found in attributions:
        spans = [_pair(found.source), _pair(found.cue), [_pair(span) for span in found.content]]
        text = json.dumps(spans, separators=(",", ":")).encode()
        turn = turns.get(text, 0)
        turns[text] = turn + 1
        yield key(report, text, *([str(turn).encode()] if turn else []))


def place(published: str | None, report: bytes, position: int | None = None) -> bytes:
    """The place of a statement (or, without `position`, of a report) in listings.

    `published` is the earliest ISO date or moment the report may be of; its seconds are counted
    backwards so that the newest comes first.
    """
    newest_first = (_NEVER - _seconds(published)).to_bytes(5, "big")
    where = b"" if position is None else position.to_bytes(4, "big")
    return newest_first + report + where


def utc(moment: datetime) -> str:
    """A moment as the record stores it; without an offset it is taken as UTC.

    >>> utc(datetime(2024, 5, 3, 10, 2, 11))
    '2024-05-03T10:02:11Z'
    """
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def id_range(prefix: str) -> tuple[bytes, bytes] | None:
    """The lowest and highest key that begin with these hex digits; None for anything but 6 to 32 of them.

    >>> low, high = id_range("abcdef1")
    >>> low.hex()[:8], high.hex()[:8]
    ('abcdef10', 'abcdef1f')
    """
    digits = prefix.strip().lower()
    if not _HEX.fullmatch(digits):
        return None
    return bytes.fromhex(digits.ljust(2 * SIZE, "0")), bytes.fromhex(digits.ljust(2 * SIZE, "f"))


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _seconds(iso: str | None) -> int:
    """Seconds from the first day of the calendar, in UTC; 0 for a date that is unknown or beyond it."""
    if iso is None:
        return 0
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return 0
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return (
        moment.toordinal() * _DAY_SECONDS + moment.hour * 3600 + moment.minute * 60 + moment.second
    )


def chunks(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Yield the items in lists of `size`.

    >>> list(chunks([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    some: list[T] = []
    for item in items:
        some.append(item)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
