r"""Find quotations without a cue of their own that continue the speech before them.

In: the quotations that `direct_speech.py` left without a cue, and all candidates so far. Out: `Candidate`s whose cue is
None and whose source is that of the speech before, where a whole quoted sentence or paragraph follows it directly;
after a colon, a quoted paragraph takes the cue that stands there. A quotation that follows no speech is dropped:
no source is guessed.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.rule_finder import find_attributions
>>> from onrecord.reading.parse.language import load, parse
>>> text = "“We wait,” Mira Tasel said.\n“The river decides.”"
>>> passages = (Passage("body", Span(0, 27)), Passage("body", Span(28, len(text))))
>>> [found.rule for found in find_attributions(parse(load(), text, passages))]
['direct/quote-said', 'carried/quoted-paragraph']
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Span
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.direct_speech import PlacedQuote, last_sign
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.attribution.rules.source_phrase import find_source
from onrecord.reading.parse.quotes import Quote
from onrecord.reading.parse.tree import Tree

_ENDINGS = frozenset(".?!…")


def find_continued(
    tree: Tree, left: Sequence[PlacedQuote], candidates: Sequence[Candidate], cues: Sequence[Cue]
) -> list[Candidate]:
    """Candidates for the quotations without a cue that continue speech, in text order."""
    last: dict[int, Candidate] = {}
    for candidate in candidates:
        _record_last(tree, last, candidate)
    by_place = {cue.at: cue for cue in cues}
    found: list[Candidate] = []
    for place in left:
        continued = _continuation(tree, place, last, by_place)
        if continued is not None:
            found.append(continued)
            _record_last(tree, last, continued)
    return found


def _record_last(tree: Tree, last: dict[int, Candidate], candidate: Candidate) -> None:
    """Keep, for each paragraph, the candidate that ends last in it."""
    if candidate.source is None or (
        candidate.verb is not None and candidate.verb.strength != "strong"
    ):
        return
    number = tree.paragraph[min(tree.at(_candidate_end(candidate) - 1), len(tree.tokens) - 1)]
    if number not in last or _candidate_end(last[number]) <= _candidate_end(candidate):
        last[number] = candidate


def _candidate_end(candidate: Candidate) -> int:
    """Where the content and the cue of a candidate end, whichever is later."""
    ends = [span.end for span in candidate.content]
    return max([*ends, candidate.cue.end if candidate.cue else 0])


def _continuation(
    tree: Tree, place: PlacedQuote, last: dict[int, Candidate], cues: dict[int, Cue]
) -> Candidate | None:
    """The candidate of one quotation, if it is a whole sentence and follows speech."""
    quote = place.quote
    if not _is_spoken_sentence(tree, quote):
        return None
    content = (Span(quote.start, quote.end),)
    number = tree.paragraph[tree.before(quote.start)]
    if place.before.first < place.before.last:
        return _after_report(tree, place, last.get(number), content)
    first = tree.parsed.paragraphs[number].first
    if place.before.first > first:
        return _from_same_source(last.get(number), "carried/quoted-sentence", content)
    introduced = _after_colon(tree, number - 1, cues, content) if number else None
    if introduced is not None:
        return introduced
    before = last.get(number - 1)
    if before is None or is_heading(tree.parsed.text, quote, before.content):
        return None
    spoken = rule_of(before.rule).is_quotation
    rule = "carried/quoted-paragraph" if spoken else "carried/after-indirect"
    return _from_same_source(before, rule, content)


def _is_spoken_sentence(tree: Tree, quote: Quote) -> bool:
    """True if a quotation ends a sentence or stays open, and is no note in a transcript: "(Laughter.)"."""
    inner = quote.inner()
    words = tree.parsed.text[inner.start : inner.end].strip()
    if words.startswith("(") and words.rstrip(".").endswith(")"):
        return False
    return not quote.closed or last_sign(tree, quote) in _ENDINGS


def is_heading(text: str, quote: Quote, before: Sequence[Span]) -> bool:
    """True if a paragraph in single marks is a heading: 'The Long Way Home', after “We wait,” he said.

    Where the speech before it (`before`) stands in single marks, too, it continues that.
    """
    return quote.single and not any(text[span.start] in "'‘" for span in before)


def _after_report(
    tree: Tree, place: PlacedQuote, candidate: Candidate | None, content: tuple[Span, ...]
) -> Candidate | None:
    """The candidate of a quoted sentence after a sentence that reports speech."""
    if candidate is None or _candidate_end(candidate) > place.quote.start:
        return None
    if tree.tokens[place.before.last - 1].text not in _ENDINGS:
        return None
    return _from_same_source(candidate, "carried/quoted-sentence", content)


def _from_same_source(
    candidate: Candidate | None, rule: str, content: tuple[Span, ...]
) -> Candidate | None:
    """A candidate of `content` with the source of `candidate` and no cue; None where there is no candidate."""
    if candidate is None:
        return None
    return Candidate(None, candidate.source, None, content, rule)


def _after_colon(
    tree: Tree, number: int, cues: dict[int, Cue], content: tuple[Span, ...]
) -> Candidate | None:
    """The candidate of a quotation after a paragraph that ends with a cue and a colon: "The mayor replied:"."""
    first, last = tree.parsed.paragraphs[number]
    if first >= last or tree.tokens[last - 1].text != ":":
        return None
    for i in range(last - 1, max(first, tree.sentence(last - 1).first) - 1, -1):
        cue = cues.get(i)
        if cue is not None and "quote" in cue.frames:
            source = find_source(tree, cue.at, passive=cue.passive)
            words = tree.span(cue.words)
            return Candidate(cue, source, words, content, "direct/said-paragraph", cue.lemma)
    return None
