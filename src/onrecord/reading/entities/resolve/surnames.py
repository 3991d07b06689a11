"""Surnames and first names alone: whose they are, among those the report names in full.

In: the material of gathering, full names done. Out: mentions added to its cast. A surname joins the one
full name that ends with it. Where two bear it, a title, the order of telling, kinship, who is being
spoken of and how often each is named decide, in this order, or nobody is taken. A long surname nobody
bears, one letter from one that somebody named before bears, is taken for a slip of the pen.

>>> one_letter_apart("mcklenny", "mclenny"), one_letter_apart("tasel", "tasek"), one_letter_apart("pell", "bell")
(True, True, False)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.lexicon.given_names import PRONOUN_SEX, is_given_name
from onrecord.lexicon.names import full_name_key, suffix_of, surname_key
from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word, sound
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import rows
from onrecord.reading.entities.detect.detected import NameSeen
from onrecord.reading.entities.detect.name_kinds import PLACE_LINKS, is_alone_after_article
from onrecord.reading.entities.entity_draft import Someone
from onrecord.reading.entities.resolve.name_index import (
    Material,
    spoken_of,
    surname_alone,
    told_most,
)

# Whose kin is named too may be named in full so many times for each time he is called by the surname.
BESIDE_KIN = 2
# So many times called by the surname, somebody is who bears it in a report.
SETTLED = 2
# Shorter surnames differ by a letter too often to be slips.
LONG = 5


def single_names(m: Material) -> None:
    """Join surnames (or first names) alone to the one person they fit, or make them a person of their own."""
    last_names: dict[str, list[Someone]] = defaultdict(list)
    first_names: dict[str, list[Someone]] = defaultdict(list)
    for person in m.cast.people:
        first, last = full_name_key(person.name.split())
        last_names[last].append(person)
        if not person.name.split()[0].isupper():  # "EPA Inspector Pell": no first name
            first_names[first].append(person)
    middle = _first_of_two(m)
    titled = _sexes_by_title(m)
    alone = Counter(_key(n) for n in m.names if len(n.parts) == 1)
    told_apart = {_key(n) for n in m.names if len(n.parts) == 2 and suffix_of(n.parts)}
    by_sound: dict[str, list[Someone]] = defaultdict(list)
    for last, people in last_names.items():
        by_sound[sound(last) if len(last) >= LONG else ""] += people
    for name in sorted((*m.names, *_untagged(m, last_names)), key=lambda n: (n.headline, n.first)):
        if name.first in m.owners or len(name.parts) > 2 or _after_the(m, name):
            continue
        key = _key(name)
        fitting = last_names.get(key) or first_names.get(key) or middle.get(key)
        fitting = fitting or by_sound.get(sound(key)) or []
        suffix = suffix_of(name.parts)
        if suffix or key in told_apart:
            alike = [p for p in fitting if suffix_of(p.name.split()) == suffix]
            fitting = alike or (fitting if suffix else [])
        role = m.prefix.get(name.first)
        told = {role.sex} if role is not None and role.sex else _unexplained(titled[key], fitting)
        fitting = [p for p in fitting if not (told and p.sex) or p.sex in told]
        fit = _fitting(m, fitting, name, alone)
        is_person = m.kinds.get(fold_word(" ".join(name.parts))) == "person"
        if not fitting and is_person and role is None and not name.headline:
            fit = _misspelt(name, key, last_names)
        if fit is not None and _may_be_person(m, name, fit, titled=bool(role and is_person)):
            m.give(fit, name)
            m.mention(fit, name, "surname", 0.9 if fitting else 0.75)
        elif not fitting and is_person and not name.headline and len(name.parts) == 1:
            last_names[key].append(_by_surname_only(m, name))


def _sexes_by_title(m: Material) -> dict[str, set[str]]:
    """By surname, the sexes told by titles before it: where the report says "Mr. Tasel", "Tasel" is not Mira Tasel alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in m.names:
        role = m.prefix.get(name.first)
        if len(name.parts) == 1 and role is not None and role.sex:
            found[_key(name)].add(role.sex)
    return found


def _unexplained(titled: set[str], fitting: Sequence[Someone]) -> set[str]:
    """The sexes told by titles before a surname, unless somebody named in full is whom they mean: `his wife, Sofie Tasel`, `Mrs. Tasel`."""
    explained = any(person.may_be(sex) for sex in titled for person in fitting)
    return set() if explained else titled


def _by_surname_only(m: Material, name: NameSeen) -> Someone:
    """A person of his own, whom the report never names in full."""
    person = Someone("person", [])
    m.cast.people.append(person)
    m.give(person, name)
    m.mention(person, name, "surname", 0.8)
    return person


def _after_the(m: Material, name: NameSeen) -> bool:
    """Whether a single name stands after "the" by itself, as a surname does not: `The EPA`."""
    return name.first not in m.prefix and is_alone_after_article(m.parsed, name.first, name.last)


def _first_of_two(m: Material) -> dict[str, list[Someone]]:
    """Who bears two surnames, by the first, which reports call them by: `Miguel Karo Brandt`, then `Karo`."""
    found: dict[str, list[Someone]] = defaultdict(list)
    for person in m.cast.people:
        parts = [part for part in person.name.split() if len(part.rstrip(".")) > 1]
        known = len(parts) in {3, 4} and is_given_name(parts[0]) and not suffix_of(parts)
        if known and not is_given_name(parts[-2]):
            found[fold_word(parts[-2])].append(person)
    return found


def _key(name: NameSeen) -> str:
    """What a name is looked up by: the folded surname, doubled endings aside."""
    parts = name.parts[:-1] if suffix_of(name.parts) else name.parts
    words = parts[-1] if surname_alone(name) else " ".join(parts)
    return surname_key(fold_word(words))


def _may_be_person(m: Material, name: NameSeen, fit: Someone, *, titled: bool) -> bool:
    """Whether a name is a person's at all: a state's only where titled, or where it says something.

    `Jordan said`, after `Nell Jordan`, in a report that tells of nobody in Jordan.
    """
    if titled or not state_of(name.parts[0], ()):
        return True
    token = m.parsed.tokens[name.last - 1]
    speaks = token.dep == "nsubj" and m.parsed.tokens[token.head].lemma in _speech()
    before = any(seen.first < name.first and seen.how == "name" for seen in fit.mentions)
    return speaks and before and token.text not in _told_as_place(m)


@cache
def _speech() -> frozenset[str]:
    return frozenset(
        row["lemma"]
        for row in rows("attribution/reporting_words")
        if row["part"] == "verb" and row["strength"] == "strong"
    )


def _told_as_place(m: Material) -> frozenset[str]:
    """Words that stand behind "in", "near" and their kin."""
    tokens = m.parsed.tokens
    return frozenset(
        token.text
        for token in tokens[1:]
        if token.text[0].isupper() and tokens[token.i - 1].text.lower() in PLACE_LINKS
    )


def _misspelt(
    name: NameSeen, key: str, last_names: Mapping[str, Sequence[Someone]]
) -> Someone | None:
    """The one person named before whose surname differs by a single letter."""
    if len(name.parts) != 1 or len(key) < LONG:
        return None
    near = [
        person
        for other, people in last_names.items()
        if one_letter_apart(key, other)
        for person in people
        if " " in person.name and any(seen.first < name.first for seen in person.mentions)
    ]
    return near[0] if len(near) == 1 else None


def one_letter_apart(one: str, other: str) -> bool:
    """Whether two long names differ by one letter, or by two that changed places; the first stays."""
    short, long = sorted((one, other), key=len)
    if len(short) < LONG or short[0] != long[0] or len(long) - len(short) > 1 or short == long:
        return False
    first = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest, more = short[first:], long[first:]
    if len(short) < len(long):
        return rest == more[1:]
    return rest[1:] == more[1:] or (rest[:2] == more[1::-1] and rest[2:] == more[2:])


def _untagged(m: Material, last_names: Mapping[str, Sequence[Someone]]) -> list[NameSeen]:
    """Known surnames the tagger took for other words (`Louven thanked the crew`)."""
    covered = {i for name in m.names for i in range(name.first, name.last)}
    return [
        NameSeen(token.i, token.i + 1, (token.text,), ())
        for token in m.parsed.tokens
        if token.text[0].isupper()
        and token.i not in covered
        and fold_word(token.text) in last_names
    ]


def _fitting(
    m: Material, people: Sequence[Someone], name: NameSeen, alone: Mapping[str, int]
) -> Someone | None:
    """The one person a surname can mean; None where two remain.

    Where two bear it, the title before it helps; then, one told of before is meant rather than one to
    come, and not the one brought in as the other's kin ("his father, Joren Tasel"). A bearer named in
    full `OFTEN` times as often as any other is the report's own, unless it never calls him by the surname.
    `alone` is how often each surname stands alone.
    """
    left, role = list(people), m.prefix.get(name.first)
    if role is not None:
        # "Mrs. Tasel" is not Joren Tasel, even where the report names no other of that surname in full.
        kin = [] if any(p.sex == role.sex for p in left) else _kin_called(m, name, role.sex)
        left = kin or [p for p in left if p.may_be(role.sex)]
        left = [person for person in left if role.words and person.holds(role)] or left
    if len(left) > 1 and len({full_name_key(person.name.split()) for person in left}) == 1:
        return None  # father and son of one name
    if len(left) > 1:
        sex = _sex_told(m, name)
        left = [person for person in left if person.may_be(sex)] or left
    if len(left) > 1:
        left = [p for p in left if any(seen.first < name.first for seen in p.mentions)] or left
    if len(left) > 1:
        left = [
            p for p in left if not _is_kin(m, p) and _called_beside_kin(p, name.first, alone)
        ] or left
    if len(left) > 1:
        left = [person for person in left if _called_so(person, alone)] or left
    if len(left) > 1:
        left = _called_first(left) or left
    if len(left) > 1:
        left = spoken_of(m.parsed, left, name.first)
    if len(left) > 1:
        left = [person for person in told_most(left) if _called_so(person, alone)]
    return left[0] if len(left) == 1 else None


def _called_first(people: Sequence[Someone]) -> list[Someone]:
    """Whom of several a report had called by the surname alone, twice at least, before it brought the others in: they need their given names."""
    brought = sorted(min(seen.first for seen in p.mentions) for p in people)
    return [
        person
        for person in people
        if min(seen.first for seen in person.mentions) == brought[0]
        and sum(seen.how == "surname" and seen.first < brought[1] for seen in person.mentions)
        >= SETTLED
    ]


def _sex_told(m: Material, name: NameSeen) -> str:
    """The sex of a name that is a subject, by the subject of what it says (`Tasel said she had left`), or by what stresses it (`Tasel herself`); "" where nothing tells."""
    tokens, children = m.parsed.tokens, m.parsed.children
    token = tokens[name.last - 1]
    behind = tokens[name.last].text.lower() if name.last < len(tokens) else ""
    if behind in {"himself", "herself"}:
        return "m" if behind == "himself" else "f"
    if token.dep != "nsubj" or tokens[token.head].lemma not in _speech():
        return ""
    clauses = [i for i in children[token.head] if tokens[i].dep == "ccomp" and i > token.i]
    subjects = [i for c in clauses for i in children[c] if tokens[i].dep in {"nsubj", "nsubjpass"}]
    return PRONOUN_SEX.get(tokens[subjects[0]].text.lower(), "") if subjects else ""


def _called_so(person: Someone, alone: Mapping[str, int]) -> bool:
    """Whether a surname two bear may be this one's: whom a report keeps naming in full it does not call by it."""
    return sum(seen.how == "name" for seen in person.mentions) <= alone.get(_surname(person), 0)


def _called_beside_kin(person: Someone, at: int, alone: Mapping[str, int]) -> bool:
    """The same of one whose kin is named too, and who may be named in full twice for each surname, up to there."""
    full = sum(seen.how == "name" and seen.first < at for seen in person.mentions)
    return full <= BESIDE_KIN * alone.get(_surname(person), 0)


def _surname(person: Someone) -> str:
    return full_name_key(person.name.split())[1]


def _kin_called(m: Material, name: NameSeen, sex: str) -> list[Someone]:
    """Whom a title and a surname may mean that the report gave a first name alone: `his wife Ruth`, then `Mrs. Tasel`."""
    return [
        person
        for person in m.cast.people
        if sex
        and sex == person.sex
        and " " not in person.name
        and any(seen.first < name.first for seen in person.mentions)
        and _is_kin(m, person)
    ]


def _is_kin(m: Material, person: Someone) -> bool:
    """Whether somebody is brought in as kin: `his wife, Mira Tasel`, `her son Joren Tasel`."""
    first = min(person.mentions, key=lambda seen: seen.first)
    known = role_words()
    words = (fold_word(t.text) for t in m.parsed.tokens[max(first.first - 2, 0) : first.last])
    return any(word in known and known[word].kind == "kin" for word in words)
