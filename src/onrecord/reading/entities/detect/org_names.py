"""How far an organisation's name extends beyond its first run of capitals: across "of", "for", "on" and "and".

In: the parse, a run of capitalised words, the pipeline's ORG labels. Out: the end of the whole name. "Ministry of
Foreign Affairs of Ostmark" extends by its form. Other joints ("Office of Roads and Dams") count only within one ORG
label, and not between two bodies ("Karsk Council and Dam Authority").

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The Department of Health and Human Services declined to comment."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> body_end(parsed, 1, 2, labelled_bodies(parsed))
7
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import Parsed, Range, Token

_JOINTS = frozenset({"and", "&"})
_LINKS = frozenset({"of", "for"})
_CONTINUES = _JOINTS | _LINKS | {",", "on", "in"}


def labelled_bodies(parsed: Parsed) -> dict[int, Range]:
    """The ranges labelled ORG by their first tokens, without articles and possessive endings."""
    found: dict[int, Range] = {}
    for name in parsed.names:
        if name.label == "ORG":
            first = name.first + (parsed.tokens[name.first].tag == "DT")
            found[first] = Range(first, name.last - (parsed.tokens[name.last - 1].tag == "POS"))
    return found


def body_end(parsed: Parsed, first: int, last: int, bodies: Mapping[int, Range]) -> int:
    """The end of the name whose first run of capitals is `[first, last)`; `last` itself for other names."""
    tokens = parsed.tokens
    whole = bodies.get(first)
    if whole is not None and whole.last > last and tokens[last].text in _CONTINUES:
        last = whole.last if _is_one_body(parsed, whole) else last
    if not any(
        fold_word(t.text) in words_of("entities/organisation_words") for t in tokens[first:last]
    ):
        return last
    while (
        last + 1 < len(tokens)
        and tokens[last].text in _LINKS
        and tokens[last + 1].text[0].isupper()
    ):
        last += 2
        while last < len(tokens) and tokens[last].text[0].isupper() and tokens[last].pos == "PROPN":
            last += 1
    return last


def _is_one_body(parsed: Parsed, whole: Range) -> bool:
    """True if a range labelled ORG is one body: only one side of its "and" has an organisation's word."""
    words = [fold_word(t.text) for t in parsed.tokens[whole.first : whole.last]]
    joint = next((n for n, word in enumerate(words) if word in _JOINTS), len(words))
    if "the" in words[joint:] or not parsed.tokens[whole.last - 1].text[0].isupper():
        return False
    known = words_of("entities/organisation_words")
    after = known.intersection(words[joint + 1 :])
    if known.isdisjoint(words[:joint]):
        return bool(after)
    # "Services" and "Forces" may say what a body is for.
    return all(word.endswith("s") for word in after)


def ends_of_bodies(parsed: Parsed) -> frozenset[int]:
    """The last tokens of names of several words that are labelled ORG: `the Coast Guard`."""
    return frozenset(
        name.last - 1
        for name in parsed.names
        if name.label == "ORG"
        and all(t.tag == "NNP" for t in parsed.tokens[max(name.first, name.last - 2) : name.last])
        and name.last - name.first > 1
    )


def named_bodies(parsed: Parsed) -> dict[int, int]:
    """First token and end of each name labelled ORG: `White House`, `National Unity Party`.

    A portfolio is left out ("Homeland Security Secretary"), and a name that opens with a state, of which the title is
    then held.
    """
    found: dict[int, int] = {}
    bodies = words_of("entities/organisation_words")
    for first, whole in labelled_bodies(parsed).items():
        tokens = list(parsed.tokens[first : whole.last])
        while tokens and _is_portfolio(tokens[-1]) and fold_word(tokens[-1].text) not in bodies:
            tokens.pop()  # "White House National Security Adviser"
        if len(tokens) < 2 or state_of(tokens[0].text, ()):
            continue
        capital = all(token.tag in {"NNP", "NNPS"} and token.text[0].isupper() for token in tokens)
        known = not _is_portfolio(tokens[0]) or fold_word(tokens[-1].text) in bodies
        titles = all(_is_portfolio(t) or fold_word(t.text) in role_words() for t in tokens)
        if capital and known and not titles and fold_word(tokens[-1].text) not in role_words():
            found[first] = tokens[-1].i + 1
    return found


def _is_portfolio(token: Token) -> bool:
    return fold_word(token.text) in words_of("entities/portfolios")
