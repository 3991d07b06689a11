"""Find where a report withholds a name: whose, by which words, and why.

In: the tree, the sources. Out: `WithheldName`s in text order: the bearer's token, the words that withhold the name
("spoke on condition of anonymity because he was not allowed to brief reporters") and, within or before them, the
reason's. They may be part of the source's phrase, a clause on it, or a sentence of their own before or after it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The official asked not to be named because he feared for his job."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [one] = find_withheld_names(tree, ())
>>> tree.text(Range(one.bearer, one.bearer + 1)), tree.text(one.words), tree.text(one.reason)
('official', 'asked not to be named because he feared for his job', 'because he feared for his job')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.tables import rows
from onrecord.model import Range, Token
from onrecord.reading.attribution.rules.source_phrase import trim
from onrecord.reading.attribution.source_kinds import is_outlet, kind_of
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.source_mentions import SourceMention

# How many heads up the bearer may stand, and how many tokens after the words the reason may begin.
_MAX_CLIMB, _MAX_GAP = 8, 8
_SUBJECTS = ("nsubj", "nsubjpass")
_OPENS_CLAUSE = frozenset({"mark", "prep", "advmod"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_VERBS = frozenset({"VERB", "AUX"})

_Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


class WithheldName(NamedTuple):
    """A withheld name: its bearer's token, the words that withhold it, and those of the reason."""

    bearer: int
    words: Range
    reason: Range | None


@cache
def _phrases(table: str, column: str) -> _Phrases:
    """The phrases of a table by their first word, the longest first, each with its cell of a column."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for row in rows(table):
        words = tuple(row["phrase"].split())
        found[words[0]].append((words, row[column]))
    return {first: sorted(each, key=lambda one: -len(one[0])) for first, each in found.items()}


def find_withheld_names(tree: Tree, sources: Sequence[SourceMention]) -> tuple[WithheldName, ...]:
    """All places where the report says that a name is withheld."""
    found: list[WithheldName] = []
    done = 0
    for start, end, kind in _find_phrases(tree):
        if start < done:
            continue
        verb, bearer = _verb_and_bearer(tree, start, end)
        if bearer is None or _is_negated(tree, verb, start):
            continue
        limit = _limit(tree, sources, start, end)
        reason = _reason_after(tree, end, limit) or _reason_before(tree, verb)
        if reason is None and kind == "leave":
            reason = _lack_of_leave(tree, start, end, limit)
        last = max(end, reason.last) if reason and reason.first >= start else end
        first = _first_word(tree, verb, start)
        found.append(WithheldName(bearer, Range(first, last), reason))
        done = last
    return tuple(found)


def _first_word(tree: Tree, verb: int | None, start: int) -> int:
    """Where the words begin: at their verb (`asked not to be named`), but after a verb that reports content."""
    if verb is None or verb >= start:
        return start
    if verb > start - _MAX_GAP and tree.child(verb, "ccomp") is None:
        return verb
    place = start
    while tree.tokens[place].head not in {verb, place}:
        place = tree.tokens[place].head
    return max(min(tree.subtree(place).first, start), start - _MAX_GAP)


def _find_phrases(tree: Tree) -> Iterator[tuple[int, int, str]]:
    """First token, one past the last, and kind of each phrase of the table in the text."""
    known = _phrases("sourcing/anonymity", "kind")
    for token in tree.tokens:
        for words, kind in known.get(_word(token), ()):
            if kind != "inside" and _matches(tree, token.i, words):
                yield token.i, token.i + len(words), kind
                break


def _matches(tree: Tree, i: int, words: Sequence[str]) -> bool:
    there = tree.tokens[i : i + len(words)]
    return len(there) == len(words) and all(
        _word(token) == word for token, word in zip(there, words, strict=True)
    )


def _word(token: Token) -> str:
    """A token in lower case, with contracted "not" written out."""
    word = token.text.lower()
    return "not" if word in {"n't", "n’t"} else word


def _verb_and_bearer(tree: Tree, start: int, end: int) -> tuple[int | None, int | None]:
    """The verb that governs the words, and the token of the person whose name is withheld."""
    inside = range(start, end)
    place = tree.head_of(Range(inside.start, inside.stop))
    verb = None
    for _ in range(_MAX_CLIMB):
        token = tree.tokens[place]
        if token.pos in _VERBS:
            verb = place if verb is None and place not in inside else verb
            bearer = _bearer_of(tree, place)
            if bearer is not None:
                return verb, bearer
        if token.dep in {"acl", "relcl"} or (token.dep == "amod" and place == start):
            return verb, token.head
        if token.head == place:
            return verb, None
        place = token.head
    return verb, None


def _bearer_of(tree: Tree, verb: int) -> int | None:
    """The person a verb is about: its subject, the noun of a "who", the person an outlet grants anonymity to."""
    subject = tree.child(verb, *_SUBJECTS)
    if subject is None:
        return None
    if subject.tag in {"WP", "WDT"}:
        clause = tree.tokens[verb]
        return clause.head if clause.dep == "relcl" else None
    if is_outlet(tree, Range(tree.subtree(subject.i).first, subject.i + 1)):
        return _granted_to(tree, verb)
    return _granted_to(tree, verb) if kind_of(subject.lemma) == "outlet" else subject.i


def _granted_to(tree: Tree, verb: int) -> int | None:
    """The person an outlet grants anonymity to: `granted the official anonymity`, `anonymity to the official`."""
    given = tree.child(verb, "dative")
    if given is not None and given.pos == "ADP":
        given = tree.child(given.i, "pobj")
    return given.i if given else None


def _is_negated(tree: Tree, verb: int | None, start: int) -> bool:
    """True if the verb is negated: `did not ask for anonymity`."""
    return verb is not None and any(child.i < start for child in tree.children(verb, "neg"))


def _limit(tree: Tree, sources: Sequence[SourceMention], start: int, after: int) -> int:
    """Where the words must end: at the sentence's end, or at the verb of a source that begins before them."""
    end = tree.sentence(start).last
    for source in sources:
        verb = tree.tokens[source.head].head
        if source.tokens.first <= start and after <= verb < end and tree.tokens[verb].pos in _VERBS:
            end = verb
    return end


def _reason_after(tree: Tree, end: int, limit: int) -> Range | None:
    """The reason's words after the phrase: `because …`, `citing …`, `to describe …`."""
    known = _phrases("sourcing/reasons", "needs")
    for i in range(end, min(end + _MAX_GAP, limit)):
        for words, needs in known.get(_word(tree.tokens[i]), ()):
            if _matches(tree, i, words) and _meets_need(tree, i, needs):
                return _trimmed(tree, i, _head_of_reason(tree, i), limit)
        if tree.tokens[i].pos in _VERBS and i > end:
            return None
    return None


def _meets_need(tree: Tree, i: int, needs: str) -> bool:
    """True if a word meets the need of its row: a verb after it, or a clause of its own."""
    token = tree.tokens[i]
    if needs == "verb":
        return token.tag == "TO" and i + 1 < len(tree.tokens) and tree.tokens[i + 1].tag == "VB"
    if needs == "clause":
        head = tree.tokens[token.head]
        return token.head > i and head.pos in _VERBS and tree.child(head.i, *_SUBJECTS) is not None
    return True


def _head_of_reason(tree: Tree, i: int) -> int:
    """The token whose subtree is the reason: the head of the clause a word opens, else the word."""
    token = tree.tokens[i]
    opens = token.head > i and (token.dep in _OPENS_CLAUSE or token.tag == "TO")
    return token.head if opens and tree.tokens[token.head].pos in _VERBS else i


def _trimmed(tree: Tree, first: int, head: int, limit: int) -> Range | None:
    """The words from `first` to the end of a head's subtree, at most up to `limit`, trimmed."""
    last = min(max(tree.subtree(head).last, first + 1), limit)
    return trim(tree, Range(first, last)) if first < last else None


def _reason_before(tree: Tree, verb: int | None) -> Range | None:
    """A reason at the beginning of the sentence: `Citing the talks, the official asked not to be named`."""
    if verb is None:
        return None
    known = _phrases("sourcing/reasons", "needs")
    for child in tree.children(verb, "advcl", "prep"):
        first = tree.subtree(child.i).first
        for words, needs in known.get(_word(tree.tokens[first]), ()):
            if child.i < verb and _matches(tree, first, words) and _meets_need(tree, first, needs):
                return _trimmed(tree, first, child.i, verb)
    return None


def _lack_of_leave(tree: Tree, start: int, end: int, limit: int) -> Range | None:
    """The whole clause that says that a person has no leave to speak."""
    words = tree.tokens[start:end]
    heads = (token.i for token in words if token.pos in _VERBS or token.pos == "ADJ")
    head = next(heads, tree.head_of(Range(start, end)))
    return _trimmed(tree, start, head, _start_of_joined(tree, end, head, limit))


def _start_of_joined(tree: Tree, end: int, head: int, limit: int) -> int:
    """Where another clause is joined on: `not authorized to speak and asked for patience`; else `limit`."""
    for i in range(end, limit):
        token = tree.tokens[i]
        if token.dep == "conj" and (token.head == head or token.tag in _FINITE):
            return i - 1 if tree.tokens[i - 1].dep == "cc" else i
    return limit
