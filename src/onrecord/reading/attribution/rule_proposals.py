"""What the rules propose: their candidates, bounded and described, as attributions.

In: a `Setting` with the rules' candidates. Out: `Attribution`s in text order of content, one a cue: of two candidates of one
cue the surer rule's. Content has neither its own cue nor its source in it, and whole quotations.

>>> subtract(Span(0, 10), Span(3, 5))
[Span(start=0, end=3), Span(start=5, end=10)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Attribution, Form, Span
from onrecord.reading.attribution.participants import Participants, find_participants
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.marks import Marks, form_of
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.attribution.source_kinds import sourcing
from onrecord.reading.parse.tree import Tree

_EDGES = " \t\u00a0\n,;:.—–-…"


def propose_by_rules(setting: Setting) -> tuple[Attribution, ...]:
    """What the rules propose, each as sure as its rule was measured to be; `within` is left for later."""
    bounded = [
        candidate
        for each in _one_a_cue(setting.candidates)
        if (candidate := _bound_candidate(setting.tree, setting.marks, each)) is not None
    ]
    bounded.sort(key=lambda d: (d.content[0].start, -d.content[-1].end, d.cue or d.content[0]))
    return tuple(_attribution_of(setting.tree, setting.marks, candidate) for candidate in bounded)


def _one_a_cue(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first candidate of each cue; candidates come with the surer rules first."""
    seen: set[int] = set()
    found: list[Candidate] = []
    for candidate in candidates:
        if candidate.cue is None or candidate.cue.start not in seen:
            found.append(candidate)
            if candidate.cue is not None:
                seen.add(candidate.cue.start)
    return found


def subtract(whole: Span, part: Span) -> list[Span]:
    """What is left of `whole` without `part`."""
    if part.end <= whole.start or whole.end <= part.start:
        return [whole]
    pieces = [Span(whole.start, part.start), Span(part.end, whole.end)]
    return [piece for piece in pieces if piece.start < piece.end]


def _bound_candidate(tree: Tree, marks: Marks, candidate: Candidate) -> Candidate | None:
    """The candidate with whole quotations, and neither cue nor source in its content; None if all goes.

    What is word for word is whole as it was found, its last mark too.
    """
    if rule_of(candidate.rule).is_verbatim:
        return candidate
    cut = [candidate.cue] if candidate.cue else []
    if candidate.source is not None:
        cut.append(tree.span(candidate.source))
    pieces: list[Span] = []
    for span in sorted(candidate.content):
        left = [_grow(marks, span, candidate)]
        for part in cut:
            left = [piece for whole in left for piece in subtract(whole, part)]
        pieces.extend(left)
    merged: list[Span] = []
    for piece in pieces:
        bare = _strip(tree.parsed.text, piece)
        if bare is not None and not (merged and bare.start < merged[-1].end):
            merged.append(bare)
    return replace(candidate, content=tuple(merged)) if merged else None


def _grow(marks: Marks, span: Span, candidate: Candidate) -> Span:
    """The span, out to the marks of a quotation that begins or ends in it."""
    start, end = span.start, span.end
    last = marks.around(end - 1) or marks.around(end)
    inside = candidate.cue is not None and marks.around(candidate.cue.start) is not None
    if last is not None and not inside and last.start >= start:
        end = max(end, last.end)
    first = marks.around(start)
    if (
        first is not None
        and not inside
        and (candidate.cue is None or candidate.cue.end <= first.start)
    ):
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


def _form_of_candidate(tree: Tree, marks: Marks, candidate: Candidate) -> Form:
    """The form of a candidate: quoted words that are no clause are mixed, speech reported in a quotation indirect.

    But a quotation in a quotation is as direct as the one around it.
    """
    rule = rule_of(candidate.rule)
    if rule.is_verbatim:
        return "direct"
    if candidate.cue is not None and marks.around(candidate.cue.start) is not None:
        return "direct" if rule.family == "direct" else "indirect"
    form = form_of(tree.parsed.text, marks, candidate.content)
    return "mixed" if form == "direct" and rule.form == "mixed" else form


def _attribution_of(tree: Tree, marks: Marks, candidate: Candidate) -> Attribution:
    """The attribution of a candidate, with its form, act, kind of source, participants and confidence."""
    participants = find_participants(tree, candidate) if candidate.cue else Participants()
    return Attribution(
        source=tree.span(candidate.source) if candidate.source else None,
        cue=candidate.cue,
        content=candidate.content,
        form=_form_of_candidate(tree, marks, candidate),
        act=candidate.verb.act if candidate.verb else "state",
        rule=candidate.rule,
        confidence=rule_of(candidate.rule).confidence_at(
            candidate.verb.strength if candidate.verb else "any"
        ),
        cue_lemma=candidate.lemma,
        sourcing=sourcing(tree, candidate.source),
        addressee=participants.addressee,
        channel=participants.channel,
        question=participants.question,
    )
