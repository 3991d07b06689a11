"""Find time expressions by pattern, without resolving them: a text in, `TimeMatch`es out.

The patterns are in `lexicon/times/time_rules.tsv`, their words in `lexicon/times/time_words.tsv`. A rule is tried only
at words that it may begin with, so the time needed is linear in the text. Of several matches at one place the longest
is used.

>>> text = "Talks resumed on Friday, October 8, 2021 after three days."
>>> [(text[f.start : f.end], f.rule) for f in scan(text, 0, len(text))]
[('Friday, October 8, 2021', 'date/month-day-year'), ('three days', 'duration/count')]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.tables import rows


class TimeMatch(NamedTuple):
    """One match: `[start, end)`, the name of the rule, and the words of its groups that captured something."""

    start: int
    end: int
    rule: str
    groups: Mapping[str, str]


class TimeRule(NamedTuple):
    """One row of `time_rules.tsv`, compiled."""

    name: str
    pattern: re.Pattern[str]


# Classes whose words match in the upper and lower case of the table only.
_EXACT = {"month", "weekday-short", "holiday", "feast"}
# Groups that are no class of words.
_NUMERIC = {
    "year": r"(?:1[5-9]|20)\d\d(?![.,]\d)",
    "yy": r"\d\d",
    "mm": r"\d\d",
    "dd": r"\d\d",
    "num": r"\d\d?",
    "digits": r"\d{1,3}(?:,\d{3}){0,2}(?:\.\d{1,2})?(?:\s?1/2|½)?",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d/]|[.,:]\d)",
    "nth": r"\d{1,2}(?:st|nd|rd|th)",
    "q": r"[1-4]",
    "h": r"[12]",
    "hour": r"(?:[01]?\d|2[0-4])",
    "minute": r"[0-5]\d",
    "ampm": r"[ap]\.?m|[AP]\.?M",
    "zone": r"(?-i:[A-Z]{2,4}\b|local time)",
    "decade": r"(?:1[5-9]|20)\d0['’]?s|['’]?[1-9]0s",
    "half": r"1/2|half",
    "comingword": r"coming|the coming|future",
    "couple": r"couple(?: of)?",
    "window": r"past|last|next|previous|preceding|coming|following|first|final",
    "yearref": r"this year|last year|next year|the current year|the previous year",
    "yearago": r"(?:the )?(?:comparable |same |corresponding )?year[- ](?:ago|earlier)",
}
_YEAR_IN_WORDS = "(?i:nineteen) {tensword}(?:[- ]{ones})?|(?i:two thousand)(?: (?i:and) {ones2})?"
_SPACE = re.compile(r"(\[[^\]]*\]|\\.)| ")
_GROUP = re.compile(r"\{([a-z]+?)(\d?)\}")
_WORD = re.compile(r"[^\W\d_]+|\d|['’](?=\d)")


@cache
def time_words(name: str) -> Mapping[str, str]:
    """The words of a class of `time_words.tsv`, in lower case, with their values."""
    return {
        row["word"].lower(): row["value"]
        for row in rows("times/time_words")
        if row["class"] == name
    }


@cache
def time_rules() -> tuple[TimeRule, ...]:
    """The rules of `time_rules.tsv`, in table order."""
    return tuple(
        TimeRule(row["rule"], _compile(row["pattern"])) for row in rows("times/time_rules")
    )


def scan(
    text: str, start: int, end: int, starts: Iterable[int] | None = None
) -> tuple[TimeMatch, ...]:
    """The time expressions in `text[start:end]`, left to right, without overlaps.

    `starts` are the places where one may begin (starts of tokens); by default, the start of every word.
    """
    places = starts if starts is not None else (m.start() for m in _WORD.finditer(text, start, end))
    index = _rules_by_first_word()
    found: list[TimeMatch] = []
    free = start
    for place in places:
        if place < free:
            continue
        word = _WORD.match(text, place, end)
        if not word:
            continue
        key = word.group()
        tried = index.get("digit" if key.isdigit() else "'" if key in "'’" else key.lower())
        if not tried:
            continue
        best = _longest_match(tried, text, place, end)
        if best:
            found.append(best)
            free = best.end
    return tuple(found)


def _longest_match(tried: Iterable[TimeRule], text: str, place: int, end: int) -> TimeMatch | None:
    """The longest match at a place; of equally long ones, that of the first rule."""
    best: tuple[int, TimeRule, re.Match[str]] | None = None
    for rule in tried:
        match = rule.pattern.match(text, place, end)
        if match and (best is None or match.end() > best[0]):
            best = (match.end(), rule, match)
    if best is None:
        return None
    groups = {name: words for name, words in best[2].groupdict().items() if words is not None}
    return TimeMatch(place, best[0], best[1].name, groups)


@cache
def _rules_by_first_word() -> Mapping[str, tuple[TimeRule, ...]]:
    """The rules that may begin with a word (its first letters up to another character, in lower case) or a digit."""
    index: dict[str, list[TimeRule]] = defaultdict(list)
    for row, rule in zip(rows("times/time_rules"), time_rules(), strict=True):
        words = [word for start in row["starts"].split() for word in time_words(start) or (start,)]
        for key in dict.fromkeys(_index_key(word) for word in words):
            index[key].append(rule)
    return {key: tuple(rules) for key, rules in index.items()}


def _index_key(word: str) -> str:
    """What `scan` sees first of a word: its first letters, "digit" or an apostrophe."""
    if word in {"digit", "'"}:
        return word
    found = _WORD.match(word)
    return ("digit" if found.group().isdigit() else found.group().lower()) if found else word


def _compile(pattern: str) -> re.Pattern[str]:
    """The pattern of a rule as a regular expression."""
    return re.compile(rf"(?:{_expand(pattern)})(?![A-Za-z0-9])")


def _expand(pattern: str) -> str:
    """A pattern with its spaces and groups replaced by regular expressions."""
    spaced = _SPACE.sub(lambda m: m.group(1) or r"(?:\s{1,3})", pattern)
    return _GROUP.sub(_expand_group, spaced)


def _expand_group(match: re.Match[str]) -> str:
    """The named group for `{name}` or `{name2}`."""
    name, number = match.groups()
    return f"(?P<{name}{number}>{_group_pattern(name)})"


@cache
def _group_pattern(name: str) -> str:
    """The regular expression of a group: a numeric one, or the words of the class of this name."""
    if name in _NUMERIC:
        return "(?i:" + _NUMERIC[name].replace(" ", r"\s{1,3}") + ")"
    if name == "wd":
        return f"{_group_pattern('weekday')}|{_alternatives(_exact_words('weekday-short'))}"
    if name == "number":
        return _number_pattern()
    if name == "yearwords":
        return _expand(_YEAR_IN_WORDS)
    if name in _EXACT:
        return _alternatives(_exact_words(name))
    return "(?i:" + _alternatives(_words_of_group(name)) + ")"


def _words_of_group(name: str) -> Iterable[str]:
    """The words a group may be: those of its class, or some of them."""
    if name == "tensword":
        return [word for word, value in time_words("number").items() if value.endswith("0")]
    if name == "ones":
        return [w for w, value in time_words("number").items() if value.isdigit() and len(w) > 2]
    if name == "plural":
        return [word for word in time_words("unit") if word.endswith("s")]
    return time_words("day" if name == "dayword" else name)


def _exact_words(name: str) -> tuple[str, ...]:
    """The words of a class as the table writes them, and in capitals."""
    words = [row["word"] for row in rows("times/time_words") if row["class"] == name]
    return tuple(words) + tuple(word.upper() for word in words)


def _number_pattern() -> str:
    """The regular expression of a number in words: `twenty-one`, `two hundred`."""
    words = time_words("number")
    tens = _alternatives(
        w for w, v in words.items() if v in {"20", "30", "40", "50", "60", "70", "80", "90"}
    )
    ones = _alternatives(w for w, v in words.items() if v in set("123456789") and len(w) > 2)
    return rf"(?i:(?:{tens})[- ](?:{ones})|(?:{_alternatives(words)})(?:\s(?:hundred|thousand))?)"


def _alternatives(words: Iterable[str]) -> str:
    """The regular expression of any of these words, longer ones first."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s{1,3}").replace("'", "['’]") for word in ordered
    )
