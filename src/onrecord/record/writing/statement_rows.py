"""An `Attribution` as rows: the statement, and its words for the word index.

In: the keys of its reading, and its position in it. Out: one row of `statements`, one of the word index.

>>> from datetime import datetime
>>> from onrecord.model import Reading, Report
>>> report = Report("00" * 16, "a.txt", "Mira Tasel said no.", (), datetime(2024, 5, 3))
>>> found = Attribution(Span(0, 10), Span(11, 15), (Span(16, 18),), "indirect", "state", "r", 0.9)
>>> shared = ReadingKeys.of(Reading(report, "rules 1", (found,)))
>>> statement_row(shared, 0, found)["source_end"], word_row(shared, found, "")["speaker"]
(10, 'mira tasel')
"""

from __future__ import annotations

from onrecord.lexicon.spelling import fold
from onrecord.model import Attribution, Span
from onrecord.record.dates.stored_dates import day_bounds, sort_date
from onrecord.record.store import keys
from onrecord.record.writing.stored_values import ReadingKeys, Row, dated_json, span_columns


def statement_row(shared: ReadingKeys, position: int, found: Attribution) -> Row:
    """The row of a statement at its position in the reading."""
    report = shared.reading.report
    published, said = dated_json(report.published), dated_json(found.said)
    earliest, latest = day_bounds(said or published)
    return {
        "id": shared.statements[position],
        "reading": shared.key,
        "position": position,
        "place": keys.place(sort_date(published), bytes.fromhex(report.id), position),
        "act": found.act,
        "form": found.form,
        "manner": found.manner,
        "earliest": earliest,
        "latest": latest,
        "outlet": report.outlet,
        "sourcing": found.sourcing,
        "cue_lemma": found.cue_lemma,
        "content": [[span.start, span.end] for span in found.content],
        "said": said,
        "within": None if found.within is None else shared.statements[found.within],
        "rule": found.rule,
        "confidence": found.confidence,
        **_party_columns("source", shared, found.source, found.speaker),
        **_party_columns("addressee", shared, found.addressee, found.spoken_to),
        **_party_columns("behalf", shared, found.behalf, found.speaks_for),
        **span_columns("cue", found.cue),
        **span_columns("channel", found.channel),
        **span_columns("question", found.question),
        **span_columns("withheld", found.withheld),
        **span_columns("reason", found.reason),
    }


def _party_columns(role: str, shared: ReadingKeys, span: Span | None, entity: str | None) -> Row:
    """The columns for the words and the entity of a party to the statement."""
    key, name = shared.resolved(span, entity)
    return {f"{role}_entity": key, f"{role}_name": name, **span_columns(role, span)}


def word_row(shared: ReadingKeys, found: Attribution, headline: str) -> Row:
    """The row of the word index for a statement: names and words, folded."""

    def cut(*spans: Span | None) -> str:
        return " ".join(fold(shared.text[span.start : span.end]) for span in spans if span)

    def called(span: Span | None, entity: str | None) -> str:
        words, name = cut(span), fold(shared.resolved(span, entity)[1] or "")
        return words if name in words else f"{name} {words}"

    return {
        "speaker": called(found.source, found.speaker),
        "hearer": called(found.addressee, found.spoken_to),
        "content": cut(*found.content),
        "question": cut(found.question),
        "headline": headline,
        "manner": "attitude" if found.manner == "attitude" else "",
    }
