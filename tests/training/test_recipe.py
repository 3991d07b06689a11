"""Tests of the recipe without torch: every step reads only given files and results of earlier steps."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from training.attribution import recipe, weights

GIVEN = {name: Path(name) for name in ("corpus", "news", "small", "large")}
STEPS = list(recipe.steps(recipe.STEPS.read_text(encoding="utf-8"), GIVEN | {"out": Path("out")}))


def made_in(step: recipe.Step) -> str:
    """The folder or file directly below `out` that a step makes."""
    return step.result.parts[1]


def test_every_step_runs_a_module_of_training() -> None:
    assert STEPS
    for step in STEPS:
        assert find_spec(f"training.attribution.{step.module}"), step


def test_every_step_reads_only_results_of_earlier_ones() -> None:
    made: set[str] = set()
    for step in STEPS:
        read = {Path(word).parts[1] for word in step.arguments if word.startswith("out/")}
        assert read - {made_in(step)} <= made, step
        made.add(made_in(step))


def test_every_step_writes_another_file() -> None:
    results = [step.result for step in STEPS]
    assert len(set(results)) == len(results)


def test_a_step_with_an_existing_result_is_skipped(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    there.touch()
    text = f"{there} no-such-module\n{tmp_path}/missing recipe --help"
    recipe.run(recipe.steps(text, {}))
    printed = capfd.readouterr().out
    assert "no-such-module" not in printed
    assert "interrupted run" in printed


def test_weights_of_another_hash_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(weights.WrongWeights, match="expected 53aa5117"):
        weights.fetch(weights.SMALL, tmp_path)
