"""Attribution on PolNeAR: our finders beside textacy's quotation extractor, in one run.

    python -m bench.attribution [--data ../shared/data] [--part dev] [--json] [--rounds 5] [--calibrate FILE]

In: the corpus under `<data>/attribution/polnear`. Out: exact and overlap F1 a role, triple F1, speech
alone, recall by form, articles a second on one core, and paired bootstraps over articles. Speed is given three
ways, each named for what is in it: with the spaCy parse (all systems that need one), the finder alone on a text
parsed before (textacy's too), and the learned tagger with its linker alone from plain text, as it needs no parse;
each is the median of `--rounds` that take all ways in turn.

"onrecord" is the learned tagger joined with the rules, "outermost" those of its findings that stand within no other,
"fast" the same as "onrecord" with the smaller model, "rules" the rules alone. "exact" takes the whole span set of a
role in one attribution, "by span" each span by itself. All systems read the same paragraphs through the same
pipeline. PolNeAR draws a quotation of many paragraphs as one attribution, so our carried-on paragraphs are counted
as further content of what they carry on; its annotation is flat, so attributions within others count against
"onrecord". `--calibrate` measures each rule's precision and fills those cells of `lexicon/attribution/rules.tsv`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.attribution_metrics import (
    ROLES,
    Article,
    Counts,
    Score,
    exact,
    match,
    overlap,
    paired_bootstrap,
    recall_by_form,
    speech,
    triple,
)
from bench.attribution_speed import ROUNDS, against_textacy, speeds, textacy_quotes
from bench.corpus import Gold, Triple, load, paragraphs
from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Parsed, Span
from onrecord.reading.attribution import Finder, find_attributions
from onrecord.reading.parse import language

ROOT = Path(__file__).resolve().parents[1]
# Below this many findings a strength's own precision is noise; the rule's stands for it.
FEW = 25
# Cells of the table of rules that are measured.
MEASURED = ("confidence", "strong", "usual", "weak", "findings")
# Counted by reading, in other news: the annotators took one transcript of four, and posts set into a report seldom.
READ = frozenset({"signed/post", "signed/quotation", "transcript/turn"})

System = Callable[[Gold], Sequence[Triple]]


@dataclass(frozen=True, slots=True)
class Result:
    """What one system did."""

    name: str
    scores: dict[str, Any]
    counts: list[Counts]


def as_triples(found: Sequence[Attribution], *, fold: bool = True) -> list[Triple]:
    """Our attributions as bare spans; with `fold`, what carries on is joined to what it follows."""
    triples: list[Triple] = []
    for each in found:
        source = (each.source,) if each.source else ()
        if fold and each.cue is None:
            earlier = [n for n, t in enumerate(triples) if t.source == source]
            if earlier:
                known = max(earlier, key=lambda n: triples[n].content[-1].end)
                content = tuple(sorted((*triples[known].content, *each.content)))
                triples[known] = Triple(source, triples[known].cue, content)
                continue
        triples.append(Triple(source, (each.cue,) if each.cue else (), each.content))
    return triples


def is_speech(word: str) -> bool:
    """Whether a cue's word is a form of a reporting verb that is not weak."""
    return word in _speech_words()


@cache
def _speech_words() -> frozenset[str]:
    lemmas = {
        row["lemma"].split()[0]
        for row in rows("attribution/reporting_words")
        if row["strength"] in ("strong", "usual")
    }
    lemmas.add("accord")
    return frozenset(form for lemma in lemmas for form in _forms(lemma))


def _forms(lemma: str) -> Iterator[str]:
    """Regular forms, and the few irregular ones reporting verbs have."""
    irregular = {
        "say": "said",
        "tell": "told",
        "write": "wrote",
        "speak": "spoke",
        "swear": "swore",
    }
    stem = lemma.removesuffix("e")
    yield from (lemma, lemma + "s", lemma + "es", stem + "ed", stem + "ing", stem + stem[-1] + "ed")
    if lemma.endswith("y"):
        yield from (lemma[:-1] + "ies", lemma[:-1] + "ied")
    if lemma in irregular:
        yield irregular[lemma]


def measure(name: str, articles: Sequence[Gold], system: System) -> Result:
    """Run a system over all articles and score it."""
    found = [system(gold) for gold in articles]
    sides = [
        Article(gold.text, gold.attributions, triples)
        for gold, triples in zip(articles, found, strict=True)
    ]
    counts = [match(side) for side in sides]
    scores: dict[str, Any] = {
        "triple": _score(triple(counts)),
        "speech": _score(speech(sides, counts, is_speech)),
        "recall_by_form": {k: round(100 * v, 1) for k, v in recall_by_form(sides, counts).items()},
        "exact": {role: _score(exact(sides, role)) for role in ROLES},
        "by span": {role: _score(exact(sides, role, by_span=True)) for role in ROLES},
        "overlap": {role: _score(overlap(sides, role)) for role in ROLES},
    }
    return Result(name, scores, counts)


def _score(score: Score) -> dict[str, float]:
    return {
        "f1": round(100 * score.f1, 1),
        "precision": round(100 * score.precision, 1),
        "recall": round(100 * score.recall, 1),
    }


def calibrate(articles: Sequence[Gold], parsed: Sequence[Parsed]) -> dict[str, dict[str, str]]:
    """For each rule the cells of `rules.tsv` that are measured: its precision, apart by strength where there is enough."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    strength = {
        row["lemma"]: row["strength"]
        for row in rows("attribution/reporting_words")
        if row["strength"]
    }
    for gold, parse in zip(articles, parsed, strict=True):
        found = find_attributions(parse, "rules")
        side = Article(gold.text, gold.attributions, as_triples(found, fold=False))
        matched = {j for _, j in match(side).pairs}
        for number, each in enumerate(found):
            if each.within is not None:
                continue  # the annotation is flat: it cannot say whether these are right
            is_right = number in matched or (each.cue is None and _drawn(each, gold))
            for kind in ("confidence", strength.get(each.cue_lemma or "", "strong")):
                total[each.rule, kind] += 1
                right[each.rule, kind] += is_right
    cells: dict[str, dict[str, str]] = {}
    for (rule, kind), number in sorted(total.items()):
        share = f"{(right[rule, kind] + 1) / (number + 2):.2f}"
        of_rule = cells.setdefault(rule, dict.fromkeys(MEASURED, ""))
        of_rule[kind] = share if kind == "confidence" or number >= FEW else ""
        if kind == "confidence":
            of_rule["findings"] = str(number)
    return cells


def _drawn(each: Attribution, gold: Gold) -> bool:
    """Whether the words carried on are annotated content of the source we carried on."""
    start, end = each.content[0].start, each.content[-1].end
    return any(
        2 * (min(end, span.end) - max(start, span.start)) >= end - start
        and any(_same_source(gold.text, each.source, drawn) for drawn in other.source)
        for other in gold.attributions
        for span in other.content
    )


def _same_source(text: str, ours: Span | None, drawn: Span) -> bool:
    """Whether two source spans overlap or end in the same word."""
    if ours is None:
        return False
    if ours.start < drawn.end and drawn.start < ours.end:
        return True
    mine, theirs = text[ours.start : ours.end].split(), text[drawn.start : drawn.end].split()
    return mine[-1:] == theirs[-1:]


def report(results: Sequence[Result]) -> str:
    """The results for a reader."""
    lines = []
    for result in results:
        scores = result.scores
        lines.append(
            f"{result.name:10} triple F1 {scores['triple']['f1']:5.1f}"
            f" (P {scores['triple']['precision']:.1f}, R {scores['triple']['recall']:.1f})"
            f"  speech {scores['speech']['f1']:.1f}"
        )
        for kind in ("exact", "by span", "overlap"):
            cells = "  ".join(f"{role} {scores[kind][role]['f1']:.1f}" for role in ROLES)
            lines.append(f"{'':10} {kind} F1: {cells}")
        forms = "  ".join(f"{form} {share}" for form, share in scores["recall_by_form"].items())
        lines.append(f"{'':10} recall by form: {forms}")
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--part", default="dev")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of timing")
    parser.add_argument("--no-speed", action="store_true", help="leave timing out")
    parser.add_argument("--calibrate", type=Path, metavar="FILE")
    return parser.parse_args()


def main() -> int:
    """Measure and print; 0 also where the corpus is not there, with a word that says so."""
    chosen = _arguments()
    folder = chosen.data / "attribution" / "polnear" / chosen.part
    if not folder.is_dir():
        print(f"skipped: no PolNeAR at {folder} (give its parent with --data)", file=sys.stderr)
        return 0
    pipeline: Any = language.load()
    articles = list(load(folder))
    if chosen.calibrate:
        parsed = [language.parse(pipeline, a.text, paragraphs(a.text)) for a in articles]
        _write(chosen.calibrate, calibrate(articles, parsed))
        return 0

    results = [measure(name, articles, system) for name, system in systems(pipeline).items()]
    alone = {} if chosen.no_speed else speeds(articles, chosen.rounds)
    gains = {result.name: _gain(results[0].counts, result.counts) for result in results[1:]}
    if chosen.json:
        scores = {result.name: result.scores for result in results}
        print(
            json.dumps(
                {
                    "part": chosen.part,
                    "articles": len(articles),
                    "gain": gains,
                    "articles/s": alone,
                    **scores,
                }
            )
        )
    else:
        print(report(results))
        for name, (low, mean, high) in gains.items():
            print(f"triple F1 ahead of {name}: {mean} (95 % {low} to {high})")
        for way, speed in alone.items():
            print(f"{way}: {speed} articles/s on one core")
        if alone:
            print(against_textacy(alone))
    return 0


def systems(pipeline: Any) -> dict[str, System]:
    """What is compared, each from an article to triples; ours first."""

    def found(finder: Finder, gold: Gold) -> tuple[Attribution, ...]:
        return find_attributions(language.parse(pipeline, gold.text, paragraphs(gold.text)), finder)

    return {
        "onrecord": lambda gold: as_triples(found("full", gold)),
        "outermost": lambda gold: as_triples([a for a in found("full", gold) if a.within is None]),
        "fast": lambda gold: as_triples(found("fast", gold)),
        "rules": lambda gold: as_triples(found("rules", gold)),
        "textacy": lambda gold: textacy_quotes(pipeline, gold),
    }


def _gain(ours: Sequence[Counts], theirs: Sequence[Counts]) -> list[float]:
    """Low, mean and high of the difference of triple F1, in points."""
    return [round(100 * figure, 1) for figure in paired_bootstrap(ours, theirs)]


def _write(path: Path, measured: Mapping[str, Mapping[str, str]]) -> None:
    """Fill the measured cells of the table of rules; a rule not measured keeps its row."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = next(line for line in lines if line.startswith("name\t")).split("\t")
    path.write_text(
        "".join(_filled(line, header, measured) + "\n" for line in lines), encoding="utf-8"
    )


def _filled(line: str, header: Sequence[str], measured: Mapping[str, Mapping[str, str]]) -> str:
    """A line of the table with its rule's measured cells."""
    cells = dict(zip(header, line.split("\t"), strict=False))
    if line.startswith("#") or cells["name"] in READ or cells["name"] not in measured:
        return line
    return "\t".join({**cells, **measured[cells["name"]]}.values())


if __name__ == "__main__":
    sys.exit(main())
