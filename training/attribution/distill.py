"""Label texts with teachers: trained taggers in, examples with soft targets out.

The label scores of the teachers are averaged; the student learns to agree with the chain over the averages. Unlabelled news
gets its links from what the teachers find in it. Texts from the months of the corpus are left out, so that nothing is learned
from a held-out article even without its annotation.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.model import Span
from onrecord.reading.attribution.tagger.proposals import Numbers, Outputs, TaggerParts, propose
from onrecord.reading.attribution.tagger.tokens import words_of
from onrecord.reading.attribution.tagger.windows import FIRST_PIECE, LAST_PIECE, SIZE, Pieces, pack
from training.attribution.network import tagger_of
from training.attribution.prepare import (
    Document,
    Example,
    Gold,
    example_of,
    paragraphs_of,
    words_in,
)

# The months of the corpus.
CORPUS_MONTHS = ("2015-11", "2016-11")
PIECES = (200, 2500)
TOGETHER = 16  # windows in a batch
AT_ONCE = 50  # articles with cached answers


class Teachers:
    """Several trained taggers as one."""

    def __init__(self, checkpoints: Sequence[Path], tokenizer: Tokenizer) -> None:
        self.taggers = [tagger_of(torch.load(path)) for path in checkpoints]
        self.transitions = _mean([t.transitions for t in self.taggers])
        distance = self.taggers[0].distance.detach().double().numpy()
        self.answered: dict[bytes, Outputs] = {}
        self.parts = TaggerParts(tokenizer, self.ask, self.transitions, distance, None, SIZE)

    def ask(self, ids: Numbers, _features: Numbers) -> Outputs:
        """The averaged label scores, and the link vectors of the first teacher, for a window answered before."""
        return self.answered[ids.tobytes()]

    def answer(self, texts: Sequence[Pieces]) -> None:
        """Answer every window of `texts` in large batches; discards the answers for earlier texts."""
        self.answered.clear()
        windows = sorted(
            (w for pieces in texts for w in windows_in(pieces)), key=lambda w: len(w[0])
        )
        for start in range(0, len(windows), TOGETHER):
            group = windows[start : start + TOGETHER]
            ids, features, mask = padded(group)
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                answers = [tagger(ids, features, mask) for tagger in self.taggers]
            scores = torch.stack([scores.float() for scores, _ in answers]).mean(0).numpy()
            vectors = answers[0][1].float().numpy()
            for row, (window, _) in enumerate(group):
                size = len(window)
                self.answered[window.tobytes()] = scores[row, :size], vectors[row, :size]

    def soften(self, example: Example, gold_share: float) -> Example:
        """The example with the teachers' scores of every word."""
        pieces = example.pieces
        words = np.array(pieces.word)
        every = [self.ask(ids, features)[0][1:-1] for ids, features in windows_in(pieces)]
        soft = np.concatenate(every)[words >= 0].astype(np.float16)
        return replace(example, soft=soft, gold_share=gold_share)

    def annotate(self, document: Document) -> Document:
        """A text with the attributions that the teachers find in it."""
        words = document.words
        gold = tuple(
            Gold(
                *(
                    words_in([part] if isinstance(part, Span) else part or (), words)
                    for part in (proposal.source, proposal.cue, proposal.content)
                )
            )
            for proposal in propose(self.parts, document.text, document.paragraphs)
        )
        return replace(document, gold=gold)


def windows_in(pieces: Pieces) -> list[tuple[Numbers, Numbers]]:
    """Ids and features of every window, cut as in use."""
    cuttable = [word >= 0 for word in pieces.word]
    return [
        (
            np.array([FIRST_PIECE, *pieces.ids[start:end], LAST_PIECE], np.int64),
            np.array([0, *pieces.features[start:end], 0], np.int64),
        )
        for start, end in pack(pieces.opens, cuttable)
    ]


def padded(windows: Sequence[tuple[Numbers, Numbers]]) -> tuple[torch.Tensor, ...]:
    """Ids, features and mask of windows, padded to the longest."""
    shape = (len(windows), max(len(ids) for ids, _ in windows))
    arrays = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, bool)
    for row, (ids, features) in enumerate(windows):
        arrays[0][row, : len(ids)] = ids
        arrays[1][row, : len(ids)] = features
        arrays[2][row, : len(ids)] = True
    return tuple(torch.from_numpy(array) for array in arrays)


def softened(
    examples: Sequence[Example], teachers: Teachers, gold_share: float
) -> Iterator[Example]:
    """Annotated examples with the teachers' scores in addition."""
    for start in range(0, len(examples), AT_ONCE):
        group = examples[start : start + AT_ONCE]
        teachers.answer([example.pieces for example in group])
        yield from (teachers.soften(example, gold_share) for example in group)


def unlabelled(
    file: Path, count: int, teachers: Teachers, tokenizer: Tokenizer
) -> Iterator[Example]:
    """`count` articles of a JSON Lines file of news, annotated and softened by the teachers."""
    taken = list(islice(_plain(file, tokenizer), count))
    for start in range(0, count, AT_ONCE):
        group = taken[start : start + AT_ONCE]
        teachers.answer([example.pieces for example in group])
        for example in group:
            annotated = example_of(teachers.annotate(example.document), tokenizer)
            yield teachers.soften(annotated, 0.0)


def _plain(file: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """The articles of usable length in a file, in a fixed random order, without annotation."""
    lines = file.read_text(encoding="utf-8").split("\n")
    random.Random(0).shuffle(lines)
    for line in filter(None, lines):
        article = json.loads(line)
        text = article["content_original"]
        if text and not CORPUS_MONTHS[0] <= article["date"][:7] <= CORPUS_MONTHS[1]:
            paragraphs = paragraphs_of(text)
            words = tuple(words_of(text, paragraphs))
            document = Document(article["ID"], text, paragraphs, words, ())
            example = example_of(document, tokenizer)
            if PIECES[0] <= len(example.pieces.ids) <= PIECES[1]:
                yield example


def _mean(weights: Sequence[torch.Tensor]) -> NDArray[np.float64]:
    """The mean of weights of equal shape."""
    mean: NDArray[np.float64] = torch.stack([w.detach() for w in weights]).mean(0).double().numpy()
    return mean
