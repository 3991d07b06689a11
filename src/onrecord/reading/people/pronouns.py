"""Who "he" and "she" are, where a reader would have no doubt; elsewhere nobody.

In: the cast with its mentions, the attributions (who spoke last). Out: pronoun mentions added to the
cast. Two ways decide: the one who spoke last speaks on ("… he told reporters"), unless somebody else
has come forward as subject since; or only one person who can be meant stands in this sentence and the
one before. A person the report does not name counts as any other, so "he" after "a spokesman" is not
the minister.

>>> from onrecord.reading.people.pronouns import SEXES
>>> SEXES["she"]
'f'
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.model import Attribution, Parsed, Token
from onrecord.reading.people.heads import tokens_of
from onrecord.reading.people.someone import Cast, Someone

SEXES: Mapping[str, str] = MappingProxyType(
    {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
)
# Persons looked at around one pronoun; more than these leave no reader without doubt.
CROWD = 30
# Weights of what a pronoun goes back to, from a small random search on GUM's news texts and PolNeAR dev: nearness by
# sentences back, being a subject, standing in what somebody is said to have said, being known to be
# of the pronoun's sex, having spoken last, being mentioned again. Who leads by less than the margin
# is not named.
NEARNESS = (2.0, 2.0, 0.5)
SUBJECT = 2.0
TOLD = 0.5
SAME_SEX = 1.0
SPEAKS_ON = 0.5
AGAIN = 0.3
MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class _Stand:
    """Somebody mentioned at a token, as subject or not, inside a quotation or not."""

    at: int
    who: Someone
    subject: bool
    quoted: bool


def resolve_pronouns(parsed: Parsed, cast: Cast, attributions: Sequence[Attribution]) -> None:
    """Add a mention for every he, she, him, her and quoted I that can mean one person only."""
    starts = [token.start for token in parsed.tokens]
    reported = _inside(attributions, starts, ("direct", "mixed", "indirect"))
    scene = _Scene(parsed, cast, _inside(attributions, starts, ("direct",)), reported)
    turns = _turns(attributions, starts)
    speaking: tuple[Someone, int] | None = None
    for token in parsed.tokens:
        source = turns.get(token.i)
        word = token.text.lower()
        if word in SEXES and _asks(token, source) and (source or not scene.reported(token.i)):
            who, sure = _meant(scene, token.i, SEXES[word], speaking if source else None)
            if who is not None:
                who.add(token.i, token.i + 1, "pronoun", sure)
                if sure > 0.7:
                    who.sexes.add(SEXES[word])
                scene.stand(token.i, who)
        if source is not None and token.i == source[1] - 1 and not scene.in_quotes(token.i):
            speaker = scene.head_of(*source)
            speaking = (speaker, token.i) if speaker else None


def _asks(token: Token, source: tuple[int, int] | None) -> bool:
    """Whether a pronoun means somebody by itself; "his" does only where it is a whole source."""
    return token.tag != "PRP$" or source == (token.i, token.i + 1)


class _Scene:
    """Who stands where, in text order."""

    def __init__(
        self, parsed: Parsed, cast: Cast, quoted: frozenset[int], reported: frozenset[int]
    ) -> None:
        self.parsed = parsed
        self._quoted = quoted
        self._reported = reported
        self._stands: list[_Stand] = []
        self._places: list[int] = []
        self._starts = [p.first for p in parsed.paragraphs]
        for who in cast.persons:
            for seen in who.mentions:
                if self._leans(seen.first, seen.last, who):
                    continue
                self.stand(self._head(seen.first, seen.last), who)

    def _leans(self, first: int, last: int, who: Someone) -> bool:
        """Whether somebody is told only beside the one he belongs to: `Vesk and his counterpart`."""
        joined = self.parsed.tokens[self._head(first, last)].dep == "conj"
        owned = self.parsed.tokens[first].tag == "PRP$"
        return joined and (owned or (not who.names and any(role.mine for role in who.roles)))

    def _head(self, first: int, last: int) -> int:
        tokens = self.parsed.tokens
        return next((i for i in range(first, last) if not first <= tokens[i].head < last), last - 1)

    def stand(self, at: int, who: Someone) -> None:
        """Note that somebody is mentioned at a token."""
        where = bisect_right(self._places, at)
        self._places.insert(where, at)
        self._stands.insert(where, _Stand(at, who, self._is_subject(at), at in self._quoted))

    def _is_subject(self, at: int) -> bool:
        """Whether a token is a subject, itself or through what it is joined to."""
        tokens = self.parsed.tokens
        for _ in range(6):
            if tokens[at].dep in {"nsubj", "nsubjpass", "csubj"}:
                return True
            if tokens[at].dep not in {"conj", "appos"} or tokens[at].head == at:
                return False
            at = tokens[at].head
        return False

    def in_quotes(self, at: int) -> bool:
        """Whether a token stands in a direct quotation."""
        return at in self._quoted

    def reported(self, at: int) -> bool:
        """Whether a token stands in what somebody is said to have said."""
        return at in self._reported

    def between(self, first: int, last: int) -> list[_Stand]:
        """Those who stand in tokens `[first, last)`, the last `CROWD` of them."""
        start, stop = bisect_left(self._places, first), bisect_left(self._places, last)
        return self._stands[max(start, stop - CROWD) : stop]

    def head_of(self, first: int, last: int) -> Someone | None:
        """Who a stretch of tokens is about: the one at its head."""
        head = self._head(first, last)
        there = self.between(head, head + 1)
        return there[-1].who if there else None

    def bound(self, at: int, pronoun: int) -> bool:
        """Whether a mention is subject of the very verb the pronoun is object of: `Pell met him`."""
        tokens = self.parsed.tokens
        verb = tokens[pronoun].head
        if tokens[pronoun].dep == "pobj":
            verb = tokens[verb].head
        objects = tokens[pronoun].dep in {"dobj", "pobj", "dative"}
        return objects and tokens[at].dep in {"nsubj", "nsubjpass"} and tokens[at].head == verb

    def paragraph(self, at: int) -> int:
        """The number of the paragraph a token stands in."""
        return bisect_right(self._starts, at) - 1


def _meant(
    scene: _Scene, at: int, sex: str, speaking: tuple[Someone, int] | None
) -> tuple[Someone | None, float]:
    """Whom a pronoun means, and how surely."""
    if (
        speaking is not None
        and speaking[0].may_be(sex)
        and scene.paragraph(at) - scene.paragraph(speaking[1]) <= 1
    ):
        who, since = speaking
        told = _sentence_end(scene, since)
        rivals = [
            s for s in scene.between(since + 1, at)
            if (s.subject or s.at >= told) and not s.quoted and s.who is not who and s.who.may_be(sex)
            and (s.at >= told or not scene.reported(s.at))
        ]  # fmt: skip
        shared = [
            s
            for s in scene.between(_sentence_start(scene, since), since + 1)
            if s.subject and s.who is not who and s.who.may_be(sex)
        ]
        if not rivals and not shared:
            return who, 0.85
    return _likeliest(scene, at, sex, speaking)


def _likeliest(
    scene: _Scene, at: int, sex: str, speaking: tuple[Someone, int] | None
) -> tuple[Someone | None, float]:
    """Whom subjecthood, nearness and speaking make likeliest; nobody where two come close."""
    weights: dict[int, float] = {}
    people: dict[int, Someone] = {}
    for stand in scene.between(_window(scene, at), at):
        if stand.quoted or not stand.who.may_be(sex) or scene.bound(stand.at, at):
            continue
        weight = _weight(scene, stand, at, sex)
        if speaking is not None and stand.who is speaking[0]:
            weight += SPEAKS_ON
        people[id(stand.who)] = stand.who
        weights[id(stand.who)] = max(weight, weights.get(id(stand.who), weight) + AGAIN)
    if not weights:
        return None, 0.0
    first, *others = sorted(weights.values(), reverse=True)
    margin = first - (others[0] if others else 0.0)
    if margin < MARGIN:
        return None, 0.0
    best = next(key for key, weight in weights.items() if weight == first)
    return people[best], 0.8 if len(weights) == 1 else 0.7


def _weight(scene: _Scene, stand: _Stand, at: int, sex: str) -> float:
    """How well one mention serves as what a pronoun at `at` goes back to."""
    tokens = scene.parsed.tokens
    away = tokens[at].sentence - tokens[stand.at].sentence
    weight = NEARNESS[min(away, len(NEARNESS) - 1)]
    weight += SUBJECT if stand.subject else 0.0
    weight -= TOLD if scene.reported(stand.at) else 0.0
    weight += SAME_SEX if stand.who.sex == sex else 0.0
    return weight


def _sentence_start(scene: _Scene, at: int) -> int:
    return scene.parsed.sentences[scene.parsed.tokens[at].sentence].first


def _sentence_end(scene: _Scene, at: int) -> int:
    return scene.parsed.sentences[scene.parsed.tokens[at].sentence].last


def _window(scene: _Scene, at: int) -> int:
    """The first token of the sentences looked back on."""
    sentence = scene.parsed.tokens[at].sentence
    return scene.parsed.sentences[max(sentence - len(NEARNESS) + 1, 0)].first


def _turns(
    attributions: Sequence[Attribution], starts: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """For every token of a source, the source's tokens `[first, last)`."""
    turns: dict[int, tuple[int, int]] = {}
    for attribution in attributions:
        if attribution.source is not None and attribution.cue is not None:
            first, last = tokens_of(attribution.source, starts)
            turns.update(dict.fromkeys(range(first, last), (first, last)))
    return turns


def _inside(
    attributions: Sequence[Attribution], starts: Sequence[int], forms: Sequence[str]
) -> frozenset[int]:
    """The tokens within contents of these forms."""
    spans = (span for a in attributions if a.form in forms for span in a.content)
    return frozenset(i for span in spans for i in range(*tokens_of(span, starts)))
