"""Select the statements that a summary and the home page show first.

In: a record. Out: a few statements: denials, accusations, threats and warnings before other acts, named
speakers before unnamed ones, at most one statement of each source. A new user then sees disputes first.

>>> ACT_ORDER[:4]
('deny', 'accuse', 'threaten', 'warn')
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from onrecord.model import Act, Statement

if TYPE_CHECKING:
    from onrecord.record.queries.verbs import Queries

ACT_ORDER: tuple[Act, ...] = (
    "deny", "accuse", "threaten", "warn", "promise", "demand", "criticise", "decline",
    "doubt", "ask", "praise", "state", "intend", "believe",
)  # fmt: skip
# Statements examined for each act: enough to choose from, and quick on a large record.
CANDIDATES_PER_ACT = 40
# Lengths of content, in characters, that are informative without their report and still short.
INFORMATIVE_LENGTH = range(25, 280)


def select_highlights(record: Queries, count: int) -> tuple[Statement, ...]:
    """At most `count` statements, one of each source, one of each act of `ACT_ORDER` in turn.

    Informative statements of the first four acts come first, then those of the other acts, then the rest.
    """
    chosen: list[Statement] = []
    sources: set[str] = set()
    for statement in _candidates(record):
        if len(chosen) == count:
            break
        source = _source_key(statement)
        if source not in sources:
            sources.add(source)
            chosen.append(statement)
    return tuple(chosen)


def _candidates(record: Queries) -> Iterator[Statement]:
    rest: list[Statement] = []
    for acts in (ACT_ORDER[:4], ACT_ORDER[4:]):
        rows = record.statements_by_act(acts, CANDIDATES_PER_ACT)
        in_turn = zip_longest(*(sorted(rows[act], key=_rank) for act in acts))
        found = [each for turn in in_turn for each in turn if each is not None]
        yield from (each for each in found if _is_informative(each))
        rest.extend(each for each in found if not _is_informative(each))
    yield from rest


def _rank(statement: Statement) -> tuple[bool, float, str]:
    """Sort key: sources that contain the speaker's name first, then by confidence."""
    return (not _contains_name(statement), -statement.confidence, statement.id)


def _contains_name(statement: Statement) -> bool:
    """True if the words of the source contain the last word of its resolved name."""
    if statement.source is None or statement.source.name is None:
        return False
    return statement.source.name.split()[-1] in statement.source.words.text


def _is_informative(statement: Statement) -> bool:
    length = sum(len(part.text) for part in statement.content)
    resolved = statement.source is not None and statement.source.name is not None
    return resolved and length in INFORMATIVE_LENGTH


def _source_key(statement: Statement) -> str:
    if statement.source is None:
        return ""
    party = statement.source
    return (party.entity or party.name or party.words.text).casefold()
