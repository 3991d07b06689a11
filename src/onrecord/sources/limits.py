r"""The limits on the size of input.

>>> from datetime import UTC, datetime
>>> check_length(Article("note.txt", " \n ", datetime(2024, 3, 1, tzinfo=UTC)))
Problem(where='note.txt', message='empty: no text in it')
"""

from __future__ import annotations

from onrecord.model import Article, Problem

# One text or page. A long report is 100 kB, a news page with its scripts 1 to 5 MB.
MAX_FILE_BYTES = 10_000_000
# One line of JSON Lines: the longest text, with escapes and fields.
MAX_LINE_BYTES = 10_000_000
# One report's text, in characters. The longest reports (a judgment, a day's transcript) have about 600,000;
# 1,220,000 were read in 56 s with 590 MB.
MAX_TEXT_LENGTH = 2_000_000


def check_length(article: Article) -> Article | Problem:
    """The article, or the problem that its text is empty or too long."""
    if not article.text.strip(" \t\r\n\f\v\u00a0\u200b\ufeff\x00"):
        return Problem(article.uri, "empty: no text in it")
    if len(article.text) > MAX_TEXT_LENGTH:
        characters = f"{len(article.text):,} characters"
        return Problem(
            article.uri,
            f"too long: {characters}, at most {MAX_TEXT_LENGTH:,} are read as one report",
        )
    return article
