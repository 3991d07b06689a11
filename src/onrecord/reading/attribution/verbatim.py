r"""What is signed: "The gates were open. — Mira Tasel (@miratasel) May 1, 2024", "“We wait.” — Oren Falk, Karsk Herald".

In: the parse. Out: a `Draft` for each paragraph that ends in a signature, or has it alone in the paragraph that follows:
a post set into a report, the account in brackets; a quotation, of a name behind its last mark. No verb reports them:
pages show posts so, and lists of what readers, papers or witnesses say.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The gates were open. — Mira Tasel (@miratasel) May 1, 2024"
>>> [found] = find_signed(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))))
>>> text[found.content[0].start : found.content[0].end], found.rule
('The gates were open.', 'signed/post')
"""

from __future__ import annotations

import re

from onrecord.model import Range, Span
from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.source_phrase import trim
from onrecord.reading.parse.tree import FINITE, Tree

# A name may hold what people write in such names; an account is what the services allow.
_POST = re.compile(
    r"(?P<dash>[—–]|--|-)\s?(?P<name>[^—–()\n]{2,80}?) ?\(@\w{1,40}\)(?: ?[-·,]? ?[^()\n]{3,40})?$"
)
_LINKS = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/)[^\s—–]++)+$")
_NAME = r"(?P<dash>--|[—–―-])\s?(?P<name>[A-Z][^—–―\"“”()@\n]{1,90})"
_BEHIND = re.compile(r"(?P<close>[\"”])\s?" + _NAME + "$")
_ALONE = re.compile(_NAME)
_OPENS, _CLOSES = frozenset('"“”'), frozenset('"”')
# A signature is looked for in so many last characters of a paragraph.
_LONGEST = 180
_FEWEST = 4


def find_signed(tree: Tree) -> list[Draft]:
    """Drafts of signed posts and quotations, in text order."""
    found: list[Draft | None] = []
    before: Span | None = None
    for place in tree.parsed.paragraphs:
        here = tree.span(place) if place.first < place.last else None
        if here is not None:
            found.append(_post(tree, here, before) or _quotation(tree, here, before))
        before = here
    return [draft for draft in found if draft is not None]


def _post(tree: Tree, paragraph: Span, before: Span | None) -> Draft | None:
    """The post that a paragraph is, or the one before it, if the paragraph ends in a name and an account."""
    text = tree.parsed.text
    signature = _POST.search(text, _near_the_end(paragraph), paragraph.end)
    if signature is None:
        return None
    post = _bare(text, Span(paragraph.start, signature.start())) or (before and _bare(text, before))
    return _draft(signature, tree.within(Span(*signature.span("name"))), post, "signed/post")


def _quotation(tree: Tree, paragraph: Span, before: Span | None) -> Draft | None:
    """The quotation that a paragraph is, or the one before it, if the paragraph ends in a name."""
    text = tree.parsed.text
    signature = _BEHIND.search(text, _near_the_end(paragraph), paragraph.end)
    quotation = Span(paragraph.start, signature.end("close")) if signature else before
    signature = signature or _ALONE.fullmatch(text, paragraph.start, paragraph.end)
    if signature is None or quotation is None or not _is_one_quotation(text, quotation):
        return None
    name = trim(tree, tree.within(Span(*signature.span("name"))))
    if name is None or not _names(tree, name):
        return None
    return _draft(signature, name, quotation, "signed/quotation")


def _near_the_end(paragraph: Span) -> int:
    """From where on a signature is looked for."""
    return max(paragraph.start, paragraph.end - _LONGEST)


def _draft(signature: re.Match[str], name: Range, words: Span | None, rule: str) -> Draft | None:
    """The draft of what is signed, its dash the cue."""
    return Draft(None, name, Span(*signature.span("dash")), (words,), rule) if words else None


def _bare(text: str, span: Span) -> Span | None:
    """The span without white space and links at its ends; None if nothing is left that could be words."""
    words = text[span.start : span.end].rstrip()
    links = _LINKS.search(words, max(0, len(words) - _LONGEST))
    words = words[: links.start()] if links else words
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, span.start + len(words)) if any(map(str.isalnum, words)) else None


def _is_one_quotation(text: str, span: Span) -> bool:
    """Whether marks stand at both ends of a span and nowhere else in it, and it is no title of two or three words."""
    if len(text[span.start : span.end].split()) < _FEWEST:
        return False
    ends = text[span.start] in _OPENS and text[span.end - 1] in _CLOSES
    return ends and not any(mark in text[span.start + 1 : span.end - 1] for mark in _OPENS)


def _names(tree: Tree, words: Range) -> bool:
    """Whether words can sign: a name in them, and no verb of a sentence."""
    inside = tree.tokens[words.first : words.last]
    return any(word.pos == "PROPN" for word in inside) and all(
        word.tag not in FINITE for word in inside
    )
