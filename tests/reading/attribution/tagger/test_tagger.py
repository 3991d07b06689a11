"""An incomplete model folder is refused; confidence follows the calibration."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.model import Span
from onrecord.reading.attribution.tagger.decode import LABELS
from onrecord.reading.attribution.tagger.model import Calibration, confidence, find
from onrecord.reading.attribution.tagger.proposals import Proposal


def folder(path: Path, **changed: object) -> Path:
    """A model folder with a network that is none, and `changed` keys in its manifest."""
    path.mkdir()
    (path / "network.onnx").write_bytes(b"no network")
    digest = hashlib.sha256(b"no network").hexdigest()
    manifest = {"name": "made", "labels": LABELS, "files": {"network.onnx": digest}} | changed
    (path / "model.json").write_text(json.dumps(manifest), encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        find("Tasel said it held.", [Span(0, 19)], path)
    return str(caught.value)


def test_a_missing_model_is_reported(tmp_path: Path) -> None:
    assert "is not there" in refused(tmp_path / "none")


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    path = folder(tmp_path / "model", files={"network.onnx": "0" * 64})
    assert "network.onnx is not the expected file" in refused(path)


def test_a_missing_file_of_the_manifest_is_refused(tmp_path: Path) -> None:
    path = folder(tmp_path / "model", files={"tokenizer.json": "0" * 64})
    assert "tokenizer.json is not the expected file" in refused(path)


def test_labels_of_another_version_are_refused(tmp_path: Path) -> None:
    assert "labels of another version" in refused(folder(tmp_path / "model", labels=["O"]))


def test_confidence_rises_along_the_line_and_stays_within_it() -> None:
    line = Calibration(np.array([1.0]), 0.5, np.array([0.0, 1.0]), np.array([0.2, 0.9]))

    def certain(sign: float) -> float:
        return confidence(Proposal(None, None, (Span(0, 1),), "indirect", (sign,)), line)

    assert [round(certain(sign), 3) for sign in (-9.0, -0.5, 0.0, 0.5, 9.0)] == [
        0.2,
        0.2,
        0.55,
        0.9,
        0.9,
    ]
