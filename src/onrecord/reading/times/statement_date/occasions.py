"""Find the occasions on which people speak (calls, meetings, speeches), with their participants and day.

In: the parse, the report's times, the entity of each token. Out: an `Occasion` for each noun or verb of
`lexicon/times/occasions.tsv`, in text order. Its day is that of a time that depends on it. An occasion mentioned again
without a day ("the call") has the day of the earlier ones of its kind with the same participants, unless their days
differ.

>>> from datetime import datetime, timezone
>>> from onrecord.model import Dated, Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.times.expressions.find_times import find_times
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
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.tense import MAX_CLIMB, tense_at

# Steps in the tree from a time up to the word it dates: "said in a call | on | Sunday".
MAX_STEPS = 4
SUBJECTS = ("nsubj", "nsubjpass")
OBJECTS = ("dobj", "dative", "pobj")
# A report with more dated occasions is a calendar, in which "the call" refers to none of them.
MAX_DATED = 100
# `talks` may be a call or a meeting, but a call is no meeting.
COMPATIBLE_KINDS = frozenset({"talks", "call", "meeting"})

EntityByToken: TypeAlias = Mapping[int, str]
TimesBySentence: TypeAlias = Mapping[int, Sequence[tuple[int, Time]]]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A mention of an occasion: its token, its kind, the participants, its day if known."""

    token: int
    kind: str
    people: frozenset[str]
    dated: Dated | None = None


def find_occasions(
    tree: Tree, times: Sequence[Time], entity_of: EntityByToken
) -> tuple[Occasion, ...]:
    """The occasions a report mentions, in text order; `entity_of` gives the entity of a token."""
    by_sentence = times_by_sentence(tree, times)
    found = []
    for token in tree.tokens:
        kind = occasion_kind(token)
        if kind is not None:
            occasion = _occasion_at(tree, token, kind, by_sentence, entity_of)
            if occasion is not None:
                found.append(occasion)
    dated = [occasion for occasion in found if occasion.dated is not None]
    if len(dated) > MAX_DATED:
        return tuple(found)
    return tuple(_dated_by_coreference(tree, occasion, dated) for occasion in found)


def times_by_sentence(tree: Tree, times: Sequence[Time]) -> TimesBySentence:
    """By sentence, the dates and times of day with their last token; without durations and references."""
    by_sentence: dict[int, list[tuple[int, Time]]] = defaultdict(list)
    for time in times:
        if time.type in {"DATE", "TIME"} and not time.value.endswith("REF"):
            last = tree.before(time.span.end) - 1
            by_sentence[tree.tokens[last].sentence].append((last, time))
    return by_sentence


def verb_in(tree: Tree, first: int, last: int) -> int:
    """The first verb among tokens `[first, last)`, else the first token."""
    return next((i for i in range(first, last) if tree.tokens[i].tag.startswith("VB")), first)


def tree_distance(tree: Tree, i: int, goal: set[int]) -> int | None:
    """The steps from token `i` of a time up to one of `goal`; None if there is no path.

    None too if a verb or another occasion is between them ("followed a meeting on Monday"), or if the time is only a
    boundary ("since Tuesday").
    """
    if tree.tokens[tree.tokens[i].head].lemma.lower() in time_words("boundary"):
        return None
    for steps in range(MAX_STEPS + 1):
        if i in goal:
            return steps
        token = tree.tokens[i]
        if token.head == i or (steps and (token.pos == "VERB" or occasion_kind(token))):
            return None
        i = token.head
    return None


def occasion_kind(token: Token) -> str | None:
    """The kind of occasion that a word denotes, or None."""
    return _kinds_by_word().get((token.lemma.lower(), token.pos))


@cache
def _kinds_by_word() -> Mapping[tuple[str, str], str]:
    """Kinds of occasions by lemma and part of speech."""
    return {(row["word"], row["pos"].upper()): row["kind"] for row in rows("times/occasions")}


def _occasion_at(
    tree: Tree, token: Token, kind: str, times: TimesBySentence, entity_of: EntityByToken
) -> Occasion | None:
    """The occasion at a noun or verb; None if it is in the future, or if a verb has no second participant."""
    verb = token if token.pos == "VERB" else _governing_verb(tree, token)
    if verb is not None and tense_at(tree.parsed, verb.i) == "future":
        return None
    if token.pos == "VERB" and not _has_two_sides(tree, token):
        return None
    words = {token.i, token.i if verb is None else verb.i}
    people = {person for word in words for person in _participants(tree, word, entity_of)}
    near = [
        (steps, time.dated)
        for last, time in times.get(token.sentence, ())
        if (steps := tree_distance(tree, last, words)) is not None
    ]
    if near:
        day: Dated | None = min(near, key=lambda each: each[0])[1]
    else:
        day, before = _day_of_sentence_before(tree, token, times)
        people.update(_participants(tree, before, entity_of) if day and before is not None else ())
    return Occasion(token.i, kind, frozenset(people), day)


def _day_of_sentence_before(
    tree: Tree, token: Token, times: TimesBySentence
) -> tuple[Dated | None, int | None]:
    """The day of the sentence before, and its verb: `On Monday Tasel came. Lemsk met him there`."""
    if token.pos != "VERB" or token.sentence == 0 or tense_at(tree.parsed, token.i) != "past":
        return None, None
    sentence = token.sentence - 1
    start = tree.parsed.sentences[sentence].first
    if tree.paragraph[start] != tree.paragraph[token.i]:
        return None, None
    for last, time in times.get(sentence, ()):
        verb = _governing_verb(tree, tree.tokens[last])
        if verb is not None and verb.tag == "VBD" and time.dated.precision in {"day", "hour"}:
            return time.dated, verb.i
    return None, None


def _governing_verb(tree: Tree, noun: Token) -> Token | None:
    """The verb that governs a noun, directly or by one preposition."""
    token = tree.tokens[noun.head]
    if token.pos == "ADP" and token.lemma.lower() not in time_words("boundary"):
        token = tree.tokens[token.head]
    return token if token.pos in {"VERB", "AUX"} else None


def _participants(tree: Tree, word: int, entity_of: EntityByToken) -> Iterator[str]:
    """The entities at a verb or noun: subject, object, owner, or governed by "with", "between" or "to"."""
    for child in tree.children(word):
        if child.dep == "poss" and child.tag == "PRP$":
            yield from _clause_subject(tree, word, entity_of)
        elif child.dep in (*SUBJECTS, *OBJECTS, "poss"):
            yield from _entities_of(tree, child, entity_of)
    for preposition in _prepositions_of(tree, word):
        if preposition.lemma.lower() in {"with", "between", "to"}:
            for object_ in tree.children(preposition.i, "pobj"):
                yield from _entities_of(tree, object_, entity_of)


def _clause_subject(tree: Tree, word: int, entity_of: EntityByToken) -> Iterator[str]:
    """The entity that "his" in "his call" means: the subject of the clause."""
    token = tree.tokens[word]
    for _ in range(MAX_CLIMB):
        subject = tree.child(token.i, *SUBJECTS)
        if subject is not None:
            yield from _entities_of(tree, subject, entity_of)
            return
        token = tree.tokens[token.head]


def _prepositions_of(tree: Tree, word: int) -> Iterator[Token]:
    """The prepositions that depend on a word or on their objects: `spoke by telephone with`."""
    for preposition in tree.children(word, "prep"):
        yield preposition
        for object_ in tree.children(preposition.i, "pobj"):
            yield from tree.children(object_.i, "prep")


def _entities_of(tree: Tree, head: Token, entity_of: EntityByToken) -> Iterator[str]:
    """The entity of a word or of its apposition, and of the words coordinated with it."""
    names = [head, *tree.children(head.i, "appos")]
    yield from (entity_of[token.i] for token in names if token.i in entity_of)
    for other in tree.children(head.i, "conj"):
        yield from _entities_of(tree, other, entity_of)


def _has_two_sides(tree: Tree, verb: Token) -> bool:
    """True if a verb of meeting or talking has two sides: a plural subject, an object, a "with"."""
    for child in tree.children(verb.i):
        if child.dep in {"dobj", "dative"}:
            return True
        if child.dep in SUBJECTS and (
            child.tag in {"NNS", "NNPS"} or tree.child(child.i, "conj") or child.lemma == "they"
        ):
            return True
    return any(word.lemma.lower() in {"with", "to"} for word in _prepositions_of(tree, verb.i))


def _dated_by_coreference(tree: Tree, occasion: Occasion, dated: Sequence[Occasion]) -> Occasion:
    """The occasion, dated by the earlier mentions of it if they all have the same day."""
    if occasion.dated is not None or tree.tokens[occasion.token].pos == "VERB":
        return occasion
    definite = _is_definite_noun(tree, occasion.token)
    same = [
        other
        for other in dated
        if may_corefer(occasion, other)
        and ((definite and other.token < occasion.token) or occasion.people & other.people)
    ]
    if len({other.dated.edtf for other in same if other.dated}) != 1:
        return occasion
    people = frozenset().union(occasion.people, *(other.people for other in same))
    return replace(occasion, dated=same[0].dated, people=people)


def _is_definite_noun(tree: Tree, noun: int) -> bool:
    """True if a noun refers to one mentioned before: "the call", "that call", "their call"."""
    return any(
        child.lemma.lower() in {"the", "this", "that"} or child.dep == "poss"
        for child in tree.children(noun, "det", "poss")
    )


def may_corefer(one: Occasion, other: Occasion) -> bool:
    """True if two mentions may be of one occasion: same kind, and the participants of one include those of the other."""
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and not ("talks" in kinds and kinds <= COMPATIBLE_KINDS):
        return False
    return one.people <= other.people or other.people <= one.people
