"""Bodies in lower case: "the Valdrian defence ministry", and "the ministry" that comes back to it.

In: the parse, the cast with its places and named bodies. Out: mentions of them, and organisations of their own
where the report gives whose they are: by a state or place before the body, or behind "of". "The ministry",
"his ministry" and "a ministry spokesman" mean the one body told of before that they fit; where two do, or none,
nobody is meant. A common noun alone is no body.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.entities.resolve.full_names import gather
>>> text = "Trucks waited in Valdria. The Valdrian defence ministry denied it. The ministry said so."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> cast = gather(parsed)
>>> find_bodies(parsed, cast)
>>> [(who.names, [seen.how for seen in who.mentions]) for who in cast.others if who.kind == "organisation"]
[(['Valdrian defence ministry'], ['name', 'title'])]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.lexicon.role_words import title_word_key
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import same_state, state_of
from onrecord.lexicon.tables import rows, words_of
from onrecord.model import Parsed, Token
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.entity_draft import Cast, Someone
from onrecord.reading.entities.resolve.name_index import NEAR, spoken_of

# The longest body looked at, in words before its head.
LONGEST = 6
# With more bodies of one kind than this, "the ministry" cannot mean one of them.
MANY = 40
_DEFINITE = frozenset({"the", "this", "that"})


class BodySeen(NamedTuple):
    """Tokens `[first, last)` of a body: its head word, the words that tell it apart, whose it is.

    `definite`: it means one that is known ("the ministry"), and no other one ("a ministry"); `part`: it only
    stands before another noun ("ministry spokesman").
    """

    first: int
    last: int
    head: str
    words: frozenset[str]
    owner: str | None
    definite: bool
    part: bool
    own: bool = False


def find_bodies(parsed: Parsed, cast: Cast) -> None:
    """Add the bodies of a report to its cast."""
    places = _places(cast)
    known = _Known(parsed, [who for who in cast.others if who.kind == "organisation"], places)
    for seen in _seen(parsed, _offices_at(cast), places):
        if known.covers(seen):
            continue
        who = known.meant(seen)
        if who is None and _stands_alone(seen):
            who = Someone("organisation", [])
            cast.others.append(who)
        if who is not None:
            _tell(parsed, who, seen)
            known.add(who, seen)


class _Known:
    """The bodies told of so far, by their head words: what was told of each, and where."""

    def __init__(self, parsed: Parsed, named: Sequence[Someone], places: Sequence[str]) -> None:
        self._parsed = parsed
        self._starts = [paragraph.first for paragraph in parsed.paragraphs]
        self._by_head: dict[str, dict[int, Someone]] = defaultdict(dict)
        self._told: dict[int, dict[tuple[str, frozenset[str], str | None], int]] = defaultdict(dict)
        self._at: dict[int, list[int]] = {}
        self._taken: set[int] = set()
        for who in named:
            self._at[id(who)] = sorted(seen.first for seen in who.mentions)
            for each in who.mentions:
                self._taken.update(range(each.first, each.last))
            for seen in _of_name(who, places):
                self._note(who, seen)

    def covers(self, seen: BodySeen) -> bool:
        """Whether the words are a named body's already."""
        return not self._taken.isdisjoint(range(seen.first, seen.last))

    def add(self, who: Someone, seen: BodySeen) -> None:
        """Note what is told of a body, and that it is spoken of here."""
        self._note(who, seen)
        insort(self._at.setdefault(id(who), []), seen.first)

    def _note(self, who: Someone, seen: BodySeen) -> None:
        self._by_head[seen.head][id(who)] = who
        self._told[id(who)].setdefault((seen.head, seen.words, seen.owner), seen.first)

    def meant(self, seen: BodySeen) -> Someone | None:
        """The one body that is meant, of several the one being spoken of; None where that is not told."""
        alike = self._by_head[seen.head]
        if not seen.definite or len(alike) > MANY:
            return None
        fitting = [who for who in alike.values() if self._fits(who, seen)]
        if len(fitting) > 1:
            fitting = spoken_of(self._parsed, fitting, seen.first)
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, who: Someone, seen: BodySeen) -> bool:
        """Whether a body may be one that was told of before: by its head, its words and whose it is."""
        before = [
            (words, owner)
            for (head, words, owner), first in self._told[id(who)].items()
            if head == seen.head and first < seen.first
        ]
        owners = [owner for _, owner in before if owner is not None]
        if not before or not seen.words <= {word for words, _ in before for word in words}:
            return False
        if seen.owner is None:  # "the police" alone mostly means any of them
            return _heads()[seen.head] != "one" or self._near(who, seen.first)
        if not owners:
            return bool(seen.words)
        return any(same_state(seen.owner, owner) for owner in owners)

    def _near(self, who: Someone, at: int) -> bool:
        """Whether somebody was told of in the last paragraphs."""
        places = self._at[id(who)]
        before = bisect_left(places, at)
        last = places[before - 1] if before else -1
        return (
            before > 0 and bisect_right(self._starts, at) - bisect_right(self._starts, last) <= NEAR
        )


def _places(cast: Cast) -> tuple[str, ...]:
    """The states and places the report names, those of offices among them."""
    named = (name for who in cast.others if who.kind == "place" for name in who.names)
    held = (role.of for who in cast.persons for role in who.roles if role.of)
    return tuple(dict.fromkeys((*named, *held)))


def _tell(parsed: Parsed, who: Someone, seen: BodySeen) -> None:
    """Note that a body is meant; by a name of its own where it is told whose it is."""
    if seen.owner is None or seen.own:
        who.add(seen.first, seen.last, "title", 0.8)
        return
    first = seen.first + (parsed.tokens[seen.first].tag == "DT")
    tokens = parsed.tokens
    who.names.append(" ".join(parsed.text[tokens[first].start : tokens[seen.last - 1].end].split()))
    who.add(seen.first, seen.last, "name", 0.85)


def _of_name(who: Someone, places: Sequence[str]) -> list[BodySeen]:
    """What the names of a body tell of it: "Valdrian Ministry of Defence"."""
    found = []
    for name in dict.fromkeys(who.names):
        parts = name.replace("’", "'").replace("'s", "").split()
        plain = [title_word_key(part) for part in parts]
        heads = [word for word in plain if word in _heads()]
        owners = [
            state for part in parts if part[0].isupper() and (state := state_of(part, places))
        ]
        first = min((seen.first for seen in who.mentions), default=0)
        owner = owners[0] if owners else None
        for head in heads:
            words = frozenset(plain) - {head}
            found.append(BodySeen(first, first, head, words, owner, definite=True, part=False))
    return found


def _stands_alone(seen: BodySeen) -> bool:
    """Whether a body is told well enough to be one of its own: whose, and of most which of theirs."""
    if not seen.definite or seen.owner is None or seen.own:
        return False
    kind = _heads()[seen.head]
    return kind == "one" or (kind == "several" and bool(seen.words))


def _seen(
    parsed: Parsed, offices: Mapping[int, RoleSeen], places: Sequence[str]
) -> Iterator[BodySeen]:
    """Every body in lower case, in text order; those of headlines tell nothing."""
    for number, paragraph in enumerate(parsed.paragraphs):
        if parsed.kinds[number] == "headline":
            continue
        for token in parsed.tokens[paragraph.first : paragraph.last]:
            kind = _heads().get(token.text)
            if kind is None or token.pos not in {"NOUN", "PROPN"}:
                continue
            part = _before_noun(parsed, token)
            if part is None or (part and kind != "several"):
                continue
            yield _body(parsed, offices, token, places, part=part)


def _offices_at(cast: Cast) -> dict[int, RoleSeen]:
    """The one office of the one person whom each pronoun means: whose ministry "his ministry" is."""
    held: dict[int, list[list[RoleSeen]]] = defaultdict(list)
    for who in cast.people:
        offices = [role for role in who.roles if role.kind == "role" and role.words]
        for seen in who.mentions:
            if seen.last == seen.first + 1:
                held[seen.first].append(offices)
    return {i: each[0][0] for i, each in held.items() if len(each) == len(each[0]) == 1}


def _matter(office: RoleSeen) -> set[str]:
    """What an office is about: the "defence" of a defence minister."""
    return {
        word
        for word in map(title_word_key, office.words)
        if word in words_of("entities/portfolios")
    }


def _before_noun(parsed: Parsed, head: Token) -> bool | None:
    """Whether a body's word stands before a noun; None where that noun goes on the body's name, or is owned by it."""
    after = parsed.tokens[head.i + 1] if head.i + 1 < len(parsed.tokens) else None
    if after is None or after.sentence != head.sentence or after.text in {"-", "‑"}:
        return None if after is not None and after.text in {"-", "‑"} else False
    if after.pos not in {"NOUN", "PROPN"} or head.dep not in {"compound", "nmod", "amod"}:
        return False
    return None if after.text in _heads() else True


def _body(
    parsed: Parsed,
    offices: Mapping[int, RoleSeen],
    head: Token,
    places: Sequence[str],
    *,
    part: bool,
) -> BodySeen:
    """The whole phrase of a body: what stands before its word, and whose it is told to be behind it."""
    first, words, owner = _before(parsed, head, places)
    definite, first, owner = _determined(parsed, first, owner, places)
    if parsed.tokens[first].tag == "PRP$":
        office = offices.get(first)
        definite, owner = office is not None, office.of if office is not None else None
        words |= _matter(office) if office is not None and not words else set()
    last = head.i + 1
    if not part:
        last, more, behind = _behind(parsed, head, places)
        words, owner = words | more, owner or behind
    bare = parsed.tokens[first].tag != "DT" and _heads()[head.text] == "one"
    definite = definite or part or (owner is not None and bare)
    own = parsed.tokens[first].tag == "PRP$"
    first += part and parsed.tokens[first].tag == "DT"  # the article is the spokesman's
    return BodySeen(first, last, head.text, frozenset(words), owner, definite, part, own)


def _before(parsed: Parsed, head: Token, places: Sequence[str]) -> tuple[int, set[str], str | None]:
    """Where the words before a body's begin, which they are, and the state or place among them."""
    words: set[str] = set()
    owner, first = None, head.i
    while first > 0 and head.i - first < LONGEST:
        token = parsed.tokens[first - 1]
        if token.sentence != head.sentence or token.tag in {"POS", "DT", "PRP$"}:
            break
        capital = token.text[0].isupper()
        state = state_of(token.text, places) if capital else None
        if state is None and (capital or not _tells(token)):
            break
        owner = owner or state
        words |= set() if state else {title_word_key(token.text)}
        first -= 1
        if state:
            break
    return first, words, owner


def _tells(token: Token) -> bool:
    """Whether a word may tell which body is meant."""
    return token.pos in {"NOUN", "ADJ", "PROPN"} or (token.tag == "VBG" and token.dep == "amod")


def _determined(
    parsed: Parsed, first: int, owner: str | None, places: Sequence[str]
) -> tuple[bool, int, str | None]:
    """Whether a phrase is definite, where it begins with its article or owner, and the owner."""
    before = parsed.tokens[first - 1] if first else None
    if before is None or before.sentence != parsed.tokens[first].sentence:
        return False, first, owner
    if before.tag in {"DT", "PRP$"}:
        return before.tag == "PRP$" or before.text.lower() in _DEFINITE, first - 1, owner
    if before.tag != "POS" or first < 2:
        return False, first, owner
    start = first - 2
    while start > 0 and parsed.tokens[start - 1].pos == "PROPN":
        start -= 1
    words = " ".join(token.text for token in parsed.tokens[start : first - 1])
    whose = state_of(words, places)
    return (True, start, whose) if whose else (False, first, owner)


def _behind(parsed: Parsed, head: Token, places: Sequence[str]) -> tuple[int, set[str], str | None]:
    """Where a body ends with what "of" adds: its matter (`ministry of defence`), whose it is (`of Lume`)."""
    tokens, last = parsed.tokens, head.i + 1
    words: set[str] = set()
    while last + 1 < len(tokens) and tokens[last].text == "of":
        i = last + 1
        i += tokens[i].text.lower() == "the" and i + 1 < len(tokens)
        if tokens[i].text[0].islower() and fold_word(tokens[i].text) in words_of(
            "entities/portfolios"
        ):
            words.add(title_word_key(tokens[i].text))
            last = i + 1
            continue
        end = i
        while (
            end < len(tokens)
            and tokens[end].pos == "PROPN"
            and tokens[end].sentence == head.sentence
        ):
            end += 1
        place = state_of(" ".join(t.text for t in tokens[i:end]), places) if end > i else None
        return (end, words, place) if place else (last, words, None)
    return last, words, None


@cache
def _heads() -> Mapping[str, str]:
    """The words that mean a body: one of a state or town, several, or only such as are named."""
    return {row["word"]: row["kind"] for row in rows("entities/bodies")}
