"""Find role phrases: "the Ostmark foreign minister", "Valdria's civil protection chief", "Mayor of Brenna".

In: the parse and the places it names. Out: `RoleSeen`s in text order. A role word of `roles.tsv` takes the modifiers
before it (`title_words`) and an "of" or "for" after it (`title_complement`); a state among them is what it is held of.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The Valdrian defence minister resigned."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(role.title, role.of, role.definite) for role in find_roles(parsed, ("Valdria",))]
[('defence minister', 'Valdria', True)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.lexicon.given_names import opens_with_given_name
from onrecord.lexicon.parties import party_of
from onrecord.lexicon.role_words import RoleWord, role_words, tenure_of_title
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import Parsed, Token
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.detect.org_names import ends_of_bodies, named_bodies
from onrecord.reading.entities.detect.title_complement import complement_of
from onrecord.reading.entities.detect.title_words import HYPHENS, MAX_TITLE, first_word, title_of


def find_roles(parsed: Parsed, places: Sequence[str]) -> tuple[RoleSeen, ...]:
    """All role phrases of the parse, in text order."""
    return tuple(_find_roles(parsed, places))


def _find_roles(parsed: Parsed, places: Sequence[str]) -> Iterator[RoleSeen]:
    free = 0
    surnames, ends, bodies = _role_surnames(parsed), ends_of_bodies(parsed), named_bodies(parsed)
    for token in parsed.tokens:
        word = _role_word(token)
        if word is None or token.i < free or _modifies_next(parsed, token):
            continue
        if word.kind == "human" and token.i in ends:
            continue
        if word.kind in {"human", "epithet"} and _closes_name(parsed, token):
            continue
        capital = token.text[0].isupper()
        if capital and fold_word(token.text) in surnames and word.kind != "honorific":
            continue
        role = _role_phrase(parsed, token, word, places, bodies)
        if role.owned_by_pronoun and role.words == ("head",):  # "shook his head"
            continue
        free = role.last if role.kind != "honorific" else token.i + 1
        yield role


def _closes_name(parsed: Parsed, token: Token) -> bool:
    """True if a word that is no office closes a capitalised name: `The Karsk City Star`, not `Lume Republican`."""
    before = parsed.tokens[token.i - 1] if token.i else token
    plain = token.tag != "NNP" or before.tag != "NNP" or not before.text[0].isupper()
    if plain or not token.text[0].isupper() or party_of(token.text) or party_of(before.text):
        return False
    return before.sentence == token.sentence and not state_of(before.text, ())


def _role_word(token: Token) -> RoleWord | None:
    """The row of a token's role word, if the token is a noun."""
    if token.pos not in {"NOUN", "PROPN"} and not (token.pos == "ADJ" and token.text[0].isupper()):
        return None
    known = role_words()
    singular = known.get(token.lemma.lower()) if token.tag == "NNS" else None
    return known.get(fold_word(token.text)) or singular


def _role_surnames(parsed: Parsed) -> frozenset[str]:
    """Role words that are surnames in this report: `Colin King`, `Col. Arvid Monk`."""
    found: set[str] = set()
    known = role_words()
    for token in parsed.tokens[1:]:
        word = fold_word(token.text)
        if word not in known or not token.text[0].isupper() or token.pos != "PROPN":
            continue
        before = [t for t in parsed.tokens[max(token.i - 4, 0) : token.i] if t.text != "."]
        if not before or before[-1].pos != "PROPN" or before[-1].sentence != token.sentence:
            continue
        place = state_of(" ".join(t.text for t in before[-2:]), ()) or state_of(before[-1].text, ())
        given = not place and opens_with_given_name(f"{before[-1].text} {token.text}")
        title = known.get(fold_word(before[-2].text)) if len(before) > 1 else None
        titled = title is not None and title.kind == "honorific" and before[-2].text[0].isupper()
        if given or (titled and fold_word(before[-1].text) not in known):
            found.add(word)
    return frozenset(found)


def _modifies_next(parsed: Parsed, token: Token) -> bool:
    """True if a role word only modifies the next role ("chief minister") or thing ("press office")."""
    if token.i + 1 >= len(parsed.tokens):
        return False
    after = parsed.tokens[token.i + 1]
    if after.sentence != token.sentence:
        return False
    word = role_words().get(fold_word(after.text))
    honorific = word is not None and word.kind == "honorific" and after.text[0].isupper()
    if word is not None and not honorific and after.pos in {"NOUN", "PROPN"}:
        return True
    portfolio = fold_word(after.text) in words_of("entities/portfolios")
    if portfolio and token.i + 2 < len(parsed.tokens):
        return _role_word(parsed.tokens[token.i + 2]) is not None
    return _modifies_thing(token, after) or _opens_party_body(parsed, token)


def _opens_party_body(parsed: Parsed, token: Token) -> bool:
    """True if a party's word opens the name of a body: `Republican National Committee`, `the Democratic Party`."""
    if not party_of(token.text) or token.dep not in {"amod", "compound", "nmod"}:
        return False
    for after in parsed.tokens[token.i + 1 : token.i + MAX_TITLE]:
        if after.pos != "PROPN" or after.sentence != token.sentence:
            return False
        if fold_word(after.text) in words_of("entities/organisation_words"):
            return True
    return False


def _modifies_thing(token: Token, after: Token) -> bool:
    """True if a role word modifies a thing: `press office`, `Republican debate`."""
    if fold_word(after.text) in words_of("entities/organisation_words"):
        return True
    if party_of(token.text) and token.dep in {"amod", "compound", "nmod"} and after.pos != "PROPN":
        return True
    return after.pos == "NOUN" and after.text[0].islower() and token.dep == "compound"


def _role_phrase(
    parsed: Parsed, head: Token, word: RoleWord, places: Sequence[str], bodies: Mapping[int, int]
) -> RoleSeen:
    """The role phrase around a role word."""
    if word.kind == "honorific":
        return _honorific(parsed, head, word)
    start = first_word(parsed, head)
    complement = complement_of(parsed, head, places, bodies)
    end = complement.end
    suffix = _not_yet_suffix(parsed, head)
    parent_end = _end_of_parent(parsed, head) if word.kind == "kin" else None
    if parent_end is not None:
        end, word = parent_end, word._replace(kind="epithet")
    words, of, party = title_of(parsed, start, head, places, bodies)
    if suffix:
        end, words = head.i + 1 + len(suffix), (*words, "".join(suffix))
    first, owner, definite, by_pronoun = _determiner(parsed, start, head)
    owned = state_of(owner, places) or owner if owner else None
    return RoleSeen(
        first, head.i, end, (*words, *complement.words), of or complement.of or owned,
        definite=definite, core=fold_word(head.text), kind=word.kind, sex=word.sex,
        owned_by_pronoun=by_pronoun, plural=head.tag in {"NNS", "NNPS"}, party=party,
        past=_is_past(parsed, first, head),
    )  # fmt: skip


def _honorific(parsed: Parsed, head: Token, word: RoleWord) -> RoleSeen:
    """A short title before a name, with the state and the party before it: `Republican Lume Gov.`."""
    first, of, party = head.i, None, ""
    while first > 0 and parsed.tokens[first - 1].sentence == head.sentence:
        before = parsed.tokens[first - 1]
        pair = f"{parsed.tokens[first - 2].text} {before.text}" if first > 1 else ""
        state = state_of(pair, ()) or (state_of(before.text, ()) if before.tag != "POS" else None)
        if not word.full or not before.text[0].isupper() or not (state or party_of(before.text)):
            break
        of, party = of or state, party or party_of(before.text)
        first -= 2 if state_of(pair, ()) else 1
    full = (word.full,) if word.full else ()
    return RoleSeen(
        first, head.i, head.i + 1, full, of, definite=True, core=word.full, kind=word.kind,
        sex=word.sex, party=party, past=_is_past(parsed, first, head),
    )  # fmt: skip


def _not_yet_suffix(parsed: Parsed, head: Token) -> tuple[str, ...]:
    """The hyphen and word after a title that is not held yet: `-elect`, `-designate`."""
    after = tuple(t.text for t in parsed.tokens[head.i + 1 : head.i + 3])
    if len(after) < 2 or after[0] not in HYPHENS:
        return ()
    word = fold_word(after[1])
    return ("-", word) if tenure_of_title(f"-{word}") else ()


def _is_past(parsed: Parsed, first: int, head: Token) -> bool:
    """True if a role is no longer held: `the former mayor`, `ex-mayor`, `then-Gov.`."""
    return any(
        tenure_of_title(fold_word(t.text)) in {"past", "then"} and t.sentence == head.sentence
        for t in parsed.tokens[max(first - 1, 0) : head.i]
    )


def _end_of_parent(parsed: Parsed, head: Token) -> int | None:
    """The end of "mother of two", "father-of-three", which is no relative of a person named elsewhere."""
    after = [t for t in parsed.tokens[head.i + 1 : head.i + 5] if t.text not in HYPHENS]
    if len(after) > 1 and after[0].text == "of" and after[1].pos == "NUM":
        return after[1].i + 1
    return None


def _determiner(parsed: Parsed, start: int, head: Token) -> tuple[int, str | None, bool, bool]:
    """The phrase's first token with its determiner or owner, the owner's words, if definite, if a pronoun owns it."""
    tokens = parsed.tokens
    capital = tokens[head.i].text[0].isupper() and head.i > parsed.sentences[head.sentence].first
    if start == 0 or tokens[start - 1].sentence != head.sentence:
        return start, None, capital, False
    before = tokens[start - 1]
    if before.tag == "PRP$":
        return start - 1, None, True, True
    if before.tag == "DT":
        definite = before.text.lower() in {"the", "this", "that"}
        return start - 1, None, definite, False
    if before.tag == "POS" or before.text in {"'", "’"}:
        owner = _first_of_owner(tokens, start - 2, head.sentence)
        words = " ".join(token.text for token in tokens[owner : start - 1])
        return max(owner, 0), words, True, False
    return start, None, capital, False


def _first_of_owner(tokens: Sequence[Token], owner: int, sentence: int) -> int:
    """The first token of the owner's name that ends at token `owner`."""
    while owner > 0 and tokens[owner - 1].pos == "PROPN" and tokens[owner - 1].sentence == sentence:
        owner -= 1
    return owner
