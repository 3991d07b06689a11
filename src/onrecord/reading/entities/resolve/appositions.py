"""Link role phrases to the persons named next to them: `the mayor, Mira Tasel,` and `Mira Tasel, the mayor,`.

In: the detected role phrases, names linked. Out: links of the phrases as appositions, with their roles.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The mayor, Petra Louven, spoke."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [role.title for role in link_appositions(found, link_full_names(found, Resolution())).people[0].roles]
['mayor']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Parsed, Token
from onrecord.reading.entities.detect.detected import COUNTERPARTS, RoleSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.entities.resolve.sentence_people import (
    PeopleBySentence,
    counterpart_of,
    people_by_sentence,
)

RULE = "apposition"
# The longest note in brackets between a name and its apposition, in tokens.
_MAX_BRACKET = 8
# How many tokens behind a role a name may begin, with a trade between: "their neighbour, the baker Mira Tasel,".
_MAX_TRADE = 4
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NO_SUBJECT = frozenset({"pobj", "dobj", "conj", "appos"})
_CLOSING = frozenset({",", ".", ";", "(", "who", "—", "–", "and"})
_CLOSING_POS = frozenset({"ADP", "VERB", "AUX", "SCONJ"})


def link_appositions(found: DetectedMentions, resolution: Resolution) -> Resolution:
    """Links of role phrases in apposition to names, and of those coordinated with them."""
    linker = Linker(resolution)
    _link_next_to_names(found.parsed, found.roles, linker)
    _link_coordinated(found.parsed, found.roles, linker)
    return linker.resolution()


def mention_starts(people: Iterable[EntityDraft]) -> dict[int, EntityLink]:
    """The last linked mention that begins at each token."""
    return {mention.first: mention for person in people for mention in person.mentions}


def _link_next_to_names(parsed: Parsed, roles: Sequence[RoleSeen], linker: Linker) -> None:
    people = linker.people()
    ends = {mention.last: mention for person in people for mention in person.mentions}
    starts = mention_starts(people)
    near = people_by_sentence(parsed, people)
    for role in roles:
        if role.kind == "honorific" or role.plural or not role.words:
            continue
        name = (
            named_behind(parsed, role, starts)
            or _named_before(parsed, role, ends)
            or _behind_two_titles(parsed, role, starts)
        )
        if name is None or not linker[name.entity].may_be(role.sex):
            continue
        held = role
        if role.words[-1] in COUNTERPARTS:
            held = _office_of_counterpart(parsed, role, linker, near, name.entity)
        linker.link(
            EntityLink(name.entity, role.first, role.last, "apposition", 0.9, RULE, roles=(held,))
        )


def _link_coordinated(parsed: Parsed, roles: Sequence[RoleSeen], linker: Linker) -> None:
    """Link what is coordinated with an apposition without a comma: `Mira Tasel, the mayor and a former judge,`."""
    linked = {
        i: person.number
        for person in linker.people()
        for mention in person.mentions
        if mention.how == "apposition"
        for i in range(mention.first, mention.last)
    }
    for role in roles:
        token = parsed.tokens[role.head]
        person = linked.get(token.head) if token.dep == "conj" and not role.plural else None
        before = parsed.tokens[role.first - 1]
        coordinated = before.dep == "cc" and parsed.tokens[role.first - 2].text != ","
        if person is not None and coordinated and linker[person].may_be(role.sex):
            linker.link(
                EntityLink(person, role.first, role.last, "apposition", 0.85, RULE, roles=(role,))
            )
            linked.update(dict.fromkeys(range(role.first, role.last), person))


def named_behind(
    parsed: Parsed, role: RoleSeen, starts: Mapping[int, EntityLink]
) -> EntityLink | None:
    """The person named after a role and a comma, unless the comma divides a list."""
    after = parsed.tokens[role.last : role.last + 2]
    listed = not role.definite and parsed.tokens[role.first].tag != "DT"
    if len(after) < 2 or after[0].text != "," or listed:
        return None
    at = after[1].i
    while at not in starts and at < role.last + _MAX_TRADE and _may_be_trade(parsed.tokens[at]):
        at += 1
    name = starts.get(at)
    if name is None:
        return None
    # "After a call to his mother, Pell left": the name opens a clause of its own.
    subject = parsed.tokens[name.last - 1].dep in {"nsubj", "nsubjpass"}
    return None if subject and parsed.tokens[role.head].dep in {"pobj", "dobj"} else name


def _may_be_trade(token: Token) -> bool:
    """True if a word may stand between a role and a name: an article, a noun in lower case."""
    return token.pos in {"DET", "NOUN"} or (token.pos == "PROPN" and token.text.islower())


def _behind_two_titles(
    parsed: Parsed, role: RoleSeen, starts: Mapping[int, EntityLink]
) -> EntityLink | None:
    """The person named behind two titles: `Opposition leader and critic Mira Tasel`, `Health minister Dr. Mira Tasel`."""
    after = parsed.tokens[role.last : role.last + 1]
    titled = starts.get(role.last)
    word = role_words().get(fold_word(after[0].text)) if titled is not None else None
    if word is not None and word.kind == "honorific":
        return titled
    if not after or after[0].text != "and" or parsed.tokens[role.first].tag in {"DT", "PRP$"}:
        return None
    name = starts.get(role.last + 1)
    return name if name and parsed.tokens[role.last + 1].pos != "PROPN" else None


def _named_before(
    parsed: Parsed, role: RoleSeen, ends: Mapping[int, EntityLink]
) -> EntityLink | None:
    """The person named before a comma and a role, behind which the apposition closes."""
    if not role.first or parsed.tokens[role.first - 1].text != ",":
        return None
    after = parsed.tokens[role.last : role.last + 1]
    head, name = parsed.tokens[role.head], parsed.tokens[role.first - 2]
    if after and after[0].tag in _FINITE and (head.dep == "nsubj" or name.dep in _NO_SUBJECT):
        return None  # "After a day in Karsk with Mira Tasel, the mayor said": a clause of its own
    closes = not after or after[0].text in _CLOSING or after[0].pos in _CLOSING_POS
    return ends.get(_end_of_name(parsed, role.first - 1)) if closes else None


def _end_of_name(parsed: Parsed, comma: int) -> int:
    """Where a name before a comma ends, without a note in brackets behind it: `Mira Tasel (R-Ohio),`."""
    if comma and parsed.tokens[comma - 1].text == ")":
        begin = max(comma - _MAX_BRACKET, 0)
        opens = [i for i in range(begin, comma) if parsed.tokens[i].text == "("]
        return opens[-1] if opens else comma
    return comma


def _office_of_counterpart(
    parsed: Parsed, role: RoleSeen, linker: Linker, near: PeopleBySentence, person: int
) -> RoleSeen:
    """The role of a counterpart: that of the person it is compared with, of the other state."""
    other = counterpart_of(parsed, role, linker, near, person)
    office = next((r for r in other.roles if r.kind == "role"), None) if other else None
    if office is None:
        return role
    return replace(role, words=office.words, core=office.core, kind="role", owned_by_pronoun=False)
