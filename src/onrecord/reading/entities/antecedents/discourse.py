"""Which persons are mentioned where, in text order: what a pronoun or a description refers back to.

In: the parse, the drafts with their mentions, attributions. Out: a `Discourse`, which gives the persons mentioned in a
range of tokens, as subject or owner, in whose quoted or reported words. The step that resolves pronouns adds to it.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.linker import Resolution
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven met Joren Pell."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> linker = Linker(link_full_names(detect_mentions(parsed), Resolution()))
>>> [(linker[each.person].name, each.subject) for each in Discourse(parsed, linker, ()).between(0, 6)]
[('Petra Louven', True), ('Joren Pell', False)]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import Attribution, Parsed, Range
from onrecord.reading.entities.antecedents.clauses import OBJECTS, SUBJECTS, is_subject
from onrecord.reading.entities.antecedents.reported_words import ReportedWords, reported_words
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker
from onrecord.reading.parse.phrases import head_of

# The most mentions looked at around one pronoun.
_MAX_PLACES = 40


@dataclass(frozen=True, slots=True)
class MentionPlace:
    """A person, by number, mentioned at a token: as subject, as owner, inside a direct quotation; how sure that is."""

    at: int
    person: int
    subject: bool
    owner: bool
    quoted: bool
    sure: float = 1.0


class Discourse:
    """The mentions of persons in text order."""

    def __init__(self, parsed: Parsed, linker: Linker, attributions: Sequence[Attribution]) -> None:
        self.parsed = parsed
        self._linker = linker
        resolution = linker.resolution()
        self._words = reported_words(parsed, resolution.turns, attributions)
        self._quoted_sources = {
            i
            for words in {id(words): words for words in self._words.values()}.values()
            if words.quoted and words.source
            for i in range(*words.source)
        }
        self._places: list[MentionPlace] = []
        self._tokens: list[int] = []
        self._starts = [p.first for p in parsed.paragraphs]
        for draft in (*resolution.people, *resolution.unnamed):
            for mention in draft.mentions:
                head = head_of(parsed.tokens, Range(mention.first, mention.last))
                if not self._depends_on_other(head, mention, draft):
                    self.place(head, draft.number)

    def _depends_on_other(self, head: int, mention: EntityLink, draft: EntityDraft) -> bool:
        """True if a person is mentioned only with the one they belong to: `Vesk and his counterpart`."""
        if self.parsed.tokens[head].dep != "conj":
            return False
        owned = self.parsed.tokens[mention.first].tag == "PRP$"
        return owned or (not draft.forms and any(role.owned_by_pronoun for role in draft.roles))

    def draft(self, person: int) -> EntityDraft:
        """The draft of a person as it is now."""
        return self._linker[person]

    def place(self, at: int, person: int, sure: float = 1.0) -> None:
        """Add a mention of a person at a token."""
        where = bisect_right(self._tokens, at)
        words = self._words.get(at)
        quoted = words is not None and words.quoted
        owner = self.parsed.tokens[at].dep == "poss"
        self._tokens.insert(where, at)
        subject = is_subject(self.parsed, at)
        self._places.insert(where, MentionPlace(at, person, subject, owner, quoted, sure))

    def remove(self, at: int, person: int) -> None:
        """Remove a mention of a person at a token."""
        self._places = [p for p in self._places if p.at != at or p.person != person]
        self._tokens = [place.at for place in self._places]

    def between(self, first: int, last: int) -> list[MentionPlace]:
        """The mentions in tokens `[first, last)`, the last `_MAX_PLACES` of them."""
        start, stop = bisect_left(self._tokens, first), bisect_left(self._tokens, last)
        return self._places[max(start, stop - _MAX_PLACES) : stop]

    def not_quoted(self, first: int, last: int) -> list[MentionPlace]:
        """The mentions in tokens `[first, last)` outside direct quotations."""
        return [place for place in self.between(first, last) if not place.quoted]

    def is_main_subject(self, at: int) -> bool:
        """True for the subject of a main clause in the report's own words."""
        token = self.parsed.tokens[at]
        verb = self.parsed.tokens[token.head]
        return token.dep == "nsubj" and verb.head == verb.i and at not in self._words

    def words_at(self, at: int) -> ReportedWords | None:
        """The innermost quoted or reported words that a token is in."""
        return self._words.get(at)

    def is_quoted(self, at: int) -> bool:
        """True for a token in quoted words."""
        words = self._words.get(at)
        return words is not None and words.quoted

    def named_in_quotation_of(self, at: int) -> frozenset[int]:
        """The persons named in words quoted from the source at a token: no source calls themselves by name."""
        first, last = self.parsed.paragraphs[self.paragraph(at)]
        named: set[int] = set()
        for place in self.between(first, last) if at in self._quoted_sources else ():
            words = self._words.get(place.at)
            source = words.source if words is not None and words.quoted else None
            own = source is not None and at in range(*source)
            if own and self.parsed.tokens[place.at].pos == "PROPN":
                named.add(place.person)
        return frozenset(named)

    def sure(self, person: int, before: int) -> float:
        """How sure the last mention of a person before a token is."""
        known = (p.sure for p in reversed(self.between(0, before)) if p.person == person)
        return next(known, 1.0)

    def speaker(self, words: ReportedWords) -> int | None:
        """The speaker of words, as far as mentions resolved up to now tell."""
        if words.turn is not None:
            return words.turn.speaker
        return self.person_of(*words.source) if words.source else None

    def person_of(self, first: int, last: int) -> int | None:
        """The person mentioned at the head of tokens, else the one they open with before a comma."""
        head = head_of(self.parsed.tokens, Range(first, last))
        there = self.between(head, head + 1)
        if there:
            return there[-1].person
        opening = self.between(first, last)[:1]
        closed = opening and self.parsed.tokens[min(opening[0].at + 1, last - 1)].text == ","
        return opening[0].person if closed and not opening[0].quoted else None

    def excludes(self, at: int, person: int) -> bool:
        """True if a pronoun cannot refer to a person: `He met Pell`, or they are named in the words quoted from it."""
        return self.is_own_object(at, person) or person in self.named_in_quotation_of(at)

    def is_own_object(self, pronoun: int, person: int) -> bool:
        """True if a person is the object of the verb that the pronoun is the subject of: `He met Pell`."""
        tokens = self.parsed.tokens
        if tokens[pronoun].dep not in SUBJECTS:
            return False
        verb = tokens[pronoun].head
        objects = (i for i in self.parsed.children[verb] if tokens[i].dep in OBJECTS)
        return any(place.person == person for i in objects for place in self.between(i, i + 1))

    def paragraph(self, at: int) -> int:
        """The number of the paragraph a token is in."""
        return bisect_right(self._starts, at) - 1

    def sentence(self, at: int) -> tuple[int, int]:
        """The tokens `[first, last)` of the sentence a token is in."""
        return self.parsed.sentences[self.parsed.tokens[at].sentence]
