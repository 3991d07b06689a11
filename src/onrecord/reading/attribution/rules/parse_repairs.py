"""Repair attachments that the parser often gets wrong around a cue.

In: a `Tree` and a `Cue`. Out: a `ContentFrame` of the clause that belongs to the cue, or None; for a plural noun that
was parsed as a verb, the candidates of both findings. Three errors are frequent: a that-clause after a time or a place is
attached to it, a question after "asked her" is labelled a condition, and the subject after "told him" becomes a second
object.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.rules.cues import find_cues
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel asked her on Monday if the bridge should be closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> frame = question_after_ask(tree, find_cues(tree)[0])
>>> frame.rule, tree.text(frame.tokens)
('indirect/wh-clause', 'if the bridge should be closed')
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.model import Range, Token
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.content_frame import ContentFrame
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.nominal import OWNER_PREPOSITIONS
from onrecord.reading.attribution.rules.reporting_words import reporting_nouns, reporting_verbs
from onrecord.reading.attribution.rules.source_phrase import find_source, trim
from onrecord.reading.parse.tree import FINITE, Tree

# How far after its cue a that-clause may begin, in tokens.
_FARTHEST_THAT = 24
# How many heads are followed from a noun up to its verb.
_LONGEST_PATH = 8
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# Labels that connect the words of one noun phrase, from its last word up.
_IN_PHRASE = frozenset({"pobj", "prep", "appos", "compound", "conj", "punct", "case"})
# Frames of verbs that take objects of their own.
_OBJECT_FRAMES = frozenset({"np", "named", "addr", "obj-to"})
_PREMODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "DET", "PART"})


def question_after_ask(tree: Tree, cue: Cue) -> ContentFrame | None:
    """The question after "asked" that was parsed as a condition: "asked her if the bridge was safe"."""
    if cue.act != "ask" or (cue.passive and tree.child(cue.at, "auxpass") is None):
        return None
    for child in tree.children(cue.at, "advcl"):
        whole = tree.subtree(child.i)
        opening = tree.tokens[whole.first]
        asks = opening.text.lower() in ("if", "whether") and opening.head == child.i
        if asks and whole.first >= cue.words.last and tree.tokens[whole.first - 1].text != ",":
            return ContentFrame("indirect/wh-clause", whole)
    return None


def detached_that_clause(tree: Tree, cue: Cue) -> ContentFrame | None:
    """The that-clause of a cue that was attached elsewhere; no finite verb stands between it and the cue."""
    if cue.strength != "strong" or cue.passive:
        return None
    for i in range(
        cue.words.last, min(tree.sentence(cue.at).last, cue.words.last + _FARTHEST_THAT)
    ):
        token = tree.tokens[i]
        if token.text.lower() == "that" and token.tag in ("IN", "WDT") and token.head > i:
            if (
                is_relative_clause(tree, cue, i)
                or _modifies_noun(tree, cue, token)
                or _is_result_clause(tree, cue, token)
            ):
                return None
            clause = Range(i, max(tree.subtree(token.head).last, i + 1))
            return claim_with_clause(tree, cue, clause) or ContentFrame(
                "indirect/that-clause", clause
            )
        if token.tag in FINITE:
            return None
    return None


def _modifies_noun(tree: Tree, cue: Cue, that: Token) -> bool:
    """True if "that" opens a clause of the noun before it, or of "now": "wrote a rule that helps", "now that"."""
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
            return not _is_in_phrase_of(tree, before, cue.at)
    if that.tag != "WDT":
        return False
    return tree.tokens[before.head].head != cue.at  # "announced at a briefing that …" goes on


def _is_result_clause(tree: Tree, cue: Cue, that: Token) -> bool:
    """True if "that" opens a consequence: "told so many lies that nobody listened"."""
    between = tree.tokens[cue.words.last : that.i]
    return any(token.text.lower() in ("so", "such") for token in between)


def _is_in_phrase_of(tree: Tree, noun: Token, verb: int) -> bool:
    """True if a noun stands in a phrase that depends on the verb: "stated in a letter on the call that …"."""
    place = noun
    for _ in range(_LONGEST_PATH):
        if place.head == verb:
            return True
        place = tree.tokens[place.head]
        if place.tag in FINITE or place.head == place.i:
            return False
    return False


def is_relative_clause(tree: Tree, cue: Cue, first: int) -> bool:
    """True if the clause that begins at `first` modifies the noun before it: "reported results that were …"."""
    that = tree.tokens[first]
    if first <= cue.words.last or that.tag != "WDT" or that.dep != "nsubj":
        return False
    before, after = tree.tokens[first - 1], tree.tokens[first + 1]
    return (before.pos in _NOMINAL or before.text == ",") and after.pos in ("VERB", "AUX")


def claim_with_clause(tree: Tree, cue: Cue, clause: Range) -> ContentFrame | None:
    """The claim that holds a clause, where the verb denies or repeats the claim: "denied Ostmark's claim that …".

    The owner of the claim may stand between the two: "denied a claim by Ostmark that …".
    """
    if clause.first - 1 < cue.words.last or tree.tokens[clause.first].lemma != "that":
        return None
    noun = _noun_before_owner(tree, tree.tokens[clause.first - 1])
    whole = noun
    if noun.dep == "pobj" and tree.tokens[noun.head].text == "of":
        whole = tree.tokens[tree.tokens[noun.head].head]  # "questioned the truth of a claim that …"
    if whole.dep != "dobj" or whole.head != cue.at or noun.lemma.lower() not in reporting_nouns():
        return None
    return ContentFrame("indirect/object", Range(tree.subtree(whole.i).first, clause.last))


def _noun_before_owner(tree: Tree, last: Token) -> Token:
    """The noun before "by Ostmark" or "from the mayor of Lume", if the phrase ends so; else its last word."""
    place = last
    for _ in range(_LONGEST_PATH):
        if place.dep in ("prep", "agent") and place.text.lower() in OWNER_PREPOSITIONS:
            noun = tree.tokens[place.head]
            return tree.tokens[noun.head] if noun.dep == "acl" else noun  # "a claim made by Falk"
        if place.dep not in _IN_PHRASE:
            break
        place = tree.tokens[place.head]
    return last


def clause_start(tree: Tree, cue: Cue, whole: Range) -> int:
    """Where a clause begins whose subject was parsed as object of the cue: "told him the council’s offer was final"."""
    addressed = tree.child(cue.at, "dative") is not None and "addr" in cue.frames
    if (cue.frames & _OBJECT_FRAMES and not addressed) or tree.tokens[whole.first].lemma == "that":
        return whole.first
    objects = (
        tree.subtree(child.i)
        for child in tree.children(cue.at, "dobj")
        if tree.label[child.i] not in ("DATE", "TIME")
    )
    return next((each.first for each in objects if each.last == whole.first), whole.first)


def find_noun_parsed_as_verb(tree: Tree, cue: Cue) -> list[Candidate]:
    """Both findings at a plural noun that was parsed as the verb: "Falk refuted on Sunday Ostmark claims that …".

    The first is what the subject did to the claims ("refuted"), the second the claims themselves. Empty where the
    cue is a verb.
    """
    token = tree.tokens[cue.at]
    noun = reporting_nouns().get(token.lemma.lower()) if token.tag == "VBZ" else None
    verb = _verb_of_noun(tree, token) if noun else None
    clause = tree.child(cue.at, "ccomp")
    content = trim(tree, tree.subtree(clause.i)) if clause and clause.i > cue.at else None
    if noun is None or verb is None or content is None:
        return []
    first = cue.at
    while first - 1 > verb.i and _is_premodifier(tree, first - 1):
        first -= 1
    speaker = _subject_phrase(tree, verb)
    if first == cue.at or speaker is None:
        return []
    whole, owner = tree.span(Range(first, content.last)), Range(first, cue.at)
    outer = _as_own_cue(cue, verb)
    return [
        Candidate(outer, speaker, tree.span(outer.words), (whole,), "indirect/object", outer.lemma),
        Candidate(
            replace(cue, act=noun.act),
            owner,
            tree.span(cue.words),
            (tree.span(content),),
            "nominal/that-clause",
            cue.lemma,
        ),
    ]


def _is_premodifier(tree: Tree, i: int) -> bool:
    """True if a token may stand before the noun in its phrase."""
    return tree.tokens[i].pos in _PREMODIFIERS and tree.label[i] not in ("DATE", "TIME")


def _verb_of_noun(tree: Tree, token: Token) -> Token | None:
    """The verb whose object the noun is; the parser made it a participle, or cut it off by a possessive."""
    candidates: list[Token] = []
    subject = tree.child(token.i, "nsubj")
    if subject is not None:
        candidates = [child for child in tree.children(subject.i, "acl") if child.tag == "VBN"]
    elif tree.tokens[token.i - 1].tag == "POS":
        candidates = list(tree.children(token.i, "csubj"))
    for verb in candidates:
        entry = reporting_verbs().get(verb.lemma.lower())
        if entry is not None and "np" in entry.frames and verb.i < token.i:
            return verb
    return None


def _subject_phrase(tree: Tree, verb: Token) -> Range | None:
    """The phrase of the verb's subject: the noun that a participle modifies, or the verb's own subject."""
    if verb.dep == "acl":
        return trim(tree, Range(tree.subtree(verb.head).first, verb.i))
    return find_source(tree, verb.i, passive=False)


def _as_own_cue(cue: Cue, verb: Token) -> Cue:
    """A cue of the verb, with what the lexicon says of it."""
    entry = reporting_verbs()[verb.lemma.lower()]
    return replace(
        cue,
        at=verb.i,
        words=Range(verb.i, verb.i + 1),
        lemma=entry.lemma,
        act=entry.act,
        strength=entry.strength,
        frames=entry.frames,
        prepositions=entry.prepositions(),
        passive=False,
    )
