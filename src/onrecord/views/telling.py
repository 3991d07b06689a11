"""The statements that tell most about a record, for its summary.

In comes a record, out come a few statements: denials, accusations, threats and warnings before promises
and demands, the surest first, no source twice. Why: a newcomer should see at once what is disputed.

>>> ORDER[:4]
('deny', 'accuse', 'threaten', 'warn')
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from onrecord.model import Act, Statement, StatementQuery

if TYPE_CHECKING:
    from onrecord.record.record import Record

ORDER: tuple[Act, ...] = (
    "deny", "accuse", "threaten", "warn", "promise", "demand", "criticise", "decline",
    "doubt", "ask", "praise", "state", "intend", "believe",
)  # fmt: skip
# Statements looked at for each act: enough to choose from, few enough to be quick on a large record.
LOOKED_AT = 40
# A content shorter than this says little out of its report; a longer one is no line to begin with.
TELLING_LENGTH = range(25, 280)


def most_telling(record: Record, count: int) -> tuple[Statement, ...]:
    """At most `count` statements, one a source, taking one of each act of `ORDER` in turn.

    The acts beyond the four that dispute or threaten are asked only if these do not fill the count.
    """
    chosen: list[Statement] = []
    seen: set[str] = set()
    for acts in (ORDER[:4], ORDER[4:]):
        for statement in _in_turn(record, acts):
            if len(chosen) == count:
                return tuple(chosen)
            who = _source(statement)
            if who not in seen:
                seen.add(who)
                chosen.append(statement)
    return tuple(chosen)


def _in_turn(record: Record, acts: tuple[Act, ...]) -> Iterator[Statement]:
    best = [_best(record, act) for act in acts]
    return (each for turn in zip_longest(*best) for each in turn if each is not None)


def _best(record: Record, act: Act) -> list[Statement]:
    """The act's statements with a source, the named and the sure first."""
    rows = record.statements(StatementQuery(act=act), limit=LOOKED_AT).rows
    return sorted((row for row in rows if row.source is not None), key=_rank)


def _rank(statement: Statement) -> tuple[bool, bool, float, str]:
    named = statement.source is not None and statement.source.name is not None
    length = sum(len(words.text) for words in statement.content)
    return (not named, length not in TELLING_LENGTH, -statement.confidence, statement.id)


def _source(statement: Statement) -> str:
    if statement.source is None:
        return ""
    party = statement.source
    return (party.entity or party.name or party.words.text).casefold()
