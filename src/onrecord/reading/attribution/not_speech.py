"""What the tagger drew though nobody is told to have said or thought it.

In: a `Tree`, its outermost quotations and a finding. Out: whether it is left out. The tagger knows the words that
report; whether they report here, the parse knows: who is spoken to by the report ("you can say that …"), what is
done in order to say something ("needs a majority to confirm it"), what nobody says ("Don't blame the council",
"it is fair to say that …"), what is only named ("worries about the dam", "a curfew was announced"), and what only
tells whom somebody meant (“…,” she said, referring to the council). Of 30 findings so left out of PolNeAR's dev part
4 are annotated.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.rule_join import outermost
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Do you know that the dam leaks?"
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> found = Attribution(Span(3, 6), Span(7, 11), (Span(12, 30),), "indirect", "believe", "tagger", 0.5)
>>> is_unsaid(tree, outermost(()), found, alone=True)
True
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Token
from onrecord.reading.attribution.manner import manner_of
from onrecord.reading.attribution.reporting_words import reporting_verbs
from onrecord.reading.attribution.rule_join import Marks
from onrecord.reading.parse.tree import Tree

_VERBAL = frozenset({"VERB", "AUX"})
_HELPING = frozenset({"aux", "auxpass"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# Where an infinitive tells what for: "came to confirm it", "hard to attack", "time to speak". As a verb's own
# complement ("went on to say", "was forced to admit") it may well tell of what was said.
_PURPOSE = frozenset({"advcl", "relcl"})
# How a participle hangs on the verb it stands beside; where one opens the sentence, too.
_BESIDE = frozenset({"advcl", "prep", "xcomp"})


def is_unsaid(tree: Tree, marks: Marks, found: Attribution, *, alone: bool) -> bool:
    """Whether a finding tells of no words or thoughts of anybody; `alone`: no rule over the parse found it, too.

    What stands in quotation marks was said by somebody.
    """
    if found.cue is None:
        return False
    verbs = _verbs(tree, found)
    if only_names(tree, found) or any(glosses(tree, verb) for verb in verbs[:1]):
        return True
    if not alone or marks.around(found.cue.start) is not None:
        return False
    return (
        _is_reader(tree, found)
        or (bool(verbs) and _serves(tree, found, verbs[0]))
        or (found.source is None and _by_nobody(tree, found, verbs))
    )


def only_names(tree: Tree, found: Attribution) -> bool:
    """Whether nobody's words are told but what they are about: "worries about the dam", by a noun and without a source.

    Of an occasion ("a call about the dam") it is so whoever took part. "Fears that the dam may fall" tell what is
    feared, "questions over “the gap”" quote.
    """
    if found.cue is None or found.form != "indirect":
        return False
    words = [tree.tokens[i] for i in range(*tree.within(found.cue))]
    content = tree.tokens_of(found.content[0])
    if content is None or any(word.pos in _VERBAL for word in words):
        return False
    nouns = [word for word in words if word.pos == "NOUN"]
    if found.source is not None and not any(word.lemma.lower() in _occasions() for word in nouns):
        return False
    return bool(nouns) and tree.tokens[tree.head_of(content)].pos in _NOMINAL


def _verbs(tree: Tree, found: Attribution) -> Sequence[Token]:
    """The verbs of a cue, without those that help them."""
    words = [tree.tokens[i] for i in range(*tree.within(found.cue))] if found.cue else []
    return [word for word in words if word.pos in _VERBAL and word.dep not in _HELPING]


def glosses(tree: Tree, verb: Token) -> bool:
    """Whether a verb only tells what is meant by words that the verb it hangs on reports."""
    if verb.tag != "VBG" or verb.lemma.lower() not in _glossing():
        return False
    told = reporting_verbs().get(tree.tokens[verb.head].lemma.lower())
    return verb.dep in _BESIDE and told is not None and told.strength == "strong"


def _is_reader(tree: Tree, found: Attribution) -> bool:
    """Whether the source is whoever reads the report."""
    if found.source is None:
        return False
    return tree.parsed.text[found.source.start : found.source.end].lower() == "you"


def _serves(tree: Tree, found: Attribution, verb: Token) -> bool:
    """Whether a verb only tells what something is done, needed or hard for.

    Who came "to explain that the votes were lacking" did so, or the clause would not be told.
    """
    to = any(child.tag == "TO" for child in tree.children(verb.i, "aux"))
    clause = tree.tokens[tree.at(found.content[0].start)].text.lower() == "that"
    return to and verb.dep in _PURPOSE and not clause


def _by_nobody(tree: Tree, found: Attribution, verbs: Sequence[Token]) -> bool:
    """Whether a verb of speech without a source is active, or all that is told is what it was done to.

    An impression may be nobody's: of "it seemed that …" every other is annotated.
    """
    spoken = manner_of(found.cue_lemma, found.form) == "speech"
    if not verbs or not spoken or found.form != "indirect":
        return False  # "reportedly", "allegations that …"
    passive = [verb for verb in verbs if verb.tag == "VBN"]
    return not passive or any(_done_to(tree, found, verb) for verb in passive)


def _done_to(tree: Tree, found: Attribution, verb: Token) -> bool:
    """Whether nothing but a passive verb's subject is told: "a curfew was announced"."""
    subject = tree.child(verb.i, "nsubjpass")
    if subject is None or len(found.content) > 1:
        return False
    content = found.content[0]
    return content.start <= subject.start < content.end <= verb.start


@cache
def _occasions() -> frozenset[str]:
    """Nouns of occasions on which people speak."""
    return frozenset(row["word"] for row in rows("times/occasions") if row["pos"] == "noun")


@cache
def _glossing() -> frozenset[str]:
    """Verbs whose participle tells what was meant."""
    return frozenset(row["lemma"] for row in rows("attribution/glossing_verbs"))
