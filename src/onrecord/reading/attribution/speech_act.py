"""Find the speech act of a statement whose cue only states: "There were no divers," she said, denies.

In: a `Tree` and an attribution with a plain cue ("said", "told", "according to"). Out: the attribution with the act
of its content, by the content's main verbs: the subject, the negation, the auxiliaries. Where no act shows, or where
the content is long, the act stays `state`. The words are in `lexicon/attribution/content_words.tsv`.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.rule_finder import find_attributions
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mira Tasel said that she had never opened the gates."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [with_content_act(Tree(parsed), found).act for found in find_attributions(parsed)]
['deny']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Act, Attribution, Range, Token
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.rules.reporting_words import manner_of_word, reporting_verbs
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.attribution.source_kinds import sourcing
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace

# Of more clauses than this no single one gives the act of the whole.
_MOST_CLAUSES = 3
_FIRST = frozenset({"i", "we"})
_THIRD = frozenset({"he", "she", "it", "they"})
# Subjects of obligations that demand nothing: "You have to wonder".
_NOT_OBLIGED = frozenset({"i", "you"})
_NEGATIVE = frozenset({"never", "nor"})
_FUTURE = frozenset({"will", "shall", "’ll", "'ll", "wo"})
_PAST = frozenset({"VBD", "VBN"})
_PRESENT = frozenset({"VBZ", "VBP"})
_ASKING = frozenset({"WRB", "WP", "WDT"})


@dataclass(frozen=True, slots=True)
class ContentClause:
    """A main clause of the content: verb, subject, whether the subject is the speaker (`own`), negation, auxiliaries.

    `auxiliaries` are the words of the auxiliaries in lower case, `lemmas` their lemmas.
    """

    verb: Token
    subject: Token | None
    own: bool
    negated: bool
    auxiliaries: frozenset[str]
    lemmas: frozenset[str]


def interpret_acts(
    setting: Setting, found: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """The findings, each with the act of its content where its cue only states."""
    interpreted = tuple(with_content_act(setting.tree, each) for each in found)
    for before, after in zip(found, interpreted, strict=True):
        if before.act != after.act:
            note(trace, "interpret", "changed", after, f"read as “{after.act}” by its main clause")
    return interpreted


def with_content_act(tree: Tree, found: Attribution) -> Attribution:
    """The attribution with the act of its content, where its cue only states; else the same."""
    if found.act != "state" or rule_of(found.rule).content == "question":
        return found
    if found.cue_lemma is None and tree.parsed.text[found.content[-1].end - 1] == "?":
        return replace(found, act="ask")
    clauses = list(_clauses(tree, found))
    if len(clauses) > _MOST_CLAUSES:
        return found
    acts = (_act(tree, found, clause) for clause in clauses)
    return replace(found, act=next((act for act in acts if act is not None), "state"))


def _act(tree: Tree, found: Attribution, clause: ContentClause) -> Act | None:
    """The act of one clause; None where it only states."""
    if _withholds(tree, found, clause):
        return "decline"
    if _obliges(tree, clause) or _commands(tree, found, clause):
        return "demand"
    if _denies(tree, clause):
        return "deny"
    if _promises(tree, clause):
        return "promise"
    return _thought_of_speaker(clause)


def _clauses(tree: Tree, found: Attribution) -> Iterator[ContentClause]:
    """The main clauses of the content."""
    for span in found.content if found.form == "direct" else found.content[:1]:
        inside = range(*tree.within(span))
        for i in inside:
            token = tree.tokens[i]
            if token.pos in ("VERB", "AUX") and (token.head == i or token.head not in inside):
                yield _clause(tree, found, token)


def _clause(tree: Tree, found: Attribution, verb: Token) -> ContentClause:
    """The clause of a verb."""
    subject = tree.child(verb.i, "nsubj", "nsubjpass", "expl")
    helping = list(tree.children(verb.i, "aux", "auxpass"))
    auxiliaries = frozenset(child.text.lower() for child in helping)
    lemmas = frozenset(child.lemma.lower() for child in helping)
    negated = tree.child(verb.i, "neg") is not None or any(
        child.text.lower() in _NEGATIVE for child in tree.children(verb.i, "advmod", "preconj")
    )
    return ContentClause(
        verb, subject, _is_speaker(tree, found, subject), negated, auxiliaries, lemmas
    )


def _is_speaker(tree: Tree, found: Attribution, subject: Token | None) -> bool:
    """True if the subject is the speaker: "I" or "we" in direct speech, the speaker's pronoun in indirect speech."""
    if subject is None:
        return False
    word = subject.text.lower()
    if word in _FIRST:
        return True
    if word not in _THIRD or found.source is None or found.form == "direct":
        return False
    return word in _pronouns_of(tree, tree.within(found.source))


def _pronouns_of(tree: Tree, source: Range) -> frozenset[str]:
    """The pronouns by which indirect speech may refer to its source."""
    head = tree.tokens[tree.head_of(source)]
    if head.text.lower() in _THIRD:
        return frozenset({head.text.lower()})
    if head.pos == "PRON":
        return frozenset()
    if head.tag in ("NNS", "NNPS") or tree.child(head.i, "conj") is not None:
        return frozenset({"they"})
    kind = sourcing(tree, source)
    if kind in ("role", "anonymous") or tree.label[head.i] == "PERSON":
        return frozenset({"he", "she"})
    # A surname alone is often taken for a body's name.
    return frozenset({"he", "she", "it"}) if kind == "named" else frozenset({"it", "they"})


def _withholds(tree: Tree, found: Attribution, clause: ContentClause) -> bool:
    """True if the speaker refuses to say something: "would not comment", "did not discuss such calls"."""
    if not (clause.own and clause.negated):
        return False
    if not clause.lemmas.isdisjoint({"have", "be"}) or (
        found.form == "direct" and _is_past(tree, clause)
    ):
        return False
    words = [clause.verb.lemma.lower()]
    words += [f"{words[0]} {child.text.lower()}" for child in tree.children(clause.verb.i, "prep")]
    return any(_effect(word) == "withholds" for word in words)


def _denies(tree: Tree, clause: ContentClause) -> bool:
    """True for a plain negation of a fact: "I never did", "there were no divers", "she had no such plan"."""
    if _is_thought(clause) or clause.auxiliaries & _modal_words():
        return False
    there = clause.subject is not None and clause.subject.dep == "expl"
    for thing in tree.children(clause.verb.i, "attr", "dobj"):
        disowned = _effect(thing.lemma.lower()) == "disowned"
        if "no" in {child.text.lower() for child in tree.children(thing.i, "det")} and (
            (there and (disowned or _is_past(tree, clause)))
            or (clause.own and (disowned or thing.dep == "attr"))
        ):
            return True
    in_own_words = clause.subject is not None and clause.subject.text.lower() in _FIRST
    never = any(child.text.lower() == "never" for child in tree.children(clause.verb.i, "neg"))
    return clause.own and clause.negated and _is_past(tree, clause) and (never or not in_own_words)


def _is_thought(clause: ContentClause) -> bool:
    """True if the verb of a clause is one of thinking, feeling or wanting."""
    lemma = clause.verb.lemma.lower()
    entry = reporting_verbs().get(lemma)
    return (
        _effect(entry.lemma if entry else lemma) == "thinks" or manner_of_word(lemma) == "attitude"
    )


def _is_past(tree: Tree, clause: ContentClause) -> bool:
    """True if a clause is in the past or the perfect."""
    return clause.verb.tag == "VBD" or any(
        aux.tag in _PAST or aux.lemma == "have" or aux.text.lower() == "did"
        for aux in tree.children(clause.verb.i, "aux", "auxpass")
    )


def _obliges(tree: Tree, clause: ContentClause) -> bool:
    """True for an obligation of others than the speaker: "the gates should be opened"."""
    if (
        clause.subject is None
        or clause.subject.text.lower() in _NOT_OBLIGED
        or "have" in clause.lemmas
    ):
        return False
    predicate = tree.child(clause.verb.i, "acomp")
    if clause.verb.lemma == "be" and predicate is not None:
        return False  # "should be ashamed"
    words = {*clause.auxiliaries, clause.verb.lemma.lower()}
    present = clause.verb.tag in _PRESENT  # "had to" is no demand
    if present and not (clause.auxiliaries or clause.negated) and clause.subject.dep == "nsubj":
        words |= {
            f"{clause.verb.lemma.lower()} to"
            for child in tree.children(clause.verb.i, "xcomp")
            if any(aux.tag == "TO" for aux in tree.children(child.i, "aux"))
        }
    return any(_effect(word) == "obliges" for word in words)


def _commands(tree: Tree, found: Attribution, clause: ContentClause) -> bool:
    """True for an imperative in direct speech: "Open the gates"."""
    if found.form != "direct" or clause.subject is not None or clause.verb.tag != "VB":
        return False
    if any(child.tag in _ASKING for child in tree.children(clause.verb.i, "advmod", "dobj")):
        return False  # "Why wait?"
    return clause.auxiliaries <= {"do"} and _effect(clause.verb.lemma.lower()) is None


def _promises(tree: Tree, clause: ContentClause) -> bool:
    """True if the speaker announces an own act: "we will open the gates"; not a passive or a progressive."""
    future = clause.auxiliaries & _FUTURE or (
        "would" in clause.auxiliaries
        and clause.subject is not None
        and clause.subject.text.lower() in _THIRD
    )
    if not future or not clause.own or clause.negated or clause.lemmas & {"have", "be"}:
        return False
    conditional = any(
        child.dep == "advcl" and tree.child(child.i, "mark") is not None
        for child in tree.children(clause.verb.i)
    )
    return not conditional and _effect(clause.verb.lemma.lower()) is None


def _thought_of_speaker(clause: ContentClause) -> Act | None:
    """The act of a thought that the speaker states: "said she believed …"; None for other clauses."""
    entry = reporting_verbs().get(clause.verb.lemma.lower())
    if not clause.own or entry is None or entry.strength != "weak":
        return None
    indirect = clause.subject is not None and clause.subject.text.lower() in _THIRD
    if (
        not indirect
        or _effect(entry.lemma) != "thinks"
        or clause.negated
        or clause.auxiliaries & _modal_words()
        or "have" in clause.lemmas
    ):
        return None
    return entry.act


@cache
def _effects() -> Mapping[str, str]:
    """Words of the content table with their effect."""
    return {row["word"]: row["effect"] for row in rows("attribution/content_words")}


def _effect(word: str) -> str | None:
    """The effect of a word; None for one that is not in the table."""
    return _effects().get(word)


@cache
def _modal_words() -> frozenset[str]:
    """Words that make a clause only possible."""
    return frozenset(row["word"] for row in rows("attribution/modality"))
