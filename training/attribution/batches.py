"""Cut examples into windows and pad them into batches, the input of a training step."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from onrecord.reading.attribution.tagger.decode import ILLEGAL, LABELS
from onrecord.reading.attribution.tagger.windows import FIRST_PIECE, LAST_PIECE, SIZE, pack
from training.attribution.network import forward_backward
from training.attribution.prepare import Example

NO_LABEL = -100


@dataclass(frozen=True, slots=True)
class Window:
    """The pieces `[start, end)` of example number `example`."""

    example: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows; `place` and `words` select the pieces that have a label, those of words first."""

    windows: tuple[Window, ...]
    ids: Tensor
    features: Tensor
    mask: Tensor
    place: Tensor
    words: Tensor
    labels: Tensor
    to_cue: Tensor
    to_source: Tensor
    soft: Tensor
    gold_share: Tensor


def windows_of(
    examples: Sequence[Example], rng: random.Random | None, size: int = SIZE
) -> list[Window]:
    """All windows; with `rng`, the first window of each text has a random size, so that the cuts differ by epoch."""
    found: list[Window] = []
    for number, example in enumerate(examples):
        pieces = example.pieces
        first = rng.randint(60, size) if rng else None
        cuttable = [word >= 0 for word in pieces.word]
        found += [Window(number, s, e) for s, e in pack(pieces.opens, cuttable, size, first)]
    return found


def shuffled(windows: Sequence[Window], size: int, rng: random.Random) -> Iterator[list[Window]]:
    """Batches of `size` windows in random order, windows of similar length together."""
    mixed = list(windows)
    rng.shuffle(mixed)
    groups: list[list[Window]] = []
    for start in range(0, len(mixed), size * 32):
        pool = sorted(mixed[start : start + size * 32], key=lambda w: w.end - w.start)
        groups += [pool[i : i + size] for i in range(0, len(pool), size)]
    rng.shuffle(groups)
    yield from groups


def batch_of(examples: Sequence[Example], windows: Sequence[Window]) -> Batch:
    """The windows, padded to one length."""
    length = max(w.end - w.start for w in windows) + 2
    shape = (len(windows), length)
    ids, features = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    mask, labels = np.zeros(shape, bool), np.full(shape, NO_LABEL)
    to_cue: list[tuple[int, int, int]] = []
    to_source: list[tuple[int, int, int]] = []
    for row, window in enumerate(windows):
        example, (start, end) = examples[window.example], (window.start, window.end)
        size = end - start
        ids[row, 0], ids[row, size + 1] = FIRST_PIECE, LAST_PIECE
        ids[row, 1 : size + 1] = example.pieces.ids[start:end]
        features[row, 1 : size + 1] = example.pieces.features[start:end]
        mask[row, : size + 2] = True
        for place, word in enumerate(example.pieces.word[start:end], 1):
            if word >= 0:
                labels[row, place] = example.labels[word]
        for links, target in ((example.content_to_cue, to_cue), (example.cue_to_source, to_source)):
            for piece in range(start, end):
                answer = links.get(piece)
                if answer is not None and (answer < 0 or start <= answer < end):
                    there = 0 if answer < 0 else answer - start + 1
                    target.append((row, piece - start + 1, there))
    labelled = labels != NO_LABEL
    most = max(1, int(labelled.sum(1).max()))
    place = np.argsort(~labelled, axis=1, kind="stable")[:, :most]
    words = np.arange(most)[None] < labelled.sum(1)[:, None]
    picked = np.where(words, np.take_along_axis(labels, place, 1), 0)
    soft = np.zeros((*words.shape, len(LABELS)))
    for row, window in enumerate(windows):
        example = examples[window.example]
        if example.soft is not None:
            here = [word for word in example.pieces.word[window.start : window.end] if word >= 0]
            soft[row, : len(here)] = example.soft[here]
    return Batch(
        tuple(windows),
        *(torch.from_numpy(a) for a in (ids, features, mask, place, words, picked)),
        torch.tensor(to_cue, dtype=torch.long).view(-1, 3),
        torch.tensor(to_source, dtype=torch.long).view(-1, 3),
        torch.from_numpy(soft),
        torch.tensor([examples[window.example].gold_share for window in windows]),
    )


def targets(batch: Batch, transitions: NDArray[np.float64] | None) -> tuple[Tensor, Tensor]:
    """The marginals to learn: per word and label, and label pairs summed over the batch.

    Those of the annotation are certain; with the teachers' `transitions`, theirs are mixed in by each text's share.
    """
    size = len(LABELS)
    share = batch.gold_share.float()
    unary = functional.one_hot(batch.labels, size).float() * batch.words[:, :, None]
    pair = torch.einsum("b,bti,btj->ij", share, unary[:, :-1], unary[:, 1:])
    if transitions is None:
        return unary, pair
    rest = (1 - share).double().numpy()
    _, marginal, pairs = forward_backward(
        batch.soft.numpy(), transitions + ILLEGAL, batch.words.numpy(), rest
    )
    mixed = share[:, None, None] * unary + torch.from_numpy(rest[:, None, None] * marginal).float()
    return mixed, pair + torch.from_numpy(pairs).float()
