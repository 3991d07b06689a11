"""Cut words into pieces and pack the pieces into windows of the encoder's size.

In: text and words. Out: `Pieces`, then windows of whole paragraphs, as many as fit; a paragraph longer than a
window is cut between words. Every paragraph begins with a marker piece.

>>> pack([True, False, False, True, False, True], [True] * 6, 4)
[(0, 3), (3, 6)]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.reading.attribution.tagger.features import features_of
from onrecord.reading.attribution.tagger.tokens import TaggerWord

# Most pieces of a window, without the two that frame it; a model may be trained on shorter windows.
SIZE = 254
FIRST_PIECE, LAST_PIECE, UNKNOWN_PIECE = 101, 102, 100  # [CLS], [SEP], [UNK]
PARAGRAPH_PIECE = 1  # [unused0]
NO_WORD = -1
# Words handed to the tokenizer at once, so that memory does not grow with the text twice over.
_AT_ONCE = 20_000


class Pieces(NamedTuple):
    """A text in pieces. `word[p]` is the word whose first piece is `p`, else `NO_WORD`; `opens[p]` marks paragraphs."""

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    word: NDArray[np.int64]
    opens: NDArray[np.bool_]


def pieces_of(text: str, words: Sequence[TaggerWord], tokenizer: Tokenizer) -> Pieces:
    """The pieces of `words`, each with its word's feature, paragraph markers in between."""
    cut = cut_words([text[word.start : word.end] for word in words], tokenizer)
    opening = np.diff([word.paragraph for word in words], prepend=-1) != 0
    counts = np.array([len(pieces) for pieces in cut], np.int64) + opening
    first = np.cumsum(counts) - counts
    opens = np.zeros(counts.sum(), np.bool_)
    opens[first[opening]] = True
    ids = np.full(len(opens), PARAGRAPH_PIECE, np.int64)
    ids[~opens] = [piece for pieces in cut for piece in pieces]
    word = np.full(len(opens), NO_WORD, np.int64)
    word[first + opening] = np.arange(len(words))
    features = np.repeat(np.array(features_of(text, words), np.int64), counts)
    features[opens] = 0
    return Pieces(ids, features, word, opens)


def cut_words(written: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """Every word's pieces; a word of marks the tokenizer drops is one unknown piece.

    Each word is cut once however often it occurs. The tokenizer lower-cases, so that a plain word in its vocabulary
    is one piece; such words, most of all, are looked up without running the tokenizer.
    """
    cut: dict[str, list[int]] = {}
    others: list[str] = []
    for word in dict.fromkeys(written):
        piece = tokenizer.token_to_id(word.lower()) if word.isascii() and word.isalnum() else None
        if piece is None:
            others.append(word)
        else:
            cut[word] = [piece]
    for start in range(0, len(others), _AT_ONCE):
        cut |= _cut(others[start : start + _AT_ONCE], tokenizer)
    return [cut[word] for word in written]


def _cut(words: Sequence[str], tokenizer: Tokenizer) -> dict[str, list[int]]:
    """The pieces of different words, as the tokenizer cuts them."""
    encoded = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    cut: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if word is not None:
            cut[word].append(piece)
    return {word: pieces or [UNKNOWN_PIECE] for word, pieces in zip(words, cut, strict=True)}


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
            end = _end(opens, cuttable, start, end)
        windows.append((start, end))
        start, limit = end, size
    return windows


def _end(opens: Sequence[bool], cuttable: Sequence[bool], start: int, end: int) -> int:
    """Where the last paragraph after `start` begins, else the last place that can be cut, else `end`."""
    for allowed in (opens, cuttable):
        for place in range(end, start, -1):
            if allowed[place]:
                return place
    return end
