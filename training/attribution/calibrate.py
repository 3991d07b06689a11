"""Fit the confidence of proposals: judged proposals in, a `Calibration` and its error out.

A proposal is right if the triple metric matches it to a gold attribution. Isotonic regression maps a logistic score of the
features to shares; it is stored as the corners of a monotonic line. The stored fit uses the whole part; the reported error is
cross-fitted: each half of the articles is scored by a fit on the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from bench.attribution_metrics import Article, match
from bench.corpus import Gold
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from onrecord.reading.attribution.tagger.model import Calibration, confidence
from onrecord.reading.attribution.tagger.proposals import Proposal
from training.attribution.evaluate import triple_of
from training.attribution.export import SIGNS

Floats = NDArray[np.float64]
BINS = 10
# Points of the isotonic fit with fewer proposals than this are joined, so that no corner follows from single cases.
LEAST = 40


def judged(
    golds: Sequence[Gold], found: Sequence[Sequence[Proposal]]
) -> list[tuple[Floats, Floats]]:
    """Per article: the features of every proposal, and whether it is right."""
    pairs: list[tuple[Floats, Floats]] = []
    for gold, proposals in zip(golds, found, strict=True):
        article = Article(gold.text, gold.attributions, [triple_of(p) for p in proposals])
        right = {j for _, j in match(article).pairs}
        signs = np.array([p.features for p in proposals]).reshape(-1, SIGNS)
        pairs.append((signs, np.array([j in right for j in range(len(proposals))], float)))
    return pairs


def fit(pairs: Sequence[tuple[Floats, Floats]]) -> Calibration:
    """The calibration of judged articles."""
    x = np.concatenate([signs for signs, _ in pairs])
    y = np.concatenate([right for _, right in pairs])
    scaler = StandardScaler().fit(x)
    logistic = LogisticRegression(C=0.1, max_iter=1000).fit(scaler.transform(x), y)
    weights = logistic.coef_[0] / scaler.scale_
    bias = float(logistic.intercept_[0] - scaler.mean_ @ weights)
    scores, shares = corners(x @ weights + bias, y)
    return Calibration(weights, bias, scores, shares)


def corners(scores: Floats, right: Floats) -> tuple[Floats, Floats]:
    """The monotonic line through the middles of the steps of the isotonic fit, over groups of similar scores."""
    order = np.argsort(scores)
    groups = np.array_split(order, max(2, len(order) // LEAST))
    at = np.array([scores[group].mean() for group in groups])
    share = np.array([right[group].mean() for group in groups])
    even = IsotonicRegression(y_min=0.01, y_max=0.99).fit(at, share).predict(at)
    steps = np.unique(even)
    return np.array([at[even == step].mean() for step in steps]), steps


def confidences(calibration: Calibration, signs: Floats) -> Floats:
    """The confidence of every row of features."""
    scores = signs @ calibration.weights + calibration.bias
    return np.interp(scores, calibration.scores, calibration.shares)


def cross_fitted(pairs: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Cross-fitted confidences, and whether each proposal is right."""
    halves = [pairs[0::2], pairs[1::2]]
    given: list[Floats] = []
    right: list[Floats] = []
    for here, there in (halves, halves[::-1]):
        calibration = fit(there)
        for signs, truth in here:
            given.append(confidences(calibration, signs))
            right.append(truth)
    return np.concatenate(given), np.concatenate(right)


def calibration_error(given: Floats, right: Floats) -> float:
    """Expected calibration error over equal-count bins."""
    groups = np.array_split(np.argsort(given, kind="stable"), BINS)
    gaps = [abs(given[g].mean() - right[g].mean()) * len(g) for g in groups]
    return float(sum(gaps) / len(given))


def above(given: Floats, right: Floats) -> dict[str, list[float]]:
    """For each given confidence: the share that is right, and the share of proposals kept."""
    table: dict[str, list[float]] = {}
    for asked in (0.5, 0.7, 0.8, 0.9, 0.95):
        kept = given >= asked
        share = float(right[kept].mean()) if kept.any() else 0.0
        table[str(asked)] = [round(share, 3), round(float(kept.mean()), 3)]
    return table


def to_manifest(calibration: Calibration) -> dict[str, Any]:
    """A calibration in the format of the manifest."""
    return {
        "weights": np.round(calibration.weights, 5).tolist(),
        "bias": round(calibration.bias, 5),
        "scores": np.round(calibration.scores, 4).tolist(),
        "shares": np.round(calibration.shares, 4).tolist(),
    }


def confident(
    found: Sequence[Sequence[Proposal]], calibration: Calibration, least: float
) -> list[list[Proposal]]:
    """The proposals with a confidence of at least `least`."""
    return [[p for p in article if confidence(p, calibration) >= least] for article in found]


def cross_fitted_findings(
    found: Sequence[Sequence[Proposal]], pairs: Sequence[tuple[Floats, Floats]], least: float
) -> list[list[Proposal]]:
    """The same, with each article's confidence by a fit on the other half of the articles."""
    fits = fit(pairs[1::2]), fit(pairs[0::2])
    return [confident([article], fits[i % 2], least)[0] for i, article in enumerate(found)]


def report(pairs: Sequence[tuple[Floats, Floats]]) -> dict[str, Any]:
    """The cross-fitted error, and the shares right and kept at several confidences."""
    given, right = cross_fitted(pairs)
    return {
        "proposals": len(given),
        "cross-fitted error": round(calibration_error(given, right), 4),
        "right and kept where asked": above(given, right),
    }
