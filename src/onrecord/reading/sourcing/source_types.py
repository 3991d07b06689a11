"""What kind each source is in the light of the whole report.

In: the tree, the cited sources, the entities, where the nameless are meant, and where names are said
to be kept back. Out: for each attribution its kind, and with an anonymous one the words that keep the name
back. Whoever is named elsewhere is named; "the official", "one of them" and "he" are what the one they
come back to is; whoever's name is once said to be kept back is anonymous throughout.

>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Two officials said the bridge was closed."
>>> kinds = Kinds(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))), {}, ())
>>> kinds.settle([Cited(0, Range(0, 2), 1, None)], ())
>>> kinds.of
{0: 'anonymous'}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.model import Entity, Range, Sourcing, Span
from onrecord.reading.attribution.source_kinds import kind_of, sourcing
from onrecord.reading.attribution.source_phrase import phrase
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing.anonymity import Withheld
from onrecord.reading.sourcing.source_mentions import Cited

_PLURAL = frozenset({"NNS", "NNPS"})
_THEY = frozenset({"they", "both", "all", "them", "neither"})
_THOSE = frozenset({"the", "this", "that", "these", "those", "both"})
_HE = frozenset({"he", "she", "who"})
_IT = frozenset({"it", "which", "that"})
_PERSONS = frozenset({"role", "official", "anonymous", "group"})
# How far up a "who" stands below the clause on the one it means.
_HIGHEST = 4


@dataclass(slots=True)
class Kinds:
    """The kinds found so far, and of each who is cited the strongest: named, then anonymous."""

    tree: Tree
    entities: Mapping[str, Entity]
    nameless: Sequence[Sequence[Span]]
    of: dict[int, Sourcing] = field(default_factory=dict)
    kept: dict[int, Withheld] = field(default_factory=dict)
    _who: dict[str | int, Sourcing] = field(default_factory=dict)
    _last: list[Cited] = field(default_factory=list)

    def settle(self, sources: Sequence[Cited], withheld: Sequence[Withheld]) -> None:
        """Judge every source, then follow each name kept back to the sources it is said of."""
        for number, places in enumerate(self.nameless):
            first = sourcing(self.tree, self.tree.tokens_of(places[0]))
            if first in {"role", "anonymous"}:
                self._who[number] = first
        for source in sources:
            kind = self._kind(source)
            self.of[source.number] = kind
            if source.who is not None and kind != "unknown":
                self._who.setdefault(source.who, kind)
            self._last.append(source)
        for each in withheld:
            self._keep_back(each, sources)

    def _kind(self, source: Cited) -> Sourcing:
        """The kind of one source: by whom it means, by its own words, by what it comes back to."""
        entity = self.entities.get(source.who) if isinstance(source.who, str) else None
        own = sourcing(self.tree, source.tokens)
        if entity is not None and entity.kind == "person":
            return own if own == "document" else "named"
        word = self.tree.tokens[source.head]
        if source.who in self._who and own in {"unknown", "role"}:
            return self._who[source.who]
        if own == "unknown" and entity is not None:
            return "named" if entity.kind == "place" else "group"
        if own == "unknown":
            return self._of_pronoun(source, word.text.lower())
        if own == "group":
            return self._come_back(source)
        return own

    def _of_pronoun(self, source: Cited, word: str) -> Sourcing:
        """The kind of a pronoun nobody else resolves: the noun of a "who", the last body or paper of an "it"."""
        told = self._told_by(source.head) if word in {"who", "which", "that"} else None
        if told is not None:
            whole = phrase(self.tree, told)
            return sourcing(self.tree, whole and Range(whole.first, min(whole.last, source.head)))
        if word in _IT:
            return self._before(source, {"group", "document", "outlet"}, plural=False)
        if word in _THEY:
            last = self._before(source, {"group", "anonymous"}, plural=True)
            return "group" if last == "unknown" else last
        return "unknown"

    def _told_by(self, relative: int) -> int | None:
        """The noun a "who" stands for."""
        place = relative
        for _ in range(_HIGHEST):
            token = self.tree.tokens[place]
            if token.dep == "relcl":
                return token.head
            place = token.head
        return None

    def _before(self, source: Cited, kinds: set[Sourcing], *, plural: bool) -> Sourcing:
        """The kind of the last source before, if it is one of these, in this paragraph or the one before."""
        for other in reversed(self._last):
            near = self.tree.paragraph[source.head] - self.tree.paragraph[other.head] <= 1
            kind = self.of[other.number]
            if not near:
                return "unknown"
            if kind == "named":
                entity = self.entities.get(other.who) if isinstance(other.who, str) else None
                body = entity is not None and entity.kind != "person" and not plural
                return "named" if body else "unknown"
            several = self.tree.tokens[other.head].tag in _PLURAL
            if kind in kinds and (several or not plural):
                return kind
        return "unknown"

    def _come_back(self, source: Cited) -> Sourcing:
        """The kind of several told of before: `the officials`, `the people`."""
        tokens = self.tree.tokens
        head, first = tokens[source.head], tokens[source.tokens.first]
        if head.tag not in _PLURAL or first.text.lower() not in _THOSE:
            return "group"
        for other in reversed(self._last):
            if tokens[other.head].lemma.lower() == head.lemma.lower():
                return self.of[other.number]
        return "group"

    def _keep_back(self, kept: Withheld, sources: Sequence[Cited]) -> None:
        """Make anonymous whoever a name is said to be kept back of, wherever they speak."""
        for source in self._meant(kept, sources):
            if self.of[source.number] in {"named", "document", "outlet"}:
                continue
            self.of[source.number] = "anonymous"
            self.kept.setdefault(source.number, kept)

    def _meant(self, kept: Withheld, sources: Sequence[Cited]) -> list[Cited]:
        """The sources that are the one a name is kept back of."""
        word = self.tree.tokens[kept.whom].text.lower()
        meant = [s for s in sources if s.head == kept.whom]
        meant = meant or [s for s in sources if s.tokens.first <= kept.whom < s.tokens.last]
        before = [s for s in sources if s.head < kept.whom]
        if not meant and word in _THEY | _HE:
            meant = [s for s in before if self._nameless(s, several=word in _THEY)][-1:]
        if self._definite(kept.whom):
            meant += [s for s in before if self._alike(s, kept.whom)][-1:]
        meant += [s for s in sources if self._alike(s, kept.whom) and self._definite(s.head)]
        meant += [
            s
            for s in sources
            if self.tree.tokens[s.head].tag == "WP" and self._told_by(s.head) == kept.whom
        ]
        whose = {s.who for s in meant if s.who is not None}
        return [s for s in sources if s in meant or s.who in whose]

    def _nameless(self, source: Cited, *, several: bool) -> bool:
        """Whether a source is a nameless one, or several, that a pronoun may mean."""
        plural = self.tree.tokens[source.head].tag in _PLURAL
        return self.of[source.number] in {"role", "anonymous", "group"} and plural == several

    def _alike(self, source: Cited, whom: int) -> bool:
        """Whether a source is told by the very noun a name is kept back of."""
        told, own = self.tree.tokens[whom], self.tree.tokens[source.head]
        if told.pos not in {"NOUN", "PROPN"} or own.lemma.lower() != told.lemma.lower():
            return False
        return own.tag == told.tag and kind_of(own.lemma) in _PERSONS

    def _definite(self, i: int) -> bool:
        first = self.tree.subtree(i).first
        return self.tree.tokens[first].text.lower() in _THOSE
