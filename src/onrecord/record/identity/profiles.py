"""What the current readings say of a name: its offices, its reports, and the people named in them.

In: a connection and keys of names. Out: `Profile`s and `Appearance`s. The people named in the same reports (companions)
are compared by their family names.

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

from onrecord.lexicon.names import ParsedName, name_of
from onrecord.lexicon.states import known_states, state_key
from onrecord.record.identity import identity_tables
from onrecord.record.identity.evidence import DatedReport, Profile
from onrecord.record.identity.namesakes import Appearance
from onrecord.record.identity.terms_of_office import office_key, terms_of
from onrecord.record.store import tables
from onrecord.record.store.keys import chunks

_E = tables.entities.c
_O = tables.offices.c
_R = tables.readings.c
_N = identity_tables.namesakes.c


def profiles(connection: Connection, names: Mapping[bytes, ParsedName]) -> dict[bytes, Profile]:
    """The profile of each of these keys, which are names or namesakes' parts."""
    parts = _namesakes_among(connection, names)
    named = {key: parts[key][0] if key in parts else key for key in names}
    seen = _Observations.of(connection, set(named.values()))
    terms = terms_of(connection, names.values())
    found = {}
    for key, name in names.items():
        its = named[key]
        here = parts[key][1] if key in parts else frozenset(seen.days[its])
        held = {office for report in here for office in seen.offices.get((its, report), ())}
        met: dict[str, str] = {}
        for one, shown in (each for at in here for each in seen.companions.get(at, {}).items()):
            met[one] = min(met.get(one, shown), shown)
        days = {report: seen.days[its][report] for report in here}
        found[key] = Profile(
            key, its, name,
            offices=frozenset((title, of) for title, of, _, _ in held),
            companions=met,
            reports=here,
            short_forms=frozenset(seen.short_forms[its]) if name.full else frozenset(),
            office_days=frozenset(_office_days(held, days)),
            terms=terms.get(name.squashed, frozenset()),
            dated_reports=_dated_reports(days, seen.companions),
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class _Observations:
    """What current readings say of some names.

    `days`: for each name its reports, with the first and last day each may be of, where both are known;
    `offices`: by name and report, as title, of what, report, whether the report says when it was held;
    `short_forms`: single words that mean the name; `companions`: by report.
    """

    days: Mapping[bytes, Mapping[bytes, tuple[str, str] | None]]
    offices: Mapping[tuple[bytes, bytes], set[tuple[str, str, bytes, bool]]]
    short_forms: Mapping[bytes, set[str]]
    companions: Mapping[bytes, Mapping[str, str]]

    @classmethod
    def of(cls, connection: Connection, named: Collection[bytes]) -> _Observations:
        """The observations for these names."""
        days: dict[bytes, dict[bytes, tuple[str, str] | None]] = defaultdict(dict)
        first, last = (_R.published[end].as_string() for end in ("earliest", "latest"))
        asked = _select_current(_R.report, first.label("first"), last.label("last"))
        for row in _rows_of_names(connection, asked, named):
            known = row.first and row.last
            days[row.entity][row.report] = (row.first[:10], row.last[:10]) if known else None
        offices: dict[tuple[bytes, bytes], set[tuple[str, str, bytes, bool]]] = defaultdict(set)
        for row in _rows_of_names(connection, _select_offices(), named):
            office = (*office_key(row.title, row.of), row.report, row.has_time)
            offices[row.entity, row.report].add(office)
        short_forms: dict[bytes, set[str]] = defaultdict(set)
        joined = select(_E.entity, _E.kind, _E.names, _R.id).join(
            tables.readings, _R.id == _E.reading
        )
        for row in _rows_of_names(connection, joined.where(_R.current == true()), named):
            for name in row.names:
                alike = name_of(row.kind, name).sounds
                short_forms[row.entity] |= set(alike) if len(alike) == 1 else set()
        return cls(days, offices, short_forms, _companions_by_report(connection, set(days)))


def _office_days(
    held: Iterable[tuple[str, str, bytes, bool]], days: Mapping[bytes, tuple[str, str] | None]
) -> Iterator[tuple[str, str, str, str]]:
    """The offices of a state that a report gives for its own day, each with the bounds of that day."""
    for title, of, report, has_time in held:
        if of and not has_time and (span := days[report]):
            yield title, of, *span


def _dated_reports(
    days: Mapping[bytes, tuple[str, str] | None], companions: Mapping[bytes, Mapping[str, str]]
) -> tuple[DatedReport, ...]:
    """The reports whose day is known."""
    known = (
        DatedReport(date.fromisoformat(span[0]).toordinal(), frozenset(companions.get(report, ())))
        for report, span in days.items()
        if span and span[0] == span[1]
    )
    return tuple(
        sorted(known, key=lambda dated_report: (dated_report.day, sorted(dated_report.companions)))
    )


def appearances(connection: Connection, named: Collection[bytes]) -> dict[bytes, list[Appearance]]:
    """For each name and each report with it: the states of its offices, and the other people in the report.

    A state is one in the lexicon, or a place in the same report.
    """
    rows = list(_rows_of_names(connection, _select_offices(), named))
    places = _places(connection, {row.reading for row in rows})
    states: dict[tuple[bytes, bytes], set[str]] = defaultdict(set)
    for row in rows:
        state = state_key(row.of or "")
        if state and (state in known_states() or state in places[row.reading]):
            states[row.entity, row.report].add(state)
    here = list(_rows_of_names(connection, _select_current(_R.report, _E.name), named))
    companions = _companions_by_report(connection, set(named))
    found: dict[bytes, list[Appearance]] = defaultdict(list)
    for row in here:
        others = frozenset(companions.get(row.report, {})) - set(
            name_of("person", row.name).sounds[-1:]
        )
        its = frozenset(states[row.entity, row.report])
        found[row.entity].append(Appearance(row.report, its, others))
    return found


def names_of_two_states(connection: Connection, named: Collection[bytes]) -> set[bytes]:
    """The names to which current readings give offices of two or more states or bodies."""
    held: dict[bytes, set[str]] = defaultdict(set)
    for row in _rows_of_names(connection, _select_offices(), named):
        if row.of:
            held[row.entity].add(state_key(row.of))
    return {key for key, of in held.items() if len(of) > 1}


def _select_current(*columns: Any) -> Select[Any]:
    joined = select(_E.entity, *columns).join(tables.readings, _R.id == _E.reading)
    return joined.where(_R.current == true()).distinct()


def _select_offices() -> Select[Any]:
    has_time = _O.held.is_not(None).label("has_time")
    return _select_current(_R.report, _E.reading, _O.title, _O.of, has_time).join(
        tables.offices, (_O.reading == _E.reading) & (_O.id == _E.id)
    )


def _rows_of_names(
    connection: Connection, asked: Select[Any], named: Collection[bytes]
) -> Iterator[Row[Any]]:
    for some in chunks(sorted(named)):
        yield from connection.execute(asked.where(_E.entity.in_(some)))


def _namesakes_among(
    connection: Connection, keys: Iterable[bytes]
) -> dict[bytes, tuple[bytes, frozenset[bytes]]]:
    """For those keys that are of namesakes: the name, and the reports that mean this bearer."""
    found: dict[bytes, tuple[bytes, set[bytes]]] = {}
    for some in chunks(keys):
        for row in connection.execute(select(identity_tables.namesakes).where(_N.part.in_(some))):
            found.setdefault(row.part, (row.named, set()))[1].add(row.report)
    return {key: (named, frozenset(reports)) for key, (named, reports) in found.items()}


def _companions_by_report(
    connection: Connection, named: Collection[bytes]
) -> dict[bytes, dict[str, str]]:
    """The people in each report that has one of the names, by the sound of their family names.

    Reports of one matter name the same people, in full or not, so the last name identifies them.
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
