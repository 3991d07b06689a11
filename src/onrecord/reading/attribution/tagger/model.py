"""Open a tagger and run it: text and paragraphs in, `Attribution`s with calibrated confidence out.

A model is a folder: `model.json` (name, hashes of the other files, transitions, linker, calibration),
`network.onnx` and `tokenizer.json`. It is opened at first use, every file checked against its hash, and run one
window at a time on one thread, so that the same text gives the same result wherever it stands.

The tagger gives no act (`act` is "state"), no `cue_lemma` and no `sourcing`; the parse describes these later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.model import Attribution, Span
from onrecord.reading.attribution.tagger.decode import LABELS
from onrecord.reading.attribution.tagger.links import Floats, LinkerWeights
from onrecord.reading.attribution.tagger.proposals import (
    Network,
    Numbers,
    Outputs,
    Proposal,
    TaggerParts,
    propose,
)

FULL = Path(__file__).parent / "full"


class Calibration(NamedTuple):
    """From a proposal's features to its confidence: a logistic score, then a rising line through points."""

    weights: Floats
    bias: float
    scores: Floats
    shares: Floats


class Tagger(NamedTuple):
    """An opened model.

    Findings less certain than `least` are dropped: this gains more precision than it costs recall (chosen on
    articles the model was not trained on).
    """

    name: str
    parts: TaggerParts
    calibration: Calibration
    least: float


def find(text: str, paragraphs: Sequence[Span], folder: Path = FULL) -> tuple[Attribution, ...]:
    """The attributions in `paragraphs` of `text`, in text order of content.

    Raises `ModelError` if the model's folder is incomplete or a file is not the expected one.
    """
    tagger = open_tagger(folder)
    return tuple(
        Attribution(
            source=proposal.source,
            cue=proposal.cue,
            content=proposal.content,
            form=proposal.form,
            act="state",
            rule=tagger.name,
            confidence=round(certain, 4),
        )
        for proposal, certain in confident_proposals(tagger, text, paragraphs)
    )


def confident_proposals(
    tagger: Tagger, text: str, paragraphs: Sequence[Span]
) -> Iterator[tuple[Proposal, float]]:
    """The proposals that are certain enough, each with its confidence."""
    for proposal in propose(tagger.parts, text, paragraphs):
        certain = confidence(proposal, tagger.calibration)
        if certain >= tagger.least:
            yield proposal, certain


def confidence(proposal: Proposal, calibration: Calibration) -> float:
    """The share of proposals like this one that an annotator would agree with."""
    score = float(np.dot(proposal.features, calibration.weights)) + calibration.bias
    return float(np.interp(score, calibration.scores, calibration.shares))


@lru_cache(maxsize=2)
def open_tagger(folder: Path = FULL) -> Tagger:
    """A model folder opened once per process, its files' hashes checked.

    Raises `ModelError` if the folder is incomplete or a file is not the expected one.
    """
    manifest = _manifest(folder)
    for name in manifest["files"]:
        _check(folder, name, manifest)
    linker, fitted = manifest["linker"], manifest["calibration"]
    parts = TaggerParts(
        open_tokenizer(folder),
        _network(folder / "network.onnx"),
        np.array(manifest["transitions"]),
        np.array(manifest["distance"]),
        LinkerWeights(*(np.array(linker[name]) for name in LinkerWeights._fields))
        if linker
        else None,
        int(manifest["window"]),
    )
    calibration = Calibration(
        np.array(fitted["weights"]),
        fitted["bias"],
        np.array(fitted["scores"]),
        np.array(fitted["shares"]),
    )
    return Tagger(str(manifest["name"]), parts, calibration, float(manifest["least"]))


@lru_cache(maxsize=2)
def open_tokenizer(folder: Path = FULL) -> Tokenizer:
    """A model's tokenizer alone, opened once per process; raises `ModelError` as `open_tagger` does."""
    _check(folder, "tokenizer.json", _manifest(folder))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _check(folder: Path, name: str, manifest: dict[str, Any]) -> None:
    """Raise `ModelError` unless a file is the one its model's manifest names."""
    file = folder / name
    wanted = manifest["files"].get(name)
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
        raise ModelError(f"attribution model {folder.name!r}: {name} is not the expected file")


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a model folder; `ModelError` if there is none or its labels are not ours."""
    file = folder / "model.json"
    if not file.is_file():
        raise ModelError(f"attribution model {folder.name!r} is not there (no model.json)")
    manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if tuple(manifest["labels"]) != LABELS:
        raise ModelError(f"attribution model {folder.name!r} has labels of another version")
    return manifest


def _network(file: Path) -> Network:
    """The network in `file`, run on one thread, a window at a time."""
    import onnxruntime  # here, not above: a third of a second that --help need not wait

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    session = onnxruntime.InferenceSession(
        str(file),
        options,
        providers=["CPUExecutionProvider"],
        # Fusing addition and norm into one operator costs a fifth of the speed, measured.
        disabled_optimizers=["SkipLayerNormFusion"],
    )

    def run(ids: Numbers, features: Numbers) -> Outputs:
        scores, vectors = session.run(None, {"ids": ids[None], "features": features[None]})
        return scores[0], vectors[0]

    return run
