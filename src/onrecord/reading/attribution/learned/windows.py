"""Words cut into pieces and packed into windows the encoder can take.

Text and words in, `Pieces` out; then windows of whole paragraphs, as many as fit, a paragraph longer than a
window cut between words. Every paragraph begins with a marker piece.

>>> pack([True, False, False, True, False, True], [True] * 6, 4)
[(0, 3), (3, 6)]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tokenizers import Tokenizer

from onrecord.reading.attribution.learned.features import features_of
from onrecord.reading.attribution.learned.tokens import Word

# Pieces of a window without the two that frame it; the encoder was trained on windows of this size.
SIZE = 254
FIRST_PIECE, LAST_PIECE, UNKNOWN_PIECE = 101, 102, 100  # [CLS], [SEP], [UNK]
PARAGRAPH_PIECE = 1  # [unused0]
NO_WORD = -1
# Words handed to the tokenizer at once, so that memory does not grow with the text twice over.
_AT_ONCE = 20_000


class Pieces(NamedTuple):
    """A text in pieces. `word[p]` is the word whose first piece is `p`, else `NO_WORD`."""

    ids: list[int]
    features: list[int]
    word: list[int]
    opens: list[bool]


def pieces_of(text: str, words: Sequence[Word], tokenizer: Tokenizer) -> Pieces:
    """The pieces of `words`, each with its word's feature, paragraph markers in between."""
    found = Pieces([], [], [], [])
    features = features_of(text, words)
    paragraph = -1
    for offset in range(0, len(words), _AT_ONCE):
        chunk = words[offset : offset + _AT_ONCE]
        for number, pieces in enumerate(_cut_words(text, chunk, tokenizer), offset):
            if words[number].paragraph != paragraph:
                paragraph = words[number].paragraph
                _append(found, PARAGRAPH_PIECE, 0, NO_WORD, opens=True)
            for place, piece in enumerate(pieces):
                _append(found, piece, features[number], NO_WORD if place else number, opens=False)
    return found


def _cut_words(text: str, words: Sequence[Word], tokenizer: Tokenizer) -> list[list[int]]:
    """Every word's pieces; a word of marks the tokenizer drops is one unknown piece."""
    written = [text[word.start : word.end] for word in words]
    encoded = tokenizer.encode(written, is_pretokenized=True, add_special_tokens=False)
    cut: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if word is not None:
            cut[word].append(piece)
    return [pieces or [UNKNOWN_PIECE] for pieces in cut]


def _append(pieces: Pieces, piece: int, feature: int, word: int, *, opens: bool) -> None:
    """Add one piece to `pieces`."""
    pieces.ids.append(piece)
    pieces.features.append(feature)
    pieces.word.append(word)
    pieces.opens.append(opens)


def pack(
    opens: Sequence[bool], cuttable: Sequence[bool], size: int = SIZE, first: int | None = None
) -> list[tuple[int, int]]:
    """Windows `(start, end)` over pieces: whole paragraphs while they fit, else cut where `cuttable`.

    `first` sets another size for the first window; training uses it to see texts cut in different places.
    """
    windows: list[tuple[int, int]] = []
    start, limit = 0, first or size
    while start < len(opens):
        end = min(len(opens), start + limit)
        if end < len(opens):
            end = _cut(opens, cuttable, start, end)
        windows.append((start, end))
        start, limit = end, size
    return windows


def _cut(opens: Sequence[bool], cuttable: Sequence[bool], start: int, end: int) -> int:
    """The last paragraph's beginning after `start`, else the last place that can be cut, else `end`."""
    for allowed in (opens, cuttable):
        for place in range(end, start, -1):
            if allowed[place]:
                return place
    return end
