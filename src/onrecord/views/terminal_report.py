"""One report in a terminal with its statements marked in place, and one statement explained.

In come a report and its statements, out come `Line`s: source, cue and content each in a colour, and, so
that it reads the same without colour, each content in brackets with its statement's number. Statements
may stand inside each other or share words. Promo is dimmed and called so.

>>> from onrecord.model import Passage, Span
>>> text = "Tasel said it was closed. Follow us!"
>>> marks = [Mark(0, 5, "source"), Mark(11, 24, "content", 1), Mark(26, 36, "promo")]
>>> marked(text, 0, len(text), marks).plain
'Tasel said [1: it was closed]. [promo] Follow us!'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rich.text import Text

from onrecord.model import (
    Manner,
    Party,
    StatedDate,
    Statement,
    StoredEntity,
    StoredReport,
    Words,
)
from onrecord.views.provenance import in_words
from onrecord.views.terminal import (
    ACT,
    CONTENT,
    CUE,
    DOT,
    QUIET,
    SHOWN,
    SOURCE,
    Line,
    counted,
    one_line,
    visible,
    who_said,
)

Role: TypeAlias = Literal["source", "cue", "content", "promo", "headline", "aside"]

# Characters of the report shown before and after a statement that is explained.
AROUND = 300
# What a statement's manner means.
MANNERS: dict[Manner, str] = {
    "speech": "speech: it was said",
    "attitude": "attitude: told as a thought, a feeling or a wish; nobody is said to have said it",
}
# Width of the labels of an explanation.
LABELS = 11


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `[start, end)` play a role; content bears its statement's number."""

    start: int
    end: int
    role: Role
    number: int = 0


def report_lines(report: StoredReport, statements: Sequence[Statement]) -> Iterator[Line]:
    """The report: its head, its text with the statements marked, the numbered statements."""
    yield from _head(report)
    yield Line(Text())
    marks = [*_passage_marks(report), *_statement_marks(statements)]
    whole = marked(report.text, 0, len(report.text), marks)
    whole.rstrip()
    for line in whole.split("\n", allow_blank=True):
        yield Line(line)
    yield Line(Text())
    yield Line(Text(counted(len(statements), "statement"), style="bold"))
    width = len(str(len(statements))) + 1
    for number, statement in enumerate(statements, 1):
        text = who_said(statement).append(DOT + statement.id[:SHOWN], style=QUIET)
        yield Line(text, width, str(number))


def _head(report: StoredReport) -> Iterator[Line]:
    row = report.row
    if row.headline:
        yield Line(Text(one_line(row.headline), style="bold"))
    facts = [one_line(fact) for fact in (row.outlet, *row.byline, row.uri) if fact]
    yield Line(Text(DOT.join(facts)))
    yield Line(Text("date unknown") if row.published is None else _dated(row.published))
    yield Line(Text(row.id, style=QUIET))
    for problem in report.problems:
        yield Line(Text(f"problem: {one_line(problem.message)}", style=ACT))


def _passage_marks(report: StoredReport) -> Iterator[Mark]:
    roles: dict[str, Role] = {
        "promo": "promo",
        "headline": "headline",
        "byline": "aside",
        "credit": "aside",
        "caption": "aside",
    }
    for passage in report.passages:
        if passage.kind in roles:
            yield Mark(passage.span.start, passage.span.end, roles[passage.kind])


def _statement_marks(statements: Sequence[Statement]) -> Iterator[Mark]:
    for number, statement in enumerate(statements, 1):
        if statement.source is not None:
            yield _mark(statement.source.words, "source")
        if statement.cue is not None:
            yield _mark(statement.cue, "cue")
        for words in statement.content:
            yield _mark(words, "content", number)


def _mark(words: Words, role: Role, number: int = 0) -> Mark:
    return Mark(words.start, words.end, role, number)


def marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Text:
    """`text[start:end]`, made visible, with every mark's colour and the brackets of contents.

    Time is linear in the text and n log n in the marks, however deep they nest.
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
        out.append(visible(text[here:there]).replace("\t", " "), style=_style(active))
    return out


def _bracket(out: Text, mark: Mark, sign: str) -> None:
    if mark.role == "content":
        out.append(sign, style=QUIET)
    elif mark.role == "promo" and sign != "]":
        out.append("[promo] ", style=QUIET)


def _style(active: Counter[Role]) -> str:
    styles: list[str] = []
    if active["promo"] or active["aside"]:
        styles.append(QUIET)
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
) -> Iterator[Line]:
    """A statement in its context, then what was found where, by what, and who is meant and why.

    `entity` is whom the source was resolved to, if to anybody.
    """
    yield Line(who_said(statement))
    yield Line(Text())
    start, end = _context(statement, report)
    context = marked(report.text, start, end, list(_statement_marks([statement])))
    for line in context.split("\n"):
        yield Line(line, 2)
    yield Line(Text())
    yield from _parts(statement)
    if statement.source is not None:
        yield _labelled("speaker", resolved(statement, entity))
    yield _labelled("form", f"{statement.form}, act {statement.act}")
    yield _labelled("manner", MANNERS[statement.manner])
    yield _labelled("found", one_line(in_words(statement.rule)))
    yield _labelled("confidence", f"{statement.confidence:.2f}")
    yield _labelled("extractor", one_line(extractor))
    if statement.within is not None:
        yield _labelled("within", f"statement {statement.within[:SHOWN]} reports this one")
    yield _labelled("report", f"{one_line(statement.uri)} ({statement.report})")
    yield _labelled("statement", statement.id)


def _context(statement: Statement, report: StoredReport) -> tuple[int, int]:
    """From the start of the passage the statement begins in to the end of the one it ends in."""
    parts = [*statement.content]
    parts += [party.words for party in (statement.source, statement.addressee) if party is not None]
    parts += [words for words in (statement.cue, statement.question) if words is not None]
    first, last = min(part.start for part in parts), max(part.end for part in parts)
    around = [p.span for p in report.passages if p.span.start < last and first < p.span.end]
    start = min((span.start for span in around), default=first)
    end = max((span.end for span in around), default=last)
    return max(start, first - AROUND, 0), min(end, last + AROUND, len(report.text))


def _parts(statement: Statement) -> Iterator[Line]:
    if statement.source is not None:
        yield from _source(statement.source)
    if statement.cue is not None:
        lemma = f"lemma {one_line(statement.cue_lemma)}" if statement.cue_lemma else ""
        yield _where("cue", statement.cue, lemma)
    for words in statement.content:
        yield _where("content", words)
    if statement.addressee is not None:
        yield _where("addressee", statement.addressee.words, _named(statement.addressee))
    if statement.channel is not None:
        yield _where("channel", statement.channel)
    if statement.question is not None:
        yield _where("question", statement.question)
    if statement.said is None:
        yield _labelled("said", "on a day the report does not tell")
    else:
        yield Line(_dated(statement.said), LABELS, "said")


def _source(party: Party) -> Iterator[Line]:
    """Who speaks, for whom, and why without a name."""
    yield _where("source", party.words, party.sourcing or "unknown")
    if party.speaks_for is not None:
        yield _where("speaks for", party.speaks_for.words, _named(party.speaks_for))
    if party.withheld is not None:
        yield _where("withheld", party.withheld)
    if party.reason is not None:
        yield _where("because", party.reason)


def _where(label: str, words: Words, more: str = "") -> Line:
    facts = [f"{words.start}–{words.end}", *([more] if more else [])]
    return _labelled(label, f"“{one_line(words.text)}” {DOT.join(facts)}")


def _labelled(label: str, text: str) -> Line:
    return Line(Text(text), LABELS, label)


def _named(party: Party) -> str:
    return "" if party.name is None else f"is {one_line(party.name)}"


def resolved(statement: Statement, entity: StoredEntity | None) -> str:
    """Who the source was found to be, and by which kind of mention; or that it is undecided."""
    if entity is None:
        return "undecided: the report does not settle who is meant"
    how = [
        f"by {mention.how}, “{one_line(text)}” {mention.span.start}–{mention.span.end}, "
        f"confidence {mention.confidence:.2f}"
        for _, text, mention in mentions_in(statement, entity).mentions
    ]
    return DOT.join([f"{one_line(entity.name)} ({entity.kind} {entity.id[:SHOWN]})", *how])


def mentions_in(statement: Statement, entity: StoredEntity) -> StoredEntity:
    """The entity with those of its mentions alone that stand in the statement's source."""
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


def _dated(dated: StatedDate) -> Text:
    """`2024-03-05 · day · “Tuesday” 52–59 · why · or 2016-03-05`."""
    facts = [dated.edtf, dated.precision]
    if dated.words is not None:
        facts.append(f"“{dated.words.text}” {dated.words.start}–{dated.words.end}")
    facts.append(dated.why)
    if dated.alternatives:
        facts.append(f"or {', '.join(dated.alternatives)}")
    return Text(DOT.join(one_line(fact) for fact in facts))
