"""What the record's current readings say of a name: offices, company, the reports it stands in.

In: a connection, keys. Out: `Profile`s and `Appearance`s, for names that have something to be compared
with; company is counted by family names.

>>> from tempfile import TemporaryDirectory
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     with record._engine.connect() as connection:
...         profiles(connection, {b"key": name_of("person", "Mira Tasel")})[b"key"].offices
frozenset()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select, true

from onrecord.lexicon.names import Name, name_of
from onrecord.lexicon.states import known_states, state_key
from onrecord.record.identity import identity_tables
from onrecord.record.identity.evidence import Profile, Scene
from onrecord.record.identity.namesakes import Appearance
from onrecord.record.identity.terms_of_office import office_called, terms_of
from onrecord.record.store import tables
from onrecord.record.store.keys import chunks

_E = tables.entities.c
_O = tables.offices.c
_R = tables.readings.c
_N = identity_tables.namesakes.c


def profiles(connection: Connection, names: Mapping[bytes, Name]) -> dict[bytes, Profile]:
    """The profile of each of these keys, which are names or namesakes' parts."""
    parts = _parts_among(connection, names)
    named = {key: parts[key][0] if key in parts else key for key in names}
    seen = _Seen.of(connection, set(named.values()))
    terms = terms_of(connection, names.values())
    found = {}
    for key, name in names.items():
        its = named[key]
        here = parts[key][1] if key in parts else frozenset(seen.days[its])
        held = {office for report in here for office in seen.offices.get((its, report), ())}
        met: dict[str, str] = {}
        for one, shown in (each for at in here for each in seen.company.get(at, {}).items()):
            met[one] = min(met.get(one, shown), shown)
        days = {report: seen.days[its][report] for report in here}
        found[key] = Profile(
            key, its, name,
            offices=frozenset((title, of) for title, of, _, _ in held),
            company=met,
            reports=here,
            called=frozenset(seen.called[its]) if name.full else frozenset(),
            dated=frozenset(_dated(held, days)),
            terms=terms.get(name.squashed, frozenset()),
            scenes=_scenes(days, seen.company),
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """What reports say of some names.

    `days`: for each name its reports, with the first and last day each may be of, where both are known;
    `offices`: by name and report, as title, of what, report, whether it is told when it was held;
    `called`: single words that mean the name.
    """

    days: Mapping[bytes, Mapping[bytes, tuple[str, str] | None]]
    offices: Mapping[tuple[bytes, bytes], set[tuple[str, str, bytes, bool]]]
    called: Mapping[bytes, set[str]]
    company: Mapping[bytes, Mapping[str, str]]

    @classmethod
    def of(cls, connection: Connection, named: Collection[bytes]) -> _Seen:
        """All of it, from the current readings."""
        days: dict[bytes, dict[bytes, tuple[str, str] | None]] = defaultdict(dict)
        first, last = (_R.published[end].as_string() for end in ("earliest", "latest"))
        asked = _current(_R.report, first.label("first"), last.label("last"))
        for row in _rows(connection, asked, named):
            known = row.first and row.last
            days[row.entity][row.report] = (row.first[:10], row.last[:10]) if known else None
        offices: dict[tuple[bytes, bytes], set[tuple[str, str, bytes, bool]]] = defaultdict(set)
        for row in _rows(connection, _with_offices(), named):
            office = (*office_called(row.title, row.of), row.report, row.told)
            offices[row.entity, row.report].add(office)
        called: dict[bytes, set[str]] = defaultdict(set)
        joined = select(_E.entity, _E.kind, _E.names, _R.id).join(
            tables.readings, _R.id == _E.reading
        )
        for row in _rows(connection, joined.where(_R.current == true()), named):
            for name in row.names:
                alike = name_of(row.kind, name).sounds
                called[row.entity] |= set(alike) if len(alike) == 1 else set()
        return cls(days, offices, called, _company(connection, set(days)))


def _dated(
    held: Iterable[tuple[str, str, bytes, bool]], days: Mapping[bytes, tuple[str, str] | None]
) -> Iterator[tuple[str, str, str, str]]:
    """The offices of a state, each with the days on which a report gives it for its own day."""
    for title, of, report, told in held:
        if of and not told and (span := days[report]):
            yield title, of, *span


def _scenes(
    days: Mapping[bytes, tuple[str, str] | None], company: Mapping[bytes, Mapping[str, str]]
) -> tuple[Scene, ...]:
    """The reports known to be of one day."""
    known = (
        Scene(date.fromisoformat(span[0]).toordinal(), frozenset(company.get(report, ())))
        for report, span in days.items()
        if span and span[0] == span[1]
    )
    return tuple(sorted(known, key=lambda scene: (scene.day, sorted(scene.company))))


def appearances(connection: Connection, named: Collection[bytes]) -> dict[bytes, list[Appearance]]:
    """For each name how it stands in each report: states of its offices, and who else is named there.

    A state is one by the lexicon, or because the same report names a place so.
    """
    rows = list(_rows(connection, _with_offices(), named))
    places = _places(connection, {row.reading for row in rows})
    states: dict[tuple[bytes, bytes], set[str]] = defaultdict(set)
    for row in rows:
        state = state_key(row.of or "")
        if state and (state in known_states() or state in places[row.reading]):
            states[row.entity, row.report].add(state)
    here = list(_rows(connection, _current(_R.report, _E.name), named))
    company = _company(connection, set(named))
    found: dict[bytes, list[Appearance]] = defaultdict(list)
    for row in here:
        others = frozenset(company.get(row.report, {})) - set(
            name_of("person", row.name).sounds[-1:]
        )
        its = frozenset(states[row.entity, row.report])
        found[row.entity].append(Appearance(row.report, its, others))
    return found


def of_two_states(connection: Connection, named: Collection[bytes]) -> set[bytes]:
    """The names that hold offices of two things or more, by the record's current readings."""
    held: dict[bytes, set[str]] = defaultdict(set)
    for row in _rows(connection, _with_offices(), named):
        if row.of:
            held[row.entity].add(state_key(row.of))
    return {key for key, of in held.items() if len(of) > 1}


def _current(*columns: Any) -> Select[Any]:
    joined = select(_E.entity, *columns).join(tables.readings, _R.id == _E.reading)
    return joined.where(_R.current == true()).distinct()


def _with_offices() -> Select[Any]:
    told = _O.held.is_not(None).label("told")
    return _current(_R.report, _E.reading, _O.title, _O.of, told).join(
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
        for row in connection.execute(select(identity_tables.namesakes).where(_N.part.in_(some))):
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
            if name.sounds:
                its, last = of_report[row.report], name.sounds[-1]
                its[last] = min(its.get(last, name.shown), name.shown)
    return of_report


def _places(connection: Connection, readings: Collection[bytes]) -> dict[bytes, set[str]]:
    found: dict[bytes, set[str]] = defaultdict(set)
    asked = select(_E.reading, _E.name).where(_E.kind == "place")
    for some in chunks(sorted(readings)):
        for row in connection.execute(asked.where(_E.reading.in_(some))):
            found[row.reading].add(state_key(row.name))
    return found
