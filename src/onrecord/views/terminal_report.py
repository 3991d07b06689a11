"""Lay out a report with its statements marked, and the explanation of a statement, for a terminal.

In: a report and its statements. Out: `TextLine`s. Source, cue and content each have a colour; content is also
in brackets with its statement's number, so that it is readable without colour. Statements may be nested or
overlap. Promotion is dimmed and labelled.

>>> from onrecord.model import Passage, Span
>>> text = "Tasel said it was closed. Follow us!"
>>> marks = [StyledSpan(0, 5, "source"), StyledSpan(11, 24, "content", 1), StyledSpan(26, 36, "promo")]
>>> render_spans(text, 0, len(text), marks).plain
'Tasel said [1: it was closed]. [promo] Follow us!'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rich.text import Text

from onrecord.model import (
    Party,
    StatedDate,
    Statement,
    StoredEntity,
    StoredReport,
    Words,
)
from onrecord.views.labels import FORMS, MANNERS, NESTED, ROLES, UNDATED, UNRESOLVED
from onrecord.views.provenance import describe_rule
from onrecord.views.terminal import (
    ACT,
    CONTENT,
    CUE,
    DIM,
    DOT,
    ID_DIGITS,
    SOURCE,
    TextLine,
    format_count,
    one_line,
    statement_heading,
    visible,
)

Role: TypeAlias = Literal["source", "cue", "content", "promo", "headline", "aside"]

# Characters of context before and after an explained statement.
CONTEXT = 300
# Width of the labels of an explanation.
LABEL_WIDTH = 11


@dataclass(frozen=True, slots=True)
class StyledSpan:
    """Characters `[start, end)` and their role; content has its statement's number."""

    start: int
    end: int
    role: Role
    number: int = 0


def report_lines(report: StoredReport, statements: Sequence[Statement]) -> Iterator[TextLine]:
    """A report: metadata, text with the statements marked, numbered list of statements."""
    yield from _head_lines(report)
    yield TextLine()
    marks = [*_passage_spans(report), *_statement_spans(statements)]
    whole = render_spans(report.text, 0, len(report.text), marks)
    whole.rstrip()
    for line in whole.split("\n", allow_blank=True):
        yield TextLine(line)
    yield TextLine()
    yield TextLine(Text(format_count(len(statements), "statement"), style="bold"))
    width = len(str(len(statements))) + 1
    for number, statement in enumerate(statements, 1):
        text = statement_heading(statement).append(DOT + statement.id[:ID_DIGITS], style=DIM)
        yield TextLine(text, width, str(number))


def _head_lines(report: StoredReport) -> Iterator[TextLine]:
    row = report.row
    if row.headline:
        yield TextLine(Text(one_line(row.headline), style="bold"))
    facts = [one_line(fact) for fact in (row.outlet, *row.byline, row.uri) if fact]
    yield TextLine(Text(DOT.join(facts)))
    yield TextLine(Text(UNDATED) if row.published is None else _date_line(row.published))
    yield TextLine(Text(row.id, style=DIM))
    for problem in report.problems:
        yield TextLine(Text(f"problem: {one_line(problem.message)}", style=ACT))


def _passage_spans(report: StoredReport) -> Iterator[StyledSpan]:
    roles: dict[str, Role] = {
        "promo": "promo",
        "headline": "headline",
        "byline": "aside",
        "credit": "aside",
        "caption": "aside",
    }
    for passage in report.passages:
        if passage.kind in roles:
            yield StyledSpan(passage.span.start, passage.span.end, roles[passage.kind])


def _statement_spans(statements: Sequence[Statement]) -> Iterator[StyledSpan]:
    for number, statement in enumerate(statements, 1):
        if statement.source is not None:
            yield _styled(statement.source.words, "source")
        if statement.cue is not None:
            yield _styled(statement.cue, "cue")
        for words in statement.content:
            yield _styled(words, "content", number)


def _styled(words: Words, role: Role, number: int = 0) -> StyledSpan:
    return StyledSpan(words.start, words.end, role, number)


def render_spans(text: str, start: int, end: int, marks: Sequence[StyledSpan]) -> Text:
    """`text[start:end]`, with control characters escaped, the colour of each mark and brackets of contents.

    Time is linear in the text and n log n in the number of marks, at any depth.
    """
    inside = [mark for mark in marks if start <= mark.start < mark.end <= end]
    opening = sorted(inside, key=lambda mark: (mark.start, -mark.end, mark.number))
    closing = sorted(inside, key=lambda mark: (mark.end, -mark.start, -mark.number))
    cuts = sorted({start, end, *(m.start for m in inside), *(m.end for m in inside)})
    active: Counter[Role] = Counter()
    out = Text()
    opened = closed = 0
    for here, there in zip(cuts, [*cuts[1:], end], strict=True):
        while closed < len(closing) and closing[closed].end == here:
            active[closing[closed].role] -= 1
            _bracket(out, closing[closed], "]")
            closed += 1
        while opened < len(opening) and opening[opened].start == here:
            active[opening[opened].role] += 1
            _bracket(out, opening[opened], f"[{opening[opened].number}: ")
            opened += 1
        out.append(visible(text[here:there]).replace("\t", " "), style=_combined_style(active))
    return out


def _bracket(out: Text, mark: StyledSpan, sign: str) -> None:
    if mark.role == "content":
        out.append(sign, style=DIM)
    elif mark.role == "promo" and sign != "]":
        out.append("[promo] ", style=DIM)


def _combined_style(active: Counter[Role]) -> str:
    styles: list[str] = []
    if active["promo"] or active["aside"]:
        styles.append(DIM)
    if active["headline"]:
        styles.append("bold")
    if active["cue"]:
        styles.append(CUE)
    elif active["source"]:
        styles.append(SOURCE)
    elif active["content"]:
        styles.append(CONTENT)
    if active["content"] > 1:
        styles.append("underline")
    return " ".join(styles)


def explanation_lines(
    statement: Statement, report: StoredReport, entity: StoredEntity | None, extractor: str
) -> Iterator[TextLine]:
    """The explanation of a statement: context, spans, speaker, form, and how it was found.

    `entity` is the entity that the source was resolved to, if any.
    """
    yield TextLine(statement_heading(statement))
    yield TextLine()
    start, end = _context(statement, report)
    context = render_spans(report.text, start, end, list(_statement_spans([statement])))
    for line in context.split("\n"):
        yield TextLine(line, 2)
    yield TextLine()
    yield from _span_lines(statement)
    if statement.source is not None:
        yield _labelled("speaker", speaker_line(statement, entity))
    yield _labelled("form", f"{statement.form} ({FORMS[statement.form]}), act {statement.act}")
    yield _labelled("manner", f"{statement.manner} ({MANNERS[statement.manner]})")
    yield _labelled("found", one_line(describe_rule(statement.rule)))
    yield _labelled("confidence", f"{statement.confidence:.2f}")
    yield _labelled("extractor", one_line(extractor))
    if statement.within is not None:
        yield _labelled("within", f"{NESTED} statement {statement.within[:ID_DIGITS]}")
    yield _labelled("report", f"{one_line(statement.uri)} ({statement.report})")
    yield _labelled("statement", statement.id)


def _context(statement: Statement, report: StoredReport) -> tuple[int, int]:
    """The passages that contain the statement, cut to `CONTEXT` characters around it."""
    parts = [*statement.content]
    parts += [party.words for party in (statement.source, statement.addressee) if party is not None]
    parts += [words for words in (statement.cue, statement.question) if words is not None]
    first, last = min(part.start for part in parts), max(part.end for part in parts)
    around = [p.span for p in report.passages if p.span.start < last and first < p.span.end]
    start = min((span.start for span in around), default=first)
    end = max((span.end for span in around), default=last)
    return max(start, first - CONTEXT, 0), min(end, last + CONTEXT, len(report.text))


def _span_lines(statement: Statement) -> Iterator[TextLine]:
    if statement.source is not None:
        yield from _source_lines(statement.source)
    if statement.cue is not None:
        lemma = f"lemma {one_line(statement.cue_lemma)}" if statement.cue_lemma else ""
        yield _span_line("cue", statement.cue, lemma)
    for words in statement.content:
        yield _span_line("content", words)
    if statement.addressee is not None:
        yield _span_line(
            ROLES["addressee"], statement.addressee.words, _name_note(statement.addressee)
        )
    if statement.channel is not None:
        yield _span_line(ROLES["channel"], statement.channel)
    if statement.question is not None:
        yield _span_line(ROLES["question"], statement.question)
    if statement.said is None:
        yield _labelled("said", UNDATED)
    else:
        yield TextLine(_date_line(statement.said), LABEL_WIDTH, "said")


def _source_lines(party: Party) -> Iterator[TextLine]:
    """The source, the party it speaks for, and why its name is withheld."""
    yield _span_line("source", party.words, party.sourcing or "unknown")
    if party.speaks_for is not None:
        yield _span_line("speaks for", party.speaks_for.words, _name_note(party.speaks_for))
    if party.withheld is not None:
        yield _span_line("withheld", party.withheld)
    if party.reason is not None:
        yield _span_line("because", party.reason)


def _span_line(label: str, words: Words, more: str = "") -> TextLine:
    facts = [f"{words.start}–{words.end}", *([more] if more else [])]
    return _labelled(label, f"“{one_line(words.text)}” {DOT.join(facts)}")


def _labelled(label: str, text: str) -> TextLine:
    return TextLine(Text(text), LABEL_WIDTH, label)


def _name_note(party: Party) -> str:
    return "" if party.name is None else f"is {one_line(party.name)}"


def speaker_line(statement: Statement, entity: StoredEntity | None) -> str:
    """The entity the source was resolved to, with the mentions that support it; or that it is undecided."""
    if entity is None:
        return UNRESOLVED
    how = [
        f"by {mention.how}, “{one_line(text)}” {mention.span.start}–{mention.span.end}, "
        f"confidence {mention.confidence:.2f}"
        for _, text, mention in source_mentions(statement, entity).mentions
    ]
    return DOT.join([f"{one_line(entity.name)} ({entity.kind} {entity.id[:ID_DIGITS]})", *how])


def source_mentions(statement: Statement, entity: StoredEntity) -> StoredEntity:
    """The entity with only those mentions that overlap the statement's source."""
    if statement.source is None:
        return replace(entity, mentions=())
    words = statement.source.words
    inside = [
        (report, text, mention)
        for report, text, mention in entity.mentions
        if report == statement.report
        and mention.span.start < words.end
        and words.start < mention.span.end
    ]
    return replace(entity, mentions=tuple(inside))


def _date_line(dated: StatedDate) -> Text:
    """A date with its evidence: `2024-03-05 · day · “Tuesday” 52–59 · why · or 2016-03-05`."""
    facts = [dated.edtf, dated.precision]
    if dated.words is not None:
        facts.append(f"“{dated.words.text}” {dated.words.start}–{dated.words.end}")
    facts.append(dated.why)
    if dated.alternatives:
        facts.append(f"or {', '.join(dated.alternatives)}")
    return Text(DOT.join(one_line(fact) for fact in facts))
