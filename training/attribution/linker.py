"""Train the network that weighs links: articles the tagger was not trained on in, `links.LinkerWeights` out.

Every content and cue that the tagger finds is a question for its partner; the answer is the partner that overlaps the gold
one, or none if the annotation has none. Spans without a gold counterpart, and those whose gold partner was not found, are
not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import torch
from torch import nn

from onrecord.reading.attribution.tagger.decode import LabelledSpan
from onrecord.reading.attribution.tagger.links import (
    FEATURES,
    NONE,
    WANTED_ROLE,
    Floats,
    LinkerWeights,
    answer_features,
    link_questions,
)
from onrecord.reading.attribution.tagger.proposals import TaggerParts, WindowReading, read_windows
from training.attribution.prepare import Document, Gold, Run

HIDDEN = 32
ROUNDS = 300


def questions(parts: TaggerParts, documents: Iterable[Document]) -> Iterator[tuple[Floats, int]]:
    """The features of all answers, and the right one, for every question that has an answer."""
    for document in documents:
        number = {(word.start, word.end): place for place, word in enumerate(document.words)}
        for reading in read_windows(parts, document.text, document.paragraphs):
            first = number[reading.words[0][:2]]
            asked = link_questions(reading.context, reading.spans)
            if not len(asked.start):
                continue
            rows = answer_features(reading.context, reading.spans, asked, parts.distance)
            for mine in np.split(np.arange(len(rows)), asked.start[1:]):
                asking = reading.spans[asked.asking[mine[0]]]
                answers = [reading.spans[n] for n in asked.answer[mine] if n != NONE]
                right = _right(asking, answers, document.gold, first)
                if right is not None:
                    yield rows[mine], right


def _right(
    asking: LabelledSpan, answers: Sequence[LabelledSpan], golds: Sequence[Gold], offset: int
) -> int | None:
    """The number of the right answer, `len(answers)` for none, None if it is unknown."""
    role = WANTED_ROLE[asking.role]
    shared = [(_shared(asking, getattr(gold, asking.role), offset), gold) for gold in golds]
    most, gold = max(shared, key=lambda pair: pair[0], default=(0, None))
    if not most or gold is None:
        return None
    wanted: tuple[Run, ...] = getattr(gold, role)
    if not wanted:
        return len(answers)
    overlaps = [_shared(answer, wanted, offset) for answer in answers]
    best = int(np.argmax(overlaps)) if overlaps else 0
    return best if overlaps and overlaps[best] else None


def _shared(found: LabelledSpan, runs: Iterable[Run], offset: int) -> int:
    """The number of words that a found span shares with gold runs."""
    first, last = found.first + offset, found.last + offset
    return sum(max(0, min(last, run.last) - max(first, run.first)) for run in runs)


def fit(asked: Sequence[tuple[Floats, int]], seed: int = 0) -> LinkerWeights:
    """The weights that maximise the likelihood of the right answers, with slight regularisation."""
    torch.manual_seed(seed)
    most = max(len(rows) for rows, _ in asked)
    x = torch.zeros(len(asked), most, FEATURES)
    mask = torch.zeros(len(asked), most, dtype=torch.bool)
    for number, (rows, _) in enumerate(asked):
        x[number, : len(rows)] = torch.from_numpy(rows).float()
        mask[number, : len(rows)] = True
    y = torch.tensor([right for _, right in asked])
    mean, scale = x[mask].mean(0), x[mask].std(0) + 1e-3
    x = (x - mean) / scale
    net = nn.Sequential(nn.Linear(FEATURES, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 1, bias=False))
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, ROUNDS)
    for _ in range(ROUNDS):
        score = net(x).squeeze(2).masked_fill(~mask, -1e4)
        loss = nn.functional.cross_entropy(score, y, label_smoothing=0.0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    arrays = (mean, scale, net[0].weight.T, net[0].bias, net[2].weight[0])
    return LinkerWeights(*(array.detach().double().numpy() for array in arrays))


def accuracy(asked: Sequence[tuple[Floats, int]], weights: LinkerWeights | None) -> float:
    """The share of questions answered right."""
    from onrecord.reading.attribution.tagger.links import score_rows

    scores = (rows[:, 0] if weights is None else score_rows(rows, weights) for rows, _ in asked)
    return float(
        np.mean([s.argmax() == right for s, (_, right) in zip(scores, asked, strict=True)])
    )


__all__ = ["WindowReading", "accuracy", "fit", "questions"]
