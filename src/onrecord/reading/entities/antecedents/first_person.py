"""Who "I" is outside quotations: the one writer of a report told in the first person.

In: the parse, the cast, the attributions, and the report's bylines. Out: pronoun mentions added to the cast.
The writer is the byline's where it names one, else whom the last paragraph tells of as writers are told of
("Mira Tasel teaches in Lume."), being named nowhere else. A report that says "I" outside quotations
only now and then is not told in the first person (a question of a reporter's, a letter), nor is one of two writers.

>>> named_in("By MIRA TASEL, Health Editor"), named_in("Mira Tasel and Joren Pell"), named_in("Staff")
('Mira Tasel', None, None)
>>> named_in("Story by Mira Tasel in Karsk"), named_in("By Mira Tasel May 3, 2024"), named_in("Mira Tasel | Karsk Post")
('Mira Tasel', 'Mira Tasel', 'Mira Tasel')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.lexicon.names import full_name_key, name_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.tables import words_of
from onrecord.model import Article, Attribution, Parsed, Passage
from onrecord.reading.entities.antecedents.discourse import Scene
from onrecord.reading.entities.detect.name_bounds import calendar_words
from onrecord.reading.entities.entity_draft import Cast, Someone

# So many times at least, and in so many paragraphs, a report in the first person says "I".
OFTEN, PARAGRAPHS = 3, 2
_SAYS_I = frozenset({"I", "me", "my", "myself"})
# "By", "Story by", "Written by:"; and a word of a name.
_BY = re.compile(r"(?:\w+\s+)?by:?\s+", re.IGNORECASE)
_PART = re.compile(r"[^\W\d_][\w.’'-]*")
LONGEST_NAME = 4


def bylines_of(article: Article, text: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The bylines of a report: those that came with it, else those that stand in its text."""
    spans = [passage.span for passage in passages if passage.kind == "byline"]
    return article.authors or tuple(text[span.start : span.end] for span in spans)


def find_writer(
    parsed: Parsed, cast: Cast, attributions: Sequence[Attribution], bylines: Sequence[str]
) -> None:
    """Give every I and me outside quotations to the writer, where there is one."""
    scene = Scene(parsed, cast, attributions)
    said = [t.i for t in parsed.tokens if t.text in _SAYS_I and not _quoted(scene, t.i)]
    few = len(said) < OFTEN or len({scene.paragraph(i) for i in said}) < PARAGRAPHS
    if few and not (cast.turns and bylines):  # an interview leaves its writer few words
        return
    writer = _of_byline(cast, bylines) if bylines else _of_last_paragraph(parsed, cast)
    if writer is None:
        return
    for i in said:
        if parsed.tokens[i].tag == "PRP":
            writer.add(i, i + 1, "pronoun", 0.85)


def _quoted(scene: Scene, at: int) -> bool:
    words = scene.words_at(at)
    return words is not None and words.quoted


def named_in(byline: str) -> str | None:
    """The one person a byline names; None for several, or none."""
    told = _BY.sub("", byline.strip(), count=1) if _BY.match(byline.strip()) else byline.strip()
    if {"and", "with", "&"} & {word.casefold() for word in told.split()}:
        return None
    parts = _leading_name(told)
    bodies = any(fold_word(part) in words_of("entities/organisation_words") for part in parts)
    if not 1 < len(parts) <= LONGEST_NAME or bodies:
        return None
    return " ".join(part.title() if part.isupper() and len(part) > 2 else part for part in parts)


def _leading_name(words: str) -> list[str]:
    """The words of a name up to what follows it: a date, a place, a bar, an office behind a comma."""
    parts: list[str] = []
    for word in words.split():
        part = word.rstrip(",|:;")
        named = part[:1].isupper() or (parts and part in name_words("particle"))
        if not named or not _PART.fullmatch(part) or fold_word(part) in calendar_words():
            break
        parts.append(part)
        if part != word:
            break
    return parts


def _of_byline(cast: Cast, bylines: Sequence[str]) -> Someone | None:
    """The writer the bylines agree on: somebody of the cast, or one more."""
    names = {name for name in map(named_in, bylines) if name}
    if len(names) != 1 or len(names) < len({fold_word(each) for each in bylines}):
        return None
    [name] = names
    for who in cast.people:
        if full_name_key(who.name.split()) == full_name_key(name.split()):
            return who
    writer = Someone("person", [name])
    cast.people.append(writer)
    return writer


def _of_last_paragraph(parsed: Parsed, cast: Cast) -> Someone | None:
    """Whom the last paragraph opens with, in the present tense, if it alone names them in full."""
    if not parsed.paragraphs:
        return None
    first, last = parsed.paragraphs[-1]
    for who in cast.people:
        places = [seen.first for seen in who.mentions]
        opens = next((s for s in who.mentions if s.first == first and s.how == "name"), None)
        if opens is not None and all(first <= place < last for place in places):
            verb = parsed.tokens[parsed.tokens[opens.last - 1].head]
            return (
                who if verb.tag == "VBZ" and parsed.tokens[opens.last - 1].dep == "nsubj" else None
            )
    return None
