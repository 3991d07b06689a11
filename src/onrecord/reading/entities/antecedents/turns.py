r"""Interviews printed turn by turn: "Q: …" and "A: …", "MIRA TASEL: …", a name in a line of its own.

In: the parse, persons linked. Out: `Turn`s, each with the tokens of its label and of its words, and its speaker if known;
links of the labels. Words printed so stand in no quotation marks, yet "I" in them is the turn's speaker, not the writer.

A line's label is a person's name or a letter. Labels must alternate and come back, or they are headings ("Earlier: …",
"The facts: …"). "A" is the person mentioned most before the first question. A label that could be of several persons has
no speaker, but ends the turn before it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.parse.language import load, parse
>>> lines = ["Mayor Mira Tasel keeps the dam.", "Q: Is it shut?", "A: I shut it.", "Q: When?", "A: Today."]
>>> text = "\n".join(lines)
>>> starts = [text.index(line) for line in lines]
>>> passages = tuple(Passage("body", Span(s, s + len(line))) for s, line in zip(starts, lines))
>>> found = detect_mentions(parse(load(), text, passages))
>>> linked = link_turns(found, link_full_names(found, Resolution()))
>>> [linked.people[0].name if turn.speaker else "" for turn in linked.turns]
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
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution, Turn

RULE = "turn label"
# The longest label in characters and in words.
_MAX_CHARACTERS, _MAX_WORDS = 60, 7
# The least number of labelled lines in an interview, and of lines with the same label.
_MIN_TURNS, _MIN_SAME = 3, 2
# No interview has more labels.
_MAX_PARTIES = 40
_LETTER = re.compile(r"(?P<letter>[QA])(?:[.:]+\s|(?=[A-Z“\"][a-z’']))")
_NAME = re.compile(r"(?P<name>[A-Z][^\n:?!\"“]{0,50}?)\s?(?:\([^()\n]{1,30}\)\s?)?:(?=\s|$)")
_INITIALS = re.compile(r"[A-Z]{2,3}")


class _Label(NamedTuple):
    """A paragraph's label: its words and their tokens."""

    words: str
    tokens: Range


def link_turns(found: DetectedMentions, resolution: Resolution) -> Resolution:
    """The turns of an interview in text order, with links of their labels; none if the report is no interview.

    A person known by a label alone (`AMY TASEL: …`) is linked by it.
    """
    parsed, linker = found.parsed, Linker(resolution)
    letters, names, lone = _find_labels(parsed)
    speakers: dict[str, int | None] = {}
    if {"Q", "A"} <= {label.words for label in letters} and len(letters) >= _MIN_TURNS:
        labels = [*letters, *names]
        speakers["A"] = _interviewee(linker.people(), letters[0].tokens.first)
    else:
        labels = [*names, *lone]
    speakers.update(
        _speakers(linker, [label.words for label in labels if label.words not in {"Q", "A"}])
    )
    labels = [label for label in labels if label.words in speakers or label.words == "Q"]
    labels.sort(key=lambda label: label.tokens.first)
    if not _alternate(labels, speakers):
        return linker.resolution()
    return linker.resolution(turns=_turns(parsed, labels, speakers, linker))


def _turns(
    parsed: Parsed, labels: Sequence[_Label], speakers: Mapping[str, int | None], linker: Linker
) -> tuple[Turn, ...]:
    """One turn for each label, up to the next; each label linked to its speaker."""
    ends = [label.tokens.first for label in labels[1:]] + [len(parsed.tokens)]
    parties = {speakers.get(x.words) or x.words: speakers.get(x.words) for x in labels}
    turns: list[Turn] = []
    for label, end in zip(labels, ends, strict=True):
        speaker = speakers.get(label.words)
        asks = label.words == "Q" or parsed.tokens[end - 1].text == "?"
        others = [party for each, party in parties.items() if each != (speaker or label.words)]
        asked = others[0] if asks and len(others) == 1 else None
        turns.append(Turn(label.tokens, Range(label.tokens.last, end), speaker, asked))
        if speaker is not None and label.tokens.first < label.tokens.last:
            linker.link(EntityLink(speaker, *label.tokens, "title", 0.9, RULE))
    return tuple(turns)


def _find_labels(parsed: Parsed) -> tuple[list[_Label], list[_Label], list[_Label]]:
    """The paragraphs labelled with a letter, those with a name and a colon, and those that are a name."""
    letters: list[_Label] = []
    names: list[_Label] = []
    lone: list[_Label] = []
    for number, (first, last) in enumerate(parsed.paragraphs):
        if first == last or parsed.kinds[number] not in {"body", "headline"}:
            continue
        start, end = parsed.tokens[first].start, parsed.tokens[last - 1].end
        opening = parsed.text[start : min(start + _MAX_CHARACTERS, end)]
        letter, name = _LETTER.match(opening), _NAME.match(opening)
        short = end - start < _MAX_CHARACTERS and 1 < len(opening.split()) <= _MAX_WORDS
        if letter is not None:
            letters.append(_label(parsed, number, letter["letter"]))
        elif name is not None and len(name["name"].split()) <= _MAX_WORDS:
            names.append(_label(parsed, number, name["name"].strip()))
        elif short and opening[-1].isalpha():
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


def _speakers(linker: Linker, labels: Sequence[str]) -> dict[str, int | None]:
    """The person of each label; None for those in capitals that are no known person's (`THE FACTS: …`)."""
    found: dict[str, int | None] = {}
    different = sorted(set(labels), key=lambda words: (-len(words.split()), words))
    for words in different if len(different) <= _MAX_PARTIES else ():
        parts = [
            part for part in words.split(",")[0].split() if fold_word(part) not in role_words()
        ]
        person = _person_called(linker.people(), parts) if parts else None
        full = words.isupper() and len(parts) > 1
        forms: list[str] = []
        if person is None and full and is_given_name(parts[0]):
            person = linker.create("person")
            forms.append(" ".join(parts))
        if person is not None and full and (forms or linker[person].name.isupper()):
            forms.append(" ".join(part.title() for part in parts))
        if person is not None:
            for form in forms:
                linker.link(EntityLink(person, 0, 0, None, 0.9, RULE, name=form))
        if person is not None or words.isupper():
            found[words] = person
    return found


def _person_called(people: Sequence[EntityDraft], parts: Sequence[str]) -> int | None:
    """The one person that a label's words call by full name, by surname, by first name, or by initials."""
    first, last = full_name_key(parts)
    names = [(person.number, *full_name_key(person.name.split())) for person in people]
    ways = [[number for number, *key in names if key == [first, last]]]
    if len(parts) == 1:
        ways.append([number for number, _, surname in names if surname == last])
        ways.append([number for number, given, _ in names if given == first])
        if _INITIALS.fullmatch(parts[0]):
            ways.append([each.number for each in people if _initials(each) == parts[0]])
    return next((found[0] for found in ways if len(found) == 1), None)


def _initials(person: EntityDraft) -> str:
    return "".join(word[0] for word in person.name.split())


def _alternate(labels: Sequence[_Label], speakers: Mapping[str, int | None]) -> bool:
    """True if labels are those of an interview: two or more, one of them known, coming back."""
    count = Counter(speakers.get(label.words) or label.words for label in labels)
    again = any(n >= _MIN_SAME for n in count.values())
    known = any(isinstance(party, int) for party in count)
    return len(count) > 1 and len(labels) >= _MIN_TURNS and again and known


def _interviewee(people: Sequence[EntityDraft], first: int) -> int | None:
    """The person mentioned most before the first question, if one is."""
    count = [(sum(m.last <= first for m in p.mentions), p.number) for p in people]
    most = max((n for n, _ in count), default=0)
    found = [number for n, number in count if n == most]
    return found[0] if most and len(found) == 1 else None
