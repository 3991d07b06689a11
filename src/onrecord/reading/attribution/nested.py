"""Why an attribution within other content is dropped: it must surely report speech or thought of a source in it.

In: a `Setting`, the inner finding and the outer one. Out: why the inner one is dropped, None where it stays.
`CHECKS` is the ordered list of reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Act, Attribution, Range, Span
from onrecord.reading.attribution.checks import Check, first_reason
from onrecord.reading.attribution.rules.cues import Cue, is_only_possible_above
from onrecord.reading.attribution.rules.reporting_words import reporting_nouns
from onrecord.reading.attribution.rules.rule_table import Rule, rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.attribution.source_kinds import can_speak
from onrecord.reading.parse.tree import Tree

_QUOTED = '"“‘'
# What may be done by words to what the object names; an object asked for, promised or described is no content.
_JUDGES: frozenset[Act] = frozenset({"accuse", "criticise", "deny", "doubt", "praise", "warn"})
_PAST = frozenset({"VBD", "VBN"})
# Contents of which only a few words stand behind the cue where the rest stands before: "as safe as he says it is".
_CUT_SHORT = frozenset({"clause", "question", "clause-before", "infinitive"})
# Acts of thinking, which only the thinker can report.
_INWARD: frozenset[Act] = frozenset({"believe", "doubt"})
# Words back from a glued one in which the name before it may stand.
_NEARBY = 8
# No more words than this do titles run on between a name and a verb; time stays linear in long sentences.
_TITLES = 60
# What stands for the speaker of the outer words, for no person, or is cut from a word, is no source within them.
_NO_OTHERS = frozenset(
    {
        *("i", "we", "you", "me", "us", "my", "our", "your", "who", "that", "which", "this"),
        *("him", "her", "them", "its", "let", "’s", "'s", "anybody", "anyone"),
    }
)
# Pronouns of things, whatever is said of them: "all this says", "everything says".
_THINGS = frozenset({"this", "that", "which", "what", "everything", "nothing", "something"})
_THIRD = frozenset({"he", "she", "it", "they"})


@dataclass(frozen=True, slots=True)
class Nested:
    """An inner finding with its verb and source, and the outer one with its verb."""

    tree: Tree
    inner: Attribution
    outer: Attribution
    rule: Rule
    verb: Cue
    source: Range
    outer_verb: Cue | None

    @property
    def place(self) -> int:
        """The token of the inner verb."""
        return self.verb.at

    @property
    def is_state(self) -> bool:
        """True if a participle describes a state, not an act: "was convinced that"."""
        return self.tree.tokens[self.place].dep == "acomp"

    @property
    def borrows(self) -> bool:
        """Whether the verb has no subject of its own, so that the parse lends it one."""
        return self.rule.family != "nominal" and not _has_subject(self.tree, self.place)

    @property
    def accompanies(self) -> bool:
        """Whether a participle only goes along with another deed: "the crowd fled, fearing …"."""
        token = self.tree.tokens[self.place]
        return token.dep == "advcl" and token.tag == "VBG" and self.borrows

    @property
    def is_weak(self) -> bool:
        """Whether the verb may report speech or thought, or something else."""
        return self.verb.strength != "strong" or self.is_state


def reason_to_drop(setting: Setting, inner: Attribution, outer: Attribution) -> str | None:
    """Why an attribution in another's content is dropped; None where it stays."""
    tree, rule = setting.tree, rule_of(inner.rule)
    if not _lies_in(inner.content, outer.content):
        return "its content goes on beyond the words it stands in"
    source = tree.tokens_of(inner.source)
    if rule.family == "according":
        return _why_not_accorded(tree, source, rule_of(outer.rule))
    verb = setting.verb_at(inner.cue)
    if verb is None or source is None:
        return "no reporting verb, or no source"
    case = Nested(tree, inner, outer, rule, verb, source, setting.verb_at(outer.cue))
    check = first_reason(CHECKS, case)
    return check.why if check else None


def _why_not_accorded(tree: Tree, source: Range | None, outer: Rule) -> str | None:
    """Why "according to" reports nothing within other words."""
    if outer.family == "according":
        return "two of “according to” are of one sentence"
    if source is None or not can_speak(tree, source):
        return "what stands behind “according to” cannot speak: a rule, a need, a watch"
    return None


def _lies_in(content: Sequence[Span], outer: Sequence[Span]) -> bool:
    """Whether every span begins in a span of the outer content and ends before its end."""
    end = outer[-1].end
    return all(
        span.end <= end and any(each.start <= span.start < each.end for each in outer)
        for span in content
    )


def _is_no_other(case: Nested) -> bool:
    """Whether a source is no other than the speaker, unless they report what they said before; nor days, nor measures.

    "More than they thought there would be" measures by what was thought and does not report it; so does "as much as".
    """
    tree, verb, source = case.tree, case.verb, case.source
    words = _bare(tree.text(source))
    said_before = "addr" in verb.frames and not verb.negated
    if words in ("i", "we") and said_before and tree.tokens[verb.at].tag in _PAST:
        return case.is_state
    head = tree.tokens[tree.head_of(source)]
    is_thing = head.text.lower() in _THINGS or tree.label[head.i] in ("DATE", "TIME")
    measures = ("than",) if verb.strength == "strong" else ("than", "as")
    measured = tree.tokens[source.first - 1].text.lower() in measures
    return words in _NO_OTHERS or is_thing or measured


def _bare(words: str) -> str:
    """The words without marks and short verbs on them: "“I’m" is "i"."""
    inside = words.lower().strip("\"“”‘’'")
    return inside.replace("’", "'").split("'")[0] or words.lower()


def _is_unreal(case: Nested) -> bool:
    return is_only_possible_above(case.tree, case.place)


def _is_own_thought(case: Nested) -> bool:
    """Whether the speaker saw, learned or had expected it: "he said he knew …" reports one thing, once.

    What they believe is an attitude next to what they say: "he said he believed …".
    """
    if case.outer_verb is None:
        return False
    token = case.tree.tokens[case.place]
    if case.is_state:
        token = case.tree.tokens[token.head]
    elif case.verb.strength == "strong":
        return False
    inward = case.verb.act in _INWARD and not case.verb.negated
    past = any(child.lemma == "have" for child in case.tree.children(token.i, "aux"))
    reported = token.head == case.outer_verb.at and (past or not inward)
    return reported and case.tree.text(case.source).lower() in _THIRD


def _is_cut_short(case: Nested) -> bool:
    """Whether the content has no more than two words of a clause, as in "as safe as he says it is"."""
    if case.rule.content not in _CUT_SHORT:
        return False
    content = case.inner.content
    words = case.tree.tokens[slice(*case.tree.within(content[0]))]
    return len(content) == 1 and sum(word.pos != "PUNCT" for word in words) <= 2


def _is_behind_headline(case: Nested) -> bool:
    """Whether a headline is glued into the sentence before a verb: "Mira Tasel Mira TaselMinister says …".

    Pages link a name to other stories; copied out, their titles run on from the name that stands before it, too.
    """
    first = max(case.tree.sentence(case.place).first, case.place - _TITLES)
    return any(_is_glued(case.tree, i) for i in range(first, case.place))


def _is_glued(tree: Tree, i: int) -> bool:
    word = tree.tokens[i].text
    seams = [k for k in range(2, len(word)) if word[k - 1].islower() and word[k].isupper()]
    if not seams:
        return False
    before = {token.text for token in tree.tokens[max(i - _NEARBY, 0) : i]}
    return any(word[:k] in before for k in seams)


def _has_subject(tree: Tree, verb: int) -> bool:
    return tree.child(verb, "nsubj", "nsubjpass", "agent") is not None


def _lacks_its_object(case: Nested) -> bool:
    """Whether what the words are about stands outside: "what they asked us to do", "the plan he vowed to end"."""
    if not (case.rule.is_infinitive or case.rule.content == "phrase"):
        return False
    if case.tree.tokens[case.place].dep == "relcl":
        return True
    first = case.tree.tokens[case.tree.subtree(case.place).first]
    return first.tag in ("WP", "WDT") and first.head != case.place


def _is_empty_phrase(case: Nested) -> bool:
    """Whether a phrase is no content: the source cannot speak, the verb is weak, or the phrase has none of the words."""
    if not case.rule.is_phrase:
        return False
    last = case.tree.tokens[case.tree.within(case.inner.content[-1]).last - 1]
    left_open = last.tag == "IN"  # "what Falk accused them of"
    strong = case.verb.strength == "strong" and not left_open and not case.accompanies
    return not (can_speak(case.tree, case.source) and strong and _has_words(case))


def _is_unsure_thought(case: Nested) -> bool:
    """Whether a weak verb reports less than a clause, or its source cannot think."""
    if case.rule.is_phrase or not case.is_weak:
        return False
    clause = case.rule.content == "clause" and not case.accompanies
    return not (clause and can_speak(case.tree, case.source))


def _is_shown_by_thing(case: Nested) -> bool:
    """Whether a thing shows it: "the figures suggest that …"; or it is only open: "shows whether"."""
    if case.rule.is_phrase or case.is_weak or case.verb.lemma not in _showing():
        return False
    return case.rule.content == "question" or not can_speak(case.tree, case.source)


def _has_lent_source(case: Nested) -> bool:
    """Whether a source that is not known to speak is lent to a verb or stands behind it: "we waited, said a prayer"."""
    if case.rule.is_phrase or case.is_weak or case.verb.lemma in _showing():
        return False
    behind = case.rule.content == "clause-before" and case.source.first > case.place
    return (behind or case.borrows) and not can_speak(case.tree, case.source)


def _has_words(case: Nested) -> bool:
    """Whether a phrase reports speech: the verb judges its object, or some of the words are given."""
    verb, content = case.verb, case.inner.content
    if verb.negated and verb.act == "decline":
        return False
    if verb.lemma in _showing() and not _names_words(case):
        return False
    words = case.tree.parsed.text[content[0].start : content[-1].end]
    if any(mark in words for mark in _QUOTED):
        return True
    if case.rule.content != "object":
        return verb.act != "state"
    return verb.act in _JUDGES and not _deprives(case.tree, verb)


def _names_words(case: Nested) -> bool:
    """Whether the content is itself words: "rejected the claim", not "rejected the plan"."""
    content = case.tree.tokens_of(case.inner.content[0])
    if content is None:
        return False
    return case.tree.tokens[case.tree.head_of(content)].lemma in reporting_nouns()


def _deprives(tree: Tree, verb: Cue) -> bool:
    """Whether "deny" keeps something from a person: "denied them their rights", "denied jobs to many"."""
    objects = list(tree.children(verb.at, "dobj", "dative"))
    towards = any(child.text == "to" for child in tree.children(verb.at, "prep", "dative"))
    return verb.act == "deny" and (len(objects) > 1 or towards)


@cache
def _showing() -> frozenset[str]:
    """Verbs that things do as well as people: a number can suggest something and says nothing."""
    return frozenset(row["lemma"] for row in rows("attribution/showing_verbs"))


CHECKS: tuple[Check[Nested], ...] = (
    Check("no other source", "its source is the speaker, a thing or a measure", _is_no_other),
    Check("unreal", "what stands above its verb keeps it from having been said", _is_unreal),
    Check("own thought", "the speaker’s own knowledge is reported once", _is_own_thought),
    Check("cut short", "no more than two words of a clause stand there", _is_cut_short),
    Check("glued headline", "a headline runs on into its sentence", _is_behind_headline),
    Check(
        "lacks object", "what the infinitive or phrase is about stands outside", _lacks_its_object
    ),
    Check("empty phrase", "the phrase reports no words of a speaker", _is_empty_phrase),
    Check("unsure thought", "a weak verb without a clause or a thinker", _is_unsure_thought),
    Check("shown by a thing", "a thing shows it and says nothing", _is_shown_by_thing),
    Check("lent source", "its source is not known to speak", _has_lent_source),
)
