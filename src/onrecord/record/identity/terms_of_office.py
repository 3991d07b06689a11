"""What imported tables say of names and offices: who held what, on which days, by whose word.

In: names, or the words of a title, and days. Out: `OfficeHolder`s and `Term`s. A table's holder is never
put in a statement's place for a bare title ("the Valdrian envoy"): it is shown beside it, with its source.

>>> office_in("Spain's prime minister"), office_in("the prime minister")
(('prime minister', 'spain'), None)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from onrecord.lexicon.names import SMALL_WORDS, Name, name_of
from onrecord.lexicon.spelling import british, fold
from onrecord.lexicon.states import split_state, state_key
from onrecord.model import HeldOffice, OfficeHolder, Statement
from onrecord.record.identity import identity_tables
from onrecord.record.identity.evidence import Term
from onrecord.record.store.keys import chunks

_H = identity_tables.office_holders.c
# What a title's words are linked by: "minister of water", "minister for water".
_LINKS = frozenset({"of", "for"})
# So many letters of a title's last word are the same in every spelling of it: "adviser", "advisor".
_STEM = 5
_IN_TIME = (_H.since, _H.until, _H.title, _H.id)


def office_called(title: str, of: str | None) -> tuple[str, str]:
    """A title and of what it is held, as they are compared: in one spelling, and one order of words.

    >>> office_called("Foreign  Minister", "the U.K.")
    ('foreign minister', 'britain')
    >>> office_called("Secretary of Defense", None) == office_called("defence secretary", None)
    True
    """
    words = [british(word) for word in fold(title).split()]
    link = next((at for at, word in enumerate(words) if word in _LINKS), len(words))
    ordered = [*words[link + 1 :], *words[:link]]
    return " ".join(word for word in ordered if word not in SMALL_WORDS), state_key(of or "")


def terms_of(connection: Connection, names: Iterable[Name]) -> dict[str, frozenset[Term]]:
    """For full names, by their sound, the terms of office of a state that imported tables give them."""
    sounds = sorted({name.squashed for name in names if name.kind == "person" and name.full})
    found: dict[str, set[Term]] = defaultdict(set)
    if connection.scalar(select(exists().where(_H.of.is_not(None)))):
        for some in chunks(sounds):
            asked = select(identity_tables.office_holders).where(
                _H.words.in_(some), _H.of.is_not(None)
            )
            for row in connection.execute(asked):
                found[row.words].add(_term(row))
    return {sound: frozenset(terms) for sound, terms in found.items()}


def holders_called(connection: Connection, names: Iterable[str]) -> tuple[OfficeHolder, ...]:
    """The offices of the people so named, by another spelling too, in order of time."""
    sounds = {
        name.squashed for name in (name_of("person", written) for written in names) if name.full
    }
    asked = select(identity_tables.office_holders).where(_H.words.in_(sounds))
    return tuple(map(_holder, connection.execute(asked.order_by(*_IN_TIME))))


def office_in(words: str) -> tuple[str, str] | None:
    """The title and the state that a bare title names, None where it names no state of the lexicon."""
    found = split_state(words)
    if found is None:
        return None
    state, rest = found
    title, _ = office_called(" ".join(rest), None)
    return (title, state) if title else None


def holders_meant(connection: Connection, statement: Statement) -> tuple[OfficeHolder, ...]:
    """Whom tables name for the office a nameless source is called by, on every day it may have spoken."""
    source, date = statement.source, statement.said or statement.published
    if not source or source.entity or not (date and date.earliest and date.latest):
        return ()
    office = office_in(source.words.text)
    return () if office is None else _in_office(connection, office, date.earliest, date.latest)


def holders_perhaps(
    connection: Connection, name: str, held: Iterable[HeldOffice]
) -> tuple[OfficeHolder, ...]:
    """Whom tables name for the offices, on their days, of somebody whom reports give a surname alone."""
    bare = name_of("person", name)
    if bare.full or not bare.sounds:
        return ()
    found = (
        holder
        for each in held
        if each.of and each.first and each.last
        for holder in _in_office(
            connection, office_called(each.title, each.of), each.first, each.last
        )
    )
    return tuple(
        dict.fromkeys(
            holder
            for holder in found
            if name_of("person", holder.person).sounds[-1:] == bare.sounds
        )
    )


def _in_office(
    connection: Connection, office: tuple[str, str], first: str, last: str
) -> tuple[OfficeHolder, ...]:
    """Who held an office of a state from the first day to the last."""
    rank = office[0].split()[-1][:_STEM]
    asked = select(identity_tables.office_holders).where(
        func.lower(_H.title).contains(rank, autoescape=True)
    )
    return tuple(
        _holder(row)
        for row in connection.execute(asked.order_by(*_IN_TIME))
        if row.of
        and office_called(row.title, row.of) == office
        and _term(row).covers(first[:10], last[:10])
    )


def _holder(row: Row[Any]) -> OfficeHolder:
    return OfficeHolder(row.person, row.title, row.of, row.since, row.until, row.source)


def _term(row: Row[Any]) -> Term:
    office = office_called(row.title, row.of)
    return Term(*office, row.since or "", row.until or "", row.source)
