"""Which of several entities a report speaks of at a place, and which it names far more often than the others.

In: entity drafts, a token. Out: those that stand out; all of them if none does.

>>> from onrecord.reading.entities.entity_draft import EntityLink
>>> often, once = (
...     EntityDraft(n, "person", (("Pell", 1),), mentions=tuple(EntityLink(n, i, i + 1, "name", 0.9, "") for i in range(times)))
...     for n, times in ((0, 4), (1, 1))
... )
>>> most_named_in_full((often, once)) == [often]
True
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from onrecord.model import Parsed
from onrecord.reading.entities.entity_draft import EntityDraft

# An entity named this many times as often as any other stands out.
AHEAD = 3
# An entity mentioned at most `NEAR` paragraphs ago is in focus if every other was mentioned `FAR` paragraphs before it.
NEAR, FAR = 2, 4


def in_focus(parsed: Parsed, drafts: Sequence[EntityDraft], at: int) -> list[EntityDraft]:
    """Those of several that were mentioned lately, if every other one was last mentioned far before."""
    if len(drafts) < 2:
        return list(drafts)
    here = _paragraphs_begun(parsed, at)
    away: dict[int, int] = {}
    for draft in drafts:
        before = [mention.first for mention in draft.mentions if mention.first < at]
        away[draft.number] = here - _paragraphs_begun(parsed, max(before)) if before else here + FAR
    first, second, *_ = sorted(away.values())
    if first > NEAR or second - first < FAR:
        return list(drafts)
    return [draft for draft in drafts if away[draft.number] == first]


def _paragraphs_begun(parsed: Parsed, at: int) -> int:
    """How many paragraphs begin up to a token."""
    return bisect_right(parsed.paragraphs, at, key=lambda paragraph: paragraph.first)


def most_named_in_full(drafts: Sequence[EntityDraft]) -> list[EntityDraft]:
    """The one of several named in full `AHEAD` times as often as any other; all if one of them has no name."""
    if not all(draft.forms for draft in drafts):
        return list(drafts)
    return _far_ahead(drafts, {d.number: _count(d, {"name"}) for d in drafts})


def most_named(drafts: Sequence[EntityDraft]) -> list[EntityDraft]:
    """The one of several named, in full or by surname, `AHEAD` times as often as any other is mentioned."""
    named = {"name", "surname"}
    return _far_ahead(
        drafts, {d.number: _count(d, named) if d.forms else len(d.mentions) for d in drafts}
    )


def _count(draft: EntityDraft, ways: set[str]) -> int:
    return sum(mention.how in ways for mention in draft.mentions)


def _far_ahead(drafts: Sequence[EntityDraft], count: Mapping[int, int]) -> list[EntityDraft]:
    if len(drafts) < 2:
        return list(drafts)
    first, second, *_ = sorted(count.values(), reverse=True)
    if first < AHEAD or first < AHEAD * second:
        return list(drafts)
    return [draft for draft in drafts if count[draft.number] == first]
