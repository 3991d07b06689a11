"""Which entity heads a stretch of words: the one a source or an addressee is, not one named within it.

In: the parse, the cast, attributions. Out: the head entity's mention over exactly the stretch, added to
the cast. "The mayor of Brenna, Mira Tasel," is Mira Tasel; "Korvin's spokesman" is not Korvin; of
"Valdria and Ostmark" neither is the one.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven's lawyer left."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> head_of(parsed.tokens, Range(0, 4))
3
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.lexicon.outlets import message_words
from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_by_capital, state_of
from onrecord.model import Attribution, EntityKind, Parsed, Range, Token
from onrecord.reading.entities.entity_draft import Cast, Seen, Someone
from onrecord.reading.parse.phrases import head_of, tokens_of

# How far before a "who" the one it stands for may be named, and what may stand between.
FAR = 14
_BETWEEN = frozenset({",", "-", "of", "from", "for", "at", "in"})
_TELLING = frozenset({"NUM", "NOUN", "PROPN", "ADJ", "DET"})
_GOVERNMENT = "government"
_LINKING = frozenset({"det", "case", "prep", "punct"})
# What may stand between a body's name and that of somebody of it: an owner's mark, a title.
_OWNERS = frozenset("'’")
_BEHIND_BODY = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PRON"})
_TITLE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM"})


def mark_heads(parsed: Parsed, cast: Cast, attributions: Sequence[Attribution]) -> None:
    """Give each source's and addressee's head entity a mention over exactly those words."""
    at = _mentions_at(cast)
    for attribution in attributions:
        for span in (attribution.source, attribution.addressee):
            if span is None:
                continue
            first, last = tokens_of(parsed.tokens, span)
            if first == last:
                continue
            found = _headed(parsed, at, first, last) or _author(parsed, at, first, last)
            found = found or _ruled(parsed, cast, first, last)
            if found is not None:
                named, seen = found
                who = _government(cast, named)
                if who is not named and (seen.first, seen.last) == (first, last):
                    _drop_mention(named, seen)
                relative = parsed.tokens[last - 1].tag == "WP"
                who.add(first, last, "pronoun" if relative else seen.how, seen.confidence)


def _drop_mention(who: Someone, seen: Seen) -> None:
    """Drop a mention that means another entity; an entity's id is that of its first mention, so none is shared."""
    if seen in who.mentions:
        who.lose(seen)


def _government(cast: Cast, who: Someone) -> Someone:
    """The state, where its capital speaks or is spoken to: `Moscow was concerned` is Russia's concern, not the city's."""
    state = state_by_capital().get(fold_word(who.name)) if who.kind == "place" else None
    return who if state is None else _state(cast, state)


def _ruled(parsed: Parsed, cast: Cast, first: int, last: int) -> tuple[Someone, Seen] | None:
    """The state whose government speaks: `the Russian government`, `the government of Ostmark`."""
    head = head_of(parsed.tokens, Range(first, last))
    if parsed.tokens[head].lemma.lower() != _GOVERNMENT:
        return None
    places = tuple(name for who in cast.others if who.kind == "place" for name in who.names)
    rest = [t for t in parsed.tokens[first:last] if t.i != head and t.dep not in _LINKING]
    states = {state_of(token.text, places) for token in rest}
    state = next(iter(states)) if len(states) == 1 else None
    return (_state(cast, state), Seen(first, last, "title", 0.8)) if state else None


def _state(cast: Cast, state: str) -> Someone:
    """The state of the cast with that name, one more where there is none."""
    for other in cast.others:
        if other.kind == "place" and any(
            state in {name, state_of(name, ())} for name in other.names
        ):
            return other
    cast.others.append(Someone("place", [state]))
    return cast.others[-1]


def _author(
    parsed: Parsed, at: dict[int, tuple[Someone, Seen]], first: int, last: int
) -> tuple[Someone, Seen] | None:
    """Whose words a letter or statement holds, by the person who owns it: `his statement`."""
    head = head_of(parsed.tokens, Range(first, last))
    if parsed.tokens[head].lemma.lower() not in message_words():
        return None
    owners = [i for i in parsed.children[head] if parsed.tokens[i].dep == "poss" and i >= first]
    found = at.get(owners[0]) if len(owners) == 1 else None
    return found if found and found[0].names and found[0].kind == "person" else None


def _mentions_at(cast: Cast) -> dict[int, tuple[Someone, Seen]]:
    """For each token, whose mention it stands in; the longest mention wins."""
    everyone = [*cast.others, *cast.people, *cast.unnamed]
    pairs = [(who, seen) for who in everyone for seen in who.mentions]
    pairs.sort(key=lambda pair: pair[1].last - pair[1].first)
    return {i: (who, seen) for who, seen in pairs for i in range(seen.first, seen.last)}


def _headed(
    parsed: Parsed, at: dict[int, tuple[Someone, Seen]], first: int, last: int
) -> tuple[Someone, Seen] | None:
    head = head_of(parsed.tokens, Range(first, last))
    if parsed.tokens[head].tag == "WP":
        return _relative(parsed, at, head, last)
    theirs = _of_a_body(parsed, at, first, last)
    if theirs is not None:
        return theirs
    found = at.get(head)
    if found is None or not found[0].names:
        return _apposed_name(parsed, at, head, last) or _at_edge(parsed, at, first, last)
    who, seen = found
    others = (i for i in range(head + 1, last) if i not in at or at[i][0] is not who)
    joined = any(_joined(parsed, at, i, head) for i in others)
    owns = seen.last < last - 1 and parsed.tokens[seen.last].tag == "POS"
    named = (
        seen.how in {"name", "surname"} and head == seen.last - 1
    )  # the title stands before `first`
    inside = first <= seen.first or named or last - first == 1
    several = _told_as_several(parsed, first, head)
    return (who, seen) if inside and not joined and not owns and not several else None


def _of_a_body(
    parsed: Parsed, at: dict[int, tuple[Someone, Seen]], first: int, last: int
) -> tuple[Someone, Seen] | None:
    """The person a stretch ends with behind a body's name, whatever the parse: `Karsk News' Mira Tasel`, `Karsk This Morning co-anchor Mira Tasel`."""
    found, owner = _named_at(at, last - 1, "person"), _named_at(at, first, "organisation")
    if found is None or owner is None or found[1].first < first + 1:
        return None
    before = parsed.tokens[
        owner[1].last if owner[1].last < found[1].first else first + 1 : found[1].first
    ]
    behind = (t.tag == "POS" or t.text in _OWNERS or t.pos in _BEHIND_BODY for t in before)
    return found if all(behind) else None


def _named_at(
    at: dict[int, tuple[Someone, Seen]], i: int, kind: EntityKind
) -> tuple[Someone, Seen] | None:
    """Whose name's mention a token stands in, if of a kind."""
    found = at.get(i)
    return found if found and found[0].kind == kind and found[0].names else None


def _told_as_several(parsed: Parsed, first: int, head: int) -> bool:
    """Whether a plural before a name tells what it and others are: `Senators Mira Tasel, Joren Pell and Ilan Vesk`."""
    before = (fold_word(t.text) for t in parsed.tokens[first:head] if t.text.endswith("s"))
    return any(
        {word.removesuffix("s"), word.removesuffix("ies") + "y"} & role_words().keys()
        for word in before
    )


def _relative(
    parsed: Parsed, at: dict[int, tuple[Someone, Seen]], who: int, last: int
) -> tuple[Someone, Seen] | None:
    """Whom a "who" stands for. Of several joined before it the nearest, whose verb is not a plural's: `Pell and Vesk, who says`."""
    noun = told_of(parsed, who)
    found = at.get(noun) or at.get(_apposed(parsed, noun))
    near = _named_before(parsed, at, who)
    if any(_joined(parsed, at, i, noun) for i in range(noun + 1, last)):
        return None if near is None or _of_several(parsed, noun, who) else near
    if found is None or found[0].kind != "person":
        found = near or found
    if found is None or not found[0].names:
        return None
    seen = found[1]
    return None if seen.last < last - 1 and parsed.tokens[seen.last].tag == "POS" else found


def _of_several(parsed: Parsed, noun: int, who: int) -> bool:
    """Whether a "who" behind several stands for all: its verb says so (`who say`), or they tell of a plural (`two voters, Pell and Vesk, who`)."""
    verb = parsed.tokens[parsed.tokens[who].head]
    helping = [parsed.tokens[i] for i in parsed.children[verb.i] if parsed.tokens[i].dep == "aux"]
    told = (helping or [verb])[0]
    base, listed = parsed.tokens[noun], parsed.tokens[noun].tag == "NNS"
    for _ in range(6):
        if base.dep not in {"conj", "appos"}:
            break
        listed = base.dep == "appos" and parsed.tokens[base.head].tag in {"NNS", "NNPS"}
        base = parsed.tokens[base.head]
    begin = min([base.i, *parsed.children[base.i]])
    listed = listed or _told_as_several(parsed, begin, base.i)
    return listed or told.tag == "VBP" or told.text.lower() == "were"


def _apposed_name(
    parsed: Parsed, at: dict[int, tuple[Someone, Seen]], head: int, last: int
) -> tuple[Someone, Seen] | None:
    """The one person named in apposition to a noun: `flood writer Mira Tasel of the Lantern`."""
    if parsed.tokens[head].tag != "NN":
        return None
    inside = [i for i in parsed.children[head] if head < i < last]
    if any(parsed.tokens[i].dep == "conj" for i in inside):
        return None
    names = [i for i in inside if parsed.tokens[i].dep == "appos"]
    found = at.get(names[0]) if len(names) == 1 else None
    if found is None or found[0].kind != "person" or not found[0].names:
        return None
    return (
        None if any(_joined(parsed, at, i, names[0]) for i in range(names[0] + 1, last)) else found
    )


def _at_edge(
    parsed: Parsed, at: dict[int, tuple[Someone, Seen]], first: int, last: int
) -> tuple[Someone, Seen] | None:
    """The person a stretch opens with before a comma, or ends with after titles, whatever the parse.

    `Tarrow, speaking beside her guest,` is Tarrow; `Valdrian journalist Anka Dobrel` is Dobrel.
    """
    tokens = parsed.tokens
    opening, closing = at.get(first), at.get(_closing(parsed, first, last) - 1)
    if opening and opening[0].names and opening[0].kind == "person":
        end = opening[1].last
        if end < last and tokens[end].text in {",", "("} and opening[1].first >= first:
            return opening
    if closing and closing[0].names and closing[0].kind == "person" and closing[1].first > first:
        before = tokens[first : closing[1].first]
        titles = all(
            t.pos in _TITLE or t.text == "-" or _joins_titles(parsed, first, t) for t in before
        )
        if titles or _two_titles(before):
            return closing
    return None


def _joins_titles(parsed: Parsed, first: int, token: Token) -> bool:
    """Whether an "and" joins what is told of one: `Writer and former mayor Mira Tasel`.

    English leaves the article out of titles before a name alone: "The writer and the mayor" are two.
    """
    if token.text != "and" or token.i == first or token.i + 1 >= len(parsed.tokens):
        return False
    title, more = parsed.tokens[first : token.i], parsed.tokens[token.i + 1]
    one = title[-1].tag == "NN" or fold_word(title[-1].text) in role_words()
    bare = one and all(t.pos != "DET" for t in title)
    return bare and more.text[0].islower() and more.tag in {"NN", "JJ"}


def _two_titles(before: Sequence[Token]) -> bool:
    """Whether what stands before a name are two titles of one, somebody's own: `Tasel's chief pollster and strategist Joren Pell`."""
    words = [fold_word(t.text) for t in before]
    joint = words.index("and") if "and" in words else 0
    if not joint or not {words[joint - 1], words[-1]} <= role_words().keys():
        return False
    return before[joint - 1].text.islower() and not {",", "and"} & set(words[joint + 1 :])


def _closing(parsed: Parsed, first: int, last: int) -> int:
    """Where a stretch ends, what hangs on a name aside: `Mira Tasel (R-Ohio)`, `Mira Tasel's`."""
    if parsed.tokens[last - 1].text == ")":
        opens = [i for i in range(first, last) if parsed.tokens[i].text == "("]
        return opens[-1] if opens and opens[-1] > first else last
    return last - 1 if parsed.tokens[last - 1].tag == "POS" and last - 1 > first else last


def _joined(parsed: Parsed, at: dict[int, tuple[Someone, Seen]], i: int, head: int) -> bool:
    """Whether a token is another one beside the head: `the president, officials and owners`."""
    token = parsed.tokens[i]
    joined, told = False, _tells_more(parsed, at, i)
    for _ in range(6):
        if token.dep not in {"conj", "appos"} or token.head == token.i:
            return False
        joined = joined or token.dep == "conj"
        if token.head == head:
            return joined and not (told and token.dep == "appos")
        token = parsed.tokens[token.head]
    return False


def _tells_more(parsed: Parsed, at: dict[int, tuple[Someone, Seen]], i: int) -> bool:
    """Whether a joined noun may tell more of the same one: `Mira Tasel, the mayor and a former judge,`.

    One, not several, not named, and no comma before the "and".
    """
    token, found = parsed.tokens[i], at.get(i)
    one = {token.tag, parsed.tokens[token.head].tag} <= {"NN", "NNP"}
    if not one or (found and found[0].names and found[1].how != "apposition"):
        return False
    links = [c for c in parsed.children[token.head] if parsed.tokens[c].dep == "cc" and c < i]
    return bool(links) and parsed.tokens[links[-1] - 1].text != ","


def _apposed(parsed: Parsed, noun: int) -> int:
    """The noun another stands in apposition to: `Petra Louven, a chief turned baker`."""
    token = parsed.tokens[noun]
    return token.head if token.dep == "appos" else noun


def _named_before(
    parsed: Parsed, at: dict[int, tuple[Someone, Seen]], relative: int
) -> tuple[Someone, Seen] | None:
    """The person named before a "who", with what tells of them between: `Mira Tasel, 59, of Lume, who`."""
    for i in range(relative - 1, max(relative - FAR, -1), -1):
        token = parsed.tokens[i]
        found = at.get(i)
        if token.sentence != parsed.tokens[relative].sentence:
            return None
        if found is not None and found[0].kind == "person":
            return found if found[0].names else None
        between = token.text in _BETWEEN or token.pos in _TELLING
        several = token.tag == "NNS" and token.dep != "pobj"  # "two Tasel aides, who"
        if several or not between:
            return None
    return None


def told_of(parsed: Parsed, relative: int) -> int:
    """The noun a "who" stands for: the one its clause hangs on."""
    token = parsed.tokens[relative]
    for _ in range(4):
        if token.dep == "relcl":
            return token.head
        token = parsed.tokens[token.head]
    return relative
