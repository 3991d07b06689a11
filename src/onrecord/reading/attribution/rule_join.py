"""Joins the drafts of all rules into attributions: one a cue, nested ones told apart.

In: a `Tree`, its quotations and the drafts. Out: `Attribution`s in text order of content. Drafts of one
cue never both stay: direct speech goes before indirect. Content is cleaned of its own cue and source
and grown to whole quotations. An attribution whose cue stands in the content of another is `within`
it, and stays only if its cue surely reports speech and somebody but the speaker is its source.

>>> subtract(Span(0, 10), Span(3, 5))
[Span(start=0, end=3), Span(start=5, end=10)]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from onrecord.model import Attribution, Form, Span
from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.nested import clipped, holders, reports_within
from onrecord.reading.attribution.participants import Participants, find_participants
from onrecord.reading.attribution.rules import rule_of
from onrecord.reading.attribution.source_kinds import sourcing
from onrecord.reading.parse.quotes import Quote
from onrecord.reading.parse.tree import Tree

_EDGES = " \t\u00a0\n,;:.—–-…"


@dataclass(frozen=True, slots=True)
class Marks:
    """The outermost quotations, by where they start."""

    quotes: tuple[Quote, ...]
    starts: tuple[int, ...]

    def around(self, place: int) -> Quote | None:
        """The outermost quotation that holds the character `place` between its marks."""
        number = bisect_right(self.starts, place) - 1
        if number >= 0 and self.quotes[number].start < place < self.quotes[number].end:
            return self.quotes[number]
        return None


def outermost(quotes: Iterable[Quote]) -> Marks:
    """The outermost of the quotations."""
    outer = tuple(quote for quote in quotes if quote.depth == 0)
    return Marks(outer, tuple(quote.start for quote in outer))


def join(tree: Tree, marks: Marks, drafts: Sequence[Draft]) -> tuple[Attribution, ...]:
    """All attributions, in text order of content, `within` set."""
    kept = [
        cleaned
        for draft in _one_a_cue(drafts)
        if (cleaned := _clean(tree, marks, draft)) is not None
    ]
    kept.sort(key=lambda d: (d.content[0].start, -d.content[-1].end, d.cue or d.content[0]))
    participants = {draft.cue: find_participants(tree, draft) for draft in kept if draft.cue}
    asked = {each.question.start for each in participants.values() if each.question}
    kept = [draft for draft in kept if not only_asks(tree, draft.cue, asked)]
    kept, within = _nest(tree, marks, kept)
    return tuple(
        _finish(tree, marks, draft, participants[draft.cue] if draft.cue else Participants(), outer)
        for draft, outer in zip(kept, within, strict=True)
    )


def only_asks(tree: Tree, cue: Span | None, asked: AbstractSet[int]) -> bool:
    """Whether a cue is the "asked" before a question somebody else's answer already bears.

    `asked` is where such questions begin.
    """
    if cue is None or _asks_itself(tree, cue):
        return False
    return not asked.isdisjoint(range(cue.start + 1, cue.end + 2))


def _asks_itself(tree: Tree, cue: Span) -> bool:
    """Whether somebody is told to have asked, so that the question is words of his: "Falk asked whether …"."""
    return any(tree.child(i, "nsubj") is not None for i in range(*tree.within(cue)))


def _one_a_cue(drafts: Sequence[Draft]) -> list[Draft]:
    """The first draft of each cue; drafts come with the surer rules first."""
    seen: set[int] = set()
    found: list[Draft] = []
    for draft in drafts:
        if draft.cue is None or draft.cue.start not in seen:
            found.append(draft)
            if draft.cue is not None:
                seen.add(draft.cue.start)
    return found


def subtract(whole: Span, part: Span) -> list[Span]:
    """What is left of `whole` without `part`."""
    if part.end <= whole.start or whole.end <= part.start:
        return [whole]
    pieces = [Span(whole.start, part.start), Span(part.end, whole.end)]
    return [piece for piece in pieces if piece.start < piece.end]


def _clean(tree: Tree, marks: Marks, draft: Draft) -> Draft | None:
    """The draft with whole quotations, and neither cue nor source in its content; None if all goes.

    What is word for word is whole as it was found, its last mark too.
    """
    if rule_of(draft.rule).is_verbatim:
        return draft
    cut = [draft.cue] if draft.cue else []
    if draft.source is not None:
        cut.append(tree.span(draft.source))
    pieces: list[Span] = []
    for span in sorted(draft.content):
        left = [_grow(marks, span, draft)]
        for part in cut:
            left = [piece for whole in left for piece in subtract(whole, part)]
        pieces.extend(left)
    merged: list[Span] = []
    for piece in pieces:
        bare = _strip(tree.parsed.text, piece)
        if bare is not None and not (merged and bare.start < merged[-1].end):
            merged.append(bare)
    return replace(draft, content=tuple(merged)) if merged else None


def _grow(marks: Marks, span: Span, draft: Draft) -> Span:
    """The span, out to the marks of a quotation that begins or ends in it."""
    start, end = span.start, span.end
    last = marks.around(end - 1) or marks.around(end)
    inside = draft.cue is not None and marks.around(draft.cue.start) is not None
    if last is not None and not inside and last.start >= start:
        end = max(end, last.end)
    first = marks.around(start)
    if first is not None and not inside and (draft.cue is None or draft.cue.end <= first.start):
        start = min(start, first.start)
        end = max(end, first.end)
    return Span(start, end)


def _strip(text: str, span: Span) -> Span | None:
    """The span without blanks and stops at its edges; None where no word is left."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    if end - start < 2 or not any(c.isalnum() for c in text[start:end]):
        return None
    return Span(start, end)


def _nest(tree: Tree, marks: Marks, drafts: list[Draft]) -> tuple[list[Draft], list[int | None]]:
    """The drafts that stay, and for each the number of the one whose content holds its cue."""
    outer = holders(drafts)
    stays = [
        (holder is None and (rule_of(draft.rule).is_verbatim or not _orphan(marks, draft)))
        or (holder is not None and reports_within(tree, draft, drafts[holder]))
        for draft, holder in zip(drafts, outer, strict=True)
    ]
    drafts = [_clipped(drafts, n, holder) for n, holder in enumerate(outer)]
    number_of: dict[int, int] = {}
    for number, stay in enumerate(stays):
        if stay:
            number_of[number] = len(number_of)
    within: list[int | None] = []
    for number in number_of:
        holder = outer[number]
        while holder is not None and holder not in number_of:
            holder = outer[holder]
        within.append(None if holder is None else number_of[holder])
    return [drafts[number] for number in number_of], within


def _clipped(drafts: Sequence[Draft], number: int, holder: int | None) -> Draft:
    """The draft with no more content than the one that holds it has."""
    draft = drafts[number]
    content = None if holder is None else clipped(draft.content, drafts[holder].content)
    return replace(draft, content=content) if content else draft


def _orphan(marks: Marks, draft: Draft) -> bool:
    """Whether the cue stands in a quotation of which nobody knows who speaks."""
    return draft.cue is not None and marks.around(draft.cue.start) is not None


def form_of(text: str, marks: Marks, content: Sequence[Span]) -> Form:
    """`direct` if every word but a leading "that" is quoted, `mixed` if some are, else `indirect`."""
    quoted = free = False
    for number, span in enumerate(content):
        start = span.start
        if not number and text[start : start + 5].lower() == "that ":
            start += 5
        for piece, inside in _pieces(marks, Span(start, span.end)):
            if any(map(str.isalnum, text[piece.start : piece.end])):
                quoted, free = quoted or inside, free or not inside
            if quoted and free:
                return "mixed"
    return "direct" if quoted else "indirect"


def _pieces(marks: Marks, span: Span) -> Iterator[tuple[Span, bool]]:
    """The span cut at the marks of quotations, each piece with whether it is quoted."""
    place = span.start
    for number in range(max(0, bisect_right(marks.starts, place) - 1), len(marks.quotes)):
        quote = marks.quotes[number]
        if quote.start >= span.end:
            break
        if place < quote.start:
            yield Span(place, quote.start), False
        if place < quote.end:
            yield Span(max(place, quote.start), min(quote.end, span.end)), True
            place = quote.end
    if place < span.end:
        yield Span(place, span.end), False


def _form(tree: Tree, marks: Marks, draft: Draft) -> Form:
    """The form of a draft: quoted words that are no clause are mixed, speech told in a quotation indirect.

    But a quotation in a quotation is as direct as the one around it.
    """
    rule = rule_of(draft.rule)
    if rule.is_verbatim:
        return "direct"
    if draft.cue is not None and marks.around(draft.cue.start) is not None:
        return "direct" if rule.family == "direct" else "indirect"
    form = form_of(tree.parsed.text, marks, draft.content)
    return "mixed" if form == "direct" and rule.form == "mixed" else form


def _finish(
    tree: Tree, marks: Marks, draft: Draft, participants: Participants, within: int | None
) -> Attribution:
    """The attribution of a draft, with its form, kind of source, participants and confidence."""
    strength = draft.verb.strength if draft.verb else "any"
    return Attribution(
        source=tree.span(draft.source) if draft.source else None,
        cue=draft.cue,
        content=draft.content,
        form=_form(tree, marks, draft),
        act=draft.verb.act if draft.verb else "state",
        rule=draft.rule,
        confidence=rule_of(draft.rule).confidence_at(strength),
        cue_lemma=draft.lemma,
        sourcing=sourcing(tree, draft.source),
        addressee=participants.addressee,
        channel=participants.channel,
        question=participants.question,
        within=within,
    )
