r"""Posts set into a report: a paragraph signed with a name, an account and mostly a day.

In: the parse. Out: a `Draft` for each paragraph that ends as embedded posts do ("... — Name (@account) May 1,
2024"): all before the dash was posted by the one named. Where the signature stands alone, the paragraph before
it is the post. Quotation marks are not needed: the words are those of the account.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.language import load, parse
>>> text = "The gates were open. — Mira Tasel (@miratasel) May 1, 2024"
>>> [found] = find_signed_posts(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))))
>>> text[found.content[0].start : found.content[0].end], found.rule
('The gates were open.', 'signed/post')
"""

from __future__ import annotations

import re

from onrecord.model import Span
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.tree import Tree

# A name may hold what people write in such names; an account is what the services allow.
_SIGNATURE = re.compile(
    r"(?P<dash>[—–]|--|-)\s?(?P<name>[^—–()\n]{2,80}?) ?\(@\w{1,40}\)(?: ?[-·,]? ?[^()\n]{3,40})?$"
)
_LINKS = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/)[^\s—–]++)+$")
# A signature is looked for in so many last characters of a paragraph.
_LONGEST = 180


def find_signed_posts(tree: Tree) -> list[Draft]:
    """Drafts of signed posts, in text order."""
    found: list[Draft] = []
    for number, place in enumerate(tree.parsed.paragraphs):
        if place.first < place.last:
            draft = _signed(tree, number, tree.span(place))
            if draft is not None:
                found.append(draft)
    return found


def _signed(tree: Tree, number: int, paragraph: Span) -> Draft | None:
    """The post a paragraph ends, if it ends in a signature."""
    text = tree.parsed.text
    start = max(paragraph.start, paragraph.end - _LONGEST)
    signature = _SIGNATURE.search(text, start, paragraph.end)
    if signature is None:
        return None
    post = _trimmed(text, Span(paragraph.start, signature.start()))
    if post is None and number:
        before = tree.parsed.paragraphs[number - 1]
        post = _trimmed(text, tree.span(before)) if before.first < before.last else None
    if post is None:
        return None
    name = tree.within(Span(*signature.span("name")))
    return Draft(None, name, Span(*signature.span("dash")), (post,), "signed/post")


def _trimmed(text: str, span: Span) -> Span | None:
    """The span without white space and links at its ends; None if nothing is left that could be words."""
    words = text[span.start : span.end].rstrip()
    links = _LINKS.search(words, max(0, len(words) - _LONGEST))
    words = words[: links.start()] if links else words
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, span.start + len(words)) if any(map(str.isalnum, words)) else None
