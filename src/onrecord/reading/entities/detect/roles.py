"""Finds role phrases: "the Ostmark foreign minister", "Valdria's civil protection chief", "Mayor of Brenna".

In: the parse and the places it names. Out: `RoleSeen`s in text order. A role word (lexicon roles.tsv)
takes the modifiers before it and an "of" or "for" after it; a state among them is what it is held of.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The Valdrian defence minister resigned."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [(role.title, role.of, role.known) for role in find_roles(parsed, ("Valdria",))]
[('defence minister', 'Valdria', True)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count

from onrecord.lexicon.given_names import opens_with_given_name
from onrecord.lexicon.parties import party_of
from onrecord.lexicon.role_words import TITLE_LINKS, RoleWord, role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import rows, words_of
from onrecord.model import Parsed, Token
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.detect.org_names import ends_of_bodies, named_bodies

# The longest title looked at, in words before its head.
LONGEST = 7
_HYPHENS = frozenset({"-", "‑"})


@cache
def _standings() -> Mapping[str, str]:
    """Words beside a title that are no part of it, mostly telling whether it is held still (tenures.tsv)."""
    kinds = ("past", "then", "now", "ahead", "loose")
    return {row["word"]: row["kind"] for row in rows("offices/tenures") if row["kind"] in kinds}


def find_roles(parsed: Parsed, places: Sequence[str]) -> tuple[RoleSeen, ...]:
    """Every role phrase of the parse, in text order."""
    return tuple(_found(parsed, places))


def _found(parsed: Parsed, places: Sequence[str]) -> Iterator[RoleSeen]:
    free = 0
    surnames, bodies, named = _surnames(parsed), ends_of_bodies(parsed), named_bodies(parsed)
    for token in parsed.tokens:
        word = _role_word(token)
        if word is None or token.i < free or _goes_on(parsed, token):
            continue
        if word.kind == "human" and token.i in bodies:
            continue
        if word.kind in {"human", "epithet"} and _ends_a_name(parsed, token):
            continue
        if (
            token.text[0].isupper()
            and fold_word(token.text) in surnames
            and word.kind != "honorific"
        ):
            continue
        role = _role(parsed, token, word, places, named)
        if role.mine and role.words == ("head",):  # "shook his head"
            continue
        free = role.last if role.kind != "honorific" else token.i + 1
        yield role


def _ends_a_name(parsed: Parsed, token: Token) -> bool:
    """Whether a word that says no office closes a name in capitals: `The Karsk City Star`; `Lume Republican` is none."""
    before = parsed.tokens[token.i - 1] if token.i else token
    plain = token.tag != "NNP" or before.tag != "NNP" or not before.text[0].isupper()
    if plain or not token.text[0].isupper() or party_of(token.text) or party_of(before.text):
        return False
    return before.sentence == token.sentence and not state_of(before.text, ())


def _role_word(token: Token) -> RoleWord | None:
    """The role a token names, if it is used as a noun."""
    if token.pos not in {"NOUN", "PROPN"} and not (token.pos == "ADJ" and token.text[0].isupper()):
        return None
    known = role_words()
    return known.get(fold_word(token.text)) or (
        known.get(token.lemma.lower()) if token.tag == "NNS" else None
    )


def _surnames(parsed: Parsed) -> frozenset[str]:
    """Role words that are somebody's surname in this report: `Colin King`, `Col. Arvid Monk`."""
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


def _goes_on(parsed: Parsed, token: Token) -> bool:
    """Whether a role word only stands before another ("chief minister") or makes a thing ("press office")."""
    if token.i + 1 >= len(parsed.tokens):
        return False
    after = parsed.tokens[token.i + 1]
    if after.sentence != token.sentence:
        return False
    word = role_words().get(fold_word(after.text))
    honorific = word is not None and word.kind == "honorific" and after.text[0].isupper()
    if word is not None and not honorific and after.pos in {"NOUN", "PROPN"}:
        return True
    if fold_word(after.text) in words_of("entities/portfolios") and token.i + 2 < len(
        parsed.tokens
    ):
        return _role_word(parsed.tokens[token.i + 2]) is not None
    return _makes_a_thing(token, after) or _opens_a_body(parsed, token)


def _opens_a_body(parsed: Parsed, token: Token) -> bool:
    """Whether a party's word opens the name of a body: `Republican National Committee`, `the Democratic Party`."""
    if not party_of(token.text) or token.dep not in {"amod", "compound", "nmod"}:
        return False
    for after in parsed.tokens[token.i + 1 : token.i + LONGEST]:
        if after.pos != "PROPN" or after.sentence != token.sentence:
            return False
        if fold_word(after.text) in words_of("entities/organisation_words"):
            return True
    return False


def _makes_a_thing(token: Token, after: Token) -> bool:
    """Whether a role word is but the first of a thing's name: `press office`, `Republican debate`."""
    if fold_word(after.text) in words_of("entities/organisation_words"):
        return True
    if party_of(token.text) and token.dep in {"amod", "compound", "nmod"} and after.pos != "PROPN":
        return True
    return after.pos == "NOUN" and after.text[0].islower() and token.dep == "compound"


def _role(
    parsed: Parsed, head: Token, word: RoleWord, places: Sequence[str], bodies: Mapping[int, int]
) -> RoleSeen:
    if word.kind == "honorific":
        return _honorific(parsed, head, word)
    start = _before(parsed, head)
    end, held = _after(parsed, head, places, bodies)
    ahead = _not_yet(parsed, head)
    brood = _brood_end(parsed, head) if word.kind == "kin" else None
    if brood is not None:
        end, word = brood, word._replace(kind="epithet")
    words, of, party = _title(parsed, start, head, places, bodies)
    if ahead:
        end, words = head.i + 1 + len(ahead), (*words, "".join(ahead))
    first, owner, definite, mine = _determined(parsed, start, head)
    owned = state_of(owner, places) or owner if owner else None
    return RoleSeen(
        first, head.i, end, (*words, *held[0]), of or held[1] or owned,
        known=definite, core=fold_word(head.text), kind=word.kind, sex=word.sex, mine=mine,
        plural=head.tag in {"NNS", "NNPS"}, party=party, past=_past(parsed, first, head),
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
        first, head.i, head.i + 1, full, of,
        known=True, core=word.full, kind=word.kind, sex=word.sex, party=party, past=_past(parsed, first, head),
    )  # fmt: skip


def _not_yet(parsed: Parsed, head: Token) -> tuple[str, ...]:
    """What hangs on a role that is yet to be taken up: `-elect`, `-designate`."""
    after = tuple(t.text for t in parsed.tokens[head.i + 1 : head.i + 3])
    hangs = len(after) == 2 and after[0] in _HYPHENS and f"-{fold_word(after[1])}" in _standings()
    return ("-", fold_word(after[1])) if hangs else ()


def _past(parsed: Parsed, first: int, head: Token) -> bool:
    """Whether a role is held no more: `the former mayor`, `ex-mayor`, `then-Gov.`."""
    return any(
        _standings().get(fold_word(t.text)) in {"past", "then"} and t.sentence == head.sentence
        for t in parsed.tokens[max(first - 1, 0) : head.i]
    )


def _brood_end(parsed: Parsed, head: Token) -> int | None:
    """The end of "mother of two", "father-of-three": one told by the number of children, nobody's kin."""
    after = [t for t in parsed.tokens[head.i + 1 : head.i + 5] if t.text not in {"-", "‑"}]
    if len(after) > 1 and after[0].text == "of" and after[1].pos == "NUM":
        return after[1].i + 1
    return None


def _before(parsed: Parsed, head: Token) -> int:
    """The first token of the modifiers before the head."""
    start = _joined_portfolios(parsed, head)
    while start > 0 and head.i - start < LONGEST:
        token = parsed.tokens[start - 1]
        if token.sentence != head.sentence or not _modifies(parsed, token, head):
            break
        start -= 1
    return start + (start < head.i and parsed.tokens[start].text in _HYPHENS)


def _joined_portfolios(parsed: Parsed, head: Token) -> int:
    """The first token of an office told by two portfolios (`Health and Human Services Secretary`); else the head's."""
    tokens, at = parsed.tokens, head.i - 1
    while at > 0 and tokens[at].text[0].isupper() and tokens[at].sentence == head.sentence:
        at -= 1
    if not head.text[0].isupper() or at < 1 or at == head.i - 1:
        return head.i
    before = tokens[at - 1]
    joined = tokens[at].text in {"and", "&"} and before.text[0].isupper()
    return (
        at - 1 if joined and fold_word(before.text) in words_of("entities/portfolios") else head.i
    )


def _modifies(parsed: Parsed, token: Token, head: Token) -> bool:
    if token.text in _HYPHENS:
        return token.i > 0 and parsed.tokens[token.i - 1].end == token.start
    if token.pos in {"ADJ", "NOUN", "PROPN"} and not token.text[0].isdigit():
        apart = parsed.tokens[token.i + 1].text in {"-", "‑"}
        return apart or token.dep in {"compound", "amod", "nmod", "nummod"} or token.head == head.i
    if token.head == head.i and (
        fold_word(token.text) in _standings()
        or fold_word(token.text) in words_of("entities/office_ranks")
    ):
        return True  # "the then minister", "the sitting mayor", "the acting mayor"
    managing = token.tag == "VBG" and fold_word(token.text) in words_of("entities/portfolios")
    return managing or (token.tag in {"VBG", "VBN"} and token.dep == "amod")


def _title(
    parsed: Parsed, start: int, head: Token, places: Sequence[str], bodies: Mapping[int, int]
) -> tuple[tuple[str, ...], str | None, str]:
    """The title's words without state and loose words, the state or place among them, the party."""
    words: list[str] = []
    of: str | None = None
    party = party_of(head.text)
    i = start
    while i <= head.i:
        token = parsed.tokens[i]
        if bodies.get(i, head.i + 1) <= head.i:
            body = parsed.text[token.start : parsed.tokens[bodies[i] - 1].end]
            of, i = f"{of} {body}" if of else body, bodies[i]
            continue
        pair = f"{token.text} {parsed.tokens[i + 1].text}" if i < head.i else ""
        state = state_of(pair, ()) if pair else None
        if state:
            of, i = state, i + 2
            i += i < head.i and parsed.tokens[i].text == "state"  # "the New York state treasurer"
            continue
        named = token.text[0].isupper() and fold_word(token.text) not in words_of(
            "entities/office_ranks"
        )
        state = state_of(token.text, places) if named and i < head.i else None
        if fold_word(token.text) in _standings() or token.text in _HYPHENS:
            pass
        elif party_of(token.text) and i < head.i:
            party = party_of(token.text)
        elif state:
            of = state
        elif _is_owner(token, head):
            of = f"{of} {token.text}" if of else token.text
        else:
            words.append(token.text.lower())
        i += 1
    return tuple(words), of, party


def _is_owner(token: Token, head: Token) -> bool:
    """Whether a capitalised word before a role word names its place or body, not its portfolio."""
    if token.i == head.i or not token.text[0].isupper() or token.pos not in {"PROPN", "ADJ"}:
        return False
    if token.pos == "ADJ" and token.dep != "amod":
        return False
    word = fold_word(token.text)
    return (
        word not in words_of("entities/portfolios")
        and word not in role_words()
        and word not in words_of("entities/office_ranks")
    )


def _after(
    parsed: Parsed, head: Token, places: Sequence[str], bodies: Mapping[int, int]
) -> tuple[int, tuple[tuple[str, ...], str | None]]:
    """Where the phrase ends, and what "of" or "for" adds: words of the title, or what it is held of."""
    tokens, end = parsed.tokens, head.i + 1
    if (
        end >= len(tokens)
        or tokens[end].text.lower() not in TITLE_LINKS
        or tokens[end].sentence != head.sentence
    ):
        return end, ((), None)
    first = end + 1
    while first < len(tokens) and tokens[first].tag in {"DT", "PRP$"}:
        first += 1
    if first in bodies:
        stop = bodies[first]
        return stop, ((), parsed.text[tokens[first].start : tokens[stop - 1].end])
    stop = _held_until(parsed, head, first)
    if stop == first:
        return end, ((), None)
    words = parsed.text[tokens[first].start : tokens[stop - 1].end].split()
    if tokens[end].text == "from":
        state = state_of(" ".join(words), places)
        return (stop if state else end), ((), state)
    if any(_is_title(words, n) for n in range(len(words))):
        return end, ((), " ".join(words))
    stop, (words_of_title, of) = _held(parsed, stop, words, places)
    link = (tokens[end].text.lower(),) if words_of_title else ()
    return stop, ((*link, *words_of_title), of)


def _held(
    parsed: Parsed, stop: int, words: list[str], places: Sequence[str]
) -> tuple[int, tuple[tuple[str, ...], str | None]]:
    """What the words behind "of" add: `state of Lume` title and place, `Lume` the place, `water` the title."""
    tokens = parsed.tokens
    of_more = tokens[stop].text if stop < len(tokens) else ""
    if of_more == "of" and stop + 1 < len(tokens) and tokens[stop + 1].text[0].isupper():
        more = tokens[stop + 1].text
        return stop + 2, (tuple(word.lower() for word in words), state_of(more, places) or more)
    if words[0][0].isupper() and fold_word(words[0]) not in words_of("entities/portfolios"):
        return stop, ((), state_of(" ".join(words), places) or " ".join(words))
    return stop, (tuple(word.lower() for word in words), None)


def _held_until(parsed: Parsed, head: Token, first: int) -> int:
    """Where the noun phrase after "of" or "for" ends; a name after a portfolio is none of it."""
    tokens, capital = parsed.tokens, head.text[0].isupper()
    stop = first
    for i in count(first):
        if i >= len(tokens) or tokens[i].sentence != head.sentence or i - first >= LONGEST:
            break
        token = tokens[i]
        if token.tag == "POS" and i > first:
            continue
        portfolio = fold_word(token.text) in words_of("entities/portfolios")
        named = opens_with_given_name(
            " ".join(t.text for t in tokens[i : i + 2] if t.text[0].isupper())
        )
        if named and capital and i > first:
            break
        if not portfolio and (
            token.pos not in {"NOUN", "PROPN", "ADJ"}
            or (
                capital
                and i > first
                and fold_word(tokens[i - 1].text) in words_of("entities/portfolios")
            )
        ):
            break
        stop = i + 1
    return stop


def _is_title(words: Sequence[str], n: int) -> bool:
    """Whether a word after "of" or "for" is a role of its own: `an aide to the general`."""
    last = n + 1 == len(words) or words[n + 1][0].isupper()
    return (
        fold_word(words[n]) in role_words()
        and last
        and fold_word(words[n]) not in words_of("entities/portfolios")
    )


def _determined(parsed: Parsed, start: int, head: Token) -> tuple[int, str | None, bool, bool]:
    """Start with determiner or owner, the owner's words, whether definite, whether a pronoun owns it."""
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
        owner = start - 2
        while (
            owner > 0
            and tokens[owner - 1].pos == "PROPN"
            and tokens[owner - 1].sentence == head.sentence
        ):
            owner -= 1
        words = " ".join(token.text for token in tokens[owner : start - 1])
        return max(owner, 0), words, True, False
    return start, None, capital, False
