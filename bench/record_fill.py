"""Fill a record with a given number of invented statements, through the record's own functions.

In: a path, the number of statements, a seed. Out: a record of reports with some thirty statements each and varying entities,
dates and texts; the same for the same seed. Other modules of `bench` measure on it.

`python -m bench.record_fill PATH [STATEMENTS] [SEED]`
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import get_args

from onrecord import model
from onrecord.model import Span
from onrecord.record.record import Record

EXTRACTOR = "invented 1"
PER_REPORT = 30
FIRST = date(2019, 1, 1)
DAYS = 2200
SYLLABLES = ("ka", "lo", "mir", "ta", "ven", "dra", "sel", "or", "ist", "ba", "ru", "nek", "pol",
             "zan", "vi", "est", "gor", "hal", "jun", "bri", "quo", "mar")  # fmt: skip
OUTLETS = [f"{place} {kind}" for place in ("Karsk", "Lume", "Ostmark", "Valdria", "Tessen", "Brann")
           for kind in ("Daily", "Wire", "Radio", "Post")]  # fmt: skip
# One for each act of speech, "say" for "state".
VERBS = ("say", *get_args(model.Act)[1:-1])
TITLES = ("minister", "general", "spokeswoman", "mayor", "envoy", "director")
RULES = ("quote/cue-after", "indirect/that-clause", "indirect/bare-clause", "mixed/cue-before")


def fill(path: str | Path, statements: int, seed: int) -> None:
    """Add `statements` invented statements to the record at `path`; the record is created if it is absent."""
    chance = random.Random(seed)
    world = _World.made(chance)
    with Record.open(path) as record, record.batch(every=500, seconds=5.0):
        left = statements
        number = 0
        while left > 0:
            count = min(left, max(1, round(chance.gauss(PER_REPORT, 12))))
            record.add(_reading(chance, world, f"{seed}/{number}", count))
            if number % 40 == 0:
                record.add_problem(model.Problem(f"bad/{seed}/{number}.bin", "not text: binary"))
            left -= count
            number += 1


@dataclass(frozen=True, slots=True)
class _World:
    """The speakers and words of all reports: few speakers and words are frequent."""

    people: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def made(cls, chance: random.Random) -> _World:
        return cls(
            tuple(f"{_name(chance)} {_name(chance)}" for _ in range(3000)),
            tuple(_name(chance).lower() for _ in range(20000)),
        )

    def person(self, chance: random.Random) -> str:
        return self.people[int(len(self.people) * chance.random() ** 4)]

    def word(self, chance: random.Random) -> str:
        return self.words[int(len(self.words) * chance.random() ** 4)]


@dataclass(slots=True)
class _Text:
    """A text under construction, with the offsets of its parts."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> Span:
        start = self.length
        self.pieces.append(piece)
        self.length += len(piece)
        return Span(start, self.length)


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()


def _reading(chance: random.Random, world: _World, name: str, count: int) -> model.Reading:
    report_id = blake2b(name.encode(), digest_size=16).hexdigest()
    published = _day(chance) if chance.random() < 0.95 else None
    headline = " ".join(world.word(chance) for _ in range(8)).capitalize()
    text = _Text()
    passages = [model.Passage("headline", text.add(headline))]
    text.add("\n\n")
    cast = _Cast(report_id, [world.person(chance) for _ in range(min(count, 6))])
    found = []
    times = []
    for _ in range(count):
        start = text.length
        found.append(_attribution(chance, world, text, cast))
        if chance.random() < 0.3:
            times.append(
                model.Time(text.add(" on Monday"), _day(chance), "DATE", "2022-W42-1", "t", 0.8)
            )
        passages.append(model.Passage("body", Span(start, text.length)))
        text.add("\n\n")
    report = model.Report(
        id=report_id,
        uri=f"invented/{name}.txt",
        text="".join(text.pieces),
        passages=tuple(passages),
        captured=datetime(2026, 1, 1, tzinfo=UTC),
        headline=headline,
        outlet=chance.choice(OUTLETS) if chance.random() < 0.9 else None,
        published=published,
        problems=(model.Problem(name, "dates contradict"),) if chance.random() < 0.02 else (),
    )
    return model.Reading(report, EXTRACTOR, tuple(found), cast.entities(chance), tuple(times))


@dataclass(slots=True)
class _Cast:
    """The speakers of a report, and their mentions."""

    report_id: str
    people: list[str]
    named: dict[str, list[model.Mention]] = field(default_factory=dict)

    def speak(self, chance: random.Random, text: _Text) -> tuple[Span, str]:
        who = chance.choice(self.people)
        span = text.add(who)
        self.named.setdefault(who, []).append(model.Mention(span, "name", 0.9))
        return span, self.id_of(who)

    def id_of(self, name: str) -> str:
        return blake2b(f"{self.report_id} {name}".encode(), digest_size=16).hexdigest()

    def entities(self, chance: random.Random) -> tuple[model.Entity, ...]:
        return tuple(
            model.Entity(
                self.id_of(name),
                "person",
                name,
                (name,),
                tuple(mentions),
                (model.Office(chance.choice(TITLES), "Valdria"),) if chance.random() < 0.3 else (),
            )
            for name, mentions in self.named.items()
        )


def _attribution(
    chance: random.Random, world: _World, text: _Text, cast: _Cast
) -> model.Attribution:
    source, speaker = cast.speak(chance, text)
    text.add(" ")
    lemma = chance.choice(VERBS)
    cue = text.add(lemma)
    text.add(" ")
    addressee, spoken_to = None, None
    if chance.random() < 0.15:
        addressee, spoken_to = cast.speak(chance, text)
        text.add(" ")
    content = text.add(" ".join(world.word(chance) for _ in range(chance.randint(6, 30))))
    acts: tuple[model.Act, ...] = get_args(model.Act)
    forms: tuple[model.Form, ...] = get_args(model.Form)
    return model.Attribution(
        source=source,
        cue=cue,
        content=(content,),
        form=chance.choice(forms),
        act="state" if chance.random() < 0.5 else chance.choice(acts),
        rule=chance.choice(RULES),
        confidence=round(chance.uniform(0.5, 1.0), 3),
        cue_lemma=lemma,
        sourcing="named",
        addressee=addressee,
        speaker=speaker,
        spoken_to=spoken_to,
        said=_day(chance) if chance.random() < 0.4 else None,
    )


def _day(chance: random.Random) -> model.Dated:
    day = (FIRST + timedelta(days=chance.randrange(DAYS))).isoformat()
    return model.Dated(day, day, day, "day", "weekday before the report's date")


def main(arguments: Iterator[str]) -> None:
    """Fill a record and print how long it took."""
    path = next(arguments)
    statements = int(next(arguments, "100000"))
    began = time.perf_counter()
    fill(path, statements, int(next(arguments, "1")))
    print(f"{statements} statements in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main(iter(sys.argv[1:]))
