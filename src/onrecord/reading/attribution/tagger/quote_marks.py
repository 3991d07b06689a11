"""Replace quotation marks by those of the tagger's training data: a text in, one of the same length out.

The tagger is trained on American news, where “…” holds speech and ‘…’ quotations within it. British and other news
does the reverse, or writes «…» or „…“; with the marks replaced, the tagger reads them as well. Offsets stay, as every
mark is replaced by one mark.

>>> text = "‘It’s safe,’ said Tasel. ‘He called it “old”.’"
>>> with_training_marks(text, [Span(0, len(text))])
'“It’s safe,” said Tasel. “He called it ‘old’.”'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Span
from onrecord.reading.parse.quotes import Quote, find_quotes

# A mark that may open a quotation in another style; most paragraphs hold none.
_OTHER_STYLE = re.compile(r"(?<!\w)['‘`](?=[\w“\"])|[«„»]")
_TRAINING_MARKS = frozenset('“”"')


def with_training_marks(text: str, paragraphs: Sequence[Span]) -> str:
    """The text with quotations in double marks, and quotations within these in single ones.

    Unchanged where most quotations are in double marks already: single marks in such a text hold titles or words the
    writer keeps at a distance, and the tagger knows them so.
    """
    marked = [span for span in paragraphs if _OTHER_STYLE.search(text, span.start, span.end)]
    changes: dict[int, str] = {}
    others, other = 0, False
    for quote in find_quotes(text, marked):
        if quote.depth == 0:
            other = _is_other_style(text, quote)
            others += other
        if other and quote.depth < 2:
            changes.update(_replacements(text, quote))
    if 2 * others <= sum(map(text.count, _TRAINING_MARKS)):
        return text
    letters = list(text)
    for place, mark in changes.items():
        letters[place] = mark
    return "".join(letters)


def _is_other_style(text: str, quote: Quote) -> bool:
    """True if an outermost quotation has other marks than the training data."""
    ends = [text[quote.start], *([text[quote.end - 1]] if quote.closed else [])]
    return quote.single or not _TRAINING_MARKS.issuperset(ends)


def _replacements(text: str, quote: Quote) -> dict[int, str]:
    """The new marks of a quotation by offset: double for an outermost quotation, single within it."""
    opening, closing = ("“”", "‘’")[quote.depth]
    if text.startswith(("''", "``", "’’", "‘‘"), quote.start):
        return {}  # two characters that make one mark: no single mark has their length
    return {quote.start: opening} | ({quote.end - 1: closing} if quote.closed else {})
