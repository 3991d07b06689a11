"""Where a report says that it keeps a name back, of whom, and why.

In: the tree, the cited sources. Out: `Withheld`s in text order: the token of whoever it is told of, the words
that say so ("spoke on condition of anonymity because he was not allowed to brief reporters") and, within or
before them, those of the reason. It may stand in the source's own phrase, in a clause on it, or in a
sentence of its own before or after.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The official asked not to be named because he feared for his job."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [one] = find_withheld(tree, ())
>>> tree.text(Range(one.whom, one.whom + 1)), tree.text(one.words), tree.text(one.reason)
('official', 'asked not to be named because he feared for his job', 'because he feared for his job')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.tables import rows
from onrecord.model import Range, Token
from onrecord.reading.attribution.source_kinds import is_outlet, kind_of
from onrecord.reading.attribution.source_phrase import trim
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.source_mentions import Cited

# How far up the parse the one it is told of may stand, and how far behind the words the reason.
_HIGHEST, _GAP = 8, 8
_SUBJECTS = ("nsubj", "nsubjpass")
_OPENS_CLAUSE = frozenset({"mark", "prep", "advmod"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_VERBS = frozenset({"VERB", "AUX"})

_Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


class Withheld(NamedTuple):
    """A name kept back: the token of whose, the words that say so, and those that say why."""

    whom: int
    words: Range
    reason: Range | None


@cache
def _phrases(table: str, column: str) -> _Phrases:
    """The phrases of a table by their first word, the longest first, each with the cell of a column."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for row in rows(table):
        words = tuple(row["phrase"].split())
        found[words[0]].append((words, row[column]))
    return {first: sorted(each, key=lambda one: -len(one[0])) for first, each in found.items()}


def find_withheld(tree: Tree, sources: Sequence[Cited]) -> tuple[Withheld, ...]:
    """Every place where a name is said to be kept back."""
    found: list[Withheld] = []
    done = 0
    for start, end, kind in _said(tree):
        if start < done:
            continue
        verb, whom = _told_of(tree, start, end)
        if whom is None or _denied(tree, verb, start):
            continue
        limit = _limit(tree, sources, start, end)
        reason = _reason(tree, end, limit) or _reason_before(tree, verb)
        if reason is None and kind == "leave":
            reason = _clause(tree, start, end, limit)
        last = max(end, reason.last) if reason and reason.first >= start else end
        first = _first(tree, verb, start)
        found.append(Withheld(whom, Range(first, last), reason))
        done = last
    return tuple(found)


def _first(tree: Tree, verb: int | None, start: int) -> int:
    """Where the words begin: at their verb (`asked not to be named`), but behind one that tells what was said."""
    if verb is None or verb >= start:
        return start
    if verb > start - _GAP and tree.child(verb, "ccomp") is None:
        return verb
    place = start
    while tree.tokens[place].head not in {verb, place}:
        place = tree.tokens[place].head
    return max(min(tree.subtree(place).first, start), start - _GAP)


def _said(tree: Tree) -> Iterator[tuple[int, int, str]]:
    """Where the words of the table stand: first token, one past the last, and their kind."""
    known = _phrases("sourcing/anonymity", "kind")
    for token in tree.tokens:
        for words, kind in known.get(_word(token), ()):
            if kind != "inside" and _stands(tree, token.i, words):
                yield token.i, token.i + len(words), kind
                break


def _stands(tree: Tree, i: int, words: Sequence[str]) -> bool:
    there = tree.tokens[i : i + len(words)]
    return len(there) == len(words) and all(
        _word(token) == word for token, word in zip(there, words, strict=True)
    )


def _word(token: Token) -> str:
    word = token.text.lower()
    return "not" if word in {"n't", "n’t"} else word


def _told_of(tree: Tree, start: int, end: int) -> tuple[int | None, int | None]:
    """The verb that governs the words, and the token of whoever they are told of."""
    inside = range(start, end)
    place = tree.head_of(Range(inside.start, inside.stop))
    verb = None
    for _ in range(_HIGHEST):
        token = tree.tokens[place]
        if token.pos in _VERBS:
            verb = place if verb is None and place not in inside else verb
            whom = _subject(tree, place)
            if whom is not None:
                return verb, whom
        if token.dep in {"acl", "relcl"} or (token.dep == "amod" and place == start):
            return verb, token.head
        if token.head == place:
            return verb, None
        place = token.head
    return verb, None


def _subject(tree: Tree, verb: int) -> int | None:
    """Of whom a verb is told: its subject; the one a "who" stands for; the one an outlet grants it to."""
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
    """To whom an outlet grants it: `granted the official anonymity`, `anonymity to the official`."""
    given = tree.child(verb, "dative")
    if given is not None and given.pos == "ADP":
        given = tree.child(given.i, "pobj")
    return given.i if given else None


def _denied(tree: Tree, verb: int | None, start: int) -> bool:
    """Whether it is said that no name is kept back: `did not ask for anonymity`."""
    return verb is not None and any(child.i < start for child in tree.children(verb, "neg"))


def _limit(tree: Tree, sources: Sequence[Cited], start: int, behind: int) -> int:
    """Where the words must end: the sentence's end, or the verb by which somebody told of before speaks."""
    end = tree.sentence(start).last
    for source in sources:
        verb = tree.tokens[source.head].head
        if (
            source.tokens.first <= start
            and behind <= verb < end
            and tree.tokens[verb].pos in _VERBS
        ):
            end = verb
    return end


def _reason(tree: Tree, end: int, limit: int) -> Range | None:
    """The words behind that say why: `because …`, `citing …`, `to describe …`."""
    known = _phrases("sourcing/reasons", "needs")
    for i in range(end, min(end + _GAP, limit)):
        for words, needs in known.get(_word(tree.tokens[i]), ()):
            if _stands(tree, i, words) and _fits(tree, i, needs):
                return _ended(tree, i, _anchor(tree, i), limit)
        if tree.tokens[i].pos in _VERBS and i > end:
            return None
    return None


def _fits(tree: Tree, i: int, needs: str) -> bool:
    """Whether a word does what the table says it must."""
    token = tree.tokens[i]
    if needs == "verb":
        return token.tag == "TO" and i + 1 < len(tree.tokens) and tree.tokens[i + 1].tag == "VB"
    if needs == "clause":
        head = tree.tokens[token.head]
        return token.head > i and head.pos in _VERBS and tree.child(head.i, *_SUBJECTS) is not None
    return True


def _anchor(tree: Tree, i: int) -> int:
    """The token whose subtree is the reason: the clause a word opens, else the word."""
    token = tree.tokens[i]
    opens = token.head > i and (token.dep in _OPENS_CLAUSE or token.tag == "TO")
    return token.head if opens and tree.tokens[token.head].pos in _VERBS else i


def _ended(tree: Tree, first: int, anchor: int, limit: int) -> Range | None:
    last = min(max(tree.subtree(anchor).last, first + 1), limit)
    return trim(tree, Range(first, last)) if first < last else None


def _reason_before(tree: Tree, verb: int | None) -> Range | None:
    """A reason at the head of the sentence: `Citing the talks, the official asked not to be named`."""
    if verb is None:
        return None
    known = _phrases("sourcing/reasons", "needs")
    for child in tree.children(verb, "advcl", "prep"):
        first = tree.subtree(child.i).first
        for words, needs in known.get(_word(tree.tokens[first]), ()):
            if child.i < verb and _stands(tree, first, words) and _fits(tree, first, needs):
                return _ended(tree, first, child.i, verb)
    return None


def _clause(tree: Tree, start: int, end: int, limit: int) -> Range | None:
    """The whole of what says that somebody has no leave to speak."""
    inside = range(start, end)
    told = (i for i in inside if tree.tokens[i].pos in _VERBS or tree.tokens[i].pos == "ADJ")
    anchor = next(told, tree.head_of(Range(inside.start, inside.stop)))
    return _ended(tree, start, anchor, _joined(tree, end, anchor, limit))


def _joined(tree: Tree, end: int, anchor: int, limit: int) -> int:
    """Where something else is joined on: `not authorized to speak and asked for patience`."""
    for i in range(end, limit):
        token = tree.tokens[i]
        if token.dep == "conj" and (token.head == anchor or token.tag in _FINITE):
            return i - 1 if tree.tokens[i - 1].dep == "cc" else i
    return limit
