"""Words of a text, by our own rules: text and paragraphs in, `Word`s with offsets out.

A word is what a label can stand on, so that marks which may end a quotation or a clause stand alone and
a clitic (`'s`, `n't`) is its own word. Time is linear in the length of the text.

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


class Word(NamedTuple):
    """A word: its span in the text and the number of the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


def words_of(text: str, paragraphs: Iterable[Span]) -> list[Word]:
    """The words of `paragraphs` (spans of `text` that do not overlap), in text order."""
    return [
        Word(*match.span(), number)
        for number, paragraph in enumerate(paragraphs)
        for match in _WORD.finditer(text, paragraph.start, paragraph.end)
    ]
