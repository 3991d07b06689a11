"""Who wrote a page that says so in its text alone: HTML's `rel="author"` and schema.org's `itemprop="author"`.

In: a page's tree. Out: the names so marked, "by" taken off; none where the page marks more people than write one
report, as lists of other reports do, or what is no name. Text extraction drops these lines, and without them
nobody knows who "I" is.

>>> from lxml import html
>>> page = html.fromstring('<div><a rel="author" href="/oda">By Oda Renn</a><p>The gates were shut.</p></div>')
>>> marked_authors(page)
('Oda Renn',)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

# No more people than these write one report.
MOST = 4
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][^\d|@/]{2,60}")


def marked_authors(tree: HtmlElement) -> tuple[str, ...]:
    """The authors a page marks as such, in the order of the page."""
    names = tuple(dict.fromkeys(name for name in map(_name, _marked(tree)) if name))
    return names if len(names) <= MOST else ()


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("a", "span", "div", "p", "meta", "address"):
        if "author" in (element.get("rel") or "").lower().split():
            yield element
        elif "author" in (element.get("itemprop") or "").lower().split():
            named = (e for e in element.iter() if "name" in (e.get("itemprop") or "").split())
            yield next(named, element)


def _name(element: HtmlElement) -> str:
    """The name an element holds, "" for anything longer than one or with figures in it."""
    words = " ".join((element.get("content") or element.text_content()).split())
    name = _BY.sub("", words, count=1) if _BY.match(words) else words
    return name if _NAME.fullmatch(name) else ""
