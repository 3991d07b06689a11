"""Takes the least needed heads out of a tagger's attention: a checkpoint in, a narrower one out.

    python -m training.attribution.prune OUT CHECKPOINT --corpus DIR --pieces FOLDER --heads 8

A head's need is how much the loss would change, to first order, were it silent: the size of the loss's derivative
by a gate on the head, averaged over batches (Michel, Levy, Neubig 2019, "Are Sixteen Heads Really Better than
One?"). Every layer keeps equally many. What is cut off is to be learned again: train from the narrower checkpoint.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from training.attribution.batches import batch_of, windows_of
from training.attribution.network import Tagger, shape_of, tagger_of
from training.attribution.prepare import Example, documents, example_of
from training.attribution.train import LINK_WEIGHT, bare_tokenizer, losses

TOGETHER = 2  # windows of a batch: few, so that opposite wishes of a head do not cancel out


def needs(tagger: Tagger, examples: Sequence[Example]) -> Tensor:
    """How much each head is needed: (layers, heads).

    The derivative by a gate on a head is the sum, over the columns that read the head, of weight times gradient.
    """
    windows = sorted(windows_of(examples, None), key=lambda w: w.end - w.start)
    shape = (len(tagger.layers), tagger.layers[0].heads, tagger.layers[0].head)
    total = torch.zeros(shape[:2])
    for start in range(0, len(windows), TOGETHER):
        tagger.zero_grad(set_to_none=True)
        label, link = losses(tagger, batch_of(examples, windows[start : start + TOGETHER]), None)
        (label + LINK_WEIGHT * link).backward()
        for number, layer in enumerate(tagger.layers):
            by_column = (layer.out.weight * layer.out.weight.grad).sum(0)
            total[number] += by_column.view(shape[1:]).sum(1).abs().detach()
    return total


def pruned(state: dict[str, Tensor], need: Tensor, heads: int) -> dict[str, Tensor]:
    """The checkpoint with each layer's `heads` most needed heads.

    >>> from training.attribution.network import SMALL, Tagger
    >>> need = torch.arange(72.0).view(6, 12)
    >>> narrow = pruned(Tagger(SMALL).state_dict(), need, 8)
    >>> tuple(narrow["layers.0.qkv.weight"].shape), tuple(narrow["layers.0.out.weight"].shape)
    ((768, 384), (384, 256))
    """
    shape, narrow = shape_of(state), dict(state)
    for number, row in enumerate(need):
        kept = row.topk(heads).indices.sort().values
        columns = (kept[:, None] * shape.head + torch.arange(shape.head)).flatten()
        rows = torch.cat([part * shape.heads * shape.head + columns for part in range(3)])
        for part in ("weight", "bias"):
            name = f"layers.{number}.qkv.{part}"
            narrow[name] = state[name][rows]
        name = f"layers.{number}.out.weight"
        narrow[name] = state[name][:, columns]
    return narrow


def main() -> None:
    """Weigh the heads on the training part and write the narrower checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--pieces", type=Path, required=True, help="folder of tokenizer.json")
    parser.add_argument("--heads", type=int, required=True)
    parser.add_argument("--articles", type=int, default=150)
    chosen = parser.parse_args()
    state = torch.load(chosen.checkpoint)
    tokenizer = bare_tokenizer(chosen.pieces / "tokenizer.json")
    texts = list(documents(chosen.corpus, "train"))[: chosen.articles]
    need = needs(tagger_of(state), [example_of(text, tokenizer) for text in texts])
    torch.save(pruned(state, need, chosen.heads), chosen.out)
    print("\n".join(" ".join(f"{n:.3f}" for n in row / row.sum()) for row in need))


if __name__ == "__main__":
    main()
