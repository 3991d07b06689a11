"""Clauses the parse hung elsewhere than on the verb that tells them.

In: a `Tree` and a `Cue`. Out: the rule, the tokens of the clause and where the cue ends, as the frames of
`clauses.py` give them; or None. A that-clause behind a time or a place is often hung on it, a question behind
"asked her" taken for a condition, and the subject behind "told him" for a second object.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.cues import find_cues
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel asked her on Monday if the bridge should be closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> rule, clause, _ = asked_if(tree, find_cues(tree)[0])
>>> rule, tree.text(clause)
('indirect/wh-clause', 'if the bridge should be closed')
"""

from __future__ import annotations

from onrecord.model import Range, Token
from onrecord.reading.attribution.cues import Cue
from onrecord.reading.attribution.nominal import OWNING
from onrecord.reading.attribution.reporting_words import reporting_nouns
from onrecord.reading.parse.tree import FINITE, Tree

# How far behind its cue a that-clause may begin, in tokens.
_REACH = 24
# How far up the parse a noun's verb may stand.
_HIGHEST = 8
_NAMES = frozenset({"NOUN", "PROPN", "PRON"})
# How the words of a phrase hang together, from its last one up.
_IN_PHRASE = frozenset({"pobj", "prep", "appos", "compound", "conj", "punct", "case"})
# Frames of verbs that have objects of their own.
_OBJECTS = frozenset({"np", "named", "addr", "obj-to"})


def asked_if(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """A question behind "asked" that the parse took for a condition: "asked her if the bridge was safe"."""
    if cue.act != "ask" or (cue.passive and tree.child(cue.at, "auxpass") is None):
        return None
    for child in tree.children(cue.at, "advcl"):
        whole = tree.subtree(child.i)
        opening = tree.tokens[whole.first]
        asks = opening.text.lower() in ("if", "whether") and opening.head == child.i
        if asks and whole.first >= cue.words.last and tree.tokens[whole.first - 1].text != ",":
            return "indirect/wh-clause", whole, 0
    return None


def that_behind(tree: Tree, cue: Cue) -> tuple[str, Range, int] | None:
    """A that-clause the parse hung elsewhere: no finite verb stands between it and the cue."""
    if cue.strength != "strong" or cue.passive:
        return None
    for i in range(cue.words.last, min(tree.sentence(cue.at).last, cue.words.last + _REACH)):
        token = tree.tokens[i]
        if token.text.lower() == "that" and token.tag in ("IN", "WDT") and token.head > i:
            if (
                tells_more(tree, cue, i)
                or _hangs_on_noun(tree, cue, token)
                or _results(tree, cue, token)
            ):
                return None
            clause = Range(i, max(tree.subtree(token.head).last, i + 1))
            return of_claim(tree, cue, clause) or ("indirect/that-clause", clause, 0)
        if token.tag in FINITE:
            return None
    return None


def _hangs_on_noun(tree: Tree, cue: Cue, that: Token) -> bool:
    """Whether "that" tells more of the noun before it, or of "now": "wrote a rule that helps", "now that"."""
    before = tree.tokens[that.i - 1]
    if before.text.lower() in ("now", "so", "in") or before.pos == "CCONJ":
        return True
    if before.pos not in ("NOUN", "PROPN") or "addr" in cue.frames:
        return False
    if tree.tokens[that.head].dep in ("acl", "relcl") and tree.tokens[that.head].head == before.i:
        if before.head == cue.at and before.dep == "dobj":
            when = tree.label[before.i] in ("DATE", "TIME")
            return not when and before.lemma.lower() not in reporting_nouns()
        if that.tag == "IN":
            return not _leads_to(tree, before, cue.at)
    if that.tag != "WDT":
        return False
    return tree.tokens[before.head].head != cue.at  # "announced at a briefing that …" goes on


def _results(tree: Tree, cue: Cue, that: Token) -> bool:
    """Whether "that" tells what came of it: "told so many lies that nobody listened"."""
    between = tree.tokens[cue.words.last : that.i]
    return any(token.text.lower() in ("so", "such") for token in between)


def _leads_to(tree: Tree, noun: Token, verb: int) -> bool:
    """Whether a noun stands in a phrase of the verb's: "stated in a letter on the call that …"."""
    place = noun
    for _ in range(_HIGHEST):
        if place.head == verb:
            return True
        place = tree.tokens[place.head]
        if place.tag in FINITE or place.head == place.i:
            return False
    return False


def tells_more(tree: Tree, cue: Cue, first: int) -> bool:
    """Whether a clause tells more of the noun before it: its "that" is its subject, "reported results that were …"."""
    that = tree.tokens[first]
    if first <= cue.words.last or that.tag != "WDT" or that.dep != "nsubj":
        return False
    before, behind = tree.tokens[first - 1], tree.tokens[first + 1]
    return (before.pos in _NAMES or before.text == ",") and behind.pos in ("VERB", "AUX")


def of_claim(tree: Tree, cue: Cue, clause: Range) -> tuple[str, Range, int] | None:
    """What is denied or repeated is the claim, not the clause it holds: "denied Ostmark's claim that …".

    Whose claim it is may stand between: "denied a claim by Ostmark that …".
    """
    if clause.first - 1 < cue.words.last or tree.tokens[clause.first].lemma != "that":
        return None
    noun = _before_owner(tree, tree.tokens[clause.first - 1])
    whole = noun
    if noun.dep == "pobj" and tree.tokens[noun.head].text == "of":
        whole = tree.tokens[tree.tokens[noun.head].head]  # "questioned the truth of a claim that …"
    if whole.dep != "dobj" or whole.head != cue.at or noun.lemma.lower() not in reporting_nouns():
        return None
    return "indirect/object", Range(tree.subtree(whole.i).first, clause.last), 0


def _before_owner(tree: Tree, last: Token) -> Token:
    """The noun before "by Ostmark" or "from the mayor of Lume", if a phrase ends with such words; else its last word."""
    place = last
    for _ in range(_HIGHEST):
        if place.dep in ("prep", "agent") and place.text.lower() in OWNING:
            noun = tree.tokens[place.head]
            return tree.tokens[noun.head] if noun.dep == "acl" else noun  # "a claim made by Falk"
        if place.dep not in _IN_PHRASE:
            break
        place = tree.tokens[place.head]
    return last


def start_of(tree: Tree, cue: Cue, whole: Range) -> int:
    """Where a clause begins whose subject the parse gave to the verb: "told him the council’s offer was final"."""
    told = tree.child(cue.at, "dative") is not None and "addr" in cue.frames
    if (cue.frames & _OBJECTS and not told) or tree.tokens[whole.first].lemma == "that":
        return whole.first
    objects = (
        tree.subtree(child.i)
        for child in tree.children(cue.at, "dobj")
        if tree.label[child.i] not in ("DATE", "TIME")
    )
    return next((each.first for each in objects if each.last == whole.first), whole.first)
