"""How the rows of the tables of entities are matched: by the steps that use them."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.lexicon.given_names import opens_with_given_name, sex_of_full_name
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.model import EntityKind, Parsed, Passage, Span
from onrecord.reading.entities import find_entities
from onrecord.reading.entities.detect.names import find_names
from onrecord.reading.entities.detect.roles import find_roles
from onrecord.reading.parse.language import load, parse


def parsed(text: str) -> Parsed:
    """The parse of a text of one paragraph."""
    return parse(load(), text, (Passage("body", Span(0, len(text))),))


def is_role(row: Mapping[str, str], text: str) -> bool:
    """True if a role phrase of the text has this row's word at its head."""
    found = parsed(text)
    heads = {fold_word(found.tokens[role.head].text) for role in find_roles(found, ())}
    return fold_word(row["word"]) in heads


def is_portfolio(row: Mapping[str, str], text: str) -> bool:
    """True if this row's word is part of a title in the text."""
    return any(row["word"] in role.words for role in find_roles(parsed(text), ()))


def is_state(row: Mapping[str, str], text: str) -> bool:
    """True if up to three consecutive words mean this row's state."""
    words = text.rstrip(".").split()
    stretches = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, i + 4))
    return row["name"] in {state_of(stretch, ()) for stretch in stretches}


def is_party(row: Mapping[str, str], text: str) -> bool:
    """True if a role phrase of the text is of this row's party, for every name of it."""
    names = [row["name"], *filter(None, row["also"].split("; "))]
    texts = [text.replace(row["name"], name) for name in names]
    found = [{role.party for role in find_roles(parsed(each), ())} for each in texts]
    return all(row["name"] in parties for parties in found)


def refers_again(row: Mapping[str, str], text: str) -> bool:
    """True if the last phrase with this row's word means the person named first."""
    read = parsed(text)
    person = find_entities("0" * 32, read, ())[0]
    start = text.rindex(row["word"])
    return any(m.span.start <= start < m.span.end and m.span.start > 0 for m in person.mentions)


def describes(row: Mapping[str, str], text: str) -> bool:
    """True if a description means the person named before; for an open word, if it does not."""
    if row["kind"] != "open":
        return refers_again(row, text)
    return not refers_again({"word": "nominee"}, text)


def is_part_of_a_title(row: Mapping[str, str], text: str) -> bool:
    """True if this row's word is part of a title of several words."""
    return any(len(r.words) > 1 and row["word"] in r.words for r in find_roles(parsed(text), ()))


def is_outlet(row: Mapping[str, str], text: str) -> bool:
    """True if the name with this row's words is an organisation's."""
    entities = find_entities("0" * 32, parsed(text), ())
    return any(
        row["word"].removeprefix("The ") in e.name and e.kind == "organisation" for e in entities
    )


def names_a(kind: EntityKind, row: Mapping[str, str], text: str) -> bool:
    """True if a name with this row's word gets most votes for that kind."""
    for name in find_names(parsed(text), ()):
        if row["word"] in {fold_word(part) for part in name.parts}:
            votes = dict(name.votes)
            return max(votes, key=lambda k: votes[k]) == kind
    return False


def is_organisation(row: Mapping[str, str], text: str) -> bool:
    """True if a name with this row's word is an organisation's."""
    return names_a("organisation", row, text)


def is_place(row: Mapping[str, str], text: str) -> bool:
    """True if a name with this row's word is a place's."""
    return names_a("place", row, text)


def makes_a_person(row: Mapping[str, str], text: str) -> bool:
    """True if the name before this row's word is a person's."""
    entities = find_entities("0" * 32, parsed(text), ())
    return any(e.name == "Tarnek" and e.kind == "person" for e in entities)


def is_given_name(row: Mapping[str, str], text: str) -> bool:
    """True if the full name at the start of the text has the sex of this row."""
    name = " ".join(text.split()[:2])
    return opens_with_given_name(name) and (sex_of_full_name(name) or "both") == row["sex"]


def is_body(row: Mapping[str, str], text: str) -> bool:
    """True if the word in lower case is a mention of an organisation."""
    found = find_entities("a" * 32, parsed(text), ())
    places = (m.span for e in found if e.kind == "organisation" for m in e.mentions)
    return any(row["word"] in text[span.start : span.end].split() for span in places)


MATCHERS = {
    "entities/bodies": is_body,
    "entities/given_names": is_given_name,
    "entities/nouns_after_surnames": makes_a_person,
    "entities/roles": is_role,
    "entities/portfolios": is_portfolio,
    "entities/states": is_state,
    "entities/territories": is_state,
    "entities/parties": is_party,
    "entities/broader_roles": refers_again,
    "entities/office_ranks": is_part_of_a_title,
    "entities/descriptions": describes,
    "entities/outlets": is_outlet,
    "entities/organisation_words": is_organisation,
    "entities/place_words": is_place,
}
