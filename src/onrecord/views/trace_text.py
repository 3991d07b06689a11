"""Lay out the trace of a report for a terminal and as JSON: what each step decided, and why.

In: a `ReportTrace`, and a statement or a span of the text. Out: `TextLine`s or one JSON object. A decision
concerns a statement if its first span matches the content or lies in the source, or if one of its spans lies
in the cue; it concerns a span of the text if one of its spans overlaps it.

>>> from onrecord.model import Span
>>> _overlap_share(Span(0, 10), Span(5, 10)), _overlap_share(Span(0, 4), Span(5, 10))
(0.5, 0.0)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.text import Text

from onrecord.errors import UsageError
from onrecord.model import (
    READ_KINDS,
    Decision,
    Passage,
    ReportTrace,
    Span,
    Statement,
    Verdict,
    Words,
)
from onrecord.views.terminal import (
    ACT,
    CONTENT,
    DIM,
    DOT,
    ID_DIGITS,
    TextLine,
    format_count,
    one_line,
    statement_heading,
)

# The least share of common characters at which two spans count as the same words.
SAME_WORDS = 0.5
# Characters of a span that are shown, and characters of context around a place in the text.
SHOWN_LENGTH = 60
CONTEXT = 60
_STYLES: dict[Verdict, str] = {"proposed": "", "kept": CONTENT, "changed": ACT, "dropped": "red"}


def locate(text: str, where: str) -> tuple[Span, ...]:
    """The places in `text` that `where` means: a character offset, or words and all their occurrences.

    White space and, if nothing matches otherwise, upper case do not matter. Raises `UsageError` if there is
    no such place.

    >>> locate("Tasel said no. Oskel said yes.", "said")
    (Span(start=6, end=10), Span(start=21, end=25))
    """
    if re.fullmatch(r"[0-9]{1,9}", where):
        offset = int(where)
        if offset >= len(text):
            raise UsageError(f"--at {offset}: the report has {len(text):,} characters")
        return (Span(offset, offset + 1),)
    pattern = r"\s+".join(map(re.escape, where.split()))
    for flags in (re.NOFLAG, re.IGNORECASE):
        if pattern and (found := tuple(re.finditer(pattern, text, flags))):
            return tuple(Span(*match.span()) for match in found)
    raise UsageError(f"--at: the report does not contain {one_line(where)!r}")


def decisions_about(trace: ReportTrace, statement: Statement) -> tuple[Decision, ...]:
    """The decisions that concern one statement, in order."""
    return tuple(each for each in trace.decisions if _concerns(each.spans, statement))


def _concerns(spans: Sequence[Span], statement: Statement) -> bool:
    if not spans:
        return False
    first, cue, source = spans[0], statement.cue, statement.source
    return (
        any(
            _overlap_share(first, Span(part.start, part.end)) >= SAME_WORDS
            for part in statement.content
        )
        or (source is not None and _contains(source.words, first))
        or (cue is not None and any(_contains(cue, span) for span in spans))
    )


def _contains(words: Words, span: Span) -> bool:
    return words.start <= span.start < span.end <= words.end


def decisions_at(trace: ReportTrace, place: Span) -> tuple[Decision, ...]:
    """The decisions about candidates with words in `place`, in order."""
    return tuple(
        decision
        for decision in trace.decisions
        if any(each.start < place.end and place.start < each.end for each in decision.spans)
    )


def passage_at(trace: ReportTrace, place: Span) -> Passage | None:
    """The passage that contains the start of `place`."""
    passages = trace.report.passages
    return next((p for p in passages if p.span.start <= place.start < p.span.end), None)


def statement_trace_lines(trace: ReportTrace, statement: Statement) -> Iterator[TextLine]:
    """The decisions that concern one statement, numbered, and whether this version finds it."""
    yield from _version_lines(trace)
    yield from _decision_lines(trace, decisions_about(trace, statement), "about this statement")
    if not _is_found(trace, statement):
        yield TextLine(Text("this version does not find the statement", style=ACT))


def place_trace_lines(
    trace: ReportTrace, places: Sequence[Span], statements: Sequence[Statement]
) -> Iterator[TextLine]:
    """What was considered at the first of `places`: context, passage, decisions, recorded statements."""
    place = places[0]
    if len(places) > 1:
        offsets = ", ".join(str(each.start) for each in places)
        yield TextLine(Text(f"{len(places):,} occurrences, at {offsets}; shown is the first"))
    text = trace.report.text
    before = text[max(0, place.start - CONTEXT) : place.start]
    after = text[place.end : place.end + CONTEXT]
    words = Text(one_line(f"…{before}")).append(" " if before[-1:].isspace() else "")
    words.append(one_line(text[place.start : place.end]), style="bold reverse")
    words.append(" " if after[:1].isspace() else "").append(one_line(f"{after}…"))
    yield TextLine(words)
    yield TextLine(Text(_passage_note(passage_at(trace, place), place)))
    yield from _version_lines(trace)
    yield from _decision_lines(trace, decisions_at(trace, place), "there")
    for statement in statements_at(statements, place):
        heading = Text("recorded: ").append(statement_heading(statement))
        yield TextLine(heading.append(DOT + statement.id[:ID_DIGITS], style=DIM))


def report_trace_lines(trace: ReportTrace) -> Iterator[TextLine]:
    """All decisions about a report, numbered."""
    yield from _version_lines(trace)
    yield from _decision_lines(trace, trace.decisions, "in this report")


def decisions_json(trace: ReportTrace, decisions: Iterable[Decision]) -> dict[str, Any]:
    """The versions and decisions of a trace as JSON fields; each span includes its text."""
    return {
        "extractor": trace.extractor,
        "traced_with": trace.reading.extractor,
        "trace": [
            {
                "step": decision.step,
                "verdict": decision.verdict,
                "spans": [_span_json(trace, span) for span in decision.spans],
                "why": decision.why,
                "rule": decision.rule or None,
            }
            for decision in decisions
        ],
    }


def place_trace_json(
    trace: ReportTrace, places: Sequence[Span], statements: Sequence[Statement]
) -> dict[str, Any]:
    """What was considered at the first of `places`, as one JSON object."""
    place = places[0]
    passage = passage_at(trace, place)
    return {
        "report": trace.report.row.id,
        "at": _span_json(trace, place),
        "offsets": [each.start for each in places],
        "passage": None
        if passage is None
        else {
            "kind": passage.kind,
            "start": passage.span.start,
            "end": passage.span.end,
            "read": passage.kind in READ_KINDS,
        },
        **decisions_json(trace, decisions_at(trace, place)),
        "statements": [statement.id for statement in statements_at(statements, place)],
    }


def statements_at(statements: Iterable[Statement], place: Span) -> Iterator[Statement]:
    """The statements that have words of source, cue or content in `place`."""
    for statement in statements:
        parts = [*statement.content]
        parts += [] if statement.source is None else [statement.source.words]
        parts += [] if statement.cue is None else [statement.cue]
        if any(part.start < place.end and place.start < part.end for part in parts):
            yield statement


def _decision_lines(
    trace: ReportTrace, decisions: Sequence[Decision], scope: str
) -> Iterator[TextLine]:
    if not decisions:
        yield TextLine(Text(f"nothing was proposed {scope}"))
        return
    yield TextLine(Text(f"{format_count(len(decisions), 'decision')} {scope}", style="bold"))
    width = len(str(len(decisions))) + 1
    for number, decision in enumerate(decisions, 1):
        line = Text(f"{one_line(decision.step)} ", style="bold")
        line.append(decision.verdict, style=f"not bold {_STYLES[decision.verdict]}".strip())
        line.append(f": {one_line(decision.why)}", style="not bold")
        facts = [_span_words(trace, span) for span in decision.spans]
        facts += [one_line(decision.rule)] if decision.rule else []
        line.append("".join(DOT + fact for fact in facts), style="not bold dim")
        yield TextLine(line, width, str(number))


def _version_lines(trace: ReportTrace) -> Iterator[TextLine]:
    if trace.extractor != trace.reading.extractor:
        versions = f"recorded with {trace.extractor}; traced with {trace.reading.extractor}"
        yield TextLine(Text(one_line(versions), style=ACT))
    if trace.reading.report.text != trace.report.text:
        note = "this version normalises the text differently: offsets below may be shifted"
        yield TextLine(Text(note, style=ACT))


def _passage_note(passage: Passage | None, place: Span) -> str:
    at = f"characters {place.start}–{place.end}"
    if passage is None:
        return f"{at}, between passages, which is not read"
    span = f"{passage.kind} {passage.span.start}–{passage.span.end}"
    return (
        f"{at}, in {span}, {'which is read' if passage.kind in READ_KINDS else 'which is not read'}"
    )


def _is_found(trace: ReportTrace, statement: Statement) -> bool:
    """True if the new reading has an attribution with the statement's content."""
    content = tuple((words.start, words.end) for words in statement.content)
    return any(
        tuple((span.start, span.end) for span in found.content) == content
        for found in trace.reading.attributions
    )


def _span_json(trace: ReportTrace, span: Span) -> dict[str, Any]:
    return {
        "text": trace.report.text[span.start : span.end],
        "start": span.start,
        "end": span.end,
    }


def _span_words(trace: ReportTrace, span: Span) -> str:
    words = one_line(trace.report.text[span.start : span.end])
    shown = words if len(words) <= SHOWN_LENGTH else f"{words[: SHOWN_LENGTH - 1]}…"
    return f"“{shown}” {span.start}–{span.end}"


def _overlap_share(one: Span, other: Span) -> float:
    """The share of characters that two spans have in common, of all characters of either."""
    common = min(one.end, other.end) - max(one.start, other.start)
    whole = max(one.end, other.end) - min(one.start, other.start)
    return max(0, common) / whole if whole > 0 else 0.0
