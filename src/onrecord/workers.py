"""Read articles in this process, or in worker processes if they are many.

In: articles and the tools to read with. Out: each article with its `Reading`, or with the `Problem` for which it was not
read, in order of completion. A process that dies costs one article, never the run.

>>> from datetime import UTC, datetime
>>> article = Article("a.txt", "Mira Tasel said the bridge was closed.", datetime.now(UTC))
>>> [(read.uri, len(found.attributions)) for read, found in read_articles(iter([article]), Tools(finder="rules"), 1)]
[('a.txt', 1)]
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Self, TypeAlias

from onrecord.errors import OnrecordError
from onrecord.model import Article, Problem, Reading
from onrecord.reading.parse import language
from onrecord.reading.read import Tools, read

# Articles read in this process before workers are started: a worker takes some two seconds to open its
# pipeline, about as long as it takes to read this many.
FEW = 24
# Articles that wait for each worker: enough that none idles, few enough that memory stays bounded.
AHEAD = 4

ReadArticle: TypeAlias = "tuple[Article, Reading | Problem]"


def read_articles(
    articles: Iterator[Article], tools: Tools, workers: int | None
) -> Iterator[ReadArticle]:
    """Each article with its reading or problem: the first few are read here, the rest by `workers` (None: one a core)."""
    chosen = workers or os.cpu_count() or 1
    for number, article in enumerate(articles, 1):
        yield article, _read_one(article, tools)
        if chosen > 1 and number == FEW:
            yield from read_by_workers(articles, tools, chosen)


def read_by_workers(
    articles: Iterable[Article], tools: Tools, workers: int
) -> Iterator[ReadArticle]:
    """The same by worker processes; a bounded number of articles waits for them."""
    with ReadingPool(tools, workers) as readers:
        for article in articles:
            readers.submit(article)
            if len(readers.waiting) >= workers * AHEAD:
                yield from readers.finished()
        while readers.waiting:
            yield from readers.finished()


class ReadingPool:
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
            future = self._pool.submit(_read_one, article, self.tools)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.waiting[future] = article

    def finished(self) -> Iterator[ReadArticle]:
        """Wait for at least one article, then return all that are done."""
        done, _ = wait(self.waiting, return_when=FIRST_COMPLETED)
        for future in done:
            if isinstance(future.exception(), BrokenProcessPool):
                yield from self._read_each_alone()
                return
            yield self.waiting.pop(future), future.result()

    def _read_each_alone(self) -> Iterator[ReadArticle]:
        """After a process died, read each article that waited in a process of its own."""
        articles = list(self.waiting.values())
        self.waiting.clear()
        self._pool = self._start(self.workers)
        for article in articles:
            with self._start(1) as alone:
                try:
                    yield article, alone.submit(_read_one, article, self.tools).result()
                except BrokenProcessPool:
                    yield article, Problem(article.uri, "the process that read it died; left out")

    def _start(self, workers: int) -> ProcessPoolExecutor:
        # One core a worker: numpy's products would start a thread a core in each of them.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # spawn: a fork would copy this process's database handles and threads
        return ProcessPoolExecutor(
            workers,
            multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(self.tools,),
        )


def _start_worker(tools: Tools) -> None:
    """Prepare a worker: it ignores Ctrl-C, which its parent handles, and ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    language.load(tools.pipeline)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_one(article: Article, tools: Tools) -> Reading | Problem:
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
