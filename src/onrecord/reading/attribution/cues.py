"""Cues: words that report speech or thought, found in the parse by the lexicon.

In: a `Tree`. Out: `Cue`s, one a verb of `lexicon/attribution/cues.tsv` that can report here: its words with
auxiliaries, adverbs and particle ("has repeatedly said", "pointed out"), what it does, and the frames
that may hold its content. Left out: what is only possible ("would say", "if he says"), asked, or
told to the reader ("you can say", "See below").

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The mayor did not say when the bridge would open."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(tree.text(cue.words), cue.act) for cue in find_cues(tree)]
[('did not say', 'decline')]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Act, Range, Token
from onrecord.reading.attribution.reporting_words import reporting_verbs
from onrecord.reading.parse.tree import FINITE, Tree

_VERBAL = frozenset({"VERB", "AUX"})
_NO_VERB = frozenset({"amod", "pobj"})  # "the reported loss", "put it in writing"
_NEITHER = frozenset({"neither", "nor"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod"})
_QUALIFY = ("aux", "mark", "advmod")
_OPENING = frozenset("\"'“‘«")
# What leads from a verb up to the one whose deed it is part of: "will win by saying", "should learn", "such as saying".
_HANGS_ON = frozenset({"xcomp", "pcomp", "prep", "advcl", "dobj", "pobj", "conj"})
_OBJECTS = frozenset({"me", "him", "her", "us", "them"})
# Verbs of one subject that are looked back over, as in "came, looked and said".
_LONGEST_CHAIN = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb in its place: its token `at`, its `words`, and what it does there."""

    at: int
    words: Range
    lemma: str
    act: Act
    strength: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    passive: bool
    negated: bool


@cache
def _first_words() -> frozenset[str]:
    """The verbs that begin an entry of the lexicon: "say", and "point" of "point out"."""
    return frozenset(lemma.split()[0] for lemma in reporting_verbs())


@cache
def _modals() -> Mapping[str, str]:
    """Words that make a report only possible, by what they do (`possible` or `willing`)."""
    return {row["word"]: row["effect"] for row in rows("attribution/modality")}


def find_cues(tree: Tree) -> list[Cue]:
    """Every reporting verb of the parse, in text order."""
    known = _first_words()
    return [
        cue
        for token in tree.tokens
        if token.pos in _VERBAL and token.dep not in _NO_VERB and token.lemma.lower() in known
        if (cue := _cue(tree, token)) is not None
    ]


def _cue(tree: Tree, token: Token) -> Cue | None:
    """The cue at a verb, or None where it does not report."""
    particle = tree.child(token.i, "prt")
    entry = (
        reporting_verbs().get(f"{token.lemma.lower()} {particle.text.lower()}")
        if particle
        else None
    )
    if entry is None:
        after = tree.tokens[token.i + 1].text.lower() if token.i + 1 < len(tree.tokens) else ""
        phrasal = reporting_verbs().get(f"{token.lemma.lower()} {after}")
        entry = phrasal or reporting_verbs().get(token.lemma.lower())
        particle = tree.tokens[token.i + 1] if phrasal else None
    if entry is None:
        return None
    first = _first_of_group(tree, token.i)
    last = particle.i + 1 if particle and particle.i == token.i + 1 else token.i + 1
    negated = tree.child(token.i, "neg") is not None or any(
        tree.tokens[i].lemma.lower() == "never" for i in range(first, token.i)
    )
    act = entry.negated if negated else entry.act
    if token.i and tree.tokens[token.i - 1].text.lower() in _NEITHER:
        act = "decline"  # "neither confirmed nor denied" says nothing either way
    if act is None or _only_possible(tree, token, negated=negated):
        return None
    return Cue(
        token.i,
        Range(first, last),
        entry.lemma,
        act,
        entry.strength,
        entry.frames,
        entry.prepositions(),
        _is_passive(tree, token),
        negated,
    )


def _is_passive(tree: Tree, token: Token) -> bool:
    """Whether a verb is passive: by its words, as a bare participle, or as a second one: "was held and told to wait"."""
    if tree.child(token.i, "auxpass", "nsubjpass") is not None:
        return True
    if token.tag != "VBN" or not _lacks_have(tree, token.i):
        return False
    if token.dep == "conj" and tree.child(token.i, "nsubj", "aux") is None:
        return tree.child(token.head, "auxpass") is not None
    return token.dep in ("acl", "advcl")


def _lacks_have(tree: Tree, verb: int) -> bool:
    return all(child.lemma != "have" for child in tree.children(verb, "aux"))


def _first_of_group(tree: Tree, verb: int) -> int:
    """The first word of the verb group that ends at `verb`: auxiliaries and adverbs before it."""
    first = verb
    while first and first - 1 >= tree.sentence(verb).first:
        before = tree.tokens[first - 1]
        adverb_ok = before.dep != "advmod" or before.tag in ("RB", "RBR")
        if before.head != verb or before.dep not in _GROUP or not adverb_ok:
            break
        first -= 1
    return first


def _only_possible(tree: Tree, token: Token, *, negated: bool) -> bool:
    """Whether the verb tells of no speech that took place: possible, conditional, commanded."""
    effects = {_modals()[word] for word in _qualifiers(tree, token) if word in _modals()}
    if "possible" in effects or ("willing" in effects and not negated):
        return True
    subject = tree.child(token.i, "nsubj", "nsubjpass")
    if _intended(tree, token) or _bare(tree, token, subject) or _named_only(tree, token):
        return True
    if negated and _no_reason(tree, token):
        return True
    if subject is not None and subject.text.lower() == "you":
        return True
    return subject is not None and any(
        child.lemma == "do" and child.i < subject.i < token.i
        for child in tree.children(token.i, "aux")
    )  # "Did she say …?"


def _no_reason(tree: Tree, token: Token) -> bool:
    """Whether not the verb is negated but that it is why: "not because they expect it"."""
    mark, negation = tree.child(token.i, "mark"), tree.child(token.i, "neg")
    return mark is not None and negation is not None and negation.i < mark.i


def _qualifiers(tree: Tree, token: Token) -> list[str]:
    """What qualifies a verb, its own words and, for a second verb of one subject, those of the first.

    In "If he comes and says …" and "could turn and ask" the second verb is as conditional as the first.
    """
    found: list[str] = []
    place = token
    for _ in range(_LONGEST_CHAIN):
        found += [child.text.lower() for child in tree.children(place.i, *_QUALIFY)]
        if place.dep != "conj" or tree.child(place.i, "nsubj", "nsubjpass") is not None:
            break
        place = tree.tokens[place.head]
    return found


def untold(tree: Tree, verb: int) -> bool:
    """Whether what is told above a verb keeps its speech from having taken place.

    In "they will win by saying …", "people should learn that …" and "I don’t think anybody says …" the verb itself
    bears no sign of it. Only what hangs on in a verb's own clause is looked through: not "because", not relatives.
    """
    place = tree.tokens[verb]
    for _ in range(_LONGEST_CHAIN):
        link, head = place.dep, tree.tokens[place.head]
        finite = tree.child(place.i, "mark") is not None or place.tag in FINITE
        if link == "ccomp":
            return _disbelieved(tree, head) or _wished(place, head)
        if link == "advcl" and finite:
            return _ahead(tree, place, head)
        if link not in _HANGS_ON or tree.child(place.i, "nsubj"):
            return False
        words = [child.text.lower() for child in tree.children(head.i, *_QUALIFY)]
        if any(word in _modals() for word in words):
            return True
        place = head
    return False


def _disbelieved(tree: Tree, verb: Token) -> bool:
    """Whether a verb denies that what it governs is so: "I don’t think", "it is not that"."""
    entry = reporting_verbs().get(verb.lemma.lower())
    doubts = verb.lemma == "be" or (entry is not None and entry.negated == "doubt")
    return doubts and tree.child(verb.i, "neg") is not None


def _wished(told: Token, verb: Token) -> bool:
    """Whether a verb asks for what it governs, which then stands without a tense: "demand that they admit"."""
    entry = reporting_verbs().get(verb.lemma.lower())
    return entry is not None and entry.act == "demand" and told.tag in ("VB", "VBP")


def _ahead(tree: Tree, clause: Token, verb: Token) -> bool:
    """Whether a clause tells when something will be, and has not been yet: "will be glad when he admits that"."""
    opening = tree.tokens[tree.subtree(clause.i).first].text.lower()
    if opening not in ("when", "once") or clause.tag not in ("VBP", "VBZ"):
        return False
    return any(child.text.lower() in _modals() for child in tree.children(verb.i, "aux"))


def _bare(tree: Tree, token: Token, subject: Token | None) -> bool:
    """A base form that no auxiliary makes an event: "wait and say", "let them claim", "Sir, tell us"."""
    if token.tag == "VBP" or (subject is None and _opens_quotation(tree, token)):
        return _subject_lacks(tree, token, subject)
    if token.tag != "VB" or not {"aux", "auxpass"}.isdisjoint(
        child.dep for child in tree.children(token.i)
    ):
        return False
    if _takes_place(tree, tree.tokens[token.head]) and token.dep in ("ccomp", "xcomp"):
        return False
    if subject is None or subject.text.lower() in _OBJECTS:
        return token.dep != "conj" or not _did(tree, token)
    return token.dep == "ccomp" or tree.tokens[token.i - 1].text == ","  # "let the mayor claim"


def _subject_lacks(tree: Tree, token: Token, subject: Token | None) -> bool:
    """A form that wants a subject and has none of its kind: "a month ago, say", "Madam Mayor, thank you"."""
    if token.tag not in ("VB", "VBP"):
        return False
    if subject is None:
        return token.dep not in ("ROOT", "conj") or _opens_quotation(tree, token)
    return subject.tag in ("NN", "NNP") and tree.tokens[token.i - 1].text == ","


def _opens_quotation(tree: Tree, token: Token) -> bool:
    return token.i > 0 and tree.tokens[token.i - 1].text in _OPENING


def _did(tree: Tree, token: Token) -> bool:
    """Whether the verb before a second one took place: "did not deny or confirm", "went on to praise it and say"."""
    first = tree.tokens[token.head]
    if any(child.lemma == "do" for child in tree.children(first.i, "aux")):
        return True
    return first.tag == "VB" and _takes_place(tree, tree.tokens[first.head])


def _named_only(tree: Tree, token: Token) -> bool:
    """A gerund that only names the deed: "more than saying so", "without saying", "Saying so is easy"."""
    if token.tag != "VBG" or tree.child(token.i, "nsubj", "aux") is not None:
        return False
    if token.dep in ("csubj", "nsubj"):
        return True
    return token.dep == "pcomp" and tree.tokens[token.head].lemma.lower() not in _deeds()


def _intended(tree: Tree, token: Token) -> bool:
    """An infinitive ("met to discuss …"), unless somebody "went on to say"."""
    if all(child.tag != "TO" for child in tree.children(token.i, "aux")):
        return False
    head = tree.tokens[token.head]
    return token.dep not in ("xcomp", "conj") or not _takes_place(tree, head)


def _takes_place(tree: Tree, head: Token) -> bool:
    """Whether what a verb governs took place, as in "went on to say"; "are going to say" is still ahead."""
    if head.lemma.lower() not in _took_place():
        return False
    return head.tag != "VBG" or head.lemma.lower() != "go" or tree.child(head.i, "prt") is not None


@cache
def _took_place() -> frozenset[str]:
    """Verbs whose infinitive tells of speech that took place."""
    return frozenset(row["lemma"] for row in rows("attribution/infinitive_heads"))


@cache
def _deeds() -> frozenset[str]:
    """Prepositions whose gerund tells of a deed done: "by saying", "after saying"."""
    return frozenset(row["preposition"] for row in rows("attribution/gerund_prepositions"))
