r"""Reads, checks and stores imported tables of office holders (`terms_of_office.py` looks them up).

In: the text of a TSV file with the columns person, title, of, from, to, source. Out: `OfficeHolder`s, and a `Problem`
for each faulty line, with its number and the fault. Dates are years, months or days; an open end is empty. The same
line twice is one row.

>>> text = "person\ttitle\tof\tfrom\tto\tsource\nMira Tasel\tminister\tValdria\t2024-13\t\tgazette\n"
>>> parse(text, "held.tsv")[1][0].message
"line 2: from: '2024-13' is not a date like 2024-03-05, 2024-03 or 2024"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from sqlalchemy import Connection, select

from onrecord.calendar_days import first_day
from onrecord.lexicon.names import name_of
from onrecord.model import OfficeHolder, Problem
from onrecord.record.derivation import Change
from onrecord.record.identity import identity_tables
from onrecord.record.store import dialect, keys

COLUMNS = ("person", "title", "of", "from", "to", "source")
SHIPPED = "factbook.tsv"
_NEEDED = ("person", "title", "source")
_LONGEST_LINE = 2000
_H = identity_tables.office_holders.c
_K = identity_tables.known_names.c


def parse(text: str, where: str) -> tuple[tuple[OfficeHolder, ...], tuple[Problem, ...]]:
    """The office holders in a table, and a problem for each of its other lines."""
    lines = text.removeprefix("\ufeff").splitlines()
    numbered = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    header = (
        tuple(cell.strip().casefold() for cell in numbered[0][1].split("\t")) if numbered else ()
    )
    if sorted(header) != sorted(COLUMNS):
        need = ", ".join(COLUMNS)
        return (), (Problem(where, f"the first line must name the columns {need}, tabs between"),)
    held, problems = [], []
    for number, line in numbered[1:]:
        cells = [cell.strip() for cell in line.split("\t")]
        wrong = _wrong(header, cells, line)
        if wrong:
            problems.append(Problem(where, f"line {number}: {wrong}"))
            continue
        row = dict(zip(header, cells, strict=True))
        of, since, until = (row[name] or None for name in ("of", "from", "to"))
        held.append(OfficeHolder(row["person"], row["title"], of, since, until, row["source"]))
    return tuple(held), tuple(problems)


def shipped() -> tuple[str, str]:
    """The text and the name of the table in the package, which tools/factbook.py makes."""
    return (files(__package__) / SHIPPED).read_text(encoding="utf-8"), SHIPPED


def add_holders(connection: Connection, held: Iterable[OfficeHolder]) -> tuple[int, Change]:
    """Store office holders; returns how many are new, and the change: names and holders concerned."""
    rows = {_key(each): _row(each) for each in held}
    known = set(connection.scalars(select(_H.id)))
    new = [row for key, row in rows.items() if key not in known]
    if new:
        connection.execute(dialect.insert_new(identity_tables.office_holders), new)
    change = Change(
        names=_names_concerned(connection, {str(row["person"]) for row in new}),
        holders=frozenset(key for key in rows if key not in known),
    )
    return len(new), change


def holders(connection: Connection) -> tuple[OfficeHolder, ...]:
    """Every office holder of every imported table, by name and time."""
    asked = select(identity_tables.office_holders).order_by(_H.person, _H.since, _H.until, _H.id)
    return tuple(
        OfficeHolder(row.person, row.title, row.of, row.since, row.until, row.source)
        for row in connection.execute(asked)
    )


def _names_concerned(connection: Connection, persons: Iterable[str]) -> frozenset[bytes]:
    """Known names of persons with the same last name as one of these."""
    lasts = {name_of("person", person).sounds[-1] for person in persons}
    asked = select(_K.named, _K.last).where(_K.kind == "person")
    return frozenset(row.named for row in connection.execute(asked) if row.last in lasts)


def _wrong(header: tuple[str, ...], cells: list[str], line: str) -> str | None:
    """The fault of a line, None without one."""
    if len(line) > _LONGEST_LINE:
        return f"longer than {_LONGEST_LINE} characters"
    if len(cells) != len(header):
        return f"{len(cells)} cells for {len(header)} columns"
    return next(_find_faults(dict(zip(header, cells, strict=True))), None)


def _find_faults(row: Mapping[str, str]) -> Iterator[str]:
    if missing := [name for name in _NEEDED if not row[name]]:
        yield f"no {' and no '.join(missing)}"
    if not name_of("person", row["person"]).full:
        yield f"person: {row['person']!r} is no full name"
    for name in ("from", "to"):
        if row[name] and first_day(row[name]) is None:
            yield f"{name}: {row[name]!r} is not a date like 2024-03-05, 2024-03 or 2024"
    if row["from"] and row["to"] and row["from"] > row["to"] + "~":
        yield f"from {row['from']} is after to {row['to']}"


def _key(held: OfficeHolder) -> bytes:
    fields = (held.person, held.title, held.of, held.since, held.until, held.source)
    return keys.key(*((field or "").encode("utf-8", "surrogatepass") for field in fields))


def _row(held: OfficeHolder) -> Mapping[str, str | bytes | None]:
    return {
        "id": _key(held),
        "words": name_of("person", held.person).squashed,
        "person": held.person,
        "title": held.title,
        "of": held.of,
        "since": held.since,
        "until": held.until,
        "source": held.source,
    }
