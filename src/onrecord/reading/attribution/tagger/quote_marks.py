"""Quotation marks as the tagger was taught them: a text in, one of the same length out.

The tagger learned from American news, where “…” holds what is said and ‘…’ what is quoted within. British and other
news has it the other way round, or writes «…» or „…“: the same words, set in the tagger's own way, are read as well.
Offsets stay, as every mark is replaced by one mark.

>>> text = "‘It’s safe,’ said Tasel. ‘He called it “old”.’"
>>> as_taught(text, [Span(0, len(text))])
'“It’s safe,” said Tasel. “He called it ‘old’.”'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Span
from onrecord.reading.parse.quotes import Quote, find_quotes

# A mark that may open a quotation in another way than the tagger's; most paragraphs hold none.
_OTHER = re.compile(r"(?<!\w)['‘`](?=[\w“\"])|[«„»]")
_TAUGHT = frozenset('“”"')


def as_taught(text: str, paragraphs: Sequence[Span]) -> str:
    """The text with quotations set in double marks, and what is quoted within these in single ones.

    It is the text itself where most quotations are set as the tagger was taught: what such a text has in single
    marks is a title or a word it stands off from, and the tagger knows them so.
    """
    marked = [span for span in paragraphs if _OTHER.search(text, span.start, span.end)]
    changes: dict[int, str] = {}
    others, turned = 0, False
    for quote in find_quotes(text, marked):
        if quote.depth == 0:
            turned = _is_other(text, quote)
            others += turned
        if turned and quote.depth < 2:
            changes.update(_set(text, quote))
    if 2 * others <= sum(map(text.count, _TAUGHT)):
        return text
    letters = list(text)
    for place, mark in changes.items():
        letters[place] = mark
    return "".join(letters)


def _is_other(text: str, quote: Quote) -> bool:
    """Whether an outermost quotation is set otherwise than the tagger was taught."""
    ends = [text[quote.start], *([text[quote.end - 1]] if quote.closed else [])]
    return quote.single or not _TAUGHT.issuperset(ends)


def _set(text: str, quote: Quote) -> dict[int, str]:
    """The quotation's marks by place: double ones for an outermost quotation, single ones within it."""
    opening, closing = ("“”", "‘’")[quote.depth]
    if text.startswith(("''", "``", "’’", "‘‘"), quote.start):
        return {}  # two signs that make one mark: nothing of one length could stand for them
    return {quote.start: opening} | ({quote.end - 1: closing} if quote.closed else {})
