"""Find quotations: where quotation marks open and close, paragraph by paragraph.

In: the text and its paragraphs. Out: `Quote`s in text order, marks included. Straight, curly, angled and British
single marks count; apostrophes (’90s, dogs’, it's) do not. A quotation without a closing mark ends with its paragraph
and is not `closed`, as is each paragraph but the last of a long quotation. One pass with a small stack, linear in the
text. `quotation_states` gives the simpler state of each word, as the tagger's features need it.

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
# Marks nested deeper than this are noise.
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
        """The span between the marks."""
        return Span(self.start + 1, max(self.start + 1, self.end - 1 if self.closed else self.end))


@dataclass(frozen=True, slots=True)
class _QuotationMark:
    """A mark, and whether it may open or close a quotation. A `weak` single mark may be a plural's apostrophe."""

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
        found.extend(_quotes_of_paragraph(text, paragraph))
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


def _quotes_of_paragraph(text: str, paragraph: Span) -> list[Quote]:
    """The quotations of one paragraph; those still open end with it."""
    found: list[Quote] = []
    stack: list[_QuotationMark] = []
    marks = [_classify_mark(text, paragraph, *place) for place in _mark_places(text, paragraph)]
    pairs = _single_pairs(marks)
    left_open = _continuing_mark(text, paragraph, marks, pairs)
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
    return _without_overlaps(found)


def _continuing_mark(
    text: str, paragraph: Span, marks: list[_QuotationMark], pairs: dict[int, int]
) -> int | None:
    """The single mark whose quotation continues in the next paragraph: the last that opens and that no strong mark closes.

    It begins its paragraph, or follows a colon, a comma or a quotation in single marks, and a sentence begins with it.
    A weak closing mark does not count if a sentence ends before it.
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
    inside = text[mark.end : marks[pairs[last]].start] if last in pairs else "."
    return last if any(sign in inside for sign in ".?!") else None


def _without_overlaps(found: list[Quote]) -> list[Quote]:
    """The quotations without those that overlap an outer one in part, with their depths recounted."""
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


def _single_pairs(marks: list[_QuotationMark]) -> dict[int, int]:
    """Pairs of single marks by index, opening to closing: the first strong closing mark, else the first weak one."""
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


def _mark_places(text: str, paragraph: Span) -> list[tuple[int, int]]:
    """Start and end of each mark; two single marks in a row ('', ’’ or ``) are one double mark."""
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


def _classify_mark(text: str, paragraph: Span, start: int, end: int) -> _QuotationMark:
    """The mark with what it may do, by the characters on both sides."""
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
        return _QuotationMark(start, end, single=False, opens=opens, closes=closes)
    if sign == '"' or end - start == 2:
        sure_open, sure_close = free_before and not free_after, free_after and not before.isspace()
        return _QuotationMark(start, end, single=False, opens=not sure_close, closes=not sure_open)
    elision = _ELISION.match(text, end, paragraph.end) is not None
    opens = sign != "’" and free_before and not free_after and not elision
    closes = sign != "‘" and not before.isspace() and free_after
    weak = closes and before in "sSzZ" and after.isspace() and text[end + 1 : end + 2].isalnum()
    return _QuotationMark(start, end, single=True, opens=opens, closes=closes, weak=weak)
