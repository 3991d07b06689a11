"""The speed of finding attributions, for several ways of processing; `bench.attribution` prints it.

In: the pipeline and the articles of a part. Out: articles per second on one core for each way, and the ratio to textacy.
Every way reads all articles once in each round, one way after the other; the median round counts, so that a slow minute of
the machine affects all ways alike. Each way that parses opens a new pipeline, because a pipeline caches words.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from statistics import median
from typing import Any

from bench.corpus import Gold, Triple, paragraphs
from onrecord.model import Span
from onrecord.reading.attribution import FINDERS, Finder, find_attributions
from onrecord.reading.attribution.propose import MODELS
from onrecord.reading.attribution.tagger.model import find
from onrecord.reading.parse import language
from onrecord.reading.parse.quick import BATCH

ROUNDS = 5
ALONE = "tagger and linker alone, from plain text"
PARSED = "parsed before"
PLAIN = "parse in it"

# Takes a new pipeline, as a program has that has just started.
Way = Callable[[Any], object]


def textacy_quotes(pipeline: Any, gold: Gold) -> list[Triple]:
    """Textacy's direct quotations, paragraph by paragraph; none in a paragraph with unpaired marks."""
    found: list[Triple] = []
    places = [passage.span for passage in paragraphs(gold.text)]
    docs = pipeline.pipe((gold.text[s.start : s.end] for s in places), batch_size=BATCH)
    for place, doc in zip(places, docs, strict=True):
        found.extend(_triple(place.start, quote) for quote in _direct(doc))
    return found


def _direct(doc: Any) -> list[Any]:
    """Textacy's direct quotations in a parsed paragraph; none if textacy raises an error."""
    from textacy.extract.triples import direct_quotations

    with suppress(ValueError):
        return list(direct_quotations(doc))
    return []


def _triple(offset: int, quote: Any) -> Triple:
    """A textacy triple as spans of the whole text."""
    speaker, cue = quote.speaker, quote.cue
    return Triple(
        (Span(offset + speaker[0].idx, offset + speaker[-1].idx + len(speaker[-1])),),
        (Span(offset + cue[0].idx, offset + cue[-1].idx + len(cue[-1])),),
        (Span(offset + quote.content.start_char, offset + quote.content.end_char),),
    )


def speeds(articles: Sequence[Gold], rounds: int = ROUNDS) -> dict[str, float]:
    """Articles per second on one core, by way: the medians of the rounds."""
    ways = _ways(articles)
    spent = [{name: _spent(way) for name, way in ways.items()} for _ in range(rounds)]
    return {name: round(len(articles) / median(each[name] for each in spent), 1) for name in ways}


def _ways(articles: Sequence[Gold]) -> dict[str, Way]:
    """Everything that is timed, by name."""
    pipeline = _opened()
    parsed = [_parse(pipeline, a) for a in articles]
    docs = [
        [pipeline(a.text[p.span.start : p.span.end]) for p in paragraphs(a.text)] for a in articles
    ]

    def given(finder: Finder) -> Way:
        return lambda _: [find_attributions(parse, finder) for parse in parsed]

    def from_text(finder: Finder) -> Way:
        return lambda new: [find_attributions(_parse(new, a), finder) for a in articles]

    def plain(tier: str) -> Way:
        places = [[passage.span for passage in paragraphs(a.text)] for a in articles]
        both = list(zip(articles, places, strict=True))
        return lambda _: [find(a.text, spans, MODELS / tier) for a, spans in both]

    return {
        "parse alone": lambda new: [_parse(new, a) for a in articles],
        f"textacy, {PLAIN}": lambda new: [textacy_quotes(new, a) for a in articles],
        f"textacy, {PARSED}": lambda _: [_direct(doc) for article in docs for doc in article],
        **{f"{finder}, {PLAIN}": from_text(finder) for finder in FINDERS},
        **{f"{finder}, {PARSED}": given(finder) for finder in FINDERS},
        **{f"{tier}, {ALONE}": plain(tier) for tier in ("full", "fast")},
    }


def _opened() -> Any:
    """A new pipeline that has read one word, so that its parts are loaded."""
    language.load.cache_clear()
    pipeline = language.load()
    _parse(pipeline, Gold("", "Lume.", ()))
    return pipeline


def _parse(pipeline: Any, gold: Gold) -> Any:
    return language.parse(pipeline, gold.text, paragraphs(gold.text))


def _spent(way: Way) -> float:
    """The processor time of a call, in seconds."""
    pipeline = _opened()
    begun = time.process_time()
    way(pipeline)
    return time.process_time() - begun


def against_textacy(speed: Mapping[str, float]) -> str:
    """The ratio of our speed to textacy's with its parse: our finders with theirs, the tagger without one.

    >>> ours = {"textacy, parse in it": 5.0, "full, parse in it": 7.0, "fast, parse in it": 10.0}
    >>> against_textacy(ours | {f"full, {ALONE}": 12.0, f"fast, {ALONE}": 25.0})
    'from plain text, times as fast as textacy with its parse: full 1.4, fast 2.0; tagger and linker alone full 2.4, fast 5.0'
    """
    base = speed[f"textacy, {PLAIN}"]
    joined, alone = (
        ", ".join(f"{tier} {speed[f'{tier}, {way}'] / base:.1f}" for tier in ("full", "fast"))
        for way in (PLAIN, ALONE)
    )
    return f"from plain text, times as fast as textacy with its parse: {joined}; tagger and linker alone {alone}"
