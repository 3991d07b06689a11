"""What each rule, step, check and exception of the reading is worth: everything read again without it.

    python -m bench.ablation [--room attribution] [--only nested] [--finder fast]

In: PolNeAR's dev part, where the development data is, and the example reports. Out: a row a part:

- `changed`: statements that are others without it, in their words, form, act, participants, speaker or place in others.
- points that it adds: `F1`, of triples; on the examples `speakers`, of statements with the right speaker.

A part that changes at most one statement of either is to be dropped, unless a golden case needs it.

The parts are found by name: entries of the ordered tuples in `TUPLES`, functions in `SWITCHES`, rows of
`lexicon/attribution/rules.tsv`. A room adds its own there.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, TypeAlias

from bench import examples
from bench.attribution import as_triples
from bench.attribution_metrics import Article as Sides
from bench.attribution_metrics import match, triple
from bench.corpus import Triple, load, paragraphs
from bench.data import folder
from onrecord.model import Article, Attribution, Problem, Reading
from onrecord.reading.attribution import FINDERS, Finder, propose
from onrecord.reading.attribution.rules.rule_candidates import find_candidates
from onrecord.reading.attribution.rules.rule_table import rules
from onrecord.reading.parse import language
from onrecord.reading.read import Tools, read

READING = "onrecord.reading."
# Ordered tuples of named parts, by room: module and attribute. An entry's name is its `name`, else its function's.
TUPLES: tuple[tuple[str, str, str], ...] = (
    ("attribution", "attribution.find", "STEPS"),
    ("attribution", "attribution.not_speech", "CHECKS"),
    ("attribution", "attribution.nested", "CHECKS"),
    ("entities", "entities.find_entities", "STEPS"),
    ("entities", "entities.resolve.surname_features", "FEATURES"),
    ("entities", "entities.resolve.titles", "FEATURES"),
    ("entities", "entities.antecedents.choice", "RULES"),
)


def _never(*_: object) -> bool:
    return False


# Exceptions that are functions: room, module, attribute, and what stands for it when it is left out.
SWITCHES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("attribution", "attribution.content_bounds", "_is_cut_off", _never),
    ("attribution", "attribution.content_bounds", "_begins_in_phrase", _never),
    ("attribution", "attribution.content_bounds", "_goes_on", _never),
    ("attribution", "attribution.content_bounds", "_with_colon", lambda _, cue: cue),
    ("attribution", "attribution.content_bounds", "_of_its_sentence", lambda *a: a[2].content),
    ("attribution", "attribution.cue_lookup", "only_prompts", _never),
    ("attribution", "attribution.confirm", "_is_rival", _never),
    ("attribution", "attribution.nesting", "_reaches", lambda *_: True),
    ("attribution", "attribution.not_speech", "_only_asks", _never),
)

Without: TypeAlias = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be left out: its room, its name, and the context in which it is."""

    room: str
    name: str
    without: Without


@dataclass(frozen=True, slots=True)
class Worth:
    """Statements changed without a part, and the points it adds."""

    changed: int
    triples: float
    speakers: float


def parts() -> Iterator[Part]:
    """Every part that can be left out."""
    for room, module, attribute in TUPLES:
        entries = getattr(import_module(READING + module), attribute)
        for number, entry in enumerate(entries):
            name = getattr(entry, "name", None) or entry.__name__
            left = (*entries[:number], *entries[number + 1 :])
            yield Part(room, f"{module}: {name}", _patched(module, attribute, left))
    for room, module, attribute, instead in SWITCHES:
        yield Part(room, f"{module}: {attribute.strip('_')}", _patched(module, attribute, instead))
    for name in rules():
        yield Part("attribution", f"rule: {name}", _without_rule(name))


def _patched(module: str, attribute: str, value: object) -> Without:
    """A context in which an attribute of a module has another value."""

    @contextmanager
    def context() -> Iterator[None]:
        holder = import_module(READING + module)
        kept = getattr(holder, attribute)
        setattr(holder, attribute, value)
        try:
            yield
        finally:
            setattr(holder, attribute, kept)

    return context


def _without_rule(name: str) -> Without:
    """A context in which a rule finds nothing."""

    def find_others(*given: Any) -> list[Any]:
        return [candidate for candidate in find_candidates(*given) if candidate.rule != name]

    return _patched("attribution.setting", "find_candidates", find_others)


class Texts:
    """Articles with their gold, each parsed and read by the tagger once, so that they can be read again quickly."""

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        judge: Callable[[Sequence[Reading]], Figures],
        as_given: Without = nullcontext,
    ) -> None:
        self.name, self.articles, self.judge, self.as_given = name, articles, judge, as_given

    def read(self, finder: Finder, without: Without = nullcontext) -> list[Reading]:
        """All articles read, with something left out."""
        with self.as_given(), without():
            found = [read(article, Tools(finder=finder)) for article in self.articles]
        return [reading for reading in found if not isinstance(reading, Problem)]


Figures: TypeAlias = tuple[float, float]


def on_dev() -> Texts | None:
    """PolNeAR's dev part; nothing where the development data is not there."""
    corpus = folder("attribution", "polnear", "dev")
    if corpus is None:
        return None
    golds = list(load(corpus))
    now = datetime(2024, 1, 1, tzinfo=UTC)
    by_name = {gold.name: gold.attributions for gold in golds}

    def judge(readings: Sequence[Reading]) -> Figures:
        return _triples([(each, by_name[each.report.uri]) for each in readings]), 0.0

    return Texts("PolNeAR dev", [Article(g.name, g.text, now) for g in golds], judge, _as_annotated)


@contextmanager
def _as_annotated() -> Iterator[None]:
    """Texts are read letter for letter, each of their lines as a passage: the gold counts their characters."""
    letters = _patched("read", "normalise", lambda text: (text, None))
    lines = _patched("read", "find_passages", lambda text: tuple(paragraphs(text)))
    with letters(), lines():
        yield


def on_examples() -> Texts:
    """The example reports."""
    known = [result.example for result in examples.results()]

    def judge(readings: Sequence[Reading]) -> Figures:
        judged = [examples.judge(*each) for each in zip(known, readings, strict=True)]
        figures = examples.figures(judged)
        golds = [[examples.gold_triple(s) for s in each.gold.statements] for each in judged]
        points = _triples(list(zip(readings, golds, strict=True)))
        return points, 100 * figures["speakers right"]

    return Texts("examples", [examples.article_of(each) for each in known], judge)


def _triples(read_texts: Sequence[tuple[Reading, Sequence[Triple]]]) -> float:
    """Triple F1 in points."""
    sides = [Sides(r.report.text, gold, as_triples(r.attributions)) for r, gold in read_texts]
    return 100 * triple([match(side) for side in sides]).f1


def worth(texts: Texts, finder: Finder, part: Part, whole: Sequence[Reading]) -> Worth:
    """What a part is worth in these texts, given their readings with everything."""
    readings = texts.read(finder, part.without)
    changed = sum(_others(a, b) for a, b in zip(whole, readings, strict=True))
    (best, best_named), (left, left_named) = texts.judge(whole), texts.judge(readings)
    return Worth(changed, best - left, best_named - left_named)


def _others(whole: Reading, without: Reading) -> int:
    """How many statements the two readings do not share: those of the one or of the other, whichever are more."""
    one, other = (Counter(map(_bare, _named(reading))) for reading in (whole, without))
    return max((one - other).total(), (other - one).total())


def _named(reading: Reading) -> Iterator[tuple[Attribution, str | None, str | None]]:
    """Each attribution with the names of its speaker and of its holder's words."""
    names = {entity.id: entity.name for entity in reading.entities}
    for each in reading.attributions:
        outer = None if each.within is None else reading.attributions[each.within]
        yield each, names.get(each.speaker or ""), str(outer.content) if outer else None


def _bare(named: tuple[Attribution, str | None, str | None]) -> tuple[object, ...]:
    """What a statement is compared by."""
    each, speaker, holder = named
    participants = (each.addressee, each.channel, each.question)
    return each.source, each.cue, each.content, each.form, each.act, participants, speaker, holder


def remember() -> None:
    """Let each text be parsed and read by the tagger once in this process."""
    parse, tag = language.parse, propose.propose_by_tagger
    parsed: dict[str, Any] = {}
    tagged: dict[tuple[str, Finder], Any] = {}

    def parse_once(pipeline: Any, text: str, passages: Any) -> Any:
        if text not in parsed:
            parsed[text] = parse(pipeline, text, passages)
        return parsed[text]

    def tag_once(given: Any, finder: Finder) -> Any:
        if (given.text, finder) not in tagged:
            tagged[given.text, finder] = tag(given, finder)
        return tagged[given.text, finder]

    setattr(language, "parse", parse_once)  # noqa: B010
    setattr(propose, "propose_by_tagger", tag_once)  # noqa: B010


def report(sets: Sequence[Texts], finder: Finder, chosen: Sequence[Part]) -> Iterator[str]:
    """The table, the parts that change least first; then what it was measured on."""
    whole = [texts.read(finder) for texts in sets]
    table = {
        part.name: [worth(t, finder, part, w) for t, w in zip(sets, whole, strict=True)]
        for part in chosen
    }
    yield f"{'':48}" + "".join(f" | {texts.name:26}" for texts in sets)
    yield f"{'left out':48}" + f" | {'changed':>7} {'F1':>8} {'speakers':>9}" * len(sets)
    for name, rows in sorted(table.items(), key=lambda item: sum(w.changed for w in item[1])):
        cells = (f" | {w.changed:7} {w.triples:+8.2f} {w.speakers:+9.2f}" for w in rows)
        yield f"{name:48}" + "".join(cells)
    for texts, readings in zip(sets, whole, strict=True):
        points, named = texts.judge(readings)
        yield f"{texts.name}: {len(readings)} texts, triple F1 {points:.2f}, speakers right {named:.1f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--finder", choices=FINDERS, default="full")
    parser.add_argument("--room", help="only the parts of this room")
    parser.add_argument("--only", default="", help="only the parts with this in their name")
    given = parser.parse_args()
    remember()
    sets = [texts for texts in (on_dev(), on_examples()) if texts is not None]
    chosen = [p for p in parts() if given.room in (None, p.room) and given.only in p.name]
    for line in report(sets, given.finder, chosen):
        print(line, flush=True)


if __name__ == "__main__":
    main()
