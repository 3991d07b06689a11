r"""Make an article of a text or Markdown file.

In: decoded text. Out: an `Article`. A text file may begin with lines `# outlet: …`, `# published: …`,
`# headline: …`, `# byline: …`: they are metadata, not text. A Markdown file may begin with front matter
between `---` lines, and its first `# Title` is the headline; its markup (headings, emphasis, links,
quotes) is removed.

>>> from datetime import UTC, datetime
>>> note = "# outlet: Kessen Daily\n# published: 2024-02-28\n\nThe gates are shut."
>>> article = text_article("note.txt", note, datetime(2024, 3, 1, tzinfo=UTC))
>>> article.outlet, article.published[0].value, article.text
('Kessen Daily', '2024-02-28', 'The gates are shut.')
>>> markdown_article("note.md", "# Gates *shut*\n\nNobody.", datetime(2024, 3, 1, tzinfo=UTC)).headline
'Gates shut'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from onrecord.model import Article, ClaimedDate

_HEADER = re.compile(
    r"#[ \t]{0,9}(outlet|published|headline|byline)[ \t]{0,9}:([^\n]*)\n?", re.IGNORECASE
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[^\n]*\n){0,60}?)---[ \t]*\n")
_TITLE = re.compile(r"\s*#[ \t]+([^\n]+)")
# Field names of front matter.
_FRONT_MATTER_NAMES = {
    "title": "headline",
    "date": "published",
    "author": "byline",
    "authors": "byline",
    "source": "outlet",
}


def text_article(uri: str, text: str, captured: datetime) -> Article:
    """The article of a text file, without its header lines."""
    text = text.replace("\r\n", "\n")
    found: dict[str, str] = {}
    at = 0
    while match := _HEADER.match(text, at):
        found.setdefault(match.group(1).lower(), match.group(2).strip())
        at = match.end()
    return _article(uri, text[at:].lstrip("\n") if found else text, captured, found)


def markdown_article(uri: str, text: str, captured: datetime) -> Article:
    """The article of a Markdown file, without its markup."""
    text = text.replace("\r\n", "\n")
    found: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        for line in front.group(1).splitlines():
            name, _, value = line.partition(":")
            name = name.strip().lower()
            found.setdefault(_FRONT_MATTER_NAMES.get(name, name), value.strip().strip("\"'[]"))
        text = text[front.end() :]
    title = _TITLE.match(text)
    if title:
        found.setdefault("headline", _strip_markdown(title.group(1)).strip())
    return _article(uri, _strip_markdown(text), captured, found)


def _article(uri: str, text: str, captured: datetime, found: Mapping[str, str]) -> Article:
    published = found.get("published")
    byline = found.get("byline")
    return Article(
        uri,
        text,
        captured,
        headline=found.get("headline") or None,
        outlet=found.get("outlet") or None,
        authors=(byline,) if byline else (),
        published=(ClaimedDate("field", published),) if published else (),
    )


_MARKDOWN = (
    (re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)", re.MULTILINE), ""),
    # From the first blank of a run only, else a long run takes time that grows with its square.
    (re.compile(r"(?<![ \t])[ \t]+#{1,6}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]?){3,80}$", re.MULTILINE), ""),
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)"), ""),
    (re.compile(r"\[([^\]\[\n]{1,300})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,1000}?\S?)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,1000})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]{1,1000})(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
)


def _strip_markdown(text: str) -> str:
    for mark, instead in _MARKDOWN:
        text = mark.sub(instead, text)
    return text
