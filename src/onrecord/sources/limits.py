r"""The limits on the size of input.

>>> from datetime import UTC, datetime
>>> check_length(Article("note.txt", " \n ", datetime(2024, 3, 1, tzinfo=UTC)))
Problem(where='note.txt', message='empty: no text in it')
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.model import Article, Problem

# One text or page. A long report is 100 kB, a news page with its scripts 1 to 5 MB.
MAX_FILE_BYTES = 10_000_000
# One line of JSON Lines: the longest text, with escapes and fields.
MAX_LINE_BYTES = 10_000_000
# One report's text, in characters. The longest reports (a judgment, a day's transcript) have about 600,000;
# 1,220,000 were read in 56 s with 590 MB.
MAX_TEXT_LENGTH = 2_000_000
# Metadata, in characters. Outlets' names are shown with every statement; no headline of 5,000 articles has over 300.
MAX_HEADLINE = 1_000
MAX_NAME = 200
MAX_AUTHORS = 50
MAX_URI = 2_000


def check_length(article: Article) -> Article | Problem:
    """The article with bounded metadata, or the problem that its text is empty or too long.

    What is cut off from metadata is noted in the article's problems.
    """
    if not article.text.strip(" \t\r\n\f\v\u00a0\u200b\ufeff\x00"):
        return Problem(article.uri, "empty: no text in it")
    if len(article.text) > MAX_TEXT_LENGTH:
        characters = f"{len(article.text):,} characters"
        return Problem(
            article.uri,
            f"too long: {characters}, at most {MAX_TEXT_LENGTH:,} are read as one report",
        )
    return _bound_metadata(article)


def _bound_metadata(article: Article) -> Article:
    """The article whose URI, headline, outlet and authors are not longer than the limits.

    >>> from datetime import UTC, datetime
    >>> long = Article("a.txt", "No.", datetime(2024, 3, 1, tzinfo=UTC), outlet="Kessen Daily " * 99)
    >>> bound = _bound_metadata(long)
    >>> len(bound.outlet), [problem.message for problem in bound.problems]
    (201, ['outlet cut: 1,287 characters, at most 200 are kept'])
    """
    cut: list[Problem] = []

    def shortened(what: str, text: str, limit: int) -> str:
        if len(text) <= limit:
            return text
        message = f"{what} cut: {len(text):,} characters, at most {limit:,} are kept"
        cut.append(Problem(article.uri[:MAX_URI], message))
        return text[:limit] + "…"

    bound = replace(
        article,
        uri=shortened("uri", article.uri, MAX_URI),
        headline=article.headline and shortened("headline", article.headline, MAX_HEADLINE),
        outlet=article.outlet and shortened("outlet", article.outlet, MAX_NAME),
        authors=tuple(
            shortened("author", name, MAX_NAME) for name in article.authors[:MAX_AUTHORS]
        ),
    )
    if len(article.authors) > MAX_AUTHORS:
        message = f"authors cut: {len(article.authors):,}, at most {MAX_AUTHORS} are kept"
        cut.append(Problem(bound.uri, message))
    return replace(bound, problems=(*article.problems, *cut)) if cut else article
