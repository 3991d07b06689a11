"""A news page into an article: its main text and what it says of itself.

The bytes of a page go in; an `Article` or a `Problem` comes out. trafilatura finds the main text;
title, outlet, authors and dates come from JSON-LD, OpenGraph and other meta tags as they stand there, authors
else from what the page marks as its author.
Nothing is fetched and no date is guessed: trafilatura's own metadata, which guesses, is not asked for.

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
from onrecord.sources.bylines import marked_authors
from onrecord.sources.decode import Undecodable, decode
from onrecord.sources.json_ld import linked_articles, names_of
from onrecord.sources.page_dates import claimed_dates

# Below so many characters what was found is a notice or a teaser, not a report.
SHORTEST_REPORT = 100
# News pages have some 500 to 2,000 elements, the longest live pages ten times that.
MOST_ELEMENTS = 60_000
# With more elements trafilatura's second opinions are not asked: their time grows with the square of
# the number (1 s for 4,000 elements, 45 s for 15,000), its own rules' with the number.
THOROUGH_UP_TO = 4_000
# Browsers nest no deeper than 512; extraction recurses into the tree.
DEEPEST = 200


def read_page(uri: str, data: bytes, captured: datetime) -> Article | Problem:
    """The article a page holds, or why there is none."""
    decoded = decode(data, page=True)
    if isinstance(decoded, Undecodable):
        return Problem(uri, decoded.reason)
    tree = _parsed(decoded.text)
    if tree is None:
        return Problem(uri, "not HTML that can be read")
    size = _size(tree)
    if size is None:
        return Problem(
            uri, f"HTML with more than {MOST_ELEMENTS:,} elements or nested deeper than {DEEPEST}"
        )
    metas = _metas(tree)
    linked = linked_articles(tree)
    text = _main_text(tree, fast=size > THOROUGH_UP_TO)
    if len(text) < SHORTEST_REPORT:
        return Problem(uri, "no article found in the page")
    return Article(
        uri,
        text,
        captured,
        headline=_headline(tree, metas, linked),
        outlet=_outlet(metas, linked),
        authors=_authors(metas, linked) or marked_authors(tree),
        published=claimed_dates(tree, metas, linked, _address(tree, metas)),
        problems=(Problem(uri, decoded.note),) if decoded.note else (),
    )


def _parsed(text: str) -> HtmlElement | None:
    """The page's tree. As UTF-8 bytes: lxml refuses text that declares an encoding."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _size(tree: HtmlElement) -> int | None:
    """How many elements a page has, None if too many or too deep."""
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            return None
    return count


def _main_text(tree: HtmlElement, *, fast: bool) -> str:
    import trafilatura  # here, not above: it takes a third of a second, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(
            tree, include_comments=False, include_tables=True, fast=fast, output_format="txt"
        )
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    # a line of its output is a paragraph
    return "\n\n".join((text or "").splitlines())


def _metas(tree: HtmlElement) -> Mapping[str, str]:
    """The page's meta tags by lower-cased name, property or itemprop; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (
            (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        )
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _headline(
    tree: HtmlElement, metas: Mapping[str, str], linked: list[Mapping[str, Any]]
) -> str | None:
    for article in linked:
        if isinstance(article.get("headline"), str) and article["headline"].strip():
            return " ".join(article["headline"].split())
    told = metas.get("og:title") or metas.get("twitter:title")
    if told:
        return told
    for tag in ("h1", "title"):
        element = next(tree.iter(tag), None)
        words = " ".join("".join(element.itertext()).split()) if element is not None else ""
        if words:
            return words
    return None


def _outlet(metas: Mapping[str, str], linked: list[Mapping[str, Any]]) -> str | None:
    named = [name for article in linked for name in names_of(article.get("publisher"))]
    return named[0] if named else metas.get("og:site_name") or metas.get("application-name")


def _authors(metas: Mapping[str, str], linked: list[Mapping[str, Any]]) -> tuple[str, ...]:
    named = [name for article in linked for name in names_of(article.get("author"))]
    if not named:
        told = metas.get("author") or metas.get("article:author") or metas.get("byl") or ""
        named = [] if told.startswith(("http://", "https://")) else [told]
    return tuple(dict.fromkeys(name for name in named if name))


def _address(tree: HtmlElement, metas: Mapping[str, str]) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href"))
    return metas.get("og:url")
