"""Settle the type of each source in the light of the whole report.

In: the tree, the sources, the entities, the mentions of unnamed persons, the places where names are withheld. Out: for
each attribution the type of its source, and for an anonymous one the words that withhold its name. A person named
anywhere is named; "the official", "one of them" and "he" have the type of the source they refer to; a person whose name
is withheld once is anonymous throughout.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Two officials said the bridge was closed."
>>> types = SourceTypes(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))), {}, ())
>>> types.settle([SourceMention(0, Range(0, 2), 1, None)], ())
>>> types.by_number
{0: 'anonymous'}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.model import Entity, Range, Sourcing, Span
from onrecord.reading.attribution.rules.source_phrase import phrase
from onrecord.reading.attribution.source_kinds import kind_of, sourcing
from onrecord.reading.parse.phrases import noun_of_relative
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.anonymity import WithheldName
from onrecord.reading.sourcing.source_mentions import SourceMention

_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_PLURAL_PRONOUNS = frozenset({"they", "both", "all", "them", "neither"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_SINGULAR_PRONOUNS = frozenset({"he", "she", "who"})
_NEUTER_PRONOUNS = frozenset({"it", "which", "that"})
_PERSON_KINDS = frozenset({"role", "official", "anonymous", "group"})


@dataclass(slots=True)
class SourceTypes:
    """The types settled so far: `by_number` of attributions, with the words in `withheld` that withhold names."""

    tree: Tree
    entities: Mapping[str, Entity]
    unnamed: Sequence[Sequence[Span]]
    by_number: dict[int, Sourcing] = field(default_factory=dict)
    withheld: dict[int, WithheldName] = field(default_factory=dict)
    _by_person: dict[str | int, Sourcing] = field(default_factory=dict)
    _settled: list[SourceMention] = field(default_factory=list)

    def settle(self, sources: Sequence[SourceMention], withheld: Sequence[WithheldName]) -> None:
        """Settle every source, then follow each withheld name to the sources that are its bearer."""
        for number, mentions in enumerate(self.unnamed):
            first = sourcing(self.tree, self.tree.tokens_of(mentions[0]))
            if first in {"role", "anonymous"}:
                self._by_person[number] = first
        for source in sources:
            kind = self._type_of(source)
            self.by_number[source.number] = kind
            if source.person is not None and kind != "unknown":
                self._by_person.setdefault(source.person, kind)
            self._settled.append(source)
        for each in withheld:
            self._withhold(each, sources)

    def _entity(self, source: SourceMention) -> Entity | None:
        return self.entities.get(source.person) if isinstance(source.person, str) else None

    def _type_of(self, source: SourceMention) -> Sourcing:
        """The type of one source: by its entity, its own words, or the source it refers to."""
        entity = self._entity(source)
        own = sourcing(self.tree, source.tokens)
        if entity is not None and entity.kind == "person":
            return own if own == "document" else "named"
        word = self.tree.tokens[source.head]
        if source.person in self._by_person and own in {"unknown", "role"}:
            return self._by_person[source.person]
        if own == "unknown" and entity is not None:
            return "named" if entity.kind == "place" else "group"
        if own == "unknown":
            return self._of_pronoun(source, word.text.lower())
        if own == "group":
            return self._of_group(source)
        return own

    def _of_pronoun(self, source: SourceMention, word: str) -> Sourcing:
        """The type of an unresolved pronoun: for "who" its noun's, for "it" the last body's or document's."""
        noun = (
            noun_of_relative(self.tree.tokens, source.head)
            if word in {"who", "which", "that"}
            else None
        )
        if noun is not None:
            whole = phrase(self.tree, noun)
            return sourcing(self.tree, whole and Range(whole.first, min(whole.last, source.head)))
        if word in _NEUTER_PRONOUNS:
            return self._type_before(source, {"group", "document", "outlet"}, plural=False)
        if word in _PLURAL_PRONOUNS:
            last = self._type_before(source, {"group", "anonymous"}, plural=True)
            return "group" if last == "unknown" else last
        return "unknown"

    def _type_before(
        self, source: SourceMention, kinds: set[Sourcing], *, plural: bool
    ) -> Sourcing:
        """The type of the last source before that fits, in this paragraph or the one before."""
        for other in reversed(self._settled):
            near = self.tree.paragraph[source.head] - self.tree.paragraph[other.head] <= 1
            kind = self.by_number[other.number]
            if not near:
                return "unknown"
            if kind == "named":
                entity = self._entity(other)
                body = entity is not None and entity.kind != "person" and not plural
                return "named" if body else "unknown"
            several = self.tree.tokens[other.head].tag in _PLURAL_TAGS
            if kind in kinds and (several or not plural):
                return kind
        return "unknown"

    def _of_group(self, source: SourceMention) -> Sourcing:
        """The type of a plural, which may refer to several persons mentioned before: `the officials`."""
        tokens = self.tree.tokens
        head, first = tokens[source.head], tokens[source.tokens.first]
        if head.tag not in _PLURAL_TAGS or first.text.lower() not in _DEFINITE:
            return "group"
        for other in reversed(self._settled):
            if tokens[other.head].lemma.lower() == head.lemma.lower():
                return self.by_number[other.number]
        return "group"

    def _withhold(self, withheld: WithheldName, sources: Sequence[SourceMention]) -> None:
        """Make anonymous every source that is the bearer of a withheld name."""
        for source in self._sources_of(withheld.bearer, sources):
            if self.by_number[source.number] in {"named", "document", "outlet"}:
                continue
            self.by_number[source.number] = "anonymous"
            self.withheld.setdefault(source.number, withheld)

    def _sources_of(self, bearer: int, sources: Sequence[SourceMention]) -> list[SourceMention]:
        """The sources that are the person at token `bearer`, whose name is withheld."""
        word = self.tree.tokens[bearer].text.lower()
        found = [s for s in sources if s.head == bearer]
        found = found or [s for s in sources if s.tokens.first <= bearer < s.tokens.last]
        before = [s for s in sources if s.head < bearer]
        if not found and word in _PLURAL_PRONOUNS | _SINGULAR_PRONOUNS:
            several = word in _PLURAL_PRONOUNS
            found = [s for s in before if self._may_be_antecedent(s, several=several)][-1:]
        if self._is_definite(bearer):
            found += [s for s in before if self._has_noun_of(s, bearer)][-1:]
        found += [s for s in sources if self._has_noun_of(s, bearer) and self._is_definite(s.head)]
        found += [
            s
            for s in sources
            if self.tree.tokens[s.head].tag == "WP"
            and noun_of_relative(self.tree.tokens, s.head) == bearer
        ]
        persons = {s.person for s in found if s.person is not None}
        return [s for s in sources if s in found or s.person in persons]

    def _may_be_antecedent(self, source: SourceMention, *, several: bool) -> bool:
        """True if a source is unnamed and of the number of a pronoun."""
        plural = self.tree.tokens[source.head].tag in _PLURAL_TAGS
        kind = self.by_number[source.number]
        return kind in {"role", "anonymous", "group"} and plural == several

    def _has_noun_of(self, source: SourceMention, bearer: int) -> bool:
        """True if a source's head is the same noun as the bearer of a withheld name."""
        noun, own = self.tree.tokens[bearer], self.tree.tokens[source.head]
        if noun.pos not in {"NOUN", "PROPN"} or own.lemma.lower() != noun.lemma.lower():
            return False
        return own.tag == noun.tag and kind_of(own.lemma) in _PERSON_KINDS

    def _is_definite(self, i: int) -> bool:
        first = self.tree.subtree(i).first
        return self.tree.tokens[first].text.lower() in _DEFINITE
