"""Where source, cue and content begin and end: over phrases, clauses, sentences and paragraphs.

In: a pair of the tagger's proposal and a rule's, or a finding made of one. Out: the words that belong to it. The tagger
sees words; where a main verb, a sentence or a paragraph ends, the parse knows.

>>> _stops("The dam leaks. The gates are safe, Tasel said.", Span(0, 13), Span(41, 45))
True
>>> _stops("The dam, Tasel said, leaks.", Span(0, 7), Span(15, 19))
False
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.model import Attribution, Form, Span
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.pairing import Pair, overlaps
from onrecord.reading.attribution.rules.continuation import is_heading
from onrecord.reading.attribution.rules.marks import Marks, form_of
from onrecord.reading.attribution.rules.rule_table import JOINED_BY, finders_of, is_tagged, rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace

_STOPS = frozenset(".?!")
_LOOSE_ENDS = " :,;\n\t"
# A colon is part of the cue: annotators drew it there in 368 of 386 places.
_LOOSE_ENDS_OF_CUE = _LOOSE_ENDS.replace(":", "")


def bound(
    setting: Setting, found: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """The findings, those of the tagger within their sentence, quotations and paragraph, with their form."""
    bounded: list[Attribution] = []
    for each in found:
        if not is_tagged(each.rule):
            bounded.append(each)
            continue
        content = _of_its_sentence(setting.tree, setting.marks, each)
        if content != each.content:
            note(trace, "bound", "changed", each, "content in other sentences is not the source’s")
        bounded.extend(
            replace(part, form=_form_of_tagged(setting, part))
            for part in _by_paragraph(setting, replace(each, content=content))
        )
    return tuple(bounded)


def _form_of_tagged(setting: Setting, found: Attribution) -> Form:
    """Direct where it is word for word, else by the quotation marks."""
    if rule_of(found.rule).is_verbatim:
        return "direct"
    return form_of(setting.text, setting.marks, found.content)


def content_of(tree: Tree, both: Pair) -> tuple[Span, ...]:
    """The content of a pair: the tagger's, but the rule's where it is word for word or the tagger's is cut off.

    Participants are no content, nor is what stands outside of the quotation marks of direct speech.
    """
    ruled, content = both.ruled, both.tagged.content
    if ruled is None or ruled.content == content:
        return content
    rule = rule_of(ruled.rule)
    if rule.is_verbatim or _is_cut_off(tree, ruled, content):
        return ruled.content
    others = (ruled.addressee, ruled.channel, ruled.question)
    free = [span for span in content if not any(overlaps(span, other) for other in others)]
    if rule.family == "direct":
        free = [span for span in free if any(overlaps(span, quoted) for quoted in ruled.content)]
    return tuple(free) or ruled.content


def _is_cut_off(tree: Tree, ruled: Attribution, mine: Sequence[Span]) -> bool:
    """Whether the tagger's content ends before the main verb of the rule's.

    The tagger was trained on flat annotation: in "said that although …, Y had warned Z" it may stop where the
    attribution inside begins.
    """
    if mine[-1].end >= ruled.content[-1].end:
        return False
    rule = rule_of(ruled.rule)
    if rule.family == "according":
        return _lacks_verb(tree, ruled.content, mine)
    return rule.is_clause and _stops_early(tree, ruled.content, mine)


def _stops_early(tree: Tree, whole: Sequence[Span], mine: Sequence[Span]) -> bool:
    """Whether what begins as the clause does ends before the word that the clause hangs on."""
    if len(whole) != 1 or whole[0].start != mine[0].start:
        return False
    inside = range(*tree.within(whole[0]))
    roots = (
        i for i in inside if tree.tokens[i].head not in inside and tree.tokens[i].pos != "PUNCT"
    )
    return tree.tokens[next(roots, inside[0])].start >= mine[-1].end


def _lacks_verb(tree: Tree, whole: Sequence[Span], mine: Sequence[Span]) -> bool:
    """Whether the main verb stands behind all that the tagger drew: "The catch, according to …"."""
    inside = range(*tree.within(Span(whole[0].start, whole[-1].end)))
    words = (tree.tokens[i] for i in inside)
    roots = [word for word in words if word.head == word.i or word.head not in inside]
    verbs = [root.start for root in roots if root.pos in ("VERB", "AUX")]
    return bool(verbs) and min(verbs) >= mine[-1].end


def source_and_cue(tree: Tree, both: Pair) -> tuple[Span | None, Span | None]:
    """The source and cue of a pair: as the tagger drew them, else the rule's."""
    proposal, rule = both.tagged, both.ruled
    source = _trim_end(tree.parsed.text, proposal.source, _LOOSE_ENDS)
    cue = _with_colon(
        tree.parsed.text, _trim_end(tree.parsed.text, proposal.cue, _LOOSE_ENDS_OF_CUE)
    )
    if rule is None:
        return source, cue
    source, cue = source or rule.source, cue or rule.cue
    if overlaps(cue, rule.channel) or overlaps(cue, rule.addressee):
        cue = rule.cue  # the tagger drew "said in a statement" as one
    if rule.source and source and _begins_in_phrase(tree, source, rule.source):
        source = Span(rule.source.start, max(source.end, rule.source.end))
    return source, cue


def _with_colon(text: str, cue: Span | None) -> Span | None:
    """The cue with the colon that stands right behind it."""
    return Span(cue.start, cue.end + 1) if cue and text.startswith(":", cue.end) else cue


def _begins_in_phrase(tree: Tree, source: Span, ruled: Span) -> bool:
    """Whether a source begins with a phrase's end, before the rule's: "In [Karsk the mayor, Mira Tasel,] said …"."""
    if not source.start < ruled.start < source.end:
        return False
    first = tree.at(source.start)
    head = tree.tokens[first].head
    return tree.tokens[first].dep == "pobj" and head < first


def _trim_end(text: str, span: Span | None, loose: str) -> Span | None:
    """A source or cue without the comma or blank the corpus draws into some."""
    if span is None:
        return None
    end = span.end
    while end > span.start + 1 and text[end - 1] in loose:
        end -= 1
    return Span(span.start, end)


def _of_its_sentence(tree: Tree, marks: Marks, found: Attribution) -> tuple[Span, ...]:
    """The content without what stands in other sentences than the cue's, unless it is quoted.

    Indirect speech ends with its sentence: on PolNeAR 1 of 21 such pieces next to others was the source's.
    """
    if len(found.content) == 1 or found.cue is None:
        return found.content
    home = tree.tokens[tree.at(found.cue.start)].sentence
    content = tuple(
        span
        for span in found.content
        if tree.tokens[tree.at(span.start)].sentence == home
        or _is_quoted_at_an_edge(marks, span)
        or not _stops(tree.parsed.text, span, found.cue)
    )
    return content or found.content


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


def _by_paragraph(setting: Setting, found: Attribution) -> Iterator[Attribution]:
    """A finding whose content runs over paragraphs: the first with its cue, each quotation after it carried on.

    What the tagger draws into another paragraph without its being a quotation that opens it is seldom the
    speaker's: on PolNeAR, in 1 of 17 places after the cue's paragraph and in 1 of 23 before it.
    """
    if found.cue is None:
        yield found
        return
    home = _paragraph_at(setting.tree, found.cue.start)
    near = tuple(span for span in found.content if _paragraph_at(setting.tree, span.start) == home)
    near = near or found.content[:1]
    yield replace(found, content=near)
    for span in found.content:
        if span.start > near[-1].start and _goes_on(setting.tree, setting.marks, span, near):
            yield replace(
                found,
                cue=None,
                cue_lemma=None,
                content=(span,),
                rule=f"{finders_of(found.rule)[0]}{JOINED_BY}carried/quoted-paragraph",
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


def _paragraph_at(tree: Tree, place: int) -> int:
    return tree.paragraph[min(tree.at(place), len(tree.tokens) - 1)]
