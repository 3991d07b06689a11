"""When offices are held: the report's entities with `Office.held` filled where it says so.

In: the entities, the report's times, the parse, the report's date. Out: the same entities. The first that applies: a
time next to the title ("mayor since 2021"), a clause with a time, a tenure word ("former", "-elect"). An office that
only a clause states is added. A bare title says nothing of when and stays undated.

>>> from onrecord.model import Parsed
>>> date_offices((), (), Tree(Parsed("", (), (), (), (), (), ())), None)
()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from onrecord.lexicon.role_words import tenure_kind
from onrecord.model import Dated, Entity, Office, Range, Span, Time, Token
from onrecord.reading.offices.office_clauses import clause_offices
from onrecord.reading.offices.tenure import no_more, not_yet, right_now
from onrecord.reading.offices.times_by_token import TimesByToken
from onrecord.reading.parse.tree import Tree

# Tenure words that a hyphen may join to the title.
_PREFIXES = frozenset({"ex", "then"})
_TIME_BY_TENURE = {"past": no_more, "then": no_more, "ahead": not_yet, "now": right_now}


def date_offices(
    entities: Sequence[Entity], times: Sequence[Time], tree: Tree, published: Dated | None
) -> tuple[Entity, ...]:
    """The entities with the times of their offices, and with the offices that only clauses state."""
    if not tree.tokens or not entities:
        return tuple(entities)
    known = TimesByToken(tree, times)
    stated: dict[str, list[Office]] = defaultdict(list)
    for entity, role, held in clause_offices(known, entities):
        words = known.tree.span(Range(role.first, role.last))
        stated[entity].append(Office(role.title, role.of or role.party or None, words, held))
    return tuple(
        replace(entity, offices=_date_each(known, entity, stated[entity.id], published))
        if entity.kind == "person" and (entity.offices or stated[entity.id])
        else entity
        for entity in entities
    )


def _date_each(
    times: TimesByToken, entity: Entity, stated: Sequence[Office], published: Dated | None
) -> tuple[Office, ...]:
    """The offices of one entity, each with its time; `stated` are those that clauses state."""
    offices = []
    left = list(stated)
    for office in entity.offices:
        same = next((each for each in left if _is_same_office(each, office, entity.offices)), None)
        if same is not None:
            left.remove(same)
        held = _time_after(times, office) or (same and same.held)
        held = held or _time_by_tenure(times, office, published)
        offices.append(replace(office, held=held) if held else office)
    return (*offices, *left)


def _is_same_office(stated: Office, office: Office, offices: Sequence[Office]) -> bool:
    """True if a clause states an office given elsewhere; one without "of" is the only one of its title."""
    if stated.title != office.title:
        return False
    return stated.of == office.of or (
        stated.of is None and sum(each.title == stated.title for each in offices) == 1
    )


def _time_after(times: TimesByToken, office: Office) -> Dated | None:
    """The time right after a title: `mayor of Lume since 2021`, `mayor (from 2010 to 2014)`."""
    if office.words is None:
        return None
    tokens = times.tree.tokens
    i = times.tree.before(office.words.end)
    if i < len(tokens) and tokens[i].text in {"(", ","}:
        i += 1
    return times.period_at(i) if i < len(tokens) else None


def _time_by_tenure(times: TimesByToken, office: Office, published: Dated | None) -> Dated | None:
    """The time by a tenure word next to the title: `the former mayor`, `mayor-elect`."""
    if office.words is None:
        return None
    tree = times.tree
    first, last = tree.at(office.words.start), tree.before(office.words.end)
    for token in tree.tokens[max(first - 1, 0) : last]:
        kind = _tenure_at(tree, token)
        if kind not in _TIME_BY_TENURE or token.sentence != tree.tokens[first].sentence:
            continue
        if kind == "then" and token.i < first:
            continue  # "But then Justice Tasel died": "then" is an adverb, no tenure word
        words = Span(token.start, token.end)
        past = _past_times(times, token.sentence, published) if kind == "then" else []
        if len(past) == 1:
            return replace(past[0], why=f"“{token.text}”: held at the time given; {past[0].why}")
        return _TIME_BY_TENURE[kind](published, words, token.text)
    return None


def _tenure_at(tree: Tree, token: Token) -> str:
    """The kind of tenure word at a token, or ""; a part of a hyphenated word is none ("the late-night host")."""
    before, after = (
        tree.tokens[i].text if 0 <= i < len(tree.tokens) else "" for i in (token.i - 1, token.i + 1)
    )
    suffix = tenure_kind(f"-{token.text}") if before == "-" else ""
    joined = after == "-" and token.text.lower() not in _PREFIXES
    return suffix or ("" if joined else tenure_kind(token.text))


def _past_times(times: TimesByToken, sentence: int, published: Dated | None) -> list[Dated]:
    """The times in a sentence that lie before the report's day."""
    here = [time.dated for _, time in times.within(sentence)]
    today = published.earliest if published else None
    return [each for each in here if each.latest and (today is None or each.latest < today)]
