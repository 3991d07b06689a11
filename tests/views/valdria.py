"""Readings built by hand about an invented crisis, and a record of them: what the views are tested on.

Every kind of field is filled at least once and left open at least once; one report is hostile.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from onrecord.model import (
    Article,
    Attribution,
    Dated,
    Entity,
    Mention,
    Office,
    Passage,
    Problem,
    Reading,
    Report,
    Span,
    Time,
)
from onrecord.record.record import Record

CAPTURED = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)
EXTRACTOR = "by-hand 1"

BRIDGE = """Valdria denies closing the Karsk bridge

By Lena Orth

LUME, March 5 (Kessen) - Defence minister Mira Tasel on Monday denied that Ostmark had been warned the bridge would be closed. “We told nobody,” she told Radio Karsk.

Asked whether troops had crossed, a spokesman declined to comment.

“Nobody crossed.

“And nobody will.” He asked not to be named because the inquiry goes on.

Follow our channel for more on the bridge!
"""
PIER = "Ostmark’s envoy Ilan Ferro accused Valdria of “theatre at the river” on Tuesday. Ferro warned that the grain pier would be next."
HOSTILE = (
    '=HYPERLINK("//lume") said \x1b[31mthe [bold]pier[/bold] was \x9b2Jempty\x1b]0;owned\x07 and \u202eesrever '
    "stayed 橋は閉鎖された :smile: here."
)


def identify(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def at(text: str, words: str, after: str = "") -> Span:
    """The span of `words`, the first after the words `after`."""
    start = text.index(words, text.index(after) if after else 0)
    return Span(start, start + len(words))


def passages(text: str, **kinds: str) -> tuple[Passage, ...]:
    """One passage for each of `kinds` (kind = its words); body for the paragraphs without one."""
    found: list[Passage] = []
    taken = {words: kind for kind, words in kinds.items()}
    place = 0
    for paragraph in text.split("\n\n"):
        words = paragraph.strip("\n")
        start = text.index(words, place)
        place = start + len(words)
        found.append(Passage(taken.get(words, "body"), Span(start, place)))  # type: ignore[arg-type]
    return tuple(found)


def bridge() -> Reading:
    text = BRIDGE
    monday = Dated(
        "2026-03-02", "2026-03-02", "2026-03-02", "day",
        "the Monday before the report", at(text, "Monday"), ("2026-03-09",),
    )  # fmt: skip
    tasel = Entity(
        "7a" * 16, "person", "Mira Tasel", ("Mira Tasel", "Tasel"),
        (
            Mention(at(text, "Mira Tasel"), "name", 0.97),
            Mention(at(text, "she told"), "pronoun", 0.8),
        ),
        (Office("defence minister", "Valdria", at(text, "Defence minister"), monday),),
    )  # fmt: skip
    radio = Entity("7b" * 16, "organisation", "Radio Karsk", ("Radio Karsk",),
                   (Mention(at(text, "Radio Karsk"), "name", 0.9),))  # fmt: skip
    report = Report(
        identify(text), "reports/bridge.txt", text,
        passages(text, headline="Valdria denies closing the Karsk bridge", byline="By Lena Orth",
                 promo="Follow our channel for more on the bridge!"),
        CAPTURED, "Valdria denies closing the Karsk bridge", "Kessen Daily", ("Lena Orth",), "en",
        Dated("2026-03-05", "2026-03-05", "2026-03-05", "day", "the dateline says so",
              at(text, "March 5"), ("2031-03-05",)),
        problems=(Problem("reports/bridge.txt", "the page says 2031, the dateline 2026: kept 2026"),),
    )  # fmt: skip
    attributions = (
        Attribution(
            at(text, "Defence minister Mira Tasel"), at(text, "denied"),
            (at(text, "that Ostmark had been warned the bridge would be closed"),),
            "indirect", "deny", "indirect/that-clause", 0.93, "deny", "named",
            speaker=tasel.id, said=monday,
        ),
        Attribution(
            None, at(text, "warned"), (at(text, "the bridge would be closed"),),
            "indirect", "warn", "indirect/passive", 0.6, "warn", within=0,
        ),
        Attribution(
            at(text, "she", "nobody,”"), at(text, "told", "she told"), (at(text, "“We told nobody,”"),),
            "direct", "state", "direct/after", 0.9, "tell", "named",
            addressee=at(text, "Radio Karsk"), channel=at(text, "Radio Karsk"),
            speaker=tasel.id, spoken_to=radio.id,
        ),
        Attribution(
            at(text, "a spokesman"), at(text, "declined"), (at(text, "to comment"),),
            "indirect", "decline", "indirect/infinitive", 0.7, "decline", "role",
            question=at(text, "whether troops had crossed"),
            behalf=at(text, "Mira Tasel"), speaks_for=tasel.id, reason=at(text, "because the inquiry goes on"),
            withheld=at(text, "asked not to be named because the inquiry goes on"),
        ),
        Attribution(
            at(text, "a spokesman"), None, (at(text, "“Nobody crossed."), at(text, "“And nobody will.”")),
            "direct", "state", "direct/carried-on", 0.5, None, "role",
        ),
    )  # fmt: skip
    times = (Time(at(text, "Monday"), monday, "DATE", "2026-03-02", "weekday/before-report", 0.9),)
    return Reading(report, EXTRACTOR, attributions, (tasel, radio), times)


def pier() -> Reading:
    text = PIER
    ferro = Entity("7c" * 16, "person", "Ilan Ferro", ("Ilan Ferro", "Ferro"),
                   (Mention(at(text, "Ilan Ferro"), "name", 0.95),
                    Mention(at(text, "Ferro", "Tuesday"), "surname", 0.9)))  # fmt: skip
    unknown = Dated("XXXX-XX-XX", None, None, "unknown", "no year is given", at(text, "Tuesday"))
    attributions = (
        Attribution(
            at(text, "Ostmark’s envoy Ilan Ferro"), at(text, "accused"), (at(text, "Valdria of “theatre at the river”"),),
            "mixed", "accuse", "mixed/object", 0.85, "accuse", "named", speaker=ferro.id,
        ),
        Attribution(
            at(text, "Ferro", "Tuesday"), at(text, "warned"), (at(text, "that the grain pier would be next"),),
            "indirect", "warn", "indirect/that-clause", 0.9, "warn", "named", speaker=ferro.id,
        ),
    )  # fmt: skip
    report = Report(identify(text), "wire.jsonl#2", text, passages(text), CAPTURED)
    times = (Time(at(text, "Tuesday"), unknown, "DATE", "XXXX-WXX-2", "weekday/no-date", 0.4),)
    return Reading(report, EXTRACTOR, attributions, (ferro,), times)


def hostile() -> Reading:
    text = HOSTILE
    attribution = Attribution(
        at(text, '=HYPERLINK("//lume")'), at(text, "said"),
        (Span(text.index("\x1b[31m"), len(text) - 1),),
        "indirect", "state", "indirect/bare-clause", 0.2, "say", "unknown",
    )  # fmt: skip
    report = Report(
        identify(text), "x\x1b[2J.txt", text, passages(text), CAPTURED,
        headline="[red]=1+1[/red] \x1b[5mblink", outlet="@Lume",
    )  # fmt: skip
    return Reading(report, EXTRACTOR, (attribution,))


READINGS = (bridge(), pier(), hostile())


def article(reading: Reading) -> Article:
    """The article a reading came from."""
    report = reading.report
    return Article(report.uri, report.text, CAPTURED, report.headline, report.outlet, report.byline)


def fill(path: Path) -> Path:
    """A record at `path` with the readings and a problem."""
    with Record.open(path) as record:
        for reading in READINGS:
            record.add(reading)
            record.add_sighting(reading.report.id, article(reading))
        record.add_problem(Problem("notes/photo.txt", "binary, not text"))
    return path
