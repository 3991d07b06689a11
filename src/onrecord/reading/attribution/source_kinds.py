"""Classify the source of an attribution: named, role, anonymous, group, document, outlet or unknown.

In: a `Tree` and the source's tokens. Out: one word, by the words of the phrase alone. A name makes a source
named, whatever else the phrase holds; one unnamed person is a role ("the mayor", "a judge"), but anonymous where
the word is one by which reports withhold names and nothing definite stands before it ("a senior official"); so are
persons counted by such a word ("two officials"); all other plurals are a group. A pronoun is unknown here:
`reading/entities` resolves it, and `reading/sourcing` classifies what it resolves to.

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

_SPEAKER_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "our", "my", "your"})
_PLURAL = frozenset({"NNS", "NNPS"})
_IMPERSONAL = frozenset({"group", "document", "outlet", "part"})
_PEOPLE = frozenset({"people", "person"})
_PRONOUNS = frozenset({"WP", "WDT", "PRP", "PRP$"})
_FIXED: Mapping[str, Sourcing] = {
    "anonymous": "anonymous",
    "document": "document",
    "outlet": "outlet",
    "group": "group",
}


@cache
def _kinds() -> Mapping[str, str]:
    """Head nouns and their kinds; the table of this room wins over those of `entities`."""
    persons = {row["word"]: "role" for row in rows("entities/roles") if row["kind"] != "honorific"}
    bodies = {row["word"]: "group" for row in rows("entities/organisation_words")}
    nouns = {row["lemma"].lower(): row["kind"] for row in rows("attribution/sourcing")}
    return {**bodies, **persons, **nouns}


def kind_of(lemma: str) -> str:
    """The kind of a head noun (`sourcing.tsv`), "" for one that is in no table.

    >>> kind_of("ministry"), kind_of("official"), kind_of("bridge")
    ('group', 'official', '')
    """
    return _kinds().get(lemma.lower(), "")


@cache
def _anonymity_phrases(*kinds: str) -> tuple[str, ...]:
    """The phrases of some kinds by which reports withhold a name."""
    return tuple(row["phrase"] for row in rows("sourcing/anonymity") if row["kind"] in kinds)


@cache
def _counting_words() -> Mapping[str, Sourcing]:
    """Words that stand alone for one person or for several, with their sourcing."""
    found: dict[str, Sourcing] = {}
    for row in rows("attribution/counting_words"):
        found[row["word"]] = "anonymous" if row["kind"] == "anonymous" else "group"
    return found


def is_outlet(tree: Tree, tokens: Range) -> bool:
    """True if a phrase names an outlet and no person, or holds a word of outlets' names: `Channel 30`."""
    inside = range(tokens.first, tokens.last)
    if any(tree.label[i] == "PERSON" for i in inside):
        return False
    return is_outlet_name(tree.text(tokens)) or any(
        tree.tokens[i].text in outlet_words() for i in inside
    )


def sourcing(tree: Tree, source: Range | None) -> Sourcing:
    """The sourcing of a phrase, by its names and its head noun; `unknown` for None."""
    if source is None:
        return "unknown"
    head = tree.head_of(source)
    token = tree.tokens[head]
    negated = tree.tokens[source.first].text.lower() == "no"
    counted = None if negated else _counting_words().get(token.text.lower())
    if counted or token.pos == "PRON" or token.tag in _PRONOUNS:
        return counted or "unknown"
    kind = kind_of(token.lemma) or (kind_of(token.lemma[:-1]) if token.tag == "NNPS" else "")
    if _names_speaker(tree, source, head, kind):
        return "named"
    if kind != "document" and is_outlet(tree, Range(source.first, head + 1)):
        return "outlet"
    if kind != "document" and _is_anonymous(tree, source, head, kind):
        return "anonymous"
    return _sourcing_without_name(tree, source, head, kind)


def can_speak(tree: Tree, source: Range) -> bool:
    """True if a source is of a kind that speaks: persons, bodies, outlets, documents, not other things."""
    head = tree.head_of(source)
    if tree.tokens[head].tag in ("PRP", "PRP$", "WP"):
        return tree.tokens[head].text.lower() not in ("it", "its", "what")
    kind = kind_of(tree.tokens[head].lemma)
    if kind == "part" and tree.label[head] == "":
        return tree.child(head, "prep") is not None  # a number of engineers, but not "the numbers"
    if tree.label[head] in _SPEAKER_LABELS or kind:
        return True
    return sourcing(tree, source) in ("named", "role", "anonymous", "outlet", "document")


def _is_anonymous(tree: Tree, source: Range, head: int, kind: str) -> bool:
    """True if the report says that a name is withheld, or gives only the access of an unnamed person."""
    words = " ".join(tree.tokens[i].text.lower() for i in range(source.first, source.last))
    words = words.replace(" n't ", " not ")
    if any(sign in words for sign in _anonymity_phrases("says", "leave")):
        return True
    people = tree.tokens[head].lemma.lower() in _PEOPLE
    if any(sign in words for sign in _anonymity_phrases("inside")):
        return (people or kind in ("role", "official")) and not _is_definite_person(
            tree, source, head
        )
    return people and _is_counted(tree, source, head)


def _is_definite_person(tree: Tree, source: Range, head: int) -> bool:
    """True for one definite person: "the minister"."""
    return tree.tokens[head].tag not in _PLURAL and _is_definite(tree, source, head)


def _is_counted(tree: Tree, source: Range, head: int) -> bool:
    """True for an indefinite number of persons: "two officials", "one person"."""
    return tree.tokens[source.first].pos == "NUM" and not _is_definite(tree, source, head)


def _sourcing_without_name(tree: Tree, source: Range, head: int, kind: str) -> Sourcing:
    """The sourcing of a phrase that names neither outlet nor person."""
    token = tree.tokens[head]
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "part":
        return _part_of(tree, source, head)
    if kind in ("role", "official"):
        return _person_by_role(tree, source, head, kind)
    if token.pos == "PROPN" and tree.label[head] != "NORP":
        several = any(other.pos == "PROPN" for other in tree.children(head, "conj"))
        return "group" if several else "named"
    if token.pos == "NUM":
        return "anonymous" if _part_of(tree, source, head) == "group" else "unknown"
    return "group" if token.tag in _PLURAL or tree.label[head] == "NORP" else "unknown"


def _person_by_role(tree: Tree, source: Range, head: int, kind: str) -> Sourcing:
    """The sourcing of persons described by a role."""
    withholds = kind == "official"
    if tree.tokens[head].tag in _PLURAL:
        return "anonymous" if withholds and _is_counted(tree, source, head) else "group"
    return "anonymous" if withholds and not _is_definite(tree, source, head) else "role"


def _part_of(tree: Tree, source: Range, head: int) -> Sourcing:
    """The sourcing of a part, by its whole: "a number of engineers", "two of the papers"."""
    of = tree.child(head, "prep")
    whole = tree.child(of.i, "pobj") if of is not None and of.i < source.last else None
    if whole is None:
        return "group"
    kind = _FIXED.get(kind_of(whole.lemma), "group")
    return kind if kind in ("document", "outlet") else "group"


def _names_speaker(tree: Tree, source: Range, head: int, kind: str) -> bool:
    """True if the phrase names the person who speaks, and not only a person they belong to."""
    if kind in _IMPERSONAL and tree.tokens[head].pos == "NOUN":
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


def _is_definite(tree: Tree, source: Range, head: int) -> bool:
    """True if a determiner, a possessive or a name makes the phrase definite."""
    words = (tree.tokens[i] for i in range(source.first, head + 1))
    if any(word.text.lower() in _DEFINITE or word.tag in ("POS", "PRP$") for word in words):
        return True
    return tree.tokens[head].pos == "PROPN" or tree.tokens[source.first].pos == "PROPN"
