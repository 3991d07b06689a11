"""Read the groups that a pattern of `time_rules.tsv` captures: numbers, months, weekdays, parts of day.

In: the captured words by group name. Out: numbers, or the codes of TimeML.

>>> parse_amount({"number": "twenty-one"}), month_number("Sept."), part_of_day_code({"part": "evening"})
(21.0, 9, 'TEV')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.value import TimeContext, TimeValue

# The words a pattern captures, by the name of the group in the pattern.
Groups: TypeAlias = Mapping[str, str]


def month_number(word: str) -> int:
    """The number of a month by its name."""
    return int(time_words("month")[word.lower().rstrip(".")])


def weekday_number(word: str) -> int:
    """The number of a weekday by its name, Monday 1."""
    key = word.lower().rstrip(".")
    return int(time_words("weekday").get(key) or time_words("weekday-short")[key])


def day_number(digits: str) -> int:
    """The number in a day or ordinal: `23rd` → 23."""
    return int("".join(c for c in digits if c.isdigit()))


def parse_amount(groups: Groups, suffix: str = "") -> float | None:
    """The number given in digits or words; None for a vague one ("several")."""
    if "digits" + suffix in groups:
        text = groups["digits" + suffix].replace(",", "")
        whole = re.match(r"[\d.]+", text)
        halved = 0.5 if "1/2" in text[1:] or "½" in text else 0
        return float(whole.group().rstrip(".") if whole else 0) + halved
    if "couple" in groups:
        return 2
    if "number" + suffix not in groups:
        return None
    return _parse_number_words(groups["number" + suffix])


def _parse_number_words(text: str) -> float:
    """The value of a number in words: `twenty one`, `two hundred`."""
    words = time_words("number")
    text = " ".join(text.lower().replace("-", " ").split())
    if text in words:
        return float(words[text])
    total = 0.0
    for word in text.split():
        if word in {"hundred", "thousand"}:
            total = (total or 1) * (100 if word == "hundred" else 1000)
        else:
            total += float(words.get(word, 0))
    return total


def parse_year_words(groups: Groups) -> str:
    """The year in `nineteen ninety-six` or `two thousand and four`, as four digits."""
    words = time_words("number")
    if "tensword" in groups:
        ones = int(float(words.get(groups.get("ones", "").lower(), "0")))
        return str(1900 + int(words[groups["tensword"].lower()]) + ones)
    return str(2000 + int(float(words.get(groups.get("ones2", "").lower(), "0"))))


def named_year(groups: Groups, context: TimeContext) -> int | None:
    """The year given as a number or as "this year", "last year", "next year"; None without one."""
    if "year" in groups:
        return int(groups["year"])
    word = groups.get("yearref", "").lower().removesuffix(" year").strip()
    if not word or context.anchor is None:
        return None
    return context.anchor.year + int(time_words("deictic").get(word, "0"))


def deictic_step(groups: Groups) -> int:
    """The units that "last" (-1), "this" (0) or "next" (1) moves."""
    word = " ".join(groups.get("deictic", "this").lower().split())
    return int(time_words("deictic")[word])


def part_of_day_code(groups: Groups) -> str:
    """TimeML's code of a part of the day, to follow a day: `TMO`, `TEV`, `T12:00`."""
    code = time_words("part")[" ".join(groups["part"].lower().split())]
    return code if code.startswith("T") else "T" + code


def with_part_of_day(value: str, code: str, why: str, confidence: float) -> TimeValue:
    """A day with the code of a part of it (`2022-10-23TEV`), as type TIME; without a code the day."""
    if not code:
        return TimeValue(value, why, confidence)
    return TimeValue(value + code, why, confidence, "TIME")
