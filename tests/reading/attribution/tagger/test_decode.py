"""Decoding of the chain, compared with the enumeration of every labelling."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from onrecord.reading.attribution.tagger.decode import (
    ILLEGAL,
    LABELS,
    START,
    Chain,
    LabelledSpan,
    decode,
    spans_of,
)


def by_hand(scores: np.ndarray, transitions: np.ndarray) -> tuple[tuple[int, ...], np.ndarray]:
    """The best labelling and the marginals, by enumerating all labellings."""
    best: tuple[int, ...] = ()
    most, marginals = -np.inf, np.zeros(scores.shape)
    for labels in itertools.product(range(len(LABELS)), repeat=len(scores)):
        if not START[labels[0]]:
            continue
        weight = sum(scores[word, label] for word, label in enumerate(labels))
        weight += sum((transitions + ILLEGAL)[pair] for pair in itertools.pairwise(labels))
        if weight > most:
            best, most = labels, weight
        for word, label in enumerate(labels):
            marginals[word, label] += np.exp(weight)
    return best, marginals / marginals.sum(1, keepdims=True)


@pytest.mark.parametrize("seed", range(5))
def test_windows_decode_together_as_they_do_alone(seed: int) -> None:
    chance = np.random.default_rng(seed)
    windows = [chance.normal(0, 2, (size, len(LABELS))) for size in (4, 1, 3)]
    transitions = chance.normal(0, 1, (len(LABELS), len(LABELS)))
    chain = decode(windows, transitions)
    expected = [by_hand(window, transitions) for window in windows]
    assert tuple(chain.labels) == sum((best for best, _ in expected), ())
    assert np.allclose(chain.marginals, np.concatenate([marginals for _, marginals in expected]))


def test_a_long_window_does_not_underflow() -> None:
    scores = np.random.default_rng(0).normal(0, 30, (3_000, len(LABELS)))
    marginals = decode([scores], np.zeros((len(LABELS), len(LABELS)))).marginals
    assert np.allclose(marginals.sum(1), 1)


def chain_of(labels: list[int], marginals: np.ndarray) -> Chain:
    return Chain(np.array(labels), marginals)


def test_spans_begin_and_end_where_labels_do() -> None:
    labels = [1, 2, 0, 3, 3, 5, 6]
    marginals = np.full((7, 7), 0.01)
    marginals[range(7), labels] = 0.9
    spans = [found[:3] for found in spans_of(chain_of(labels, marginals), [7])]
    assert spans == [("source", 0, 2), ("cue", 3, 4), ("cue", 4, 5), ("content", 5, 7)]


def test_a_span_has_the_probabilities_of_its_ends_and_weakest_word() -> None:
    marginals = np.zeros((3, 7))
    marginals[0, 5], marginals[1, 6], marginals[2, 6] = 0.9, 0.6, 0.3
    (found,) = spans_of(chain_of([5, 6, 0], marginals), [3])
    assert found == LabelledSpan("content", 0, 2, 0.9, 0.6, 0.7)


def test_no_span_continues_after_a_window() -> None:
    marginals = np.zeros((3, 7))
    marginals[0, 5], marginals[1, 6], marginals[2, 6] = 0.9, 0.6, 0.3
    (found,) = spans_of(chain_of([5, 6, 0], marginals), [2, 3])
    assert found.closes == 1
