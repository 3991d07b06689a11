"""Readings with quotations, in reports with and without a year."""

from __future__ import annotations

from tests.record.hand_made import CAPTURED, id_of, span

from onrecord.model import Attribution, Dated, Entity, Mention, Reading, Report, Time

WORDS = "We will keep the bridge at Karsk open for every lorry that comes this winter"
OTHER_WORDS = "Nobody in the harbour of Lume has been asked what the new toll is for"


def open_day(month_and_day: str, *years: int) -> Dated:
    """A day of an open year, and the years it may be of, newest first."""
    days = tuple(f"{year}-{month_and_day}" for year in years)
    return Dated(f"XXXX-{month_and_day}", None, None, "day", "weekday and day agree", None, days)


OPEN_YEAR = open_day("10-23", 2022, 2016, 2011)


def quoting(
    number: int,
    published: Dated | None,
    *quoted: str,
    speaker: str = "Mira Tasel",
    said: Dated | None = None,
    extractor: str = "rules 1",
) -> Reading:
    """A report in which the speaker says each of these words, `WORDS` if none are given."""
    lines = [f"“{words},” {speaker} said." for words in quoted or (WORDS,)]
    text = f"Report {number}.\n" + "\n".join(lines)
    name = span(text, speaker)
    who = Entity(id_of(f"{number} {speaker}"), "person", speaker, (speaker,), (Mention(name, "name", 0.9),))  # fmt: skip
    found = tuple(
        Attribution(
            span(text, speaker, n), span(text, "said", n), (span(text, words),), "direct", "state",
            "quote/cue-after", 0.9, sourcing="named", speaker=who.id, said=said,
        )
        for n, words in enumerate(quoted or (WORDS,))
    )  # fmt: skip
    report = Report(id_of(text), f"{number}.txt", text, (), CAPTURED, published=published)
    times = (Time(name, said, "DATE", said.edtf, "r", 0.9),) if said else ()
    return Reading(report, extractor, found, (who,), times)
