"""Find the principal a source speaks for: Korvin for "Korvin's spokesman", "his" for "his office".

In: the tree, the sources, the attributions with their channels. Out: for each source that speaks for a principal, the
principal's tokens. A spokesperson introduced once stays so through the report; "the statement" is that of the last
source who spoke in one or issued one.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "A spokesman for the dam authority said the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> tree.text(principal_of(tree, Range(0, 6)))
'the dam authority'
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.lexicon.outlets import message_words
from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Range
from onrecord.reading.attribution.rules.source_phrase import phrase, trim
from onrecord.reading.attribution.source_kinds import kind_of
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.issued_statements import find_issued_messages
from onrecord.reading.sourcing.source_mentions import SourceMention

# Words for a spokesperson who no longer speaks for the principal.
_FORMER = frozenset({"former", "ex", "then", "onetime", "retired"})
_LINKS = frozenset({"for", "of", "to", "from"})
_PLACE_LINKS = frozenset({"at", "with"})
_ISSUER_LINKS = frozenset({"from", "by"})
_MODIFIER_DEPS = frozenset({"compound", "nmod", "appos", "amod"})
# Words of a proxy's own title: "chief spokesman", "press office".
_TITLE_WORDS = frozenset({"chief", "press", "deputy", "senior", "lead", "head", "main", "media"})
_MAX_CLIMB = 4


@cache
def _proxies() -> Mapping[str, bool]:
    """The words for a proxy; True for those whose principal may stand right before them."""
    return {row["lemma"]: row["before"] == "yes" for row in rows("sourcing/proxies")}


def find_principals(
    tree: Tree, sources: Sequence[SourceMention], attributions: Sequence[Attribution]
) -> dict[int, Range]:
    """By number of attribution, the tokens of the principal its source speaks for."""
    found: dict[int, Range] = {}
    by_person: dict[str | int, Range] = {}
    issuers: dict[str, Range] = {}
    messages = deque(find_issued_messages(tree))
    for source in sources:
        while messages and messages[0].at < source.tokens.first:
            _, word, issuer = messages.popleft()
            issuers[word] = principal_of(tree, issuer) or issuer
        principal = principal_of(tree, source.tokens) or _issuer(tree, source, issuers)
        if principal is None and source.person is not None:
            principal = by_person.get(source.person)
        is_message = _is_message(tree, source.head)
        if principal is not None:
            found[source.number] = principal
            if source.person is not None and not is_message:
                by_person.setdefault(source.person, principal)
        if is_message and principal is not None:
            issuers[tree.tokens[source.head].lemma.lower()] = principal
        elif not is_message and (word := _message_of(tree, attributions[source.number])):
            issuers[word] = principal or source.tokens
    return found


def principal_of(tree: Tree, source: Range) -> Range | None:
    """The tokens of the principal that the source's own words name; None if they name none."""
    head = tree.head_of(source)
    for i in range(source.first, source.last):
        lemma = tree.tokens[i].lemma.lower()
        proxy, message = lemma in _proxies(), _is_message(tree, i)
        if (
            (proxy or message)
            and _heads(tree, source, i)
            and (i == head or kind_of(lemma) != "group")
        ):
            if any(tree.tokens[k].text.lower() in _FORMER for k in range(source.first, i)):
                return None
            principal = _owner(tree, source, i) or _principal_after(tree, source, i)
            if principal is None and (message or _proxies()[lemma]):
                principal = _principal_before(tree, source, i)
            return principal
    return None


def _heads(tree: Tree, source: Range, i: int) -> bool:
    """True if a word is the source's head or modifies it: `spokesman Joren Pell`."""
    for _ in range(_MAX_CLIMB):
        token = tree.tokens[i]
        if token.head == i or not source.first <= token.head < source.last:
            return True
        if token.dep not in _MODIFIER_DEPS:
            return False
        i = token.head
    return False


def _owner(tree: Tree, source: Range, i: int) -> Range | None:
    """The owner of a proxy: `Prime Minister Edda Korvin's`, `his`."""
    owner = tree.child(i, "poss")
    if owner is None or owner.i < source.first:
        return None
    return trim(tree, Range(max(tree.subtree(owner.i).first, source.first), owner.i + 1))


def _principal_after(tree: Tree, source: Range, i: int) -> Range | None:
    """The principal after "for" or "of": `a spokesman for the ministry`."""
    for link in tree.children(i, "prep"):
        noun = tree.child(link.i, "pobj")
        links = _ISSUER_LINKS if _is_message(tree, i) else _links_of(tree.tokens[i].lemma.lower())
        if link.text.lower() in links and noun is not None and noun.tag != "CD":
            principal = phrase(tree, noun.i, link.i)
            ends = (k for k in range(noun.i, source.last) if tree.tokens[k].text == ",")
            inside = principal and Range(
                principal.first, min(principal.last, next(ends, source.last), source.last)
            )
            return trim(tree, inside) if inside and inside.first < inside.last else None
    return None


def _links_of(proxy: str) -> frozenset[str]:
    """The prepositions that join a proxy to its principal: a spokesman "at" a ministry, but no lawyer at a firm."""
    return _LINKS | _PLACE_LINKS if _proxies()[proxy] else _LINKS


def _principal_before(tree: Tree, source: Range, i: int) -> Range | None:
    """The principal right before the proxy: `a defence ministry spokesman`."""
    first = i
    while first > source.first:
        token = tree.tokens[first - 1]
        named = token.pos in {"NOUN", "PROPN"} or tree.label[token.i] in {"NORP", "GPE", "ORG"}
        if not named or token.text.lower() in _TITLE_WORDS or token.tag == "POS":
            break
        first -= 1
    dated = any(tree.label[k] in {"DATE", "TIME", "CARDINAL"} for k in range(first, i))
    proxy = tree.tokens[i].lemma.lower() in _proxies()
    speaks = first < i and not dated and (proxy or _is_body(tree, i - 1))
    return Range(first, i) if speaks else None


def _is_body(tree: Tree, i: int) -> bool:
    """True if a word means an organisation: `a ministry statement`, not `a video message`."""
    token = tree.tokens[i]
    return token.pos == "PROPN" or kind_of(token.lemma) == "group"


def _issuer(tree: Tree, source: SourceMention, issuers: Mapping[str, Range]) -> Range | None:
    """The last issuer of what a source like "the statement" refers to."""
    lemma = tree.tokens[source.head].lemma.lower()
    definite = tree.tokens[source.tokens.first].text.lower() in {"the", "this", "that"}
    return issuers.get(lemma) if definite and _is_message(tree, source.head) else None


def _is_message(tree: Tree, i: int) -> bool:
    """True if a word means a message and is no part of a name (`The Karsk Post`)."""
    token = tree.tokens[i]
    return token.pos != "PROPN" and token.lemma.lower() in message_words()


def _message_of(tree: Tree, attribution: Attribution) -> str:
    """The word for the message a source speaks in (`in a statement`), or ""."""
    tokens = tree.tokens_of(attribution.channel)
    words = (tree.tokens[i].lemma.lower() for i in range(*tokens)) if tokens else ()
    return next((word for word in words if word in message_words()), "")
