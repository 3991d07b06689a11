"""How the rows of the tables of people are matched: by the steps that use them."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.model import EntityKind, Parsed, Passage, Span
from onrecord.reading.language import load, parse
from onrecord.reading.people.names import find_names
from onrecord.reading.people.roles import find_roles
from onrecord.reading.people.words import folded, sex_by_name, state_of


def parsed(text: str) -> Parsed:
    """The parse of a text of one paragraph."""
    return parse(load(), text, (Passage("body", Span(0, len(text))),))


def is_role(row: Mapping[str, str], text: str) -> bool:
    """Whether a role phrase of the text has this row's word at its head."""
    found = parsed(text)
    heads = {folded(found.tokens[role.head].text) for role in find_roles(found, ())}
    return folded(row["word"]) in heads


def is_portfolio(row: Mapping[str, str], text: str) -> bool:
    """Whether this row's word is part of a title in the text."""
    return any(row["word"] in role.words for role in find_roles(parsed(text), ()))


def is_state(row: Mapping[str, str], text: str) -> bool:
    """Whether a stretch of up to three words means this row's state."""
    words = text.rstrip(".").split()
    stretches = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, i + 4))
    return row["name"] in {state_of(stretch, ()) for stretch in stretches}


def names_a(kind: EntityKind, row: Mapping[str, str], text: str) -> bool:
    """Whether a name with this row's word in it is taken for that kind."""
    for name in find_names(parsed(text), ()):
        if row["word"] in {folded(part) for part in name.parts}:
            votes = dict(name.votes)
            return max(votes, key=lambda k: votes[k]) == kind
    return False


def is_organisation(row: Mapping[str, str], text: str) -> bool:
    """Whether a name with this row's word is an organisation's."""
    return names_a("organisation", row, text)


def is_place(row: Mapping[str, str], text: str) -> bool:
    """Whether a name with this row's word is a place's."""
    return names_a("place", row, text)


def is_given_name(row: Mapping[str, str], text: str) -> bool:
    """Whether the full name a text begins with tells the sex this row gives."""
    return sex_by_name(" ".join(text.split()[:2])) == row["sex"]


MATCHERS = {
    "given_names": is_given_name,
    "roles": is_role,
    "portfolios": is_portfolio,
    "states": is_state,
    "organisation_words": is_organisation,
    "place_words": is_place,
}
