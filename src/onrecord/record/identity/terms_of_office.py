"""Looks up imported office tables: who held which office, on which days, by which source.

In: names, or the words of a title, and days. Out: `OfficeHolder`s and `TermOfOffice`s. A holder never replaces a
statement's bare title ("the Valdrian envoy"): it is shown next to it, with its source.

>>> office_in("Spain's prime minister"), office_in("the prime minister")
(('prime minister', 'spain'), None)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from onrecord.lexicon.names import SMALL_WORDS, ParsedName, name_of
from onrecord.lexicon.spelling import british, fold
from onrecord.lexicon.states import split_state, state_key
from onrecord.model import HeldOffice, OfficeHolder, Statement
from onrecord.record.identity import identity_tables
from onrecord.record.identity.evidence import TermOfOffice
from onrecord.record.store.keys import chunks

_H = identity_tables.office_holders.c
# Words that link the words of a title: "minister of water", "minister for water".
_LINKS = frozenset({"of", "for"})
# So many first letters of a title's last word are alike in every spelling: "adviser", "advisor".
_STEM = 5
_IN_TIME = (_H.since, _H.until, _H.title, _H.id)


def office_key(title: str, of: str | None) -> tuple[str, str]:
    """A title, and the state or body of which it is held, in the form compared: one spelling, one order of words.

    >>> office_key("Foreign  Minister", "the U.K.")
    ('foreign minister', 'britain')
    >>> office_key("Secretary of Defense", None) == office_key("defence secretary", None)
    True
    """
    words = [british(word) for word in fold(title).split()]
    link = next((at for at, word in enumerate(words) if word in _LINKS), len(words))
    ordered = [*words[link + 1 :], *words[:link]]
    return " ".join(word for word in ordered if word not in SMALL_WORDS), state_key(of or "")


def terms_of(
    connection: Connection, names: Iterable[ParsedName]
) -> dict[str, frozenset[TermOfOffice]]:
    """The terms in offices of a state that imported tables give these full names, by the name's sound."""
    sounds = sorted({name.squashed for name in names if name.kind == "person" and name.full})
    found: dict[str, set[TermOfOffice]] = defaultdict(set)
    if connection.scalar(select(exists().where(_H.of.is_not(None)))):
        for some in chunks(sounds):
            asked = select(identity_tables.office_holders).where(
                _H.words.in_(some), _H.of.is_not(None)
            )
            for row in connection.execute(asked):
                found[row.words].add(_term(row))
    return {sound: frozenset(terms) for sound, terms in found.items()}


def holders_by_name(connection: Connection, names: Iterable[str]) -> tuple[OfficeHolder, ...]:
    """The office holders with these names, in any spelling, in order of time."""
    sounds = {
        name.squashed for name in (name_of("person", written) for written in names) if name.full
    }
    asked = select(identity_tables.office_holders).where(_H.words.in_(sounds))
    return tuple(map(_holder, connection.execute(asked.order_by(*_IN_TIME))))


def office_in(words: str) -> tuple[str, str] | None:
    """The title and the state in a bare title; None if it has no state of the lexicon."""
    found = split_state(words)
    if found is None:
        return None
    state, rest = found
    title, _ = office_key(" ".join(rest), None)
    return (title, state) if title else None


def holders_meant(connection: Connection, statement: Statement) -> tuple[OfficeHolder, ...]:
    """The holders of the office by which a nameless source is called, on every day it may have spoken."""
    source, date = statement.source, statement.said or statement.published
    if not source or source.entity or not (date and date.earliest and date.latest):
        return ()
    office = office_in(source.words.text)
    return () if office is None else _in_office(connection, office, date.earliest, date.latest)


def possible_holders(
    connection: Connection, name: str, held: Iterable[HeldOffice]
) -> tuple[OfficeHolder, ...]:
    """The holders, on their days, of the offices of a person with only a surname in reports; the same surname only."""
    bare = name_of("person", name)
    if bare.full or not bare.sounds:
        return ()
    found = (
        holder
        for each in held
        if each.of and each.first and each.last
        for holder in _in_office(connection, office_key(each.title, each.of), each.first, each.last)
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
    """The holders of an office of a state from the first day to the last."""
    rank = office[0].split()[-1][:_STEM]
    asked = select(identity_tables.office_holders).where(
        func.lower(_H.title).contains(rank, autoescape=True)
    )
    return tuple(
        _holder(row)
        for row in connection.execute(asked.order_by(*_IN_TIME))
        if row.of
        and office_key(row.title, row.of) == office
        and _term(row).covers(first[:10], last[:10])
    )


def _holder(row: Row[Any]) -> OfficeHolder:
    return OfficeHolder(row.person, row.title, row.of, row.since, row.until, row.source)


def _term(row: Row[Any]) -> TermOfOffice:
    office = office_key(row.title, row.of)
    return TermOfOffice(*office, row.since or "", row.until or "", row.source)
