"""Windows cover a text without loss and fit the size of the encoder."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.attribution.tagger.windows import pack

FLAGS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=200)


@given(FLAGS, st.integers(1, 40), st.one_of(st.none(), st.integers(1, 40)))
def test_windows_cover_everything_once(
    flags: list[tuple[bool, bool]], size: int, first: int | None
) -> None:
    windows = pack([o for o, _ in flags], [c for _, c in flags], size, first)
    assert [p for start, end in windows for p in range(start, end)] == list(range(len(flags)))
    for number, (start, end) in enumerate(windows):
        assert 0 < end - start <= (first or size if number == 0 else size)


def test_whole_paragraphs_are_kept_together_where_they_fit() -> None:
    opens = [place in {0, 4, 9} for place in range(12)]
    assert pack(opens, [True] * 12, 10) == [(0, 9), (9, 12)]


def test_a_long_paragraph_is_cut_between_words() -> None:
    cuttable = [place % 4 == 0 for place in range(20)]
    windows = pack([place == 0 for place in range(20)], cuttable, 7)
    assert windows == [(0, 4), (4, 8), (8, 12), (12, 16), (16, 20)]
