"""Link bodies in lower case: "the Valdrian defence ministry", and "the ministry" that refers back to it.

In: organisations and places linked by name, persons with their pronouns. Out: links, and organisations of their own for
bodies whose owner the report gives. "The ministry", "his ministry" and "a ministry spokesman" refer to the one body
mentioned before that they fit, of several the one in focus; else to none. A common noun alone is no body.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.resolve.other_names import link_other_names
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Trucks waited in Valdria. The Valdrian defence ministry denied it. The ministry said so."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> linked = link_bodies(found, link_other_names(found, Resolution()))
>>> [(body.names, [seen.how for seen in body.mentions]) for body in linked.others if body.kind == "organisation"]
[(('Valdrian defence ministry',), ['name', 'title'])]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

from onrecord.lexicon.role_words import title_word_key
from onrecord.lexicon.states import same_state, state_of
from onrecord.model import Parsed
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.entities.resolve.body_phrases import (
    BodyPhrase,
    body_heads,
    find_body_phrases,
)
from onrecord.reading.entities.resolve.prominence import NEAR, in_focus

RULE = "body"
# With more bodies of one kind than this, "the ministry" cannot mean one of them.
_MAX_BODIES = 40


def link_bodies(found: DetectedMentions, resolution: Resolution) -> Resolution:
    """Links of bodies in lower case."""
    parsed, linker = found.parsed, Linker(resolution)
    places = _places(resolution)
    named = [draft for draft in resolution.others if draft.kind == "organisation"]
    known = _KnownBodies(parsed, linker, named, places)
    for phrase in find_body_phrases(parsed, _offices_of_pronouns(resolution), places):
        if known.covers(phrase):
            continue
        body = known.body_of(phrase)
        if body is None and _is_new_body(phrase):
            body = linker.create("organisation")
        if body is not None:
            linker.link(_link_of(parsed, body, phrase))
            known.add(body, phrase)
    return linker.resolution()


def _link_of(parsed: Parsed, body: int, phrase: BodyPhrase) -> EntityLink:
    """The link of a phrase: a name if the phrase gives the owner, else a title."""
    if phrase.owner is None or phrase.own:
        return EntityLink(body, phrase.first, phrase.last, "title", 0.8, RULE)
    tokens = parsed.tokens
    first = phrase.first + (tokens[phrase.first].tag == "DT")
    words = parsed.text[tokens[first].start : tokens[phrase.last - 1].end]
    name = " ".join(words.split())
    return EntityLink(body, phrase.first, phrase.last, "name", 0.85, RULE, name=name)


class _KnownBodies:
    """The bodies mentioned so far by their head words: what is known of each, and where."""

    def __init__(
        self, parsed: Parsed, linker: Linker, named: Sequence[EntityDraft], places: Sequence[str]
    ) -> None:
        self._parsed, self._linker = parsed, linker
        self._starts = [paragraph.first for paragraph in parsed.paragraphs]
        self._by_head: dict[str, dict[int, None]] = defaultdict(dict)
        self._told: dict[int, dict[tuple[str, frozenset[str], str | None], int]] = defaultdict(dict)
        self._mentioned: dict[int, list[int]] = {}
        self._linked: set[int] = set()
        for draft in named:
            self._mentioned[draft.number] = sorted(mention.first for mention in draft.mentions)
            for mention in draft.mentions:
                self._linked.update(range(mention.first, mention.last))
            for phrase in _phrases_of_names(draft, places):
                self._note(draft.number, phrase)

    def covers(self, phrase: BodyPhrase) -> bool:
        """True if the words are a named body's already."""
        return not self._linked.isdisjoint(range(phrase.first, phrase.last))

    def add(self, body: int, phrase: BodyPhrase) -> None:
        """Add what a phrase tells of a body, and that it is mentioned here."""
        self._note(body, phrase)
        insort(self._mentioned.setdefault(body, []), phrase.first)

    def _note(self, body: int, phrase: BodyPhrase) -> None:
        self._by_head[phrase.head][body] = None
        self._told[body].setdefault((phrase.head, phrase.words, phrase.owner), phrase.first)

    def body_of(self, phrase: BodyPhrase) -> int | None:
        """The one body a phrase refers to, of several the one in focus; None if that is not clear."""
        alike = self._by_head[phrase.head]
        if not phrase.definite or len(alike) > _MAX_BODIES:
            return None
        fitting = [self._linker[body] for body in alike if self._fits(body, phrase)]
        fitting = in_focus(self._parsed, fitting, phrase.first)
        return fitting[0].number if len(fitting) == 1 else None

    def _fits(self, body: int, phrase: BodyPhrase) -> bool:
        """True if a phrase can refer to a body mentioned before, by its head, its words and its owner."""
        before = [
            (words, owner)
            for (head, words, owner), first in self._told[body].items()
            if head == phrase.head and first < phrase.first
        ]
        owners = [owner for _, owner in before if owner is not None]
        if not before or not phrase.words <= {word for words, _ in before for word in words}:
            return False
        if phrase.owner is None:  # "the police" alone mostly means any of them
            return body_heads()[phrase.head] != "one" or self._is_near(body, phrase.first)
        if not owners:
            return bool(phrase.words)
        return any(same_state(phrase.owner, owner) for owner in owners)

    def _is_near(self, body: int, at: int) -> bool:
        """True if a body was mentioned in the last paragraphs."""
        places = self._mentioned[body]
        before = bisect_left(places, at)
        if not before:
            return False
        here, last = bisect_right(self._starts, at), bisect_right(self._starts, places[before - 1])
        return here - last <= NEAR


def _places(resolution: Resolution) -> tuple[str, ...]:
    """The states and places of the report, those of offices included."""
    named = (name for each in resolution.others if each.kind == "place" for name in each.names)
    persons = (*resolution.people, *resolution.unnamed)
    seats = (role.of for person in persons for role in person.roles if role.of)
    return tuple(dict.fromkeys((*named, *seats)))


def _phrases_of_names(draft: EntityDraft, places: Sequence[str]) -> list[BodyPhrase]:
    """What the names of a body tell of it: "Valdrian Ministry of Defence"."""
    found = []
    for name in draft.names:
        parts = name.replace("’", "'").replace("'s", "").split()
        plain = [title_word_key(part) for part in parts]
        owners = [
            state for part in parts if part[0].isupper() and (state := state_of(part, places))
        ]
        first = min((mention.first for mention in draft.mentions), default=0)
        owner = owners[0] if owners else None
        for head in (word for word in plain if word in body_heads()):
            words = frozenset(plain) - {head}
            found.append(BodyPhrase(first, first, head, words, owner, definite=True, part=False))
    return found


def _is_new_body(phrase: BodyPhrase) -> bool:
    """True if a phrase tells enough for a body of its own: the owner, and of several of theirs which one."""
    if not phrase.definite or phrase.owner is None or phrase.own:
        return False
    kind = body_heads()[phrase.head]
    return kind == "one" or (kind == "several" and bool(phrase.words))


def _offices_of_pronouns(resolution: Resolution) -> dict[int, RoleSeen]:
    """The one office of the one person that each pronoun refers to: the owner of "his ministry"."""
    held: dict[int, list[list[RoleSeen]]] = defaultdict(list)
    for person in resolution.people:
        offices = [role for role in person.roles if role.kind == "role" and role.words]
        for mention in person.mentions:
            if mention.last == mention.first + 1:
                held[mention.first].append(offices)
    return {i: each[0][0] for i, each in held.items() if len(each) == len(each[0]) == 1}
