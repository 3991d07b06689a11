"""Sort the errors of the tagger into kinds: a model folder in, a table for the model card out.

    python -m training.attribution.failures --corpus DIR --model FOLDER

Kinds follow from comparing spans and from the cue's entry in the lexicon; the examples are file names and offsets of the
content, so that no sentence of the corpus is repeated.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from bench.attribution import _forms
from bench.attribution_metrics import Article, match
from bench.corpus import Gold, Triple

from onrecord.lexicon.tables import rows
from onrecord.model import Span
from onrecord.reading.attribution.tagger.model import open_tagger
from training.attribution.evaluate import find_all, golds_of, triple_of

KINDS = 10
EXAMPLES = 5


@cache
def _strengths() -> dict[str, str]:
    """The forms of the lexicon's reporting words, each with its strength."""
    verbs = {
        form: row["strength"]
        for row in rows("attribution/reporting_words")
        if row["part"] == "verb" and row["act"]
        for form in _forms(row["lemma"].split()[0])
    }
    return verbs | {
        form: "noun"
        for row in rows("attribution/reporting_words")
        if row["part"] == "noun" and row["act"]
        for form in _forms(row["lemma"])
    }


def cue_kind(text: str, cue: Sequence[Span]) -> str:
    """The kind of a cue, by the lexicon."""
    if not cue:
        return "no cue"
    words = [
        word.strip(".,").lower() for span in cue for word in text[span.start : span.end].split()
    ]
    kinds = {_strengths()[word] for word in words if word in _strengths()}
    for kind, name in (
        ("strong", "a reporting verb"),
        ("usual", "a verb that often reports"),
        ("weak", "belief, wish or plan"),
        ("noun", "a reporting noun"),
    ):
        if kind in kinds:
            return name
    return f"{'several words' if len(words) > 1 else 'one word'} the lexicon does not hold"


def touch(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """True if any two spans share a character."""
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def kind_of(this: Triple, others: Sequence[Triple], text: str) -> str:
    """Why no triple of the other side matches this one."""
    same = [o for o in others if touch(this.content, o.content)]
    paired = [o for o in same if touch(this.cue, o.cue) or not (this.cue or o.cue)]
    if any(touch(this.source, o.source) or not (this.source or o.source) for o in paired):
        return "cue and source agree, content by less than half"
    if paired:
        lacking = not this.source or not all(o.source for o in paired)
        return "source on one side only" if lacking else "another source"
    if any(touch(this.cue, o.content) for o in same):
        return "stands inside the other side's content"
    if same:
        return "content agrees, another cue"
    if any(touch(this.cue, o.cue) for o in others):
        return "cue agrees, content elsewhere"
    return f"nothing on the other side; cue: {cue_kind(text, this.cue)}"


def failures(
    golds: Sequence[Gold], found: Sequence[Sequence[Triple]]
) -> Iterator[tuple[str, str, str]]:
    """Side (missed or false), kind and place of every unmatched triple."""
    for gold, triples in zip(golds, found, strict=True):
        pairs = match(Article(gold.text, gold.attributions, triples)).pairs
        sides = (
            ("missed", gold.attributions, triples, {i for i, _ in pairs}),
            ("false", triples, gold.attributions, {j for _, j in pairs}),
        )
        for side, these, those, matched in sides:
            for number, this in enumerate(these):
                if number not in matched and this.content:
                    place = f"{gold.name} {this.content[0].start}–{this.content[-1].end}"
                    yield side, kind_of(this, those, gold.text), place


def main() -> None:
    """Print the most frequent kinds with examples, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    chosen = parser.parse_args()
    golds = golds_of(chosen.corpus, "dev")
    found = [[triple_of(p) for p in each] for each in find_all(open_tagger(chosen.model), golds)]
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for side, kind, place in failures(golds, found):
        counts[side, kind] += 1
        places[side, kind].append(place)
    print(
        "| | kind | times | five of them (dev: file, offsets of the content) |\n|---|---|---|---|"
    )
    for key, number in counts.most_common(KINDS * 2):
        spread = places[key][:: max(1, len(places[key]) // EXAMPLES)][:EXAMPLES]
        print(f"| {key[0]} | {key[1]} | {number} | {'; '.join(spread)} |")


if __name__ == "__main__":
    main()
