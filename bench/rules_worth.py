"""What each parse rule is worth in the join: PolNeAR dev and the example reports, with and without it.

    python -m bench.rules_worth [--finder fast]

In: the corpus's dev part, where the development data is, and `examples/`. Out: a row a rule:

- `found` by the rule in itself; `joined`, those findings of the join that bear its name, mostly beside the tagger's;
  `lone`, those that it alone found; `within`, lone ones in another's words, where the flat corpus cannot judge.
- `tells`: how many findings of the join are others without it, in their words, act, addressee, channel or question.
- points of triple F1 that it adds: `F1`, all in all; `lone F1`, by what it alone finds.

A rule that tells nothing and adds nothing in both is to be dropped.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bench import examples
from bench.attribution import as_triples
from bench.attribution_metrics import Article, Counts, match, triple
from bench.corpus import Triple, load, paragraphs
from bench.data import folder
from onrecord.model import Attribution, Passage
from onrecord.reading.attribution import FINDERS, Finder, rule_finder
from onrecord.reading.attribution.find import proposed, together
from onrecord.reading.attribution.rules import rules
from onrecord.reading.attribution.tagger.proposals import Proposal
from onrecord.reading.parse import language
from onrecord.reading.parse.quotes import Quote
from onrecord.reading.parse.tree import Tree


class Text:
    """A text with its gold, heard by both finders once, so that it can be joined again without a rule."""

    def __init__(
        self, text: str, passages: Sequence[Passage], gold: Sequence[Triple], finder: Finder
    ) -> None:
        """Parse the text, run the rules and the tagger, join them."""
        self.tree = Tree(language.parse(language.load(), text, passages))
        self.gold, self.finder = gold, finder
        self.quotes: tuple[Quote, ...] = rule_finder.quotations(self.tree)
        self.ruled = rule_finder.findings(self.tree, self.quotes)
        self.proposals: list[tuple[Proposal, float]] = proposed(self.tree.parsed, finder)
        self.found = self._joined(self.ruled)
        self._judged: dict[tuple[Attribution, ...], Counts] = {}

    def _joined(self, ruled: Sequence[Attribution]) -> tuple[Attribution, ...]:
        return together(self.tree, self.finder, self.quotes, self.proposals, ruled)

    def judged(self, found: tuple[Attribution, ...]) -> Counts:
        """How findings match the gold."""
        if found not in self._judged:
            article = Article(self.tree.parsed.text, self.gold, as_triples(found))
            self._judged[found] = match(article)
        return self._judged[found]

    def without(self, rule: str) -> tuple[Attribution, ...]:
        """What the join would find if the rules found nothing by this one."""
        left = [each for each in self.ruled if each.rule != rule]
        return self.found if len(left) == len(self.ruled) else self._joined(left)

    def without_lone(self, rule: str) -> tuple[Attribution, ...]:
        """What it finds, less what only this rule found."""
        return tuple(each for each in self.found if each.rule != rule)


@dataclass(frozen=True, slots=True)
class Worth:
    """A rule's findings in some texts, what else they change, and the points of triple F1 it adds there."""

    by_rules: int
    joined: int
    lone: int
    lone_within: int
    tells: int
    points: float
    lone_points: float


def worth(texts: Sequence[Text], rule: str) -> Worth:
    """What a rule is worth in these texts."""
    bearing = [each for text in texts for each in text.found if rule in each.rule.split(" + ")]
    lone = [each for each in bearing if each.rule == rule]
    without = [text.without(rule) for text in texts]
    without_lone = [text.without_lone(rule) for text in texts]
    best = _points(texts, [text.found for text in texts])
    return Worth(
        sum(each.rule == rule for text in texts for each in text.ruled),
        len(bearing),
        len(lone),
        sum(each.within is not None for each in lone),
        sum(_told_anew(text.found, left) for text, left in zip(texts, without, strict=True)),
        best - _points(texts, without),
        best - _points(texts, without_lone),
    )


def _told_anew(found: Sequence[Attribution], without: Sequence[Attribution]) -> int:
    """How many findings are not among the others, but for who found them and how surely."""
    others = {_bare(each) for each in without}
    return sum(_bare(each) not in others for each in found)


def _bare(each: Attribution) -> Attribution:
    return replace(each, rule="", confidence=0.0, within=None)


def _points(texts: Sequence[Text], found: Sequence[tuple[Attribution, ...]]) -> float:
    """Triple F1 in points."""
    counts = [text.judged(each) for text, each in zip(texts, found, strict=True)]
    return 100 * triple(counts).f1


def on_dev(finder: Finder) -> list[Text]:
    """PolNeAR's dev part; nothing where the development data is not there."""
    corpus = folder("attribution", "polnear", "dev")
    golds = load(corpus) if corpus else ()
    return [Text(g.text, paragraphs(g.text), g.attributions, finder) for g in golds]


def on_examples(finder: Finder) -> list[Text]:
    """The example reports."""
    return [
        Text(
            each.reading.report.text,
            each.reading.report.passages,
            [examples.gold_triple(statement) for statement in each.gold.statements],
            finder,
        )
        for each in examples.results()
    ]


def report(sets: Sequence[tuple[str, Sequence[Text]]]) -> Iterator[str]:
    """The table, the rules that add least first; then what it was measured on."""
    known = sorted(rules())
    table = {rule: [worth(texts, rule) for _, texts in sets] for rule in known}
    yield f"{'':28}" + "".join(f" | {name:51}" for name, _ in sets)
    cells = f" | {'found':>5} {'joined':>6} {'lone':>5} {'within':>6} {'tells':>5} {'F1':>8} {'lone F1':>8}"
    yield f"{'rule':28}" + cells * len(sets)
    for rule, told in sorted(table.items(), key=lambda item: sum(w.points for w in item[1])):
        yield f"{rule:28}" + "".join(f" | {_cells(each)}" for each in told)
    for name, texts in sets:
        points = _points(texts, [text.found for text in texts])
        yield f"{name}: {len(texts)} texts, triple F1 {points:.2f}"


def _cells(each: Worth) -> str:
    counts = f"{each.by_rules:5} {each.joined:6} {each.lone:5} {each.lone_within:6} {each.tells:5}"
    return f"{counts} {each.points:+8.2f} {each.lone_points:+8.2f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--finder", choices=[f for f in FINDERS if f != "rules"], default="full")
    chosen = parser.parse_args()
    sets = [
        ("PolNeAR dev", on_dev(chosen.finder)),
        ("examples", on_examples(chosen.finder)),
    ]
    print("\n".join(report([(name, texts) for name, texts in sets if texts])))


if __name__ == "__main__":
    main()
