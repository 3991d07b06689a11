"""Drop what the tagger drew though it reports no speech or thought, and what is said twice.

In: findings that are bounded and described. Out: those that stay. The tagger knows the words that report; whether
they report here, the parse knows. `CHECKS` is the ordered list of reasons. Of 30 findings dropped from PolNeAR's dev
part 4 are annotated.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Span, Token
from onrecord.reading.attribution.checks import Check, first_reason, note
from onrecord.reading.attribution.manner import manner_of
from onrecord.reading.attribution.rules.reporting_words import reporting_verbs
from onrecord.reading.attribution.rules.rule_table import is_tagged, rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace

_VERBAL = frozenset({"VERB", "AUX"})
_HELPING = frozenset({"aux", "auxpass"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# Where an infinitive gives a purpose: "came to confirm it", "hard to attack", "time to speak". As a verb's own
# complement ("went on to say", "was forced to admit") it may well report speech.
_PURPOSE = frozenset({"advcl", "relcl"})
# How a participle hangs on the verb next to it; where one opens the sentence, too.
_BESIDE = frozenset({"advcl", "prep", "xcomp"})


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with the verbs of its cue; `alone` where no rule found it, and no quotation marks stand around its cue."""

    tree: Tree
    found: Attribution
    verbs: tuple[Token, ...]
    alone: bool


def drop_not_speech(
    setting: Setting, found: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """The findings without those that report no speech, and without questions that an answer bears already."""
    asked = {each.question.start for each in found if each.question}
    kept = []
    for each in found:
        why = _reason_unreported(setting, each, asked)
        if why is None:
            kept.append(each)
        else:
            note(trace, "check", "dropped", each, why)
    return tuple(kept)


def _reason_unreported(setting: Setting, found: Attribution, asked: AbstractSet[int]) -> str | None:
    """Why a finding is dropped; None where it stays."""
    if _only_asks(setting.tree, found.cue, asked):
        return "the question it reports is borne by its answer"
    if found.cue is None or not is_tagged(found.rule):
        return None
    quoted = setting.marks.around(found.cue.start) is not None
    alone = rule_of(found.rule).family == "tagged" and not quoted
    verbs = tuple(_verbs(setting.tree, found))
    check = first_reason(CHECKS, Reported(setting.tree, found, verbs, alone))
    return check.why if check else None


def _only_asks(tree: Tree, cue: Span | None, asked: AbstractSet[int]) -> bool:
    """Whether a cue is the "asked" before a question that another's answer already bears.

    `asked` is where such questions begin. "Falk asked whether …" reports words of Falk's.
    """
    if cue is None or any(tree.child(i, "nsubj") for i in range(*tree.within(cue))):
        return False
    return not asked.isdisjoint(range(cue.start + 1, cue.end + 2))


def _verbs(tree: Tree, found: Attribution) -> Iterable[Token]:
    """The verbs of a cue, without auxiliaries."""
    words = [tree.tokens[i] for i in range(*tree.within(found.cue))] if found.cue else []
    return (word for word in words if word.pos in _VERBAL and word.dep not in _HELPING)


def _only_names(case: Reported) -> bool:
    """Whether a noun without a source only says what words are about: "worries about the dam".

    Of an occasion ("a call about the dam") it is so whatever its source. "Fears that the dam may fall" report what is
    feared, "questions over “the gap”" quote.
    """
    tree, found = case.tree, case.found
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


def _only_glosses(case: Reported) -> bool:
    return any(glosses(case.tree, verb) for verb in case.verbs[:1])


def glosses(tree: Tree, verb: Token) -> bool:
    """True if the verb glosses words that the verb it hangs on reports: “…,” she said, referring to the council."""
    if verb.tag != "VBG" or verb.lemma.lower() not in _glossing():
        return False
    above = reporting_verbs().get(tree.tokens[verb.head].lemma.lower())
    return verb.dep in _BESIDE and above is not None and above.strength == "strong"


def _is_reader(case: Reported) -> bool:
    """Whether the source is the reader of the report: "you can say that …"."""
    source = case.found.source
    if not case.alone or source is None:
        return False
    return case.tree.parsed.text[source.start : source.end].lower() == "you"


def _gives_purpose(case: Reported) -> bool:
    """Whether a verb only says what something is done, needed or hard for: "needs a majority to confirm it".

    Who came "to explain that the votes were lacking" did so, or the clause would not be given.
    """
    if not case.alone or not case.verbs:
        return False
    verb, tree = case.verbs[0], case.tree
    to = any(child.tag == "TO" for child in tree.children(verb.i, "aux"))
    clause = tree.tokens[tree.at(case.found.content[0].start)].text.lower() == "that"
    return to and verb.dep in _PURPOSE and not clause


def _has_no_speaker(case: Reported) -> bool:
    """Whether a verb of speech without a source is active, or only what it was done to is given.

    An impression may have no source: of "it seemed that …" every other is annotated.
    """
    found = case.found
    if not case.alone or found.source is not None:
        return False
    spoken = manner_of(found.cue_lemma, found.form) == "speech"
    if not case.verbs or not spoken or found.form != "indirect":
        return False  # "reportedly", "allegations that …"
    passive = [verb for verb in case.verbs if verb.tag == "VBN"]
    return not passive or any(_is_only_subject(case.tree, found, verb) for verb in passive)


def _is_only_subject(tree: Tree, found: Attribution, verb: Token) -> bool:
    """Whether the content is no more than a passive verb's subject: "a curfew was announced"."""
    subject = tree.child(verb.i, "nsubjpass")
    if subject is None or len(found.content) > 1:
        return False
    content = found.content[0]
    return content.start <= subject.start < content.end <= verb.start


@cache
def _prompting() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("attribution/prompting_verbs"))


def only_prompts(tree: Tree, source: Span, cue: Span) -> bool:
    """Whether the source only brings forth the words: "The minister flew home, prompting questions about …".

    Then the cue's noun is the object of such a verb, and the source stands before it; who stands behind it speaks:
    "drew criticism from the council".
    """
    nouns = (tree.tokens[i] for i in range(*tree.within(cue)))
    verbs = [tree.tokens[t.head] for t in nouns if t.dep == "dobj" and t.pos == "NOUN"]
    return any(
        verb.lemma.lower() in _prompting() and source.end <= max(verb.start, cue.start)
        for verb in verbs
    )


@cache
def _occasions() -> frozenset[str]:
    """Nouns of occasions on which people speak."""
    return frozenset(row["word"] for row in rows("times/occasions") if row["pos"] == "noun")


@cache
def _glossing() -> frozenset[str]:
    """Verbs whose participle says what was meant."""
    return frozenset(row["lemma"] for row in rows("attribution/glossing_verbs"))


CHECKS: tuple[Check[Reported], ...] = (
    Check("only names", "it names what words are about, and reports none", _only_names),
    Check("glosses", "the verb only says what reported words mean", _only_glosses),
    Check("reader", "“you” is the reader of the report", _is_reader),
    Check("purpose", "it only says what something is done for", _gives_purpose),
    Check("no speaker", "a verb of speech without a source", _has_no_speaker),
)
