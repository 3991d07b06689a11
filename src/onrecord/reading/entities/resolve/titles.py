"""Link titles without a name to those who hold the role: "the mayor" to Petra Louven, "a guard" to an unnamed person.

In: the detected role phrases, names and appositions linked. Out: links, and unnamed persons for roles whose holder the
report does not name. `role_features` score the holders, and a title for which no one is clearly best is linked to none
of them.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.entities.resolve.full_names import link_full_names
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Mayor Petra Louven spoke with a guard. The mayor left."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> linked = link_titles(found, link_full_names(found, Resolution()))
>>> [mention.how for mention in linked.people[0].mentions], [who.roles[0].title for who in linked.unnamed]
(['name', 'title'], ['guard'])
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.lexicon.role_words import description_words, narrower_roles, title_key
from onrecord.model import Parsed, Range
from onrecord.reading.entities.choice_trace import note_choice
from onrecord.reading.entities.detect.detected import COUNTERPARTS, RoleSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.entities.resolve.role_features import (
    FEATURES,
    MARGIN,
    THRESHOLD,
    TitleQuestion,
)
from onrecord.reading.entities.resolve.sentence_people import (
    PeopleBySentence,
    counterpart_of,
    people_by_sentence,
)
from onrecord.reading.entities.scoring import choose
from onrecord.reading.parse.phrases import span_of
from onrecord.reading.trace import Trace

STEP = "link_titles"
RULE, UNNAMED = "title", "unnamed role"
# With more holders of one kind of role than this, "the minister" cannot mean one of them.
_MAX_HOLDERS = 40


def link_titles(
    found: DetectedMentions, resolution: Resolution, trace: Trace | None = None
) -> Resolution:
    """Links of role phrases without a name next to them."""
    linker = Linker(resolution)
    people = linker.people()
    named = {i for p in people for m in p.mentions for i in range(m.first, m.last)}
    near = people_by_sentence(found.parsed, people)
    holders: dict[str, list[int]] = defaultdict(list)
    for person in people:
        for core in {_core(role) for role in person.roles}:
            holders[core].append(person.number)
    for role in found.roles:
        if role.kind == "honorific" or role.plural or role.head in named or not role.words:
            continue
        if not (_means_office_only(found.parsed, role) or _is_predicate(found.parsed, role)):
            holder = _holder(found.parsed, role, holders, linker, near, trace=trace)
            _link_title(role, holder, holders[_core(role)], linker)
    return linker.resolution()


def _link_title(
    role: RoleSeen, holder: EntityDraft | None, alike: list[int], linker: Linker
) -> None:
    """Link a title to its holder, or to an unnamed person."""
    roles: tuple[RoleSeen, ...] = ()
    if holder is None:
        number = _unnamed_holder(role, alike, linker)
        roles = () if linker[number].roles else (role,)
        linker.link(
            EntityLink(
                number, role.first, role.last, "title", 0.6, UNNAMED, roles=roles, sex=role.sex
            )
        )
        return
    if role.of and all(held.of is None for held in holder.roles):
        roles = (role,)
    linker.link(
        EntityLink(
            holder.number, role.first, role.last, "title", 0.8, RULE, roles=roles, sex=role.sex
        )
    )


def _means_office_only(parsed: Parsed, role: RoleSeen) -> bool:
    """True if a phrase means an office without its holder: `elected governor`, `fit to be mayor`, `as president`.

    A person's role has an article, an owner or a capital; a headline leaves it out before its verb.
    """
    head = parsed.tokens[role.head]
    bare = role.kind == "role" and not role.definite and parsed.tokens[role.first].tag != "DT"
    return bare and head.text[0].islower() and head.dep not in {"nsubj", "nsubjpass", "ROOT"}


def _is_predicate(parsed: Parsed, role: RoleSeen) -> bool:
    """True if a phrase says what a person is and introduces none: `she is a lawyer`, `served as a judge`."""
    head = parsed.tokens[role.head]
    if role.definite:
        return False
    above = parsed.tokens[head.head]
    copula = head.dep == "attr" and above.lemma in {"be", "become", "remain"}
    return (copula and _has_subject(parsed, above.i)) or (
        head.dep == "pobj" and above.text.lower() == "as"
    )


def _has_subject(parsed: Parsed, verb: int) -> bool:
    """True if a verb has a subject with a meaning: `There is a lawyer who …` introduces one."""
    return any(
        parsed.tokens[i].dep == "nsubj"
        and parsed.tokens[i].lemma.lower() not in {"it", "this", "that", "one"}
        for i in parsed.children[verb]
    )


def _core(role: RoleSeen) -> str:
    return next(iter(title_key((role.core,))), "")


def _unnamed_holder(role: RoleSeen, alike: list[int], linker: Linker) -> int:
    """The unnamed person that a definite phrase refers back to, or a new one."""
    if role.definite:
        for number in reversed(alike[-_MAX_HOLDERS:]):
            person = linker[number]
            placed = role.of is None or any(held.of for held in person.roles)
            if not person.forms and placed and person.holds(role):
                return number
    alike.append(linker.create("person"))
    return alike[-1]


def _holder(
    parsed: Parsed,
    role: RoleSeen,
    holders: Mapping[str, Sequence[int]],
    linker: Linker,
    near: PeopleBySentence,
    *,
    trace: Trace | None,
) -> EntityDraft | None:
    """The one named person that a definite phrase refers to."""
    if not role.definite:
        return None
    if role.words[-1] in COUNTERPARTS:
        return _counterpart(parsed, role, holders, linker, near)
    alike = _holders_of_kind(role, holders, linker)
    if role.owned_by_pronoun or len(alike) > _MAX_HOLDERS:
        return None
    candidates = [person for person in alike if person.holds(role)]
    asked = TitleQuestion(parsed, role, candidates)
    choice = choose(FEATURES, asked, candidates, threshold=THRESHOLD, margin=MARGIN)
    if trace is not None and candidates:
        span = span_of(parsed.tokens, Range(role.first, role.last))
        note_choice(trace, STEP, span, choice, RULE)
    return choice.chosen if choice.chosen is not None and choice.chosen.forms else None


def _holders_of_kind(
    role: RoleSeen, holders: Mapping[str, Sequence[int]], linker: Linker
) -> list[EntityDraft]:
    """Holders of the same kind of role, or of one it includes (a senator is a lawmaker)."""
    numbers: dict[int, None] = {}
    for core in sorted(title_key(narrower_roles(role.core))):
        numbers.update(dict.fromkeys(holders.get(core, ())))
    open_words = description_words("open")
    people = (linker[number] for number in numbers)
    return [p for p in people if p.forms or not open_words.intersection(p.roles[0].words)]


def _counterpart(
    parsed: Parsed,
    role: RoleSeen,
    holders: Mapping[str, Sequence[int]],
    linker: Linker,
    near: PeopleBySentence,
) -> EntityDraft | None:
    """The one person who holds the office of the person the phrase is compared with, for the state it names."""
    other = counterpart_of(parsed, role, linker, near, None)
    if other is None or role.of is None:
        return None
    fitting: set[int] = set()
    for office in (held for held in other.roles if held.kind == "role"):
        wanted = replace(office, of=role.of)
        for number in holders.get(_core(office), ())[:_MAX_HOLDERS]:
            person = linker[number]
            placed = any(held.of is not None for held in person.roles)
            if number != other.number and person.forms and placed and person.holds(wanted):
                fitting.add(number)
    return linker[fitting.pop()] if len(fitting) == 1 else None
