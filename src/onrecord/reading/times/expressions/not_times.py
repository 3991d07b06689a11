"""Matches of time rules that are no time expressions: "May" the name or verb, "12 years old", "won the night".

In: a match with its tokens in the parse. Out: the reason to drop it, or None. Each check holds for one rule or one
kind of rules.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.times.expressions.grammar import scan
>>> text = "The fort is 12 years old."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> match = scan(text, 0, len(text))[0]
>>> reason_to_drop(TimeCandidate(match, parsed, 3, 4))
'an age'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from onrecord.model import Parsed
from onrecord.reading.times.expressions.grammar import TimeMatch, time_words

# Words before a number and a plural noun that make the number a year: "the 2014 protests".
_YEAR_DETERMINERS = frozenset({"the", "in", "of", "'s", "’s", "its", "their", "his", "her"})
_AMOUNT_SIGNS = frozenset("$£€-/.#")
# Words between an amount and "annually": "rose 8.5% annually".
_AMOUNT_DISTANCE = 3


class Surnames(NamedTuple):
    """The surnames in a report's full names: their tokens and their words."""

    tokens: frozenset[int]
    words: frozenset[str]


class TimeCandidate(NamedTuple):
    """A match, the first and last token of its group, and the surnames in the report."""

    match: TimeMatch
    parsed: Parsed
    first: int
    last: int
    surnames: Surnames = Surnames(frozenset(), frozenset())

    @property
    def text(self) -> str:
        """The words of the match."""
        return self.parsed.text[self.match.start : self.match.end]

    def following(self, length: int) -> str:
        """The characters behind the match."""
        return self.parsed.text[self.match.end : self.match.end + length]

    @property
    def preceding(self) -> str:
        """The character before the match, "" at the start of the text."""
        return self.parsed.text[max(self.match.start - 1, 0) : self.match.start]


_Check: TypeAlias = Callable[[TimeCandidate], str | None]


def surnames_in(parsed: Parsed) -> Surnames:
    """The words of every person's name but the first."""
    people = [n for n in parsed.names if n.label == "PERSON"]
    tokens = frozenset(i for n in people for i in range(n.first + 1, n.last))
    return Surnames(tokens, frozenset(parsed.tokens[i].text for i in tokens))


def reason_to_drop(candidate: TimeCandidate) -> str | None:
    """Why the match is no time expression, or None if it is one."""
    rule = candidate.match.rule
    kind = rule.split("/")[0]
    for check in (*_CHECKS_BY_KIND.get(kind, ()), *_CHECKS_BY_RULE.get(rule, ())):
        reason = check(candidate)
        if reason is not None:
            return reason
    return None


def _in_month(candidate: TimeCandidate) -> bool:
    """True if a preposition such as "in" governs the month."""
    token = candidate.parsed.tokens[candidate.last]
    governor = candidate.parsed.tokens[token.head].lemma.lower()
    return token.dep == "pobj" and governor in time_words("month-preposition")


def _is_verb(candidate: TimeCandidate) -> str | None:
    """The council `may` meet, they `march`."""
    verb = candidate.parsed.tokens[candidate.last].tag in {"MD", "VB", "VBP", "VBZ"}
    return f"“{candidate.text}” is a verb here" if verb else None


def _is_person(candidate: TimeCandidate) -> str | None:
    """`Edda May`, and `May` alone in a report that names them."""
    if {"mod", "deictic"} & candidate.match.groups.keys():
        return None
    token = candidate.parsed.tokens[candidate.last]
    bare = token.text in candidate.surnames.words and not _in_month(candidate)
    named = candidate.last in candidate.surnames.tokens or bare
    return f"“{candidate.text}” is a name of a person here" if named else None


def _is_not_abbreviated_month(candidate: TimeCandidate) -> str | None:
    """`Mar-a-Lago`, `No, Jan,`: a short form is a month behind "in" or with a full stop only."""
    groups = candidate.match.groups
    word = groups["month"].lower()
    months = time_words("month")
    longest = max(len(name) for name, number in months.items() if number == months[word])
    if {"mod", "deictic"} & groups.keys() or len(word) == longest:
        return None
    after = candidate.following(1)
    short = after != "." and (after in {"-", "’", "'"} or not _in_month(candidate))
    return f"“{candidate.text}” abbreviates no month here" if short else None


def _is_age_decade(candidate: TimeCandidate) -> str | None:
    """`in his 40s`."""
    possessive = candidate.parsed.tokens[max(candidate.first - 1, 0)].tag == "PRP$"
    return "a decade of a person's age" if possessive else None


def _is_no_season(candidate: TimeCandidate) -> str | None:
    """`They fell in`."""
    noun = candidate.parsed.tokens[candidate.last].pos == "NOUN"
    return None if noun else f"“{candidate.text}” is no noun here"


def _is_part_of_name(candidate: TimeCandidate) -> str | None:
    """A holiday in another name: `Anwar Ramadan`, `Easter Island`."""
    first, end = candidate.first, candidate.last + 1
    for name in candidate.parsed.names:
        inside = (
            name.first <= first and end <= name.last and (name.first, name.last) != (first, end)
        )
        if inside and name.label in {"PERSON", "ORG", "GPE", "LOC", "FAC"}:
            return "part of a longer name"
    return None


def _is_title(candidate: TimeCandidate) -> str | None:
    """A name or title of capitalised words: `USA Today`, `on "This Week"`."""
    words = candidate.text.split()
    if not candidate.first or not all(word[0].isupper() for word in words):
        return None
    before = candidate.parsed.tokens[candidate.first - 1]
    follows_name = before.tag in {"NNP", "NNPS"} and before.end + 1 == candidate.match.start
    quoted = len(words) > 1 and candidate.preceding in set("“‘\"'`")
    return "part of a name or title" if follows_name or quoted else None


def _is_no_year(candidate: TimeCandidate) -> str | None:
    """A count or part of a number: `2000 people`, `$2014`."""
    tokens, first, last = candidate.parsed.tokens, candidate.first, candidate.last
    if candidate.preceding in _AMOUNT_SIGNS or candidate.following(1) in {"%", "/"}:
        return "part of a longer number"
    follows = tokens[last + 1] if last + 1 < len(tokens) else None
    if follows is None:
        return None
    if tokens[last].dep == "nummod" and follows.tag in {"NNS", "NNPS"}:
        before = tokens[first - 1].text.lower() if first else ""
        return None if before in _YEAR_DETERMINERS else f"a count of {follows.text}"
    return "an amount" if follows.text.lower() in {"million", "billion", "percent"} else None


def _is_preposition(candidate: TimeCandidate) -> str | None:
    """`as soon as`, `soon after`."""
    joined = candidate.following(6).lower().startswith((" as ", " after"))
    return "part of a longer preposition" if joined else None


def _is_no_part_of_day(candidate: TimeCandidate) -> str | None:
    """`won the night`, `the night of the attack`: no part of a day mentioned before."""
    children = (candidate.parsed.tokens[i] for i in candidate.parsed.children[candidate.last])
    if any(child.dep == "relcl" or child.lemma.lower() == "of" for child in children):
        return "a part of another day, which its modifier gives"
    objects = candidate.parsed.tokens[candidate.last].dep in {"dobj", "attr"}
    return "an object of the verb, no time" if objects else None


def _is_no_frequency(candidate: TimeCandidate) -> str | None:
    """A name (`the Karsk Daily`), or the rate of an amount (`rose 8.5% annually`)."""
    tokens, first = candidate.parsed.tokens, candidate.first
    if tokens[first].pos not in {"ADV", "ADJ"} or not candidate.text[0].islower():
        return "no adverb or adjective in lower case"
    amount = any(token.pos == "NUM" for token in tokens[max(first - _AMOUNT_DISTANCE, 0) : first])
    return "the rate of an amount" if amount else None


def _is_part_of_score(candidate: TimeCandidate) -> str | None:
    """`3-12:30`, `1:12:30`."""
    before = candidate.parsed.text[max(candidate.match.start - 1, 0)]
    return "part of a longer number" if before in "-:" else None


def _is_quarter_of(candidate: TimeCandidate) -> str | None:
    """`a quarter of the voters`."""
    quarter = "quarter" in candidate.match.groups.get("unit", "")
    part = quarter and candidate.following(6).lower().startswith(" of")
    return "a fourth part, no duration" if part else None


def _is_age(candidate: TimeCandidate) -> str | None:
    """`12 years old`."""
    aged = candidate.following(6).lower().lstrip("- ").startswith("old")
    return "an age" if aged else None


def _is_kind_of_unit(candidate: TimeCandidate) -> str | None:
    """Units of a kind or of a person: `voting hours`, `her days`."""
    children = (candidate.parsed.tokens[i] for i in candidate.parsed.children[candidate.last])
    modified = any(child.dep in {"compound", "poss"} for child in children)
    return "units of a kind, no duration" if modified else None


def _is_rate(candidate: TimeCandidate) -> str | None:
    """`$500 million a year`, `four flights a week`."""
    start, first = candidate.match.start, candidate.first
    article = candidate.parsed.text[start : start + 2].lower() in {"a ", "an"}
    counted = first > 0 and candidate.parsed.tokens[first - 1].pos in {"NOUN", "NUM", "SYM"}
    return "the unit of a rate" if article and counted else None


def _is_ordinal(candidate: TimeCandidate) -> str | None:
    """`a second man`."""
    second = candidate.match.groups.get("unit", "").lower() == "second"
    ordinal = second and bool(candidate.following(6).strip(" .,;"))
    return "“second” is an ordinal here" if ordinal else None


_CHECKS_BY_KIND: Mapping[str, tuple[_Check, ...]] = MappingProxyType(
    {"duration": (_is_quarter_of, _is_age, _is_rate, _is_ordinal)}
)
_CHECKS_BY_RULE: Mapping[str, tuple[_Check, ...]] = MappingProxyType(
    {
        "clock/24": (_is_part_of_score,),
        "date/decade": (_is_age_decade,),
        "date/decade-words": (_is_age_decade,),
        "date/month": (_is_verb, _is_person, _is_not_abbreviated_month),
        "date/year": (_is_no_year,),
        "deictic/day": (_is_title,),
        "deictic/part-bare": (_is_no_part_of_day,),
        "deictic/unit": (_is_title,),
        "duration/bare": (_is_kind_of_unit,),
        "holiday/fixed": (_is_part_of_name,),
        "holiday/movable": (_is_part_of_name,),
        "reference": (_is_preposition,),
        "season/in": (_is_no_season,),
        "set/frequency": (_is_no_frequency,),
    }
)
