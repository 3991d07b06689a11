"""Fits how the learned tagger and the rules are joined: corpus and model in, `joined-full.json` out.

python -m training.attribution.join --corpus DIR --model FOLDER --out joined-full.json [--parts dev fold0]

Two fits over pairs of a proposal and what a rule found there. *Edges*: where the two draw the content
differently and just one is as annotated, which one. *Confidence*: whether the triple is right, evened out by
isotonic regression. `least` is the confidence below which leaving findings out serves F1. What is written is
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

from onrecord.model import Attribution, Span
from onrecord.reading.attribution import rule_finder
from onrecord.reading.attribution.pairing import (
    Pair,
    Weights,
    certainty,
    confidence_features,
    edge_features,
    pair,
)
from onrecord.reading.attribution.tagger.model import Tagger, confidence, open_tagger
from onrecord.reading.attribution.tagger.proposals import propose
from onrecord.reading.attribution.tagger_join import prefers_rule
from onrecord.reading.parse import language
from training.attribution import calibrate
from training.attribution.evaluate import golds_of
from training.attribution.prepare import paragraphs_of

# A difference in F1 that articles drawn anew would not repeat (its standard deviation over articles is 0.012).
NOISE = 0.001
Floats = NDArray[np.float64]
NOTHING = Weights((), 0.0, (), (), (), -1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Read:
    """One article with its pairs, and what only the rules found."""

    gold: Gold
    pairs: tuple[Pair, ...]
    alone: tuple[Attribution, ...]


def read(tagger: Tagger, pipeline: language.Pipeline, gold: Gold) -> Read:
    """Both finders over one article."""
    parsed = language.parse(pipeline, gold.text, paragraphs(gold.text))
    proposals = [
        (each, confidence(each, tagger.calibration))
        for each in propose(tagger.parts, gold.text, paragraphs_of(gold.text))
    ]
    pairs, alone = pair(proposals, rule_finder.find_attributions(parsed))
    return Read(gold, tuple(pairs), tuple(alone))


def drawn(both: Pair, held: Weights) -> Triple:
    """A pair as it would be told, for the metrics."""
    content = both.proposal.content
    if both.ruled is not None and held.edges and prefers_rule(both, held):
        content = both.ruled.content
    source = both.proposal.source or (both.ruled.source if both.ruled else None)
    cue = both.proposal.cue or (both.ruled.cue if both.ruled else None)
    return Triple((source,) if source else (), (cue,) if cue else (), content)


def fit_edges(articles: Sequence[Read]) -> tuple[tuple[float, ...], float]:
    """Weights of the choice between two drawings, from the cases where just one is as annotated."""
    x: list[tuple[float, ...]] = []
    y: list[bool] = []
    for each in articles:
        side = Article(each.gold.text, each.gold.attributions, [])
        wanted = {side.trimmed(a["content"]) for a in side.gold if a["content"]}

        def annotated(content: Sequence[Span], s: Article = side, w: object = wanted) -> bool:
            return s.trimmed(s._fragments(content)) in w  # type: ignore[operator]  # noqa: SLF001

        for both in each.pairs:
            if both.ruled is None or both.ruled.content == both.proposal.content:
                continue
            tagged, ruled = annotated(both.proposal.content), annotated(both.ruled.content)
            if tagged != ruled:
                x.append(edge_features(both))
                y.append(ruled)
    fitted = LogisticRegression(C=0.3, max_iter=1000).fit(np.array(x), np.array(y))
    print(f"edges: {len(y)} cases, rule right in {sum(y)}, fit right in {fitted.score(x, y):.3f}")
    return tuple(fitted.coef_[0].round(4).tolist()), round(float(fitted.intercept_[0]), 4)


def judged(articles: Sequence[Read], held: Weights) -> list[tuple[Floats, Floats]]:
    """Per article, features of confidence and whether the triple is right."""
    found: list[tuple[Floats, Floats]] = []
    for each in articles:
        triples = [drawn(both, held) for both in each.pairs]
        right = {
            j for _, j in match(Article(each.gold.text, each.gold.attributions, triples)).pairs
        }
        x = np.array([confidence_features(both) for both in each.pairs], float)
        found.append((x, np.array([j in right for j in range(len(triples))], float)))
    return found


def fit(articles: Sequence[Read]) -> Weights:
    """Both fits, and the threshold that serves F1 best on the same articles."""
    edges, edges_bias = fit_edges(articles)
    held = Weights((), 0.0, (), (), edges, edges_bias, 0.0)
    cases = [(x, y) for x, y in judged(articles, held) if len(y)]
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
        edges,
        edges_bias,
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
        for each, (_, y) in zip(here, judged(here, held), strict=True):
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
    total: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for each in articles:
        sure = [drawn(b, held) for b in each.pairs if certainty(b, held) >= held.least]
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
            key = found.rule, "outermost" if found.within is None else "within"
            total[key] += 1
            right[key] += number in matched
    for key, count in total.most_common():
        print(f"alone: {key[0]:28} {key[1]:10} {right[key]}/{count}")


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
