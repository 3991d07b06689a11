"""Invented reports with hand-built readings, and a record of them, for the tests of the page.

No step of the reading runs here: what a page shows must follow from the record alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from onrecord.model import (
    Act,
    Attribution,
    Dated,
    Entity,
    Form,
    Mention,
    Office,
    Passage,
    PassageKind,
    Problem,
    Reading,
    Report,
    Sourcing,
    Span,
)
from onrecord.record.record import Record

EXTRACTOR = "by-hand 1"
CAPTURED = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement by its words in the text; `after` is where the search for them begins."""

    source: str | None
    cue: str | None
    content: tuple[str, ...]
    form: Form = "indirect"
    act: Act = "state"
    name: str | None = None
    to: str | None = None
    to_name: str | None = None
    through: str | None = None
    question: str | None = None
    within: int | None = None
    after: str = ""
    confidence: float = 0.9
    sourcing: Sourcing = "named"
    said: Dated | None = None


def id_of(text: str) -> str:
    """The id of the report with this text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def find(text: str, words: str, at: int = 0) -> Span:
    """The first place of `words` in `text` from `at` on."""
    start = text.index(words, at)
    return Span(start, start + len(words))


def day(edtf: str, why: str = "the page says so", words: Span | None = None) -> Dated:
    """A date that is one day, or one of an unknown year."""
    known = None if "X" in edtf else edtf
    return Dated(edtf, known, known, "day", why, words)


def make_reading(
    uri: str,
    parts: Sequence[tuple[PassageKind, str]],
    said: Sequence[Said] = (),
    *,
    outlet: str | None = None,
    published: str | None = None,
    headline: str | None = None,
    offices: dict[str, tuple[str, str | None]] | None = None,
    problems: tuple[Problem, ...] = (),
) -> Reading:
    """A reading of a report whose text is `parts`, a dateline standing before its paragraph."""
    text = ""
    passages: list[Passage] = []
    for kind, part in parts:
        if text:
            text += " " if passages[-1].kind == "dateline" else "\n\n"
        passages.append(Passage(kind, Span(len(text), len(text) + len(part))))
        text += part
    report_id = id_of(uri + text)
    names = {one for item in said for one in (item.name, item.to_name) if one}
    entity = {name: id_of(report_id + name) for name in sorted(names)}
    return Reading(
        Report(
            report_id,
            uri,
            text,
            tuple(passages),
            CAPTURED,
            headline,
            outlet,
            tuple(part.removeprefix("By ") for kind, part in parts if kind == "byline"),
            published=day(published) if published else None,
            problems=problems,
        ),
        EXTRACTOR,
        tuple(_attribution(text, item, entity) for item in said),
        tuple(_entity(text, name, entity[name], said, offices or {}) for name in entity),
    )


def _attribution(text: str, item: Said, entity: dict[str, str]) -> Attribution:
    at = text.index(item.after) if item.after else 0

    def span(words: str | None) -> Span | None:
        return find(text, words, at) if words else None

    return Attribution(
        span(item.source),
        span(item.cue),
        tuple(find(text, words, at) for words in item.content),
        item.form,
        item.act,
        f"by-hand/{item.form}",
        item.confidence,
        cue_lemma=item.cue,
        sourcing=item.sourcing,
        addressee=span(item.to),
        channel=span(item.through),
        question=find(text, item.question) if item.question else None,
        within=item.within,
        speaker=entity.get(item.name or ""),
        spoken_to=entity.get(item.to_name or ""),
        said=item.said,
    )


def _entity(
    text: str, name: str, id_: str, said: Sequence[Said], offices: dict[str, tuple[str, str | None]]
) -> Entity:
    forms = {item.source for item in said if item.name == name and item.source}
    forms |= {item.to for item in said if item.to_name == name and item.to}
    spans = {find(text, form) for form in forms}
    mentions = tuple(Mention(span, "name", 0.9) for span in sorted(spans))
    held: tuple[Office, ...] = ()
    if name in offices:
        title, of = offices[name]
        held = (Office(title, of, find(text, title)),)
    return Entity(id_, "person", name, tuple(sorted({name, *forms})), mentions, held)


CALL = make_reading(
    "https://kessen.example/world/142",
    (
        ("headline", "Ostmark minister tells Tasel by phone that Lume is not his to give back"),
        ("byline", "By Ruta Belan"),
        ("dateline", "KARSK, May 3 (Kessen Wire) —"),
        (
            "body",
            (
                "Defence minister Mira Tasel of Valdria said on Friday that her Ostmark counterpart, "
                "Oskar Brandt, had told her in a phone call that “no soldier of ours has crossed the "
                "Lume”, and that he denied claims by village elders that shells had fallen on Karsk."
            ),
        ),
        ("promo", "Read more: Ten photographs of the Lume in flood. Join our channel."),
        (
            "body",
            (
                "“We shall not be asked twice,” Tasel told Radio Valdria. “Whoever shells a dam "
                "threatens us all."
            ),
        ),
        ("body", "“And whoever doubts it may come and look.”"),
        (
            "body",
            (
                "Asked whether she would meet Brandt in Lume, she declined to comment. A spokesman for "
                "Brandt warned of “grave consequences” if the dam was touched."
            ),
        ),
        ("caption", "The dam above Karsk on Thursday. Photograph: Kessen Wire"),
        ("credit", "(Reporting by Ruta Belan; Editing by Jon Marek)"),
    ),
    (
        Said(
            "Defence minister Mira Tasel of Valdria",
            "said",
            (
                (
                    "that her Ostmark counterpart, Oskar Brandt, had told her in a phone call that “no "
                    "soldier of ours has crossed the Lume”, and that he denied claims by village elders "
                    "that shells had fallen on Karsk"
                ),
            ),
            "mixed",
            name="Mira Tasel",
            confidence=0.96,
            said=day("2024-05-03", "the Friday of the report's own day"),
        ),
        Said(
            "her Ostmark counterpart, Oskar Brandt",
            "told",
            ("“no soldier of ours has crossed the Lume”",),
            "direct",
            name="Oskar Brandt",
            to="her",
            to_name="Mira Tasel",
            through="in a phone call",
            within=0,
            after="her Ostmark counterpart",
        ),
        Said(
            "he",
            "denied",
            ("claims by village elders that shells had fallen on Karsk",),
            act="deny",
            name="Oskar Brandt",
            within=0,
            after="he denied",
            confidence=0.88,
        ),
        Said(
            "village elders",
            "claims",
            ("that shells had fallen on Karsk",),
            act="accuse",
            within=2,
            sourcing="group",
            confidence=0.71,
        ),
        Said(
            "Tasel",
            "told",
            ("“We shall not be asked twice,”", "“Whoever shells a dam threatens us all."),
            "direct",
            "threaten",
            name="Mira Tasel",
            through="Radio Valdria",
            after="“We shall",
            confidence=0.97,
        ),
        Said(
            "Tasel",
            None,
            ("“And whoever doubts it may come and look.”",),
            "direct",
            "demand",
            name="Mira Tasel",
            after="“We shall",
            confidence=0.83,
        ),
        Said(
            "she",
            "declined",
            ("to comment",),
            act="decline",
            name="Mira Tasel",
            question="whether she would meet Brandt in Lume",
            after="she declined",
        ),
        Said(
            "A spokesman for Brandt",
            "warned",
            ("of “grave consequences” if the dam was touched",),
            "mixed",
            "warn",
            sourcing="role",
        ),
    ),
    outlet="Kessen Wire",
    published="2024-05-03",
    headline="Ostmark minister tells Tasel by phone that Lume is not his to give back",
    offices={"Mira Tasel": ("Defence minister", "Valdria")},
)

CROSSING = make_reading(
    "reports/crossing.txt",
    (
        ("body", "Brandt said the river was safe and Tasel agreed the river was safe and calm."),
        ("body", "Nobody else was asked."),
    ),
    (
        Said(
            "Brandt",
            "said",
            ("the river was safe and Tasel agreed the river",),
            name="Oskar Brandt",
        ),
        Said("Tasel", "agreed", ("safe and Tasel agreed the river was safe and calm",)),
    ),
)

HOSTILE_HEADLINE = "<img src=x onerror=alert(1)> \u202etxet desrever\u2067 & “quotes”"
HOSTILE = make_reading(
    "javascript:alert(document.domain)",
    (
        ("headline", HOSTILE_HEADLINE),
        (
            "body",
            (
                '<script>alert("a")</script> Vera Kolm said "</mark></p><style>*{display:none}</style>" '
                "\x00\x1b[31m\udce9 {{ 7*7 }} ]]> <!-- on Monday."
            ),
        ),
        (
            "body",
            "\u202eKolm added that \u05d0\u05d1\u05d2 <b onmouseover=x>bold</b> was " + "a" * 400,
        ),
    ),
    (
        Said(
            "Vera Kolm",
            "said",
            ('"</mark></p><style>*{display:none}</style>"',),
            "direct",
            name="Vera Kolm",
        ),
        Said(
            "Kolm",
            "added",
            ("that \u05d0\u05d1\u05d2 <b onmouseover=x>bold</b>",),
            after="\u202eKolm",
        ),
    ),
    outlet='Lume "Mirror" <script>',
    headline=HOSTILE_HEADLINE,
    problems=(Problem("javascript:alert(1)", "two dates <b>contradict</b> each other"),),
)

UNDATED = make_reading(
    "reports/undated.txt",
    (
        ("headline", "Water board denies the dam leaks"),
        ("body", "Water board chief Ana Lind denied the dam was leaking. Lind spoke in Karsk."),
    ),
    (
        Said(
            "Water board chief Ana Lind",
            "denied",
            ("the dam was leaking",),
            act="deny",
            name="Ana Lind",
            said=Dated(
                "XXXX-10-23", None, None, "day", "no year is given", alternatives=("2016-10-23",)
            ),
        ),
    ),
    outlet="Lume Courier",
    published="2024-04-30",
    headline="Water board denies the dam leaks",
)

BARE = make_reading("reports/bare.txt", (("body", "It rained in Lume all day."),))

READINGS = (CALL, CROSSING, HOSTILE, UNDATED, BARE)
PROBLEMS = (
    Problem("inbox/scan.pdf", "not text: it begins with a PDF's mark"),
    Problem("<i>inbox</i>/empty.txt", "the file is empty"),
)


def fill(path: Path) -> Path:
    """Make the record of all invented readings at `path`."""
    with Record.open(path) as record:
        for reading in READINGS:
            record.add(reading)
        for problem in PROBLEMS:
            record.add_problem(problem)
    return path
