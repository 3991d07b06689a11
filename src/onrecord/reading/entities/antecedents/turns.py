r"""Interviews printed turn by turn: "Q: …" and "A: …", "MIRA TASEL: …", a name in a line of its own.

In: the parse and the cast. Out: `Turn`s, each with the tokens of its label and of what is said, and who says it where the
report tells. So printed, words stand in no quotation marks, yet "I" is whoever has the turn, not the writer.

A line's label is a person's name or a letter. Labels must alternate and come back, or they are headings ("Earlier: …",
"The facts: …"). "A" is whom the lines before the first question tell of most. A label the report does not tell apart names
nobody, but ends the turn before it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.entities.resolve.full_names import gather
>>> lines = ["Mayor Mira Tasel keeps the dam.", "Q: Is it shut?", "A: I shut it.", "Q: When?", "A: Today."]
>>> text = "\n".join(lines)
>>> starts = [text.index(line) for line in lines]
>>> passages = tuple(Passage("body", Span(s, s + len(line))) for s, line in zip(starts, lines))
>>> [turn.who.name if turn.who else "" for turn in gather(parse(load(), text, passages)).turns]
['', 'Mira Tasel', '', 'Mira Tasel']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.lexicon.given_names import is_given_name
from onrecord.lexicon.names import full_name_key
from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Parsed, Range
from onrecord.reading.entities.entity_draft import Cast, Someone, Turn

# A label ends within so many characters, and has so many words at most.
LONGEST, WORDS = 60, 7
# So many lines with labels at least are an interview; so many of one letter or name are no heading.
TURNS, AGAIN = 3, 2
# More have the floor in no interview.
PARTIES = 40
_LETTER = re.compile(r"(?P<letter>[QA])(?:[.:]+\s|(?=[A-Z“\"][a-z’']))")
_NAME = re.compile(r"(?P<name>[A-Z][^\n:?!\"“]{0,50}?)\s?(?:\([^()\n]{1,30}\)\s?)?:(?=\s|$)")
_INITIALS = re.compile(r"[A-Z]{2,3}")


class _Label(NamedTuple):
    """A paragraph's label: its words and their tokens."""

    words: str
    tokens: Range


def find_turns(parsed: Parsed, cast: Cast) -> list[Turn]:
    """The turns of an interview in text order, none where the report is no interview.

    Whoever is known by their label alone (`AMY TASEL: …`) joins the cast.
    """
    letters, names, lone = _labels(parsed)
    known: dict[str, Someone | None] = {}
    if {"Q", "A"} <= {label.words for label in letters} and len(letters) >= TURNS:
        labels = [*letters, *names]
        known["A"] = _interviewed(cast, letters[0].tokens.first)
    else:
        labels = [*names, *lone]
    known.update(_known(cast, [label.words for label in labels if label.words not in {"Q", "A"}]))
    labels = sorted((x for x in labels if x.words in known or x.words == "Q"), key=_first)
    if not _alternate(labels, known):
        return []
    ends = [label.tokens.first for label in labels[1:]] + [len(parsed.tokens)]
    parties = {known.get(x.words) or x.words: known.get(x.words) for x in labels}
    turns: list[Turn] = []
    for label, end in zip(labels, ends, strict=True):
        who = known.get(label.words)
        asks = label.words == "Q" or parsed.tokens[end - 1].text == "?"
        others = [party for each, party in parties.items() if each != (who or label.words)]
        asked = others[0] if asks and len(others) == 1 else None
        turns.append(Turn(label.tokens, Range(label.tokens.last, end), who, asked))
        if who is not None and label.tokens.first < label.tokens.last:
            who.add(*label.tokens, "title", 0.9)
    return turns


def _first(label: _Label) -> int:
    return label.tokens.first


def _labels(parsed: Parsed) -> tuple[list[_Label], list[_Label], list[_Label]]:
    """The paragraphs labelled with a letter, those with a name and a colon, and those that are a name."""
    letters: list[_Label] = []
    names: list[_Label] = []
    lone: list[_Label] = []
    for number, (first, last) in enumerate(parsed.paragraphs):
        if first == last or parsed.kinds[number] not in {"body", "headline"}:
            continue
        start, end = parsed.tokens[first].start, parsed.tokens[last - 1].end
        opening = parsed.text[start : min(start + LONGEST, end)]
        letter, name = _LETTER.match(opening), _NAME.match(opening)
        if letter is not None:
            letters.append(_label(parsed, number, letter["letter"]))
        elif name is not None and len(name["name"].split()) <= WORDS:
            names.append(_label(parsed, number, name["name"].strip()))
        elif end - start < LONGEST and 1 < len(opening.split()) <= WORDS and opening[-1].isalpha():
            lone.append(_label(parsed, number, opening))
    return letters, names, lone


def _label(parsed: Parsed, number: int, words: str) -> _Label:
    """The label with its tokens; a letter glued to the next word is no token of its own."""
    first, last = parsed.paragraphs[number]
    until = parsed.tokens[first].start + len(words)
    stop = first
    while stop < last and parsed.tokens[stop].end <= until:
        stop += 1
    return _Label(words, Range(first, stop))


def _known(cast: Cast, labels: Sequence[str]) -> dict[str, Someone | None]:
    """Whose labels are; None for those in capitals that are nobody's known (`THE FACTS: …`). Others are no labels."""
    found: dict[str, Someone | None] = {}
    different = sorted(set(labels), key=lambda words: (-len(words.split()), words))
    for words in different if len(different) <= PARTIES else ():
        parts = [
            part for part in words.split(",")[0].split() if fold_word(part) not in role_words()
        ]
        who = _called(cast, parts) if parts else None
        full = words.isupper() and len(parts) > 1
        if who is None and full and is_given_name(parts[0]):
            who = Someone("person", [" ".join(parts)])
            cast.people.append(who)
        if who is not None and full and who.name.isupper():
            who.names.append(" ".join(part.title() for part in parts))
        if who is not None or words.isupper():
            found[words] = who
    return found


def _called(cast: Cast, parts: Sequence[str]) -> Someone | None:
    """The one person a label's words call: by full name, by surname, by first name, by initials."""
    first, last = full_name_key(parts)
    names = [(person, *full_name_key(person.name.split())) for person in cast.people]
    ways = [[who for who, *key in names if key == [first, last]]]
    if len(parts) == 1:
        ways.append([who for who, _, surname in names if surname == last])
        ways.append([who for who, given, _ in names if given == first])
        if _INITIALS.fullmatch(parts[0]):
            ways.append([who for who in cast.people if _initials(who) == parts[0]])
    return next((found[0] for found in ways if len(found) == 1), None)


def _initials(who: Someone) -> str:
    return "".join(word[0] for word in who.name.split())


def _alternate(labels: Sequence[_Label], known: Mapping[str, Someone | None]) -> bool:
    """Whether labels are those of an interview: of two at least, one known, coming back."""
    count = Counter(known.get(label.words) or label.words for label in labels)
    again = any(n >= AGAIN for n in count.values())
    told = any(isinstance(party, Someone) for party in count)
    return len(count) > 1 and len(labels) >= TURNS and again and told


def _interviewed(cast: Cast, first: int) -> Someone | None:
    """Whom the text before the first question tells of most, if one alone."""
    count = Counter(
        {id(p): sum(seen.last <= first for seen in p.mentions) for p in cast.people}
    ).most_common(2)
    if not count or not count[0][1] or (len(count) > 1 and count[0][1] == count[1][1]):
        return None
    return next(p for p in cast.people if id(p) == count[0][0])
