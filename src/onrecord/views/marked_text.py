"""Mark the statements in a report's text: blocks of pieces that a template prints in order.

Statements overlap: one is nested in the content of another, two share a source. HTML cannot nest spans that
cross, so `mark_up` cuts them where they cross and returns each block (usually a paragraph) as a flat
sequence of pieces: text, start of a mark, end of a mark, number of a statement. Marks are properly nested,
and each character occurs exactly once.

>>> from onrecord.model import Passage, Span
>>> text = "Mira Tasel said the bridge was closed."
>>> spans = (NumberedSpans("ab12", 1, (("source", Span(0, 10)), ("content", Span(16, 37)))),)
>>> (block,) = mark_up(text, (Passage("body", Span(0, len(text))),), spans)
>>> for piece in block.runs[0].pieces:
...     print(piece.mark.role if piece.mark else "-", piece.kind, repr(piece.text))
source number '1'
source open ''
source text 'Mira Tasel'
source close ''
- text ' said '
content open ''
content text 'the bridge was closed'
content close ''
- text '.'
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from onrecord.model import Passage, PassageKind, Span, Statement

Role: TypeAlias = Literal["source", "cue", "content", "addressee", "channel", "question"]
PieceKind: TypeAlias = Literal["text", "open", "close", "number"]

# The order in which marks of the same words are nested, outermost first.
_NESTING_ORDER: tuple[Role, ...] = ("content", "question", "channel", "addressee", "source", "cue")
# The style sheet distinguishes four levels of nesting; deeper ones look like the fourth.
MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class NumberedSpans:
    """A statement to mark: its id, its number on the page, and its spans with their roles."""

    id: str
    number: int
    spans: tuple[tuple[Role, Span], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span: its role, and the ids and numbers of its statements, the linked one first.

    `depth` is the number of contents around it. `cut` is true for the continuation of a mark that was
    cut because another one crosses it.
    """

    role: Role
    span: Span
    ids: tuple[str, ...]
    numbers: tuple[int, ...]
    depth: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """The next piece: text inside `mark` (or outside marks), the edge of a mark, or a number.

    A number has its statement's number in `text` and its id in `id`.
    """

    kind: PieceKind
    text: str = ""
    mark: Mark | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class TextRun:
    """A part of a block that belongs to one passage."""

    kind: PassageKind
    span: Span
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of lines: a paragraph with its dateline, a headline, a credit."""

    kind: PassageKind
    runs: tuple[TextRun, ...]

    @property
    def span(self) -> Span:
        """The span from the start of the first run to the end of the last one."""
        return Span(self.runs[0].span.start, self.runs[-1].span.end)


def spans_of(statement: Statement) -> tuple[tuple[Role, Span], ...]:
    """The non-empty spans of a statement, with their roles."""
    found: list[tuple[Role, Span]] = [("content", Span(w.start, w.end)) for w in statement.content]
    if statement.source:
        found.append(("source", Span(statement.source.words.start, statement.source.words.end)))
    if statement.addressee:
        words = statement.addressee.words
        found.append(("addressee", Span(words.start, words.end)))
    if statement.cue:
        found.append(("cue", Span(statement.cue.start, statement.cue.end)))
    if statement.channel:
        found.append(("channel", Span(statement.channel.start, statement.channel.end)))
    if statement.question:
        found.append(("question", Span(statement.question.start, statement.question.end)))
    return tuple((role, span) for role, span in found if span.start < span.end)


def mark_up(
    text: str, passages: Sequence[Passage], statements: Iterable[NumberedSpans]
) -> tuple[TextBlock, ...]:
    """The blocks of a report in text order, with its statements marked.

    A passage that begins on the line of a dateline joins its block. Text outside all passages is shown as
    body. Time is linear in text and marks, except that marks are cut once for each crossing.
    """
    stretches = list(_cover_text(text, passages))
    waiting = _PendingMarks(statements)
    blocks: list[TextBlock] = []
    end = 0
    for kind, span in stretches:
        run = TextRun(
            kind, span, tuple(_nest_marks(text, span, waiting.overlapping(span), waiting.numbered))
        )
        joined = blocks and "\n" not in text[end : span.start] and blocks[-1].kind == "dateline"
        if joined:
            blocks[-1] = TextBlock(kind, (*blocks[-1].runs, run))
        else:
            blocks.append(TextBlock(kind, (run,)))
        end = span.end
    return tuple(blocks)


def _cover_text(text: str, passages: Sequence[Passage]) -> Iterator[tuple[PassageKind, Span]]:
    """The passages, and the text between them as body."""
    at = 0
    for passage in sorted(passages, key=lambda passage: passage.span):
        if text[at : passage.span.start].strip():
            yield "body", Span(at, passage.span.start)
        if passage.span.end > at:
            yield passage.kind, Span(max(at, passage.span.start), passage.span.end)
        at = max(at, passage.span.end)
    if text[at:].strip():
        yield "body", Span(at, len(text))


class _PendingMarks:
    """The marks that are not yet shown, returned span by span in text order."""

    def __init__(self, statements: Iterable[NumberedSpans]) -> None:
        """Make one mark for statements with equal span and role."""
        shared: dict[tuple[Role, Span], list[NumberedSpans]] = {}
        for statement in statements:
            for key in statement.spans:
                shared.setdefault(key, []).append(statement)
        self._coming = sorted(
            (
                Mark(role, span, tuple(s.id for s in sharing), tuple(s.number for s in sharing))
                for (role, span), sharing in shared.items()
            ),
            key=lambda mark: mark.span.start,
            reverse=True,
        )
        self._running: list[Mark] = []
        self.numbered: set[str] = set()

    def overlapping(self, span: Span) -> list[Mark]:
        """The marks that overlap `span`, clipped to it; call it with spans in text order."""
        while self._coming and self._coming[-1].span.start < span.end:
            self._running.append(self._coming.pop())
        self._running = [mark for mark in self._running if mark.span.end > span.start]
        return [
            replace(
                mark,
                span=Span(max(mark.span.start, span.start), min(mark.span.end, span.end)),
                cut=mark.span.start < span.start,
            )
            for mark in self._running
        ]


def _nest_marks(
    text: str, span: Span, marks: Iterable[Mark], numbered: set[str]
) -> Iterator[Piece]:
    """The pieces of one span: a sweep over the edges of its marks, with a stack of the open ones."""
    heap = [(*_sort_key(mark), place, mark) for place, mark in enumerate(marks)]
    heapq.heapify(heap)
    open_marks: list[Mark] = []
    at = span.start
    while heap or open_marks:
        closing = open_marks[-1].span.end if open_marks else span.end
        inner = open_marks[-1] if open_marks else None
        if heap and heap[0][-1].span.start < closing:
            *_, place, mark = heapq.heappop(heap)
            if at < mark.span.start:
                yield Piece("text", text[at : mark.span.start], inner)
                at = mark.span.start
            if mark.span.end > closing:
                rest = replace(mark, span=Span(closing, mark.span.end), cut=True)
                heapq.heappush(heap, (*_sort_key(rest), place, rest))
            around = inner.depth + (inner.role == "content") if inner else 0
            here = Span(mark.span.start, min(closing, mark.span.end))
            mark = replace(mark, span=here, depth=min(MAX_DEPTH, around))
            yield from _number_pieces(mark, numbered)
            yield Piece("open", "", mark)
            open_marks.append(mark)
        else:
            if at < closing:
                yield Piece("text", text[at:closing], inner)
                at = closing
            yield Piece("close", "", open_marks.pop())
    if at < span.end:
        yield Piece("text", text[at : span.end])


def _sort_key(mark: Mark) -> tuple[int, int, int]:
    return mark.span.start, -mark.span.end, _NESTING_ORDER.index(mark.role)


def _number_pieces(mark: Mark, numbered: set[str]) -> Iterator[Piece]:
    """The numbers of statements that begin here; a shared source begins only the first of them."""
    sharing = zip(mark.ids, mark.numbers, strict=True)
    for place, (id_, number) in enumerate(sharing):
        if id_ not in numbered and (place == 0 or mark.role == "content"):
            numbered.add(id_)
            yield Piece("number", str(number), mark, id_)
