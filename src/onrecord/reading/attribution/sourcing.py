"""What kind of source speaks: named, role, anonymous, group, document, outlet or unknown.

In: a `Tree` and the source's tokens. Out: one word. A name makes a source named, whatever else stands
beside it; a nameless office is a role where it is definite ("the mayor", "Tasel's spokesman") and
anonymous where it is not ("a senior official", "two officials"). A pronoun stays unknown here: whose
it is, `people.py` finds out.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.language import load, parse
>>> text = "A senior defence source said the bridge was closed."
>>> sourcing(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))), Range(0, 4))
'anonymous'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Range, Sourcing
from onrecord.reading.attribution.tree import Tree

_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "our", "my", "your"})
_SURE: Mapping[str, Sourcing] = {
    "anonymous": "anonymous",
    "document": "document",
    "outlet": "outlet",
    "group": "group",
}


@cache
def _kinds() -> Mapping[str, str]:
    return {row["lemma"].lower(): row["kind"] for row in rows("sourcing")}


@cache
def _withheld() -> tuple[str, ...]:
    return tuple(row["phrase"] for row in rows("withheld"))


@cache
def outlet_words() -> frozenset[str]:
    """Words that make a name an outlet's: "News", "Herald"."""
    ends = {row["word"] for row in rows("outlets") if row["kind"] == "word"}
    return frozenset(ends | {row["word"] for row in rows("channels") if row["kind"] == "outlet"})


def is_outlet(tree: Tree, tokens: Range) -> bool:
    """Whether a phrase names an outlet and no person."""
    inside = range(tokens.first, tokens.last)
    if any(tree.label[i] == "PERSON" for i in inside):
        return False
    return any(tree.tokens[i].text in outlet_words() for i in inside)


def sourcing(tree: Tree, source: Range | None) -> Sourcing:
    """The kind of a source, judged by its names and its head noun."""
    if source is None:
        return "unknown"
    head = _head(tree, source)
    token = tree.tokens[head]
    kind = _kinds().get(token.lemma.lower(), "")
    if token.pos == "PRON" or token.tag in ("WP", "WDT", "PRP", "PRP$"):
        return "unknown"
    if _names_person(tree, source, head, kind):
        return "named"
    if is_outlet(tree, source):
        return "outlet"
    if _unnamed_on_purpose(tree, source, head):
        return "anonymous"
    return _nameless(tree, source, head, kind)


def _unnamed_on_purpose(tree: Tree, source: Range, head: int) -> bool:
    """Whether the report says that a name is withheld, or counts persons it does not name (`two people`)."""
    words = " ".join(tree.tokens[i].text.lower() for i in range(source.first, source.last))
    if any(sign in words for sign in _withheld()):
        return True
    counted = tree.tokens[source.first].pos == "NUM" and not _definite(tree, source, head)
    return counted and tree.tokens[head].lemma.lower() in {"people", "person", "one"}


def _nameless(tree: Tree, source: Range, head: int, kind: str) -> Sourcing:
    """The kind of a source that is no outlet and names no person."""
    token = tree.tokens[head]
    if kind in _SURE:
        return _SURE[kind]
    if kind in ("role", "proxy"):
        if kind == "role" and not _definite(tree, source, head):
            return "anonymous"
        return "group" if token.tag in ("NNS", "NNPS") else "role"
    if token.pos == "PROPN" and tree.label[head] != "NORP":
        return "named"
    return "group" if token.tag in ("NNS", "NNPS") or tree.label[head] == "NORP" else "unknown"


def _names_person(tree: Tree, source: Range, head: int, kind: str) -> bool:
    """Whether the phrase holds the name of whoever speaks, not only of somebody they belong to."""
    for i in range(source.first, source.last):
        token = tree.tokens[i]
        if tree.label[i] != "PERSON" or token.pos != "PROPN":
            continue
        place = i
        while place != head and tree.tokens[place].dep in ("compound", "flat"):
            place = tree.tokens[place].head
        if place == head or tree.tokens[place].dep == "appos":
            return True
    return not kind and tree.label[head] == "PERSON"


def _head(tree: Tree, source: Range) -> int:
    """The token of the phrase whose head stands outside it."""
    for i in range(source.first, source.last):
        head = tree.tokens[i].head
        if tree.tokens[i].pos != "PUNCT" and (head == i or not source.first <= head < source.last):
            return i
    return source.first


def _definite(tree: Tree, source: Range, head: int) -> bool:
    words = (tree.tokens[i] for i in range(source.first, head + 1))
    if any(word.text.lower() in _DEFINITE or word.tag in ("POS", "PRP$") for word in words):
        return True
    return tree.tokens[head].pos == "PROPN" or tree.tokens[source.first].pos == "PROPN"
