"""Find the authors that a page marks in its text: `rel="author"` and `itemprop="author"`.

In: the page's tree. Out: the marked names without "by". A page that marks more than `MAX_AUTHORS` people
lists other reports, and gets none. The names are needed to resolve "I" in an opinion piece; the extraction
of the main text removes them.

>>> from lxml import html
>>> page = html.fromstring('<div><a rel="author" href="/oda">By Oda Renn</a><p>The gates were shut.</p></div>')
>>> page_authors(page)
('Oda Renn',)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

# A page with more marked authors is a list of reports.
MAX_AUTHORS = 4
_BY_PREFIX = re.compile(r"by:?\s+", re.IGNORECASE)
_AUTHOR_NAME = re.compile(r"[^\W\d_][^\d|@/]{2,60}")


def page_authors(tree: HtmlElement) -> tuple[str, ...]:
    """The marked authors, in the order of the page; none if they are more than `MAX_AUTHORS`."""
    names = tuple(dict.fromkeys(name for name in map(_author_name, _author_elements(tree)) if name))
    return names if len(names) <= MAX_AUTHORS else ()


def _author_elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("a", "span", "div", "p", "meta", "address"):
        if "author" in (element.get("rel") or "").lower().split():
            yield element
        elif "author" in (element.get("itemprop") or "").lower().split():
            named = (e for e in element.iter() if "name" in (e.get("itemprop") or "").split())
            yield next(named, element)


def _author_name(element: HtmlElement) -> str:
    """The element's text if it is a name, else ""."""
    words = " ".join((element.get("content") or element.text_content()).split())
    name = _BY_PREFIX.sub("", words, count=1) if _BY_PREFIX.match(words) else words
    return name if _AUTHOR_NAME.fullmatch(name) else ""
