"""Identity across reports on NewsWCL50, five stories from five outlets each: B³ and CoNLL F1.

    python -m bench.identity [--show]

The gold mentions of actors are given (chains of persons, states and groups; bags of "others" are left out, each story is
scored separately). A mention has the entity of the reading that covers its head, joined across the outlets by the record as
`onrecord read` does; a mention without an entity has its head word, as all mentions have in the baseline (same head, same
entity). CoNLL F1 is the mean of MUC, B³ and CEAF-e over all mentions of a story; stories are summed. Without the data the
program says so and exits with status 0.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.coreference import clusters, scores
from bench.data import need
from bench.newswcl50 import Document, Place, documents, joined, read
from onrecord.model import Reading, Span
from onrecord.reading.parse.language import load
from onrecord.record.record import Record


def linked(
    readings: Sequence[Reading], heads: Mapping[Place, Span], words: Mapping[Place, str]
) -> dict[Place, Hashable]:
    """The record's entity of each mention over all reports of a story, else its head word."""
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "x.db") as record:
        with record.batch():
            for reading in readings:
                record.add(reading)
        covering: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        called: dict[str, set[str]] = defaultdict(set)
        for entity in record.every_entity():
            for report, _, mention in entity.mentions:
                covering[report].append((mention.span.start, mention.span.end, entity.id))
            for name in entity.names:
                called[name.split()[-1].casefold()].add(entity.id)
    by_name = {reading.report.uri: reading.report.id for reading in readings}
    found: dict[Place, Hashable] = {}
    for place, span in heads.items():
        over = [
            (end - start, entity)
            for start, end, entity in covering[by_name[place[0]]]
            if start <= span.start and span.end <= end
        ]
        one = called[words[place]] if len(called[words[place]]) == 1 else {("head", words[place])}
        found[place] = min(over)[1] if over else next(iter(one))
    return found


@dataclass
class Outcome:
    """The key of each mention in each system, and in the gold."""

    gold: dict[Place, Hashable] = field(default_factory=dict)
    systems: dict[str, dict[Place, Hashable]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, system: str, story: str, keys: Mapping[Place, Hashable]) -> None:
        """Add the result of a system on a story; its keys are different from those of other stories."""
        self.systems[system] |= {place: (story, key) for place, key in keys.items()}


def measured(stories: Mapping[str, Sequence[Document]]) -> Outcome:
    """The outcomes of all systems on all stories, each story in a record of its own."""
    pipeline = load()
    outcome = Outcome()
    for story, reports in stories.items():
        read_ones = [read(document, pipeline) for document in reports]
        words = {place: word for _, its, _ in read_ones for place, word in its.items()}
        heads = {place: span for _, _, its in read_ones for place, span in its.items()}
        commonest = _commonest_heads(reports, words)
        chains = [
            joined(reading, document, its)
            for document, (reading, _, its) in zip(reports, read_ones, strict=True)
        ]
        outcome.add("onrecord", story, linked([each for each, _, _ in read_ones], heads, words))
        outcome.add("same head", story, words)
        outcome.add("onrecord, chains given", story, linked(chains, heads, commonest))
        outcome.add("same head, chains given", story, commonest)
        outcome.gold |= {place: chain for each in reports for place, chain in each.mentions.items()}
    return outcome


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print one line for each system."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", metavar="SYSTEM", help="list how a system's chains came apart")
    show = parser.parse_args(arguments).show
    stories: dict[str, list[Document]] = defaultdict(list)
    for document in documents(need("identity", "newswcl50", "newswcl50.conll")):
        stories[document.name.split("_")[0]].append(document)
    outcome = measured(stories)
    for kinds in (("ACTOR",), ("ACTOR", "COUNTRY"), ("ACTOR", "COUNTRY", "GROUP")):
        _report(kinds, outcome)
    if show:
        texts = {
            place: each.text[each.span(place).start : each.span(place).end]
            for story in stories.values()
            for each in story
            for place in each.mentions
        }
        _show(outcome.gold, outcome.systems[show], texts)


def _commonest_heads(reports: Sequence[Document], words: Mapping[Place, str]) -> dict[Place, str]:
    """The most frequent head in the chain of each mention, within its report."""
    found: dict[Place, str] = {}
    for document in reports:
        for chain in set(document.mentions.values()):
            places = [place for place, its in document.mentions.items() if its == chain]
            counted = Counter(words[place] for place in places)
            found |= dict.fromkeys(places, min(counted, key=lambda word: (-counted[word], word)))
    return found


def _report(kinds: Sequence[str], outcome: Outcome) -> None:
    chosen = {
        place: chain
        for place, chain in outcome.gold.items()
        if str(chain).rsplit("_", 1)[1] in kinds
    }
    true = clusters(chosen)
    print(f"{' + '.join(kinds).lower()}: {len(chosen)} mentions, {len(true)} entities")
    print(f"  {'':24} {'MUC':>6} {'B³':>6} {'CEAFe':>6} {'CoNLL':>6}")
    for name, keys in outcome.systems.items():
        figures = scores(true, clusters({place: keys[place] for place in chosen}))
        print(f"  {name:24} " + " ".join(f"{figure:6.1f}" for figure in figures))


def _show(
    gold: Mapping[Place, Hashable], ours: Mapping[Place, Hashable], texts: Mapping[Place, str]
) -> None:
    for chain in sorted(set(map(str, gold.values()))):
        parts: dict[Hashable, list[str]] = defaultdict(list)
        for place in _of(gold, chain):
            parts[ours[place]].append(texts[place])
        print(chain)
        for key, its in sorted(parts.items(), key=lambda each: -len(each[1])):
            print(f"  {len(its):4} {str(key)[:40]:40} {', '.join(sorted(set(its)))[:110]}")


def _of(gold: Mapping[Place, Hashable], chain: str) -> Iterable[Place]:
    return (place for place, its in gold.items() if its == chain)


if __name__ == "__main__":
    main()
