"""Train the tagger: a corpus folder in, a checkpoint with the log of the run out.

    python -m training.attribution.train --corpus DIR --base WHEEL_MODEL_DIR --out DIR

The same seeds, data and versions give the same weights on one machine. `--hold` leaves one tenth of the training part out
(for thresholds, calibration and choices), `--init` starts from a checkpoint.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from onrecord.reading.attribution.tagger.windows import SIZE
from training.attribution.batches import (
    Batch,
    batch_of,
    shuffled,
    targets,
    windows_of,
)
from training.attribution.distill import Teachers, softened, unlabelled
from training.attribution.network import (
    ChainLoss,
    Tagger,
    link_loss,
    pretrained,
    shape_of,
)
from training.attribution.prepare import Example, documents, example_of, fold_of

# Calibrated by the prototype on dev: triple F1 over five epochs.
RATES = {"encoder": 2e-4, "heads": 1e-3, "transitions": 5e-3}
LINK_WEIGHT = 0.25
WARM = 0.06


def options() -> argparse.Namespace:
    """The parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--pieces", type=Path, help="folder of tokenizer.json, if not the base's")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", default="0,1,2,3,4,5")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--until", type=int, help="stop after so many of the epochs")
    parser.add_argument("--window", type=int, default=SIZE, help="most pieces at once")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hold", type=int, default=-1)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--teach", type=Path, nargs="*", default=[])
    parser.add_argument("--gold-share", type=float, default=0.5)
    parser.add_argument("--unlabelled", type=Path)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--kept", type=Path, help="soft targets, written once and read again")
    parser.add_argument("--freeze", type=int, default=0)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument(
        "--average", type=float, help="keep a running mean that forgets at this rate"
    )
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    """Train and write `weights.pt`, `run.json` and `log.txt`."""
    chosen = options()
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    chosen.out.mkdir(parents=True, exist_ok=True)
    tokenizer = bare_tokenizer((chosen.pieces or chosen.base) / "tokenizer.json")
    kept = [d for d in documents(chosen.corpus, "train") if fold_of(d.name) != chosen.hold]
    examples = [example_of(document, tokenizer) for document in kept]
    teachers = Teachers(chosen.teach, tokenizer) if chosen.teach else None
    if teachers:
        examples = with_soft_targets(examples, teachers, chosen, tokenizer)
    layers = tuple(int(number) for number in chosen.layers.split(","))
    if chosen.init:
        tagger = tagger_from(torch.load(chosen.init), layers)
    else:
        tagger = pretrained(chosen.base / "model.safetensors", layers)
    for module in frozen_modules(tagger, chosen.freeze):
        module.requires_grad_(requires_grad=False)
    with (chosen.out / "log.txt").open("a", encoding="utf-8") as log:
        print(f"{len(examples)} articles, {vars(chosen)}", file=log, flush=True)
        fit(tagger, examples, chosen, log, teachers.transitions if teachers else None)
    run = {key: str(value) for key, value in vars(chosen).items()} | {"torch": torch.__version__}
    (chosen.out / "run.json").write_text(json.dumps(run, indent=1), encoding="utf-8")


def with_soft_targets(
    examples: Sequence[Example],
    teachers: Teachers,
    chosen: argparse.Namespace,
    tokenizer: Tokenizer,
) -> list[Example]:
    """Examples with soft targets, and unlabelled ones; from the file `--kept` if it exists."""
    if chosen.kept and chosen.kept.exists():
        with chosen.kept.open("rb") as file:
            return list(pickle.load(file))[: len(examples) + chosen.articles]
    made = list(examples)
    if chosen.gold_share < 1:
        made = list(softened(examples, teachers, chosen.gold_share))
    if chosen.unlabelled:
        made += unlabelled(chosen.unlabelled, chosen.articles, teachers, tokenizer)
    if chosen.kept:
        with chosen.kept.open("wb") as file:
            pickle.dump(made, file)
    return made


def tagger_from(state: dict[str, Tensor], layers: Sequence[int]) -> Tagger:
    """A tagger that starts from the layers `layers` of a checkpoint, or from all if it has no more."""
    shape = shape_of(state)
    kept = layers if shape.layers > len(layers) else range(shape.layers)
    moved = {f"layers.{old}.": f"layers.{new}." for new, old in enumerate(kept)}
    taken: dict[str, Tensor] = {}
    for name, weight in state.items():
        prefix = ".".join(name.split(".")[:2]) + "."
        if not name.startswith("layers."):
            taken[name] = weight
        elif prefix in moved:
            taken[moved[prefix] + name.removeprefix(prefix)] = weight
    tagger = Tagger(replace(shape, layers=len(kept)))
    tagger.load_state_dict(taken)
    return tagger


def frozen_modules(tagger: Tagger, layers: int) -> list[nn.Module]:
    """The parameters that are not trained if the lowest `layers` are frozen: theirs, and those before them."""
    if not layers:
        return []
    fed: list[nn.Module] = [tagger.positions, tagger.norm, *tagger.layers[:layers]]
    if tagger.relative is not None:
        fed.append(tagger.relative)
    return fed if tagger.enter >= layers else [*fed, tagger.features]


def bare_tokenizer(path: Path) -> Tokenizer:
    """The encoder's tokenizer without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def fit(
    tagger: Tagger,
    examples: Sequence[Example],
    chosen: argparse.Namespace,
    log: TextIO,
    transitions: NDArray[np.float64] | None,
) -> None:
    """Train in place; writes one checkpoint per epoch, and one of the running mean if requested."""
    rng = random.Random(chosen.seed)
    optimizer = optimizer_of(tagger, chosen.rate)
    mean = (
        AveragedModel(tagger, multi_avg_fn=get_ema_multi_avg_fn(chosen.average))
        if chosen.average
        else None
    )
    steps = len(windows_of(examples, None, chosen.window)) // chosen.batch * chosen.epochs
    warm = max(1, int(WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda i: min((i + 1) / warm, max(0.0, (steps * 1.02 - i) / (steps * 1.02 - warm))),
    )
    for epoch in range(chosen.until or chosen.epochs):
        tagger.train()
        for layer in tagger.layers:
            layer.train(layer.qkv.weight.requires_grad)
        groups = list(shuffled(windows_of(examples, rng, chosen.window), chosen.batch, rng))
        began, pieces, label_sum, link_sum = time.monotonic(), 0, 0.0, 0.0
        for number, windows in enumerate(groups, 1):
            batch = batch_of(examples, windows)
            label, link = losses(tagger, batch, transitions)
            optimizer.zero_grad(set_to_none=True)
            (label + LINK_WEIGHT * link).backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if mean:
                mean.update_parameters(tagger)
            pieces += int(batch.mask.sum())
            label_sum, link_sum = label_sum + label.item(), link_sum + link.item()
            if number % 25 == 0 or number == len(groups):
                speed = pieces / (time.monotonic() - began)
                line = f"epoch {epoch} step {number}/{len(groups)} labels {label_sum / number:.4f}"
                print(
                    f"{line} links {link_sum / number:.4f} {speed:.0f} pieces/s",
                    file=log,
                    flush=True,
                )
        torch.save(tagger.state_dict(), chosen.out / "weights.pt")
        if mean:
            torch.save(mean.module.state_dict(), chosen.out / "mean.pt")


def optimizer_of(tagger: Tagger, rate: float) -> torch.optim.Optimizer:
    """AdamW with a higher rate for the heads than for the encoder; piece vectors stay as pretrained."""
    tagger.pieces.weight.requires_grad = False
    fast = {"labels", "links", "features", "distance"}
    groups: dict[str, list[Tensor]] = {name: [] for name in RATES}
    for name, weight in tagger.named_parameters():
        if weight.requires_grad:
            head = name.split(".")[0]
            group = head if head == "transitions" else "heads" if head in fast else "encoder"
            groups[group].append(weight)
    return torch.optim.AdamW(
        [
            {
                "params": groups[g],
                "lr": RATES[g] * rate,
                "weight_decay": 0.0 if g == "transitions" else 0.01,
            }
            for g in RATES
        ],
        fused=True,
    )


def losses(
    tagger: Tagger, batch: Batch, transitions: NDArray[np.float64] | None
) -> tuple[Tensor, Tensor]:
    """The loss of the chain and of the links for one batch; `transitions` are the teachers', if any."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, vectors = tagger(batch.ids, batch.features, batch.mask)
    scores, vectors = scores.float(), vectors.float()
    picked = scores.gather(1, batch.place[:, :, None].expand(-1, -1, scores.shape[2]))
    goal = targets(batch, transitions)
    label: Tensor = ChainLoss.apply(picked, tagger.transitions, goal, batch.words)
    link = scores.new_zeros(())
    for which, asked in ((0, batch.to_cue), (2, batch.to_source)):
        if len(asked):
            link = link + link_loss(vectors, tagger.distance, asked, which, batch.mask)
    return label, link


if __name__ == "__main__":
    main()
