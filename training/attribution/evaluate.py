"""Score a tagger on one part of the corpus with the project's metrics.

python -m training.attribution.evaluate --corpus DIR --model FOLDER [--part dev] [--compare OTHER_FOLDER]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.attribution import is_speech
from bench.attribution_metrics import (
    Article,
    Counts,
    exact,
    match,
    overlap,
    paired_bootstrap,
    recall_by_form,
    speech,
    triple,
)
from bench.corpus import Gold, Triple, load

from onrecord.reading.attribution.tagger.model import Tagger, confident_proposals, open_tagger
from onrecord.reading.attribution.tagger.proposals import Proposal, TaggerParts, propose
from training.attribution.prepare import fold_of, paragraphs_of

ROLES = ("source", "cue", "content")


def triple_of(proposal: Proposal) -> Triple:
    """A proposal in the form of the metrics."""
    return Triple(
        (proposal.source,) if proposal.source else (),
        (proposal.cue,) if proposal.cue else (),
        proposal.content,
    )


def read_all(parts: TaggerParts, golds: Iterable[Gold]) -> list[list[Proposal]]:
    """The proposals of every article."""
    return [list(propose(parts, gold.text, paragraphs_of(gold.text))) for gold in golds]


def find_all(tagger: Tagger, golds: Iterable[Gold]) -> list[list[Proposal]]:
    """The proposals of every article that are confident enough, as they are used."""
    return [
        [
            proposal
            for proposal, _ in confident_proposals(tagger, gold.text, paragraphs_of(gold.text))
        ]
        for gold in golds
    ]


def golds_of(corpus: Path, part: str) -> list[Gold]:
    """The articles of `dev`, `train`, or one tenth of the training part as `fold3`."""
    if part.startswith("fold"):
        return [g for g in load(corpus / "train") if fold_of(g.name) == int(part[4:])]
    return list(load(corpus / part))


def figures(
    golds: Sequence[Gold], found: Sequence[Sequence[Proposal]]
) -> tuple[dict[str, object], list[Counts]]:
    """All figures in per cent, and the counts per article for the bootstrap."""
    articles = [
        Article(gold.text, gold.attributions, [triple_of(p) for p in proposals])
        for gold, proposals in zip(golds, found, strict=True)
    ]
    counts = [match(article) for article in articles]
    whole, spoken = triple(counts), speech(articles, counts, is_speech)
    result: dict[str, object] = {
        "triple": _percent(whole.f1, whole.precision, whole.recall),
        "speech": _percent(spoken.f1, spoken.precision, spoken.recall),
        "recall by form": {
            k: round(100 * v, 1) for k, v in recall_by_form(articles, counts).items()
        },
    }
    for role in ROLES:
        sharp, loose = exact(articles, role), overlap(articles, role)
        result[f"exact {role}"] = _percent(sharp.f1, sharp.precision, sharp.recall)
        result[f"overlap {role}"] = _percent(loose.f1, loose.precision, loose.recall)
    return result, counts


def _percent(*values: float) -> list[float]:
    return [round(100 * value, 1) for value in values]


def main() -> None:
    """Print the figures as JSON, with the difference from another model if one is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--compare", type=Path)
    chosen = parser.parse_args()
    golds = golds_of(chosen.corpus, chosen.part)
    tagger = open_tagger(chosen.model)
    began = time.process_time()
    found = find_all(tagger, golds)
    spent = time.process_time() - began
    result, counts = figures(golds, found)
    result["articles per CPU second"] = round(len(golds) / spent, 1)
    if chosen.compare:
        other = figures(golds, find_all(open_tagger(chosen.compare), golds))[1]
        result["gain"] = [round(100 * value, 2) for value in paired_bootstrap(counts, other)]
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
