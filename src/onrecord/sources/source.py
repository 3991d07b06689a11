"""What every kind of source looks like from outside: a name, a size, and articles one after another.

A path, an archive or a web feed becomes `Source`s; reading one gives `Received` items, each an
`Article` or the `Problem` for which there is none, with how far the reading is. New kinds of source
(pages fetched, feeds, archives) only need to make a `Source`.

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
    """Bytes read one after another: all a source needs of a file."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; fewer only at the end."""

    def readline(self, size: int, /) -> bytes:
        """The bytes up to a line's end, at most `size`."""


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Received:
    """An article, or why there is none; `done` is the bytes of the source consumed so far."""

    item: Article | Problem
    done: int


@dataclass(frozen=True)
class Source:
    """Something that holds articles. `size` is its bytes, None where unknown; `read` never raises."""

    name: str
    size: int | None
    read: Callable[[], Iterator[Received]]


@dataclass(frozen=True)
class Given:
    """What the caller says of all articles: names of fields, a date, an outlet, the clock."""

    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    outlet: str | None = None
    now: Callable[[], datetime] = utc_now

    def applied(self, article: Article) -> Article:
        """The article with the caller's outlet, and the caller's date before all other claims."""
        claims = article.published
        if self.published:
            claims = (ClaimedDate("argument", self.published), *claims)
        return replace(article, outlet=self.outlet or article.outlet, published=claims)
