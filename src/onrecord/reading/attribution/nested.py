"""Attributions within attributions: which one holds which, and whether the inner one is worth keeping.

In: drafts, or attributions, in the text. Out: for each the number of the one whose content holds its cue; and
whether a draft within another surely tells of speech or thought, by somebody told of in those words.

>>> from onrecord.model import Span
>>> outer = Draft(None, None, Span(4, 8), (Span(9, 40),), "indirect/bare-clause")
>>> inner = Draft(None, None, Span(14, 20), (Span(21, 40),), "indirect/that-clause")
>>> holders([outer, inner])
[None, 0]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from onrecord.lexicon.tables import rows
from onrecord.model import Act, Range, Span
from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.cues import Cue, is_only_possible_above
from onrecord.reading.attribution.reporting_words import reporting_nouns
from onrecord.reading.attribution.rules import rule_of
from onrecord.reading.attribution.source_kinds import can_speak
from onrecord.reading.parse.tree import Tree

_QUOTED = '"“‘'
# What may be done by words to what the object names; an object asked for, promised or described tells no words.
_JUDGES: frozenset[Act] = frozenset({"accuse", "criticise", "deny", "doubt", "praise", "warn"})
# What a verb may do to a deed that has not taken place.
WANTS: frozenset[Act] = frozenset({"ask", "demand", "intend"})
_PAST = frozenset({"VBD", "VBN"})
# Contents of which nothing is told but a few words where the rest stands before: "as safe as he says it is".
_CUT_SHORT = frozenset({"clause", "question", "clause-before", "infinitive"})
# Acts of thinking, which nobody but the thinker can tell.
_INWARD: frozenset[Act] = frozenset({"believe", "doubt"})
# Words back from a glued one in which the name before it may stand.
_NEARBY = 8
# No more words than this do titles run on between a name and a verb; time stays linear in long sentences.
_TITLES = 60
# Verbs without a subject of their own, and how far one may be lent.
_CHAIN = frozenset({"advcl", "xcomp", "conj"})
_LENT = 2
# Contents within contents that are looked at; deeper ones are noise.
_DEEPEST = 32
# What speaks for the speaker of the outer words, for nobody, or is cut from a word, is no source within them.
_NO_OTHERS = frozenset(
    {
        *("i", "we", "you", "me", "us", "my", "our", "your", "who", "that", "which", "this"),
        *("him", "her", "them", "its", "let", "’s", "'s", "anybody", "anyone"),
    }
)
# Pronouns of things, whatever is said of them: "all this says", "everything says".
_THINGS = frozenset({"this", "that", "which", "what", "everything", "nothing", "something"})
_THIRD = frozenset({"he", "she", "it", "they"})


class Placed(Protocol):
    """What has a cue and content in the text."""

    @property
    def cue(self) -> Span | None:
        """The cue's characters."""

    @property
    def content(self) -> tuple[Span, ...]:
        """What was said."""


def holders(drafts: Sequence[Placed]) -> list[int | None]:
    """For each draft the one with the innermost content that holds its cue, and is longer than its own.

    One sweep over cues and contents in text order; "longer" keeps two drafts from holding each other.
    """
    spans = sorted((span.start, -span.end, n) for n, d in enumerate(drafts) for span in d.content)
    cues = sorted((d.cue.start, d.cue.end, n) for n, d in enumerate(drafts) if d.cue)
    sizes = [(d.content[-1].end - d.content[0].start, -n) for n, d in enumerate(drafts)]
    found: list[int | None] = [None] * len(drafts)
    opened: list[tuple[int, int]] = []
    following = 0
    for start, end, number in cues:
        while following < len(spans) and spans[following][0] <= start:
            opened.append((-spans[following][1], spans[following][2]))
            following += 1
        while opened and opened[-1][0] <= start:
            opened.pop()
        for span_end, other in reversed(opened[-_DEEPEST:]):
            if span_end >= end and other != number and sizes[other] > sizes[number]:
                found[number] = other
                break
    return found


def reports_within(tree: Tree, draft: Draft, holder: Draft) -> bool:
    """Whether an attribution in another's content is worth keeping: surely speech or thought, by somebody in it."""
    if clipped(draft.content, holder.content) is None or _borrowed(draft, holder):
        return False
    rule, refuses = rule_of(draft.rule), rule_of(holder.rule).content == "refusal"
    if rule.family == "according":
        # two of them are of one sentence, and by rules, needs and watches nobody tells anything
        return rule_of(holder.rule) != rule and _can_tell(tree, draft.source)
    if draft.verb is None or draft.source is None or refuses:
        return False
    if _is_no_other(tree, draft.source, draft.verb) or is_only_possible_above(tree, draft.verb.at):
        return False
    if _wanted(tree, draft, holder) or _own_thought(tree, draft, holder):
        return False
    whole = not (_cut_off(tree, draft) or _behind_headline(tree, draft.verb.at))
    return whole and _tells(tree, draft, draft.verb, draft.source)


def _can_tell(tree: Tree, source: Range | None) -> bool:
    return source is not None and can_speak(tree, source)


def _cut_off(tree: Tree, draft: Draft) -> bool:
    """Whether no more than two words of a clause are told: the rest stands before, "as safe as he says it is"."""
    if rule_of(draft.rule).content not in _CUT_SHORT:
        return False
    words = tree.tokens[slice(*tree.within(draft.content[0]))]
    return len(draft.content) == 1 and sum(word.pos != "PUNCT" for word in words) <= 2


def _tells(tree: Tree, draft: Draft, verb: Cue, source: Range) -> bool:
    """Whether verb, frame and source together tell of speech or thought, and of its words."""
    speaks, rule = can_speak(tree, source), rule_of(draft.rule)
    if _far(tree, draft, verb) or (_beside(tree, draft, verb) and verb.lemma in _shows()):
        return False
    if (rule.is_infinitive or rule.content == "phrase") and _in_relative(tree, verb.at):
        return False
    if rule.is_phrase:
        loose = _is_left_open(tree, draft) or _beside(tree, draft, verb)
        strong = verb.strength == "strong" and not loose
        return speaks and strong and _says_something(tree, draft, verb)
    if verb.strength != "strong" or _is_state(tree, verb):
        return speaks and rule.content == "clause" and not _beside(tree, draft, verb)
    if verb.lemma in _shows():
        return speaks and rule.content != "question"
    behind = rule.content == "clause-before" and source.first > verb.at
    return speaks or not (behind or _borrows(tree, draft, verb))  # "we waited, said a prayer"


def _is_left_open(tree: Tree, draft: Draft) -> bool:
    """Whether a phrase ends with a preposition whose object stands before it: "what Falk accused them of"."""
    return tree.tokens[tree.within(draft.content[-1]).last - 1].tag == "IN"


def _is_state(tree: Tree, verb: Cue) -> bool:
    """Whether a participle tells what somebody is, not what he did: "was convinced that", "would be well advised to"."""
    return tree.tokens[verb.at].dep == "acomp"


def _borrows(tree: Tree, draft: Draft, verb: Cue) -> bool:
    """Whether a verb has no subject of its own: whom the parse lends it must be known to speak."""
    return rule_of(draft.rule).family != "nominal" and not _has_subject(tree, verb.at)


def _beside(tree: Tree, draft: Draft, verb: Cue) -> bool:
    """Whether a participle only goes along with another deed, whoever does it: "the crowd fled, fearing …"."""
    place = tree.tokens[verb.at]
    return place.dep == "advcl" and place.tag == "VBG" and _borrows(tree, draft, verb)


def _has_subject(tree: Tree, verb: int) -> bool:
    return tree.child(verb, "nsubj", "nsubjpass", "agent") is not None


def _far(tree: Tree, draft: Draft, verb: Cue) -> bool:
    """Whether a subject is lent over two verbs without one: "pushed him out, choosing to wait while praising it"."""
    if rule_of(draft.rule).family == "nominal":
        return False
    place = tree.tokens[verb.at]
    for _ in range(_LENT):
        if place.dep not in _CHAIN or _has_subject(tree, place.i):
            return False
        place = tree.tokens[place.head]
    return not _has_subject(tree, place.i)


def clipped(content: Sequence[Span], told: Sequence[Span]) -> tuple[Span, ...] | None:
    """Content within what an outer one tells, cut at its edges; None where a span begins or ends outside of it.

    >>> clipped([Span(8, 30)], [Span(5, 12), Span(20, 40)])
    (Span(start=8, end=12),)
    """
    start, end = told[0].start, told[-1].end
    kept: list[Span] = []
    for span in content:
        around = next((each for each in told if each.start <= span.start < each.end), None)
        if around is None or not (start <= span.start and span.end <= end):
            return None
        kept.append(Span(span.start, min(span.end, around.end)))
    return tuple(kept)


def _in_relative(tree: Tree, verb: int) -> bool:
    """Whether what the infinitive is about stands outside it: "what they asked us to do", "the plan he vowed to end"."""
    if tree.tokens[verb].dep == "relcl":
        return True
    first = tree.subtree(verb).first
    return tree.tokens[first].tag in ("WP", "WDT") and tree.tokens[first].head != verb


def _borrowed(draft: Draft, holder: Draft) -> bool:
    """Whether a verb's source is the outer one's own words, where the parse sought one beyond what was said.

    A noun has it rightly: "expressed a belief that …".
    """
    one, other = draft.source, holder.source
    if one is None or other is None or rule_of(draft.rule).family == "nominal":
        return False
    return one.first < other.last and other.first < one.last


def _behind_headline(tree: Tree, verb: int) -> bool:
    """Whether a headline is glued into the sentence before a verb: "Mira Tasel Mira TaselMinister says …".

    Pages link a name to other stories; copied out, their titles run on from the name that stands before it, too.
    """
    first = max(tree.sentence(verb).first, verb - _TITLES)
    return any(_is_glued(tree, i) for i in range(first, verb))


def _is_glued(tree: Tree, i: int) -> bool:
    word = tree.tokens[i].text
    seams = [k for k in range(2, len(word)) if word[k - 1].islower() and word[k].isupper()]
    if not seams:
        return False
    before = {token.text for token in tree.tokens[max(i - _NEARBY, 0) : i]}
    return any(word[:k] in before for k in seams)


def _wanted(tree: Tree, draft: Draft, holder: Draft) -> bool:
    """Whether the outer one asks for what the inner tells: "demanded that the council deny it"."""
    if draft.verb is None or holder.verb is None or holder.verb.act not in WANTS:
        return False
    return tree.tokens[draft.verb.at].head == holder.verb.at


def _own_thought(tree: Tree, draft: Draft, holder: Draft) -> bool:
    """Whether all that is told is what the speaker saw, learned or had expected: "he said he knew …", told once.

    What he believes is an attitude of his beside what he says: "he said he believed …".
    """
    if draft.verb is None or holder.verb is None or draft.source is None:
        return False
    verb = tree.tokens[draft.verb.at]
    if _is_state(tree, draft.verb):
        verb = tree.tokens[verb.head]
    elif draft.verb.strength == "strong":
        return False
    inward = draft.verb.act in _INWARD and not draft.verb.negated
    past = any(child.lemma == "have" for child in tree.children(verb.i, "aux"))
    told = verb.head == holder.verb.at and (past or not inward)
    return told and tree.text(draft.source).lower() in _THIRD


def _is_no_other(tree: Tree, source: Range, verb: Cue) -> bool:
    """Whether a source is no other than who speaks, unless they tell what they told before; nor days, nor measures.

    "More than they thought there would be" measures by what was thought, and tells it not; so does "as much as".
    """
    words = _bare(tree.text(source))
    token = tree.tokens[verb.at]
    told = "addr" in verb.frames and not verb.negated and token.tag in _PAST
    if words in ("i", "we") and told and not _is_state(tree, verb):
        return False
    head = tree.tokens[tree.head_of(source)]
    no_one = head.text.lower() in _THINGS or tree.label[head.i] in ("DATE", "TIME")
    measures = ("than",) if verb.strength == "strong" else ("than", "as")
    return words in _NO_OTHERS or no_one or tree.tokens[source.first - 1].text.lower() in measures


def _bare(words: str) -> str:
    """The words without marks and short verbs on them: "“I’m" is "i"."""
    inside = words.lower().strip("\"“”‘’'")
    return inside.replace("’", "'").split("'")[0] or words.lower()


def _says_something(tree: Tree, draft: Draft, verb: Cue) -> bool:
    """Whether a phrase tells of speech: it judges its object, or gives some of the words."""
    if verb.negated and verb.act == "decline":
        return False
    if verb.lemma in _shows() and not _names_words(tree, draft):
        return False
    words = tree.parsed.text[draft.content[0].start : draft.content[-1].end]
    if any(mark in words for mark in _QUOTED):
        return True
    if rule_of(draft.rule).content != "object":
        return verb.act != "state"
    return verb.act in _JUDGES and not _deprives(tree, verb)


def _names_words(tree: Tree, draft: Draft) -> bool:
    """Whether what is told of is itself words: "rejected the claim", not "rejected the plan"."""
    content = tree.tokens_of(draft.content[0])
    return content is not None and tree.tokens[tree.head_of(content)].lemma in reporting_nouns()


def _deprives(tree: Tree, verb: Cue) -> bool:
    """Whether "deny" keeps something from somebody: "denied them their rights", "denied jobs to many"."""
    objects = list(tree.children(verb.at, "dobj", "dative"))
    towards = any(child.text == "to" for child in tree.children(verb.at, "prep", "dative"))
    return verb.act == "deny" and (len(objects) > 1 or towards)


@cache
def _shows() -> frozenset[str]:
    """Verbs that things do as well as people: a number can suggest or tell something and says nothing."""
    return frozenset(row["lemma"] for row in rows("attribution/showing_verbs"))
