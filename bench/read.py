"""The time and memory of the whole reading, compared with the bare spaCy pipeline in the same run.

`python -m bench.read` reads 500 reports of the bulk set on one core, in alternating chunks: the whole reading (normalise …
record written), the bare pipeline over the same texts as whole documents (the usual way), and over their paragraphs (the
faster way, which the reading uses). Figures are medians over chunks of processor time, so other load has little effect.
`--finder rules` leaves the tagger out, `--all` reads all 5,000 and lists every problem. The goal is at most 1.6 times the
bare pipeline.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.data import need
from onrecord.engine import ReadOptions, read_sources
from onrecord.model import Article, Problem
from onrecord.reading.attribution import FINDERS, Finder
from onrecord.reading.parse import language
from onrecord.reading.read import Tools, read
from onrecord.record.record import Record

FIELDS = {"text": "content_original", "uri": "url"}
CHUNK = 50


def main() -> None:
    """Parse arguments, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=500)
    options.add_argument("--all", action="store_true", help="read all 5,000 and list the problems")
    options.add_argument("--finder", choices=FINDERS, default="full")
    options.add_argument("--json", action="store_true")
    options.add_argument("--child", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    data = need("bulk", "allsides-5000.jsonl")
    if chosen.child:
        _child(data, chosen.reports, Path(chosen.child), chosen.finder)
    elif chosen.all:
        _all(data, chosen.finder)
    else:
        figures = measure(data, chosen.reports, chosen.finder) | _memory(
            chosen.reports, chosen.finder
        )
        print(json.dumps(figures) if chosen.json else _table(figures))


def measure(data: Path, reports: int, finder: Finder) -> dict[str, float]:
    """Median processor seconds per report of each way, and the ratios."""
    pipeline = language.load()
    with data.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["content_original"] for line in itertools.islice(lines, reports)]
    ways: dict[str, Callable[[Sequence[str]], object]] = {
        "whole": lambda chunk: _whole(chunk, record, finder),
        "bare": lambda chunk: [len(doc) for doc in pipeline.pipe(chunk)],
        "bare by paragraph": lambda chunk: [
            len(doc)
            for text in chunk
            for doc in pipeline.pipe([p for p in text.split("\n") if p.strip()], batch_size=64)
        ],
    }
    spent: dict[str, list[float]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "x.db") as record:
        _whole(texts[:5], record, finder)
        for first in range(0, len(texts), CHUNK):
            chunk = texts[first : first + CHUNK]
            for way, run in ways.items():
                start = time.process_time()
                run(chunk)
                spent[way].append((time.process_time() - start) / len(chunk))
    return {
        "reports": len(texts),
        "reports/s, whole, one core": 1 / statistics.median(spent["whole"]),
        "ms a report, whole": 1000 * statistics.median(spent["whole"]),
        "ms a report, bare": 1000 * statistics.median(spent["bare"]),
        "whole / bare": _ratio(spent, "bare"),
        "whole / bare by paragraph": _ratio(spent, "bare by paragraph"),
    }


def _ratio(spent: dict[str, list[float]], way: str) -> float:
    return statistics.median(a / b for a, b in zip(spent["whole"], spent[way], strict=True))


def _whole(texts: Sequence[str], record: Record, finder: Finder) -> None:
    now = datetime.now(UTC)
    with record.batch():
        for text in texts:
            article = Article("bench", text, now)
            found = read(article, Tools(finder=finder))
            if not isinstance(found, Problem):
                record.add(found)
                record.add_sighting(found.report.id, article)


def _memory(reports: int, finder: Finder) -> dict[str, float]:
    """Peak memory, in MB, of one process that reads the reports into a record from the file."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "bench.read", "--reports", str(reports)),
                *("--finder", finder, "--child", folder),
            ],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
    return {"peak memory, MB": float(done.stdout)}


def _child(data: Path, reports: int, folder: Path, finder: Finder) -> None:
    part = folder / "part.jsonl"
    with data.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(lines, reports))
    with Record.open(folder / "x.db") as record:
        read_sources(
            record, [str(part)], options=ReadOptions(fields=FIELDS, workers=1, finder=finder)
        )
    print(_peak())


def _peak() -> float:
    """The peak memory of this process in MB; `ru_maxrss` would include that of the parent across exec."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _all(data: Path, finder: Finder) -> None:
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "x.db") as record:
        start = time.monotonic()
        outcome = read_sources(
            record, [str(data)], options=ReadOptions(fields=FIELDS, finder=finder)
        )
        for problem in outcome.problems:
            print(f"{problem.where}: {problem.message}")
        print(
            f"{outcome.read} read, {outcome.known} seen before, {outcome.statements} statements, "
            f"{len(outcome.problems)} problems, {time.monotonic() - start:.0f} s"
        )


def _table(figures: dict[str, float]) -> str:
    return "\n".join(f"{name:<30} {value:>9.2f}" for name, value in figures.items())


if __name__ == "__main__":
    main()
