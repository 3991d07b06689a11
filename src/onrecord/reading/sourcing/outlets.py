"""Outlets that no table knows: the report's own, and those it tells of as such.

In: the article with where it came from, the parse. Out: their names, folded; and the attributions in which
somebody who was taken for being spoken to is an outlet: then words go through it, to nobody. The report's own
outlet is known by its name, by the initials of it ("told VBS") and by its address; another by what stands
beside its name ("the newspaper Karsk Argus", "Meridian, a news agency"), or as a dateline's agency ("(Meridian)").

>>> from datetime import datetime
>>> article = Article("https://www.lumewire.com/a", "", datetime(2024, 5, 3), outlet="Valdrian Broadcasting Service")
>>> sorted(outlets_of(article, (), Parsed("", (), (), (), (), (), ())))
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

# Initials of fewer letters are any word's; an address's label so short is too.
LETTERS, LABEL = 3, 4
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "a"})
_ARTICLES = frozenset({"the", "a", "an"})
# Between a name and what it is told to be stand a comma and an article, and words of the kind.
_NEAR = 4
# Labels of names that no outlet bears.
_NEVER = frozenset({"GPE", "LOC", "DATE", "TIME", "NORP", "LAW", "LANGUAGE"})
_AGENCY = re.compile(r"\(([A-Z][\w.&' -]{2,40})\)")
_WORD = re.compile(r"[^\W_]+")


def outlets_of(article: Article, passages: Sequence[Passage], parsed: Parsed) -> frozenset[str]:
    """The names, folded and without article, by which a report may mean an outlet no table knows."""
    names = {name for name in _own(article) if name}
    for passage in passages:
        if passage.kind == "dateline":
            told = _AGENCY.search(parsed.text, passage.span.start, passage.span.end)
            names |= {_plain(told[1])} if told else set()
    names |= {_plain(_text(parsed, *name)) for name in _told(parsed)}
    return frozenset(names | set(_short(parsed, names)))


def through_outlets(
    tree: Tree, attributions: Sequence[Attribution], outlets: AbstractSet[str]
) -> tuple[Attribution, ...]:
    """The attributions, an outlet among those spoken to made the channel it is."""
    return tuple(
        replace(found, addressee=None, channel=found.addressee)
        if names_outlet(tree, tree.tokens_of(found.addressee), outlets)
        else found
        for found in attributions
    )


def names_outlet(tree: Tree, tokens: Range | None, outlets: AbstractSet[str]) -> bool:
    """Whether a phrase means an outlet, by one of these names or as such: `VBS`, `the Karsk news agency`.

    Whoever belongs to one is none: `VBS reporter Mira Tasel`.
    """
    if tokens is None:
        return False
    inside = tree.tokens[tokens.first : tokens.last]
    if any(token.dep == "conj" or token.tag == "POS" for token in inside):
        return False
    head = tree.tokens[tree.head_of(tokens)]
    if head.text[0].islower():  # "the news agency", but "a Karsk Argus survey"
        return _tells_outlet(tree.parsed, head)
    named = [t.text for t in inside if t.text[0].isupper() and t.text.lower() not in _ARTICLES]
    names = {_plain(" ".join(named)), _plain(tree.text(tokens))}
    return not outlets.isdisjoint(names | {name.replace(" ", "") for name in names})


def _own(article: Article) -> Iterator[str]:
    """The report's outlet by its name, by its initials, by where the report came from."""
    words = _WORD.findall(article.outlet or "")
    yield _plain(article.outlet or "")
    letters = "".join(word[0] for word in words if word.lower() not in _SMALL)
    if len(letters) >= LETTERS:
        yield fold(letters)
    try:
        host = (urlsplit(article.uri).hostname or "").removeprefix("www.")
    except ValueError:  # no address at all
        return
    labels = host.split(".")[:-1]
    while len(labels) > 1 and len(labels[-1]) < LABEL:  # karskwire.co.uk
        labels.pop()
    if labels and len(labels[-1]) >= LABEL:
        yield from (labels[-1], host)


def _told(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Where names stand that the report tells to be an outlet's, and no place's or day's."""
    never = {
        i for name in parsed.names if name.label in _NEVER for i in range(name.first, name.last)
    }
    return ((first, last) for first, last in _beside(parsed) if first not in never)


def _beside(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """The names beside the nouns that tell of an outlet."""
    for token in parsed.tokens:
        if not _tells_outlet(parsed, token) or not _of_news(parsed, token):
            continue
        behind = _name_from(parsed, token.i + 1)
        if behind is not None:  # "the newspaper Karsk Argus"
            yield behind
        comma = next(
            (
                i
                for i in range(token.i - 1, max(token.i - 1 - _NEAR, 0), -1)
                if parsed.tokens[i].text == ","
            ),
            None,
        )
        if (
            comma and parsed.tokens[comma + 1].text.lower() in _ARTICLES
        ):  # "Meridian, a news agency"
            before = _name_up_to(parsed, comma)
            if before is not None:
                yield before


def _tells_outlet(parsed: Parsed, token: Token) -> bool:
    """Whether a noun in lower case tells of an outlet: `newspaper`, `broadcaster`, `news agency`."""
    if token.tag != "NN" or not token.text[0].islower():
        return False
    agency = token.text == "agency" and token.i > 0 and parsed.tokens[token.i - 1].text == "news"
    return agency or kind_of(token.lemma) == "outlet"


def _of_news(parsed: Parsed, token: Token) -> bool:
    """Whether an outlet's noun can mean nothing else: `newspaper`, `radio station`, not `site` or `network`."""
    before = parsed.tokens[token.i - 1].text if token.i else ""
    return (
        token.lemma in outlet_words() or before.upper() == "TV" or before.title() in outlet_words()
    )


def _name_from(parsed: Parsed, first: int) -> tuple[int, int] | None:
    """The name that begins at a token."""
    last = first
    while last < len(parsed.tokens) and _is_name(parsed, last, first):
        last += 1
    return (first, last) if last > first else None


def _name_up_to(parsed: Parsed, last: int) -> tuple[int, int] | None:
    """The name that ends before a token."""
    first = last
    while first > 0 and _is_name(parsed, first - 1, last - 1):
        first -= 1
    return (first, last) if first < last else None


def _is_name(parsed: Parsed, i: int, beside: int) -> bool:
    token = parsed.tokens[i]
    return (
        token.pos == "PROPN"
        and token.text[0].isupper()
        and token.sentence == parsed.tokens[beside].sentence
    )


def _short(parsed: Parsed, names: Collection[str]) -> Iterator[str]:
    """The last words of names that the report uses alone behind "the": `the Argus` of the Karsk Argus."""
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
    """A name as it is compared: folded, spaces single, no article."""
    return " ".join(fold(name).split()).removeprefix("the ")
