"""The network: a BERT encoder with word features, label scores per piece, and vectors that link pieces.

It is written out here instead of taken from a library, so that training, export and the file of weights agree. `Tagger.forward`
takes padded windows and returns, per piece, scores of the labels and the four link vectors (content as question, cue as
answer, cue as question, source as answer).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from onrecord.reading.attribution.tagger.decode import ILLEGAL, LABELS
from onrecord.reading.attribution.tagger.features import FEATURES
from onrecord.reading.attribution.tagger.windows import FIRST_PIECE, LAST_PIECE

POSITIONS, VOCABULARY = 512, 30522
LINK = 128
DISTANCES = 65


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of an encoder: `heads` a layer, each `head` wide, which pruned do not fill `hidden`.

    `inner` is the width between a layer's two products, `relative` counts the buckets of distance its attention
    knows (0: none).

    Features are added before layer `enter`; 0 is before the embeddings' norm. Layers below it can stay frozen.
    """

    layers: int
    hidden: int
    heads: int
    head: int
    inner: int
    relative: int = 0
    epsilon: float = 1e-12
    enter: int = 0


SMALL = Shape(6, 384, 12, 32, 1536)
LARGE = Shape(12, 768, 12, 64, 3072, relative=32, epsilon=1e-5, enter=6)


class Dropout(nn.Module):
    """Dropout from cheap random bytes: torch's Bernoulli numbers take a sixth of a step on a CPU."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.below = round(256 * rate)
        self.random = np.random.Generator(np.random.SFC64(0))

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a share of its numbers set to zero in training."""
        if not self.training or not self.below:
            return x
        drawn = torch.from_numpy(np.frombuffer(self.random.bytes(x.numel()), np.uint8).copy())
        keep = (drawn >= self.below).view(x.shape)
        return x * (keep.to(x.dtype) * (256 / (256 - self.below)))


class Layer(nn.Module):
    """One transformer layer with the norms after the sublayers, as in BERT."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        hidden = shape.hidden
        self.heads, self.head = shape.heads, shape.head
        attended = shape.heads * shape.head
        self.qkv = nn.Linear(hidden, 3 * attended)
        self.out = nn.Linear(attended, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=shape.epsilon)
        self.up = nn.Linear(hidden, shape.inner)
        self.down = nn.Linear(shape.inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=shape.epsilon)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` (batch, pieces, hidden); `mask`, added to attention, broadcasts to (batch, heads, pieces, pieces)."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, self.head).permute(2, 0, 3, 1, 4)
        weight = (q / math.sqrt(self.head)) @ k.transpose(2, 3) + mask.to(q.dtype)
        seen = (weight.softmax(3).to(v.dtype) @ v).transpose(1, 2).flatten(2)
        x = self.norm1(x + self.drop(self.out(seen)))
        inner: Tensor = functional.gelu(self.up(x))
        result: Tensor = self.norm2(x + self.drop(self.down(inner)))
        return result


class Tagger(nn.Module):
    """Encoder, label scores and link vectors; `transitions` and `distance` belong to decoding."""

    def __init__(self, shape: Shape = SMALL, dropout: float = 0.1) -> None:
        super().__init__()
        hidden = shape.hidden
        self.enter = shape.enter
        self.pieces = nn.Embedding(VOCABULARY, hidden)
        self.positions = nn.Embedding(POSITIONS, hidden)
        self.features = nn.Embedding(FEATURES, hidden)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(hidden, eps=shape.epsilon)
        self.drop = Dropout(dropout)
        self.relative = nn.Embedding(shape.relative, shape.heads) if shape.relative else None
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.labels = nn.Linear(hidden, len(LABELS))
        self.links = nn.Linear(hidden, 4 * LINK)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.distance = nn.Parameter(torch.zeros(2 * DISTANCES))

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """The vectors of the last layer."""
        places = torch.arange(ids.shape[1])
        x = self.pieces(ids) + self.positions(places)[None]
        x = self.drop(self.norm(x if self.enter else x + self.features(features)))
        hidden = torch.where(mask, 0.0, -1e4)[:, None, None, :]
        if self.relative is not None:
            near = relative_bucket(places[None] - places[:, None], self.relative.num_embeddings)
            hidden = hidden + self.relative(near).permute(2, 0, 1)[None]
        for number, layer in enumerate(self.layers):
            if number and number == self.enter:
                x = x + self.features(features)
            x = layer(x, hidden)
        return x

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Label scores (batch, pieces, labels) and link vectors (batch, pieces, 4 * LINK)."""
        x = self.drop(self.encode(ids, features, mask))
        return self.labels(x), self.links(x)


def shape_of(state: dict[str, Tensor]) -> Shape:
    """The sizes of a checkpoint's encoder."""
    held = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    family = LARGE if "relative.weight" in state else SMALL
    heads = state["layers.0.out.weight"].shape[1] // family.head
    inner = state["layers.0.up.weight"].shape[0]
    return replace(family, layers=held, heads=heads, inner=inner)


def tagger_of(state: dict[str, Tensor]) -> Tagger:
    """A checkpoint as a tagger in evaluation mode."""
    tagger = Tagger(shape_of(state))
    tagger.load_state_dict(state)
    return tagger.eval()


def pretrained(weights: Path, keep: tuple[int, ...], dropout: float = 0.1) -> Tagger:
    """A tagger whose encoder starts from the layers `keep` of a checkpoint, in that order.

    `weights` is a file with the names of BERT (MiniLM) or of MPNet, distinguished by its content.
    """
    state = {key.removeprefix("bert."): value for key, value in load_file(weights).items()}
    relative = state.get("encoder.relative_attention_bias.weight")
    tagger = Tagger(replace(SMALL if relative is None else LARGE, layers=len(keep)), dropout)
    if relative is None or tagger.relative is None:
        _embed_as_bert(tagger, state)
    else:
        _embed_as_mpnet(tagger, state)
        tagger.relative.weight.data = relative.clone()
    names = BERT_NAMES if relative is None else MPNET_NAMES
    _copy(tagger.norm, state, "embeddings.LayerNorm")
    for layer, number in zip(tagger.layers, keep, strict=True):
        prefix = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            joined = [state[f"{prefix}{names[n]}.{part}"] for n in ("q", "k", "v")]
            getattr(layer.qkv, part).data = torch.cat(joined)
        _copy(layer.out, state, prefix + names["out"])
        _copy(layer.norm1, state, prefix + names["norm1"])
        _copy(layer.up, state, prefix + "intermediate.dense")
        _copy(layer.down, state, prefix + "output.dense")
        _copy(layer.norm2, state, prefix + "output.LayerNorm")
    return tagger


BERT_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
}
MPNET_NAMES = {
    "q": "attention.attn.q",
    "k": "attention.attn.k",
    "v": "attention.attn.v",
    "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
}


def _embed_as_bert(tagger: Tagger, state: dict[str, Tensor]) -> None:
    """BERT's vectors of pieces and positions; the segment vector, always the first, is added to the positions."""
    tagger.pieces.weight.data = state["embeddings.word_embeddings.weight"].clone()
    kind = state["embeddings.token_type_embeddings.weight"][0]
    tagger.positions.weight.data = state["embeddings.position_embeddings.weight"] + kind


def _embed_as_mpnet(tagger: Tagger, state: dict[str, Tensor]) -> None:
    """MPNet's vectors under BERT's numbers: its pieces are BERT's after four of its own, its positions begin at 2."""
    rows = state["embeddings.word_embeddings.weight"]
    pieces = rows[4 : 4 + VOCABULARY].clone()
    pieces[FIRST_PIECE], pieces[LAST_PIECE] = rows[0], rows[2]
    tagger.pieces.weight.data = pieces
    places = state["embeddings.position_embeddings.weight"]
    tagger.positions.weight.data = places[2 : 2 + POSITIONS].clone()


def relative_bucket(offset: Tensor, buckets: int) -> Tensor:
    """The bucket of each signed distance to an attended piece: exact nearby, logarithmic up to 128 (T5, MPNet)."""
    half = buckets // 2
    size = offset.abs()
    near = half // 2
    far = torch.log(size.clamp(min=1).float() / near) / math.log(128 / near) * (half - near)
    bucket = torch.where(size < near, size, (near + far.long()).clamp(max=half - 1))
    return bucket + half * (offset > 0)


def _copy(module: Any, state: dict[str, Tensor], name: str) -> None:
    """Fill `module` with the weights `name` of a checkpoint."""
    module.weight.data = state[f"{name}.weight"].clone()
    module.bias.data = state[f"{name}.bias"].clone()


class ChainLoss(torch.autograd.Function):
    """Cross-entropy of a linear chain against target marginals: gold ones (0 and 1) or a teacher's.

    The gradient is the chain's marginals less the targets, by forward-backward in numpy: a loop over 254 pieces
    in torch costs more than the encoder does. With soft targets the value is without the teacher's entropy.
    """

    @staticmethod
    def forward(
        ctx: Any, scores: Tensor, transitions: Tensor, goal: tuple[Tensor, Tensor], mask: Tensor
    ) -> Tensor:
        """`scores` (batch, words, labels); `goal` the same, and pairs summed; `mask` (batch, words)."""
        unary, pair = goal
        emission = scores.detach().double().numpy()
        legal = transitions.detach().double().numpy() + ILLEGAL
        log_z, marginal, pairs = forward_backward(emission, legal, mask.numpy())
        count = float(mask.sum())
        ctx.save_for_backward(
            ((torch.from_numpy(marginal).float() - unary) / count).to(scores.dtype),
            ((torch.from_numpy(pairs).float() - pair) / count).to(transitions.dtype),
        )
        gold = float((unary.double().numpy() * emission * mask.numpy()[:, :, None]).sum())
        gold += float((pair.double().numpy() * np.maximum(legal, -30)).sum())
        return scores.new_tensor((log_z.sum() - gold) / count)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        """Marginals less targets."""
        by_score, by_transition = ctx.saved_tensors
        return by_score * grads[0], by_transition * grads[0], None, None


def forward_backward(
    emission: np.ndarray, legal: np.ndarray, mask: np.ndarray, share: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log partition per row, marginals, and pair marginals summed over rows and places.

    `emission` (batch, words, labels), `legal` the transitions with forbidden ones at -1e4, `mask` True on words,
    words first; `share` weighs the rows' pairs. Scaled probabilities, so no logarithm inside the loops.
    """
    batch, length, labels = emission.shape
    peak = emission.max(2)
    local = np.exp(emission - peak[:, :, None])
    step = np.exp(legal)
    forward = np.zeros((batch, length, labels))
    scale = np.ones((batch, length))
    current = local[:, 0] * START
    for place in range(length):
        if place:
            moved = (current @ step) * local[:, place]
            current = np.where(mask[:, place, None], moved, current)
        scale[:, place] = current.sum(1)
        current = current / scale[:, place, None]
        forward[:, place] = current
    weight = np.ones((batch, 1)) if share is None else share[:, None]
    pairs = np.zeros((labels, labels))
    backward = np.zeros((batch, length, labels))
    behind = np.ones((batch, labels))
    for place in range(length - 1, -1, -1):
        backward[:, place] = behind
        if place:
            here = behind * local[:, place] / scale[:, place, None]
            inside = mask[:, place, None]
            pairs += (forward[:, place - 1] * inside * weight).T @ here
            behind = np.where(inside, here @ step.T, behind)
    marginal = forward * backward
    marginal = marginal / marginal.sum(2, keepdims=True) * mask[:, :, None]
    log_z = (np.log(scale) * mask).sum(1) + (peak * mask).sum(1)
    return log_z, marginal, pairs * step


START = np.array([0.0 if label.startswith("I-") else 1.0 for label in LABELS])


def distance_bucket(distance: Tensor) -> Tensor:
    """The bucket of each signed distance in pieces for `Tagger.distance`: exact below 32, then logarithmic."""
    size = distance.abs()
    far = 32 + (torch.log2(size.clamp(min=32).float() / 32) * 8).long()
    return torch.where(size < 32, size, far.clamp(max=DISTANCES - 1)) + DISTANCES * (distance > 0)


def link_loss(vectors: Tensor, distance: Tensor, asked: Tensor, which: int, mask: Tensor) -> Tensor:
    """Cross-entropy of links. `asked` rows: (window, asking piece, answering piece), 0 being none."""
    window, asking, answer = asked.unbind(1)
    q = vectors[..., which * LINK : (which + 1) * LINK][window, asking]
    k = vectors[..., (which + 1) * LINK : (which + 2) * LINK][window]
    score = (k @ q[:, :, None]).squeeze(2) / math.sqrt(LINK)
    places = torch.arange(vectors.shape[1])
    score = score + distance[distance_bucket(places[None] - asking[:, None])]
    return functional.cross_entropy(score.masked_fill(~mask[window], -1e4), answer)
