"""Whose a role is: by apposition, by title, or nobody's the report names.

In: role phrases and the cast of named persons. Out: mentions and roles added to the cast, and unnamed
persons for the roles whose holder is not named. Where two could hold a role, neither is taken.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.entities.resolve.full_names import gather
>>> text = "The mayor, Petra Louven, spoke with a guard. The mayor left."
>>> cast = gather(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [seen.how for seen in cast.people[0].mentions], [who.roles[0].title for who in cast.unnamed]
(['name', 'apposition', 'title'], ['guard'])
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from onrecord.lexicon.given_names import PRONOUN_SEX
from onrecord.lexicon.role_words import description_words, narrower_roles, role_words, title_key
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Parsed, Token
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.entity_draft import Cast, Someone
from onrecord.reading.entities.resolve.name_index import most_named, spoken_of, told_most

COUNTERPARTS = frozenset({"counterpart", "equivalent"})
# With more holders of one kind of role than this, "the minister" cannot mean one of them.
MANY = 40
# So many tokens at most stand in brackets between a name and what is told of it.
LONGEST_BRACKET = 8
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NO_SUBJECT = frozenset({"pobj", "dobj", "conj", "appos"})
_CLOSING = frozenset({",", ".", ";", "(", "who", "—", "–", "and"})


def give_roles(parsed: Parsed, found: Sequence[RoleSeen], cast: Cast) -> None:
    """Give every role phrase to its holder."""
    _appositions(parsed, found, cast)
    _joined_roles(parsed, found, cast)
    _counterparts(parsed, found, cast)
    _bare_roles(parsed, found, cast)


def _appositions(parsed: Parsed, found: Sequence[RoleSeen], cast: Cast) -> None:
    """`the mayor, Mira Tasel,` and `Mira Tasel, the mayor,`: the role is that person's."""
    ends = {seen.last: person for person in cast.people for seen in person.mentions}
    begins = {seen.first: person for person in cast.people for seen in person.mentions}
    spoken = _by_sentence(parsed, cast)
    for role in found:
        if role.kind == "honorific" or role.plural or not role.words:
            continue
        person = (
            _named_after(parsed, role, begins)
            or _named_before(parsed, role, ends)
            or _titled_twice(parsed, role, begins)
        )
        if person is None or not person.may_be(role.sex):
            continue
        told = role
        if role.words[-1] in COUNTERPARTS:
            told = _as_anchor(parsed, role, person, spoken)
        person.take(told)
        person.add(role.first, role.last, "apposition", 0.9)


def _joined_roles(parsed: Parsed, found: Sequence[RoleSeen], cast: Cast) -> None:
    """`Mira Tasel, the mayor and a former judge,`: what is joined to an apposition without a comma is told of the same one."""
    told = {
        i: person
        for person in cast.people
        for seen in person.mentions
        if seen.how == "apposition"
        for i in range(seen.first, seen.last)
    }
    for role in found:
        token = parsed.tokens[role.head]
        person = told.get(token.head) if token.dep == "conj" and not role.plural else None
        joined = (
            parsed.tokens[role.first - 1].dep == "cc" and parsed.tokens[role.first - 2].text != ","
        )
        if person is not None and joined and person.may_be(role.sex):
            person.take(role)
            person.add(role.first, role.last, "apposition", 0.85)
            told.update(dict.fromkeys(range(role.first, role.last), person))


def _named_after(parsed: Parsed, role: RoleSeen, begins: dict[int, Someone]) -> Someone | None:
    """The person named after a role and a comma, unless the comma divides a list."""
    after = parsed.tokens[role.last : role.last + 2]
    listed = not role.definite and parsed.tokens[role.first].tag != "DT"
    if len(after) < 2 or after[0].text != "," or listed:
        return None
    at = after[1].i
    while at not in begins and at < role.last + 4 and _names_trade(parsed.tokens[at]):
        at += 1  # "their neighbour, the baker Mira Tasel,"
    person = begins.get(at)
    if person is None:
        return None
    name = next(parsed.tokens[s.last - 1] for s in person.mentions if s.first == at)
    # "After a call to his mother, Pell left": the name opens a clause of its own.
    apart = parsed.tokens[role.head].dep in {"pobj", "dobj"} and name.dep in {"nsubj", "nsubjpass"}
    return None if apart else person


def _names_trade(token: Token) -> bool:
    """Whether a word may stand between a role and a name: an article, a noun in lower case."""
    return token.pos in {"DET", "NOUN"} or (token.pos == "PROPN" and token.text.islower())


def _titled_twice(parsed: Parsed, role: RoleSeen, begins: dict[int, Someone]) -> Someone | None:
    """The person whose name stands behind two titles: `Opposition leader and critic Mira Tasel`, `Health minister Dr. Mira Tasel`."""
    joined = parsed.tokens[role.last : role.last + 1]
    again = begins.get(role.last)
    word = role_words().get(fold_word(joined[0].text)) if again is not None else None
    if word is not None and word.kind == "honorific":
        return again
    if not joined or joined[0].text != "and" or parsed.tokens[role.first].tag in {"DT", "PRP$"}:
        return None
    person = begins.get(role.last + 1)
    titled = parsed.tokens[role.last + 1].pos != "PROPN" if person else False
    return person if titled else None


def _named_before(parsed: Parsed, role: RoleSeen, ends: dict[int, Someone]) -> Someone | None:
    """The person named before a comma and a role that then closes."""
    if not role.first or parsed.tokens[role.first - 1].text != ",":
        return None
    after = parsed.tokens[role.last : role.last + 1]
    head = parsed.tokens[role.head]
    name = parsed.tokens[role.first - 2]
    if after and after[0].tag in _FINITE and (head.dep == "nsubj" or name.dep in _NO_SUBJECT):
        return None  # "After a day in Karsk with Mira Tasel, the mayor said": a clause of its own
    closes = (
        not after or after[0].text in _CLOSING or after[0].pos in {"ADP", "VERB", "AUX", "SCONJ"}
    )
    return ends.get(_name_end(parsed, role.first - 1)) if closes else None


def _name_end(parsed: Parsed, comma: int) -> int:
    """Where a name before a comma ends, what stands in brackets behind it aside: `Mira Tasel (R-Ohio),`."""
    if comma and parsed.tokens[comma - 1].text == ")":
        opens = [
            i for i in range(max(comma - LONGEST_BRACKET, 0), comma) if parsed.tokens[i].text == "("
        ]
        return opens[-1] if opens else comma
    return comma


def _by_sentence(parsed: Parsed, cast: Cast) -> dict[int, list[tuple[int, Someone]]]:
    """For each sentence, where in it which person is mentioned."""
    spoken: dict[int, list[tuple[int, Someone]]] = defaultdict(list)
    for person in cast.people:
        for seen in person.mentions:
            spoken[parsed.tokens[seen.first].sentence].append((seen.first, person))
    return spoken


def _anchor(
    parsed: Parsed, role: RoleSeen, spoken: dict[int, list[tuple[int, Someone]]],
    person: Someone | None,
) -> Someone | None:  # fmt: skip
    """Whose counterpart is meant: the one other person named before in the sentence, else the one of the sentence before.

    An owner tells the sex: "Her French counterpart" after a sentence about one woman and a man is hers.
    """
    sentence, sex = parsed.tokens[role.first].sentence, ""
    if role.owned_by_pronoun:
        sex = PRONOUN_SEX.get(parsed.tokens[role.first].text.lower(), "")
    for number in (sentence, sentence - 1):
        near = {
            id(p): p
            for at, p in spoken.get(number, [])[:MANY]
            if at < role.head and p is not person and p.may_be(sex)
        }
        if near or not role.owned_by_pronoun:
            break
    return next(iter(near.values())) if len(near) == 1 else None


def _as_anchor(
    parsed: Parsed, role: RoleSeen, person: Someone, spoken: dict[int, list[tuple[int, Someone]]]
) -> RoleSeen:
    """A counterpart's role is that of the one it is told from, of the other state."""
    anchor = _anchor(parsed, role, spoken, person)
    office = next((r for r in anchor.roles if r.kind == "role"), None) if anchor else None
    if office is None:
        return role
    return replace(role, words=office.words, core=office.core, kind="role", owned_by_pronoun=False)


def _bare_roles(parsed: Parsed, found: Sequence[RoleSeen], cast: Cast) -> None:
    """Roles without a name beside them: the holder the report names, if exactly one fits, else unnamed."""
    used = {i for who in cast.people for s in who.mentions for i in range(s.first, s.last)}
    spoken = _by_sentence(parsed, cast)
    holders: dict[str, list[Someone]] = defaultdict(list)
    for person in cast.people:
        for core in {_core(role) for role in person.roles}:
            holders[core].append(person)
    for role in found:
        if role.kind == "honorific" or role.plural or role.head in used or not role.words:
            continue
        if _office_alone(parsed, role) or _told_as(parsed, role):
            continue
        holder = _holder(parsed, role, holders, spoken)
        if holder is None:
            holder = _unnamed(role, holders[_core(role)], cast)
        holder.add(role.first, role.last, "title", 0.8 if holder.names else 0.6)
        if holder.names and role.of and all(held.of is None for held in holder.roles):
            holder.take(role)
        if role.sex:
            holder.sexes.add(role.sex)


def _office_alone(parsed: Parsed, role: RoleSeen) -> bool:
    """Whether a phrase means an office and nobody in it: `elected governor`, `fit to be mayor`, `as president`.

    English gives a person's role an article, an owner or a capital; a headline leaves it out before its verb.
    """
    head = parsed.tokens[role.head]
    bare = role.kind == "role" and not role.definite and parsed.tokens[role.first].tag != "DT"
    return bare and head.text[0].islower() and head.dep not in {"nsubj", "nsubjpass", "ROOT"}


def _told_as(parsed: Parsed, role: RoleSeen) -> bool:
    """Whether a phrase says what somebody is, and brings nobody in: `she is a lawyer`, `served as a judge`."""
    head = parsed.tokens[role.head]
    if role.definite:
        return False
    above = parsed.tokens[head.head]
    copula = head.dep == "attr" and above.lemma in {"be", "become", "remain"}
    return (copula and _has_subject(parsed, above.i)) or (
        head.dep == "pobj" and above.text.lower() == "as"
    )


def _has_subject(parsed: Parsed, verb: int) -> bool:
    """Whether a verb's subject is told, by no empty word: `There is a lawyer who …` brings one in."""
    return any(
        parsed.tokens[i].dep == "nsubj"
        and parsed.tokens[i].lemma.lower() not in {"it", "this", "that", "one"}
        for i in parsed.children[verb]
    )


def _counterparts(parsed: Parsed, found: Sequence[RoleSeen], cast: Cast) -> None:
    """Counterparts hold one office: who has none yet gets that of the counterpart the report names.

    "Mr. Pell and his Corvanian counterpart", with one Corvanian defence minister in the report and none
    of Pell's: Pell is a defence minister too, of a state left open. One round for each link, so that a
    chain of calls is followed.
    """
    spoken = _by_sentence(parsed, cast)
    begins = {seen.first: person for person in cast.people for seen in person.mentions}
    links: list[tuple[Someone, Someone]] = []
    for role in [
        r for r in found if r.words and r.words[-1] in COUNTERPARTS and r.owned_by_pronoun
    ][:MANY]:
        named = _named_after(parsed, role, begins) or begins.get(role.first)
        anchor = _anchor(parsed, role, spoken, named)
        other = named or (_office_of(role.of, cast) if role.of else None)
        if anchor is not None and other is not None and other is not anchor:
            links.append((anchor, other))
    for _ in links:
        for one, other in links:
            _share(one, other)
            _share(other, one)


def _office_of(state: str, cast: Cast) -> Someone | None:
    """The one named person who holds an office of a state."""
    holders = [p for p in cast.people if any(r.kind == "role" and r.of == state for r in p.roles)]
    return holders[0] if len(holders) == 1 else None


def _share(giver: Someone, taker: Someone) -> None:
    """Give one's office, of a state left open, to a counterpart who has none."""
    office = next((r for r in giver.roles if r.kind == "role" and r.words), None)
    if office is not None and not any(r.kind == "role" for r in taker.roles):
        at = min(seen.first for seen in taker.mentions)
        last = next(seen.last for seen in taker.mentions if seen.first == at)
        state = next((r.of for r in taker.roles if {*r.words[-1:]} & COUNTERPARTS), None)
        taker.take(
            replace(
                office,
                of=state,
                first=at,
                head=last - 1,
                last=last,
                definite=True,
                owned_by_pronoun=False,
            )
        )


def _core(role: RoleSeen) -> str:
    return next(iter(title_key((role.core,))), "")


def _unnamed(role: RoleSeen, like: list[Someone], cast: Cast) -> Someone:
    """The unnamed person a definite phrase comes back to, or a new one."""
    if role.definite:
        for who in reversed(like[-MANY:]):
            told = role.of is None or any(held.of for held in who.roles)
            if not who.names and told and who.holds(role):
                return who
    someone = Someone("person", [])
    someone.take(role)
    cast.unnamed.append(someone)
    like.append(someone)
    return someone


def _holder(
    parsed: Parsed, role: RoleSeen, holders: dict[str, list[Someone]],
    spoken: dict[int, list[tuple[int, Someone]]],
) -> Someone | None:  # fmt: skip
    """The one named person who holds the role a definite phrase speaks of."""
    if not role.definite:
        return None
    if role.words[-1] in COUNTERPARTS:
        return _counterpart(parsed, role, holders, spoken)
    like = _like(role, holders)
    if role.owned_by_pronoun or len(like) > MANY:
        return None
    fitting = _in_office([person for person in like if person.holds(role)], role)
    before = [person for person in fitting if _told_before(person, role)]
    if not before and len(role.words) == 1 and role.of is None:
        return None
    fitting = before or fitting
    if len(fitting) > 1 and role.of is None:
        # Among several, a bare title means the one told of without a state or body: the home office.
        fitting = [p for p in fitting if any(r.of is None and p.holds_as(r, role) for r in p.roles)]
    if len(fitting) > 1:
        fitting = [p for p in fitting if not _beside(parsed, role, p)] or fitting
    if len(fitting) > 1:
        fitting = spoken_of(parsed, fitting, role.first)
    if len(fitting) > 1:
        fitting = most_named(fitting) if _sole(role) else told_most(fitting)
    return fitting[0] if len(fitting) == 1 and fitting[0].names else None


def _told_before(person: Someone, role: RoleSeen) -> bool:
    """Whether a report tells of somebody's office, or names him whose office it tells later, before a phrase."""
    named = _sole(role) and any(seen.first < role.first for seen in person.mentions)
    return (named and bool(person.names)) or any(held.first < role.first for held in person.roles)


def _sole(role: RoleSeen) -> bool:
    """Whether a phrase tells an office one holds at a time."""
    return role.core in description_words("sole")


def _beside(parsed: Parsed, role: RoleSeen, person: Someone) -> bool:
    """Whether somebody is named as another party to what a phrase is the subject of: `The minister cautioned Pell`."""
    verb = parsed.tokens[role.head].head
    places = (
        parsed.tokens[seen.last - 1] for seen in person.mentions if seen.how in {"name", "surname"}
    )
    return any(t.head == verb and t.dep in {"dobj", "nsubj", "dative"} for t in places)


def _in_office(people: Sequence[Someone], role: RoleSeen) -> list[Someone]:
    """Those of some who hold an office still, or no more, as the phrase says; "the minister" may be one who is minister no more."""
    wanted = [
        person
        for person in people
        if any(held.past == role.past and person.holds_as(held, role) for held in person.roles)
    ]
    return wanted if wanted or role.past else list(people)


def _like(role: RoleSeen, holders: dict[str, list[Someone]]) -> list[Someone]:
    """Holders of the same kind of role, or of one it includes (a senator is a lawmaker)."""
    people: dict[int, Someone] = {}
    for core in sorted(title_key(narrower_roles(role.core))):
        people.update((id(person), person) for person in holders.get(core, ()))
    open_ = description_words("open")
    return [p for p in people.values() if p.names or not open_.intersection(p.roles[0].words)]


def _counterpart(
    parsed: Parsed, role: RoleSeen, holders: dict[str, list[Someone]],
    spoken: dict[int, list[tuple[int, Someone]]],
) -> Someone | None:  # fmt: skip
    """The one person who holds the anchor's office for the state the phrase names."""
    anchor = _anchor(parsed, role, spoken, None)
    if anchor is None or role.of is None:
        return None
    fitting: dict[int, Someone] = {}
    for office in (r for r in anchor.roles if r.kind == "role"):
        wanted = replace(office, of=role.of)
        for person in holders[_core(office)][:MANY]:
            theirs = any(held.of is not None for held in person.roles)
            if person is not anchor and person.names and theirs and person.holds(wanted):
                fitting[id(person)] = person
    return next(iter(fitting.values())) if len(fitting) == 1 else None
