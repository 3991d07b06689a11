"""Invented reports for tests of the engine: as many as asked for, each different, none about anyone."""

from __future__ import annotations

from pathlib import Path

NAMES = ("Mira Tasel", "Daro Lemsk", "Ilse Brandt-Oru", "Petar Vorn", "Sanna Kell", "Oto Marsh")
THINGS = ("the bridge", "the dam", "the northern pass", "the grain pier", "the airfield")
CLAIMS = ("was closed", "had been repaired", "would open on Monday", "was never at risk")
VERBS = ("said", "denied that", "warned that", "told reporters", "claimed that")


def text(number: int) -> str:
    """The text of report `number`: four sentences, three of them attributed."""
    who = NAMES[number % len(NAMES)]
    other = NAMES[(number * 7 + 3) % len(NAMES)]
    thing = THINGS[number % len(THINGS)]
    claim = CLAIMS[number % len(CLAIMS)]
    verb = VERBS[number % len(VERBS)]
    return (
        f"{who} {verb} {thing} {claim} in district {number}.\n"
        f"“We looked at {thing} twice on day {number},” {other} said. “It held.”\n"
        f"According to {who}, {number} workers stayed at {thing} overnight.\n"
    )


def folder(path: Path, count: int) -> Path:
    """A folder of `count` invented text files."""
    path.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (path / f"{number:04}.txt").write_text(text(number), encoding="utf-8")
    return path
