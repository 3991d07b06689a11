"""Where names begin and end: runs of capitalised words, joined, split and closed as English writes names.

In: the parse, the tokens of titles, the pipeline's labels. Out: token ranges, one for each name; `name_kinds` says of
what kind each is.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Joren Pell, Jr., and Bao Le-min left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [text[parsed.tokens[a].start : parsed.tokens[b - 1].end] for a, b in find_runs(parsed, 0, 10, set(), {})]
['Joren Pell', 'Jr.', 'Bao Le-min']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from onrecord.lexicon.given_names import is_given_name, opens_with_given_name
from onrecord.lexicon.names import name_words
from onrecord.lexicon.outlets import is_outlet_name
from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import rows, words_of
from onrecord.model import Parsed, Token

_HYPHENS = frozenset("-‑")
_MARKS = frozenset("\"'“”‘’")
# Party and seat after a name, which are no name: `Mira Tasel, D-Calif.,`.
PARTY_SEAT = re.compile("[RDI][-‑][A-Z]")
# Signs within a word that was decoded with a wrong encoding (`BrodtÃ¡r`), and within no other.
MISREAD = re.compile("[\x80-\xa9\xac-\xb9\xbc-\xbf]")


@cache
def calendar_words() -> frozenset[str]:
    """Months and days of the week, folded."""
    return frozenset(
        fold_word(row["word"])
        for row in rows("times/time_words")
        if row["class"] in {"month", "weekday"}
    )


def find_runs(
    parsed: Parsed, first: int, last: int, taken: set[int], labels: dict[int, str]
) -> Iterator[tuple[int, int]]:
    """The longest runs of name tokens among tokens `[first, last)`, joined across particles and hyphens."""
    i = first
    while i < last:
        if not _may_be_in_name(parsed, parsed.tokens[i], taken, labels):
            i += 1
            continue
        start = i
        i = _end_of_run(parsed, start, last, taken, labels)
        yield start, i


def _end_of_run(
    parsed: Parsed, start: int, last: int, taken: set[int], labels: dict[int, str]
) -> int:
    i = start + 1
    while i < last and parsed.tokens[i].sentence == parsed.tokens[start].sentence:
        token = parsed.tokens[i]
        if _may_be_in_name(parsed, token, taken, labels):
            i += 1
            continue
        if _is_quoted_nickname(parsed.tokens[i : min(i + 4, last)]) and _may_be_in_name(
            parsed, parsed.tokens[i + 3], taken, labels
        ):
            i += 4
            continue
        joins = fold_word(token.text) in name_words("particle") or (
            token.text in {"-", "‑"} and parsed.tokens[i - 1].end == token.start
        )
        ahead = next(
            (
                j
                for j in (i + 1, i + 2)
                if j < last and _may_be_in_name(parsed, parsed.tokens[j], taken, labels)
            ),
            None,
        )
        between = ahead is not None and (
            ahead == i + 1
            or fold_word(parsed.tokens[i + 1].text) in name_words("particle")
            or parsed.tokens[i + 1].text in _HYPHENS  # "Joren al-Tasel"
        )
        if not (joins and between and ahead):
            return _end_of_hyphenated(parsed, start, i, last)
        i = ahead + 1
    return i


def _is_quoted_nickname(tokens: Sequence[Token]) -> bool:
    """True if tokens inside a name are a nickname in quotation marks: `Wilhelmina “Mina” Tasel`."""
    if len(tokens) < 4 or tokens[0].text not in _MARKS or tokens[2].text not in _MARKS:
        return False
    return tokens[1].text[0].isupper() and tokens[3].text[0].isupper()


def surnames_of(parsed: Parsed) -> frozenset[str]:
    """The capitalised words after a given name, with or without an initial between them."""
    found: set[str] = set()
    for token in parsed.tokens[1:]:
        if token.pos != "PROPN":
            continue
        before = parsed.tokens[token.i - 1]
        initial = token.i > 1 and len(before.text) == 2 and before.text[1] == "."
        before = parsed.tokens[token.i - 2] if initial else before
        if before.text[0].isupper() and is_given_name(before.text):
            found.add(token.text)
    return frozenset(found)


def split_run(
    parsed: Parsed, first: int, last: int, surnames: AbstractSet[str] = frozenset()
) -> Iterator[tuple[int, int]]:
    """The names of a run: a name that is no person's is split from the person's name right after it.

    The first may be an outlet's (`Lantern News Mira Tasel`), a body's or place's after a title (`ambassador to the
    United Nations Mira Tasel`). A plural role before several persons (`Judges Mira Tasel`) is dropped.
    """
    tokens = parsed.tokens
    state = (
        last - first == 2
        and tokens[last - 1].text in surnames
        and _is_state_only(tokens[first].text)
    )
    if state:  # "a Wisconsin Tasel rally"
        yield first, last - 1
        yield last - 1, last
        return
    for middle in range(last - 2, first, -1):
        if opens_with_given_name(" ".join(t.text for t in tokens[middle:last])):
            before = parsed.text[tokens[first].start : tokens[middle - 1].end]
            if _ends_in_plural_role(parsed, first, middle):
                yield middle, last
                return
            if is_outlet_name(before) or _is_no_person(before.split()):
                yield first, middle
                yield middle, last
                return
    yield first + _ends_in_plural_role(parsed, first, first + 1) * (last - first > 2), last


def _is_state_only(word: str) -> bool:
    """True if a word is a state's name and no given name."""
    return bool(state_of(word, ())) and not is_given_name(word)


def _ends_in_plural_role(parsed: Parsed, first: int, middle: int) -> bool:
    """True if the words before a name end in a plural role: `Judges`, `U.S. Senators`."""
    word = fold_word(parsed.tokens[middle - 1].text)
    ends = {word.removesuffix("s"), word.removesuffix("ies") + "y"}
    opens = first == parsed.sentences[parsed.tokens[first].sentence].first
    return word.endswith("s") and bool(ends & role_words().keys()) and (opens or middle - first > 1)


def _is_no_person(words: Sequence[str]) -> bool:
    """True if words before a given name are a state's, or end as a body's name or a portfolio does."""
    last = fold_word(words[-1])
    closing = last in words_of("entities/organisation_words") or last in words_of(
        "entities/portfolios"
    )
    return bool(state_of(" ".join(words), ())) or (closing and len(words) > 1)


def name_parts(parsed: Parsed, first: int, last: int) -> tuple[str, ...]:
    """The words of a name: its tokens without commas and quotation marks, hyphenated ones rejoined."""
    parts: list[str] = []
    for token in parsed.tokens[first:last]:
        hyphened = token.text in _HYPHENS or (parts and parts[-1][-1] in _HYPHENS)
        if parts and hyphened and parsed.tokens[token.i - 1].end == token.start:
            parts[-1] += token.text
        elif token.text != "," and token.text not in _MARKS:
            parts.append(token.text)
    return tuple(parts)


def _end_of_hyphenated(parsed: Parsed, start: int, end: int, last: int) -> int:
    """The end of a name with a hyphenated part in lower case: `Bao Le-min`."""
    tokens = parsed.tokens
    if end - start < 2 or end + 1 >= last or tokens[end].text not in {"-", "‑"}:
        return end
    part = tokens[end + 1]
    glued = tokens[end - 1].end == tokens[end].start and tokens[end].end == part.start
    modifies = end + 2 < last and tokens[end + 2].pos in {"NOUN", "ADJ", "PROPN"}
    return end + 2 if glued and part.text.isalpha() and not modifies else end


def suffix_end(parsed: Parsed, last: int) -> int:
    """The end of a name with the suffix after a comma: `Joren Pell, Jr.`."""
    tokens = parsed.tokens
    behind = last + 1 < len(tokens) and tokens[last].text == "," and tokens[last + 1].text
    return last + 2 if behind and fold_word(behind) in name_words("suffix") else last


def _may_be_in_name(parsed: Parsed, token: Token, taken: set[int], labels: dict[int, str]) -> bool:
    """True if a token can be part of a name."""
    if token.i in taken or not token.text[0].isupper() or token.pos == "PRON":
        return False
    label = labels.get(token.i)
    month = fold_word(token.text) in calendar_words() and not _is_month_as_given_name(
        parsed, token, label
    )
    if token.text[-1].isdigit() or month:
        return False
    if label in {"DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "LANGUAGE"}:
        return False
    if token.pos == "PROPN" or MISREAD.search(token.text):
        return True
    return (
        label in {"PERSON", "ORG", "GPE"} and token.pos in {"NOUN", "X"}
    ) or _is_given_before_capital(parsed, token)


def _is_month_as_given_name(parsed: Parsed, token: Token, label: str | None) -> bool:
    """True if a month's word is a given name before a surname, labelled PERSON: `Jan Tasel`, `April Pell`."""
    after = parsed.tokens[token.i + 1 : token.i + 2]
    named = bool(after) and after[0].pos == "PROPN" and after[0].text[0].isupper()
    return label == "PERSON" and named and fold_word(after[0].text) not in calendar_words()


def _is_given_before_capital(parsed: Parsed, token: Token) -> bool:
    """True if a word is a given name before a capitalised word, whatever its part-of-speech tag."""
    after = parsed.tokens[token.i + 1 : token.i + 2]
    return bool(
        token.pos in {"NOUN", "X", "ADJ", "ADV", "VERB", "INTJ"}
        and is_given_name(token.text)
        and after
        and after[0].text[0].isupper()
        and after[0].sentence == token.sentence
    )
