"""The quality of reading the example reports, against their gold.

`python -m bench.examples` reads every report of `examples/` and prints the figures: statements found (the triple match of
attribution scoring), speakers, acts, forms, passages, dates. `--faults` lists every gold statement with a fault, by cause.
`--update` rewrites `examples/known-failures.txt` and raises the floors in `bench/floors.json` (it never lowers one).
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tests.examples_gold import EXAMPLES, Example, GoldReport, GoldStatement, examples, resolve

from bench import attribution_metrics as metrics
from bench.corpus import Triple
from onrecord.model import Article, Attribution, Entity, Passage, Problem, Reading, Span
from onrecord.reading.read import read
from onrecord.sources.discover import find_sources

FLOORS = Path(__file__).with_name("floors.json")
KNOWN = EXAMPLES / "known-failures.txt"
# The capture is fixed, so that the possible years of a date do not depend on the day of the run.
CAPTURED = datetime(2026, 11, 21, tzinfo=UTC)

# Without a floor: it may fall if more statements are found.
CONDITIONAL = "speakers of those found"

MISSED = "missed"
BOUNDS = "found with other content"
OTHER_CUE = "found under another cue"
OTHER_SOURCE = "found with another source"
UNNAMED = "found without its speaker's name"
SHORT_NAME = "found with less than the speaker's full name"
WRONG_NAME = "found with another person's name"
INVENTED_NAME = "given a name the report leaves open"
OTHER_FORM = "found with another form"
OTHER_ACT = "found with another act"


@dataclass(frozen=True, slots=True)
class Judged:
    """One gold statement, the finding for it (None: nothing), and the faults in words."""

    example: Example
    gold: GoldStatement
    found: Attribution | None
    named: Entity | None
    faults: tuple[str, ...]

    @property
    def key(self) -> str:
        """The identifier of this statement in `known-failures.txt`."""
        return f"{self.example.name} | {self.gold.number} | {self.gold.line}"


@dataclass(frozen=True, slots=True)
class Result:
    """One example: its gold, its reading, the judged statements, and the pairs (gold, found)."""

    example: Example
    gold: GoldReport
    reading: Reading
    judged: tuple[Judged, ...]
    pairs: Mapping[int, int]


@cache
def results() -> tuple[Result, ...]:
    """All examples, read and judged, in order of name; cached in the process."""
    return tuple(judge(example, reading_of(example)) for example in examples())


@cache
def _articles(file: Path) -> tuple[Article, ...]:
    found: list[Article] = []
    for source in find_sources([str(file)], now=lambda: CAPTURED):
        if isinstance(source, Problem):
            raise TypeError(f"{source.where}: {source.message}")
        for received in source.read():
            if isinstance(received.item, Problem):
                raise TypeError(f"{received.item.where}: {received.item.message}")
            found.append(received.item)
    return tuple(found)


def article_of(example: Example) -> Article:
    """The article of one example, from its files."""
    return _articles(example.report)[example.index]


@cache
def reading_of(example: Example) -> Reading:
    """The reading of one example; raises `TypeError` with the problem's message if there is none."""
    found = read(article_of(example))
    if isinstance(found, Problem):
        raise TypeError(f"{found.where}: {found.message}")
    return found


def judge(example: Example, reading: Reading) -> Result:
    """The statements of an example, each compared with the finding for it."""
    gold = resolve(example.gold, reading.report.text)
    article = metrics.Article(
        reading.report.text,
        [gold_triple(s) for s in gold.statements],
        [_found_triple(a) for a in reading.attributions],
    )
    pairs = dict(metrics.match(article).pairs)
    entities = {entity.id: entity for entity in reading.entities}
    judged = []
    for index, statement in enumerate(gold.statements):
        found = reading.attributions[pairs[index]] if index in pairs else None
        named = entities.get(found.speaker or "") if found else None
        faults = (
            _faults(statement, found, named)
            if found
            else (_why_missed(statement, reading.attributions),)
        )
        judged.append(Judged(example, statement, found, named, faults))
    return Result(example, gold, reading, tuple(judged), pairs)


def gold_triple(statement: GoldStatement) -> Triple:
    """A gold statement in the form of the metrics."""
    return Triple(_tuple(statement.source), _tuple(statement.cue), statement.content)


def _found_triple(found: Attribution) -> Triple:
    return Triple(_tuple(found.source), _tuple(found.cue), found.content)


def _tuple(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _faults(gold: GoldStatement, found: Attribution, named: Entity | None) -> tuple[str, ...]:
    faults = [fault for fault in (_name_fault(gold, named),) if fault]
    if found.form != gold.form:
        faults.append(OTHER_FORM)
    if found.act not in gold.act.split("/"):
        faults.append(OTHER_ACT)
    return tuple(faults)


def _name_fault(gold: GoldStatement, named: Entity | None) -> str | None:
    person = named is not None and named.kind == "person"
    if not gold.names_a_person:
        return INVENTED_NAME if person else None
    if named is None:
        return UNNAMED
    if same_name(gold.name, named):
        return None
    return (
        SHORT_NAME if f" {_folded(gold.name)}".endswith(f" {_folded(named.name)}") else WRONG_NAME
    )


def same_name(name: str, entity: Entity) -> bool:
    """True if the fullest name of the entity is `name`, apart from titles before it.

    >>> same_name("Ilan Tasel", Entity("", "person", "Mr. Ilan Tasel", (), ()))
    True
    """
    return f" {_folded(entity.name)}".endswith(f" {_folded(name)}")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def _why_missed(gold: GoldStatement, found: Sequence[Attribution]) -> str:
    """Which part prevented a match, by the finding that shares most content."""
    best = max(found, key=lambda a: _alike(gold.content, a.content), default=None)
    if best is None or not _alike(gold.content, best.content):
        return MISSED
    if _alike(_tuple(gold.cue), _tuple(best.cue)) == 0 and (gold.cue or best.cue):
        return OTHER_CUE if _alike(gold.content, best.content) >= 0.5 else MISSED
    if _alike(gold.content, best.content) < 0.5:
        return BOUNDS
    return OTHER_SOURCE


def _alike(these: Iterable[Span], those: Iterable[Span]) -> float:
    """The Jaccard coefficient of the characters."""
    left = {c for span in these for c in range(span.start, span.end)}
    right = {c for span in those for c in range(span.start, span.end)}
    return len(left & right) / len(left | right) if left & right else 0.0


def figures(read_examples: Sequence[Result]) -> dict[str, float]:
    """The figures by name, shares from 0 to 1.

    Shares are of all gold statements that have the attribute, so one not found counts as wrong; but "not given a wrong
    name" and "speakers of those found" are of the statements found.
    """
    judged = [j for result in read_examples for j in result.judged]
    matched = [j for j in judged if j.found]
    predicted = sum(len(result.reading.attributions) for result in read_examples)
    people = [j for j in judged if j.gold.names_a_person]
    right = sum(j.named is not None and same_name(j.gold.name, j.named) for j in people)
    recall = _share(len(matched), len(judged))
    precision = _share(len(matched), predicted)
    return {
        "statements, triple F1": 2 * precision * recall / ((precision + recall) or 1),
        "statements, precision": precision,
        "statements, recall": recall,
        **_recall_by_form(judged),
        "speakers right": _share(right, len(people)),
        CONDITIONAL: _share(right, sum(j.found is not None for j in people)),
        "not given a wrong name": 1 - _share(_wrong(matched), len(matched)),
        "form right": _share(sum(OTHER_FORM not in j.faults for j in matched), len(judged)),
        "act right": _share(sum(OTHER_ACT not in j.faults for j in matched), len(judged)),
        "act as a reader takes it": _share(sum(map(_as_reader, matched)), len(judged)),
        **_details(read_examples),
        **_passages(read_examples),
        "published right": _share(sum(map(_published_right, read_examples)), len(read_examples)),
    }


def _as_reader(judged: Judged) -> bool:
    return judged.found is not None and judged.found.act == judged.gold.act.split("/")[-1]


def _wrong(matched: Iterable[Judged]) -> int:
    return sum(bool({WRONG_NAME, INVENTED_NAME} & set(j.faults)) for j in matched)


def _recall_by_form(judged: Sequence[Judged]) -> dict[str, float]:
    of = Counter(j.gold.form for j in judged)
    got = Counter(j.gold.form for j in judged if j.found)
    return {f"recall, {form}": got[form] / of[form] for form in sorted(of)}


def _details(read_examples: Sequence[Result]) -> dict[str, float]:
    """The share of the details in the gold that are right."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for result in read_examples:
        for judged in result.judged:
            for detail, good in _detail(judged.gold, judged.found, result.pairs):
                asked[detail] += 1
                right[detail] += good
    return {f"{detail} right": right[detail] / asked[detail] for detail in sorted(asked)}


def _detail(
    gold: GoldStatement, found: Attribution | None, pairs: Mapping[int, int]
) -> list[tuple[str, bool]]:
    """Each detail in the gold, and whether the finding for the statement has it right."""
    out: list[tuple[str, bool]] = [
        (detail, theirs is not None and _alike((ours,), (theirs,)) > 0)
        for detail, ours, theirs in (
            ("addressee", gold.to, found.addressee if found else None),
            ("channel", gold.channel, found.channel if found else None),
            ("question", gold.question, found.question if found else None),
        )
        if ours is not None
    ]
    if gold.said:
        said = found.said if found else None
        out.append(("day said", said is not None and said.edtf == gold.said))
    if gold.sourcing:
        out.append(("sourcing", found is not None and found.sourcing in gold.sourcing.split("/")))
    if gold.within:
        outer = pairs.get(gold.within - 1)
        out.append(("within", found is not None and outer is not None and outer == found.within))
    return out


def _passages(read_examples: Sequence[Result]) -> dict[str, float]:
    asked = right = body = clean = 0
    for result in read_examples:
        for kind, span in result.gold.passages:
            asked += 1
            right += kind == kind_at(result.reading.report.passages, span)
        for words in result.gold.clutter:
            body += 1
            clean += not in_body(words, result.reading)
    return {"passages right": _share(right, asked), "clutter kept out": _share(clean, body)}


def kind_at(passages: Iterable[Passage], span: Span) -> str | None:
    """The kind of the passage that contains most of `span`."""
    best = max(passages, key=lambda p: _shared(p.span, span), default=None)
    return best.kind if best and _shared(best.span, span) else None


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def in_body(words: str, reading: Reading) -> bool:
    """True if the words are in a body passage."""
    text = reading.report.text
    return any(
        words in text[p.span.start : p.span.end]
        for p in reading.report.passages
        if p.kind == "body"
    )


def false_passages(result: Result) -> tuple[Passage, ...]:
    """Promo, credit and dateline passages that the gold does not have."""
    return tuple(
        passage
        for passage in result.reading.report.passages
        if passage.kind in {"promo", "credit", "dateline"}
        and not any(_shared(passage.span, span) for _, span in result.gold.passages)
    )


def _published_right(result: Result) -> bool:
    dated = result.reading.report.published
    return (dated.edtf[:10] if dated else "?") == result.gold.published


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def by_cause(read_examples: Sequence[Result]) -> dict[str, list[Judged]]:
    """The gold statements with faults, grouped by their first fault, the most frequent first."""
    causes: dict[str, list[Judged]] = {}
    for result in read_examples:
        for judged in result.judged:
            if judged.faults:
                causes.setdefault(judged.faults[0], []).append(judged)
    return dict(sorted(causes.items(), key=lambda cause: (-len(cause[1]), cause[0])))


def update(read_examples: Sequence[Result]) -> None:
    """Rewrite the known failures, and raise the floors that can be raised."""
    lines = ["# Gold statements not yet read right, by their first fault; see README.md."]
    for cause, failures in by_cause(read_examples).items():
        lines += ["", f"## {cause}", *(judged.key for judged in failures)]
    KNOWN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    pinned = floors.get("examples", {})
    for name, figure in figures(read_examples).items():
        if name == CONDITIONAL:
            continue
        pinned[name] = max(pinned.get(name, 0.0), int(figure * 1000) / 1000)
    floors["examples"] = pinned
    FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Parse arguments, read, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--faults", action="store_true", help="list what is not read right")
    options.add_argument("--update", action="store_true", help="known failures anew, floors raised")
    chosen = options.parse_args()
    read_examples = results()
    if chosen.update:
        update(read_examples)
    measured = figures(read_examples)
    if chosen.json:
        print(json.dumps(measured))
        return
    for name, figure in measured.items():
        print(f"{name:<45} {100 * figure:>6.1f} %")
    for cause, failures in by_cause(read_examples).items():
        print(f"{cause:<45} {len(failures):>6}")
        if chosen.faults:
            print(*(f"    {judged.key}" for judged in failures), sep="\n")


if __name__ == "__main__":
    main()
