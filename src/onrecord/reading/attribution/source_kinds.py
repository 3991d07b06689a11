"""What kind of source a phrase makes: named, role, anonymous, group, document, outlet or unknown.

In: a `Tree` and the source's tokens. Out: one word, by the words of the phrase alone. A name makes a
source named, whatever else stands beside it; one nameless person is a role ("the mayor", "a judge"), but
anonymous where the word is one by which reports keep names back and nothing definite stands before it ("a
senior official"); persons counted so are too ("two officials"), all other plurals are a group. A pronoun
stays unknown here: whose it is, `people` finds out, and `reading/sourcing` what that makes of it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "A senior defence source said the bridge was closed."
>>> sourcing(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))), Range(0, 4))
'anonymous'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from onrecord.lexicon.outlets import is_outlet_name, outlet_words
from onrecord.lexicon.tables import rows
from onrecord.model import Range, Sourcing
from onrecord.reading.parse.tree import Tree

_SPEAKERS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "our", "my", "your"})
_PLURAL = frozenset({"NNS", "NNPS"})
_THINGS = frozenset({"group", "document", "outlet", "part"})
_PEOPLE = frozenset({"people", "person"})
_PRONOUNS = frozenset({"WP", "WDT", "PRP", "PRP$"})
_SURE: Mapping[str, Sourcing] = {
    "anonymous": "anonymous",
    "document": "document",
    "outlet": "outlet",
    "group": "group",
}


@cache
def _kinds() -> Mapping[str, str]:
    """Head nouns and the kind they make; those of the table itself go before those of others."""
    persons = {row["word"]: "role" for row in rows("entities/roles") if row["kind"] != "honorific"}
    bodies = {row["word"]: "group" for row in rows("entities/organisation_words")}
    told = {row["lemma"].lower(): row["kind"] for row in rows("attribution/sourcing")}
    return {**bodies, **persons, **told}


def kind_of(lemma: str) -> str:
    """The kind a head noun makes (`sourcing.tsv`), "" for one that tells nothing.

    >>> kind_of("ministry"), kind_of("official"), kind_of("bridge")
    ('group', 'official', '')
    """
    return _kinds().get(lemma.lower(), "")


@cache
def _withheld(*kinds: str) -> tuple[str, ...]:
    return tuple(row["phrase"] for row in rows("sourcing/anonymity") if row["kind"] in kinds)


@cache
def _pronouns() -> Mapping[str, Sourcing]:
    """Pronouns that tell of somebody or of several, whoever is meant."""
    found: dict[str, Sourcing] = {}
    for row in rows("attribution/counting_words"):
        found[row["word"]] = "anonymous" if row["kind"] == "anonymous" else "group"
    return found


def is_outlet(tree: Tree, tokens: Range) -> bool:
    """Whether a phrase names an outlet and no person, or has an outlet's word anywhere: `Channel 30`."""
    inside = range(tokens.first, tokens.last)
    if any(tree.label[i] == "PERSON" for i in inside):
        return False
    return is_outlet_name(tree.text(tokens)) or any(
        tree.tokens[i].text in outlet_words() for i in inside
    )


def sourcing(tree: Tree, source: Range | None) -> Sourcing:
    """The kind of a source, judged by its names and its head noun."""
    if source is None:
        return "unknown"
    head = tree.head_of(source)
    token = tree.tokens[head]
    nobody = tree.tokens[source.first].text.lower() == "no"
    standing = None if nobody else _pronouns().get(token.text.lower())
    if standing or token.pos == "PRON" or token.tag in _PRONOUNS:
        return standing or "unknown"
    kind = kind_of(token.lemma) or (kind_of(token.lemma[:-1]) if token.tag == "NNPS" else "")
    if _names_person(tree, source, head, kind):
        return "named"
    if kind != "document" and is_outlet(tree, Range(source.first, head + 1)):
        return "outlet"
    if kind != "document" and _unnamed_on_purpose(tree, source, head, kind):
        return "anonymous"
    return _nameless(tree, source, head, kind)


def can_speak(tree: Tree, source: Range) -> bool:
    """Whether a source is known to be of a kind that speaks: persons, bodies, outlets, documents, not things."""
    head = tree.head_of(source)
    if tree.tokens[head].tag in ("PRP", "PRP$", "WP"):
        return tree.tokens[head].text.lower() not in ("it", "its", "what")
    kind = kind_of(tree.tokens[head].lemma)
    if kind == "part" and tree.label[head] == "":
        return tree.child(head, "prep") is not None  # a number of engineers, but not "the numbers"
    if tree.label[head] in _SPEAKERS or kind:
        return True
    return sourcing(tree, source) in ("named", "role", "anonymous", "outlet", "document")


def _unnamed_on_purpose(tree: Tree, source: Range, head: int, kind: str) -> bool:
    """Whether the report says that a name is withheld, or tells only whence somebody nameless knows."""
    words = " ".join(tree.tokens[i].text.lower() for i in range(source.first, source.last))
    words = words.replace(" n't ", " not ")
    if any(sign in words for sign in _withheld("says", "leave")):
        return True
    people = tree.tokens[head].lemma.lower() in _PEOPLE
    if any(sign in words for sign in _withheld("inside")):
        return (people or kind in ("role", "official")) and not _one_known(tree, source, head)
    return people and _counted(tree, source, head)


def _one_known(tree: Tree, source: Range, head: int) -> bool:
    """Whether one certain person is told of: "the minister"."""
    return tree.tokens[head].tag not in _PLURAL and _definite(tree, source, head)


def _counted(tree: Tree, source: Range, head: int) -> bool:
    """Whether so many are told of, none of them told of before: "two officials", "one person"."""
    return tree.tokens[source.first].pos == "NUM" and not _definite(tree, source, head)


def _nameless(tree: Tree, source: Range, head: int, kind: str) -> Sourcing:
    """The kind of a source that is no outlet and names no person."""
    token = tree.tokens[head]
    if kind in _SURE:
        return _SURE[kind]
    if kind == "part":
        return _shared(tree, source, head)
    if kind in ("role", "official"):
        return _person(tree, source, head, kind)
    if token.pos == "PROPN" and tree.label[head] != "NORP":
        several = any(other.pos == "PROPN" for other in tree.children(head, "conj"))
        return "group" if several else "named"
    if token.pos == "NUM":
        return "anonymous" if _shared(tree, source, head) == "group" else "unknown"
    return "group" if token.tag in _PLURAL or tree.label[head] == "NORP" else "unknown"


def _person(tree: Tree, source: Range, head: int, kind: str) -> Sourcing:
    """The kind of persons told by a role: one, or several."""
    withholds = kind == "official"
    if tree.tokens[head].tag in _PLURAL:
        return "anonymous" if withholds and _counted(tree, source, head) else "group"
    return "anonymous" if withholds and not _definite(tree, source, head) else "role"


def _shared(tree: Tree, source: Range, head: int) -> Sourcing:
    """The kind of a share, by those it is a share of: "a number of engineers", "two of the papers"."""
    behind = tree.child(head, "prep")
    whole = tree.child(behind.i, "pobj") if behind is not None and behind.i < source.last else None
    if whole is None:
        return "group"
    of = _SURE.get(kind_of(whole.lemma), "group")
    return of if of in ("document", "outlet") else "group"


def _names_person(tree: Tree, source: Range, head: int, kind: str) -> bool:
    """Whether the phrase holds the name of whoever speaks, not only of somebody they belong to."""
    if kind in _THINGS and tree.tokens[head].pos == "NOUN":
        return False  # "the Tasel campaign"
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


def _definite(tree: Tree, source: Range, head: int) -> bool:
    words = (tree.tokens[i] for i in range(source.first, head + 1))
    if any(word.text.lower() in _DEFINITE or word.tag in ("POS", "PRP$") for word in words):
        return True
    return tree.tokens[head].pos == "PROPN" or tree.tokens[source.first].pos == "PROPN"
