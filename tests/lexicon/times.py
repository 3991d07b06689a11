"""How the rows of the tables of time are matched: by the rules that use them, in the parse."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from tests.lexicon.people import parsed

from onrecord.reading.times.expressions.grammar import Found, scan
from onrecord.reading.times.expressions.resolve import is_time

# Pieces of patterns that may hold words of a class, beside the piece of the class's own name.
PIECES = {"weekday": {"wd"}, "weekday-short": {"wd"}, "day": {"dayword"}, "unit": {"plural"}}
# Classes no pattern holds: single words that tell which way a time looks.
LOOKS = {
    "ahead",
    "at-once",
    "both-sides",
    "changed",
    "edge",
    "later",
    "looks-ahead",
    "looks-aside",
    "made-known",
    "not-now",
    "unchanging",
    "up-to",
    "within",
}


def times(text: str) -> Iterator[Found]:
    """The time expressions of a text, those aside that the parse rules out."""
    read = parsed(text)
    starts = [token.start for token in read.tokens]
    for found in scan(text, 0, len(text), starts):
        first, last = (bisect_right(starts, at) - 1 for at in (found.start, found.end - 1))
        if is_time(found, read, first, last):
            yield found


def is_time_rule(row: Mapping[str, str], text: str) -> bool:
    """Whether this row's rule finds something in the text."""
    return row["rule"] in {found.rule for found in scan(text, 0, len(text))}


def is_time_word(row: Mapping[str, str], text: str) -> bool:
    """Whether this row's word is caught as one of its class."""
    form = re.compile(rf"(?i)(?<!\w){re.escape(row['word'])}(?!\w)")
    if row["class"] in LOOKS:
        return form.search(text) is not None
    pieces = {row["class"]} | PIECES.get(row["class"], set())
    return any(
        name.rstrip("0123456789") in pieces and form.search(piece.replace("’", "'"))
        for found in times(text)
        for name, piece in found.pieces.items()
    )


def is_occasion(row: Mapping[str, str], text: str) -> bool:
    """Whether this row's verb stands in the text as a participle."""
    tokens = parsed(text).tokens
    return any(t.lemma == row["verb"] and t.tag in {"VBG", "VBN", "VBD"} for t in tokens)


def tells_of_an_occasion(row: Mapping[str, str], text: str) -> bool:
    """Whether this row's word stands in the text as its part of speech."""
    tokens = parsed(text).tokens
    return any(t.lemma == row["word"] and t.pos == row["pos"].upper() for t in tokens)


MATCHERS = {
    "times/occasions": tells_of_an_occasion,
    "times/time_rules": is_time_rule,
    "times/time_words": is_time_word,
    "times/occasion_verbs": is_occasion,
}

NO_LANGUAGE = {
    "times/movable_feasts": "days by year, made by calendars and compared with another's arithmetic"
}
