"""Split a text into words for the tagger: text and paragraphs in, `TaggerWord`s with offsets out.

A word is the unit of a label, so that marks which may end a quotation or a clause are words of their own, and so is
a clitic (`'s`, `n't`). Time is linear in the length of the text.

>>> text = "Mira Tasel didn't say it was Karsk's."
>>> [text[word.start : word.end] for word in words_of(text, [Span(0, len(text))])]
['Mira', 'Tasel', 'did', "n't", 'say', 'it', 'was', 'Karsk', "'s", '.']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.model import Span

# Tried in order: initials (U.S.), numbers (1,200.5 or 10:30), the stem before n't, n't, other clitics,
# words with inner hyphens and the like, runs of dots or dashes, and any other single mark.
_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"
    r"|\d+(?:[.,:]\d+)+"
    r"|[^\W_]+(?=n['’]t\b)"
    r"|n['’]t\b"
    r"|['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)\b"
    r"|[^\W_]+(?:[-.&/@][^\W_]+)*"
    r"|\.\.+|--+"
    r"|\S"
)


class TaggerWord(NamedTuple):
    """A word: its span in the text and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def words_of(text: str, paragraphs: Iterable[Span]) -> list[TaggerWord]:
    """The words of `paragraphs` (spans of `text` that do not overlap), in text order."""
    return [
        TaggerWord(*match.span(), number)
        for number, paragraph in enumerate(paragraphs)
        for match in _WORD.finditer(text, paragraph.start, paragraph.end)
    ]
