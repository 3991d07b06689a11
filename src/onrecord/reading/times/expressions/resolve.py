"""From a pattern's match to a `Value`: which function reads which rule, and what must not be read.

In: a `Found`, the parse around it and one ground for each day the report may be of. Out: a `Value`,
or None where the words turn out to be no time ("May" the verb, "12 years old" the age).

>>> from datetime import date
>>> from onrecord.reading.times.expressions.grammar import scan
>>> found = scan("on Tuesday", 0, 10)[0]
>>> days = (date(2022, 10, 23), date(2016, 10, 23))
>>> resolve(found, "Tuesday", tuple(Ground(day, "past") for day in days)).value
'XXXX-10-18'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from onrecord.model import Parsed
from onrecord.reading.times.expressions import (
    calendar,
    durations,
    explicit,
    movable_feasts,
    periods,
    relative,
)
from onrecord.reading.times.expressions.grammar import Found, values
from onrecord.reading.times.expressions.value import Ground, Value


class Surnames(NamedTuple):
    """The surnames in a report's full names: the tokens they are, and the words."""

    places: frozenset[int]
    words: frozenset[str]


Reader = Callable[[Mapping[str, str], Ground], Value | None]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "date/iso": explicit.full_date,
        "date/numeric": explicit.numeric,
        "date/month-day-year": explicit.full_date,
        "date/day-month-year": explicit.full_date,
        "date/month-day": explicit.month_day,
        "date/day-month": explicit.month_day,
        "date/weekday-day": relative.weekday_day,
        "date/month-year": explicit.month_year,
        "date/latest-period": explicit.latest_period,
        "date/month-yearref": explicit.month_yearref,
        "date/month": explicit.month,
        "date/year": explicit.year,
        "date/fiscal-year": periods.fiscal_year,
        "date/year-fiscal": periods.fiscal_year,
        "range/fiscal-years": periods.fiscal_years,
        "range/years-fiscal": periods.fiscal_years,
        "deictic/fiscal-year": periods.this_fiscal_year,
        "date/half-short": periods.half_short,
        "date/week-of": periods.week_of,
        "date/week-of-day": periods.week_of,
        "date/year-words": explicit.year_words,
        "date/decade": explicit.decade,
        "date/decade-words": explicit.decade,
        "date/century": explicit.century,
        "date/quarter": explicit.quarter,
        "date/year-quarter": explicit.year_quarter,
        "date/quarter-short": explicit.quarter,
        "date/half": explicit.half,
        "date/year-ago": explicit.year_ago,
        "date/year-end": explicit.year_end,
        "season/year": explicit.season_year,
        "season/deictic": relative.season,
        "season/bare": relative.season,
        "season/in": relative.season,
        "deictic/unit": relative.unit,
        "deictic/past-unit": durations.past_unit,
        "deictic/weekend": relative.weekend,
        "deictic/anaphor": relative.anaphor,
        "deictic/day": relative.day,
        "deictic/part": relative.part,
        "deictic/part-anaphor": relative.part_anaphor,
        "deictic/part-bare": relative.part_spoken_of,
        "weekday/deictic": relative.weekday,
        "weekday/bare": relative.weekday,
        "weekday/part-of": relative.weekday,
        "offset/ago": relative.ago,
        "offset/ago-day": relative.ago_today,
        "offset/vague-ago": relative.vague_ago,
        "offset/ahead": relative.ahead,
        "offset/day-before": relative.beside,
        "offset/earlier": relative.earlier,
        "offset/later": relative.later,
        "duration/window": durations.window,
        "duration/recent": durations.bare,
        "duration/range": durations.duration,
        "duration/count": durations.duration,
        "duration/plus-half": durations.plus_half,
        "duration/first-of": periods.first_of,
        "duration/to-month": periods.to_month,
        "duration/and-half": durations.and_half,
        "duration/bare": durations.bare,
        "duration/ending": explicit.ending,
        "set/every": durations.every,
        "set/times": durations.times_a,
        "set/weekdays": durations.weekdays,
        "set/frequency": durations.frequency,
        "clock/time": durations.clock,
        "clock/24": durations.clock,
        "clock/zone": durations.clock,
        "clock/word": durations.clock,
        "range/month-days": explicit.day_range,
        "range/days-month": explicit.day_range,
        "range/months": periods.months,
        "range/years": explicit.year_range,
        "holiday/fixed": explicit.holiday,
        "holiday/movable": movable_feasts.feast,
        "holiday/weekend": movable_feasts.weekend,
        "holiday/weekday": movable_feasts.weekday_beside,
        "reference": durations.reference,
    }
)


def resolve(found: Found, words: str, grounds: Sequence[Ground]) -> Value | None:
    """The value of a match over all days the report may be of; what they do not share stays open."""
    pieces = {**found.pieces, "word": words}
    read = READERS[found.rule]
    return joined([read(pieces, ground) for ground in grounds])


def joined(found: Sequence[Value | None]) -> Value | None:
    """One value for several: theirs if equal, `XXXX` for a year that alone differs, else open."""
    known = [value for value in found if value is not None]
    if len(known) != len(found) or not known:
        return None
    first = known[0]
    if all(value.value == first.value for value in known):
        return first if len(known) == 1 else replace(first, edtf=None)
    if all(v.value[4:] == first.value[4:] and v.value[:4].isdigit() for v in known):
        others = tuple(dict.fromkeys(calendar.stretch(v.value).edtf for v in known))
        why = f"{first.why}; the year is open, as the report's is"
        return Value("XXXX" + first.value[4:], why, first.confidence * 0.9, first.type, others)
    return Value(calendar.OPEN, "the report's year is open", 0.8, first.type)


def surnames_of(parsed: Parsed) -> Surnames:
    """The words behind the first of every person's name."""
    people = [n for n in parsed.names if n.label == "PERSON"]
    places = frozenset(i for n in people for i in range(n.first + 1, n.last))
    return Surnames(places, frozenset(parsed.tokens[i].text for i in places))


def is_time(
    found: Found, parsed: Parsed, first: int, last: int, surnames: Surnames | None = None
) -> bool:
    """Whether the parse allows the match to be a time; `first` and `last` are its tokens.

    `surnames` are those of the report's people: a month may be one of them.
    """
    text, tokens = parsed.text, parsed.tokens
    after = text[found.end : found.end + 6].lower()
    kind = found.rule.split("/")[0]
    if kind == "duration":
        part = "quarter" in found.pieces.get("unit", "") and after.startswith(" of")
        aged = after.lstrip("- ").startswith("old")
        named = found.rule == "duration/bare" and _is_of_a_kind(parsed, last)
        rate = _is_rate(found, parsed, first)
        return not (part or aged or named or rate or _is_ordinal(found, after))
    doubts = {
        "date/month": lambda: (
            tokens[last].tag not in {"MD", "VB", "VBP", "VBZ"}
            and not (surnames and _is_person(found, parsed, last, surnames))
            and not _is_short_word(found, parsed, last)
        ),
        "date/decade": lambda: parsed.tokens[max(first - 1, 0)].tag != "PRP$",  # "in his 40s"
        "date/decade-words": lambda: parsed.tokens[max(first - 1, 0)].tag != "PRP$",
        "season/in": lambda: tokens[last].pos == "NOUN",
        "holiday/fixed": lambda: not _is_in_name(parsed, first, last),
        "holiday/movable": lambda: not _is_in_name(parsed, first, last),
        "deictic/day": lambda: not _is_name(found, parsed, first),
        "deictic/unit": lambda: not _is_name(found, parsed, first),
        "date/year": lambda: _is_year(found, parsed, first, last),
        "reference": lambda: not after.startswith((" as ", " after")),
        "deictic/part-bare": lambda: _is_of_a_day(parsed, last),
        "set/frequency": lambda: (
            tokens[first].pos in {"ADV", "ADJ"}
            and text[found.start].islower()
            and not _after_amount(parsed, first)
        ),
        "clock/24": lambda: text[max(found.start - 1, 0)] not in "-:",
    }
    return doubts[found.rule]() if found.rule in doubts else True


def _is_person(found: Found, parsed: Parsed, last: int, surnames: Surnames) -> bool:
    """Whether a month is somebody's name: `Edda May`, and `May` where the report tells of her."""
    if {"mod", "deictic"} & found.pieces.keys():
        return False
    token = parsed.tokens[last]
    in_it = token.dep == "pobj" and parsed.tokens[token.head].lemma.lower() in values("within")
    return last in surnames.places or (token.text in surnames.words and not in_it)


def _is_short_word(found: Found, parsed: Parsed, last: int) -> bool:
    """Whether a month cut short is none: `Mar-a-Lago`, `No, Jan,`; with a point it is, or behind "in"."""
    word = found.pieces["month"].lower()
    same = (name for name, number in values("month").items() if number == values("month")[word])
    if {"mod", "deictic"} & found.pieces.keys() or len(word) == max(map(len, same)):
        return False
    token, after = parsed.tokens[last], parsed.text[found.end : found.end + 1]
    in_it = token.dep == "pobj" and parsed.tokens[token.head].lemma.lower() in values("within")
    return after != "." and (after in {"-", "’", "'"} or not in_it)


def _is_of_a_kind(parsed: Parsed, unit: int) -> bool:
    """Whether days or hours are of a kind, or somebody's, and no length: `voting hours`, `her days`."""
    children = (parsed.tokens[i] for i in parsed.children[unit])
    return any(child.dep in {"compound", "poss"} for child in children)


def _is_of_a_day(parsed: Parsed, part: int) -> bool:
    """Whether "the night" is one of a day spoken of: not "won the night", "the night of the attack"."""
    children = (parsed.tokens[i] for i in parsed.children[part])
    told = any(child.dep == "relcl" or child.lemma.lower() == "of" for child in children)
    return not told and parsed.tokens[part].dep not in {"dobj", "attr"}


def _is_name(found: Found, parsed: Parsed, first: int) -> bool:
    """Whether the words are part of a name: `USA Today`, `Karsk Today`, `on "This Week"`."""
    words = parsed.text[found.start : found.end].split()
    if not first or not all(word[0].isupper() for word in words):
        return False
    before = parsed.tokens[first - 1]
    follows_name = before.tag in {"NNP", "NNPS"} and before.end + 1 == found.start
    return follows_name or (len(words) > 1 and parsed.text[found.start - 1] in "“‘\"'`")


def _is_in_name(parsed: Parsed, first: int, last: int) -> bool:
    """Whether a holiday's word is part of somebody's or something's name: `Anwar Ramadan`, `Easter Island`."""
    names = [name for name in parsed.names if name.first <= first and last < name.last]
    return any(
        name.label in {"PERSON", "ORG", "GPE", "LOC", "FAC"}
        and (name.first, name.last) != (first, last + 1)
        for name in names
    )


def _is_ordinal(found: Found, after: str) -> bool:
    """Whether "second" counts rather than lasts ("a second man")."""
    return found.pieces.get("unit", "").lower() == "second" and bool(after.strip(" .,;"))


def _is_rate(found: Found, parsed: Parsed, first: int) -> bool:
    """Whether "a year" tells what an amount is counted by: `$500 million a year`, `four flights a week`."""
    single = parsed.text[found.start : found.start + 2].lower() in {"a ", "an"}
    return single and first > 0 and parsed.tokens[first - 1].pos in {"NOUN", "NUM", "SYM"}


def _after_amount(parsed: Parsed, first: int) -> bool:
    """Whether an amount stands right before: `rose 8.5% annually`, `10,000 units annually`."""
    return any(token.pos == "NUM" for token in parsed.tokens[max(first - 3, 0) : first])


def _is_year(found: Found, parsed: Parsed, first: int, last: int) -> bool:
    """Whether four digits are a year, and not a count ("2000 people") or part of a number."""
    year = parsed.tokens[last]
    before = parsed.text[max(found.start - 1, 0) : found.start]
    if before in set("$£€-/.#") or parsed.text[found.end : found.end + 1] in {"%", "/"}:
        return False
    follows = parsed.tokens[last + 1] if last + 1 < len(parsed.tokens) else None
    if follows is not None and year.dep == "nummod" and follows.tag in {"NNS", "NNPS"}:
        lead = parsed.tokens[first - 1].text.lower() if first else ""
        return lead in {"the", "in", "of", "'s", "’s", "its", "their", "his", "her"}
    return not (follows is not None and follows.text.lower() in {"million", "billion", "percent"})
