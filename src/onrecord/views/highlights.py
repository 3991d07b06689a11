"""The statements that tell most about a record, for its summary.

In comes a record, out come a few statements: denials, accusations, threats and warnings before promises
and demands, those of known speakers first, no source twice. Why: a newcomer should see at once what is disputed.

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

    Statements of known speakers and of a telling length come first; of these, the four acts that
    dispute or threaten. The others are taken only if these do not fill the count.
    """
    chosen: list[Statement] = []
    seen: set[str] = set()
    for statement in _candidates(record):
        if len(chosen) == count:
            break
        who = _source(statement)
        if who not in seen:
            seen.add(who)
            chosen.append(statement)
    return tuple(chosen)


def _candidates(record: Record) -> Iterator[Statement]:
    left: list[Statement] = []
    for acts in (ORDER[:4], ORDER[4:]):
        in_turn = zip_longest(*(_best(record, act) for act in acts))
        found = [each for turn in in_turn for each in turn if each is not None]
        yield from (each for each in found if _tells(each))
        left.extend(each for each in found if not _tells(each))
    yield from left


def _best(record: Record, act: Act) -> list[Statement]:
    """The act's statements with a source: those with its name in the words first, then the sure."""
    rows = record.statements(StatementQuery(act=act), limit=LOOKED_AT).rows
    return sorted((row for row in rows if row.source is not None), key=_rank)


def _rank(statement: Statement) -> tuple[bool, float, str]:
    return (not _says_the_name(statement), -statement.confidence, statement.id)


def _says_the_name(statement: Statement) -> bool:
    if statement.source is None or statement.source.name is None:
        return False
    return statement.source.name.split()[-1] in statement.source.words.text


def _tells(statement: Statement) -> bool:
    length = sum(len(part.text) for part in statement.content)
    known = statement.source is not None and statement.source.name is not None
    return known and length in TELLING_LENGTH


def _source(statement: Statement) -> str:
    if statement.source is None:
        return ""
    party = statement.source
    return (party.entity or party.name or party.words.text).casefold()
