"""Link each source and addressee to the entity its words mean, which is not one named within them.

In: all mentions linked, attributions. Out: a link over exactly the words of each source. "The mayor of Brenna, Mira Tasel,"
is Mira Tasel; "Korvin's spokesman" is not Korvin; "Valdria and Ostmark" is neither.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Valdrian baker Anka Dobrel left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> source = Attribution(Span(0, 27), None, (Span(28, 32),), "indirect", "state", "r", 0.9)
>>> named = link_full_names(detect_mentions(parsed), Resolution())
>>> [(mention.first, mention.last) for mention in link_sources(parsed, named, (source,)).people[0].mentions]
[(2, 4), (0, 4)]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.lexicon.outlets import message_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_by_capital, state_of
from onrecord.model import Attribution, EntityKind, Parsed, Range, Span
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution
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

_STEP = "link_sources"
_GOVERNMENT = "government"
_LINKS = frozenset({"det", "case", "prep", "punct"})
# What may stand between an organisation's name and that of a person of it: a possessive mark, a title.
_POSSESSIVE_MARKS = frozenset("'’")
_TITLE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM"})
_PERSON_TITLE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PRON"})


class _Choice(NamedTuple):
    """The entity chosen for a source, the mention it is known by, and why."""

    entity: EntityDraft
    mention: EntityLink
    why: str


def link_sources(
    parsed: Parsed,
    resolution: Resolution,
    attributions: Sequence[Attribution],
    trace: Trace | None = None,
) -> Resolution:
    """Links of the entity of each source and addressee over exactly those words."""
    linker, mentions = Linker(resolution), _mentions_by_token(resolution)
    for attribution in attributions:
        for span in filter(None, (attribution.source, attribution.addressee)):
            phrase = tokens_of(parsed.tokens, span)
            if phrase.first < phrase.last:
                choice = _choose(parsed, linker, mentions, phrase)
                if choice is not None:
                    _link_source(parsed, linker, choice, phrase)
                if trace is not None:
                    _note(trace, span, choice, attribution.rule)
    return linker.resolution()


def _choose(
    parsed: Parsed, linker: Linker, mentions: MentionByToken, phrase: Range
) -> _Choice | None:
    """The entity that a source's words mean; None where it is unknown or there are several."""
    head = head_of(parsed.tokens, phrase)
    return (
        _by_head(parsed, mentions, phrase, head)
        or _by_owner_of_message(parsed, mentions, phrase, head)
        or _by_government(parsed, linker, phrase, head)
    )


def _link_source(parsed: Parsed, linker: Linker, choice: _Choice, phrase: Range) -> None:
    """Link a source's words to their entity; a capital's words to the state whose government speaks."""
    entity, mention = choice.entity.number, choice.mention
    first, last = phrase
    capital = choice.entity.kind == "place" and fold_word(choice.entity.name)
    state = state_by_capital().get(capital) if capital else None
    if state is not None:
        city, entity = entity, _state(linker, state)
        # An entity's id is that of its first mention, so the city must not share this one.
        same = (mention.first, mention.last) == (first, last)
        if entity != city and same and mention in linker[city].mentions:
            linker.unlink(mention)
    how = "pronoun" if parsed.tokens[last - 1].tag == "WP" else mention.how
    linker.link(EntityLink(entity, first, last, how, mention.confidence, choice.why))


def _note(trace: Trace, span: Span, choice: _Choice | None, rule: str) -> None:
    if choice is None:
        trace.note(_STEP, "kept", (span,), "no one named entity heads these words", rule=rule)
    else:
        name = choice.entity.name or "a person the report does not name"
        why = f"refers to {name}: {choice.why}, linked by “{choice.mention.rule}”"
        trace.note(_STEP, "changed", (span,), why, rule=rule)


def _mentions_by_token(resolution: Resolution) -> MentionByToken:
    """The draft entity and its mention at each token; of mentions that overlap, the longest."""
    drafts = [*resolution.others, *resolution.people, *resolution.unnamed]
    pairs = [(draft, mention) for draft in drafts for mention in draft.mentions]
    pairs.sort(key=lambda pair: pair[1].last - pair[1].first)
    return {i: pair for pair in pairs for i in range(pair[1].first, pair[1].last)}


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
    if found is None or not found[0].forms:
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
    entity, mention = mentions[head]
    others = (
        i
        for i in range(head + 1, last)
        if i not in mentions or mentions[i][0].number != entity.number
    )
    coordinated = any(is_coordinated(parsed, mentions, i, head) for i in others)
    owns = mention.last < last - 1 and parsed.tokens[mention.last].tag == "POS"
    # A title may begin before the source.
    ends_name = mention.how in {"name", "surname"} and head == mention.last - 1
    inside = first <= mention.first or ends_name or last - first == 1
    return inside and not coordinated and not owns and not has_plural_role(parsed, first, head)


def _person_of_organisation(
    parsed: Parsed, mentions: MentionByToken, first: int, last: int
) -> tuple[EntityDraft, EntityLink] | None:
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


def _named_at(
    mentions: MentionByToken, i: int, kind: EntityKind
) -> tuple[EntityDraft, EntityLink] | None:
    """The named entity of a kind that is mentioned at a token."""
    found = mentions.get(i)
    return found if found and found[0].kind == kind and found[0].forms else None


def _person_in_apposition(
    parsed: Parsed, mentions: MentionByToken, head: int, last: int
) -> tuple[EntityDraft, EntityLink] | None:
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
) -> tuple[EntityDraft, EntityLink] | None:
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


def _by_government(parsed: Parsed, linker: Linker, phrase: Range, head: int) -> _Choice | None:
    """The state whose government speaks: `the Russian government`, `the government of Ostmark`."""
    if parsed.tokens[head].lemma.lower() != _GOVERNMENT:
        return None
    first, last = phrase
    places = tuple(name for each in linker.drafts() if each.kind == "place" for name in each.names)
    modifiers = [t for t in parsed.tokens[first:last] if t.i != head and t.dep not in _LINKS]
    states = {state_of(token.text, places) for token in modifiers}
    state = next(iter(states)) if len(states) == 1 else None
    if not state:
        return None
    number = _state(linker, state)
    link = EntityLink(number, first, last, "title", 0.8, "government")
    return _Choice(linker[number], link, "a state's government")


def _state(linker: Linker, state: str) -> int:
    """The entity of a state, created if the report does not name it."""
    for draft in linker.drafts():
        names = {each for name in draft.names for each in (name, state_of(name, ()))}
        if draft.kind == "place" and state in names:
            return draft.number
    number = linker.create("place")
    linker.link(EntityLink(number, 0, 0, None, 0.8, "government", name=state))
    return number
