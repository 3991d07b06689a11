"""Occasions: the calls, meetings and speeches a report tells of, who was there, and on which day.

In: the parse, the report's times, who is mentioned where. Out: an `Occasion` for each noun or verb of
`lexicon/times/occasions.tsv`, in text order. Its day is the time that hangs on it; one named again without a
day ("the call") has the day of the only other one of its kind with the same people. Days that
contradict leave it without one.

>>> from onrecord.model import Dated, Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.times.expressions.find_times import find_times
>>> from datetime import datetime, timezone
>>> text = "Tasel and Lemsk spoke on Tuesday. The conversation was short."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> day = Dated("2024-05-03", "2024-05-03", "2024-05-03", "day", "given")
>>> times = find_times(parsed, day, datetime(2024, 5, 4, tzinfo=timezone.utc))
>>> [(o.kind, o.dated.edtf) for o in find_occasions(Tree(parsed), times, {0: "t", 2: "l"})]
[('talks', '2024-04-30'), ('talks', '2024-04-30')]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from onrecord.lexicon.tables import rows
from onrecord.model import Dated, Time, Token
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.tense import CLIMB, tense_at

# A time hangs on its word within a few steps of the tree: "said in a call | on | Sunday".
STEPS = 4
SUBJECTS = ("nsubj", "nsubjpass")
OBJECTS = ("dobj", "dative", "pobj")
# What tells of more dated occasions than this is a calendar: no "the call" in it means one of them.
MANY = 100
# A call may be a conversation and so may a meeting, but no call is a meeting.
ALIKE = frozenset({"talks", "call", "meeting"})

Who: TypeAlias = Mapping[int, str]
Told: TypeAlias = Mapping[int, Sequence[tuple[int, Time]]]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One place that tells of an occasion: its token, its kind, who was there, its day if told."""

    at: int
    kind: str
    people: frozenset[str]
    dated: Dated | None = None


def find_occasions(tree: Tree, times: Sequence[Time], who: Who) -> tuple[Occasion, ...]:
    """The occasions told of, in text order. `who` gives the entity that a token is part of."""
    days = days_told(tree, times)
    found = []
    for token in tree.tokens:
        kind = kind_of(token)
        if kind is not None:
            occasion = _occasion(tree, token, kind, days, who)
            if occasion is not None:
                found.append(occasion)
    dated = [occasion for occasion in found if occasion.dated is not None]
    if len(dated) > MANY:
        return tuple(found)
    return tuple(_with_day(tree, occasion, dated) for occasion in found)


def days_told(tree: Tree, times: Sequence[Time]) -> Told:
    """By sentence, the times that tell when, each with its last token: no lengths, no "recently"."""
    told: dict[int, list[tuple[int, Time]]] = defaultdict(list)
    for time in times:
        if time.type in {"DATE", "TIME"} and not time.value.endswith("REF"):
            last = tree.before(time.span.end) - 1
            told[tree.tokens[last].sentence].append((last, time))
    return told


def verb_of(tree: Tree, first: int, last: int) -> int:
    """The verb among tokens `[first, last)`, else the first of them."""
    return next((i for i in range(first, last) if tree.tokens[i].tag.startswith("VB")), first)


def steps_to(tree: Tree, i: int, goal: set[int]) -> int | None:
    """How many steps lead from a time's token `i` up to one of `goal`; None if none do.

    None too where a verb or another occasion stands between ("followed a meeting on Monday"), or where
    the day is but an edge: "since Tuesday".
    """
    if tree.tokens[tree.tokens[i].head].lemma.lower() in values("edge"):
        return None
    for steps in range(STEPS + 1):
        if i in goal:
            return steps
        token = tree.tokens[i]
        if token.head == i or (steps and (token.pos == "VERB" or kind_of(token))):
            return None
        i = token.head
    return None


def kind_of(token: Token) -> str | None:
    """What kind of occasion a word tells of, if any."""
    return _kinds().get((token.lemma.lower(), token.pos))


@cache
def _kinds() -> Mapping[tuple[str, str], str]:
    return {(row["word"], row["pos"].upper()): row["kind"] for row in rows("times/occasions")}


def _occasion(tree: Tree, token: Token, kind: str, told: Told, who: Who) -> Occasion | None:
    """What a noun or a verb tells of, unless it lies ahead or a verb has no second side."""
    verb = token if token.pos == "VERB" else _verb_over(tree, token)
    if verb is not None and tense_at(tree.parsed, verb.i) == "future":
        return None
    if token.pos == "VERB" and not _joins_two(tree, token):
        return None
    words = {token.i, token.i if verb is None else verb.i}
    people = {person for word in words for person in _people(tree, word, who)}
    near = [
        (steps, time.dated)
        for last, time in told.get(token.sentence, ())
        if (steps := steps_to(tree, last, words)) is not None
    ]
    if near:
        day: Dated | None = min(near, key=lambda each: each[0])[1]
    else:
        day, before = _set_by_sentence_before(tree, token, told)
        people.update(_people(tree, before, who) if day and before is not None else ())
    return Occasion(token.i, kind, frozenset(people), day)


def _set_by_sentence_before(
    tree: Tree, token: Token, told: Told
) -> tuple[Dated | None, int | None]:
    """The day the sentence before tells, and its verb: `On Monday Tasel came. Lemsk met him there`."""
    if token.pos != "VERB" or token.sentence == 0 or tense_at(tree.parsed, token.i) != "past":
        return None, None
    sentence = token.sentence - 1
    start = tree.parsed.sentences[sentence].first
    if tree.paragraph[start] != tree.paragraph[token.i]:
        return None, None
    for last, time in told.get(sentence, ()):
        verb = _verb_over(tree, tree.tokens[last])
        if verb is not None and verb.tag == "VBD" and time.dated.precision in {"day", "hour"}:
            return time.dated, verb.i
    return None, None


def _verb_over(tree: Tree, noun: Token) -> Token | None:
    """The verb a noun hangs on, by itself or by one preposition."""
    token = tree.tokens[noun.head]
    if token.pos == "ADP" and token.lemma.lower() not in values("edge"):
        token = tree.tokens[token.head]
    return token if token.pos in {"VERB", "AUX"} else None


def _people(tree: Tree, word: int, who: Who) -> Iterator[str]:
    """Who stands at a verb or noun as subject, object, owner, or behind "with", "between" and "to"."""
    for child in tree.children(word):
        if child.dep == "poss" and child.tag == "PRP$":
            yield from _subject_above(tree, word, who)
        elif child.dep in (*SUBJECTS, *OBJECTS, "poss"):
            yield from _each(tree, child, who)
    for preposition in _prepositions(tree, word):
        if preposition.lemma.lower() in {"with", "between", "to"}:
            for object_ in tree.children(preposition.i, "pobj"):
                yield from _each(tree, object_, who)


def _subject_above(tree: Tree, word: int, who: Who) -> Iterator[str]:
    """Whom "his call" means: the subject of the clause it stands in."""
    token = tree.tokens[word]
    for _ in range(CLIMB):
        subject = tree.child(token.i, *SUBJECTS)
        if subject is not None:
            yield from _each(tree, subject, who)
            return
        token = tree.tokens[token.head]


def _prepositions(tree: Tree, word: int) -> Iterator[Token]:
    """Those that hang on a word, and on what stands behind them: `spoke by telephone with`."""
    for preposition in tree.children(word, "prep"):
        yield preposition
        for object_ in tree.children(preposition.i, "pobj"):
            yield from tree.children(object_.i, "prep")


def _each(tree: Tree, head: Token, who: Who) -> Iterator[str]:
    """The entity a word heads or stands beside as its title, and those joined to it by "and"."""
    names = [head, *tree.children(head.i, "appos")]
    yield from (who[token.i] for token in names if token.i in who)
    for other in tree.children(head.i, "conj"):
        yield from _each(tree, other, who)


def _joins_two(tree: Tree, verb: Token) -> bool:
    """Whether a verb of meeting or talking tells of two sides: a plural subject, an object, a "with"."""
    for child in tree.children(verb.i):
        if child.dep in {"dobj", "dative"}:
            return True
        if child.dep in SUBJECTS and (
            child.tag in {"NNS", "NNPS"} or tree.child(child.i, "conj") or child.lemma == "they"
        ):
            return True
    return any(word.lemma.lower() in {"with", "to"} for word in _prepositions(tree, verb.i))


def _with_day(tree: Tree, occasion: Occasion, dated: Sequence[Occasion]) -> Occasion:
    """The occasion, its day that of the dated ones it may be, if they have one and the same."""
    if occasion.dated is not None or tree.tokens[occasion.at].pos == "VERB":
        return occasion
    named_again = _is_definite(tree, occasion.at)
    same = [
        other
        for other in dated
        if may_be_one(occasion, other)
        and ((named_again and other.at < occasion.at) or occasion.people & other.people)
    ]
    if len({other.dated.edtf for other in same if other.dated}) != 1:
        return occasion
    people = frozenset().union(occasion.people, *(other.people for other in same))
    return replace(occasion, dated=same[0].dated, people=people)


def _is_definite(tree: Tree, noun: int) -> bool:
    """Whether a noun means one told before: "the call", "that call", "their call"."""
    return any(
        child.lemma.lower() in {"the", "this", "that"} or child.dep == "poss"
        for child in tree.children(noun, "det", "poss")
    )


def may_be_one(one: Occasion, other: Occasion) -> bool:
    """Whether two tellings may be of one occasion: of one kind, with no one who was only at the one."""
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and not ("talks" in kinds and kinds <= ALIKE):
        return False
    return one.people <= other.people or other.people <= one.people
