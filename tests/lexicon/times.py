"""Matchers for the tables of times: by the rules that use them, in the parse."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from tests.lexicon.people import parsed

from onrecord.reading.times.expressions.grammar import TimeMatch, scan
from onrecord.reading.times.expressions.not_times import TimeCandidate, reason_to_drop

# Groups of patterns that contain words of a class, besides the group with the name of the class.
GROUPS = {"weekday": {"wd"}, "weekday-short": {"wd"}, "day": {"dayword"}, "unit": {"plural"}}
# Classes that no pattern contains: words near a time that decide how it is read.
CONTEXT_CLASSES = {
    "future-governor",
    "simultaneous-conjunction",
    "joint-subject",
    "update-word",
    "boundary",
    "later-adverb",
    "future-cue",
    "other-time-cue",
    "publication-participle",
    "not-current-holder",
    "same-past-form",
    "limit-preposition",
    "month-preposition",
}


def times(text: str) -> Iterator[TimeMatch]:
    """The time expressions of a text, without those that the parse rules out."""
    read = parsed(text)
    starts = [token.start for token in read.tokens]
    for match in scan(text, 0, len(text), starts):
        first, last = (bisect_right(starts, at) - 1 for at in (match.start, match.end - 1))
        if reason_to_drop(TimeCandidate(match, read, first, last)) is None:
            yield match


def is_time_rule(row: Mapping[str, str], text: str) -> bool:
    """True if the rule of this row matches in the text."""
    return row["rule"] in {match.rule for match in scan(text, 0, len(text))}


def is_time_word(row: Mapping[str, str], text: str) -> bool:
    """True if the word of this row is captured as one of its class."""
    form = re.compile(rf"(?i)(?<!\w){re.escape(row['word'])}(?!\w)")
    if row["class"] in CONTEXT_CLASSES:
        return form.search(text) is not None
    groups = {row["class"]} | GROUPS.get(row["class"], set())
    return any(
        name.rstrip("0123456789") in groups and form.search(words.replace("’", "'"))
        for match in times(text)
        for name, words in match.groups.items()
    )


def is_occasion_verb(row: Mapping[str, str], text: str) -> bool:
    """True if the verb of this row is a participle in the text."""
    tokens = parsed(text).tokens
    return any(t.lemma == row["verb"] and t.tag in {"VBG", "VBN", "VBD"} for t in tokens)


def is_occasion(row: Mapping[str, str], text: str) -> bool:
    """True if the word of this row has its part of speech in the text."""
    tokens = parsed(text).tokens
    return any(t.lemma == row["word"] and t.pos == row["pos"].upper() for t in tokens)


MATCHERS = {
    "times/occasions": is_occasion,
    "times/time_rules": is_time_rule,
    "times/time_words": is_time_word,
    "times/occasion_verbs": is_occasion_verb,
}

NO_LANGUAGE = {
    "times/movable_feasts": "days by year, computed from calendars and compared with other computations"
}
