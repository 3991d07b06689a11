"""In whose words each token stands: quoted or reported, by which source, in which turn of an interview.

In: the parse, attributions, the turns of an interview. Out: `ReportedWords` by token, and sources by token.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven said the gates were shut."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> said = Attribution(Span(0, 12), Span(13, 17), (Span(18, 37),), "indirect", "state", "r", 0.9)
>>> reported_words(parsed, (), (said,))[4]
ReportedWords(quoted=False, source=Range(first=0, last=2), turn=None)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Parsed, Range
from onrecord.reading.entities.antecedents.clauses import OBJECTS
from onrecord.reading.entities.linker import Turn
from onrecord.reading.parse.phrases import noun_of_relative, tokens_of
from onrecord.reading.parse.quotes import OUTSIDE, quotation_states


@dataclass(frozen=True, slots=True)
class ReportedWords:
    """Words of a source: verbatim or not, the tokens of the source (None: not named), the turn they are in."""

    quoted: bool
    source: Range | None
    turn: Turn | None = None


def reported_words(
    parsed: Parsed, turns: Sequence[Turn], attributions: Sequence[Attribution]
) -> dict[int, ReportedWords]:
    """For every token of a content, the innermost words it is in; else those of its turn in an interview."""
    by_turn = {
        i: words
        for turn in turns
        for words in (ReportedWords(quoted=True, source=None, turn=turn),)
        for i in range(*turn.words)
    }
    return by_turn | _innermost(parsed, turns, attributions)


def _innermost(
    parsed: Parsed, turns: Sequence[Turn], attributions: Sequence[Attribution]
) -> dict[int, ReportedWords]:
    labels = {tuple(turn.label): turn for turn in turns}
    spans: list[tuple[int, int, Attribution]] = []
    for attribution in attributions:
        spans.extend((*tokens_of(parsed.tokens, span), attribution) for span in attribution.content)
    spans.sort(key=lambda each: each[0] - each[1])
    found: dict[int, ReportedWords] = {}
    for first, last, attribution in spans:
        source = tokens_of(parsed.tokens, attribution.source) if attribution.source else None
        turn = labels.get(source) if source else None
        quoted = attribution.form == "direct" or turn is not None
        states = quotation_states(token.text for token in parsed.tokens[first:last])
        for i, state in enumerate(states, first):
            inside = attribution.form == "mixed" and state != OUTSIDE
            found[i] = ReportedWords(quoted or inside, source, turn)
    return found


def source_tokens(
    parsed: Parsed, attributions: Sequence[Attribution]
) -> dict[int, tuple[int, int]]:
    """For every token of a source with a cue, the source's tokens `[first, last)`."""
    found: dict[int, tuple[int, int]] = {}
    for attribution in attributions:
        if attribution.source is not None and attribution.cue is not None:
            first, last = tokens_of(parsed.tokens, attribution.source)
            found.update(dict.fromkeys(range(first, last), (first, last)))
    return found


def questioned_tokens(parsed: Parsed, attributions: Sequence[Attribution]) -> frozenset[int]:
    """The heads of phrases for persons who are asked a question: `Pell asked Vesk whether …`.

    One for each source, that of its last question.
    """
    found: dict[tuple[int, int], int] = {}
    for attribution in attributions:
        if attribution.source is None or attribution.cue is None:
            continue
        first, last = tokens_of(parsed.tokens, attribution.cue)
        for verb in parsed.tokens[first:last]:
            if verb.pos == "VERB" and verb.lemma.lower() in _question_verbs():
                objects = [i for i in parsed.children[verb.i] if parsed.tokens[i].dep in OBJECTS]
                found.update({tokens_of(parsed.tokens, attribution.source): i for i in objects[:1]})
    return frozenset(found.values())


@cache
def _question_verbs() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("attribution/question_verbs"))


def nouns_of_speaking_who(parsed: Parsed, sources: Mapping[int, tuple[int, int]]) -> frozenset[int]:
    """The nouns before a "who" that is a source: `It was a turn for the senator, who had said …`."""
    return frozenset(
        noun
        for i, (first, last) in sources.items()
        if last - first == 1 and parsed.tokens[i].tag == "WP"
        for noun in [noun_of_relative(parsed.tokens, i)]
        if noun is not None
    )
