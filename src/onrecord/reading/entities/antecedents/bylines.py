"""The person that a byline names.

In: a report's bylines. Out: names; None for several persons or none.

>>> name_in_byline("By MIRA TASEL, Health Editor"), name_in_byline("Mira Tasel and Joren Pell"), name_in_byline("Staff")
('Mira Tasel', None, None)
>>> [name_in_byline(f"By Mira Tasel {words}") for words in ("in Karsk", "May 3, 2024", "| Karsk Post")]
['Mira Tasel', 'Mira Tasel', 'Mira Tasel']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.lexicon.names import name_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.tables import words_of
from onrecord.model import Article, Passage
from onrecord.reading.entities.detect.name_bounds import calendar_words

# "By", "Story by", "Written by:"; and a word of a name.
_BY = re.compile(r"(?:\w+\s+)?by:?\s+", re.IGNORECASE)
_PART = re.compile(r"[^\W\d_][\w.’'-]*")
_MAX_WORDS = 4


def bylines_of(article: Article, text: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The bylines of a report: those that came with it, else those in its text."""
    spans = [passage.span for passage in passages if passage.kind == "byline"]
    return article.authors or tuple(text[span.start : span.end] for span in spans)


def one_name_of(bylines: Sequence[str]) -> str | None:
    """The name that all bylines agree on."""
    names = {name for name in map(name_in_byline, bylines) if name}
    if len(names) != 1 or len({fold_word(each) for each in bylines}) > 1:
        return None
    return names.pop()


def name_in_byline(byline: str) -> str | None:
    """The one person a byline names; None for several, or none."""
    words = byline.strip()
    words = _BY.sub("", words, count=1) if _BY.match(words) else words
    if {"and", "with", "&"} & {word.casefold() for word in words.split()}:
        return None
    parts = _leading_name(words)
    bodies = any(fold_word(part) in words_of("entities/organisation_words") for part in parts)
    if not 1 < len(parts) <= _MAX_WORDS or bodies:
        return None
    return " ".join(part.title() if part.isupper() and len(part) > 2 else part for part in parts)


def _leading_name(words: str) -> list[str]:
    """The words of a name up to what follows it: a date, a place, a bar, an office behind a comma."""
    parts: list[str] = []
    for word in words.split():
        part = word.rstrip(",|:;")
        named = part[:1].isupper() or (parts and part in name_words("particle"))
        if not named or not _PART.fullmatch(part) or fold_word(part) in calendar_words():
            break
        parts.append(part)
        if part != word:
            break
    return parts
