"""Collect the publication dates that a web page claims, in order of trust.

In: a parsed page. Out: `ClaimedDate`s with unchanged values: JSON-LD first, then OpenGraph and other meta
tags, then `<time>` elements, then the page's URL. Dates of the last change are ignored, as they do not say
when a page was published. No date is taken from prose.

>>> date_in_url("https://kessen.example/news/2024/02/28/gates-shut")
ClaimedDate(where='url', value='2024/02/28')
>>> date_in_url("https://kessen.example/news/gates-shut") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml.etree import _Element

from onrecord.model import ClaimedDate

_URL_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d([/-])(?:0?[1-9]|1[0-2]|[a-z]{3})\1(?:0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
# Longer URLs are cut before they are searched.
_MAX_URL = 2_000
_OPENGRAPH_NAMES = ("article:published_time", "og:article:published_time", "og:published_time")
_META_NAMES = (
    "datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued",
    "dcterms.date", "article.published", "published-date", "originalpublicationdate", "citation_date",
)  # fmt: skip
# Only the first few `<time>` elements belong to the page's own article.
_MAX_TIMES = 3


def claimed_dates(
    tree: _Element,
    metas: Mapping[str, str],
    linked: Iterable[Mapping[str, Any]],
    address: str | None,
) -> tuple[ClaimedDate, ...]:
    """All claimed dates; `linked` are the page's JSON-LD articles, `metas` its meta tags by name."""
    claims = [
        *(ClaimedDate("json-ld", value) for value in _json_ld_dates(linked)),
        *(ClaimedDate("opengraph", metas[name]) for name in _OPENGRAPH_NAMES if metas.get(name)),
        *(ClaimedDate("meta", metas[name]) for name in _META_NAMES if metas.get(name)),
        *(ClaimedDate("time", value) for value in _time_elements(tree)),
    ]
    in_address = date_in_url(address) if address else None
    if in_address:
        claims.append(in_address)
    return tuple(dict.fromkeys(claims))


def date_in_url(address: str) -> ClaimedDate | None:
    """The day in a URL's path (`/2024/02/28/`), if there is one."""
    match = _URL_DATE.search(address[:_MAX_URL])
    return ClaimedDate("url", match.group()) if match else None


def _json_ld_dates(articles: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for article in articles:
        for field in ("datePublished", "dateCreated"):
            value = article.get(field)
            if isinstance(value, str) and value.strip():
                yield value.strip()
                break


def _time_elements(tree: _Element) -> Iterator[str]:
    """The `<time>` elements marked as publication, else the first one outside lists and asides."""
    elements = list(tree.iter("time"))
    marked = [
        e for e in elements if e.get("pubdate") is not None or e.get("itemprop") == "datePublished"
    ]
    own = [
        e
        for e in elements
        if not any(True for _ in e.iterancestors("aside", "footer", "nav", "li"))
    ]
    for element in (marked or own[:1])[:_MAX_TIMES]:
        value = element.get("datetime") or str(element.xpath("string()"))
        if value.strip() and len(value) < 100:
            yield " ".join(value.split())
