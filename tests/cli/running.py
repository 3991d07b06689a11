"""Run the command in a process, with pipes or in a terminal of a given width."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tests.views import valdria

from onrecord.model import Reading

ONRECORD = str(Path(sys.executable).with_name("onrecord"))
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LISTINGS = (
    ["statements"],
    ["search", "bridge"],
    ["reports"],
    ["problems"],
    ["summary"],
    ["show", "abcdef"],
    ["explain", "abcdef"],
    ["export", "statements"],
    ["serve"],
)


class Ran(NamedTuple):
    """What a process that ended said."""

    status: int
    out: str
    err: str


def replace_report(pattern: Reading, text: str, uri: str) -> Reading:
    return replace(
        pattern, report=replace(pattern.report, id=valdria.identify(text), text=text, uri=uri)
    )


def environment(**more: str) -> dict[str, str]:
    left_out = {"ONRECORD_RECORD", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING"}
    return {**{key: value for key, value in os.environ.items() if key not in left_out}, **more}


def run(*args: str, cwd: Path | None = None, given: bytes = b"", **env: str) -> Ran:
    done = subprocess.run(
        [ONRECORD, *args], input=given, capture_output=True, check=False, cwd=cwd,
        env=environment(**env), timeout=120,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_terminal(args: Sequence[str], columns: int, *, err_only: bool = False, **env: str) -> str:
    """What a terminal of that width is sent (on standard error alone, if so asked)."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [ONRECORD, *args], stdin=subprocess.DEVNULL, stderr=follower,
        stdout=subprocess.DEVNULL if err_only else follower,
        env=environment(TERM="xterm-256color", **env),
    )  # fmt: skip
    os.close(follower)
    sent = b""
    while True:
        try:
            some = os.read(leader, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not some:
            break
        sent += some
    os.close(leader)
    assert process.wait(60) == 0
    return sent.decode()
