"""Fit how sure the tagger and the rules are together: corpus and model in, `joined-full.json` out.

python -m training.attribution.join --corpus DIR --model FOLDER --out joined-full.json [--parts dev fold0]

One fit over pairs of the tagger's proposal and what a rule proposes there: whether the triple is right, evened out
by isotonic regression. `least` is the confidence below which leaving findings out serves F1. What is written is
fitted on all the parts; the figures printed are cross-fitted over halves of the articles.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from bench.attribution_metrics import Article, match
from bench.corpus import Gold, Triple, paragraphs
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from onrecord.model import Attribution
from onrecord.reading.attribution.content_bounds import content_of, source_and_cue
from onrecord.reading.attribution.pairing import (
    Pair,
    Weights,
    certainty,
    confidence_features,
    pair,
)
from onrecord.reading.attribution.propose import paragraphs_of
from onrecord.reading.attribution.rule_proposals import propose_by_rules
from onrecord.reading.attribution.setting import setting_of
from onrecord.reading.attribution.tagger.model import Tagger, confidence, open_tagger
from onrecord.reading.attribution.tagger.proposals import propose
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree
from training.attribution import calibrate
from training.attribution.evaluate import golds_of

# A difference in F1 that articles drawn anew would not repeat (its standard deviation over articles is 0.012).
NOISE = 0.001
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Read:
    """One article with its pairs, and what only the rules found."""

    gold: Gold
    tree: Tree
    pairs: tuple[Pair, ...]
    alone: tuple[Attribution, ...]


def read(tagger: Tagger, pipeline: language.Pipeline, gold: Gold) -> Read:
    """Both finders over one article."""
    parsed = language.parse(pipeline, gold.text, paragraphs(gold.text))
    setting = setting_of(Tree(parsed))
    tagged = [
        Attribution(
            each.source,
            each.cue,
            each.content,
            each.form,
            "state",
            tagger.name,
            confidence(each, tagger.calibration),
        )
        for each in propose(tagger.parts, gold.text, paragraphs_of(parsed))
    ]
    pairs, alone = pair(tagged, propose_by_rules(setting))
    return Read(gold, setting.tree, tuple(pairs), tuple(alone))


def drawn(tree: Tree, both: Pair) -> Triple:
    """A pair as it would be reported, for the metrics."""
    source, cue = source_and_cue(tree, both)
    return Triple((source,) if source else (), (cue,) if cue else (), content_of(tree, both))


def judged(articles: Sequence[Read]) -> list[tuple[Floats, Floats]]:
    """Per article, features of confidence and whether the triple is right."""
    found: list[tuple[Floats, Floats]] = []
    for each in articles:
        triples = [drawn(each.tree, both) for both in each.pairs]
        right = {
            j for _, j in match(Article(each.gold.text, each.gold.attributions, triples)).pairs
        }
        x = np.array([confidence_features(both) for both in each.pairs], float)
        found.append((x, np.array([j in right for j in range(len(triples))], float)))
    return found


def fit(articles: Sequence[Read]) -> Weights:
    """The fit, and the threshold that serves F1 best on the same articles."""
    cases = [(x, y) for x, y in judged(articles) if len(y)]
    x, y = np.concatenate([c[0] for c in cases]), np.concatenate([c[1] for c in cases])
    fitted = LogisticRegression(C=1.0, max_iter=2000).fit(x, y)
    weights, bias = fitted.coef_[0], float(fitted.intercept_[0])
    scores, shares = calibrate.corners(x @ weights + bias, y)
    wanted = sum(len(each.gold.attributions) for each in articles)
    given = np.interp(x @ weights + bias, scores, shares)
    return Weights(
        tuple(weights.round(4).tolist()),
        round(bias, 4),
        tuple(scores.round(4).tolist()),
        tuple(shares.round(4).tolist()),
        best_least(given, y, wanted),
    )


def best_least(given: Floats, right: Floats, wanted: int) -> float:
    """The middle one of the thresholds whose F1 is as good as the best, but for noise.

    Which of them is best here says nothing of other articles; their middle is the farthest from where F1 falls.
    """

    def f1(least: float) -> float:
        kept = given >= least
        return 2 * float(right[kept].sum()) / (int(kept.sum()) + wanted)

    tried = [round(0.2 + step / 50, 2) for step in range(20)]
    best = max(map(f1, tried))
    good = [least for least in tried if f1(least) > best - NOISE]
    return good[len(good) // 2]


def crossed(articles: Sequence[Read]) -> None:
    """Print F1 and calibration error with each half judged by a fit on the other."""
    halves = [articles[0::2], articles[1::2]]
    given: list[float] = []
    truth: list[float] = []
    kept = right = 0
    for here, there in (halves, halves[::-1]):
        held = fit(there)
        for each, (_, y) in zip(here, judged(here), strict=True):
            sure = [certainty(both, held) for both in each.pairs]
            given += [s for s in sure if s >= held.least]
            truth += [float(t) for s, t in zip(sure, y, strict=True) if s >= held.least]
    kept, right = len(given), int(sum(truth))
    wanted = sum(len(each.gold.attributions) for each in articles)
    error = calibrate.calibration_error(np.array(given), np.array(truth))
    print(
        f"cross-fitted: P {right / kept:.3f} R {right / wanted:.3f} F1 {2 * right / (kept + wanted):.3f}"
        f" calibration error {error:.4f} {calibrate.above(np.array(given), np.array(truth))}"
    )


def rules_alone(articles: Sequence[Read], held: Weights) -> None:
    """Print, for each rule, how often what it finds alone is right."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for each in articles:
        sure = [drawn(each.tree, b) for b in each.pairs if certainty(b, held) >= held.least]
        triples = [
            *sure,
            *(
                Triple((a.source,) if a.source else (), (a.cue,) if a.cue else (), a.content)
                for a in each.alone
            ),
        ]
        matched = {
            j for _, j in match(Article(each.gold.text, each.gold.attributions, triples)).pairs
        }
        for number, found in enumerate(each.alone, len(sure)):
            total[found.rule] += 1
            right[found.rule] += number in matched
    for rule, count in total.most_common():
        print(f"alone: {rule:28} {right[rule]}/{count}")


def main() -> None:
    """Read, fit, print the cross-fitted figures, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--parts", nargs="+", default=["dev"])
    chosen = parser.parse_args()
    tagger, pipeline = open_tagger(chosen.model), language.load()
    golds = [gold for part in chosen.parts for gold in golds_of(chosen.corpus, part)]
    articles = [read(tagger, pipeline, gold) for gold in golds]
    crossed(articles)
    held = fit(articles)
    rules_alone(articles, held)
    chosen.out.write_text(json.dumps(asdict(held)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
