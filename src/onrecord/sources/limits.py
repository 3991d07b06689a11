r"""How much is taken in, and why no more: outside text is bounded before it is worked on.

>>> from datetime import UTC, datetime
>>> article_or_problem(Article("note.txt", " \n ", datetime(2024, 3, 1, tzinfo=UTC)))
Problem(where='note.txt', message='empty: no text in it')
"""

from __future__ import annotations

from onrecord.model import Article, Problem

# One text or page. A long report is 100 kB, a news page with all its scripts 1 to 5 MB.
LARGEST_FILE = 10_000_000
# One line of JSON Lines: the longest text below, with escapes and fields.
LONGEST_LINE = 10_000_000
# One report's text. A report of record length (a tribunal's judgment, a transcript of a day) has some
# 600,000 characters; 200,000 words of news have 1,220,000, and were read in some 56 s and 590 MB.
LONGEST_TEXT = 2_000_000


def article_or_problem(article: Article) -> Article | Problem:
    """The article, or the problem that it has no text or too much of it."""
    if not article.text.strip(" \t\r\n\f\v\u00a0\u200b\ufeff\x00"):
        return Problem(article.uri, "empty: no text in it")
    if len(article.text) > LONGEST_TEXT:
        characters = f"{len(article.text):,} characters"
        return Problem(
            article.uri, f"too long: {characters}, at most {LONGEST_TEXT:,} are read as one report"
        )
    return article
