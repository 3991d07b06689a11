"""The agreement of two annotators, scored as `bench.attribution` scores a finder: the meaning of its figures.

    python -m bench.annotators [--parts train dev]

In: the articles of PolNeAR that several people annotated. Out: the second annotator scored against the first, with the
interval over resampled articles. A finder as close to the first annotator as the second is reads like a trained person.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from bench.attribution import is_speech
from bench.attribution_metrics import (
    ROLES,
    Article,
    exact,
    match,
    recall_by_form,
    speech,
    triple,
)
from bench.corpus import load_twice
from bench.data import need

ROUNDS = 200

Figure = Callable[[Sequence[Article]], float]


def twice_annotated(part: Path) -> list[Article]:
    """The articles of a part with two annotators; the second annotation is the prediction."""
    return [
        Article(first.text, first.attributions, second.attributions)
        for first, second in load_twice(part)
    ]


def figures() -> Mapping[str, Figure]:
    """The figures by the names that `bench.attribution` uses."""
    matched = cache(match)
    return {
        "triple F1": lambda articles: triple(map(matched, articles)).f1,
        "speech F1": lambda articles: (
            speech(articles, [matched(article) for article in articles], is_speech).f1
        ),
        **{f"exact {role} F1": _exact(role, by_span=False) for role in ROLES},
        "exact content F1, by span": _exact("content", by_span=True),
        "recall of indirect": lambda articles: recall_by_form(
            articles, [matched(article) for article in articles]
        ).get("indirect", 0.0),
    }


def _exact(role: str, *, by_span: bool) -> Figure:
    return lambda articles: exact(articles, role, by_span=by_span).f1


def interval(articles: Sequence[Article], figure: Figure, seed: int = 7) -> tuple[float, float]:
    """The bounds of a figure in 95 of 100 samples of as many articles.

    >>> interval([Article("Lume said so.", (), ())], lambda articles: float(len(articles)))
    (1.0, 1.0)
    """
    chance = random.Random(seed)
    drawn = sorted(figure(chance.choices(articles, k=len(articles))) for _ in range(ROUNDS))
    return drawn[ROUNDS // 40], drawn[-ROUNDS // 40]


def main() -> int:
    """Print every figure with its interval."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--parts", nargs="+", default=["train", "dev"])
    chosen = parser.parse_args()
    corpus = need("attribution", "polnear")
    articles = [article for part in chosen.parts for article in twice_annotated(corpus / part)]
    print(f"{len(articles)} articles of {' and '.join(chosen.parts)} with two annotators")
    for name, figure in figures().items():
        low, high = interval(articles, figure)
        print(f"{name:26} {100 * figure(articles):5.1f} (95 % {100 * low:.1f} to {100 * high:.1f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
