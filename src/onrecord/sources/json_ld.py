"""What a page says of itself in JSON-LD: its article objects, wherever in the data they stand.

A parsed page goes in; the objects of type `NewsArticle` and its kin come out, from plain objects,
lists and `@graph`s. What does not parse is left out: JSON-LD is a courtesy of the page, not its text.

>>> from lxml import html
>>> page = html.document_fromstring('''<script type="application/ld+json">
... {"@graph": [{"@type": ["NewsArticle"], "author": [{"name": "Oda Renn"}]}]}</script>''')
>>> [names_of(article["author"]) for article in linked_articles(page)]
[('Oda Renn',)]
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

# Types of schema.org that a report bears; other articles (reviews, adverts) are not news.
ARTICLES = frozenset(
    {
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
        "OpinionNewsArticle", "LiveBlogPosting", "BlogPosting", "Report",
    }
)  # fmt: skip
# One page's JSON-LD; longer data lists a whole site.
_LONGEST = 1_000_000
_DEEPEST = 8


def linked_articles(tree: HtmlElement) -> list[Mapping[str, Any]]:
    """The article objects of the page's JSON-LD, in order."""
    found: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            found.extend(_articles(_loaded(script.text or ""), _DEEPEST))
    return found


def names_of(value: Any) -> tuple[str, ...]:
    """The names in an author or publisher: a string, an object with a `name`, or a list of those."""
    values = value if isinstance(value, list) else [value]
    names: list[Any] = []
    for each in values:
        name = each.get("name") if isinstance(each, dict) else each
        names.extend(name if isinstance(name, list) else [name])
    return tuple(" ".join(name.split()) for name in names if isinstance(name, str) and name.strip())


def _loaded(text: str) -> Any:
    if len(text) > _LONGEST:
        return None
    try:
        return json.loads(text.strip().strip("<!->").strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _articles(value: Any, deepest: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list) and deepest:
        for each in value:
            yield from _articles(each, deepest - 1)
    elif isinstance(value, dict) and deepest:
        kinds = value.get("@type")
        if ARTICLES.intersection(kinds if isinstance(kinds, list) else [str(kinds)]):
            yield value
        for field in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(value.get(field), deepest - 1)
