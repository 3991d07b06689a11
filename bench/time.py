"""Time expressions on TimeBank and AQUAINT by the scores of TempEval-3, compared with dateparser in the same run.

    python -m bench.time [--data FOLDER] [--show timebank]

Span F1 strict (equal span) and relaxed (overlap), value F1 (relaxed and equal TimeML value); the document creation time is
given. Rules were developed on TimeBank; AQUAINT is the check. `--show` lists the expressions of a set that differ. Without
the data the program says so and exits with status 0.

"""  # noqa: A005

from __future__ import annotations

import argparse
import html
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bench.data import need
from onrecord.model import Dated, Passage, Span
from onrecord.reading.parse.language import load, parse
from onrecord.reading.times import find_times

Timex = tuple[int, int, str]


@dataclass
class Score:
    """Counts over documents."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def f1(self, right: int) -> float:
        """F1 in per cent, of `right` correct expressions."""
        return 200.0 * right / (self.gold + self.found) if self.gold + self.found else 0.0

    def line(self, name: str) -> str:
        """One line of the report."""
        figures = " ".join(f"{self.f1(n):6.1f}" for n in (self.strict, self.relaxed, self.value))
        return f"{name:24} {figures} {self.gold:6} {self.found:6} {self.seconds:7.1f} s"


@dataclass
class Document:
    """One TimeML document: its text, its creation time, its gold expressions."""

    name: str
    text: str
    created: date
    gold: list[Timex]


def documents(folder: Path) -> Iterator[Document]:
    """The documents of a folder whose creation time is a day."""
    for file in sorted(folder.glob("*.tml")):
        raw = file.read_text(encoding="utf-8", errors="replace")
        dct = re.search(r"<DCT>.*?value=\"(\d{4}-\d\d-\d\d)", raw, re.DOTALL)
        body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
        if dct and body:
            text, gold = _plain(body.group(1))
            yield Document(file.name, text, date.fromisoformat(dct.group(1)), gold)


def _plain(body: str) -> tuple[str, list[Timex]]:
    text, gold, opened = "", [], None
    for piece in re.split(r"(<[^>]+>)", body):
        if piece.startswith("<TIMEX3"):
            value = re.search(r'value="([^"]*)"', piece)
            opened = (len(text), value.group(1) if value else "")
        elif piece.startswith("</TIMEX3") and opened:
            gold.append((opened[0], len(text), opened[1]))
            opened = None
        elif not piece.startswith("<"):
            text += html.unescape(piece)
    return text, [t for t in gold if t[0] < t[1]]


def ours(document: Document) -> list[Timex]:
    """The expressions that onrecord finds."""
    passages = [
        Passage("body", Span(m.start(), m.end()))
        for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", document.text)
    ]
    day = document.created.isoformat()
    parsed = parse(load(), document.text, passages)
    began = time.perf_counter()
    published = Dated(day, day, day, "day", "the creation time")
    times = find_times(parsed, published, datetime.now(tz=UTC))
    OURS.append(time.perf_counter() - began)
    return [(t.span.start, t.span.end, t.value) for t in times]


OURS: list[float] = []


def dateparser_finds(document: Document) -> list[Timex]:
    """The expressions that dateparser's `search_dates` finds with the creation time given, as days."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    base = datetime.combine(document.created, datetime.min.time())
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    out: list[Timex] = []
    at = 0
    for words, when in search_dates(document.text, languages=["en"], settings=settings) or ():
        start = document.text.find(words, at)
        if start >= 0:
            at = start + len(words)
            out.append((start, at, when.date().isoformat()))
    return out


def score(docs: list[Document], finder: Callable[[Document], list[Timex]]) -> Score:
    """The counts of TempEval-3 for a finder over documents."""
    total = Score()
    for document in docs:
        began = time.perf_counter()
        found = finder(document)
        total.seconds += time.perf_counter() - began
        _count(total, document, found)
    return total


def _count(total: Score, document: Document, found: list[Timex]) -> None:
    total.gold += len(document.gold)
    total.found += len(found)
    free = sorted(found)
    for start, end, value in document.gold:
        match = next((f for f in free if f[0] < end and start < f[1]), None)
        words = document.text[start:end]
        if match is None:
            total.wrong.append(f"MISS  {words!r} {value} {_around(document, start)}")
            continue
        free.remove(match)
        total.relaxed += 1
        total.strict += match[:2] == (start, end)
        total.value += match[2] == value
        if match[2] != value:
            total.wrong.append(
                f"VALUE {words!r} {value} got {match[2]} dct {document.created} {_around(document, start)}"
            )
    for start, end, value in free:
        total.wrong.append(f"EXTRA {document.text[start:end]!r} {value} {_around(document, start)}")


def _around(document: Document, start: int) -> str:
    return " ".join(document.text[max(0, start - 40) : start + 50].split())


def main() -> int:
    """Score both programs on both sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="default: the development data's")
    parser.add_argument("--show", choices=["timebank"])
    parser.add_argument("--only-ours", action="store_true")
    args = parser.parse_args()
    data = args.data or need("time")
    sets = {name: list(documents(data / name)) for name in ("timebank", "aquaint")}
    sets["both"] = sets["timebank"] + sets["aquaint"]
    print(f"{'':24} strict relaxd  value   gold  found")
    for name, docs in sets.items():
        result = score(docs, ours)
        print(result.line(f"onrecord {name} ({len(docs)})"))
        if args.show == name:
            print("\n".join(sorted(result.wrong)), file=sys.stderr)
        if not args.only_ours:
            print(score(docs, dateparser_finds).line(f"dateparser {name}"))
    print(f"find_times alone: {sum(OURS):.2f} s of onrecord's time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
