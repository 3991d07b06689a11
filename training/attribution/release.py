"""Make a model folder for shipping from a checkpoint, with its figures.

    python -m training.attribution.release --corpus DIR --base WHEEL_MODEL_DIR --checkpoint FILE \
        --out FOLDER --name NAME (--held 0 | --linker-from FOLDER)

The linker is trained on the tenth of the training part that the checkpoint was not trained on (`--held`), or taken from
another model's folder. `EAGER` and `LEAST` were chosen on such a tenth (see NOTES.md). Calibration is fitted on dev, its
error is cross-fitted.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.reading.attribution.tagger.decode import LABELS
from onrecord.reading.attribution.tagger.links import LinkerWeights
from onrecord.reading.attribution.tagger.model import open_tagger
from onrecord.reading.attribution.tagger.proposals import Network, Numbers, Outputs, TaggerParts
from onrecord.reading.attribution.tagger.windows import SIZE
from training.attribution import calibrate, linker
from training.attribution.evaluate import figures, golds_of, read_all
from training.attribution.export import export, write_manifest
from training.attribution.prepare import documents, fold_of

# Added to every transition that begins a span: more is proposed, and proposals of low confidence are dropped.
EAGER = 0.5
LEAST = 0.3


def cached(network: Network) -> Network:
    """The same network with a cache, so that each window runs once."""
    seen: dict[bytes, Outputs] = {}

    def run(ids: Numbers, features: Numbers) -> Outputs:
        key = ids.tobytes() + features.tobytes()
        if key not in seen:
            seen[key] = network(ids, features)
        return seen[key]

    return run


def favour_span_starts(transitions: list[list[float]]) -> list[list[float]]:
    """The transitions with those that begin a span made more likely."""
    return [
        [round(w + EAGER * LABELS[to].startswith("B-"), 5) for to, w in enumerate(row)]
        for row in transitions
    ]


def release(chosen: argparse.Namespace) -> dict[str, Any]:
    """Write the model folder; returns its figures on dev."""
    export(chosen.checkpoint, chosen.base / "tokenizer.json", chosen.out, chosen.name)
    manifest = json.loads((chosen.out / "model.json").read_text(encoding="utf-8"))
    manifest["window"] = chosen.window
    manifest["transitions"] = favour_span_starts(manifest["transitions"])
    manifest["distance"] = [round(d, 5) for d in manifest["distance"]]
    parts = open_tagger(chosen.out).parts
    parts = parts._replace(
        network=cached(parts.network),
        transitions=np.array(manifest["transitions"]),
        window=chosen.window,
    )
    if chosen.linker_from:
        other = json.loads((chosen.linker_from / "model.json").read_text(encoding="utf-8"))
        manifest["linker"] = other["linker"]
    else:
        manifest["linker"] = _linker(parts, chosen)
    weights = LinkerWeights(*(np.array(manifest["linker"][name]) for name in LinkerWeights._fields))
    parts = parts._replace(linker=weights)
    golds = golds_of(chosen.corpus, "dev")
    found = read_all(parts, golds)
    pairs = calibrate.judged(golds, found)
    fitted = calibrate.fit(pairs)
    manifest["calibration"] = calibrate.to_manifest(fitted)
    manifest["least"] = LEAST
    write_manifest(chosen.out, manifest)
    kept = calibrate.confident(found, fitted, LEAST)
    halves = calibrate.cross_fitted_findings(found, pairs, LEAST)
    report = {
        "plain": figures(golds, found)[0],
        "as used": figures(golds, kept)[0],
        "as used, dropped by the other half's fit": figures(golds, halves)[0],
        "calibration": calibrate.report(pairs),
    }
    text = json.dumps(report, indent=1)
    (chosen.out.parent / f"{chosen.out.name}-figures.json").write_text(text, encoding="utf-8")
    return report


def _linker(parts: TaggerParts, chosen: argparse.Namespace) -> dict[str, Any]:
    """The linker trained on the held-out tenth, in the format of the manifest."""
    held = [d for d in documents(chosen.corpus, "train") if fold_of(d.name) == chosen.held]
    weights = linker.fit(list(linker.questions(parts, held)))
    return {name: np.round(getattr(weights, name), 5).tolist() for name in LinkerWeights._fields}


def main() -> None:
    """Write the model folder and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("corpus", "base", "checkpoint", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--window", type=int, default=SIZE)
    parser.add_argument("--held", type=int)
    parser.add_argument("--linker-from", type=Path)
    print(json.dumps(release(parser.parse_args()), indent=1))


if __name__ == "__main__":
    main()
