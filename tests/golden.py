"""Golden cases in plain text: `tests/golden/<step>/*.txt`.

A case is a title line, a line with a lone full stop, the report, a full stop, the expected findings
(one a line), a full stop. Lines before a title that begin with `##` head a group. The report may open
with `# key: value` lines (`published`, `captured`, `outlet`, `headline`, `bylines`). A title that begins with
`KNOWN FAILURE` is a strict xfail: a fix announces itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "golden"


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case: where it stands, what comes in, what must come out."""

    where: str
    title: str
    given: dict[str, str]
    text: str
    expected: tuple[str, ...]


def cases(step: str) -> list[Case]:
    """All cases of `tests/golden/<step>/`, in file order."""
    found: list[Case] = []
    for file in sorted((HERE / step).glob("*.txt")):
        found.extend(parse(file.read_text(encoding="utf-8"), f"{step}/{file.name}"))
    return found


def parse(text: str, where: str) -> list[Case]:
    """Cases of one file's text."""
    found: list[Case] = []
    parts: list[list[str]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() == ".":
            parts.append([])
            if len(parts) == 4:
                found.append(_case(parts, f"{where}:{number}"))
                parts = [[]]
        else:
            parts[-1].append(line)
    left = [line for part in parts for line in part if line.strip() and not line.startswith("##")]
    assert not left, f"{where}: a case is not closed: {left[:2]}"
    return found


def _case(parts: list[list[str]], where: str) -> Case:
    title = " ".join(line for line in parts[0] if line.strip() and not line.startswith("##"))
    given: dict[str, str] = {}
    body = list(parts[1])
    while body and body[0].startswith("# ") and ":" in body[0]:
        key, value = body.pop(0)[2:].split(":", 1)
        given[key.strip()] = value.strip()
    expected = tuple(" ".join(line.split()) for line in parts[2] if line.strip())
    return Case(where, title, given, "\n".join(body), expected)


def params(step: str) -> list[object]:
    """Pytest parameters for a step, known failures marked as strict xfail."""
    out: list[object] = []
    for case in cases(step):
        marks = [pytest.mark.xfail(strict=True)] if case.title.startswith("KNOWN FAILURE") else []
        out.append(pytest.param(case, id=f"{case.where} {case.title[:60]}", marks=marks))
    return out
