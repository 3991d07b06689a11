"""A report's text and the statements in it → blocks of pieces that any page can show in one pass.

Statements overlap: one stands inside another's content, two share a source. HTML cannot nest what
crosses, so `mark_up` cuts the spans where they cross and gives each block (a paragraph, as a rule)
as a flat run of pieces: text, a mark that opens, a mark that closes, a statement's number. Marks are
properly nested; nothing is lost and nothing is shown twice.

>>> from onrecord.model import Passage, Span
>>> text = "Mira Tasel said the bridge was closed."
>>> spans = (Marked("ab12", 1, (("source", Span(0, 10)), ("content", Span(16, 37)))),)
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

# Where two marks cover the same words, content lies outermost, so that the others show on it.
_OUTERMOST: tuple[Role, ...] = ("content", "question", "channel", "addressee", "source", "cue")
# Styles tell four levels of statements within statements apart; deeper ones look like the fourth.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement to mark: its id, its number on the page, its spans with their roles."""

    id: str
    number: int
    spans: tuple[tuple[Role, Span], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch: its role, whose it is (ids and numbers, first the one it links to).

    `depth` counts the contents around it (0: none). `cut` is True for what goes on from a stretch
    that had to be cut because another mark crosses it.
    """

    role: Role
    span: Span
    ids: tuple[str, ...]
    numbers: tuple[int, ...]
    depth: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands next: a text inside `mark` (or none), a mark's edge, or a statement's number.

    A number piece bears the number in `text` and its statement's id in `id`.
    """

    kind: PieceKind
    text: str = ""
    mark: Mark | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one passage kind inside a block."""

    kind: PassageKind
    span: Span
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What stands on lines of its own: a paragraph with its dateline, a headline, a credit."""

    kind: PassageKind
    runs: tuple[Run, ...]

    @property
    def span(self) -> Span:
        """From the first run's start to the last one's end."""
        return Span(self.runs[0].span.start, self.runs[-1].span.end)


def spans_of(statement: Statement) -> tuple[tuple[Role, Span], ...]:
    """Every span of a statement with its role; empty spans are left out."""
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
    text: str, passages: Sequence[Passage], statements: Iterable[Marked]
) -> tuple[Block, ...]:
    """The blocks of a report in text order, with its statements marked.

    A passage that begins on the line where the one before ends (a dateline's paragraph) joins its
    block. Text that no passage covers is shown as body, never dropped. Linear in text and marks but
    for marks that cross, which are cut once per crossing.
    """
    stretches = list(_covering(text, passages))
    waiting = _Marks(statements)
    blocks: list[Block] = []
    end = 0
    for kind, span in stretches:
        run = Run(kind, span, tuple(_weave(text, span, waiting.over(span), waiting.numbered)))
        joined = blocks and "\n" not in text[end : span.start] and blocks[-1].kind == "dateline"
        if joined:
            blocks[-1] = Block(kind, (*blocks[-1].runs, run))
        else:
            blocks.append(Block(kind, (run,)))
        end = span.end
    return tuple(blocks)


def _covering(text: str, passages: Sequence[Passage]) -> Iterator[tuple[PassageKind, Span]]:
    """The passages, and as body whatever text stands between them."""
    at = 0
    for passage in sorted(passages, key=lambda passage: passage.span):
        if text[at : passage.span.start].strip():
            yield "body", Span(at, passage.span.start)
        if passage.span.end > at:
            yield passage.kind, Span(max(at, passage.span.start), passage.span.end)
        at = max(at, passage.span.end)
    if text[at:].strip():
        yield "body", Span(at, len(text))


class _Marks:
    """The marks still to show, handed out stretch by stretch in text order."""

    def __init__(self, statements: Iterable[Marked]) -> None:
        """Statements that share a span and role share a mark."""
        shared: dict[tuple[Role, Span], list[Marked]] = {}
        for statement in statements:
            for key in statement.spans:
                shared.setdefault(key, []).append(statement)
        self._coming = sorted(
            (
                Mark(role, span, tuple(s.id for s in whose), tuple(s.number for s in whose))
                for (role, span), whose in shared.items()
            ),
            key=lambda mark: mark.span.start,
            reverse=True,
        )
        self._running: list[Mark] = []
        self.numbered: set[str] = set()

    def over(self, span: Span) -> list[Mark]:
        """The marks that overlap `span`, clipped to it; spans must be asked for in text order."""
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


def _weave(text: str, span: Span, marks: Iterable[Mark], numbered: set[str]) -> Iterator[Piece]:
    """One stretch's pieces: a sweep over the edges of its marks with a stack of the open ones."""
    heap = [(*_order(mark), place, mark) for place, mark in enumerate(marks)]
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
                heapq.heappush(heap, (*_order(rest), place, rest))
            around = inner.depth + (inner.role == "content") if inner else 0
            here = Span(mark.span.start, min(closing, mark.span.end))
            mark = replace(mark, span=here, depth=min(DEEPEST, around))
            yield from _numbers(mark, numbered)
            yield Piece("open", "", mark)
            open_marks.append(mark)
        else:
            if at < closing:
                yield Piece("text", text[at:closing], inner)
                at = closing
            yield Piece("close", "", open_marks.pop())
    if at < span.end:
        yield Piece("text", text[at : span.end])


def _order(mark: Mark) -> tuple[int, int, int]:
    return mark.span.start, -mark.span.end, _OUTERMOST.index(mark.role)


def _numbers(mark: Mark, numbered: set[str]) -> Iterator[Piece]:
    """The numbers of statements that begin here: a shared source is the first one's beginning only."""
    whose = zip(mark.ids, mark.numbers, strict=True)
    for place, (id_, number) in enumerate(whose):
        if id_ not in numbered and (place == 0 or mark.role == "content"):
            numbered.add(id_)
            yield Piece("number", str(number), mark, id_)
