"""Find the source of a cue: the phrase that the sentence names as the one who speaks.

In: a `Tree` and a cue's verb. Out: the tokens of the phrase, with apposition and without clauses that
modify the person; None where the sentence names no source. A relative pronoun ("who said") is its own
source; `reading/entities` resolves it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "His Ostmark equivalent, Sergo Vant, claimed that the river was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> tree.text(find_source(tree, 6, passive=False))
'His Ostmark equivalent, Sergo Vant'
"""

from __future__ import annotations

from onrecord.model import Range, Token
from onrecord.reading.attribution.rules.reporting_words import reporting_verbs
from onrecord.reading.parse.tree import Tree

# How many heads are followed from a verb up to its subject ("saying … , adding …" chains are short).
_LONGEST_PATH = 8
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_TIMES = frozenset({"DATE", "TIME"})
_CLOSES = {")": "(", "”": "“", "’": "‘"}
_REFLEXIVE = ("self", "selves")  # "had himself said"
_MODIFYING_CLAUSES = frozenset({"relcl", "acl", "advcl", "parataxis", "ccomp"})


def find_source(tree: Tree, verb: int, *, passive: bool) -> Range | None:
    """The phrase of the source of `verb`: its subject, or the agent after "by" of a passive verb."""
    if passive:
        agent = tree.child(verb, "agent")
        noun = tree.child(agent.i, "pobj") if agent else None
        return phrase(tree, noun.i) if noun else None
    subject = _subject(tree, verb)
    if subject is None:
        return _subject_parsed_as_apposition(tree, verb)
    if subject.dep == "expl" or subject.pos == "AUX":
        return None
    return phrase(tree, subject.i, verb)


def _subject_parsed_as_apposition(tree: Tree, verb: int) -> Range | None:
    """The subject in "In a call with Oren Falk, his rival, Mira Tasel, said", which the parser makes an apposition."""
    first = tree.sentence(verb).first
    opening = tree.tokens[first]
    if opening.dep != "prep" or opening.head != verb or tree.tokens[verb].tag not in _FINITE:
        return None
    for i in range(first + 1, verb):
        start = tree.subtree(i).first
        if tree.tokens[i].dep == "appos" and tree.tokens[start - 1].text == ",":
            between = range(tree.subtree(i).last, verb)
            if all(tree.tokens[k].pos in ("PUNCT", "ADV", "AUX") for k in between):
                return trim(tree, Range(start, tree.subtree(i).last))
    return None


def _subject(tree: Tree, verb: int) -> Token | None:
    """The subject of `verb`, its own or, for a participle or a second verb, its governor's."""
    place = verb
    for _ in range(_LONGEST_PATH):
        token = tree.tokens[place]
        own = tree.child(place, "nsubj", "nsubjpass")
        if own is not None and not own.text.lower().endswith(_REFLEXIVE):
            return own
        governed = _governed(tree, token)
        if governed is not None:
            return governed
        if token.dep in ("acl", "relcl") and tree.tokens[token.head].pos in _NOMINAL:
            if not _comma_between(tree, token.head, place):
                return _sent_document(tree, token) or tree.tokens[token.head]
            if token.dep == "relcl":
                return None
            place = _governor(tree, token.head)
        elif token.dep == "ROOT" or token.head == place:
            return None
        else:
            place = token.head
    return None


def _sent_document(tree: Tree, token: Token) -> Token | None:
    """The document that speaks in "sent a letter to Oren Falk warning of …", where the participle is attached to Falk."""
    name = tree.tokens[token.head]
    towards = tree.tokens[name.head]
    if token.tag != "VBG" or name.tag != "NNP" or name.dep != "pobj" or towards.dep != "prep":
        return None
    letter = tree.tokens[towards.head]
    return letter if letter.pos == "NOUN" and letter.i < towards.i else None


def _governed(tree: Tree, token: Token) -> Token | None:
    """The object of the verb above as subject of this one: "urged Falk to say …", "quoted Falk as saying …"."""
    above = tree.tokens[token.head]
    quoting = quoting_verb(tree, token)
    if quoting is not None:
        above = quoting
        subject = tree.child(above.i, "nsubjpass")
        if subject is not None:
            return subject
    elif token.dep not in ("xcomp", "advcl") or not any(
        aux.tag == "TO" for aux in tree.children(token.i, "aux")
    ):
        return None
    preposition = tree.child(above.i, "prep") or above
    entry = reporting_verbs().get(f"{above.lemma} {preposition.text}".lower())
    if entry is not None:
        above = preposition  # "called on Falk to say …"
    else:
        entry = reporting_verbs().get(above.lemma.lower())
    if quoting is None and (entry is None or "obj-to" not in entry.frames):
        return None
    objects = tree.children(above.i, "dobj", "pobj")
    return next(
        (each for each in objects if each.i < token.i and tree.label[each.i] not in _TIMES), None
    )


def quoting_verb(tree: Tree, token: Token) -> Token | None:
    """The verb above "as saying" ("quoted Falk as saying …"); its object or passive subject is the source."""
    above = tree.tokens[token.head]
    if (
        token.dep != "pcomp"
        or above.text.lower() != "as"
        or token.lemma.lower() not in reporting_verbs()
    ):
        return None
    return tree.tokens[above.head] if tree.tokens[above.head].pos == "VERB" else None


def _governor(tree: Tree, place: int) -> int:
    """The verb above a noun."""
    for _ in range(_LONGEST_PATH):
        head = tree.tokens[place].head
        if head == place or tree.tokens[head].pos in ("VERB", "AUX"):
            return head
        place = head
    return place


def _comma_between(tree: Tree, first: int, last: int) -> bool:
    """True if a comma, a dash or a closing mark stands in `[first, last)`."""
    return any(tree.tokens[i].text in (",", "—", "–", "-", "”", '"') for i in range(first, last))


def phrase(tree: Tree, noun: int, verb: int | None = None) -> Range | None:
    """The phrase of `noun`: determiners, names, apposition, without clauses that modify it.

    `verb` bounds it: a phrase before its verb ends there, one after it begins there.
    """
    if tree.tokens[noun].pos not in _NOMINAL and tree.tokens[noun].tag not in ("VBN", "VBG", "VB"):
        return None
    whole = tree.subtree(noun)
    first, last = whole
    for child in tree.children(noun):
        if (
            child.i > noun
            and child.dep in _MODIFYING_CLAUSES
            and not _is_restrictive(tree, noun, child)
        ):
            last = min(last, tree.subtree(child.i).first)
            break
    if verb is not None and noun < verb:
        last = min(last, verb)
        while last > noun + 1 and tree.tokens[last - 1].head == verb:
            last -= 1  # "the council quietly denying it"
        last = max(last, noun + 1)
    elif verb is not None:
        first = max(first, verb + 1)
    return trim(tree, Range(first, max(last, noun + 1)))


def _is_restrictive(tree: Tree, noun: int, clause: Token) -> bool:
    """True if a clause restricts its noun: no comma stands before it."""
    first = tree.subtree(clause.i).first
    return first > noun and tree.tokens[first - 1].text not in (",", "—", "–", "-", "(")


def trim(tree: Tree, tokens: Range) -> Range | None:
    """A range without marks at its edges, except brackets and quotation marks that close what it opens; None if empty."""
    first, last = tokens
    while first < last and tree.tokens[first].pos in ("PUNCT", "SPACE", "CCONJ"):
        first += 1
    inside = [tree.tokens[i].text for i in range(first, last)]
    while first < last and tree.tokens[last - 1].pos in ("PUNCT", "SPACE", "CCONJ"):
        if _CLOSES.get(tree.tokens[last - 1].text) in inside:
            break
        last -= 1
    return Range(first, last) if first < last else None
