"""Write the mean of checkpoints that start from one another.

python -m training.attribution.average OUT CHECKPOINT CHECKPOINT…
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch


def main() -> None:
    """Write the mean of every weight."""
    out, *checkpoints = map(Path, sys.argv[1:])
    states = [torch.load(path) for path in checkpoints]
    mean = {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}
    torch.save(mean, out)


if __name__ == "__main__":
    main()
