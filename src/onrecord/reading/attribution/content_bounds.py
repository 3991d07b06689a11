"""How far what the tagger drew as content is the speaker's: over clauses, sentences and paragraphs.

In: a `Tree`, its outermost quotations and a `Pair`, or a finding made of one. Out: the same with the content that
belongs to its cue. The tagger sees words; where a main verb, a sentence or a paragraph ends, the parse knows.

>>> _stops("The dam leaks. The gates are safe, Tasel said.", Span(0, 13), Span(41, 45))
True
>>> _stops("The dam, Tasel said, leaks.", Span(0, 7), Span(15, 19))
False
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.model import Attribution, Span
from onrecord.reading.attribution.continuation import is_heading
from onrecord.reading.attribution.pairing import Pair
from onrecord.reading.attribution.rule_join import Marks
from onrecord.reading.attribution.rules import finders_of, rule_of
from onrecord.reading.parse.tree import Tree

_STOPS = frozenset(".?!")


def belonging(tree: Tree, marks: Marks, both: Pair) -> Pair:
    """The pair without what the tagger drew into other sentences than the cue's, unless it is quoted.

    Indirect speech ends with its sentence: on PolNeAR 1 of 21 such pieces beside others was the speaker's. Nor is
    what was spoken to content beside it: "the gates are safe, Tasel said in response to questions".
    """
    proposal = both.proposal
    if len(proposal.content) == 1 or proposal.cue is None:
        return both
    told = tree.tokens[tree.at(proposal.cue.start)].sentence
    content = tuple(
        span
        for span in proposal.content
        if not _spoken_to(tree, both, span)
        and (
            tree.tokens[tree.at(span.start)].sentence == told
            or _is_quoted_at_an_edge(marks, span)
            or not _stops(tree.parsed.text, span, proposal.cue)
        )
    )
    return replace(both, proposal=proposal._replace(content=content)) if content else both


def _spoken_to(tree: Tree, both: Pair, span: Span) -> bool:
    """Whether a stretch is what a preposition that ends the cue governs, behind the clause that was told."""
    rule, cue = both.ruled, both.proposal.cue
    if (
        rule is None
        or cue is None
        or rule_of(rule.rule).content != "clause-before"
        or span.start < cue.end
    ):
        return False
    return rule.content[-1].end <= cue.start and tree.tokens[tree.before(cue.end) - 1].pos == "ADP"


def _is_quoted_at_an_edge(marks: Marks, span: Span) -> bool:
    """Whether a stretch begins or ends in a quotation."""
    around = marks.around
    return around(span.start + 1) is not None or around(span.end - 1) is not None


def _stops(text: str, span: Span, cue: Span) -> bool:
    """Whether a sentence ends where a stretch faces its cue; the parse ends some where none does."""
    facing = (
        text[span.end - 1 : span.end + 1]
        if span.start < cue.start
        else text[span.start - 2 : span.start]
    )
    return any(sign in _STOPS or sign == "\n" for sign in facing)


def reaching(tree: Tree, both: Pair) -> Pair:
    """The pair with the rule's content for both, where the tagger's ends before its clause's main verb.

    The tagger was trained on flat annotation: in "said that although …, Y had warned Z" it may stop where the
    attribution inside begins.
    """
    rule, mine = both.ruled, both.proposal.content
    if rule is None or mine[-1].end >= rule.content[-1].end:
        return both
    if rule_of(rule.rule).family == "according":
        cut = _lacks_verb(tree, rule.content, mine)
    else:
        cut = rule_of(rule.rule).is_clause and _stops_early(tree, rule.content, mine)
    return replace(both, proposal=both.proposal._replace(content=rule.content)) if cut else both


def _stops_early(tree: Tree, told: Sequence[Span], mine: Sequence[Span]) -> bool:
    """Whether what begins as the told clause does ends before the word that the clause hangs on."""
    if len(told) != 1 or told[0].start != mine[0].start:
        return False
    inside = range(*tree.within(told[0]))
    roots = (
        i for i in inside if tree.tokens[i].head not in inside and tree.tokens[i].pos != "PUNCT"
    )
    return tree.tokens[next(roots, inside[0])].start >= mine[-1].end


def _lacks_verb(tree: Tree, told: Sequence[Span], mine: Sequence[Span]) -> bool:
    """Whether the main verb of what is told stands behind all that the tagger drew: "The catch, according to …"."""
    inside = range(*tree.within(Span(told[0].start, told[-1].end)))
    words = (tree.tokens[i] for i in inside)
    roots = [word for word in words if word.head == word.i or word.head not in inside]
    verbs = [root.start for root in roots if root.pos in ("VERB", "AUX")]
    return bool(verbs) and min(verbs) >= mine[-1].end


def carried(tree: Tree, marks: Marks, found: Attribution) -> Iterator[Attribution]:
    """A finding whose content runs over paragraphs: the first with its cue, each quotation after it carried on.

    What the tagger draws into another paragraph without its being a quotation that opens it is seldom the
    speaker's: on PolNeAR, in 1 of 17 places after the cue's paragraph and in 1 of 23 before it.
    """
    if found.cue is None:
        yield found
        return
    home = _paragraph(tree, found.cue.start)
    near = tuple(span for span in found.content if _paragraph(tree, span.start) == home)
    near = near or found.content[:1]
    yield replace(found, content=near)
    for span in found.content:
        if span.start > near[-1].start and _goes_on(tree, marks, span, near):
            yield replace(
                found,
                cue=None,
                cue_lemma=None,
                content=(span,),
                rule=f"{finders_of(found.rule)[0]} + carried/quoted-paragraph",
                addressee=None,
                channel=None,
                question=None,
            )


def _goes_on(tree: Tree, marks: Marks, span: Span, near: Sequence[Span]) -> bool:
    """Whether a stretch begins with the quotation that opens its paragraph, and that is no heading."""
    first = tree.tokens[tree.paragraph_of(tree.at(span.start)).first]
    quote = marks.around(first.end)
    if quote is None or quote.start != first.start or span.start > first.end:
        return False
    return not is_heading(tree.parsed.text, quote, near)


def _paragraph(tree: Tree, place: int) -> int:
    return tree.paragraph[min(tree.at(place), len(tree.tokens) - 1)]
