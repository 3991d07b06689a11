"""Remove the least important heads and inner columns of a tagger: a checkpoint in, a narrower one out.

    python -m training.attribution.prune OUT CHECKPOINT --corpus DIR --pieces FOLDER [--heads 8] [--inner 768]

The importance of a head is the first-order change of the loss without it: the absolute derivative of the loss by a gate on
the head, averaged over batches (Michel, Levy, Neubig 2019, "Are Sixteen Heads Really Better than One?"); likewise for each
column between a layer's two products. Every layer keeps the same number. The narrower checkpoint is then trained again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from training.attribution.batches import batch_of, windows_of
from training.attribution.network import Tagger, shape_of, tagger_of
from training.attribution.prepare import Example, documents, example_of
from training.attribution.train import LINK_WEIGHT, bare_tokenizer, losses

TOGETHER = 2  # windows in a batch: few, so that opposite derivatives do not cancel out


class Needs(NamedTuple):
    """The importance of each head and each inner column: (layers, heads) and (layers, inner)."""

    heads: Tensor
    inner: Tensor


def needs(tagger: Tagger, examples: Sequence[Example]) -> Needs:
    """The importance of each head and each inner column.

    The derivative by a gate on either is the sum, over the columns that read it, of weight times gradient.
    """
    windows = sorted(windows_of(examples, None), key=lambda w: w.end - w.start)
    first = tagger.layers[0]
    heads = torch.zeros(len(tagger.layers), first.heads)
    inner = torch.zeros(len(tagger.layers), first.up.out_features)
    for start in range(0, len(windows), TOGETHER):
        tagger.zero_grad(set_to_none=True)
        label, link = losses(tagger, batch_of(examples, windows[start : start + TOGETHER]), None)
        (label + LINK_WEIGHT * link).backward()
        for number, layer in enumerate(tagger.layers):
            heads[number] += _by_column(layer.out).view(first.heads, first.head).sum(1).abs()
            inner[number] += _by_column(layer.down).abs()
    return Needs(heads, inner)


def _by_column(module: nn.Linear) -> Tensor:
    """The derivative of the loss by a gate on each column that `module` reads."""
    grad = module.weight.grad
    if grad is None:
        raise ValueError("needs are read off after a backward pass")
    return (module.weight * grad).sum(0).detach()


def with_heads(state: dict[str, Tensor], need: Tensor, heads: int) -> dict[str, Tensor]:
    """The checkpoint with the `heads` most important heads of each layer.

    >>> from training.attribution.network import SMALL, Tagger
    >>> need = torch.arange(72.0).view(6, 12)
    >>> narrow = with_heads(Tagger(SMALL).state_dict(), need, 8)
    >>> tuple(narrow["layers.0.qkv.weight"].shape), tuple(narrow["layers.0.out.weight"].shape)
    ((768, 384), (384, 256))
    """
    shape, narrow = shape_of(state), dict(state)
    for number, row in enumerate(need):
        kept = row.topk(heads).indices.sort().values
        columns = (kept[:, None] * shape.head + torch.arange(shape.head)).flatten()
        rows = torch.cat([part * shape.heads * shape.head + columns for part in range(3)])
        narrow |= _rows(state, f"layers.{number}.qkv", rows)
        name = f"layers.{number}.out.weight"
        narrow[name] = state[name][:, columns]
    return narrow


def with_inner(state: dict[str, Tensor], need: Tensor, inner: int) -> dict[str, Tensor]:
    """The checkpoint with the `inner` most important columns between the two products of each layer.

    >>> from training.attribution.network import SMALL, Tagger
    >>> narrow = with_inner(Tagger(SMALL).state_dict(), torch.rand(6, 1536), 768)
    >>> tuple(narrow["layers.0.up.weight"].shape), tuple(narrow["layers.0.down.weight"].shape)
    ((768, 384), (384, 768))
    """
    narrow = dict(state)
    for number, row in enumerate(need):
        kept = row.topk(inner).indices.sort().values
        narrow |= _rows(state, f"layers.{number}.up", kept)
        name = f"layers.{number}.down.weight"
        narrow[name] = state[name][:, kept]
    return narrow


def _rows(state: dict[str, Tensor], module: str, kept: Tensor) -> dict[str, Tensor]:
    """A module's weight and bias without the removed rows."""
    return {f"{module}.{part}": state[f"{module}.{part}"][kept] for part in ("weight", "bias")}


def main() -> None:
    """Rank heads and inner columns on the training part and write the narrower checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--pieces", type=Path, required=True, help="folder of tokenizer.json")
    parser.add_argument("--heads", type=int, help="heads a layer keeps; all unless given")
    parser.add_argument("--inner", type=int, help="inner columns a layer keeps; all unless given")
    parser.add_argument("--articles", type=int, default=150)
    chosen = parser.parse_args()
    state = torch.load(chosen.checkpoint)
    tokenizer = bare_tokenizer(chosen.pieces / "tokenizer.json")
    texts = list(documents(chosen.corpus, "train"))[: chosen.articles]
    need = needs(tagger_of(state), [example_of(text, tokenizer) for text in texts])
    if chosen.heads:
        state = with_heads(state, need.heads, chosen.heads)
    if chosen.inner:
        state = with_inner(state, need.inner, chosen.inner)
    torch.save(state, chosen.out)
    for row in need.heads:
        print(" ".join(f"{share:.3f}" for share in row / row.sum()))


if __name__ == "__main__":
    main()
