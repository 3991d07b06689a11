"""The kind of a name: votes for person, organisation, place and group, by its form and by what stands next to it.

In: the parse, a name's tokens, the pipeline's labels, the role phrases. Out: votes for each kind. The small pipeline's
labels are weak, so each counts as one vote: a title before the name or a role next to it outweighs them, as does an
organisation's word within it ("Ministry", "Council").

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The Karsk Ministry thanked Lume."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> max(kind_votes(parsed, 1, 3, {}, Neighbours({}, set())), key=lambda vote: vote[1])[0]
'organisation'
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from onrecord.lexicon.given_names import opens_with_given_name
from onrecord.lexicon.outlets import is_outlet_name, message_words, outlet_words
from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_by_capital, state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import EntityKind, Parsed
from onrecord.reading.entities.detect.detected import NO_OFFICE, RoleSeen

_KIND_OF_LABEL: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
}  # fmt: skip
# A title or a role next to a name outweighs any number of the pipeline's labels.
SURE_VOTES = 100
# A given name that opens a name outweighs the labels of as many words.
GIVEN_NAME_VOTES = 3
# An article before a name of several words outweighs labels and given names together.
_ARTICLE_VOTES = 10
# A use of a single name that persons' names do not have outweighs as many labels.
_SINGLE_NAME_VOTES = 5
# Words before which a single name is mostly a place's.
PLACE_LINKS = frozenset(
    {"in", "into", "near", "across", "inside", "throughout", "within", "neighbouring", "neighboring"}
)  # fmt: skip


class Neighbours(NamedTuple):
    """What may stand next to a name: role phrases by their end, their first tokens, the names of outlets."""

    before: Mapping[int, RoleSeen]
    starts: AbstractSet[int]
    outlets: Collection[str] = ()


def _owns_body(parsed: Parsed, last: int) -> bool:
    """True if a name stands before a body it owns: `Ostmark's dam authority`, `the Ostmark army`."""
    for token in parsed.tokens[last : last + 5]:
        if token.lemma.lower() in words_of("entities/nouns_after_surnames"):
            return False
        if token.text[0].islower() and fold_word(token.text) in words_of(
            "entities/organisation_words"
        ):
            return True
        if token.pos not in {"NOUN", "ADJ", "PART", "PROPN"}:
            return False
    return False


def kind_votes(
    parsed: Parsed, first: int, last: int, labels: dict[int, str], near: Neighbours
) -> tuple[tuple[EntityKind, int], ...]:
    """The votes for each kind of the name with tokens `[first, last)`; no votes where nothing suggests a kind."""
    tokens = parsed.tokens
    votes = _votes_by_form(parsed, first, last)
    title = near.before.get(first)
    known = fold_word(" ".join(t.text for t in tokens[first:last])) in near.outlets
    if title is None and (known or _is_outlet(parsed, first, last)):
        votes["organisation"] = SURE_VOTES * 2
    person = _person_votes(parsed, first, last, near)
    if person:
        votes["person"] = person
    for i in range(first, last):
        kind = _KIND_OF_LABEL.get(labels.get(i, ""))
        if kind:
            votes[kind] = votes.get(kind, 0) + 1
    body = _ARTICLE_VOTES * _is_whole_after_article(parsed, first, last)
    body += _SINGLE_NAME_VOTES * _follows_office(parsed, first, last, near)
    body += _SINGLE_NAME_VOTES * is_alone_after_article(parsed, first, last)
    if body:
        votes["organisation"] = votes.get("organisation", 0) + body
    if last - first > 1 and _is_joined_to_person(parsed, first, last, labels):
        votes["person"] = votes.get("person", 0) + GIVEN_NAME_VOTES
    if opens_with_given_name(" ".join(token.text for token in tokens[first:last])):
        votes["person"] = votes.get("person", 0) + GIVEN_NAME_VOTES
    if not votes and _is_bare_subject(parsed, first, last):
        votes["person"] = 0
    return tuple(votes.items())


def _person_votes(parsed: Parsed, first: int, last: int, near: Neighbours) -> int:
    """The votes for a person by what stands next to a name: a title, a role, an age, a "who"; 0 for nothing."""
    title = near.before.get(first)
    thing = title is not None and title.kind in NO_OFFICE and title.words and title.of
    if title is not None and not (thing and last - first == 1):
        return SURE_VOTES
    if _has_role_in_apposition(parsed, first, last, near) or _has_age(parsed, last):
        return SURE_VOTES // 2
    return _ARTICLE_VOTES if _has_who_clause(parsed, first, last) else 0


def _votes_by_form(parsed: Parsed, first: int, last: int) -> dict[EntityKind, int]:
    """The votes by the words of a name and those right before and after it."""
    tokens = parsed.tokens
    votes: dict[EntityKind, int] = {}
    words = [fold_word(t.text) for t in tokens[first:last]]
    if any(word in words_of("entities/organisation_words") for word in words):
        votes["organisation"] = SURE_VOTES * 2
    if last - first == 1 and words[0] in state_by_capital():
        votes["place"] = SURE_VOTES // 2
    if last - first == 1 and tokens[first].tag == "NNPS":
        votes["group"] = GIVEN_NAME_VOTES
    if last - first == 1 and (words[0] in message_words() or tokens[first].text in outlet_words()):
        votes["organisation"] = _SINGLE_NAME_VOTES
    given = opens_with_given_name(" ".join(t.text for t in tokens[first:last]))
    ends = {words[0]} if given else {words[0], words[-1]}  # `Nell Hill` is no hill
    if ends & words_of("entities/place_words") or state_of(
        " ".join(t.text for t in tokens[first:last]), ()
    ):
        votes["place"] = SURE_VOTES * 2
    elif last - first == 1 and first and tokens[first - 1].text.lower() in PLACE_LINKS:
        votes["place"] = 3
    elif last - first == 1 and _owns_body(parsed, last):
        votes["place"] = _SINGLE_NAME_VOTES
    if last - first == 1 and _acts_as_person(parsed, first):
        votes["person"] = GIVEN_NAME_VOTES
    return votes


def _acts_as_person(parsed: Parsed, at: int) -> bool:
    """True if a single name is used as a person's: `the Tarnek campaign`, `Tarnek's wife`, `Tarnek gave up his plan`."""
    tokens, name = parsed.tokens, parsed.tokens[at]
    after = tokens[at + 1 : at + 3]
    if (
        after
        and after[0].lemma.lower() in words_of("entities/nouns_after_surnames")
        and name.head == after[0].i
    ):
        return True
    if len(after) > 1 and after[0].tag == "POS":
        word = role_words().get(fold_word(after[1].text))
        return word is not None and word.kind == "kin"
    if name.dep != "nsubj" or name.head == at:
        return False
    objects = [i for i in parsed.children[name.head] if tokens[i].dep == "dobj"]
    own = (tokens[i] for o in objects for i in parsed.children[o] if tokens[i].dep == "poss")
    return any(token.text.lower() in {"his", "her"} for token in own)


def _is_outlet(parsed: Parsed, first: int, last: int) -> bool:
    """True if a name is an outlet's, alone or with the capitalised article before it: `The Hill`."""
    tokens = parsed.tokens
    starts = (first, first - 1) if first and tokens[first - 1].text == "The" else (first,)
    return any(is_outlet_name(parsed.text[tokens[i].start : tokens[last - 1].end]) for i in starts)


def _is_whole_after_article(parsed: Parsed, first: int, last: int) -> bool:
    """True if a name of several words follows "the" as a whole, which no person's does: `the Karsk Lantern`."""
    tokens = parsed.tokens
    if last - first < 2 or not first or tokens[first - 1].text.lower() != "the":
        return False
    return tokens[first - 1].head == last - 1 and tokens[last - 1].dep not in {"compound", "nmod"}


def is_alone_after_article(parsed: Parsed, first: int, last: int) -> bool:
    """True if a single name follows "the" alone, which no surname does: `the Bee`, `the Duma`."""
    tokens = parsed.tokens
    if last - first > 1 or not first or tokens[first - 1].text.lower() != "the":
        return False
    goes_on = last < len(tokens) and tokens[last].pos in {"NOUN", "PROPN", "ADJ", "NUM"}
    hyphened = last < len(tokens) and tokens[last].text in {"-", "‑"}
    return tokens[first - 1].head == first and not goes_on and not hyphened


def _follows_office(parsed: Parsed, first: int, last: int, near: Neighbours) -> bool:
    """True if an office before a name is held of it: `founder of Tarn Precision`."""
    role = near.before.get(last)
    held = role is not None and role.kind == "role" and role.head + 1 < first
    return held and parsed.tokens[first - 1].text in {"of", "the", "at"}


def _has_role_in_apposition(parsed: Parsed, first: int, last: int, near: Neighbours) -> bool:
    """True if a role phrase is in apposition to a name: `Sarrel, the lock-keeper,` or `the mayor, Mira Tasel,`."""
    tokens = parsed.tokens
    follows = last + 1 < len(tokens) and tokens[last].text == "," and last + 1 in near.starts
    if follows and (last - first > 1 or tokens[last + 1].text.lower() == "the"):
        return True
    role = near.before.get(first - 1) if first and tokens[first - 1].text == "," else None
    if role is not None and not role.definite:
        introduced = (
            last - first > 1 and tokens[role.first].tag == "DT" and tokens[last].text == ","
        )
        return introduced and tokens[role.head].sentence == tokens[first].sentence
    return role is not None and tokens[role.head].sentence == tokens[first].sentence


def _is_joined_to_person(parsed: Parsed, first: int, last: int, labels: dict[int, str]) -> bool:
    """True if "and" joins a full name to a person's: `Daro Lemsk and Ilan Tasel`."""
    tokens = parsed.tokens
    before = first > 2 and tokens[first - 1].text == "and"
    after = last + 2 < len(tokens) and tokens[last].text == "and"
    return (before and labels.get(first - 2) == labels.get(first - 3) == "PERSON") or (
        after and labels.get(last + 1) == labels.get(last + 2) == "PERSON"
    )


def _is_bare_subject(parsed: Parsed, first: int, last: int) -> bool:
    """True if a name of several words, none an abbreviation, is a subject without article or owner."""
    tokens = parsed.tokens
    bare = not first or tokens[first - 1].tag not in {"DT", "PRP$"}
    short = any(t.text.isupper() and len(t.text) > 1 for t in tokens[first:last])
    return last - first > 1 and tokens[last - 1].dep == "nsubj" and bare and not short


def _has_who_clause(parsed: Parsed, first: int, last: int) -> bool:
    """True if a "who" follows a name of several words: `Mira Tasel, who`; a body is followed by "which"."""
    after = parsed.tokens[last : last + 2]
    several = last - first > 1 and not (first and parsed.tokens[first - 1].tag == "DT")
    return several and [t.text for t in after] in ([",", "who"], [",", "whose"])


def _has_age(parsed: Parsed, last: int) -> bool:
    """True if an age follows a name: `Ondry, 39,`."""
    after = parsed.tokens[last : last + 3]
    return (
        len(after) == 3
        and after[0].text == ","
        and after[1].text.isdigit()
        and len(after[1].text) == 2
        and after[2].text in {",", "."}
    )
