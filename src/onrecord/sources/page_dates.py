"""Dates a web page claims for itself, each with the place it stood, in order of trust.

A parsed page goes in; `ClaimedDate`s come out, their values untouched: JSON-LD first, then OpenGraph
and other meta tags, then `<time>` elements, then the page's address. Only dates of publication are
taken; when a page was last changed says nothing of when it was out. No date is guessed from prose.

>>> date_in_address("https://kessen.example/news/2024/02/28/gates-shut")
ClaimedDate(where='url', value='2024/02/28')
>>> date_in_address("https://kessen.example/news/gates-shut") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml.etree import _Element

from onrecord.model import ClaimedDate

_ADDRESS = re.compile(
    r"(?<!\d)(?:19|20)\d\d([/-])(?:0?[1-9]|1[0-2]|[a-z]{3})\1(?:0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
# An address longer than this is no address a reader could follow.
_LONGEST_ADDRESS = 2_000
_OPENGRAPH = ("article:published_time", "og:article:published_time", "og:published_time")
_META = (
    "datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued",
    "dcterms.date", "article.published", "published-date", "originalpublicationdate", "citation_date",
)  # fmt: skip
# Of `<time>` elements, a page's first few are its own; further ones belong to other stories.
_TIMES = 3


def claimed_dates(
    tree: _Element,
    metas: Mapping[str, str],
    linked: Iterable[Mapping[str, Any]],
    address: str | None,
) -> tuple[ClaimedDate, ...]:
    """Every date claimed: `linked` are the page's JSON-LD articles, `metas` its meta tags by name."""
    claims = [
        *(ClaimedDate("json-ld", value) for value in _linked(linked)),
        *(ClaimedDate("opengraph", metas[name]) for name in _OPENGRAPH if metas.get(name)),
        *(ClaimedDate("meta", metas[name]) for name in _META if metas.get(name)),
        *(ClaimedDate("time", value) for value in _times(tree)),
    ]
    in_address = date_in_address(address) if address else None
    if in_address:
        claims.append(in_address)
    return tuple(dict.fromkeys(claims))


def date_in_address(address: str) -> ClaimedDate | None:
    """The day that stands in a web address as year, month and day, if one does."""
    match = _ADDRESS.search(address[:_LONGEST_ADDRESS])
    return ClaimedDate("url", match.group()) if match else None


def _linked(articles: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for article in articles:
        for field in ("datePublished", "dateCreated"):
            value = article.get(field)
            if isinstance(value, str) and value.strip():
                yield value.strip()
                break


def _times(tree: _Element) -> Iterator[str]:
    """Of `<time>` elements those marked as publication, else the first that stands outside lists and asides."""
    elements = list(tree.iter("time"))
    marked = [
        e for e in elements if e.get("pubdate") is not None or e.get("itemprop") == "datePublished"
    ]
    own = [
        e
        for e in elements
        if not any(True for _ in e.iterancestors("aside", "footer", "nav", "li"))
    ]
    for element in (marked or own[:1])[:_TIMES]:
        value = element.get("datetime") or str(element.xpath("string()"))
        if value.strip() and len(value) < 100:
            yield " ".join(value.split())
