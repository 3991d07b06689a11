"""Quotation spans: where quotation marks open and close, paragraph by paragraph.

In: the text and its paragraphs. Out: `Quote`s in text order, each with its marks. Straight, curly,
angled and UK single marks are known; apostrophes (’90s, dogs’, it's) are not marks; a mark left open
ends with its paragraph and says so, which is how a quotation of many paragraphs shows itself. One
pass with a small stack, so time is linear in the text.

>>> text = "“The dam held,” Tasel said. “It was ’90s work, the engineers’ pride.”"
>>> [text[quote.start : quote.end] for quote in find_quotes(text, [Span(0, len(text))])]
['“The dam held,”', '“It was ’90s work, the engineers’ pride.”']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model import Span

_MARKS = re.compile("[\"“”„«»'‘’`]+")
_ELISION = re.compile(r"\d\ds?\b|(?:em|tis|twas|til|cause|n)\b", re.IGNORECASE)
_DOUBLE_OPEN, _DOUBLE_CLOSE = frozenset("“„«"), frozenset("”»")
_OPEN_BEFORE = frozenset("([{—–-/:,;\u00a0")
_CLOSE_AFTER = frozenset(".,;:!?)]}—–-/…\u00a0")
_ENDS_SPEECH = frozenset(",.?!…")
# Marks deeper than this are noise, not speech within speech.
_DEEPEST = 8
# States of a word by `quotation_states`.
OUTSIDE, INSIDE, MARK = 0, 1, 2
_STRAIGHT = frozenset({'"', "''", "``"})


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation, marks included; `closed` is False where its paragraph ends before it does.

    `depth` is 0 for an outermost quotation, 1 for one within it, and so on.
    """

    start: int
    end: int
    closed: bool
    depth: int
    single: bool

    def inner(self) -> Span:
        """What stands between the marks."""
        return Span(self.start + 1, max(self.start + 1, self.end - 1 if self.closed else self.end))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark and what it may do. A `weak` single mark may be a plural's apostrophe."""

    start: int
    end: int
    single: bool
    opens: bool
    closes: bool
    weak: bool = False


def find_quotes(text: str, paragraphs: Iterable[Span]) -> tuple[Quote, ...]:
    """All quotations of `text`, outer before inner, in text order."""
    found: list[Quote] = []
    for paragraph in paragraphs:
        found.extend(_paragraph(text, paragraph))
    return tuple(sorted(found, key=lambda quote: (quote.start, quote.depth)))


def quotation_states(words: Iterable[str]) -> list[int]:
    """For each word of a paragraph: `OUTSIDE` or `INSIDE` double quotation marks, or itself a `MARK`.

    A curly mark opens or closes by its shape, a straight one changes the state. Single marks are words like others.

    >>> quotation_states(["“", "It", "held", ",", "”", "she", "said"])
    [2, 1, 1, 1, 2, 0, 0]
    """
    states: list[int] = []
    inside = False
    for word in words:
        if word in ("“", "”") or word in _STRAIGHT:
            inside = word == "“" or (word in _STRAIGHT and not inside)
            states.append(MARK)
        else:
            states.append(INSIDE if inside else OUTSIDE)
    return states


def _paragraph(text: str, paragraph: Span) -> list[Quote]:
    """The quotations of one paragraph; what is still open at its end is closed there."""
    found: list[Quote] = []
    stack: list[_Mark] = []
    marks = [_mark(text, paragraph, *place) for place in _places(text, paragraph)]
    pairs = _single_pairs(marks)
    left_open = _left_open(text, paragraph, marks, pairs)
    if left_open is not None:
        pairs.pop(left_open, None)
        start = marks[left_open].start
        found.append(Quote(start, paragraph.end, closed=False, depth=0, single=True))
    for index, mark in enumerate(marks):
        if mark.single:
            if index in pairs:
                close = marks[pairs[index]].end
                found.append(Quote(mark.start, close, closed=True, depth=len(stack), single=True))
        elif mark.opens and (not mark.closes or not stack):
            if len(stack) < _DEEPEST:
                stack.append(mark)
        elif mark.closes and stack:
            opened = stack.pop()
            found.append(Quote(opened.start, mark.end, closed=True, depth=len(stack), single=False))
    found.extend(
        Quote(mark.start, paragraph.end, closed=False, depth=depth, single=False)
        for depth, mark in enumerate(stack)
    )
    return _nested(found)


def _left_open(text: str, paragraph: Span, marks: list[_Mark], pairs: dict[int, int]) -> int | None:
    """The single mark whose speech goes on in the next paragraph: the last to open, and nothing surely closes it.

    It begins its paragraph, or comes after a colon, a comma or speech set like it, and a sentence begins with it.
    What closes it but may be a plural's apostrophe does not, if a sentence ends before.
    """
    singles = [number for number, mark in enumerate(marks) if mark.single]
    opening = [number for number in singles if marks[number].opens]
    if not opening:
        return None
    last = opening[-1]
    mark = marks[last]
    if any(marks[number].closes and not marks[number].weak for number in singles if number > last):
        return None
    before = text[paragraph.start : mark.start].rstrip()
    begins = not before or before[-1] in ":," or any(number < last for number in pairs)
    if not begins or not text[mark.end : mark.end + 1].isupper():
        return None
    held = text[mark.end : marks[pairs[last]].start] if last in pairs else "."
    return last if any(sign in held for sign in ".?!") else None


def _nested(found: list[Quote]) -> list[Quote]:
    """The quotations without those that only partly overlap an outer one, depths counted anew."""
    kept: list[Quote] = []
    around: list[Quote] = []
    for quote in sorted(found, key=lambda quote: (quote.start, -quote.end)):
        while around and around[-1].end <= quote.start:
            around.pop()
        if around and quote.end > around[-1].end:
            continue
        kept.append(Quote(quote.start, quote.end, quote.closed, len(around), quote.single))
        around.append(kept[-1])
    return kept


def _single_pairs(marks: list[_Mark]) -> dict[int, int]:
    """Pairs of single marks, opener to closer: the first strong closer, else the first weak one."""
    pairs: dict[int, int] = {}
    opened: int | None = None
    weak: int | None = None
    for index, mark in enumerate(marks):
        if not mark.single:
            continue
        if mark.opens:
            if opened is not None and weak is not None:
                pairs[opened] = weak
            opened, weak = index, None
        elif mark.closes and opened is not None:
            if mark.weak:
                weak = weak or index
            else:
                pairs[opened] = index
                opened, weak = None, None
    if opened is not None and weak is not None:
        pairs[opened] = weak
    return pairs


def _places(text: str, paragraph: Span) -> list[tuple[int, int]]:
    """Start and end of each mark; two single marks side by side ('', ’’ or ``) are one double mark."""
    found: list[tuple[int, int]] = []
    for run in _MARKS.finditer(text, paragraph.start, paragraph.end):
        place = run.start()
        while place < run.end():
            pair = (
                text[place] in "'`‘’" and place + 1 < run.end() and text[place + 1] == text[place]
            )
            found.append((place, place + 1 + pair))
            place += 1 + pair
    return found


def _mark(text: str, paragraph: Span, start: int, end: int) -> _Mark:
    """What the mark may do, judged by the characters on both its sides."""
    sign = text[start]
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    free_before = before.isspace() or before in _OPEN_BEFORE or before in "\"'“‘«"
    free_after = after.isspace() or after in _CLOSE_AFTER or after in "\"'”’»"
    if sign in _DOUBLE_OPEN or sign in _DOUBLE_CLOSE:
        opens, closes = sign in _DOUBLE_OPEN, sign in _DOUBLE_CLOSE
        ends = after.isspace() or after in _CLOSE_AFTER
        if opens and ends and (before.isalnum() or before in _ENDS_SPEECH):
            opens, closes = False, True  # “The dam held,“ he said
        return _Mark(start, end, single=False, opens=opens, closes=closes)
    if sign == '"' or end - start == 2:
        sure_open, sure_close = free_before and not free_after, free_after and not before.isspace()
        return _Mark(start, end, single=False, opens=not sure_close, closes=not sure_open)
    elision = _ELISION.match(text, end, paragraph.end) is not None
    opens = sign != "’" and free_before and not free_after and not elision
    closes = sign != "‘" and not before.isspace() and free_after
    weak = closes and before in "sSzZ" and after.isspace() and text[end + 1 : end + 2].isalnum()
    return _Mark(start, end, single=True, opens=opens, closes=closes, weak=weak)
