"""Train the shipped models from scratch: a corpus and unlabelled news in, two model folders out, in one command.

    python -m training.attribution.recipe --corpus DIR --news FILE --out DIR

The steps are in `recipe.txt`, one command per line. A step whose result exists is skipped, so an interrupted run continues
where it stopped. Every step writes its log and its figures next to its result.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.attribution import weights

STEPS = Path(__file__).with_name("recipe.txt")
# The allocator keeps large tensors, in pages of 2 MB, so that the kernel does not free and zero them at every step: a step
# of the large teacher then takes 0.4 of the time.
MEMORY = {
    "OMP_WAIT_POLICY": "ACTIVE",
    "MALLOC_MMAP_THRESHOLD_": str(4 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(8 << 30),
    "MALLOC_TOP_PAD_": str(256 << 20),
    "MALLOC_ARENA_MAX": "1",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One command: its result (a path), the module that makes it, and the module's arguments."""

    result: Path
    module: str
    arguments: tuple[str, ...]

    @property
    def command(self) -> list[str]:
        """The command of the step."""
        return [sys.executable, "-m", f"training.attribution.{self.module}", *self.arguments]


def steps(text: str, places: dict[str, Path]) -> Iterator[Step]:
    """The steps of a recipe: lines `result module arguments…`, with the paths in braces filled in.

    >>> found = steps("{out}/a.pt train --out {out}/a", {"out": Path("o")})
    >>> [(str(step.result), step.module, step.arguments) for step in found]
    [('o/a.pt', 'train', ('--out', 'o/a'))]
    """
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            result, module, *arguments = (word.format_map(places) for word in shlex.split(line))
            yield Step(Path(result), module, tuple(arguments))


def main() -> None:
    """Run the steps that are not done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="the corpus: train/, dev/")
    parser.add_argument("--news", type=Path, required=True, help="unlabelled news, JSON Lines")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    places = {
        "corpus": chosen.corpus,
        "news": chosen.news,
        "out": chosen.out,
        "small": weights.fetch(weights.SMALL, chosen.out / "weights" / "small"),
        "large": weights.fetch(weights.LARGE, chosen.out / "weights" / "large"),
    }
    run(steps(STEPS.read_text(encoding="utf-8"), places))


def run(recipe: Iterable[Step]) -> None:
    """Run the steps whose results do not exist, one after another. The first failure ends the run."""
    for step in recipe:
        if not step.result.exists():
            print(" ".join(step.command), flush=True)
            subprocess.run(step.command, check=True, env=os.environ | MEMORY)


if __name__ == "__main__":
    main()
