"""Link surnames and first names alone to the persons that the report names in full.

In: the detected names, full names linked. Out: links, and persons that the report calls by the surname only. A surname
refers to the one person whose full name ends with it. Where several do, `surname_features` score each, and a surname
for which no one is clearly best is linked to none. A long surname that no person bears, one letter from that of a person
named before, is a slip of the pen.

>>> differ_by_one_letter("mcklenny", "mclenny"), differ_by_one_letter("tasel", "tasek"), differ_by_one_letter("pell", "bell")
(True, True, False)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from onrecord.lexicon.given_names import PRONOUN_SEX, is_given_name
from onrecord.lexicon.names import full_name_key, suffix_of, surname_key
from onrecord.lexicon.spelling import fold_word, sound
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import rows
from onrecord.model import Range
from onrecord.reading.entities.choice_trace import note_choice
from onrecord.reading.entities.detect.detected import NameSeen, RoleSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.detect.name_kinds import PLACE_LINKS, is_alone_after_article
from onrecord.reading.entities.entity_draft import EntityDraft
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.entities.resolve.name_links import (
    is_surname_alone,
    link_person,
    linked_names,
)
from onrecord.reading.entities.resolve.relatives import is_relative
from onrecord.reading.entities.resolve.surname_features import (
    MARGIN,
    THRESHOLD,
    SurnameQuestion,
    features_for,
)
from onrecord.reading.entities.scoring import Choice, choose
from onrecord.reading.parse.phrases import span_of
from onrecord.reading.trace import Trace

STEP = "link_surnames"
RULE, MISSPELT, SURNAME_ONLY = "surname", "misspelt surname", "surname only"
# Shorter surnames that differ by a letter are too often two.
_MIN_LENGTH = 5


def link_surnames(
    found: DetectedMentions, resolution: Resolution, trace: Trace | None = None
) -> Resolution:
    """Links of surnames and first names alone; persons called by a surname only."""
    linker = Linker(resolution)
    index = _SurnameIndex(found, linker)
    linked = linked_names(resolution.drafts)
    names = (*found.names, *_untagged_surnames(found, index))
    for name in sorted(names, key=lambda n: (n.headline, n.first)):
        if name.last not in linked and len(name.parts) <= 2 and not _is_after_article(found, name):
            _link_surname(found, linker, index, name, trace)
    return linker.resolution()


def _link_surname(
    found: DetectedMentions,
    linker: Linker,
    index: _SurnameIndex,
    name: NameSeen,
    trace: Trace | None,
) -> None:
    """Link one surname to its best candidate, to the person it misspells, or to a person of its own."""
    title = found.titles.get(name.first)
    is_person = found.kind_of(name) == "person"
    candidates = index.candidates(name)
    choice = _choose(found, index, name, title, candidates)
    if trace is not None and candidates:
        span = span_of(found.parsed.tokens, Range(name.first, name.last))
        note_choice(trace, STEP, span, choice, RULE)
    person, rule = choice.chosen, RULE
    contradicted = all(each.total < THRESHOLD for each in choice.scored)
    if contradicted and is_person and title is None and not name.headline:
        person, rule = index.misspelt(name), MISSPELT
    if person is not None and _may_be_person(found, name, person, titled=bool(title and is_person)):
        sure = 0.9 if rule == RULE and person in candidates else 0.75
        linker.link(link_person(found, person.number, name, "surname", confidence=sure, rule=rule))
    elif contradicted and is_person and not name.headline and len(name.parts) == 1:
        number = linker.create("person")
        linker.link(link_person(found, number, name, "surname", confidence=0.8, rule=SURNAME_ONLY))
        index.add_surname(_key(name), number)


def _choose(
    found: DetectedMentions,
    index: _SurnameIndex,
    name: NameSeen,
    title: RoleSeen | None,
    bearers: Sequence[EntityDraft],
) -> Choice[EntityDraft]:
    """The choice among those who bear a surname, or the relatives that a title and a surname may refer to."""
    sexes = index.title_sexes(name, title, bearers)
    candidates = bearers
    if title is not None and title.sex and all(p.sex != title.sex for p in bearers):
        candidates = index.relatives_by_first_name(name, title.sex) or bearers
    several = len(candidates) > 1
    asked = SurnameQuestion(
        found.parsed, name.first, title, frozenset(sexes), _clause_sex(found, name) if several else "",
        index.alone, candidates, frozenset(p.number for p in candidates if is_relative(found, p)),
    )  # fmt: skip
    return choose(features_for(asked), asked, candidates, threshold=THRESHOLD, margin=MARGIN)


class _SurnameIndex:
    """The named persons by surname, by first name, by the first of two surnames and by the sound of the surname."""

    def __init__(self, found: DetectedMentions, linker: Linker) -> None:
        self._found, self._linker = found, linker
        self._by_surname: dict[str, list[int]] = defaultdict(list)
        self._by_first_name: dict[str, list[int]] = defaultdict(list)
        for person in linker.people():
            first, last = full_name_key(person.name.split())
            self._by_surname[last].append(person.number)
            if not person.name.split()[0].isupper():  # "EPA Inspector Pell": no first name
                self._by_first_name[first].append(person.number)
        self._by_middle = _first_of_two_surnames(linker.people())
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        for last, persons in self._by_surname.items():
            self._by_sound[sound(last) if len(last) >= _MIN_LENGTH else ""] += persons
        self._sexes = _sexes_by_surname(found)
        self.alone = Counter(_key(n) for n in found.names if len(n.parts) == 1)
        self._with_suffix = {
            _key(n) for n in found.names if len(n.parts) == 2 and suffix_of(n.parts)
        }

    def __contains__(self, surname: str) -> bool:
        return surname in self._by_surname

    def add_surname(self, surname: str, person: int) -> None:
        """Add a person who is called by the surname only."""
        self._by_surname[surname].append(person)

    def candidates(self, name: NameSeen) -> list[EntityDraft]:
        """The persons a name may refer to by its words; those with its suffix where there are some."""
        key = _key(name)
        numbers = (
            self._by_surname.get(key)
            or self._by_first_name.get(key)
            or self._by_middle.get(key)
            or self._by_sound.get(sound(key))
            or []
        )
        bearers = [self._linker[number] for number in numbers]
        suffix = suffix_of(name.parts)
        if suffix or key in self._with_suffix:
            alike = [p for p in bearers if suffix_of(p.name.split()) == suffix]
            return alike or (bearers if suffix else [])
        return bearers

    def title_sexes(
        self, name: NameSeen, title: RoleSeen | None, bearers: Sequence[EntityDraft]
    ) -> set[str]:
        """The sex that the title tells, else those that titles elsewhere tell of this surname, unless a bearer has it.

        Where the report says "Mr. Tasel", "Tasel" is not Mira Tasel alone; where it names Sofie Tasel, she is "Mrs. Tasel".
        """
        if title is not None and title.sex:
            return {title.sex}
        told = self._sexes[_key(name)]
        explained = any(person.may_be(sex) for sex in told for person in bearers)
        return set() if explained else told

    def relatives_by_first_name(self, name: NameSeen, sex: str) -> list[EntityDraft]:
        """Relatives named before by a first name alone: `his wife Ruth`, then `Mrs. Tasel`."""
        return [
            person
            for person in self._linker.people()
            if sex == person.sex
            and " " not in person.name
            and any(mention.first < name.first for mention in person.mentions)
            and is_relative(self._found, person)
        ]

    def misspelt(self, name: NameSeen) -> EntityDraft | None:
        """The one person named before whose surname differs by a single letter."""
        key = _key(name)
        if len(name.parts) != 1 or len(key) < _MIN_LENGTH:
            return None
        near = [
            person
            for other, numbers in self._by_surname.items()
            if differ_by_one_letter(key, other)
            for person in map(self._linker.__getitem__, numbers)
            if " " in person.name and any(m.first < name.first for m in person.mentions)
        ]
        return near[0] if len(near) == 1 else None


def _sexes_by_surname(found: DetectedMentions) -> dict[str, set[str]]:
    """The sexes that titles before a surname tell, by surname."""
    sexes: dict[str, set[str]] = defaultdict(set)
    for name in found.names:
        title = found.titles.get(name.first)
        if len(name.parts) == 1 and title is not None and title.sex:
            sexes[_key(name)].add(title.sex)
    return sexes


def _first_of_two_surnames(people: Iterable[EntityDraft]) -> dict[str, list[int]]:
    """Persons with two surnames by the first, which reports call them by: `Miguel Karo Brandt`, then `Karo`."""
    by_first: dict[str, list[int]] = defaultdict(list)
    for person in people:
        parts = [part for part in person.name.split() if len(part.rstrip(".")) > 1]
        known = len(parts) in {3, 4} and is_given_name(parts[0]) and not suffix_of(parts)
        if known and not is_given_name(parts[-2]):
            by_first[fold_word(parts[-2])].append(person.number)
    return by_first


def _key(name: NameSeen) -> str:
    """The folded surname, without a suffix or a doubled ending."""
    parts = name.parts[:-1] if suffix_of(name.parts) else name.parts
    words = parts[-1] if is_surname_alone(name) else " ".join(parts)
    return surname_key(fold_word(words))


def _is_after_article(found: DetectedMentions, name: NameSeen) -> bool:
    """True if a single name stands after "the", as a surname does not: `The EPA`."""
    return name.first not in found.titles and is_alone_after_article(
        found.parsed, name.first, name.last
    )


def _untagged_surnames(found: DetectedMentions, index: _SurnameIndex) -> list[NameSeen]:
    """Known surnames that no name covers (`Louven thanked the crew`, tagged as another word)."""
    covered = {i for name in found.names for i in range(name.first, name.last)}
    return [
        NameSeen(token.i, token.i + 1, (token.text,), ())
        for token in found.parsed.tokens
        if token.text[0].isupper() and token.i not in covered and fold_word(token.text) in index
    ]


def _may_be_person(
    found: DetectedMentions, name: NameSeen, person: EntityDraft, *, titled: bool
) -> bool:
    """True unless the name is a state's; that is a person's with a title, or if it speaks and is no place elsewhere.

    `Jordan said`, after `Nell Jordan`, in a report that has no "in Jordan".
    """
    if titled or not state_of(name.parts[0], ()):
        return True
    token = found.parsed.tokens[name.last - 1]
    speaks = token.dep == "nsubj" and found.parsed.tokens[token.head].lemma in _speech_verbs()
    before = any(m.first < name.first and m.how == "name" for m in person.mentions)
    return speaks and before and token.text not in _place_names(found)


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(
        row["lemma"]
        for row in rows("attribution/reporting_words")
        if row["part"] == "verb" and row["strength"] == "strong"
    )


def _place_names(found: DetectedMentions) -> Collection[str]:
    """Words after "in", "near" and the like."""
    tokens = found.parsed.tokens
    return {
        token.text
        for token in tokens[1:]
        if token.text[0].isupper() and tokens[token.i - 1].text.lower() in PLACE_LINKS
    }


def _clause_sex(found: DetectedMentions, name: NameSeen) -> str:
    """The sex that a clause tells of its subject: `Tasel said she had left`, `Tasel herself`; "" if it does not."""
    tokens, children = found.parsed.tokens, found.parsed.children
    token = tokens[name.last - 1]
    behind = tokens[name.last].text.lower() if name.last < len(tokens) else ""
    if behind in {"himself", "herself"}:
        return "m" if behind == "himself" else "f"
    if token.dep != "nsubj" or tokens[token.head].lemma not in _speech_verbs():
        return ""
    clauses = [i for i in children[token.head] if tokens[i].dep == "ccomp" and i > token.i]
    subjects = [i for c in clauses for i in children[c] if tokens[i].dep in {"nsubj", "nsubjpass"}]
    return PRONOUN_SEX.get(tokens[subjects[0]].text.lower(), "") if subjects else ""


def differ_by_one_letter(one: str, other: str) -> bool:
    """True if two long names differ by one letter, or by two that changed places, and begin alike."""
    short, long = sorted((one, other), key=len)
    if len(short) < _MIN_LENGTH or short[0] != long[0] or len(long) - len(short) > 1:
        return False
    pairs = enumerate(zip(short, long, strict=False))
    first = next((i for i, (a, b) in pairs if a != b), len(short))
    rest, more = short[first:], long[first:]
    if len(short) < len(long):
        return rest == more[1:]
    swapped = rest[:2] == more[1::-1] and rest[2:] == more[2:]
    return short != long and (rest[1:] == more[1:] or swapped)
