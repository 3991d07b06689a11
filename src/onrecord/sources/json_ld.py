"""Find the article objects in a page's JSON-LD.

In: a parsed page. Out: the objects of type `NewsArticle` and similar types, from objects, lists and
`@graph`s. Data that does not parse is ignored, as it is only metadata.

>>> from lxml import html
>>> page = html.document_fromstring('''<script type="application/ld+json">
... {"@graph": [{"@type": ["NewsArticle"], "author": [{"name": "Oda Renn"}]}]}</script>''')
>>> [person_names(article["author"]) for article in article_objects(page)]
[('Oda Renn',)]
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

# Types of schema.org that reports have; other types (reviews, advertisements) are not news.
ARTICLE_TYPES = frozenset(
    {
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
        "OpinionNewsArticle", "LiveBlogPosting", "BlogPosting", "Report",
    }
)  # fmt: skip
# Longer data lists a whole site, not one page.
_MAX_LENGTH = 1_000_000
_MAX_DEPTH = 8


def article_objects(tree: HtmlElement) -> list[Mapping[str, Any]]:
    """The article objects of the page's JSON-LD, in order."""
    found: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            found.extend(_find_articles(_parse_json(script.text or ""), _MAX_DEPTH))
    return found


def person_names(value: Any) -> tuple[str, ...]:
    """The names in an author or publisher: a string, an object with a `name`, or a list of those."""
    values = value if isinstance(value, list) else [value]
    names: list[Any] = []
    for each in values:
        name = each.get("name") if isinstance(each, dict) else each
        names.extend(name if isinstance(name, list) else [name])
    return tuple(" ".join(name.split()) for name in names if isinstance(name, str) and name.strip())


def _parse_json(text: str) -> Any:
    if len(text) > _MAX_LENGTH:
        return None
    try:
        return json.loads(text.strip().strip("<!->").strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _find_articles(value: Any, deepest: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list) and deepest:
        for each in value:
            yield from _find_articles(each, deepest - 1)
    elif isinstance(value, dict) and deepest:
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if ARTICLE_TYPES.intersection(name for name in names if isinstance(name, str)):
            yield value
        for field in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _find_articles(value.get(field), deepest - 1)
