"""Mark the entity of each source and addressee: the one its words mean, not one named within them.

In: the parse, the cast, attributions. Out: the cast, in which that entity has a mention over exactly the source's words.
"The mayor of Brenna, Mira Tasel," is Mira Tasel; "Korvin's spokesman" is not Korvin; "Valdria and Ostmark" is neither.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Valdrian journalist Anka Dobrel left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> cast = Cast(people=[Someone("person", ["Anka Dobrel"], mentions=[Seen(2, 4, "name", 0.9)])])
>>> source = Attribution(Span(0, 31), None, (Span(32, 36),), "indirect", "state", "r", 0.9)
>>> mark_source_entities(parsed, cast, (source,))
>>> [(seen.first, seen.last) for seen in cast.people[0].mentions]
[(2, 4), (0, 4)]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.lexicon.outlets import message_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_by_capital, state_of
from onrecord.model import Attribution, EntityKind, Parsed, Range, Span
from onrecord.reading.entities.entity_draft import Cast, Seen, Someone
from onrecord.reading.entities.source_coordination import (
    MentionByToken,
    are_two_titles,
    has_plural_role,
    is_coordinated,
    joins_titles,
)
from onrecord.reading.entities.source_relative import antecedent_of_who
from onrecord.reading.parse.phrases import head_of, tokens_of
from onrecord.reading.trace import Trace

_STEP = "mark_source_entities"
_GOVERNMENT = "government"
_LINKS = frozenset({"det", "case", "prep", "punct"})
# What may stand between an organisation's name and that of a person of it: a possessive mark, a title.
_POSSESSIVE_MARKS = frozenset("'’")
_TITLE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM"})
_PERSON_TITLE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PRON"})


class _Choice(NamedTuple):
    """The entity chosen for a source, the mention it is known by, and why."""

    entity: Someone
    mention: Seen
    why: str


def mark_source_entities(
    parsed: Parsed, cast: Cast, attributions: Sequence[Attribution], trace: Trace | None = None
) -> None:
    """Give the entity of each source and addressee a mention over exactly those words."""
    mentions = _mentions_by_token(cast)
    for attribution in attributions:
        for span in filter(None, (attribution.source, attribution.addressee)):
            phrase = tokens_of(parsed.tokens, span)
            if phrase.first < phrase.last:
                choice = _choose(parsed, cast, mentions, phrase)
                if choice is not None:
                    _mark(parsed, cast, choice, phrase)
                if trace is not None:
                    _note(trace, span, choice, attribution.rule)


def _choose(parsed: Parsed, cast: Cast, mentions: MentionByToken, phrase: Range) -> _Choice | None:
    """The entity that a source's words mean; None where it is unknown or there are several."""
    head = head_of(parsed.tokens, phrase)
    return (
        _by_head(parsed, mentions, phrase, head)
        or _by_owner_of_message(parsed, mentions, phrase, head)
        or _by_government(parsed, cast, phrase, head)
    )


def _mark(parsed: Parsed, cast: Cast, choice: _Choice, phrase: Range) -> None:
    """Give an entity its mention over a source; a capital's goes to the state whose government speaks."""
    entity, seen, _ = choice
    first, last = phrase
    capital = entity.kind == "place" and fold_word(entity.name)
    state = state_by_capital().get(capital) if capital else None
    if state is not None:
        city, entity = entity, _state(cast, state)
        # An entity's id is that of its first mention, so the city must not share this one.
        if (
            entity is not city
            and (seen.first, seen.last) == (first, last)
            and seen in city.mentions
        ):
            city.lose(seen)
    relative = parsed.tokens[last - 1].tag == "WP"
    entity.add(first, last, "pronoun" if relative else seen.how, seen.confidence)


def _note(trace: Trace, span: Span, choice: _Choice | None, rule: str) -> None:
    if choice is None:
        trace.note(_STEP, "kept", (span,), "no one named entity heads these words", rule=rule)
    else:
        name = choice.entity.name or "a person the report does not name"
        trace.note(_STEP, "changed", (span,), f"means {name}: {choice.why}", rule=rule)


def _mentions_by_token(cast: Cast) -> MentionByToken:
    """The draft entity and its mention at each token; of mentions that overlap, the longest."""
    drafts = [*cast.others, *cast.people, *cast.unnamed]
    pairs = [(draft, seen) for draft in drafts for seen in draft.mentions]
    pairs.sort(key=lambda pair: pair[1].last - pair[1].first)
    return {i: (draft, seen) for draft, seen in pairs for i in range(seen.first, seen.last)}


def _by_head(parsed: Parsed, mentions: MentionByToken, phrase: Range, head: int) -> _Choice | None:
    """The entity mentioned at the head of a source, or by its parts where the parse misses the name."""
    first, last = phrase
    if parsed.tokens[head].tag == "WP":
        found = antecedent_of_who(parsed, mentions, head, last)
        return _Choice(*found, "the antecedent of “who”") if found else None
    found = _person_of_organisation(parsed, mentions, first, last)
    if found is not None:
        return _Choice(*found, "a person named behind their organisation")
    found = mentions.get(head)
    if found is None or not found[0].names:
        found = _person_in_apposition(parsed, mentions, head, last)
        if found is not None:
            return _Choice(*found, "a person named in apposition to the head")
        found = _person_at_edge(parsed, mentions, first, last)
        return _Choice(*found, "a person named at the edge of the words") if found else None
    means_one = _is_whole_source(parsed, mentions, phrase, head)
    return _Choice(*found, "named at the head of the words") if means_one else None


def _is_whole_source(parsed: Parsed, mentions: MentionByToken, phrase: Range, head: int) -> bool:
    """True if the entity at the head is what the whole source means: no owner of another, no one of several."""
    first, last = phrase
    entity, seen = mentions[head]
    others = (i for i in range(head + 1, last) if i not in mentions or mentions[i][0] is not entity)
    coordinated = any(is_coordinated(parsed, mentions, i, head) for i in others)
    owns = seen.last < last - 1 and parsed.tokens[seen.last].tag == "POS"
    # A title may begin before the source.
    ends_name = seen.how in {"name", "surname"} and head == seen.last - 1
    inside = first <= seen.first or ends_name or last - first == 1
    return inside and not coordinated and not owns and not has_plural_role(parsed, first, head)


def _person_of_organisation(
    parsed: Parsed, mentions: MentionByToken, first: int, last: int
) -> tuple[Someone, Seen] | None:
    """The person named last behind an organisation's name, whatever the parse: `Karsk News' Mira Tasel`, `Karsk This Morning co-anchor Mira Tasel`."""
    found = _named_at(mentions, last - 1, "person")
    owner = _named_at(mentions, first, "organisation")
    if found is None or owner is None or found[1].first < first + 1:
        return None
    begin = owner[1].last if owner[1].last < found[1].first else first + 1
    between = parsed.tokens[begin : found[1].first]
    titles = (
        t.tag == "POS" or t.text in _POSSESSIVE_MARKS or t.pos in _PERSON_TITLE for t in between
    )
    return found if all(titles) else None


def _named_at(mentions: MentionByToken, i: int, kind: EntityKind) -> tuple[Someone, Seen] | None:
    """The named entity of a kind that is mentioned at a token."""
    found = mentions.get(i)
    return found if found and found[0].kind == kind and found[0].names else None


def _person_in_apposition(
    parsed: Parsed, mentions: MentionByToken, head: int, last: int
) -> tuple[Someone, Seen] | None:
    """The one person named in apposition to a noun: `flood writer Mira Tasel of the Lantern`."""
    if parsed.tokens[head].tag != "NN":
        return None
    inside = [i for i in parsed.children[head] if head < i < last]
    if any(parsed.tokens[i].dep == "conj" for i in inside):
        return None
    names = [i for i in inside if parsed.tokens[i].dep == "appos"]
    found = _named_at(mentions, names[0], "person") if len(names) == 1 else None
    if found is None:
        return None
    several = any(is_coordinated(parsed, mentions, i, names[0]) for i in range(names[0] + 1, last))
    return None if several else found


def _person_at_edge(
    parsed: Parsed, mentions: MentionByToken, first: int, last: int
) -> tuple[Someone, Seen] | None:
    """The person named first before a comma, or last after titles, whatever the parse.

    `Tarrow, speaking beside her guest,` is Tarrow; `Valdrian journalist Anka Dobrel` is Dobrel.
    """
    tokens = parsed.tokens
    opening = _named_at(mentions, first, "person")
    if opening is not None:
        end = opening[1].last
        if end < last and tokens[end].text in {",", "("} and opening[1].first >= first:
            return opening
    closing = _named_at(mentions, _end_of_name(parsed, first, last) - 1, "person")
    if closing is None or closing[1].first <= first:
        return None
    before = tokens[first : closing[1].first]
    titles = all(t.pos in _TITLE or t.text == "-" or joins_titles(parsed, first, t) for t in before)
    return closing if titles or are_two_titles(before) else None


def _end_of_name(parsed: Parsed, first: int, last: int) -> int:
    """Where a source ends without what is attached to its name: `Mira Tasel (R-Ohio)`, `Mira Tasel's`."""
    if parsed.tokens[last - 1].text == ")":
        opens = [i for i in range(first, last) if parsed.tokens[i].text == "("]
        return opens[-1] if opens and opens[-1] > first else last
    return last - 1 if parsed.tokens[last - 1].tag == "POS" and last - 1 > first else last


def _by_owner_of_message(
    parsed: Parsed, mentions: MentionByToken, phrase: Range, head: int
) -> _Choice | None:
    """The person who owns a letter or statement: `his statement`."""
    if parsed.tokens[head].lemma.lower() not in message_words():
        return None
    children = (i for i in parsed.children[head] if i >= phrase.first)
    owners = [i for i in children if parsed.tokens[i].dep == "poss"]
    found = _named_at(mentions, owners[0], "person") if len(owners) == 1 else None
    return _Choice(*found, "the owner of the message") if found else None


def _by_government(parsed: Parsed, cast: Cast, phrase: Range, head: int) -> _Choice | None:
    """The state whose government speaks: `the Russian government`, `the government of Ostmark`."""
    if parsed.tokens[head].lemma.lower() != _GOVERNMENT:
        return None
    first, last = phrase
    places = tuple(name for each in cast.others if each.kind == "place" for name in each.names)
    modifiers = [t for t in parsed.tokens[first:last] if t.i != head and t.dep not in _LINKS]
    states = {state_of(token.text, places) for token in modifiers}
    state = next(iter(states)) if len(states) == 1 else None
    if not state:
        return None
    return _Choice(_state(cast, state), Seen(first, last, "title", 0.8), "a state's government")


def _state(cast: Cast, state: str) -> Someone:
    """The state of that name in the cast, added where it is missing."""
    for other in cast.others:
        names = {each for name in other.names for each in (name, state_of(name, ()))}
        if other.kind == "place" and state in names:
            return other
    cast.others.append(Someone("place", [state]))
    return cast.others[-1]
