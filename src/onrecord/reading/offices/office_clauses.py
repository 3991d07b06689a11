"""Offices stated by a clause with their time: `was minister from 2010 to 2014`, `was appointed mayor on Monday`.

In: the parse, the times, the entities. Out: for each such clause the person, the office, and when it was held.
Clauses that deny it, that only consider it, or that have no time are left out.

>>> from onrecord.model import Parsed
>>> list(clause_offices(TimesByToken(Tree(Parsed("", (), (), (), (), (), ())), ()), ()))
[]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.lexicon.role_words import role_words, tenure_kind
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Dated, Entity, Token
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.detect.roles import find_roles
from onrecord.reading.entities.mention_index import entity_by_token
from onrecord.reading.offices.tenure import since, until
from onrecord.reading.offices.times_by_token import TimesByToken
from onrecord.reading.parse.tree import Tree

_VERBS = frozenset({"become", "made", "unmade", "leave", "hold"})
# How many joined verbs back the shared subject may stand.
_MAX_JOINED = 3
# A mention of lower confidence, such as a doubtful pronoun, does not make its person the holder.
_MIN_CONFIDENCE = 0.75
_STEPS_DOWN = frozenset({"down", "aside"})


def clause_offices(
    times: TimesByToken, entities: Sequence[Entity]
) -> Iterator[tuple[str, RoleSeen, Dated]]:
    """The person's id, the role phrase and when it was held, for each clause that states all three."""
    tree = times.tree
    timed = {tree.tokens[i].sentence for i, _ in times.first()}
    verbs = [t for t in tree.tokens if t.sentence in timed and tenure_kind(t.lemma) in _VERBS]
    places = [name for e in entities if e.kind == "place" for name in e.names]
    stated = [verb for verb in verbs if _may_state_office(tree, verb) and _is_asserted(tree, verb)]
    if not stated:
        return
    roles = {role.head: role for role in find_roles(tree.parsed, places)}
    people = [entity for entity in entities if entity.kind == "person"]
    persons = entity_by_token(tree, people, _MIN_CONFIDENCE)
    for verb in stated:
        role = _role_of(tree, verb, roles)
        person = _holder_of(tree, verb)
        held = _time_held(times, verb, role) if role is not None else None
        if role is not None and held is not None and person in persons:
            yield persons[person], role, held


def _is_asserted(tree: Tree, verb: Token) -> bool:
    """True if a clause asserts its content: not negated, not conditional, not an infinitive."""
    if verb.tag == "VB" and not any(
        t.lemma.lower() == "will" for t in tree.children(verb.i, "aux")
    ):
        return False
    if tenure_kind(verb.lemma) == "leave" and verb.lemma.lower() == "step":
        down = tree.child(verb.i, "prt", "advmod")
        if down is None or down.lemma.lower() not in _STEPS_DOWN:
            return False
    return not any(
        child.dep == "neg"
        or (child.tag == "MD" and child.lemma.lower() != "will")
        or (child.dep == "mark" and child.lemma.lower() in {"if", "unless", "whether"})
        for child in tree.children(verb.i)
    )


def _role_of(tree: Tree, verb: Token, roles: Mapping[int, RoleSeen]) -> RoleSeen | None:
    """The office that a verb's predicate names."""
    named = (roles[head.i] for head in _predicate_nouns(tree, verb) if head.i in roles)
    return next((role for role in named if role.kind == "role" and not role.plural), None)


def _may_state_office(tree: Tree, verb: Token) -> bool:
    """True if a verb's predicate has a role word."""
    return any(fold_word(head.text) in role_words() for head in _predicate_nouns(tree, verb))


def _predicate_nouns(tree: Tree, verb: Token) -> Iterator[Token]:
    """The nouns by which a verb says what a person is: `was mayor`, `named her mayor`, `served as mayor`."""
    yield from tree.children(verb.i, "attr", "oprd")
    for link in tree.children(verb.i, "prep"):
        if link.lemma.lower() == "as":
            yield from tree.children(link.i, "pobj")


def _holder_of(tree: Tree, verb: Token) -> int | None:
    """The token of the person who holds the office."""
    passive = tree.child(verb.i, "nsubjpass") or tree.child(verb.i, "auxpass")
    if tenure_kind(verb.lemma) in {"made", "unmade"} and not passive and verb.tag != "VBN":
        done_to = tree.child(verb.i, "dobj")
        return None if done_to is None else done_to.i
    for _ in range(_MAX_JOINED):
        subject = tree.child(verb.i, "nsubj", "nsubjpass")
        if subject is not None and subject.tag not in {"WP", "WDT"}:
            return subject.i
        if verb.dep in {"relcl", "acl"}:
            return verb.head
        if subject is not None or verb.dep != "conj":
            return None
        verb = tree.tokens[verb.head]
    return None


def _time_held(times: TimesByToken, verb: Token, role: RoleSeen) -> Dated | None:
    """When the office is held: by a preposition of the clause, else by a time that depends on its verb."""
    tree, kind = times.tree, tenure_kind(verb.lemma)
    links = [*tree.children(verb.i, "prep"), *tree.children(role.head, "prep")]
    periods = (times.period_at(link.i) for link in sorted(links, key=lambda t: t.i))
    found = next((each for each in periods if each is not None), None)
    if found is not None:
        return found
    time = times.depending_on(verb.i, role.head)
    if time is None:
        return None
    dated = time.dated
    if kind in {"become", "made"}:
        return since(dated)
    if kind in {"leave", "unmade"}:
        return until(dated)
    # "was mayor on Monday" dates that Monday, not the office
    return dated if dated.precision in {"month", "season", "year", "decade"} else None
