r"""Makes the weights of the ranker of pronouns: `src/onrecord/reading/people/ranker.json`.

    python -m training.pronouns [--learn] [--write]

**Learned from** (`--learn`): he, she, him, her, his in GUM's news (its train part; CC BY), and the pronouns among the sources
of the half of the PolNeAR dev articles that is developed on (`bench.speakers_gold.half`), each once with the
gold's attributions around it and once with those found. In: the development data. Out: one weight a feature.

**Model**: a conditional logit over the candidates and nobody; whoever of them the gold allows counts as
right. Weights are kept small by a square penalty.

**Threshold** under which nobody is named: the lowest, from even odds on, at which, over texts the weights were *not* made on (thirty PolNeAR train
articles and the example reports), no more than `WRONG` of the speaking pronouns that are weighed get a wrong person. Only pronouns that speak
count, since a wrong name costs most there. Made anew with every run; without `--learn`, for the weights as shipped. Five folds of
the texts learned from are printed beside it; GUM's held-out texts take no part and are counted by `bench.people --only gum`.

**The file as shipped**: weights that `--learn --write` made on 2026-11-22, threshold that `--write` did once rules before them had changed: at 0.5, 60 of 83 such pronouns right and none wrong. Of the 15 he and
she in GUM's held-out texts it names 15 right; the file before it (weights older than three of the rules, 0.8 set by hand)
named 10 of them, neither one wrongly, and on those reports fewer speakers at the same share of wrong names. Learning from the thirty articles too was
tried and given up: left out in turn, their own pronouns came out worse.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.data import need
from numpy.typing import NDArray

from bench import gum, people, speakers_gold
from onrecord.lexicon.given_names import PRONOUN_SEX
from onrecord.model import Attribution, Parsed, Span
from onrecord.reading.attribution import find_attributions
from onrecord.reading.entities.antecedents import pronouns as resolving
from onrecord.reading.entities.antecedents.discourse import Scene
from onrecord.reading.entities.antecedents.ranker import (
    Asking,
    candidates,
    features,
    led_in,
    only_one,
    speaks_on,
    weights,
)
from onrecord.reading.entities.entity_draft import Someone
from onrecord.reading.entities.resolve.full_names import gather

OUT = Path(resolving.__file__).with_name("ranker.json")
FOLDS = 5
ROUNDS = 2
PENALTY = 0.02
STEPS, RATE = 3000, 0.3
WRONG = 0.02
# Whoever is likelier not meant than meant is never named.
EVEN = 50
NOBODY = "nobody"

# Whether a person is the one the gold means at a token, where it says so.
Gold = Callable[[Someone], bool]


@dataclass
class Document:
    """One text to learn from: its parse, its attributions, and whom the gold means at which token (None: nobody)."""

    name: str
    parsed: Parsed
    said: Sequence[Attribution]
    golds: Mapping[int, Gold | None]


@dataclass
class Case:
    """One pronoun: the features of each candidate, the places of those allowed (-1: nobody), what was answered."""

    document: str
    each: list[dict[str, float]]
    allowed: set[int]
    named: bool
    answer: tuple[float, str] = (0.0, "none")


class Teacher:
    """Keeps what it was asked; answers by the gold, or, given weights, as the ranker would."""

    def __init__(self, document: Document, held: Mapping[str, float] | None) -> None:
        self.document = document
        self.held = held
        self.cases: list[Case] = []
        self.meant: list[Someone] = []

    def __call__(self, scene: Scene, asking: Asking) -> tuple[Someone | None, float]:
        """Whom a pronoun means."""
        asked = asking.at in self.document.golds and not decided(scene, asking)
        right = self._case(scene, asking) if asked else None
        if self.held is None and asked:
            return right, 1.0
        who, sure = resolving.choose_by(scene, asking, self.held or {})
        if asked:
            silent = who is None or not who.names
            verdict = "none" if silent else "right" if who in self.meant else "wrong"
            self.cases[-1].answer = (sure, verdict)
        return who, sure

    def _case(self, scene: Scene, asking: Asking) -> Someone | None:
        """Keep the case; give the candidate that is right."""
        gold = self.document.golds[asking.at]
        everybody = candidates(scene, asking)
        each = [features(scene, asking, stands, everybody) for stands in everybody.values()]
        whos = [stands[0].who for stands in everybody.values()]
        right = {i for i, who in enumerate(whos) if gold is not None and gold(who)}
        nameless = {i for i, who in enumerate(whos) if not who.names}
        self.meant = [whos[i] for i in right]
        allowed = right or {-1} | nameless
        self.cases.append(Case(self.document.name, each, allowed, bool(right)))
        return whos[min(right)] if right else None


def decided(scene: Scene, asking: Asking) -> bool:
    """Whether a rule decides, so that nothing is weighed."""
    alone = only_one(scene, candidates(scene, asking), asking)
    led = speaks_on(scene, asking) or led_in(scene, asking)
    return alone is not None or led is not None


def cases_of(documents: Iterable[Document], held: Mapping[str, float] | None) -> list[Case]:
    """The cases of texts, pronoun after pronoun resolved by the gold, or by weights."""
    found: list[Case] = []
    for document in documents:
        teacher = Teacher(document, held)
        resolving.resolve_pronouns(document.parsed, gather(document.parsed), document.said, teacher)
        found += teacher.cases
    return found


def learn(documents: Sequence[Document]) -> dict[str, float]:
    """Weights from cases met on the gold's way first, then on the ranker's own."""
    held = fit(cases_of(documents, None))
    for _ in range(ROUNDS):
        held = fit(cases_of(documents, held))
    return held


def _named(name: str) -> Gold:
    return lambda who: bool(who.names) and people.judged(name, who.name) in {"right", "short"}


def from_gum() -> Iterator[Document]:
    """GUM's train part."""
    for file in sorted(need("identity", "gum-news", "dep").glob("*.conllu")):
        if gum.part(file.stem) != "train":
            continue
        text = gum.read(file)
        parsed = gum.parsed(text)
        at = {token.start: token.i for token in parsed.tokens}
        golds: dict[int, Gold | None] = {}
        for pronoun in (*text.pronouns, *text.owners):
            name = text.name_of(pronoun)
            if pronoun.start in at:
                golds[at[pronoun.start]] = _named(name) if name else None
        yield Document(file.stem, parsed, find_attributions(parsed), golds)


def from_reports(title: str, reports: Iterable[people.Report]) -> Iterator[Document]:
    """Reports with their speakers: the pronouns among the sources, with gold and with found attributions."""
    for number, (text, parsed, asked) in enumerate(reports):
        at = {(token.start, token.end): token.i for token in parsed.tokens}
        golds: dict[int, Gold | None] = {}
        for each in asked:
            place = at.get(_place(each.source))
            if place is not None and parsed.tokens[place].text.lower() in PRONOUN_SEX:
                golds[place] = _named(each.person) if each.person else None
        for said in (people.given(text, asked), find_attributions(parsed)):
            yield Document(f"{title} {number}", parsed, said, golds)


def learned_from() -> list[Document]:
    """The texts the weights are made on."""
    developed = people.polnear(speakers_gold.DEV, people.DEVELOPED)
    return [*from_gum(), *from_reports("polnear", developed)]


def not_learned_from() -> list[Document]:
    """The texts the threshold is set on: PolNeAR's train articles and the example reports."""
    train = people.polnear(speakers_gold.TRAIN)
    return [*from_reports("polnear train", train), *from_reports("example", people.own())]


def _place(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (-1, -1)


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """The weights under which the allowed candidates are likeliest."""
    names = sorted({name for case in cases for each in case.each for name in each} | {NOBODY})
    column = {name: i for i, name in enumerate(names)}
    values, right, there = _tables(cases, column)
    held = np.zeros(len(names))
    for _ in range(STEPS):
        sums = np.where(there, values @ held, -np.inf)
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        among = odds * right / (odds * right).sum(axis=1, keepdims=True)
        slope = np.einsum("ij,ijk->k", among - odds, values) / len(cases)
        held += RATE * (slope - 2 * PENALTY * held)
    return {name: round(float(held[i]), 3) for name, i in column.items()}


def _tables(
    cases: Sequence[Case], column: Mapping[str, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Features by case and candidate, nobody first; which candidates are right; which are there."""
    shape = (len(cases), 1 + max(len(case.each) for case in cases))
    values, right = np.zeros((*shape, len(column))), np.zeros(shape)
    there = np.zeros(shape, dtype=bool)
    for n, case in enumerate(cases):
        values[n, 0, column[NOBODY]] = 1.0
        there[n, : len(case.each) + 1] = True
        right[n, [i + 1 for i in case.allowed]] = 1.0
        for i, each in enumerate(case.each):
            for name, value in each.items():
                values[n, i + 1, column[name]] = value
    return values, right, there


def fold(document: str) -> int:
    """Which fold a document is left out in."""
    return hashlib.blake2b(document.encode(), digest_size=4).digest()[0] % FOLDS


def threshold(answers: Sequence[tuple[float, str]]) -> float:
    """The lowest sureness, `EVEN` or more, at which no more than `WRONG` of all get a wrong person."""
    for step in range(EVEN, 100):
        wrong = sum(verdict == "wrong" and sure >= step / 100 for sure, verdict in answers)
        if wrong <= WRONG * len(answers):
            return step / 100
    return 1.0


def left_out(documents: Sequence[Document]) -> list[tuple[float, str]]:
    """The answers on every text by weights made without it."""
    answers: list[tuple[float, str]] = []
    for number in range(FOLDS):
        held = learn([each for each in documents if fold(each.name) != number])
        rest = (each for each in documents if fold(each.name) == number)
        answers += [case.answer for case in cases_of(rest, held)]
    return answers


def main() -> None:
    """Learn on request; set the threshold on texts not learned from; print; write on request."""
    options = argparse.ArgumentParser(description="The weights of the ranker of pronouns.")
    options.add_argument("--learn", action="store_true", help="make new weights, and print them")
    options.add_argument("--write", action="store_true", help="write ranker.json")
    chosen = options.parse_args()
    held = weights()
    if chosen.learn:
        documents = learned_from()
        answers = left_out(documents)
        print(f"left out in turn: {counted(answers, threshold(answers))}")
        held = learn(documents)
        print(json.dumps(held, indent=1))
    answers = [case.answer for case in cases_of(not_learned_from(), held)]
    sure = threshold(answers)
    print(f"not learned from: {counted(answers, sure)}")
    if chosen.write:
        OUT.write_text(json.dumps({"weights": dict(held), "threshold": sure}, indent=1) + "\n")


def counted(answers: Sequence[tuple[float, str]], sure: float) -> str:
    """What comes of answers at a threshold, in words."""
    right = sum(verdict == "right" and at >= sure for at, verdict in answers)
    wrong = sum(verdict == "wrong" and at >= sure for at, verdict in answers)
    left = len(answers) - right - wrong
    return f"{len(answers)} pronouns, at {sure} right {right}, wrong {wrong}, left open {left}"


if __name__ == "__main__":
    main()
