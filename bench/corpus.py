r"""Load PolNeAR (brat standoff): a folder of articles in, `Gold` articles out.

The corpus is used for measuring only and is not part of the project. `Gold.attributions` contain spans in code points of
the article's text, as the annotator drew them.

>>> spans = read_ann("T1\tSource 0 4\tLume\nT2\tCue 5 9\tsaid\nE1\tAttribution:T2 Source:T1 Cue:T2\n")
>>> spans[0].source, spans[0].content
((Span(start=0, end=4),), ())
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.model import Passage, Span

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_ROLE = re.compile(r"^(Source|Cue|Content)\d*:(T\d+)$")


@dataclass(frozen=True, slots=True)
class Triple:
    """One attribution as spans only: what annotators mark and any system can be asked for."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated article."""

    name: str
    text: str
    attributions: tuple[Triple, ...]


def read_ann(text: str) -> tuple[Triple, ...]:
    """The attributions of one `.ann` file; lines of other kinds and broken lines are ignored."""
    drawn: dict[str, tuple[Span, ...]] = {}
    events: list[str] = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) < 2:
            continue
        if line[0] == "T":
            places = cells[1].split(" ", 1)[1].split(";")
            drawn[cells[0]] = tuple(Span(*map(int, place.split())) for place in places)
        elif line[0] == "E":
            events.append(cells[1])
    found = (_triple(event, drawn) for event in events)
    return tuple(triple for triple in found if triple.cue or triple.content)


def _triple(event: str, drawn: dict[str, tuple[Span, ...]]) -> Triple:
    """The spans that an event line links, by role, in text order."""
    roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
    for cell in event.split():
        link = _ROLE.match(cell)
        if link:
            roles[link[1]].extend(drawn.get(link[2], ()))
    return Triple(*(tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content")))


def load(folder: Path) -> Iterator[Gold]:
    """The articles of one part (`train` or `dev`), each with its first annotator in file order."""
    for name, text, files in _articles(folder):
        yield Gold(name, text, _drawn(files[0]) if files else ())


def load_twice(folder: Path) -> Iterator[tuple[Gold, Gold]]:
    """The articles of one part with several annotators, each with its first two."""
    for name, text, files in _articles(folder):
        if len(files) > 1:
            first, second = (Gold(name, text, _drawn(file)) for file in files[:2])
            yield first, second


def _articles(folder: Path) -> Iterator[tuple[str, str, Sequence[Path]]]:
    """Name, text and annotation files of every article of a part."""
    files: dict[str, list[Path]] = {}
    for ann in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(ann.stem.rsplit("_", 1)[0], []).append(ann)
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            yield path.stem, file.read(), files.get(path.stem, ())


def _drawn(file: Path) -> tuple[Triple, ...]:
    return read_ann(file.read_bytes().decode("utf-8"))


def paragraphs(text: str) -> tuple[Passage, ...]:
    """Every line that is not blank as one body passage, so that the corpus's offsets stay valid."""
    return tuple(Passage("body", Span(*m.span())) for m in _PARAGRAPH.finditer(text))
