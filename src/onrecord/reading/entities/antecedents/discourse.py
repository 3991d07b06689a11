"""Who stands where in a report, in text order: what a pronoun or an epithet looks back on.

In: the parse, the cast with its mentions, the attributions. Out: a `Scene` that tells who is mentioned
in a stretch of tokens, as subject or owner, inside whose quoted or reported words.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.entities.resolve.full_names import gather
>>> text = "Petra Louven met Joren Pell."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(stand.who.name, stand.subject) for stand in Scene(parsed, gather(parsed), ()).between(0, 6)]
[('Petra Louven', True), ('Joren Pell', False)]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Parsed, Range
from onrecord.reading.entities.entity_draft import Cast, Someone, Turn
from onrecord.reading.parse.phrases import head_of, noun_of_relative, tokens_of
from onrecord.reading.parse.quotes import OUTSIDE, quotation_states

# Mentions looked at around one pronoun; more than these leave no reader without doubt.
CROWD = 40
# How many joined or apposed words are followed up to the one that is subject.
LONGEST_CHAIN = 6
# Clauses below another, by what they hang on it as.
_CLAUSES = frozenset({"xcomp", "acl", "pcomp", "relcl", "advcl"})
_OBJECTS = frozenset({"dobj", "dative"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody mentioned at a token: as subject, as owner, inside a direct quotation or not; how surely."""

    at: int
    who: Someone
    subject: bool
    owner: bool
    quoted: bool
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody is said to have said: word for word or not, and the tokens of the source (None: nobody named).

    `turn` is who has the floor, where the words stand in no more than a turn of an interview.
    """

    quoted: bool
    source: tuple[int, int] | None
    turn: Turn | None = None


class Scene:
    """Who stands where, in text order."""

    def __init__(self, parsed: Parsed, cast: Cast, attributions: Sequence[Attribution]) -> None:
        self.parsed = parsed
        self._words = _by_turn(cast) | _innermost(parsed, cast, attributions)
        self._quoting = {
            i
            for words in {id(words): words for words in self._words.values()}.values()
            if words.quoted and words.source
            for i in range(*words.source)
        }
        self._stands: list[Stand] = []
        self._places: list[int] = []
        self._starts = [p.first for p in parsed.paragraphs]
        for who in cast.persons:
            for seen in who.mentions:
                if not self._leans(seen.first, seen.last, who):
                    self.stand(head_of(self.parsed.tokens, Range(seen.first, seen.last)), who)

    def _leans(self, first: int, last: int, who: Someone) -> bool:
        """Whether somebody is told only beside the one he belongs to: `Vesk and his counterpart`."""
        joined = self.parsed.tokens[head_of(self.parsed.tokens, Range(first, last))].dep == "conj"
        owned = self.parsed.tokens[first].tag == "PRP$"
        return joined and (
            owned or (not who.names and any(role.owned_by_pronoun for role in who.roles))
        )

    def stand(self, at: int, who: Someone, sure: float = 1.0) -> None:
        """Note that somebody is mentioned at a token, and how surely."""
        where = bisect_right(self._places, at)
        words = self._words.get(at)
        quoted = words is not None and words.quoted
        owner = self.parsed.tokens[at].dep == "poss"
        self._places.insert(where, at)
        self._stands.insert(where, Stand(at, who, self.is_subject(at), owner, quoted, sure))

    def leave(self, at: int, who: Someone) -> None:
        """Note that somebody is not mentioned at a token after all."""
        kept = [s for s in self._stands if s.at != at or s.who is not who]
        self._stands, self._places = kept, [s.at for s in kept]

    def is_subject(self, at: int) -> bool:
        """Whether a token is a subject, itself or through what it is joined to."""
        tokens = self.parsed.tokens
        for _ in range(LONGEST_CHAIN):
            if tokens[at].dep in {"nsubj", "nsubjpass", "csubj"}:
                return True
            if tokens[at].dep not in {"conj", "appos"} or tokens[at].head == at:
                return False
            at = tokens[at].head
        return False

    def opens(self, at: int) -> bool:
        """Whether a token is the subject of a whole sentence of the report's own."""
        token = self.parsed.tokens[at]
        verb = self.parsed.tokens[token.head]
        return token.dep == "nsubj" and verb.head == verb.i and at not in self._words

    def closes(self, at: int) -> bool:
        """Whether a mention stands where a whole sentence closes: it has a verb, and no other subject follows."""
        tokens = self.parsed.tokens
        first, last = self.sentence(at)
        verb = any(t.head == t.i and t.pos in {"VERB", "AUX"} for t in tokens[first:last])
        after = (t for t in tokens[at + 1 : last] if t.dep in {"nsubj", "nsubjpass"})
        return verb and all(t.tag in {"WP", "WDT"} for t in after)

    def words_at(self, at: int) -> Words | None:
        """In whose words a token stands: the innermost of those quoted or reported there."""
        return self._words.get(at)

    def between(self, first: int, last: int) -> list[Stand]:
        """Those who stand in tokens `[first, last)`, the last `CROWD` of them."""
        start, stop = bisect_left(self._places, first), bisect_left(self._places, last)
        return self._stands[max(start, stop - CROWD) : stop]

    def named_by(self, at: int) -> frozenset[int]:
        """Who is named in the words quoted from whoever a token means: nobody calls himself by name."""
        first, last = self.parsed.paragraphs[self.paragraph(at)]
        named: set[int] = set()
        for stand in self.between(first, last) if at in self._quoting else ():
            words = self._words.get(stand.at)
            source = words.source if words is not None and words.quoted else None
            theirs = source is not None and at in range(*source)
            if theirs and self.parsed.tokens[stand.at].pos == "PROPN":
                named.add(id(stand.who))
        return frozenset(named)

    def sure(self, who: Someone, before: int) -> float:
        """How sure it is that somebody was meant where he was last told of."""
        told = (s.sure for s in reversed(self.between(0, before)) if s.who is who)
        return next(told, 1.0)

    def speaker(self, words: Words) -> Someone | None:
        """Who says words, as far as it is told before pronouns are resolved or has been since."""
        if words.turn is not None:
            return words.turn.who
        return self.head_of(*words.source) if words.source else None

    def head_of(self, first: int, last: int) -> Someone | None:
        """Who a stretch of tokens is about: the one at its head, else whom it opens with before a comma."""
        head = head_of(self.parsed.tokens, Range(first, last))
        there = self.between(head, head + 1)
        if there:
            return there[-1].who
        opening = self.between(first, last)[:1]
        closed = opening and self.parsed.tokens[min(opening[0].at + 1, last - 1)].text == ","
        return opening[0].who if closed and not opening[0].quoted else None

    def joined(self, one: int, other: int) -> bool:
        """Whether two mentions are joined by "and": `Pell and Vesk`."""
        tokens = self.parsed.tokens
        first, second = sorted((one, other))
        return tokens[second].dep == "conj" and tokens[second].head == first

    def takes_part(self, subject: int, at: int) -> bool:
        """Whether somebody is another party to what a subject does: `Pell met Vesk`, `Pell spoke with Vesk`."""
        tokens, token = self.parsed.tokens, self.parsed.tokens[at]
        above = tokens[token.head] if token.dep == "pobj" else token
        return token.dep in _OBJECTS | {"pobj"} and above.head == tokens[subject].head

    def bound(self, at: int, pronoun: int) -> bool:
        """Whether a mention is subject of the very verb the pronoun is object of: `Pell met him`, `Pell came and met him`."""
        tokens = self.parsed.tokens
        if tokens[pronoun].dep not in _OBJECTS | {"pobj"}:
            return False
        verb = tokens[pronoun].head
        if tokens[pronoun].dep == "pobj":
            verb = tokens[verb].head
        return at in self._subjects(verb)

    def cannot_be(self, at: int, who: Someone) -> bool:
        """Whether what stands at a token can be nobody's who is named beside it: `He met Pell`, or in the words quoted from it."""
        return self.meets(at, who) or id(who) in self.named_by(at)

    def meets(self, pronoun: int, who: Someone) -> bool:
        """Whether somebody is named as object of the very verb the pronoun is subject of: `He met Pell`."""
        tokens = self.parsed.tokens
        if tokens[pronoun].dep not in _SUBJECTS:
            return False
        verb = tokens[pronoun].head
        objects = (i for i in self.parsed.children[verb] if tokens[i].dep in _OBJECTS)
        return any(stand.who is who for i in objects for stand in self.between(i, i + 1))

    def _subjects(self, verb: int) -> list[int]:
        """The subjects of a verb, its own or those of the verb it is joined to."""
        tokens = self.parsed.tokens
        for _ in range(LONGEST_CHAIN):
            own = [i for i in self.parsed.children[verb] if tokens[i].dep in _SUBJECTS]
            if own or tokens[verb].dep != "conj":
                return own
            verb = tokens[verb].head
        return []

    def above(self, at: int, pronoun: int) -> bool:
        """Whether a mention is subject of a verb the pronoun's clause hangs on: `Pell said he left`."""
        tokens = self.parsed.tokens
        if tokens[at].dep not in {"nsubj", "nsubjpass"}:
            return False
        verb = tokens[pronoun].head
        for _ in range(LONGEST_CHAIN):
            if tokens[verb].head == verb:
                return False
            verb = tokens[verb].head
            if tokens[at].head == verb:
                return True
        return False

    def subordinate(self, at: int, subject: int) -> bool:
        """Whether a mention stands deep in what the verb of a subject takes: in what he says, or no subject of a clause below.

        `Pell said that Vesk left`, `Pell came to Karsk to meet Vesk`; not `Pell left when Vesk spoke`.
        """
        tokens = self.parsed.tokens
        verb, subject_too = tokens[subject].head, self.is_subject(at)
        for _ in range(LONGEST_CHAIN * 2):
            dep, head = tokens[at].dep, tokens[at].head
            if dep == "ccomp" and head == verb:
                return True
            if head == at or (dep in _CLAUSES and not subject_too):
                return head != at
            at = head
        return False

    def paragraph(self, at: int) -> int:
        """The number of the paragraph a token stands in."""
        return bisect_right(self._starts, at) - 1

    def sentence(self, at: int) -> tuple[int, int]:
        """The tokens `[first, last)` of the sentence a token stands in."""
        return self.parsed.sentences[self.parsed.tokens[at].sentence]


def turns(parsed: Parsed, attributions: Sequence[Attribution]) -> dict[int, tuple[int, int]]:
    """For every token of a source, the source's tokens `[first, last)`."""
    found: dict[int, tuple[int, int]] = {}
    for attribution in attributions:
        if attribution.source is not None and attribution.cue is not None:
            first, last = tokens_of(parsed.tokens, attribution.source)
            found.update(dict.fromkeys(range(first, last), (first, last)))
    return found


def asked(parsed: Parsed, attributions: Sequence[Attribution]) -> dict[tuple[int, int], int]:
    """For a source that puts a question, the token of the one it is put to: `Pell asked Vesk whether …`."""
    found: dict[tuple[int, int], int] = {}
    for attribution in attributions:
        if attribution.source is None or attribution.cue is None:
            continue
        first, last = tokens_of(parsed.tokens, attribution.cue)
        for verb in parsed.tokens[first:last]:
            if verb.pos == "VERB" and verb.lemma.lower() in _question_verbs():
                objects = [i for i in parsed.children[verb.i] if parsed.tokens[i].dep in _OBJECTS]
                found.update({tokens_of(parsed.tokens, attribution.source): i for i in objects[:1]})
    return found


@cache
def _question_verbs() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("attribution/question_verbs"))


def told_by_who(parsed: Parsed, speakers: Mapping[int, tuple[int, int]]) -> frozenset[int]:
    """The nouns told more of by a "who" that speaks: `It was a turn for the senator, who had said …`."""
    return frozenset(
        noun
        for i, (first, last) in speakers.items()
        if last - first == 1 and parsed.tokens[i].tag == "WP"
        for noun in [noun_of_relative(parsed.tokens, i)]
        if noun is not None
    )


def _by_turn(cast: Cast) -> dict[int, Words]:
    """For every token of an interview's turn, that it is said word for word."""
    return {
        i: words
        for turn in cast.turns
        for words in (Words(quoted=True, source=None, turn=turn),)
        for i in range(*turn.words)
    }


def _innermost(parsed: Parsed, cast: Cast, attributions: Sequence[Attribution]) -> dict[int, Words]:
    """For every token of a content, the shortest words it stands in."""
    labels = {tuple(turn.label): turn for turn in cast.turns}
    spans: list[tuple[int, int, Attribution]] = []
    for attribution in attributions:
        spans.extend((*tokens_of(parsed.tokens, span), attribution) for span in attribution.content)
    spans.sort(key=lambda each: each[0] - each[1])
    found: dict[int, Words] = {}
    for first, last, attribution in spans:
        source = tokens_of(parsed.tokens, attribution.source) if attribution.source else None
        turn = labels.get(source) if source else None
        quoted = attribution.form == "direct" or turn is not None
        states = quotation_states(token.text for token in parsed.tokens[first:last])
        for i, state in enumerate(states, first):
            inside = attribution.form == "mixed" and state != OUTSIDE
            found[i] = Words(quoted or inside, source, turn)
    return found
