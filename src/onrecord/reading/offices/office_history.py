"""When offices are held: the report's entities with `Office.held` filled where it says so.

In: the entities, the report's times, the parse, the report's date. Out: the same entities. In this order: a
time beside the title ("mayor since 2021"); a clause that tells it; a standing ("former", "-elect"). An
office that only a clause tells, with its time, is added. A bare title says nothing of when, and stays so.

>>> from onrecord.model import Parsed
>>> date_offices((), (), Tree(Parsed("", (), (), (), (), (), ())), None)
()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Dated, Entity, Office, Range, Span, Time, Token
from onrecord.reading.offices.office_clauses import told_offices
from onrecord.reading.offices.tenure import no_more, not_yet, right_now
from onrecord.reading.offices.tenure_words import Times, kind_of
from onrecord.reading.parse.tree import Tree

# Standings that are written with a hyphen before the title.
_PREFIXES = frozenset({"ex", "then"})
_STANDINGS = {"past": no_more, "then": no_more, "ahead": not_yet, "now": right_now}


def date_offices(
    entities: Sequence[Entity], times: Sequence[Time], tree: Tree, published: Dated | None
) -> tuple[Entity, ...]:
    """The entities with the time of their offices, and with those that are told with their time."""
    if not tree.tokens or not entities:
        return tuple(entities)
    known = Times(tree, times)
    told: dict[str, list[Office]] = defaultdict(list)
    for entity, role, held in told_offices(known, entities):
        words = known.tree.span(Range(role.first, role.last))
        told[entity].append(Office(role.title, role.of or role.party or None, words, held))
    return tuple(
        replace(entity, offices=_offices(known, entity, told[entity.id], published))
        if entity.kind == "person" and (entity.offices or told[entity.id])
        else entity
        for entity in entities
    )


def _offices(
    times: Times, entity: Entity, told: Sequence[Office], published: Dated | None
) -> tuple[Office, ...]:
    """The offices of one entity, each with its time."""
    offices = []
    left = list(told)
    for office in entity.offices:
        same = next((each for each in left if _same(each, office, entity.offices)), None)
        if same is not None:
            left.remove(same)
        held = _beside(times, office) or (same and same.held) or _standing(times, office, published)
        offices.append(replace(office, held=held) if held else office)
    return (*offices, *left)


def _same(told: Office, office: Office, offices: Sequence[Office]) -> bool:
    """Whether a clause tells of an office the report gives elsewhere; without "of what", of the only one so called."""
    if told.title != office.title:
        return False
    return told.of == office.of or (
        told.of is None and sum(each.title == told.title for each in offices) == 1
    )


def _beside(times: Times, office: Office) -> Dated | None:
    """The time right behind a title: `mayor of Lume since 2021`, `mayor (from 2010 to 2014)`."""
    if office.words is None:
        return None
    tokens = times.tree.tokens
    i = times.tree.before(office.words.end)
    if i < len(tokens) and tokens[i].text in {"(", ","}:
        i += 1
    return times.stretch(i) if i < len(tokens) else None


def _standing(times: Times, office: Office, published: Dated | None) -> Dated | None:
    """What a word beside the title tells: `the former mayor`, `mayor-elect`."""
    if office.words is None:
        return None
    tree = times.tree
    first, last = tree.at(office.words.start), tree.before(office.words.end)
    for token in tree.tokens[max(first - 1, 0) : last]:
        kind = _kind(tree, token)
        if kind not in _STANDINGS or token.sentence != tree.tokens[first].sentence:
            continue
        if kind == "then" and token.i < first:
            continue  # "But then Justice Tasel died": what came next, not when he was in office
        words = Span(token.start, token.end)
        past = _past_times(times, token.sentence, published) if kind == "then" else []
        if len(past) == 1:
            return replace(past[0], why=f"“{token.text}”: held at the time told of; {past[0].why}")
        return _STANDINGS[kind](published, words, token.text)
    return None


def _kind(tree: Tree, token: Token) -> str:
    """The standing a word tells; one that makes another word with a hyphen tells none ("the late-night host")."""
    before, after = (
        tree.tokens[i].text if 0 <= i < len(tree.tokens) else "" for i in (token.i - 1, token.i + 1)
    )
    hangs = kind_of(f"-{token.text}") if before == "-" else ""
    glued = after == "-" and token.text.lower() not in _PREFIXES
    return hangs or ("" if glued else kind_of(token.text))


def _past_times(times: Times, sentence: int, published: Dated | None) -> list[Dated]:
    """The times a sentence tells of that lie before the report's day."""
    here = [time.dated for _, time in times.within(sentence)]
    today = published.earliest if published else None
    return [each for each in here if each.latest and (today is None or each.latest < today)]
