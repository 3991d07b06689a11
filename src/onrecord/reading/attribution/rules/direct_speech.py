"""Find direct speech: quotations with the cue before, after or between them.

In: a `Tree`, its quotations and cues. Out: `Candidate`s of direct speech, and the quotations left without a cue
(`continuation.py` takes those). The quotation marks decide what is content; the parse is used for the words
outside them, where it is right more often than inside.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.rules.cues import find_cues
>>> from onrecord.reading.parse.quotes import find_quotes
>>> from onrecord.reading.parse.language import load, parse
>>> text = "“We wait,” Mira Tasel said. “We have time.”"
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> quotes = find_quotes(text, [Span(0, len(text))])
>>> candidates, left = find_quoted(tree, quotes, find_cues(tree))
>>> [(candidate.rule, len(candidate.content)) for candidate in candidates], left
([('direct/quote-said', 2)], [])
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Range, Span, Token
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.source_phrase import find_source, phrase, quoting_verb
from onrecord.reading.parse.quotes import Quote
from onrecord.reading.parse.tree import FINITE, Tree

_STOPS = frozenset(".?!")
_CONTINUES = frozenset(",?!—–-…")
# How far from a quotation its cue may stand, in tokens: a long apposition fits, a paragraph does not.
_FARTHEST_CUE = 40
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True, slots=True)
class PlacedQuote:
    """A quotation with the tokens between it and its neighbours in the same paragraph."""

    quote: Quote
    before: Range
    after: Range


def find_quoted(
    tree: Tree, quotes: Sequence[Quote], cues: Sequence[Cue], depth: int = 0
) -> tuple[list[Candidate], list[PlacedQuote]]:
    """Direct speech with a cue, in text order, and the quotations left without one.

    `depth` 0 takes the outermost quotations, 1 those inside them; `cues` are the cues at that depth.
    """
    candidates: list[Candidate] = []
    left: list[PlacedQuote] = []
    used: dict[int, int] = {}
    starts = [cue.at for cue in cues]
    previous: tuple[int, int] | None = None  # the last candidate, and where its quotation stood
    places = find_places(tree, quotes, depth)
    for number, place in enumerate(places):
        candidate = _cue_after(tree, place, cues, starts) or _cue_before(tree, place, cues, starts)
        if candidate is not None and candidate.verb is not None and candidate.verb.at in used:
            known = used[candidate.verb.at]
            candidates[known] = replace(
                candidates[known], content=candidates[known].content + candidate.content
            )
            previous = (known, number)
        elif candidate is not None:
            candidates.append(candidate)
            if candidate.verb is not None:
                used[candidate.verb.at] = len(candidates) - 1
            previous = (len(candidates) - 1, number)
        elif (
            previous
            and previous[1] == number - 1
            and _continues_quote(tree, places[number - 1], place)
        ):
            known = previous[0]
            content = (*candidates[known].content, _span(place.quote))
            candidates[known] = replace(candidates[known], content=content)
            previous = (known, number)
        else:
            left.append(place)
    return candidates, left


def find_places(tree: Tree, quotes: Sequence[Quote], depth: int = 0) -> list[PlacedQuote]:
    """The quotations of a depth that hold a word, each with the tokens around it."""
    level = [
        (quote, around)
        for quote, around in _with_outer(quotes)
        if quote.depth == depth
        and any(c.isalnum() for c in tree.parsed.text[quote.start : quote.end])
    ]
    found: list[PlacedQuote] = []
    for number, (quote, around) in enumerate(level):
        first, last = tree.before(quote.start), tree.before(quote.end)
        if first >= len(tree.tokens):
            break
        low, high = tree.paragraph_of(min(first, len(tree.tokens) - 1))
        if around is not None:
            low = max(low, tree.before(around.start + 1))
            high = min(high, tree.before(around.inner().end))
        if number and level[number - 1][0].end > tree.tokens[low].start:
            low = max(low, tree.before(level[number - 1][0].end))
        if number + 1 < len(level):
            high = min(high, tree.before(level[number + 1][0].start))
        found.append(PlacedQuote(quote, Range(low, max(low, first)), Range(last, max(last, high))))
    return found


def _with_outer(quotes: Sequence[Quote]) -> Iterator[tuple[Quote, Quote | None]]:
    """Each quotation with the one that holds it."""
    opened: list[Quote] = []
    for quote in quotes:
        del opened[quote.depth :]
        yield quote, opened[-1] if opened else None
        opened.append(quote)


def _span(quote: Quote) -> Span:
    """The characters of a quotation, marks included."""
    return Span(quote.start, quote.end)


def last_sign(tree: Tree, quote: Quote) -> str:
    """The last character between the marks that is neither white space nor a nested mark."""
    inner = quote.inner()
    return tree.parsed.text[inner.start : inner.end].rstrip(" \u00a0'’\"”")[-1:]


def _cue_after(
    tree: Tree, place: PlacedQuote, cues: Sequence[Cue], starts: Sequence[int]
) -> Candidate | None:
    """The candidate of a quotation with its cue after it: "…," X said; "…," said X."""
    first, last = place.after
    if first >= last:
        return None
    if last_sign(tree, place.quote) not in _CONTINUES and tree.tokens[first].text not in ",—–-":
        return None
    opens = _opens_sentence(tree, place)
    if not opens and not _is_own_clause(tree, place):
        return None
    while first < last and tree.tokens[first].text in (",", "—", "–", "-"):
        first += 1
    for number in range(bisect_left(starts, first), len(cues)):
        cue = cues[number]
        if cue.at >= min(last, first + _FARTHEST_CUE) or _has_stop(tree, first, cue.at):
            return None
        if "quote" not in cue.frames:
            continue
        source = _speaker_after(tree, cue, first, last)
        if source is not None:
            if _clause_opens_before(tree, cue, place) or not (
                opens or _is_interrupted_clause(tree, cue, source, place)
            ):
                break
            words = tree.span(cue.words)
            rule = "direct/quote-said-by" if source.first > cue.at else "direct/quote-said"
            return Candidate(cue, source, words, (_span(place.quote),), rule, cue.lemma)
    return None


def _is_interrupted_clause(tree: Tree, cue: Cue, source: Range, place: PlacedQuote) -> bool:
    """True if a quotation is a clause of its own, or part of a clause that continues after the cue.

    "Falk “got a warning,” Keld said, and still “went,”" continues after it; "the council “asked us to wait,” Falk said"
    is a whole clause; in "as they “asked us to wait,” Falk went on to deny it" the cue begins another clause.
    """
    last = max(cue.words.last, source.last)
    if last < place.after.last and tree.tokens[last].text == ",":
        return True
    return _is_whole_sentence(tree, place.quote)


def _is_own_clause(tree: Tree, place: PlacedQuote) -> bool:
    """True if a quotation in mid-sentence is a clause, and not the content of a verb before it.

    In "Falk told the council that “it held,” the agency said" the whole sentence is the agency's content.
    """
    last = tree.tokens[place.before.last - 1]
    return _has_finite_verb(tree, place.quote) and not (
        last.text.lower() == "that" and last.dep == "mark"
    )


def _clause_opens_before(tree: Tree, cue: Cue, place: PlacedQuote) -> bool:
    """True if a clause of the cue begins before its quoted end: "He had told her it was “over,” Tasel said"."""
    if _opens_sentence(tree, place):
        return False
    start = tree.before(place.quote.start)
    return any(
        tree.subtree(child.i).first < start and child.i < start
        for child in tree.children(cue.at, "ccomp")
    )


def _opens_sentence(tree: Tree, place: PlacedQuote) -> bool:
    """True if a quotation opens its sentence."""
    first, last = place.before
    return first >= last or tree.tokens[last - 1].text in (*_STOPS, ":")


def _has_stop(tree: Tree, first: int, last: int) -> bool:
    """True if a sentence ends in `[first, last)`."""
    return any(tree.tokens[i].text in _STOPS for i in range(first, last))


def _speaker_after(tree: Tree, cue: Cue, first: int, last: int) -> Range | None:
    """The source of a cue after a quotation, if it stands next to the cue and outside the marks."""
    source = find_source(tree, cue.at, passive=cue.passive)
    inverted = all(tree.tokens[i].pos in ("ADV", "PUNCT") for i in range(first, cue.words.first))
    if source is not None and first <= source.first and source.last <= last:
        near = inverted or source.first - first <= 2 or quoting_verb(tree, tree.tokens[cue.at])
        return source if near else None
    if inverted:
        for i in range(cue.words.last, min(last, cue.words.last + 4)):
            if tree.tokens[i].pos in _NOMINAL:
                return phrase(tree, _head_of_name(tree, i, last), cue.at)
            if tree.tokens[i].pos not in ("DET", "ADJ"):
                break
        return None
    if tree.tokens[cue.words.first - 1].pos in _NOMINAL and cue.words.first - first <= 6:
        return Range(first, cue.words.first)
    return None


def _head_of_name(tree: Tree, i: int, last: int) -> int:
    """The head of the name that begins at `i`: a first name depends on the last one."""
    while tree.tokens[i].dep == "compound" and i < tree.tokens[i].head < last:
        i = tree.tokens[i].head
    return i


def _cue_before(
    tree: Tree, place: PlacedQuote, cues: Sequence[Cue], starts: Sequence[int]
) -> Candidate | None:
    """The candidate of a quotation with its cue before it: X said: "…"; X told the council, "…"; X said that "…"."""
    first, last = place.before
    if first >= last:
        return None
    number = bisect_left(starts, last) - 1
    while number >= 0 and cues[number].at >= max(first, last - _FARTHEST_CUE):
        cue = cues[number]
        number -= 1
        if _has_stop(tree, cue.at, last - 1):
            return None
        if "quote" in cue.frames and _introduces(tree, cue, place):
            source = find_source(tree, cue.at, passive=cue.passive)
            rule = "direct/said-colon" if tree.tokens[last - 1].text == ":" else "direct/said-quote"
            words = tree.span(cue.words)
            return Candidate(cue, source, words, (_span(place.quote),), rule, cue.lemma)
    return None


def _introduces(tree: Tree, cue: Cue, place: PlacedQuote) -> bool:
    """True if only the addressee, a time or a manner stands between the cue and the quotation."""
    last = place.before.last
    between = range(cue.words.last, last)
    if not between:
        return _is_whole_sentence(tree, place.quote)
    ending = tree.tokens[last - 1].text
    if ending == ":":
        return True
    if any(
        tree.tokens[i].pos in ("VERB", "AUX")
        and tree.tokens[i].dep not in ("relcl", "acl", "pcomp")
        for i in between
    ):
        return False
    if ending == ",":
        return True
    if ending.lower() == "that" and _is_clause_of_other_verb(tree, cue, tree.tokens[last - 1]):
        return False
    introduced = ending.lower() == "that" or _ends_in_addressee(tree, cue, place)
    return introduced and _is_whole_sentence(tree, place.quote)


def _is_clause_of_other_verb(tree: Tree, cue: Cue, that: Token) -> bool:
    """True if a verb after the cue governs the clause: "rejects the plan, believing that “it fails”"."""
    return that.dep == "mark" and tree.tokens[tree.tokens[that.head].head].i in range(
        cue.words.last, that.i
    )


def _ends_in_addressee(tree: Tree, cue: Cue, place: PlacedQuote) -> bool:
    """True if the addressee stands between cue and quotation, and no part of the quoted clause.

    In "told her that Falk “knew it all”" and "asked the crew of “River King” to wait" more stands there.
    """
    last = place.before.last
    if any(child.i >= last for child in tree.children(cue.at, "xcomp", "advcl")):
        return False
    between = tree.tokens[cue.words.last : last]
    if any(token.text.lower() == "that" and token.dep == "mark" for token in between):
        return False
    addressee = tree.child(cue.at, "dobj", "dative")
    adjacent = addressee is not None and tree.subtree(addressee.i).last >= last
    return (adjacent and "addr" in cue.frames) or tree.tokens[last - 1].pos == "PROPN"


def _is_whole_sentence(tree: Tree, quote: Quote) -> bool:
    """True if a quotation is a sentence of its own, and neither a few words nor the rest of a clause."""
    return _has_finite_verb(tree, quote) and any(
        token.tag in FINITE and not _has_subject_before(tree, quote, token)
        for token in _inside(tree, quote)
    )


def _has_finite_verb(tree: Tree, quote: Quote) -> bool:
    """True if a quotation holds a finite verb, and more than three tokens or a capital at its start."""
    inner = quote.inner()
    tokens = _inside(tree, quote)
    text = tree.parsed.text[inner.start : inner.end].strip()
    return any(token.tag in FINITE for token in tokens) and (len(tokens) > 3 or text[:1].isupper())


def _inside(tree: Tree, quote: Quote) -> tuple[Token, ...]:
    """The tokens between the marks."""
    inner = quote.inner()
    return tree.tokens[tree.before(inner.start) : tree.before(inner.end)]


def _has_subject_before(tree: Tree, quote: Quote, verb: Token) -> bool:
    """True if a quoted verb has its subject before the marks: "the officials “asked the banks to wait,”"."""
    subject = tree.child(verb.i, "nsubj", "nsubjpass")
    first = tree.before(quote.start)
    return subject is not None and tree.sentence(verb.i).first <= subject.i < first


def _continues_quote(tree: Tree, earlier: PlacedQuote, later: PlacedQuote) -> bool:
    """True if a quotation continues the one before it in its paragraph, after that one's cue."""
    place = min(tree.before(earlier.quote.start), len(tree.tokens) - 1)
    if tree.paragraph[place] != tree.paragraph[tree.before(later.quote.start)]:
        return False
    first, last = later.before
    if first >= last:
        return True
    if tree.tokens[last - 1].text in _STOPS:
        return True
    while last - 1 > first and tree.tokens[last - 1].pos in ("CCONJ", "ADV"):
        last -= 1  # "“They held,” Tasel said, but “not for long.”"
    return tree.tokens[last - 1].text in (",", ":") and not _has_stop(tree, first, last)
