"""Readings made by hand for tests of the record: invented people, spans found by their words."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from onrecord.model import (
    Act,
    Article,
    Attribution,
    Dated,
    Entity,
    Form,
    Mention,
    Office,
    Passage,
    Problem,
    Reading,
    Report,
    Span,
    Time,
)

TEXT = (
    "Bridge at Karsk closed, ministry says\n\n"
    "Defence minister Mira Tasel denied on Sunday that the bridge at Karsk was closed.\n\n"
    "“It holds,” she told Lume Radio. Asked whether trucks may cross, Łucja Orlé said they may."
)
CAPTURED = datetime(2024, 5, 6, 10, 2, 11, tzinfo=UTC)


def span(text: str, words: str, nth: int = 0) -> Span:
    """Where `words` stand in `text`, for the first time or a later one."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def day(iso: str, words: Span | None = None) -> Dated:
    """A day that is certain."""
    return Dated(iso, iso, iso, "day", "said so", words)


def id_of(text: str) -> str:
    """An id, the same for the same text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def tasel(text: str = TEXT) -> Entity:
    """The minister."""
    held = day("2024-05-05")
    return Entity(
        id_of("tasel" + text),
        "person",
        "Mira Tasel",
        ("Mira Tasel", "Tasel"),
        (
            Mention(span(text, "Mira Tasel"), "name", 0.9),
            Mention(span(text, "she"), "pronoun", 0.6),
        ),
        (Office("defence minister", "Valdria", span(text, "Defence minister"), held),),
    )


def reading(
    extractor: str = "rules 1", text: str = TEXT, *, published: str | None = "2024-05-06"
) -> Reading:
    """A report with three statements: a denial, a remark on the radio, an answer."""
    sunday = day("2024-05-05", span(text, "Sunday"))
    minister = tasel(text)
    denied = Attribution(
        span(text, "Mira Tasel"),
        span(text, "denied"),
        (span(text, "that the bridge at Karsk was closed"),),
        "indirect",
        "deny",
        "indirect/that-clause",
        0.93,
        cue_lemma="deny",
        sourcing="named",
        speaker=minister.id,
        said=sunday,
    )
    told = Attribution(
        span(text, "she"),
        span(text, "told"),
        (span(text, "It holds"),),
        "direct",
        "state",
        "quote/cue-after",
        0.9,
        cue_lemma="tell",
        sourcing="named",
        addressee=span(text, "Lume Radio"),
        channel=span(text, "Lume Radio"),
        speaker=minister.id,
    )
    answered = Attribution(
        span(text, "Łucja Orlé"),
        span(text, "said"),
        (span(text, "they may"),),
        "indirect",
        "state",
        "indirect/bare-clause",
        0.8,
        cue_lemma="say",
        sourcing="named",
        question=span(text, "whether trucks may cross"),
        within=1,
    )
    head = text.index("\n")
    report = Report(
        id=id_of(text),
        uri="reports/karsk.txt",
        text=text,
        passages=(Passage("headline", Span(0, head)), Passage("body", Span(head + 2, len(text)))),
        captured=CAPTURED,
        headline=text[:head],
        outlet="Lume Daily",
        byline=("Sanna Kell",),
        published=day(published) if published else None,
        problems=(Problem("reports/karsk.txt", "two dates contradict"),),
    )
    time = Time(span(text, "Sunday"), sunday, "DATE", "2024-05-05", "weekday/before-report", 0.9)
    return Reading(report, extractor, (denied, told, answered), (minister,), (time,))


def short(
    number: int,
    *,
    published: Dated | None = None,
    said: Dated | None = None,
    speaker: str = "Daro Lemsk",
    content: str = "grain will flow",
    act: Act = "state",
    form: Form = "indirect",
    outlet: str | None = "Ostmark Post",
    statements: int = 1,
) -> Reading:
    """A report of one-line statements; each number makes another report."""
    lines = [
        f"{speaker} said {content} again and again in week {number}.{n}" for n in range(statements)
    ]
    text = "\n".join(lines)
    found = []
    for n in range(statements):
        start = sum(len(line) + 1 for line in lines[:n])
        cue = start + len(speaker) + 1
        found.append(
            Attribution(
                Span(start, start + len(speaker)),
                Span(cue, cue + 4),
                (Span(cue + 5, start + len(lines[n])),),
                form,
                act,
                "indirect/bare-clause",
                0.8,
                said=said,
            )
        )
    report = Report(
        id_of(text), f"{number}.txt", text, (), CAPTURED, outlet=outlet, published=published
    )
    return Reading(report, "rules 1", tuple(found))


def article(made: Reading, uri: str | None = None) -> Article:
    """The article a reading came from."""
    report = made.report
    return Article(uri or report.uri, report.text, CAPTURED, report.headline, report.outlet)


def later(made: Reading, extractor: str) -> Reading:
    """The same report read by another extractor, which finds the first statement only."""
    return replace(made, extractor=extractor, attributions=made.attributions[:1])


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, sorted; of the word index what it holds, not how it is laid out."""
    with sqlite3.connect(path) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not name.startswith("statements_fts")
        ]
        connection.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'statements_fts', 'instance')"
        )
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for name in [*names, "words"]
        }
