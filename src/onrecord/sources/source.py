"""The interface of all kinds of source: a name, a size, and a stream of articles.

Reading a `Source` yields `Received` items, each an `Article` or a `Problem`, with the number of bytes
read so far. A new kind of source (fetched pages, feeds, archives) only has to make a `Source`.

>>> source = Source("note.txt", 12, lambda: iter((Received(Problem("note.txt", "empty"), 12),)))
>>> [received.item.message for received in source.read()]
['empty']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from onrecord.model import Article, ClaimedDate, Problem


class Stream(Protocol):
    """A stream of bytes: the part of a file's interface that sources use."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; fewer only at the end."""

    def readline(self, size: int, /) -> bytes:
        """The bytes up to the end of the line, at most `size`."""


def utc_now() -> datetime:
    """The current moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Received:
    """An article or a problem; `done` is the number of bytes of the source read so far."""

    item: Article | Problem
    done: int


@dataclass(frozen=True)
class Source:
    """A container of articles. `size` is in bytes, None if unknown; `read` never raises."""

    name: str
    size: int | None
    read: Callable[[], Iterator[Received]]


@dataclass(frozen=True)
class SourceDefaults:
    """Settings for all articles of a run: field names, publication date, outlet, clock."""

    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    outlet: str | None = None
    now: Callable[[], datetime] = utc_now

    def apply_to(self, article: Article) -> Article:
        """The article with the given outlet, and the given date ahead of all claimed dates."""
        claims = article.published
        if self.published:
            claims = (ClaimedDate("argument", self.published), *claims)
        return replace(article, outlet=self.outlet or article.outlet, published=claims)
