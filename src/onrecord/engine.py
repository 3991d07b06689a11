"""Runs `sources → reading → record` over many reports.

One process reads a few; past `FEW` new reports, worker processes read and this one writes. A unit of
work is one report keyed by the hash of its text and the extractor's name: if the record knows both,
only the sighting is noted. So a run that was interrupted, even killed, is simply run again.

>>> Outcome(read=2, known=1, statements=9).problems
()
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from onrecord.errors import OnrecordError
from onrecord.model import Article, Problem, Reading
from onrecord.reading.attribution import FINDERS, Finder
from onrecord.reading.parse import language
from onrecord.reading.read import Tools, extractor, finder_of, read
from onrecord.reading.text.normalise import identify
from onrecord.reading.version import rules_version
from onrecord.sources.discover import find_sources
from onrecord.sources.source import Source

if TYPE_CHECKING:
    from onrecord.record.record import Record

# New reports read in this process before workers are started: a worker takes some two seconds to
# open its pipeline, about as long as it takes to read this many.
FEW = 24
# Articles waiting per worker: enough that none idles, few enough that memory stays bounded.
AHEAD = 4

Progress: TypeAlias = Callable[[str, int, "int | None", int], None]
Found: TypeAlias = "tuple[Article, Reading | Problem]"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: field map and defaults for sources, how many processes, and the reading's tools.

    `pipeline` None takes `ONRECORD_PIPELINE`, else the default one.
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
    """What a run did: reports read anew, reports known before, statements found, problems met."""

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

    `progress` is called as (source name, bytes done, bytes in all or None, reports done). Bad input
    ends up in the outcome and the record as `Problem`s; an interrupt leaves all that was added.
    """
    chosen = options or ReadOptions()
    tools = chosen.tools()
    language.load(tools.pipeline)
    run = _Run(record, extractor(tools), progress)
    with record.batch():
        for article, finding in _readings(run.unread(specs, chosen), tools, chosen.workers):
            run.take(article, finding)
    return run.outcome


def read_again(
    record: Record,
    *,
    options: ReadOptions | None = None,
    finder: Finder | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Read the reports that an older version read again, from the text in the record.

    Each is read by `finder`, or by the one that read it before. The older readings stay readable, judgements hold, and a
    run that is interrupted goes on where it stopped. `progress` is called as in `read_sources`, with numbers of reports
    for bytes.
    """
    chosen = options or ReadOptions()
    older = record.outdated(rules_version())
    run = _Run(record, "", progress)
    done = 0
    with record.batch():
        for each in FINDERS:
            reports = [report for report, by in older if (finder or finder_of(by)) == each]
            articles = (record.article(report) for report in reports)
            tools = replace(chosen, finder=each).tools()
            for article, finding in _readings(articles, tools, chosen.workers):
                done += 1
                run.supersede(finding)
                run.tell(article.uri, done, len(older))
    return run.outcome


class _Run:
    """One run's bookkeeping: what was seen, what came of it, how far it is."""

    def __init__(self, record: Record, by: str, progress: Progress | None) -> None:
        self.record = record
        self.by = by
        self._counts = Outcome()
        self._problems: list[Problem] = []
        self._progress = progress
        # Texts being read now, each with the further articles that held the same text.
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
                elif self._is_new(received.item):
                    yield received.item
                self.tell(source.name, before + done, total)
            before += size if size is not None else done

    def take(self, article: Article, finding: Reading | Problem) -> None:
        """Write what came of one article, and of those that held the same text meanwhile."""
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
            statements=self._counts.statements + _spoken(finding),
        )

    def supersede(self, finding: Reading | Problem) -> None:
        """Write what came of reading a stored report again."""
        if isinstance(finding, Problem):
            self._problem(finding)
            return
        self.record.add(finding)
        self._counts = replace(
            self._counts,
            read=self._counts.read + 1,
            statements=self._counts.statements + _spoken(finding),
        )

    def _is_new(self, article: Article) -> bool:
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


def _spoken(reading: Reading) -> int:
    """How many statements a reading has, counted as listings count: attitudes left out."""
    return sum(found.manner == "speech" for found in reading.attributions)


def _real_path(name: str) -> Path:
    """The path behind links; the path itself where links form a loop."""
    try:
        return Path(name).resolve()
    except (OSError, RuntimeError):
        return Path(name)


def _name(source: Source | Problem) -> str:
    return source.where if isinstance(source, Problem) else source.name


def _readings(articles: Iterator[Article], tools: Tools, workers: int | None) -> Iterator[Found]:
    """Each article with what came of it: the first few read here, the rest by workers."""
    chosen = workers or os.cpu_count() or 1
    for number, article in enumerate(articles, 1):
        yield article, _read_here(article, tools)
        if chosen > 1 and number == FEW:
            yield from _by_workers(articles, tools, chosen)


def _by_workers(articles: Iterable[Article], tools: Tools, workers: int) -> Iterator[Found]:
    """The same by worker processes, in order of completion, a bounded number ahead."""
    with _Workers(tools, workers) as readers:
        for article in articles:
            readers.submit(article)
            if len(readers.waiting) >= workers * AHEAD:
                yield from readers.finished()
        while readers.waiting:
            yield from readers.finished()


class _Workers:
    """A pool of reading processes that outlives the death of one of them."""

    def __init__(self, tools: Tools, workers: int) -> None:
        self.tools = tools
        self.workers = workers
        self.waiting: dict[Future[Reading | Problem], Article] = {}
        self._pool = self._start(workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def submit(self, article: Article) -> None:
        """Hand one article to the pool; a pool whose process died before is replaced when results are fetched."""
        try:
            future = self._pool.submit(_read_here, article, self.tools)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.waiting[future] = article

    def finished(self) -> Iterator[Found]:
        """Wait for at least one article, then give all that are done."""
        done, _ = wait(self.waiting, return_when=FIRST_COMPLETED)
        for future in done:
            if isinstance(future.exception(), BrokenProcessPool):
                yield from self._one_by_one()
                return
            yield self.waiting.pop(future), future.result()

    def _one_by_one(self) -> Iterator[Found]:
        """After a process died: read those that waited each in a process of its own."""
        articles = list(self.waiting.values())
        self.waiting.clear()
        self._pool = self._start(self.workers)
        for article in articles:
            with self._start(1) as alone:
                try:
                    yield article, alone.submit(_read_here, article, self.tools).result()
                except BrokenProcessPool:
                    yield article, Problem(article.uri, "the process that read it died; left out")

    def _start(self, workers: int) -> ProcessPoolExecutor:
        # One core a worker: numpy's products would start a thread a core in each of them.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # spawn: a fork would copy this process's database handles and threads
        return ProcessPoolExecutor(
            workers,
            multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self.tools,),
        )


def _begin(tools: Tools) -> None:
    """Start of a worker: Ctrl-C is the parent's to handle, and no worker outlives its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    language.load(tools.pipeline)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_here(article: Article, tools: Tools) -> Reading | Problem:
    """Read one article; whatever fails in it is a `Problem`, so that the rest is read.

    With `ONRECORD_DEBUG` set, the trace goes to standard error. Raises `OnrecordError` for a missing model.
    """
    try:
        return read(article, tools)
    except OnrecordError:
        raise
    except Exception as error:  # noqa: BLE001  # the fault of one report must not end the run
        if os.environ.get("ONRECORD_DEBUG"):
            traceback.print_exc()
        return Problem(article.uri, f"could not be read: fault {fault_code(error)}, please report")


def fault_code(error: Exception) -> str:
    """The kind of an error and the place where it was raised, for a report of it.

    >>> try:
    ...     {}["x"]
    ... except KeyError as error:
    ...     fault_code(error).split(" ")[0]
    'KeyError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
