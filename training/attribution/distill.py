"""What teachers think of a text: trained taggers in, examples with soft targets out.

The teachers' label scores are averaged, over teachers and over two ways of cutting the text into windows; the
chain over these averages is what the student learns to agree with. Unlabelled news gets its links from what the
teachers read in it. Texts from the months the corpus was drawn from are passed over, so that no held-out article
is learned from even without its annotation.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.model import Span
from onrecord.reading.attribution.learned.proposals import Numbers, Outputs, Parts, propose
from onrecord.reading.attribution.learned.tokens import words_of
from onrecord.reading.attribution.learned.windows import FIRST_PIECE, LAST_PIECE, SIZE, pack
from training.attribution.network import Tagger
from training.attribution.prepare import (
    Document,
    Example,
    Gold,
    example_of,
    paragraphs_of,
    words_in,
)

# The corpus was drawn from these months.
CORPUS_MONTHS = ("2015-11", "2016-11")
PIECES = (200, 2500)


class Teachers:
    """Several trained taggers asked as one."""

    def __init__(self, checkpoints: Sequence[Path], tokenizer: Tokenizer) -> None:
        self.taggers = [tagger_of(torch.load(path)) for path in checkpoints]
        self.transitions = _mean([t.transitions for t in self.taggers])
        distance = self.taggers[0].distance.detach().double().numpy()
        self.parts = Parts(tokenizer, self.ask, self.transitions, distance, None)

    def ask(self, ids: Numbers, features: Numbers) -> Outputs:
        """Averaged label scores, and the first teacher's link vectors, of one window."""
        everything = torch.ones(1, len(ids), dtype=torch.bool)
        given = torch.from_numpy(ids)[None], torch.from_numpy(features)[None], everything
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            answers = [tagger(*given) for tagger in self.taggers]
        scores = torch.stack([scores[0].float() for scores, _ in answers]).mean(0)
        return scores.numpy(), answers[0][1][0].float().numpy()

    def soften(self, example: Example, gold_share: float) -> Example:
        """The example with the teachers' scores of every word, from two ways of cutting windows."""
        pieces = example.pieces
        total = np.zeros((len(example.document.words), len(self.transitions)), np.float32)
        cuttable = [word >= 0 for word in pieces.word]
        cuts = (None, SIZE // 2)
        for first in cuts:
            for start, end in pack(pieces.opens, cuttable, first=first):
                ids = np.array([FIRST_PIECE, *pieces.ids[start:end], LAST_PIECE], np.int64)
                features = np.array([0, *pieces.features[start:end], 0], np.int64)
                scores = self.ask(ids, features)[0][1:-1]
                words = np.array(pieces.word[start:end])
                total[words[words >= 0]] += scores[words >= 0]
        return replace(example, soft=(total / len(cuts)).astype(np.float16), gold_share=gold_share)

    def annotate(self, name: str, text: str) -> Document:
        """A text with what the teachers read in it, in place of an annotator."""
        paragraphs = paragraphs_of(text)
        words = tuple(words_of(text, paragraphs))
        gold = tuple(
            Gold(
                *(
                    words_in([part] if isinstance(part, Span) else part or (), words)
                    for part in (proposal.source, proposal.cue, proposal.content)
                )
            )
            for proposal in propose(self.parts, text, paragraphs)
        )
        return Document(name, text, paragraphs, words, gold)


def tagger_of(state: dict[str, torch.Tensor]) -> Tagger:
    """A checkpoint as a tagger, ready to be asked."""
    tagger = Tagger(
        1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    )
    tagger.load_state_dict(state)
    return tagger.eval()


def unlabelled(
    file: Path, count: int, teachers: Teachers, tokenizer: Tokenizer
) -> Iterator[Example]:
    """`count` articles of a JSON Lines file of news, annotated and softened by the teachers."""
    lines = file.read_text(encoding="utf-8").split("\n")
    random.Random(0).shuffle(lines)
    for line in lines:
        if count <= 0 or not line:
            continue
        article = json.loads(line)
        text = article["content_original"]
        if CORPUS_MONTHS[0] <= article["date"][:7] <= CORPUS_MONTHS[1] or not text:
            continue
        example = example_of(teachers.annotate(article["ID"], text), tokenizer)
        if PIECES[0] <= len(example.pieces.ids) <= PIECES[1]:
            count -= 1
            yield teachers.soften(example, 0.0)


def _mean(weights: Sequence[torch.Tensor]) -> NDArray[np.float64]:
    """The mean of equal-shaped weights."""
    mean: NDArray[np.float64] = torch.stack([w.detach() for w in weights]).mean(0).double().numpy()
    return mean
