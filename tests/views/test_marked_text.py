"""Marks on a text: each character occurs once, and marks are properly nested."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Passage, Span
from onrecord.views.marked_text import NumberedSpans, Role, TextBlock, mark_up

ROLES: tuple[Role, ...] = ("source", "cue", "content", "addressee", "channel", "question")
LONGEST = 60


def spans(longest: int) -> st.SearchStrategy[Span]:
    edges = st.tuples(st.integers(0, longest), st.integers(0, longest))
    return edges.filter(lambda e: e[0] != e[1]).map(lambda e: Span(min(e), max(e)))


def marked(longest: int) -> st.SearchStrategy[list[NumberedSpans]]:
    one = st.lists(st.tuples(st.sampled_from(ROLES), spans(longest)), min_size=1, max_size=5)
    return st.lists(one, max_size=6).map(
        lambda all_: [NumberedSpans(f"{n:06x}", n, tuple(each)) for n, each in enumerate(all_, 1)]
    )


def whole(text: str) -> tuple[Passage, ...]:
    return (Passage("body", Span(0, len(text))),)


def words_of(blocks: Iterable[TextBlock]) -> str:
    return "".join(
        piece.text for b in blocks for r in b.runs for piece in r.pieces if piece.kind == "text"
    )


@given(marked(LONGEST))
def test_each_character_occurs_once(statements: list[NumberedSpans]) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(LONGEST))
    assert words_of(mark_up(text, whole(text), statements)) == text


@given(marked(LONGEST))
def test_each_character_has_exactly_its_marks(
    statements: list[NumberedSpans],
) -> None:
    text = "x" * LONGEST
    at = 0
    open_marks: list[tuple[str, tuple[str, ...]]] = []
    (block,) = mark_up(text, whole(text), statements)
    for piece in block.runs[0].pieces:
        if piece.kind == "open":
            assert piece.mark is not None
            open_marks.append((piece.mark.role, piece.mark.ids))
        elif piece.kind == "close":
            assert piece.mark is not None
            assert open_marks.pop() == (piece.mark.role, piece.mark.ids)
        elif piece.kind == "text":
            shown = {(role, id_) for role, ids in open_marks for id_ in ids}
            for _ in piece.text:
                covering = {
                    (role, one.id)
                    for one in statements
                    for role, span in one.spans
                    if span.start <= at < span.end
                }
                assert shown == covering
                at += 1
    assert open_marks == []


@given(marked(LONGEST))
def test_each_statement_has_its_number_once_if_it_has_content(
    statements: list[NumberedSpans],
) -> None:
    text = "x" * LONGEST
    numbers = [
        piece.id
        for block in mark_up(text, whole(text), statements)
        for run in block.runs
        for piece in run.pieces
        if piece.kind == "number"
    ]
    assert len(numbers) == len(set(numbers))
    with_content = {one.id for one in statements if any(r == "content" for r, _ in one.spans)}
    assert with_content <= set(numbers)


def test_a_dateline_joins_the_paragraph_on_its_line() -> None:
    text = "KARSK, May 3 — It rained.\n\nIt stopped."
    passages = (
        Passage("dateline", Span(0, 14)),
        Passage("body", Span(15, 25)),
        Passage("body", Span(27, 38)),
    )
    blocks = mark_up(text, passages, ())
    assert [(b.kind, [r.kind for r in b.runs]) for b in blocks] == [
        ("body", ["dateline", "body"]),
        ("body", ["body"]),
    ]


def test_a_mark_over_two_paragraphs_is_cut() -> None:
    text = "He said one.\n\nAnd two."
    passages = (Passage("body", Span(0, 12)), Passage("body", Span(14, 22)))
    blocks = mark_up(text, passages, [NumberedSpans("ab", 1, (("content", Span(8, 21)),))])
    marks = [p.mark for b in blocks for r in b.runs for p in r.pieces if p.kind == "open"]
    assert [(m.span, m.cut) for m in marks if m] == [(Span(8, 12), False), (Span(14, 21), True)]


def test_text_outside_every_passage_is_shown_as_body() -> None:
    text = "First.\n\nSecond.\n\nThird."
    blocks = mark_up(text, (Passage("promo", Span(8, 15)),), ())
    assert [block.kind for block in blocks] == ["body", "promo", "body"]
    assert words_of(blocks).split() == ["First.", "Second.", "Third."]


def test_a_shared_source_is_one_mark_with_both_statements() -> None:
    text = "Tasel said one, two."
    both = [
        NumberedSpans("aa", 1, (("source", Span(0, 5)), ("content", Span(11, 14)))),
        NumberedSpans("bb", 2, (("source", Span(0, 5)), ("content", Span(16, 19)))),
    ]
    (block,) = mark_up(text, whole(text), both)
    pieces = block.runs[0].pieces
    sources = [
        p.mark.ids for p in pieces if p.kind == "open" and p.mark and p.mark.role == "source"
    ]
    assert sources == [("aa", "bb")]
    before = {p.id: n for n, p in enumerate(pieces) if p.kind == "number"}
    assert before["aa"] < before["bb"]


def test_many_nested_marks_take_linear_time() -> None:
    text = "word " * 20_000
    nested = [
        NumberedSpans(f"{n:06x}", n, (("content", Span(n, len(text) - n)),)) for n in range(3000)
    ]
    blocks = mark_up(text, whole(text), nested)
    assert words_of(blocks) == text
