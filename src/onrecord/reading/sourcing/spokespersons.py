"""For whom a source speaks: "Korvin's spokesman" for Korvin, "his office" for him, "the statement" for its issuer.

In: the tree, the cited sources, the attributions with their channels. Out: for each source that speaks for
another, the tokens of that other. Whoever was once told as somebody's spokesman stays so through the report;
"the statement" is that of the last one who spoke in or issued one.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "A spokesman for the dam authority said the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> tree.text(whose(tree, Range(0, 6)))
'the dam authority'
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.lexicon.outlets import message_words
from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Range
from onrecord.reading.attribution.source_kinds import kind_of
from onrecord.reading.attribution.source_phrase import phrase, trim
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.issued_statements import find_issued
from onrecord.reading.sourcing.source_mentions import Cited

# One who spoke for another once does so no more.
_NO_MORE = frozenset({"former", "ex", "then", "onetime", "retired"})
_FOR = frozenset({"for", "of", "to", "from"})
_AT = frozenset({"at", "with"})
_BY = frozenset({"from", "by"})
_BESIDE = frozenset({"compound", "nmod", "appos", "amod"})
# Titles within a proxy's own: "chief spokesman", "press office".
_OWN_WORDS = frozenset({"chief", "press", "deputy", "senior", "lead", "head", "main", "media"})
_HIGHEST = 4


@cache
def _before() -> Mapping[str, bool]:
    """Proxies, and whether whoever they speak for may stand right before them."""
    return {row["lemma"]: row["before"] == "yes" for row in rows("sourcing/proxies")}


def proxies(
    tree: Tree, sources: Sequence[Cited], attributions: Sequence[Attribution]
) -> dict[int, Range]:
    """By number of attribution, the tokens of whoever its source speaks for."""
    found: dict[int, Range] = {}
    of: dict[str | int, Range] = {}
    issued: dict[str, Range] = {}
    papers = deque(find_issued(tree))
    for source in sources:
        while papers and papers[0].at < source.tokens.first:
            _, paper, issuer = papers.popleft()
            issued[paper] = whose(tree, issuer) or issuer
        told = whose(tree, source.tokens) or _issuer(tree, source, issued)
        if told is None and source.who is not None:
            told = of.get(source.who)
        if told is not None:
            found[source.number] = told
            if source.who is not None and not _is_vessel(tree, source.head):
                of.setdefault(source.who, told)
        if _is_vessel(tree, source.head):
            issued.update({tree.tokens[source.head].lemma.lower(): told} if told else {})
        elif vessel := _vessel(tree, attributions[source.number]):
            issued[vessel] = told or source.tokens
    return found


def whose(tree: Tree, source: Range) -> Range | None:
    """The words of whoever the source speaks for, where the source's own words tell."""
    head = tree.head_of(source)
    for i in range(source.first, source.last):
        lemma = tree.tokens[i].lemma.lower()
        proxy, vessel = lemma in _before(), _is_vessel(tree, i)
        if (
            (proxy or vessel)
            and _heads(tree, source, i)
            and (i == head or kind_of(lemma) != "group")
        ):
            if any(tree.tokens[k].text.lower() in _NO_MORE for k in range(source.first, i)):
                return None
            told = _owner(tree, source, i) or _behind(tree, source, i)
            if told is None and (vessel or _before()[lemma]):
                told = _right_before(tree, source, i)
            return told
    return None


def _heads(tree: Tree, source: Range, i: int) -> bool:
    """Whether a word is the source's head, or stands for the same one: `spokesman Joren Pell`."""
    for _ in range(_HIGHEST):
        token = tree.tokens[i]
        if token.head == i or not source.first <= token.head < source.last:
            return True
        if token.dep not in _BESIDE:
            return False
        i = token.head
    return False


def _owner(tree: Tree, source: Range, i: int) -> Range | None:
    """Whoever owns the proxy: `Prime Minister Edda Korvin's`, `his`."""
    owner = tree.child(i, "poss")
    if owner is None or owner.i < source.first:
        return None
    return trim(tree, Range(max(tree.subtree(owner.i).first, source.first), owner.i + 1))


def _behind(tree: Tree, source: Range, i: int) -> Range | None:
    """Whoever stands behind "for" or "of": `a spokesman for the ministry`."""
    for link in tree.children(i, "prep"):
        noun = tree.child(link.i, "pobj")
        links = _BY if _is_vessel(tree, i) else _links(tree.tokens[i].lemma.lower())
        if link.text.lower() in links and noun is not None and noun.tag != "CD":
            told = phrase(tree, noun.i, link.i)
            ends = (k for k in range(noun.i, source.last) if tree.tokens[k].text == ",")
            inside = told and Range(
                told.first, min(told.last, next(ends, source.last), source.last)
            )
            return trim(tree, inside) if inside and inside.first < inside.last else None
    return None


def _links(proxy: str) -> frozenset[str]:
    """What joins a proxy to whoever it speaks for: a spokesman also "at" a ministry, a lawyer at a firm not."""
    return _FOR | _AT if _before()[proxy] else _FOR


def _right_before(tree: Tree, source: Range, i: int) -> Range | None:
    """Whoever stands right before the proxy: `a defence ministry spokesman`."""
    first = i
    while first > source.first:
        token = tree.tokens[first - 1]
        named = token.pos in {"NOUN", "PROPN"} or tree.label[token.i] in {"NORP", "GPE", "ORG"}
        if not named or token.text.lower() in _OWN_WORDS or token.tag == "POS":
            break
        first -= 1
    dated = any(tree.label[k] in {"DATE", "TIME", "CARDINAL"} for k in range(first, i))
    proxy = tree.tokens[i].lemma.lower() in _before()
    speaks = first < i and not dated and (proxy or _is_body(tree, i - 1))
    return Range(first, i) if speaks else None


def _is_body(tree: Tree, i: int) -> bool:
    """Whether a word is a body's: `a ministry statement`, not `a video message`."""
    token = tree.tokens[i]
    return token.pos == "PROPN" or kind_of(token.lemma) == "group"


def _issuer(tree: Tree, source: Cited, issued: Mapping[str, Range]) -> Range | None:
    """Whose "the statement" is: the last source's who spoke in one."""
    lemma = tree.tokens[source.head].lemma.lower()
    definite = tree.tokens[source.tokens.first].text.lower() in {"the", "this", "that"}
    return issued.get(lemma) if definite and _is_vessel(tree, source.head) else None


def _is_vessel(tree: Tree, i: int) -> bool:
    """Whether a word is a thing that holds somebody's words, and no name's part: `The Karsk Post`."""
    token = tree.tokens[i]
    return token.pos != "PROPN" and token.lemma.lower() in message_words()


def _vessel(tree: Tree, attribution: Attribution) -> str:
    """What a source spoke in, "" where no vessel is told: `in a statement`."""
    tokens = tree.tokens_of(attribution.channel)
    words = (tree.tokens[i].lemma.lower() for i in range(*tokens)) if tokens else ()
    return next((word for word in words if word in message_words()), "")
