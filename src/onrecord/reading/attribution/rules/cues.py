"""Find cues in the parse: verbs that report speech or thought.

In: a `Tree`. Out: one `Cue` for each verb of `lexicon/attribution/reporting_words.tsv` that reports here: its words
with auxiliaries, adverbs and particle ("has repeatedly said", "pointed out"), its act, and the frames that may hold
its content. Dropped are verbs of speech that is only possible ("would say", "if he says"), that is asked for, or
that address the reader ("you can say", "See below").

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
from onrecord.reading.attribution.rules.reporting_words import ReportingWord, reporting_verbs
from onrecord.reading.parse.tree import FINITE, Tree
from onrecord.reading.trace import Trace

_VERBAL = frozenset({"VERB", "AUX"})
_NOT_VERBAL = frozenset({"amod", "pobj"})  # "the reported loss", "put it in writing"
_NEITHER = frozenset({"neither", "nor"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod"})
_QUALIFY = ("aux", "mark", "advmod")
_OPENING = frozenset("\"'“‘«")
# Labels from a verb up to the verb whose event it is part of: "will win by saying", "should learn", "such as saying".
_PART_OF_EVENT = frozenset({"xcomp", "pcomp", "prep", "advcl", "dobj", "pobj", "conj"})
_OBJECTS = frozenset({"me", "him", "her", "us", "them"})
_WHY_ONLY_POSSIBLE = "the speech is only possible, planned, demanded or asked of the reader"
# How many verbs of one subject are followed back, as in "came, looked and said".
_LONGEST_CHAIN = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb in a sentence: its token `at`, its `words`, and its act there."""

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
    """Words that make speech only possible, with their effect (`possible` or `willing`)."""
    return {row["word"]: row["effect"] for row in rows("attribution/modality")}


def find_cues(tree: Tree, trace: Trace | None = None) -> list[Cue]:
    """Every reporting verb of the parse, in text order; with a `trace`, those dropped and why."""
    known = _first_words()
    return [
        cue
        for token in tree.tokens
        if token.pos in _VERBAL and token.dep not in _NOT_VERBAL and token.lemma.lower() in known
        if (cue := _cue(tree, token, trace)) is not None
    ]


def _cue(tree: Tree, token: Token, trace: Trace | None) -> Cue | None:
    """The cue at a verb; None where it reports nothing."""
    word, particle = _lexicon_entry(tree, token)
    if word is None:
        return None
    first = _verb_group_start(tree, token.i)
    last = particle.i + 1 if particle and particle.i == token.i + 1 else token.i + 1
    negated = tree.child(token.i, "neg") is not None or any(
        tree.tokens[i].lemma.lower() == "never" for i in range(first, token.i)
    )
    act = word.negated if negated else word.act
    if token.i and tree.tokens[token.i - 1].text.lower() in _NEITHER:
        act = "decline"  # "neither confirmed nor denied" commits to nothing
    only_possible = act is not None and _is_only_possible(tree, token, negated=negated)
    if act is None or only_possible:
        if trace is not None:
            why = _WHY_ONLY_POSSIBLE if only_possible else f"“{word.lemma}” negated reports nothing"
            trace.note("cues", "dropped", (tree.span(Range(first, last)),), why)
        return None
    return Cue(
        token.i,
        Range(first, last),
        word.lemma,
        act,
        word.strength,
        word.frames,
        word.prepositions(),
        _is_passive(tree, token),
        negated,
    )


def _lexicon_entry(tree: Tree, token: Token) -> tuple[ReportingWord | None, Token | None]:
    """The entry of a verb in the lexicon, with its particle ("point out") where the entry has one."""
    lemma = token.lemma.lower()
    particle = tree.child(token.i, "prt")
    word = reporting_verbs().get(f"{lemma} {particle.text.lower()}") if particle else None
    if word is not None:
        return word, particle
    after = tree.tokens[token.i + 1] if token.i + 1 < len(tree.tokens) else None
    phrasal = reporting_verbs().get(f"{lemma} {after.text.lower()}") if after else None
    return (phrasal, after) if phrasal else (reporting_verbs().get(lemma), None)


def _is_passive(tree: Tree, token: Token) -> bool:
    """True if a verb is passive: by its auxiliary, as a bare participle, or joined to one: "was held and told to wait"."""
    if tree.child(token.i, "auxpass", "nsubjpass") is not None:
        return True
    if token.tag != "VBN" or not _lacks_have(tree, token.i):
        return False
    if token.dep == "conj" and tree.child(token.i, "nsubj", "aux") is None:
        return tree.child(token.head, "auxpass") is not None
    return token.dep in ("acl", "advcl")


def _lacks_have(tree: Tree, verb: int) -> bool:
    """True if no form of "have" is among the auxiliaries of a verb."""
    return all(child.lemma != "have" for child in tree.children(verb, "aux"))


def _verb_group_start(tree: Tree, verb: int) -> int:
    """The first token of the verb group that ends at `verb`: auxiliaries and adverbs stand before it."""
    first = verb
    while first and first - 1 >= tree.sentence(verb).first:
        before = tree.tokens[first - 1]
        adverb_ok = before.dep != "advmod" or before.tag in ("RB", "RBR")
        if before.head != verb or before.dep not in _GROUP or not adverb_ok:
            break
        first -= 1
    return first


def _is_only_possible(tree: Tree, token: Token, *, negated: bool) -> bool:
    """True if the speech did not take place: it is possible, conditional or commanded."""
    effects = {_modals()[word] for word in _qualifiers(tree, token) if word in _modals()}
    if "possible" in effects or ("willing" in effects and not negated):
        return True
    subject = tree.child(token.i, "nsubj", "nsubjpass")
    if (
        _is_infinitive_of_plan(tree, token)
        or _is_bare_form(tree, token, subject)
        or _is_gerund_of_act(tree, token)
    ):
        return True
    if negated and _negates_reason(tree, token):
        return True
    if subject is not None and subject.text.lower() == "you":
        return True
    return subject is not None and any(
        child.lemma == "do" and child.i < subject.i < token.i
        for child in tree.children(token.i, "aux")
    )  # "Did she say …?"


def _negates_reason(tree: Tree, token: Token) -> bool:
    """True if "not" negates the reason and not the verb: "not because they expect it"."""
    mark, negation = tree.child(token.i, "mark"), tree.child(token.i, "neg")
    return mark is not None and negation is not None and negation.i < mark.i


def _qualifiers(tree: Tree, token: Token) -> list[str]:
    """The words that qualify a verb: its own and, for a second verb of one subject, those of the first.

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


def is_only_possible_above(tree: Tree, verb: int) -> bool:
    """True if a verb above makes this one only possible.

    In "they will win by saying …", "people should learn that …" and "I don’t think anybody says …" the verb itself
    has no mark of it. Clauses with a conjunction ("because") and relative clauses are not followed up.
    """
    place = tree.tokens[verb]
    for _ in range(_LONGEST_CHAIN):
        link, head = place.dep, tree.tokens[place.head]
        finite = tree.child(place.i, "mark") is not None or place.tag in FINITE
        if link == "ccomp":
            return _is_disbelieved(tree, head) or _is_demanded(place, head)
        if link == "advcl" and finite:
            return _is_future_time_clause(tree, place, head)
        if link not in _PART_OF_EVENT or tree.child(place.i, "nsubj"):
            return False
        words = [child.text.lower() for child in tree.children(head.i, *_QUALIFY)]
        if any(word in _modals() for word in words):
            return True
        place = head
    return False


def _is_disbelieved(tree: Tree, verb: Token) -> bool:
    """True if a verb denies its clause: "I don’t think", "it is not that"."""
    entry = reporting_verbs().get(verb.lemma.lower())
    doubts = verb.lemma == "be" or (entry is not None and entry.negated == "doubt")
    return doubts and tree.child(verb.i, "neg") is not None


def _is_demanded(governed: Token, verb: Token) -> bool:
    """True if a verb demands what it governs, which then has no tense: "demand that they admit"."""
    entry = reporting_verbs().get(verb.lemma.lower())
    return entry is not None and entry.act == "demand" and governed.tag in ("VB", "VBP")


def _is_future_time_clause(tree: Tree, clause: Token, verb: Token) -> bool:
    """True if a clause gives the time of a future event: "will be glad when he admits that"."""
    opening = tree.tokens[tree.subtree(clause.i).first].text.lower()
    if opening not in ("when", "once") or clause.tag not in ("VBP", "VBZ"):
        return False
    return any(child.text.lower() in _modals() for child in tree.children(verb.i, "aux"))


def _is_bare_form(tree: Tree, token: Token, subject: Token | None) -> bool:
    """True for a base form that no auxiliary makes an event: "wait and say", "let them claim", "Sir, tell us"."""
    if token.tag == "VBP" or (subject is None and _opens_quotation(tree, token)):
        return _lacks_subject(tree, token, subject)
    if token.tag != "VB" or not {"aux", "auxpass"}.isdisjoint(
        child.dep for child in tree.children(token.i)
    ):
        return False
    if _governs_event(tree, tree.tokens[token.head]) and token.dep in ("ccomp", "xcomp"):
        return False
    if subject is None or subject.text.lower() in _OBJECTS:
        return token.dep != "conj" or not _first_took_place(tree, token)
    return token.dep == "ccomp" or tree.tokens[token.i - 1].text == ","  # "let the mayor claim"


def _lacks_subject(tree: Tree, token: Token, subject: Token | None) -> bool:
    """True for a form without the subject it needs: "a month ago, say", "Madam Mayor, thank you"."""
    if token.tag not in ("VB", "VBP"):
        return False
    if subject is None:
        return token.dep not in ("ROOT", "conj") or _opens_quotation(tree, token)
    return subject.tag in ("NN", "NNP") and tree.tokens[token.i - 1].text == ","


def _opens_quotation(tree: Tree, token: Token) -> bool:
    """True if an opening mark stands right before a token."""
    return token.i > 0 and tree.tokens[token.i - 1].text in _OPENING


def _first_took_place(tree: Tree, token: Token) -> bool:
    """True if the verb before a second one is an event: "did not deny or confirm", "went on to praise it and say"."""
    first = tree.tokens[token.head]
    if any(child.lemma == "do" for child in tree.children(first.i, "aux")):
        return True
    return first.tag == "VB" and _governs_event(tree, tree.tokens[first.head])


def _is_gerund_of_act(tree: Tree, token: Token) -> bool:
    """True for a gerund that names the act and reports none: "more than saying so", "without saying", "Saying so is easy"."""
    if token.tag != "VBG" or tree.child(token.i, "nsubj", "aux") is not None:
        return False
    if token.dep in ("csubj", "nsubj"):
        return True
    return (
        token.dep == "pcomp" and tree.tokens[token.head].lemma.lower() not in _event_prepositions()
    )


def _is_infinitive_of_plan(tree: Tree, token: Token) -> bool:
    """True for an infinitive that reports no event ("met to discuss …"), unlike "went on to say"."""
    if all(child.tag != "TO" for child in tree.children(token.i, "aux")):
        return False
    head = tree.tokens[token.head]
    return token.dep not in ("xcomp", "conj") or not _governs_event(tree, head)


def _governs_event(tree: Tree, head: Token) -> bool:
    """True if the infinitive of a verb took place, as in "went on to say"; "are going to say" is in the future."""
    if head.lemma.lower() not in _event_verbs():
        return False
    return head.tag != "VBG" or head.lemma.lower() != "go" or tree.child(head.i, "prt") is not None


@cache
def _event_verbs() -> frozenset[str]:
    """Verbs whose infinitive reports speech that took place."""
    return frozenset(row["lemma"] for row in rows("attribution/infinitive_heads"))


@cache
def _event_prepositions() -> frozenset[str]:
    """Prepositions whose gerund reports an act: "by saying", "after saying"."""
    return frozenset(row["preposition"] for row in rows("attribution/gerund_prepositions"))
