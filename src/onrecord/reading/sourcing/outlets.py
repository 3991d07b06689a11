"""Outlets that no table knows: the report's own, and those it introduces as outlets.

In: the article with its origin, the parse. Out: the outlets' folded names; and the attributions, with an addressee that
is an outlet made the channel. The report's own outlet is known by its name, its initials ("VBS") and its address;
another by a noun next to its name ("the newspaper Karsk Argus", "Meridian, a news agency"), or as the agency of a
dateline ("(Meridian)").

>>> from datetime import datetime
>>> article = Article("https://www.lumewire.com/a", "", datetime(2024, 5, 3), outlet="Valdrian Broadcasting Service")
>>> sorted(report_outlets(article, (), Parsed("", (), (), (), (), (), ())))
['lumewire', 'lumewire.com', 'valdrian broadcasting service', 'vbs']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from urllib.parse import urlsplit

from onrecord.lexicon.outlets import outlet_words
from onrecord.lexicon.spelling import fold
from onrecord.model import Article, Attribution, Parsed, Passage, Range, Token
from onrecord.reading.attribution.source_kinds import kind_of
from onrecord.reading.parse.tree import Tree

# Shorter initials and shorter labels of an address may be any word.
_MIN_INITIALS, _MIN_LABEL = 3, 4
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "a"})
_ARTICLES = frozenset({"the", "a", "an"})
# How far before an outlet noun the comma after the name may stand: "Meridian, a state news agency".
_MAX_GAP = 4
# Labels that no outlet's name has.
_OTHER_LABELS = frozenset({"GPE", "LOC", "DATE", "TIME", "NORP", "LAW", "LANGUAGE"})
_AGENCY = re.compile(r"\(([A-Z][\w.&' -]{2,40})\)")
_WORD = re.compile(r"[^\W_]+")


def report_outlets(article: Article, passages: Sequence[Passage], parsed: Parsed) -> frozenset[str]:
    """The folded names, without article, of outlets that no table knows."""
    names = {name for name in _own_names(article) if name}
    for passage in passages:
        if passage.kind == "dateline":
            agency = _AGENCY.search(parsed.text, passage.span.start, passage.span.end)
            names |= {_plain(agency[1])} if agency else set()
    names |= {_plain(_text(parsed, *name)) for name in _introduced_names(parsed)}
    return frozenset(names | set(_short_names(parsed, names)))


def outlets_as_channels(
    tree: Tree, attributions: Sequence[Attribution], outlets: AbstractSet[str]
) -> tuple[Attribution, ...]:
    """The attributions, with an addressee that is an outlet made the channel."""
    return tuple(
        replace(found, addressee=None, channel=found.addressee)
        if names_outlet(tree, tree.tokens_of(found.addressee), outlets)
        else found
        for found in attributions
    )


def names_outlet(tree: Tree, tokens: Range | None, outlets: AbstractSet[str]) -> bool:
    """True if a phrase means an outlet, by one of these names or by an outlet noun: `VBS`, `the Karsk news agency`.

    A person of an outlet is none: `VBS reporter Mira Tasel`.
    """
    if tokens is None:
        return False
    inside = tree.tokens[tokens.first : tokens.last]
    if any(token.dep == "conj" or token.tag == "POS" for token in inside):
        return False
    head = tree.tokens[tree.head_of(tokens)]
    if head.text[0].islower():  # "the news agency", but "a Karsk Argus survey"
        return _is_outlet_noun(tree.parsed, head)
    named = [t.text for t in inside if t.text[0].isupper() and t.text.lower() not in _ARTICLES]
    names = {_plain(" ".join(named)), _plain(tree.text(tokens))}
    return not outlets.isdisjoint(names | {name.replace(" ", "") for name in names})


def _own_names(article: Article) -> Iterator[str]:
    """The names of the report's own outlet: its name, its initials, its address."""
    words = _WORD.findall(article.outlet or "")
    yield _plain(article.outlet or "")
    letters = "".join(word[0] for word in words if word.lower() not in _SMALL_WORDS)
    if len(letters) >= _MIN_INITIALS:
        yield fold(letters)
    try:
        host = (urlsplit(article.uri).hostname or "").removeprefix("www.")
    except ValueError:  # no address
        return
    labels = host.split(".")[:-1]
    while len(labels) > 1 and len(labels[-1]) < _MIN_LABEL:  # karskwire.co.uk
        labels.pop()
    if labels and len(labels[-1]) >= _MIN_LABEL:
        yield from (labels[-1], host)


def _introduced_names(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """The tokens of names that the report introduces as outlets, places and days left out."""
    other = {
        i
        for name in parsed.names
        if name.label in _OTHER_LABELS
        for i in range(name.first, name.last)
    }
    return ((first, last) for first, last in _names_next_to_nouns(parsed) if first not in other)


def _names_next_to_nouns(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """The names right after or in apposition before an outlet noun."""
    for token in parsed.tokens:
        if not _is_outlet_noun(parsed, token) or not _means_only_outlets(parsed, token):
            continue
        after = _name_from(parsed, token.i + 1)
        if after is not None:  # "the newspaper Karsk Argus"
            yield after
        places = range(token.i - 1, max(token.i - 1 - _MAX_GAP, 0), -1)
        comma = next((i for i in places if parsed.tokens[i].text == ","), None)
        if comma and parsed.tokens[comma + 1].text.lower() in _ARTICLES:
            before = _name_up_to(parsed, comma)
            if before is not None:  # "Meridian, a news agency"
                yield before


def _is_outlet_noun(parsed: Parsed, token: Token) -> bool:
    """True if a noun in lower case means an outlet: `newspaper`, `broadcaster`, `news agency`."""
    if token.tag != "NN" or not token.text[0].islower():
        return False
    agency = token.text == "agency" and token.i > 0 and parsed.tokens[token.i - 1].text == "news"
    return agency or kind_of(token.lemma) == "outlet"


def _means_only_outlets(parsed: Parsed, token: Token) -> bool:
    """True if an outlet noun has no other meaning: `newspaper`, `radio station`, not `site` or `network`."""
    before = parsed.tokens[token.i - 1].text if token.i else ""
    return (
        token.lemma in outlet_words() or before.upper() == "TV" or before.title() in outlet_words()
    )


def _name_from(parsed: Parsed, first: int) -> tuple[int, int] | None:
    """The name that begins at a token."""
    last = first
    while last < len(parsed.tokens) and _is_name_token(parsed, last, first):
        last += 1
    return (first, last) if last > first else None


def _name_up_to(parsed: Parsed, last: int) -> tuple[int, int] | None:
    """The name that ends before a token."""
    first = last
    while first > 0 and _is_name_token(parsed, first - 1, last - 1):
        first -= 1
    return (first, last) if first < last else None


def _is_name_token(parsed: Parsed, i: int, neighbour: int) -> bool:
    token = parsed.tokens[i]
    return (
        token.pos == "PROPN"
        and token.text[0].isupper()
        and token.sentence == parsed.tokens[neighbour].sentence
    )


def _short_names(parsed: Parsed, names: Collection[str]) -> Iterator[str]:
    """The last words of names where the report uses them alone after "the": `the Argus` for the Karsk Argus."""
    lasts = {name.split()[-1] for name in names if " " in name}
    for token in parsed.tokens[:-1]:
        after = parsed.tokens[token.i + 1]
        if token.text.lower() == "the" and after.pos == "PROPN" and fold(after.text) in lasts:
            alone = (
                token.i + 2 >= len(parsed.tokens)
                or not parsed.tokens[token.i + 2].text[0].isupper()
            )
            if alone:
                yield fold(after.text)


def _text(parsed: Parsed, first: int, last: int) -> str:
    return parsed.text[parsed.tokens[first].start : parsed.tokens[last - 1].end]


def _plain(name: str) -> str:
    """A name for comparison: folded, single-spaced, without article."""
    return " ".join(fold(name).split()).removeprefix("the ")
