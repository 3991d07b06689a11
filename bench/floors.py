"""Check quick figures of quality against their floors in `floors.json`.

`python -m bench.floors` measures what takes a minute or two (the example reports; with the development data also
attribution on PolNeAR dev and times on AQUAINT) and fails if a figure is below its floor. A floor is raised by hand, in the
change that raises the figure.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import attribution, examples
from bench.corpus import load, paragraphs
from bench.data import folder
from onrecord.reading.attribution import find_attributions
from onrecord.reading.parse import language

FLOORS = Path(__file__).with_name("floors.json")


def on_examples() -> Mapping[str, float]:
    """The figures of the example reports, from `bench.examples`."""
    return examples.figures(examples.results())


def on_polnear() -> Mapping[str, float] | None:
    """Triple and exact F1 of the joined finder and of the rules on PolNeAR dev; None without the corpus."""
    corpus = folder("attribution", "polnear", "dev")
    if corpus is None:
        return None
    articles = list(load(corpus))
    parsed = [language.parse(language.load(), a.text, paragraphs(a.text)) for a in articles]
    found = {a.name: p for a, p in zip(articles, parsed, strict=True)}
    figures: dict[str, float] = {}
    for name, finder in (("joined", "full"), ("rules", "rules")):
        result = attribution.measure(
            name,
            articles,
            lambda gold, finder=finder: attribution.as_triples(  # type: ignore[misc]
                find_attributions(found[gold.name], finder)
            ),
        )
        figures[f"{name}, triple F1"] = result.scores["triple"]["f1"]
        figures[f"{name}, speech F1"] = result.scores["speech"]["f1"]
        figures[f"{name}, exact content F1"] = result.scores["exact"]["content"]["f1"]
    return figures


MEASURES: Mapping[str, Callable[[], Mapping[str, float] | None]] = {
    "examples": on_examples,
    "polnear dev": on_polnear,
}


def main() -> int:
    """Print every figure with its floor; the status is 1 if one is below it."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    fallen = 0
    for name, measure in MEASURES.items():
        figures = measure()
        if figures is None:
            print(f"{name}: left out, no development data here")
            continue
        for figure, floor in floors[name].items():
            below = figures[figure] < floor
            fallen += below
            print(
                f"{'FALLEN' if below else 'holds ':6} {name}: {figure} {figures[figure]:.3g} (floor {floor})"
            )
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
