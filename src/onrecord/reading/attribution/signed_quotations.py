r"""Quotations set apart and signed: "“The gates were open.” — Mira Tasel, Karsk Herald".

In: the parse. Out: a `Draft` for each paragraph that is one quotation with a dash and a name behind it, or one
quotation whose name stands alone behind a dash in the paragraph that follows. No verb reports it: lists of what
readers, papers or witnesses say are written so.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.language import load, parse
>>> text = "“The gates were open.” — Mira Tasel, Karsk Herald"
>>> [found] = find_signed_quotations(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))))
>>> text[found.content[0].start : found.content[0].end], found.rule
('“The gates were open.”', 'signed/quotation')
"""

from __future__ import annotations

import re

from onrecord.model import Range, Span
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.sources import trim
from onrecord.reading.attribution.tree import FINITE, Tree

_DASH = r"(?P<dash>--|[—–―-])\s?(?P<name>[A-Z][^—–―\"“”()@\n]{1,90})"
_BEHIND = re.compile(r"(?P<close>[\"”])\s?" + _DASH + "$")
_ALONE = re.compile(_DASH + "$")
_OPENS, _CLOSES = frozenset('"“”'), frozenset('"”')
# A signature is looked for in so many last characters of a paragraph.
_LONGEST = 100
_FEWEST = 4


def find_signed_quotations(tree: Tree) -> list[Draft]:
    """Drafts of signed quotations, in text order."""
    spans = [
        tree.span(place) if place.first < place.last else None for place in tree.parsed.paragraphs
    ]
    drafts = (
        _signed(tree, span, spans[number - 1] if number else None)
        for number, span in enumerate(spans)
        if span is not None
    )
    return [draft for draft in drafts if draft is not None]


def _signed(tree: Tree, paragraph: Span, before: Span | None) -> Draft | None:
    """The quotation a paragraph, or the one before it, is, if the paragraph ends in a signature."""
    text = tree.parsed.text
    start = max(paragraph.start, paragraph.end - _LONGEST)
    signature = _BEHIND.search(text, start, paragraph.end)
    quotation: Span | None = None
    if signature is not None:
        quotation = Span(paragraph.start, signature.end("close"))
    elif before is not None:
        signature, quotation = _ALONE.fullmatch(text, paragraph.start, paragraph.end), before
    if signature is None or quotation is None or not _is_one_quotation(text, quotation):
        return None
    name = trim(tree, tree.within(Span(*signature.span("name"))))
    if name is None or not _names(tree, name):
        return None
    return Draft(None, name, Span(*signature.span("dash")), (quotation,), "signed/quotation")


def _is_one_quotation(text: str, span: Span) -> bool:
    """Whether marks stand at both ends of a span and nowhere else in it, and it is no title of two or three words."""
    if len(text[span.start : span.end].split()) < _FEWEST:
        return False
    ends = text[span.start] in _OPENS and text[span.end - 1] in _CLOSES
    return ends and not any(mark in text[span.start + 1 : span.end - 1] for mark in '"“”')


def _names(tree: Tree, words: Range) -> bool:
    """Whether words can sign: a name in them, and no verb of a sentence."""
    inside = tree.tokens[words.first : words.last]
    return any(word.pos == "PROPN" for word in inside) and all(
        word.tag not in FINITE for word in inside
    )
