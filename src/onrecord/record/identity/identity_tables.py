"""The tables of the derivation `identity`, and those of judgements and imported office holders.

A *name* is an entity key (`clusters.entity_key`), stored in the rows of readings, which never change. What follows from
all readings together is stored here, and can be rebuilt: known names and their words, names that several people have
(`namesakes`), evidence that two names mean the same (`links`), and the entities they form (`identities`). Judgements
and office holders come from users and are never rebuilt.

>>> sorted(table.name for table in DERIVED)
['identities', 'known_names', 'links', 'name_words', 'namesakes']
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, Table, Text

from onrecord.record.store.column_types import Line
from onrecord.record.store.tables import metadata

known_names = Table(
    "known_names",
    metadata,
    Column("named", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Line, nullable=False),
    Column("full", Boolean, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("squashed", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("known_names_by_first", known_names.c.first, known_names.c.kind)
Index("known_names_by_last", known_names.c.last, known_names.c.kind)
Index("known_names_by_squashed", known_names.c.squashed, known_names.c.kind)

# The words of each known name, by which a user's words find it.
name_words = Table(
    "name_words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("named", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)
Index("name_words_of_name", name_words.c.named)

namesakes = Table(
    "namesakes",
    metadata,
    Column("named", LargeBinary, primary_key=True),
    Column("report", LargeBinary, primary_key=True),
    Column("part", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
Index("namesakes_by_part", namesakes.c.part)

links = Table(
    "links",
    metadata,
    Column("one", LargeBinary, primary_key=True),
    Column("other", LargeBinary, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("words", Line, nullable=False),
    sqlite_with_rowid=False,
)
Index("links_of_other", links.c.other)

identities = Table(
    "identities",
    metadata,
    Column("named", LargeBinary, primary_key=True),
    Column("entity", LargeBinary, nullable=False),
    Column("name", Line, nullable=False),
    Column("words", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("identities_by_entity", identities.c.entity)

judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("one", LargeBinary, nullable=False),
    Column("one_report", LargeBinary, nullable=False),
    Column("one_name", Line, nullable=False),
    Column("other", LargeBinary, nullable=False),
    Column("other_report", LargeBinary, nullable=False),
    Column("other_name", Line, nullable=False),
    Column("made", Text, nullable=False),
    Column("who", Line, nullable=False),
    Column("why", Line),
)

office_holders = Table(
    "office_holders",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("words", Text, nullable=False),
    Column("person", Line, nullable=False),
    Column("title", Line, nullable=False),
    Column("of", Line),
    Column("since", Text),
    Column("until", Text),
    Column("source", Line, nullable=False),
    sqlite_with_rowid=False,
)
Index("office_holders_by_words", office_holders.c.words)

DERIVED = (known_names, name_words, namesakes, links, identities)
