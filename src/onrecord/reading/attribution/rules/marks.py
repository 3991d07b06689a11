"""Where quotation marks stand, and what they make of content: direct, mixed or indirect.

>>> from onrecord.reading.parse.quotes import find_quotes
>>> text = "Tasel said the dam was “safe.”"
>>> form_of(text, outermost(find_quotes(text, [Span(0, len(text))])), [Span(11, 30)])
'mixed'
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.model import Form, Span
from onrecord.reading.parse.quotes import Quote


@dataclass(frozen=True, slots=True)
class Marks:
    """The outermost quotations, by where they start."""

    quotes: tuple[Quote, ...]
    starts: tuple[int, ...]

    def around(self, place: int) -> Quote | None:
        """The outermost quotation that holds the character `place` between its marks."""
        number = bisect_right(self.starts, place) - 1
        if number >= 0 and self.quotes[number].start < place < self.quotes[number].end:
            return self.quotes[number]
        return None


def outermost(quotes: Iterable[Quote]) -> Marks:
    """The outermost of the quotations."""
    outer = tuple(quote for quote in quotes if quote.depth == 0)
    return Marks(outer, tuple(quote.start for quote in outer))


def form_of(text: str, marks: Marks, content: Sequence[Span]) -> Form:
    """`direct` if every word but a leading "that" is quoted, `mixed` if some are, else `indirect`."""
    quoted = free = False
    for number, span in enumerate(content):
        start = span.start
        if number == 0 and text[start : start + 5].lower() == "that ":
            start += 5
        for piece, inside in _pieces(marks, Span(start, span.end)):
            if any(map(str.isalnum, text[piece.start : piece.end])):
                quoted, free = quoted or inside, free or not inside
            if quoted and free:
                return "mixed"
    return "direct" if quoted else "indirect"


def _pieces(marks: Marks, span: Span) -> Iterator[tuple[Span, bool]]:
    """The span cut at the marks of quotations, each piece with whether it is quoted."""
    place = span.start
    for number in range(max(0, bisect_right(marks.starts, place) - 1), len(marks.quotes)):
        quote = marks.quotes[number]
        if quote.start >= span.end:
            break
        if place < quote.start:
            yield Span(place, quote.start), False
        if place < quote.end:
            yield Span(max(place, quote.start), min(quote.end, span.end)), True
            place = quote.end
    if place < span.end:
        yield Span(place, span.end), False
