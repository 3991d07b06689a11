r"""Normalise received text, with a map back to the received characters.

In: the text as received. Out: the report's text, and `Segment`s that map every character to the received one. A line
end becomes one newline, two or more a blank line; no-break and other special spaces, tabs and runs of blanks become one
space; zero-width marks, soft hyphens and control characters are removed; lines broken at a column width are joined into
paragraphs. Quotation marks and dashes stay, and normal text stays unchanged: later steps and exports count characters
of this text.

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
# Shorter lines are a list or a verse: no terminal is that narrow.
NARROWEST_COLUMN = 50


class _Edit(NamedTuple):
    """Received `[start, end)` is replaced by `text`, which is longer only where it separates paragraphs."""

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
    """The report's text, and the segments that map it to `received`. Linear in its length."""
    repaired = _repair_encoding(received)
    edits = _space_edits(repaired)
    text, segments = _apply(repaired, edits)
    joined = _unwrap(text, edits)
    if joined is not None:
        text, segments = _apply(repaired, joined)
    return text, segments


def compose(outer: tuple[Segment, ...], inner: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The map from a text to what was received, by way of a text between them.

    `outer` maps the text to the one between, `inner` that one to what was received. Linear in the number of segments.

    >>> compose((Segment(0, 2, 8),), (Segment(0, 0, 5), Segment(5, 7, 5)))
    (Segment(report=0, received=2, length=3), Segment(report=3, received=7, length=5))
    """
    found: list[Segment] = []
    place = 0
    for segment in outer:
        end = segment.received + segment.length
        while place and inner[place - 1].report + inner[place - 1].length > segment.received:
            place -= 1
        while place < len(inner) and inner[place].report < end:
            one = inner[place]
            start = max(segment.received, one.report)
            length = min(end, one.report + one.length) - start
            if length > 0:
                at = segment.report + start - segment.received
                found.append(Segment(at, one.received + start - one.report, length))
            place += 1
    return tuple(found)


def to_received(segments: tuple[Segment, ...], span: Span) -> Span:
    """The span of the received text that `span` of the report's text came from.

    A break that normalising inserted has no received character and maps to the place of insertion.
    """
    start = _received_at(segments, span.start)
    if span.end <= span.start:
        return Span(start, start)
    return Span(start, max(start, _received_at(segments, span.end - 1, after=True)))


def _received_at(segments: tuple[Segment, ...], at: int, *, after: bool = False) -> int:
    """The received place of the character `at`, or with `after` the place after it."""
    place = bisect_right(segments, at, key=lambda segment: segment.report) - 1
    if place < 0:
        return segments[0].received if segments else 0
    segment = segments[place]
    return segment.received + min(at - segment.report + after, segment.length)


@cache
def _space_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of runs to normalise, of the characters removed from them, and of the line breaks in them."""
    # Each alternative takes a whole run of one class or one character, so that no text is matched twice.
    every = _BLANK + _BREAK + _DROPPED
    return (
        re.compile(f"[{every}]{{2,}}|[{every.replace(' ', '')}]|\\A | \\Z"),
        re.compile(f"[{_DROPPED}]+"),
        re.compile(f"\r\n|[{_BREAK}]"),
    )


@cache
def _c1_as_cp1252() -> tuple[re.Pattern[str], dict[int, str]]:
    """A pattern of C1 controls, and the Windows-1252 characters they stand for, as in every browser."""
    table = {}
    for code in range(0x80, 0xA0):
        meant = bytes([code]).decode("cp1252", "ignore")
        if meant:
            table[code] = meant
    return re.compile("[\x80-\x9f]"), table


def _repair_encoding(received: str) -> str:
    """The text with C1 controls read as Windows-1252 and lone surrogates replaced."""
    controls, table = _c1_as_cp1252()
    text = encodable(received)
    return text.translate(table) if controls.search(text) else text


def encodable(text: str) -> str:
    r"""The text with a replacement character for each lone surrogate, which no file can hold and no model takes.

    >>> encodable("the \ud800 dam") == "the \ufffd dam"
    True
    """
    return _LONE_SURROGATE.sub("\ufffd", text)


def _space_edits(text: str) -> list[_Edit]:
    """One edit for every run of white space or dropped characters that is not one plain space."""
    edits = []
    runs, dropped, breaks = _space_patterns()
    for match in runs.finditer(text):
        run = dropped.sub("", match.group())
        lines = len(breaks.findall(run))
        if match.start() == 0 or match.end() == len(text):
            normal = ""
        elif lines:
            normal = "\n" if lines == 1 else "\n\n"
        else:
            normal = " " if run else ""
        edits.append(_Edit(match.start(), match.end(), normal))
    return edits


def _apply(text: str, edits: Iterable[_Edit]) -> tuple[str, tuple[Segment, ...]]:
    """The edited text with its map. Neighbouring characters with one offset share a segment."""
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
    """The edits without the line breaks inside paragraphs, or None if every line is a paragraph.

    A break is due to a column width if the first word of the next line does not fit on the line. Lines are
    joined if most of those breaks stand before a lower-case word. Every other break then separates paragraphs and
    becomes a blank line, so that a second pass changes nothing.
    """
    lines = text.split("\n")
    width = max((len(line) for line, near in _with_neighbours(lines) if near), default=0)
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


def _with_neighbours(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether a line follows or precedes it without a blank line between."""
    for at, line in enumerate(lines):
        before = at > 0 and bool(lines[at - 1])
        after = at + 1 < len(lines) and bool(lines[at + 1])
        yield line, bool(line) and (before or after)


def _is_full(line: str, after: str, width: int) -> bool:
    """True if the first word of the next line does not fit on a line within `width`."""
    if not line or not after or len(line) < width / 2:
        return False
    return len(line) + 1 + len(after.partition(" ")[0]) > width


def _join(line: str) -> str:
    """What joins a broken line to the next: nothing after a hyphen inside a word, else a space."""
    return "" if line.endswith("-") and line[-2:-1].isalpha() else " "
