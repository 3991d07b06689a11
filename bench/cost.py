"""The cost of each step of reading, and the share of the steps that resolve people and dates.

`python -m bench.cost` reads 500 reports of the bulk set on one core, without writing a record, and measures the processor
time of every step that `reading/read.py` calls; the rest is the parse. Out: milliseconds per report for each step, and the
steps of `WHO_AND_WHEN` as a share of all others. The goal is at most 25 %. All that these steps do counts as added, so the
figure is an upper bound.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from bench.data import need
from onrecord.model import Article
from onrecord.reading import read as reading

ATTRIBUTION = ("attributions_of", "with_manner")
WHO_AND_WHEN = (
    "date_report",
    "bylines_of",
    "resolve_entities",
    "name_speakers",
    "describe_sources",
    "find_times",
    "date_statements",
)


def main() -> None:
    """Parse arguments, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=500)
    chosen = options.parse_args()
    data = need("bulk", "allsides-5000.jsonl")
    with data.open(encoding="utf-8") as lines:
        texts = [
            json.loads(line)["content_original"] for line in itertools.islice(lines, chosen.reports)
        ]
    spent = measure(texts)
    for step, seconds in spent.items():
        print(f"{step:<24} {1000 * seconds / len(texts):8.1f} ms a report")
    print(f"who and when, over the rest {added(spent):.1%}")


def measure(texts: Sequence[str]) -> dict[str, float]:
    """Processor seconds of each step over all texts; `whole` is the whole reading."""
    spent = dict.fromkeys(("whole", *ATTRIBUTION, *WHO_AND_WHEN), 0.0)
    kept = {name: getattr(reading, name) for name in (*ATTRIBUTION, *WHO_AND_WHEN)}
    now = datetime.now(UTC)
    reading.read(Article("bench", texts[0], now))  # Loads the models before the measurement.
    whole = _timed(spent, "whole", reading.read)
    for name, step in kept.items():
        setattr(reading, name, _timed(spent, name, step))
    try:
        for text in texts:
            whole(Article("bench", text, now))
    finally:
        for name, step in kept.items():
            setattr(reading, name, step)
    return spent


def added(spent: dict[str, float]) -> float:
    """The cost of resolving people and dates as a share of the other steps.

    >>> round(added({"whole": 5.0, "resolve_entities": 0.6, "find_times": 0.4}), 2)
    0.25
    """
    both = sum(spent.get(name, 0.0) for name in WHO_AND_WHEN)
    return both / (spent["whole"] - both)


def _timed(spent: dict[str, float], name: str, step: Callable[..., Any]) -> Callable[..., Any]:
    """The step, wrapped so that the processor time of every call is added to `spent[name]`."""

    @wraps(step)
    def run(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return step(*given, **named)
        finally:
            spent[name] += time.process_time() - start

    return run


if __name__ == "__main__":
    main()
