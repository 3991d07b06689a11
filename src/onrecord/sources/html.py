"""Extract an article from a news page: its main text and its metadata.

In: the bytes of a page. Out: an `Article` or a `Problem`. trafilatura extracts the main text; title, outlet,
authors and dates come unchanged from JSON-LD, OpenGraph and other meta tags, authors also from the page's
marked authors. Nothing is fetched and no date is guessed: trafilatura's metadata, which includes guesses,
is not used.

>>> from datetime import UTC, datetime
>>> page = "<html><head><title>Gates shut</title></head><body><article><p>" + "The gates are shut. " * 30
>>> article = read_page("gates.html", page.encode(), datetime(2024, 3, 1, tzinfo=UTC))
>>> article.headline, article.text[:19]
('Gates shut', 'The gates are shut.')
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree, html
from lxml.html import HtmlElement

from onrecord.model import Article, Problem
from onrecord.sources.decode import Undecodable, decode
from onrecord.sources.json_ld import article_objects, person_names
from onrecord.sources.page_authors import page_authors
from onrecord.sources.page_dates import claimed_dates

# A shorter text is a notice or a teaser, not a report.
MIN_TEXT = 100
# News pages have 500 to 2,000 elements, the longest live pages ten times that.
MAX_ELEMENTS = 60_000
# Above this, trafilatura's fallback extractors are not run: their time is quadratic in the number of
# elements (1 s for 4,000, 45 s for 15,000), that of its own rules linear.
THOROUGH_MAX_ELEMENTS = 4_000
# The extraction recurses into the tree.
MAX_DEPTH = 200


def read_page(uri: str, data: bytes, captured: datetime) -> Article | Problem:
    """The article of a page, or the problem with it."""
    decoded = decode(data, page=True)
    if isinstance(decoded, Undecodable):
        return Problem(uri, decoded.reason)
    tree = _parse_html(decoded.text)
    if tree is None:
        return Problem(uri, "not HTML that can be read")
    size = _count_elements(tree)
    if size is None:
        return Problem(
            uri, f"HTML with more than {MAX_ELEMENTS:,} elements or nested deeper than {MAX_DEPTH}"
        )
    metas = _meta_tags(tree)
    linked = article_objects(tree)
    text = _main_text(tree, fast=size > THOROUGH_MAX_ELEMENTS)
    if len(text) < MIN_TEXT:
        return Problem(uri, "no article found in the page")
    return Article(
        uri,
        text,
        captured,
        headline=_find_headline(tree, metas, linked),
        outlet=_find_outlet(metas, linked),
        authors=_find_authors(metas, linked) or page_authors(tree),
        published=claimed_dates(tree, metas, linked, _canonical_url(tree, metas)),
        problems=(Problem(uri, decoded.note),) if decoded.note else (),
    )


def _parse_html(text: str) -> HtmlElement | None:
    """The page's tree. lxml gets UTF-8 bytes, as it refuses text that declares an encoding."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _count_elements(tree: HtmlElement) -> int | None:
    """The number of elements, None if they are too many or nested too deep."""
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            return None
    return count


def _main_text(tree: HtmlElement, *, fast: bool) -> str:
    import trafilatura  # takes a third of a second, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(
            tree, include_comments=False, include_tables=True, fast=fast, output_format="txt"
        )
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    # each line of the output is a paragraph
    return "\n\n".join((text or "").splitlines())


def _meta_tags(tree: HtmlElement) -> Mapping[str, str]:
    """The page's meta tags by lower-case name, property or itemprop; the first one of a name wins."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (
            (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        )
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _find_headline(
    tree: HtmlElement, metas: Mapping[str, str], linked: list[Mapping[str, Any]]
) -> str | None:
    for article in linked:
        if isinstance(article.get("headline"), str) and article["headline"].strip():
            return " ".join(article["headline"].split())
    title = metas.get("og:title") or metas.get("twitter:title")
    if title:
        return title
    for tag in ("h1", "title"):
        element = next(tree.iter(tag), None)
        words = " ".join("".join(element.itertext()).split()) if element is not None else ""
        if words:
            return words
    return None


def _find_outlet(metas: Mapping[str, str], linked: list[Mapping[str, Any]]) -> str | None:
    named = [name for article in linked for name in person_names(article.get("publisher"))]
    return named[0] if named else metas.get("og:site_name") or metas.get("application-name")


def _find_authors(metas: Mapping[str, str], linked: list[Mapping[str, Any]]) -> tuple[str, ...]:
    named = [name for article in linked for name in person_names(article.get("author"))]
    if not named:
        title = metas.get("author") or metas.get("article:author") or metas.get("byl") or ""
        named = [] if title.startswith(("http://", "https://")) else [title]
    return tuple(dict.fromkeys(name for name in named if name))


def _canonical_url(tree: HtmlElement, metas: Mapping[str, str]) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href"))
    return metas.get("og:url")
