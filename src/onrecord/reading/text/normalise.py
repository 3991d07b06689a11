r"""Received text made even, with the way back to what was received.

Text as it came goes in; the report's text comes out, with `Segment`s that lead every character back
to the one received. Line ends become one newline, two or more of them a blank line; no-break and other
odd spaces, tabs and runs of blanks become one space; zero-width marks, soft hyphens and control
characters fall away; lines broken at a column width are joined into paragraphs. Quotation marks and
dashes stay as they are, and text that is even already stays as it is: later steps and exports count
characters of this text, so nothing moves without need.

>>> text, segments = normalise("The bridge\u00a0at Lume\r\n\r\n\r\nis shut.")
>>> text
'The bridge at Lume\n\nis shut.'
>>> to_received(segments, Span(20, 22))
Span(start=24, end=26)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from onrecord.model import Segment, Span

_BLANK = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAK = "\n\r\u000b\u000c\u2028\u2029"
_DROPPED = (
    "\u0000-\u0008\u000e-\u001f\u007f\u0081\u008d\u008f\u0090\u009d"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# A line this long or longer is a paragraph, not a line broken by a mail or wire terminal.
WIDEST_COLUMN = 120
# Below this, short lines are a list or a verse: no terminal is that narrow.
NARROWEST_COLUMN = 50


class _Edit(NamedTuple):
    """Received `[start, end)` is replaced by `text`, which is no longer unless it parts paragraphs."""

    start: int
    end: int
    text: str


def identify(text: str) -> str:
    """The id of a received text: 32 hex digits, its 16-byte BLAKE2b.

    >>> identify("The bridge is shut.")
    '7999eb2270df1d8b811ced47c59a1118'
    """
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def normalise(received: str) -> tuple[str, tuple[Segment, ...]]:
    """The report's text, and the segments that lead back to `received`. Linear in its length."""
    even = _repair(received)
    edits = _space_edits(even)
    text, segments = _apply(even, edits)
    joined = _unwrap(text, edits)
    if joined is not None:
        text, segments = _apply(even, joined)
    return text, segments


def to_received(segments: tuple[Segment, ...], span: Span) -> Span:
    """The span of the received text that `span` of the report's text came from.

    A break that normalising put in has no character of its own and maps to where it was put.
    """
    start = _received_at(segments, span.start)
    if span.end <= span.start:
        return Span(start, start)
    return Span(start, max(start, _received_at(segments, span.end - 1, after=True)))


def _received_at(segments: tuple[Segment, ...], at: int, *, after: bool = False) -> int:
    place = bisect_right(segments, at, key=lambda segment: segment.report) - 1
    if place < 0:
        return segments[0].received if segments else 0
    segment = segments[place]
    return segment.received + min(at - segment.report + after, segment.length)


@cache
def _odd() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Stretches to look at; what falls away in them; the line breaks in them."""
    # Each alternative takes a run of one class whole or one character: no way to match twice over.
    every = _BLANK + _BREAK + _DROPPED
    return (
        re.compile(f"[{every}]{{2,}}|[{every.replace(' ', '')}]|\\A | \\Z"),
        re.compile(f"[{_DROPPED}]+"),
        re.compile(f"\r\n|[{_BREAK}]"),
    )


@cache
def _misread() -> tuple[re.Pattern[str], dict[int, str]]:
    """C1 controls that are Windows-1252 letters and marks misread, as every browser takes them."""
    table = {}
    for code in range(0x80, 0xA0):
        meant = bytes([code]).decode("cp1252", "ignore")
        if meant:
            table[code] = meant
    return re.compile("[\x80-\x9f]"), table


def _repair(received: str) -> str:
    odd, table = _misread()
    text = encodable(received)
    return text.translate(table) if odd.search(text) else text


def encodable(text: str) -> str:
    r"""The text with a replacement character for each lone surrogate, which no file can hold and no model takes.

    >>> encodable("the \ud800 dam") == "the \ufffd dam"
    True
    """
    return _LONE_SURROGATE.sub("\ufffd", text)


def _space_edits(text: str) -> list[_Edit]:
    """One edit for every stretch of white space or dropped characters that is not one plain space."""
    edits = []
    odd, dropped, breaks = _odd()
    for match in odd.finditer(text):
        run = dropped.sub("", match.group())
        lines = len(breaks.findall(run))
        if match.start() == 0 or match.end() == len(text):
            even = ""
        elif lines:
            even = "\n" if lines == 1 else "\n\n"
        else:
            even = " " if run else ""
        edits.append(_Edit(match.start(), match.end(), even))
    return edits


def _apply(text: str, edits: Iterable[_Edit]) -> tuple[str, tuple[Segment, ...]]:
    """The edited text with its map. Stretches that run on without a shift share one segment."""
    pieces: list[str] = []
    segments: list[Segment] = []
    report = at = first = 0  # `first`: where in `text` the open segment began
    for edit in edits:
        pieces += (text[at : edit.start], edit.text)
        report += edit.start - at + len(edit.text)
        mapped = min(len(edit.text), edit.end - edit.start)
        shifted = len(edit.text) != edit.end - edit.start
        at = edit.end
        if shifted:
            length = edit.start + mapped - first
            if length:
                begun = report - (len(edit.text) - mapped) - length
                segments.append(Segment(begun, first, length))
            first = edit.end
    pieces.append(text[at:])
    if len(text) > first:
        segments.append(
            Segment(report + len(text) - at - (len(text) - first), first, len(text) - first)
        )
    return "".join(pieces), tuple(segments)


def _unwrap(text: str, edits: list[_Edit]) -> list[_Edit] | None:
    """The edits with line breaks inside paragraphs taken out, or None if lines are paragraphs.

    A break was made by a column width if the next line's first word would not have fitted on the
    line. A text is taken for broken so if most of those breaks fall before a lower-case word. Then
    every other break parts paragraphs and becomes a blank line, so that a second pass finds nothing.
    """
    lines = text.split("\n")
    width = max((len(line) for line, near in _beside(lines) if near), default=0)
    if not NARROWEST_COLUMN <= width < WIDEST_COLUMN:
        return None
    full = [_is_full(line, after, width) for line, after in pairwise(lines)]
    inner = [after for after, is_full in zip(lines[1:], full, strict=True) if is_full]
    if sum(line[0].islower() for line in inner) * 2 <= len(inner):
        return None
    out = []
    at = 0
    for edit in edits:
        if edit.text == "\n":
            out.append(edit._replace(text=_join(lines[at]) if full[at] else "\n\n"))
        else:
            out.append(edit)
        at += edit.text.count("\n")
    return out


def _beside(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether another follows or precedes it without a blank line between."""
    for at, line in enumerate(lines):
        before = at > 0 and bool(lines[at - 1])
        after = at + 1 < len(lines) and bool(lines[at + 1])
        yield line, bool(line) and (before or after)


def _is_full(line: str, after: str, width: int) -> bool:
    if not line or not after or len(line) < width / 2:
        return False
    return len(line) + 1 + len(after.partition(" ")[0]) > width


def _join(line: str) -> str:
    """What stands between a broken line and the next: nothing after a hyphen inside a word."""
    return "" if line.endswith("-") and line[-2:-1].isalpha() else " "
