"""Who speaks: speaker accuracy and wrong names, beside the nearest-name rule in the same run.

    python -m bench.people [--show] [--only examples|polnear|gum]

The PolNeAR articles are of dev, counted in two halves (`speakers_gold.half`), and of train, three times; what went
wrong is shown of the half developed on and of train's first two, never of what is only counted.

Three measures. *Given sources*: the gold's own sources, cues and contents go in, so that only the naming
is measured. *End to end*: attributions are found too; what is not found is not named. *Pronouns*: he and
she in GUM's news. Over named gold persons a name is right, less than the fullest the
report gives (short), wrong, or not given; over all statements, a wrong name is another person's, or any
person's where the gold names none.

The nearest-name rule takes the person named within the source's words, else the last one named before
it, with the fullest name of that surname.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bench import attribution_metrics as metrics
from bench import corpus, examples, speakers_gold
from bench.data import need
from bench.gum import pronouns
from onrecord.lexicon.names import full_name_key
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Attribution, Entity, Form, Parsed, Span
from onrecord.reading.attribution import find_attributions
from onrecord.reading.entities import find_entities, name_speakers
from onrecord.reading.parse.language import load, parse
from onrecord.reading.text.passages import find_passages

VERDICTS = ("right", "short", "wrong", "none")
WAYS = ("given sources", "nearest-name rule", "end to end, of those found")
DEVELOPED: speakers_gold.Half = "developed on"
HELD_OUT: speakers_gold.Half = "held out"
_QUOTES = "\"“‘'«„"


@dataclass(frozen=True, slots=True)
class Asked:
    """One gold statement: its source, cue and content, and the person behind it (None: nobody named)."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    person: str | None


Report: TypeAlias = tuple[str, Parsed, Sequence[Asked]]


@dataclass(slots=True)
class Tally:
    """Verdicts over named gold persons, names invented elsewhere, and what went wrong in words."""

    named: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def add(self, person: str | None, name: str | None, where: str) -> None:
        """Judge one name."""
        verdict = judged(person, name)
        (self.named if person else self.others)[verdict] += 1
        if verdict != "right" and (person or name):
            self.shown.append(f"{verdict:6} {person or '-'} | got {name or '-'} | {where}")

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.named + other.named, self.others + other.others, self.shown + other.shown)

    def line(self, title: str) -> str:
        """One line of the report."""
        known, all_ = self.named.total(), self.named.total() + self.others.total()
        shares = [f"{100 * self.named[v] / known if known else 0:6.1f}" for v in VERDICTS]
        wrong = self.named["wrong"] + self.others["wrong"]
        return (
            f"{title:52} {known:5} {' '.join(shares)}  {all_:5} {100 * wrong / max(all_, 1):6.1f}"
        )


def judged(person: str | None, name: str | None) -> str:
    """How a name fits the person the gold names.

    >>> [judged(*pair) for pair in (("Mira Tasel", "Tasel"), ("Mira Tasel", "Ilan Tasel"), (None, None))]
    ['short', 'wrong', 'right']
    """
    if person is None or name is None:
        return "right" if person is name else "none" if name is None else "wrong"
    wanted, got = full_name_key(person.split()), full_name_key(name.split())
    if wanted[1] != got[1] and fold_word(name) not in map(fold_word, person.split()):
        return "wrong"
    if " " in name and " " in person:
        within = set(fold_word(name).split()) <= set(fold_word(person).split())
        return "right" if within or wanted[0][:3] == got[0][:3] else "wrong"
    return "right" if " " not in person else "short"


def given(text: str, asked: Iterable[Asked]) -> tuple[Attribution, ...]:
    """The gold's statements as attributions, unnamed."""
    return tuple(
        Attribution(a.source, a.cue, a.content, _form(text, a.content), "state", "gold", 1.0)
        for a in asked
    )


def _form(text: str, content: Sequence[Span]) -> Form:
    """Direct where every stretch opens with a quotation mark."""
    return "direct" if content and all(text[s.start] in _QUOTES for s in content) else "indirect"


def person_named(attribution: Attribution, entities: Mapping[str, Entity]) -> str | None:
    """The person an attribution is given to; None for nobody or no person."""
    entity = entities.get(attribution.speaker or "")
    return entity.name if entity is not None and entity.kind == "person" else None


def nearest(parsed: Parsed, source: Span | None) -> str | None:
    """The nearest-name rule: the person named in the words, else the last one before them."""
    if source is None:
        return None
    people = [
        (parsed.tokens[n.first].start, parsed.tokens[n.last - 1].end)
        for n in parsed.names
        if n.label == "PERSON"
    ]
    near = [p for p in people if p[0] < source.end]
    if not near:
        return None
    words = [parsed.text[start:end] for start, end in people]
    name = parsed.text[near[-1][0] : near[-1][1]]
    alike = [w for w in words if full_name_key(w.split())[1] == full_name_key(name.split())[1]]
    return max(alike, key=lambda w: (len(w.split()), -words.index(w)))


def measure(text: str, parsed: Parsed, asked: Sequence[Asked], tallies: Sequence[Tally]) -> None:
    """Judge one report three ways: given sources, the nearest name, end to end."""
    said = given(text, asked)
    entities = find_entities("0" * 32, parsed, said)
    known = {entity.id: entity for entity in entities}
    for want, got in zip(asked, name_speakers(said, entities), strict=True):
        where = _where(text, want)
        tallies[0].add(want.person, person_named(got, known), where)
        tallies[1].add(want.person, nearest(parsed, want.source), where)
    found = find_attributions(parsed)
    entities = find_entities("0" * 32, parsed, found)
    known = {entity.id: entity for entity in entities}
    named = name_speakers(found, entities)
    gold = [corpus.Triple(_one(a.source), _one(a.cue), a.content) for a in asked]
    theirs = [corpus.Triple(_one(a.source), _one(a.cue), a.content) for a in named]
    for i, j in metrics.match(metrics.Article(text, gold, theirs)).pairs:
        tallies[2].add(asked[i].person, person_named(named[j], known), _where(text, asked[i]))


def _one(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _where(text: str, asked: Asked) -> str:
    start = asked.source.start if asked.source else asked.content[0].start
    end = asked.source.end if asked.source else start
    before, after = text[max(start - 90, 0) : start], text[end : end + 50]
    return " ".join(f"{before}[[{text[start:end]}]]{after}".split())


def polnear(part: speakers_gold.Part, half: speakers_gold.Half | None = None) -> Iterator[Report]:
    """The annotated articles of a part of PolNeAR, or of one half of them."""
    rows = {(s.article, s.source): s for s in speakers_gold.load(part=part)}
    chosen = {article for article, _ in rows if half in {None, speakers_gold.half(article)}}
    for gold in corpus.load(need("attribution", "polnear", part.name)):
        if gold.name in chosen:
            asked = asked_of(gold, rows)
            yield gold.text, parse(load(), gold.text, corpus.paragraphs(gold.text)), asked


def asked_of(
    gold: corpus.Gold, rows: Mapping[tuple[str, Span], speakers_gold.GoldSpeaker]
) -> list[Asked]:
    """The statements of one article, with the persons behind them."""
    asked: list[Asked] = []
    for triple in gold.attributions:
        speaker = rows.get((gold.name, triple.source[0])) if triple.source else None
        if speaker is not None:
            person = speaker.name if speaker.kind == "person" else None
            cue = triple.cue[0] if triple.cue else None
            asked.append(Asked(triple.source[0], cue, triple.content, person))
    return asked


def own() -> Iterator[Report]:
    """The example reports."""
    for result in examples.results():
        text = result.reading.report.text
        asked = [
            Asked(s.source, s.cue, s.content, s.name if s.names_a_person else None)
            for s in result.gold.statements
        ]
        yield text, parse(load(), text, find_passages(text)), asked


def print_speakers(title: str, reports: Iterable[Report], *, show: bool) -> list[Tally]:
    """Measure reports, print three lines, and on request what is not right."""
    tallies = [Tally() for _ in WAYS]
    for text, parsed, asked in reports:
        measure(text, parsed, asked, tallies)
    for way, tally in zip(WAYS, tallies, strict=True):
        print(tally.line(f"{title}: {way}"))
    if show:
        print(*sorted(tallies[0].shown), sep="\n")
    return tallies


def print_polnear(*, show: bool) -> None:
    """Both halves of dev and the whole of it, then train's three parts.

    Errors of the half held out and of train's last part are never shown: these are only counted.
    """
    halves = [
        print_speakers(
            f"polnear {half}", polnear(speakers_gold.DEV, half), show=show and half == DEVELOPED
        )
        for half in (DEVELOPED, HELD_OUT)
    ]
    for way, one, other in zip(WAYS, *halves, strict=True):
        print((one + other).line(f"polnear, all: {way}"))
    print_speakers("polnear train", polnear(speakers_gold.TRAIN), show=show)
    print_speakers("polnear train, fresh", polnear(speakers_gold.FRESH), show=show)
    print_speakers("polnear train, only counted", polnear(speakers_gold.COUNTED), show=False)


def print_pronouns(*, show: bool) -> None:
    """He and she in GUM's news: the part the ranker's weights are made on, and the part held out."""
    for part in ("train", "held out"):
        tally, simple = Tally(), Tally()
        for person, ours, rule, where in pronouns(part):
            tally.add(person, ours, where)
            simple.add(person, rule, where)
        print(tally.line(f"gum news, {part}: he and she"))
        print(simple.line(f"gum news, {part}: nearest name"))
        if show and part == "train":
            print(*sorted(tally.shown), sep="\n")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Who speaks, beside the nearest-name rule.")
    options.add_argument(
        "--show", action="store_true", help="list what is not right, given sources"
    )
    options.add_argument("--only", choices=("examples", "polnear", "gum"))
    chosen = options.parse_args()
    heads = "  ".join(f"{verdict:>5}" for verdict in VERDICTS)
    print(f"{'per cent of named persons':52} {'named':>5} {heads}    all  wrong")
    if chosen.only in {None, "examples"}:
        print_speakers("examples", own(), show=chosen.show)
    if chosen.only in {None, "polnear"}:
        print_polnear(show=chosen.show)
    if chosen.only in {None, "gum"}:
        print_pronouns(show=chosen.show)


if __name__ == "__main__":
    main()
