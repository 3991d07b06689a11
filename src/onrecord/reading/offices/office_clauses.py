"""Offices that a clause tells with their time: `was minister from 2010 to 2014`, `was appointed mayor on Monday`.

In: the parse, the times, the entities. Out: for each such clause whose office it is, the office, and when
it was held. A clause that denies it, or only says that it may be, tells nothing; one without a time neither.

>>> from onrecord.model import Parsed
>>> list(told_offices(Times(Tree(Parsed("", (), (), (), (), (), ())), ()), ()))
[]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.model import Dated, Entity, Token
from onrecord.reading.entities.detect.detected import RoleSeen
from onrecord.reading.entities.detect.roles import find_roles
from onrecord.reading.entities.mention_index import entity_by_token
from onrecord.reading.offices.tenure import since, until
from onrecord.reading.offices.tenure_words import Times, kind_of
from onrecord.reading.parse.tree import Tree

_VERBS = frozenset({"become", "made", "unmade", "leave", "hold"})
# A verb whose subject stands with an earlier one is so many verbs away at most.
_JOINED = 3
# A pronoun's antecedent is taken from here on.
SURE = 0.75
_STEPS_DOWN = frozenset({"down", "aside"})


def told_offices(times: Times, entities: Sequence[Entity]) -> Iterator[tuple[str, RoleSeen, Dated]]:
    """The entity's id, the role phrase and when it was held, for each clause that tells all three."""
    tree = times.tree
    timed = {tree.tokens[i].sentence for i, _ in times.first()}
    verbs = [t for t in tree.tokens if t.sentence in timed and kind_of(t.lemma) in _VERBS]
    places = [name for e in entities if e.kind == "place" for name in e.names]
    told = [verb for verb in verbs if _may_tell(tree, verb) and _is_told(tree, verb)]
    if not told:
        return
    found = {role.head: role for role in find_roles(tree.parsed, places)}
    people = [entity for entity in entities if entity.kind == "person"]
    persons = entity_by_token(tree, people, SURE)
    for verb in told:
        role = _role_of(tree, verb, found)
        person = _person_of(tree, verb)
        held = _held(times, verb, role) if role is not None else None
        if role is not None and held is not None and person in persons:
            yield persons[person], role, held


def _is_told(tree: Tree, verb: Token) -> bool:
    """Whether a clause says that something is so: not denied, not wished, not asked."""
    if verb.tag == "VB" and not any(
        t.lemma.lower() == "will" for t in tree.children(verb.i, "aux")
    ):
        return False
    if kind_of(verb.lemma) == "leave" and verb.lemma.lower() == "step":
        down = tree.child(verb.i, "prt", "advmod")
        if down is None or down.lemma.lower() not in _STEPS_DOWN:
            return False
    return not any(
        child.dep == "neg"
        or (child.tag == "MD" and child.lemma.lower() != "will")
        or (child.dep == "mark" and child.lemma.lower() in {"if", "unless", "whether"})
        for child in tree.children(verb.i)
    )


def _role_of(tree: Tree, verb: Token, found: Mapping[int, RoleSeen]) -> RoleSeen | None:
    """The office a verb tells of."""
    here = (found[head.i] for head in _heads(tree, verb) if head.i in found)
    return next((role for role in here if role.kind == "role" and not role.plural), None)


def _may_tell(tree: Tree, verb: Token) -> bool:
    """Whether a verb tells of anything called by a role."""
    return any(fold_word(head.text) in role_words() for head in _heads(tree, verb))


def _heads(tree: Tree, verb: Token) -> Iterator[Token]:
    """The nouns that tell what somebody is by a verb: `was mayor`, `named her mayor`, `served as mayor`."""
    yield from tree.children(verb.i, "attr", "oprd")
    for link in tree.children(verb.i, "prep"):
        if link.lemma.lower() == "as":
            yield from tree.children(link.i, "pobj")


def _person_of(tree: Tree, verb: Token) -> int | None:
    """The token of whoever holds the office."""
    passive = tree.child(verb.i, "nsubjpass") or tree.child(verb.i, "auxpass")
    if kind_of(verb.lemma) in {"made", "unmade"} and not passive and verb.tag != "VBN":
        done_to = tree.child(verb.i, "dobj")
        return None if done_to is None else done_to.i
    for _ in range(_JOINED):
        subject = tree.child(verb.i, "nsubj", "nsubjpass")
        if subject is not None and subject.tag not in {"WP", "WDT"}:
            return subject.i
        if verb.dep in {"relcl", "acl"}:
            return verb.head
        if subject is not None or verb.dep != "conj":
            return None
        verb = tree.tokens[verb.head]
    return None


def _held(times: Times, verb: Token, role: RoleSeen) -> Dated | None:
    """When: by a preposition of the clause, else by a time that hangs on its verb."""
    tree, kind = times.tree, kind_of(verb.lemma)
    links = [*tree.children(verb.i, "prep"), *tree.children(role.head, "prep")]
    stretches = (times.stretch(link.i) for link in sorted(links, key=lambda t: t.i))
    found = next((each for each in stretches if each is not None), None)
    if found is not None:
        return found
    time = times.hanging_on(verb.i, role.head)
    if time is None:
        return None
    dated = time.dated
    if kind in {"become", "made"}:
        return since(dated)
    if kind in {"leave", "unmade"}:
        return until(dated)
    # "was mayor on Monday" tells of that Monday, not of the office
    return dated if dated.precision in {"month", "season", "year", "decade"} else None
