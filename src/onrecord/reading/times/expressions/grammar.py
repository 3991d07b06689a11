"""Finds time expressions by pattern: text in, `Found` stretches out, nothing resolved yet.

The patterns are `lexicon/times/time_rules.tsv`, their words `lexicon/times/time_words.tsv`. A rule is tried only
where a word stands that it may begin with, so the cost is linear in the text and small. At one place
the longest match wins.

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


class Found(NamedTuple):
    """One match: `[start, end)`, the rule, and the pieces it caught (only those present)."""

    start: int
    end: int
    rule: str
    pieces: Mapping[str, str]


class Rule(NamedTuple):
    """One row of time_rules.tsv, compiled."""

    name: str
    pattern: re.Pattern[str]


_EXACT = {"month", "weekday-short", "holiday", "feast"}
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
_PIECE = re.compile(r"\{([a-z]+?)(\d?)\}")
_WORD = re.compile(r"[^\W\d_]+|\d|['’](?=\d)")


@cache
def values(cls: str) -> Mapping[str, str]:
    """The words of a class of time_words.tsv, lower case, with what they count for."""
    return {
        row["word"].lower(): row["value"] for row in rows("times/time_words") if row["class"] == cls
    }


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of time_rules.tsv, in table order."""
    return tuple(Rule(row["rule"], _compiled(row["pattern"])) for row in rows("times/time_rules"))


def scan(text: str, start: int, end: int, starts: Iterable[int] | None = None) -> tuple[Found, ...]:
    """Time expressions in `text[start:end]`, left to right, never overlapping.

    `starts` limits where one may begin (token starts); left out, any word may begin one.
    """
    places = starts if starts is not None else (m.start() for m in _WORD.finditer(text, start, end))
    index = _index()
    found: list[Found] = []
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
        best = _longest(tried, text, place, end)
        if best:
            found.append(best)
            free = best.end
    return tuple(found)


def _longest(tried: Iterable[Rule], text: str, place: int, end: int) -> Found | None:
    best: tuple[int, Rule, re.Match[str]] | None = None
    for rule in tried:
        match = rule.pattern.match(text, place, end)
        if match and (best is None or match.end() > best[0]):
            best = (match.end(), rule, match)
    if best is None:
        return None
    pieces = {name: got for name, got in best[2].groupdict().items() if got is not None}
    return Found(place, best[0], best[1].name, pieces)


@cache
def _index() -> Mapping[str, tuple[Rule, ...]]:
    """Which rules may begin with a word (its first run of letters, lower case) or a digit."""
    index: dict[str, list[Rule]] = defaultdict(list)
    for row, rule in zip(rows("times/time_rules"), rules(), strict=True):
        keys: dict[str, None] = {}
        for start in row["starts"].split():
            words = values(start)
            for word in words or (start,):
                keys[_key(word)] = None
        for key in keys:
            index[key].append(rule)
    return {key: tuple(those) for key, those in index.items()}


def _key(word: str) -> str:
    if word in {"digit", "'"}:
        return word
    found = _WORD.match(word)
    return ("digit" if found.group().isdigit() else found.group().lower()) if found else word


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_with_pieces(pattern)})(?![A-Za-z0-9])")


def _with_pieces(pattern: str) -> str:
    """A pattern with its spaces and pieces written out."""
    spaced = _SPACE.sub(lambda m: m.group(1) or r"(?:\s{1,3})", pattern)
    return _PIECE.sub(_piece, spaced)


def _piece(match: re.Match[str]) -> str:
    cls, number = match.groups()
    return f"(?P<{cls}{number}>{_inside(cls)})"


@cache
def _inside(cls: str) -> str:
    if cls in _NUMERIC:
        return "(?i:" + _NUMERIC[cls].replace(" ", r"\s{1,3}") + ")"
    if cls == "wd":
        return f"{_inside('weekday')}|{_any(values_exact('weekday-short'))}"
    if cls == "number":
        return _number()
    if cls == "yearwords":
        return _with_pieces(_YEAR_IN_WORDS)
    if cls in _EXACT:
        return _any(values_exact(cls))
    return "(?i:" + _any(_words_for(cls)) + ")"


def _words_for(cls: str) -> Iterable[str]:
    """The words a piece may be: of its class, or of part of one."""
    if cls == "tensword":
        return [word for word, value in values("number").items() if value.endswith("0")]
    if cls == "ones":
        return [w for w, value in values("number").items() if value.isdigit() and len(w) > 2]
    if cls == "plural":
        return [word for word in values("unit") if word.endswith("s")]
    return values("day" if cls == "dayword" else cls)


def values_exact(cls: str) -> tuple[str, ...]:
    """The words of a class as written, and in capitals."""
    words = [row["word"] for row in rows("times/time_words") if row["class"] == cls]
    return tuple(words) + tuple(word.upper() for word in words)


def _number() -> str:
    words = values("number")
    tens = _any(
        w for w, v in words.items() if v in {"20", "30", "40", "50", "60", "70", "80", "90"}
    )
    ones = _any(w for w, v in words.items() if v in set("123456789") and len(w) > 2)
    return rf"(?i:(?:{tens})[- ](?:{ones})|(?:{_any(words)})(?:\s(?:hundred|thousand))?)"


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s{1,3}").replace("'", "['’]") for word in ordered
    )
