r"""Words given word for word without a verb: signed posts and quotations, and the turns of a transcript.

In: a `Tree`. Out: `Candidate`s. "The gates were open. — Mira Tasel (@miratasel) May 1, 2024" is a post set into a report,
the account in brackets; “We wait.” — Oren Falk, Karsk Herald" is a quotation with a name after its last mark. The
signature ends the paragraph, or stands alone in the next one. Pages show posts so, and lists of what readers, papers or
witnesses say.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The gates were open. — Mira Tasel (@miratasel) May 1, 2024"
>>> [found] = find_signed(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))))
>>> text[found.content[0].start : found.content[0].end], found.rule
('The gates were open.', 'signed/post')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Range, Span
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.source_phrase import trim
from onrecord.reading.parse.tree import FINITE, Tree

# A name may hold what people write in such names; an account is what the services allow.
_POST = re.compile(
    r"(?P<dash>[—–]|--|-)\s?(?P<name>[^—–()\n]{2,80}?) ?\(@\w{1,40}\)(?: ?[-·,]? ?[^()\n]{3,40})?$"
)
_LINKS = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/)[^\s—–]++)+$")
_NAME = r"(?P<dash>--|[—–―-])\s?(?P<name>[A-Z][^—–―\"“”()@\n]{1,90})"
_NAME_AFTER_MARK = re.compile(r"(?P<close>[\"”])\s?" + _NAME + "$")
_NAME_ALONE = re.compile(_NAME)
_OPENING, _CLOSING = frozenset('"“”'), frozenset('"”')
# A signature is looked for in so many last characters of a paragraph.
_LONGEST_SIGNATURE = 180
# A quotation of fewer words may be a title.
_FEWEST_WORDS = 4
# The marks that may stand before the first name of a quoted transcript.
_OPENING_MARKS = frozenset({'"', "“", "„", "«", "''", "``"})
# Paragraphs from one turn of a transcript to the next, at most: an answer may take three.
_TURNS_APART = 3
_FEWEST_TURNS = 3
_STOPS = frozenset(".?!…—–-")
# Parts of speech in a name before a colon, and how many tokens it has with its colon, at most.
_NAME_PARTS = frozenset({"PROPN", "NOUN", "ADJ", "PART", "ADP"})
_LONGEST_NAME = 7


def find_signed(tree: Tree) -> list[Candidate]:
    """Candidates of signed posts and quotations, in text order."""
    found: list[Candidate | None] = []
    before: Span | None = None
    for place in tree.parsed.paragraphs:
        here = tree.span(place) if place.first < place.last else None
        if here is not None:
            found.append(_signed_post(tree, here, before) or _signed_quotation(tree, here, before))
        before = here
    return [candidate for candidate in found if candidate is not None]


def _signed_post(tree: Tree, paragraph: Span, before: Span | None) -> Candidate | None:
    """The post in this paragraph or the one before it, if this one ends in a name and an account."""
    text = tree.parsed.text
    signature = _POST.search(text, _search_start(paragraph), paragraph.end)
    if signature is None:
        return None
    post = _without_links(text, Span(paragraph.start, signature.start()))
    post = post or (before and _without_links(text, before))
    return _signed(signature, tree.within(Span(*signature.span("name"))), post, "signed/post")


def _signed_quotation(tree: Tree, paragraph: Span, before: Span | None) -> Candidate | None:
    """The quotation in this paragraph or the one before it, if this one ends in a name."""
    text = tree.parsed.text
    signature = _NAME_AFTER_MARK.search(text, _search_start(paragraph), paragraph.end)
    quotation = Span(paragraph.start, signature.end("close")) if signature else before
    signature = signature or _NAME_ALONE.fullmatch(text, paragraph.start, paragraph.end)
    if signature is None or quotation is None or not _is_one_quotation(text, quotation):
        return None
    name = trim(tree, tree.within(Span(*signature.span("name"))))
    if name is None or not _is_name(tree, name):
        return None
    return _signed(signature, name, quotation, "signed/quotation")


def _search_start(paragraph: Span) -> int:
    """The character from which a signature is looked for."""
    return max(paragraph.start, paragraph.end - _LONGEST_SIGNATURE)


def _signed(
    signature: re.Match[str], name: Range, words: Span | None, rule: str
) -> Candidate | None:
    """The candidate of signed words, the dash as cue; None without words."""
    return Candidate(None, name, Span(*signature.span("dash")), (words,), rule) if words else None


def _without_links(text: str, span: Span) -> Span | None:
    """The span without white space and links at its ends; None if no letter or digit is left."""
    words = text[span.start : span.end].rstrip()
    links = _LINKS.search(words, max(0, len(words) - _LONGEST_SIGNATURE))
    words = words[: links.start()] if links else words
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, span.start + len(words)) if any(map(str.isalnum, words)) else None


def _is_one_quotation(text: str, span: Span) -> bool:
    """True if marks stand at both ends of a span and nowhere else in it, and it is longer than a title."""
    if len(text[span.start : span.end].split()) < _FEWEST_WORDS:
        return False
    ends = text[span.start] in _OPENING and text[span.end - 1] in _CLOSING
    return ends and not any(mark in text[span.start + 1 : span.end - 1] for mark in _OPENING)


def _is_name(tree: Tree, words: Range) -> bool:
    """True if the words hold a proper noun and no finite verb."""
    inside = tree.tokens[words.first : words.last]
    return any(word.pos == "PROPN" for word in inside) and all(
        word.tag not in FINITE for word in inside
    )


def find_transcript_turns(tree: Tree) -> list[Candidate]:
    """The turns of a transcript: "FALK: …", "TASEL: …", "FALK: …", with marks where it is quoted.

    One line in capitals may be a label of the outlet ("RELATED: …"), so turns are whole sentences, at least three, by
    two or more names, few paragraphs apart.
    """
    runs: list[list[tuple[int, Candidate]]] = []
    for number, paragraph in enumerate(tree.parsed.paragraphs):
        headline = tree.parsed.kinds[number] == "headline"
        candidate = None if headline else _turn(tree, paragraph)
        if candidate is None or not _ends_sentence(tree, candidate):
            continue
        if not runs or number - runs[-1][-1][0] > _TURNS_APART:
            runs.append([])
        runs[-1].append((number, candidate))
    return [candidate for run in runs if _is_dialogue(tree, run) for _, candidate in run]


def _turn(tree: Tree, paragraph: Range) -> Candidate | None:
    """The candidate of a paragraph that begins with a name in capitals and a colon."""
    first, last = paragraph
    name = first + (first < last and tree.tokens[first].text in _OPENING_MARKS)
    for i in range(name + 1, min(name + _LONGEST_NAME, last - 2)):
        if tree.tokens[i].text == ":":
            break
        if tree.tokens[i].pos not in _NAME_PARTS or tree.tokens[i].text in ("”", '"'):
            return None
    else:
        return None
    if not tree.text(Range(name, i)).isupper() or trim(tree, Range(i + 1, last)) is None:
        return None
    mark, content = tree.span(Range(i, i + 1)), tree.span(Range(i + 1, last))
    return Candidate(None, Range(name, i), mark, (content,), "transcript/turn")


def _ends_sentence(tree: Tree, candidate: Candidate) -> bool:
    """True if the content ends as a sentence does, closing marks aside."""
    text = tree.parsed.text[candidate.content[0].start : candidate.content[0].end]
    return text.rstrip("\"”'’)] ")[-1:] in _STOPS


def _is_dialogue(tree: Tree, run: Sequence[tuple[int, Candidate]]) -> bool:
    """True if a run has turns enough, by two names or more."""
    names = {tree.text(candidate.source) for _, candidate in run if candidate.source}
    return len(run) >= _FEWEST_TURNS and len(names) > 1
