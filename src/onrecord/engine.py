"""Run `sources → reading → record` over many reports.

In: a record, and sources to read or nothing to read stored reports again. Out: an `Outcome`, and readings in the record.
A unit of work is one report, keyed by the hash of its text and the extractor's name: if the record has both, only the
sighting is added. A run that was interrupted, even killed, is therefore simply started again.

>>> Outcome(read=2, known=1, statements=9).problems
()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from onrecord.model import Article, Problem, Reading
from onrecord.reading.attribution import Finder
from onrecord.reading.parse import language
from onrecord.reading.read import Tools, extractor, tools_of
from onrecord.reading.text.normalise import identify
from onrecord.reading.version import rules_version
from onrecord.sources.discover import find_sources
from onrecord.sources.source import Source
from onrecord.workers import read_articles

if TYPE_CHECKING:
    from onrecord.record.record import Record

Progress: TypeAlias = Callable[[str, int, "int | None", int], None]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: field map and defaults for sources, number of processes, pipeline and finder.

    `pipeline` None means that of `ONRECORD_PIPELINE`, else the default one.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    outlet: str | None = None
    pipeline: str | None = None
    workers: int | None = None
    finder: Finder = "full"

    def tools(self) -> Tools:
        """What to read with."""
        return Tools(language.pipeline_name(self.pipeline), self.finder)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run: numbers of reports read, of reports known before and of statements; the problems."""

    read: int = 0
    known: int = 0
    statements: int = 0
    problems: tuple[Problem, ...] = ()


def read_sources(
    record: Record,
    specs: Sequence[str],
    *,
    options: ReadOptions | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Read all reports of `specs` (paths, folders, `-`) into `record`.

    `progress` is called with source name, bytes done, bytes in total or None, reports done. Bad input becomes a
    `Problem` in the outcome and in the record; after an interrupt the record has all that was added before.
    """
    chosen = options or ReadOptions()
    tools = chosen.tools()
    language.load(tools.pipeline)
    run = _Run(record, extractor(tools), progress)
    with record.batch():
        for article, finding in read_articles(run.unread(specs, chosen), tools, chosen.workers):
            run.take(article, finding)
    return run.outcome


def read_again(
    record: Record,
    *,
    options: ReadOptions | None = None,
    finder: Finder | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Read those stored reports again that another version read, from the text in the record.

    Each is read with `finder` and the pipeline of `options`; if these are None, with those that read it before. The
    earlier readings stay readable, judgements stay in force, and an interrupted run continues where it stopped.
    `progress` is called as in `read_sources`, with numbers of reports for bytes.
    """
    chosen = options or ReadOptions()
    by_tools: dict[Tools, list[str]] = {}
    outdated = record.outdated(rules_version())
    for report, made_by in outdated:
        before = tools_of(made_by)
        tools = Tools(chosen.pipeline or before.pipeline, finder or before.finder)
        by_tools.setdefault(tools, []).append(report)
    run = _Run(record, "", progress)
    done = 0
    with record.batch():
        for tools, reports in by_tools.items():
            language.load(tools.pipeline)
            for article, finding in read_articles(record.articles(reports), tools, chosen.workers):
                done += 1
                run.supersede(finding)
                run.tell(article.uri, done, len(outdated))
    return run.outcome


class _Run:
    """The state of one run: texts being read, the outcome so far, the progress."""

    def __init__(self, record: Record, by: str, progress: Progress | None) -> None:
        self.record = record
        self.by = by
        self._counts = Outcome()
        self._problems: list[Problem] = []
        self._progress = progress
        # Texts being read now, each with further articles that have the same text.
        self._taken: dict[str, list[Article]] = {}

    @property
    def outcome(self) -> Outcome:
        """What the run did so far."""
        return replace(self._counts, problems=tuple(self._problems))

    def unread(self, specs: Sequence[str], options: ReadOptions) -> Iterator[Article]:
        """The articles of all sources that this extractor has not read yet."""
        own = self.record.files()
        sources = [
            source
            for source in find_sources(
                specs, fields=options.fields, published=options.published, outlet=options.outlet
            )
            if _real_path(_name(source)) not in own
        ]
        sizes = [0 if isinstance(source, Problem) else source.size for source in sources]
        total = None if None in sizes else sum(size or 0 for size in sizes)
        before = 0
        for source, size in zip(sources, sizes, strict=True):
            if isinstance(source, Problem):
                self._problem(source)
                continue
            done = 0
            for received in source.read():
                done = received.done
                if isinstance(received.item, Problem):
                    self._problem(received.item)
                elif self._needs_reading(received.item):
                    yield received.item
                self.tell(source.name, before + done, total)
            before += size if size is not None else done

    def take(self, article: Article, finding: Reading | Problem) -> None:
        """Write the reading or problem of one article, and the sightings of articles with the same text."""
        same = self._taken.pop(identify(article.text), [])
        if isinstance(finding, Problem):
            for again in (article, *same):
                self._problem(replace(finding, where=again.uri))
            return
        self.record.add(finding)
        for again in (article, *same):
            self.record.add_sighting(finding.report.id, again)
        self._counts = replace(
            self._counts,
            read=self._counts.read + 1,
            known=self._counts.known + len(same),
            statements=self._counts.statements + _count_speech(finding),
        )

    def supersede(self, finding: Reading | Problem) -> None:
        """Write the new reading or problem of a stored report."""
        if isinstance(finding, Problem):
            self._problem(finding)
            return
        self.record.add(finding)
        self._counts = replace(
            self._counts,
            read=self._counts.read + 1,
            statements=self._counts.statements + _count_speech(finding),
        )

    def _needs_reading(self, article: Article) -> bool:
        key = identify(article.text)
        if key in self._taken:
            self._taken[key].append(article)
        elif self.record.knows(key, self.by):
            self.record.add_sighting(key, article)
            self._counts = replace(self._counts, known=self._counts.known + 1)
        else:
            self._taken[key] = []
            return True
        return False

    def _problem(self, problem: Problem) -> None:
        self.record.add_problem(problem)
        self._problems.append(problem)

    def tell(self, name: str, done: int, total: int | None) -> None:
        """Report how far the run is."""
        if self._progress is not None:
            self._progress(name, done, total, self._counts.read + self._counts.known)


def _count_speech(reading: Reading) -> int:
    """The number of statements of a reading as listings count them, without attitudes."""
    return sum(found.manner == "speech" for found in reading.attributions)


def _real_path(name: str) -> Path:
    """The path behind links; the path itself where links form a loop."""
    try:
        return Path(name).resolve()
    except (OSError, RuntimeError):
        return Path(name)


def _name(source: Source | Problem) -> str:
    return source.where if isinstance(source, Problem) else source.name
