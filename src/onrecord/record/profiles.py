"""What the record's current readings say of a name: offices, company, the reports it stands in.

In: a connection, keys. Out: `Profile`s and `Appearance`s, for names that have something to be compared
with; company is counted by family names.

>>> list(chunks([1, 2, 3], 2))
[[1, 2], [3]]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, select, true

from onrecord.record import tables, who_tables
from onrecord.record.identity import Profile
from onrecord.record.names import Name, known_states, name_of, state_called
from onrecord.record.namesakes import Appearance

T = TypeVar("T")
_E = tables.entities.c
_O = tables.offices.c
_R = tables.readings.c
_K = who_tables.known_names.c
_N = who_tables.namesakes.c
# Keys asked for at a time: databases bound how many a statement may hold.
AT_ONCE = 5000


def chunks(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The items, so many at a time."""
    some: list[T] = []
    for item in items:
        some.append(item)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def profiles(connection: Connection, names: Mapping[bytes, Name]) -> dict[bytes, Profile]:
    """The profile of each of these keys, which are names or namesakes' parts."""
    parts = _parts_among(connection, names)
    named = {key: parts[key][0] if key in parts else key for key in names}
    reports: dict[bytes, set[bytes]] = defaultdict(set)
    offices: dict[tuple[bytes, bytes], set[tuple[str, str]]] = defaultdict(set)
    for row in _rows(connection, _current(_R.report), set(named.values())):
        reports[row.entity].add(row.report)
    for row in _rows(connection, _with_offices(), set(named.values())):
        offices[row.entity, row.report].add(
            (" ".join(row.title.casefold().split()), state_called(row.of or ""))
        )
    called: dict[bytes, set[str]] = defaultdict(set)
    for row in _rows(connection, select(_E.entity, _E.names, _R.id).join(
        tables.readings, _R.id == _E.reading).where(_R.current == true()), set(named.values())):  # fmt: skip
        for name in row.names:
            alike = name_of("person", name).alike
            called[row.entity] |= set(alike) if len(alike) == 1 else set()
    company = _company(connection, {key for key in named.values() if len(reports[key]) > 0})
    found = {}
    for key, name in names.items():
        here = parts[key][1] if key in parts else frozenset(reports[named[key]])
        held = frozenset(
            office for report in here for office in offices.get((named[key], report), ())
        )
        met: dict[str, str] = {}
        for one, shown in (each for report in here for each in company.get(report, {}).items()):
            met[one] = min(met.get(one, shown), shown)
        alone = frozenset(called[named[key]]) if name.full else frozenset()
        found[key] = Profile(key, named[key], name, held, met, here, alone)
    return found


def appearances(connection: Connection, named: Collection[bytes]) -> dict[bytes, list[Appearance]]:
    """For each name how it stands in each report: states of its offices, and who else is named there.

    A state is one by the lexicon, or because the same report names a place so.
    """
    rows = list(_rows(connection, _with_offices(), named))
    places = _places(connection, {row.reading for row in rows})
    states: dict[tuple[bytes, bytes], set[str]] = defaultdict(set)
    for row in rows:
        state = state_called(row.of or "")
        if state and (state in known_states() or state in places[row.reading]):
            states[row.entity, row.report].add(state)
    here = list(_rows(connection, _current(_R.report, _E.name), named))
    company = _company(connection, set(named))
    found: dict[bytes, list[Appearance]] = defaultdict(list)
    for row in here:
        others = frozenset(company.get(row.report, {})) - set(
            name_of("person", row.name).alike[-1:]
        )
        its = frozenset(states[row.entity, row.report])
        found[row.entity].append(Appearance(row.report, its, others))
    return found


def of_two_states(connection: Connection, named: Collection[bytes]) -> set[bytes]:
    """The names that hold offices of two things or more, by the record's current readings."""
    held: dict[bytes, set[str]] = defaultdict(set)
    for row in _rows(connection, _with_offices(), named):
        if row.of:
            held[row.entity].add(state_called(row.of))
    return {key for key, of in held.items() if len(of) > 1}


def _current(*columns: Any) -> Select[Any]:
    joined = select(_E.entity, *columns).join(tables.readings, _R.id == _E.reading)
    return joined.where(_R.current == true()).distinct()


def _with_offices() -> Select[Any]:
    return _current(_R.report, _E.reading, _O.title, _O.of).join(
        tables.offices, (_O.reading == _E.reading) & (_O.id == _E.id)
    )


def _rows(
    connection: Connection, asked: Select[Any], named: Collection[bytes]
) -> Iterator[Row[Any]]:
    for some in chunks(sorted(named)):
        yield from connection.execute(asked.where(_E.entity.in_(some)))


def _parts_among(
    connection: Connection, keys: Iterable[bytes]
) -> dict[bytes, tuple[bytes, frozenset[bytes]]]:
    """For those keys that are a namesake's part: the name, and the reports that mean it."""
    found: dict[bytes, tuple[bytes, set[bytes]]] = {}
    for some in chunks(keys):
        for row in connection.execute(select(who_tables.namesakes).where(_N.part.in_(some))):
            found.setdefault(row.part, (row.named, set()))[1].add(row.report)
    return {key: (named, frozenset(reports)) for key, (named, reports) in found.items()}


def _company(connection: Connection, named: Collection[bytes]) -> dict[bytes, dict[str, str]]:
    """For each report that bears one of the names: the people in it, by family name.

    Reports of one matter name the same people, in full or not; so the sound of the last name tells them.
    """
    of_report: dict[bytes, dict[str, str]] = defaultdict(dict)
    here = tables.entities.alias("here")
    asked = (
        select(_R.report, _E.entity, _E.name)
        .join(tables.readings, _R.id == _E.reading)
        .join(here, here.c.reading == _E.reading)
        .where(_R.current == true(), _E.kind == "person")
        .distinct()
    )
    for some in chunks(sorted(named)):
        for row in connection.execute(asked.where(here.c.entity.in_(some))):
            name = name_of("person", row.name)
            if name.alike:
                its, last = of_report[row.report], name.alike[-1]
                its[last] = min(its.get(last, name.shown), name.shown)
    return of_report


def _places(connection: Connection, readings: Collection[bytes]) -> dict[bytes, set[str]]:
    found: dict[bytes, set[str]] = defaultdict(set)
    asked = select(_E.reading, _E.name).where(_E.kind == "place")
    for some in chunks(sorted(readings)):
        for row in connection.execute(asked.where(_E.reading.in_(some))):
            found[row.reading].add(state_called(row.name))
    return found
