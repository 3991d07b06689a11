"""When each statement was made: the time its clause tells, its occasion's, or the scene's it belongs to.

In: attributions, the report's times, the parse, the report's entities. Out: the same attributions with
`said` filled. In this order: a time that hangs on the cue or on how the speaker came to speak; the day
of the occasion it was said at ("in the call", "a meeting at which ..."); the day of the scene that goes
on (`scenes`). A time inside the content says when something happened, not when it was said. Without any
of these a statement keeps `said=None`, and it is never given the report's date or a later one.

>>> from onrecord.model import Parsed
>>> date_statements((), (), Tree(Parsed("", (), (), (), (), (), ())), None)
()
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model import Attribution, Dated, Entity, Span, Time
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.entities.mention_index import entity_by_token
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.statement_date.cue_time import own_time, place_of
from onrecord.reading.times.statement_date.occasions import (
    Occasion,
    days_told,
    find_occasions,
    kind_of,
)
from onrecord.reading.times.statement_date.same_occasion import is_told_as_past, tell_on

# Between a noun and the "at which" that takes it up stand so many words at most.
NEAR = 8
# Behind a post's name follow its account and the day, so many characters on at most.
BEHIND_A_NAME = 60


def date_statements(
    attributions: Sequence[Attribution],
    times: Sequence[Time],
    tree: Tree,
    published: Dated | None,
    entities: Sequence[Entity] = (),
) -> tuple[Attribution, ...]:
    """The attributions with `said` set where the report tells when they were made."""
    if not tree.tokens:
        return tuple(attributions)
    told = days_told(tree, times)
    occasions = find_occasions(tree, times, entity_by_token(tree, entities))
    by_place = {occasion.at: occasion for occasion in occasions}
    contents = _contents(tree, attributions)
    dated = [
        replace(
            a,
            said=_signed_on(a, times)
            or own_time(tree, a, told, contents)
            or _at_occasion(tree, a, by_place, published),
        )
        for a in attributions
    ]
    dated = [replace(a, said=_not_after(a.said, published)) for a in dated]
    past = [o for o in occasions if _not_after(o.dated, published)]
    return tell_on(tree, dated, past, times, published)


def _not_after(said: Dated | None, published: Dated | None) -> Dated | None:
    """A day of speaking, unless the report came out before it."""
    if said and said.earliest and published and published.latest:
        return said if said.earliest <= published.latest else None
    return said


def _contents(tree: Tree, attributions: Sequence[Attribution]) -> Mapping[int, Sequence[Span]]:
    """By sentence, the spans of what is said in it."""
    contents: dict[int, list[Span]] = defaultdict(list)
    for span in (span for attribution in attributions for span in attribution.content):
        first, last = tree.at(span.start), max(tree.before(span.end) - 1, tree.at(span.start))
        for sentence in range(tree.tokens[first].sentence, tree.tokens[last].sentence + 1):
            contents[sentence].append(span)
    return contents


def _signed_on(attribution: Attribution, times: Sequence[Time]) -> Dated | None:
    """The day a signed post bears, behind its account: `— Mira Tasel (@miratasel) May 1, 2024`."""
    source = attribution.source
    if source is None or rule_of(attribution.rule).content != "post":
        return None
    first, last = (
        bisect_right(times, end, key=lambda time: time.span.start)
        for end in (source.end, source.end + BEHIND_A_NAME)
    )
    return next((time.dated for time in times[first:last] if time.type == "DATE"), None)


def _at_occasion(
    tree: Tree, attribution: Attribution, occasions: Mapping[int, Occasion], published: Dated | None
) -> Dated | None:
    """The day of the occasion a statement was made at: its channel, or the noun its clause tells of."""
    if attribution.cue is None:
        return None
    verb = place_of(tree, attribution)
    if not is_told_as_past(tree, verb):
        return None
    places = _told_of(tree, verb)
    if attribution.channel:
        places += range(*tree.within(attribution.channel))
    for at in places:
        occasion = occasions.get(at)
        if occasion is not None and occasion.dated is not None:
            word = tree.tokens[at].text
            return replace(occasion.dated, why=f"the day of the {word}; {occasion.dated.why}")
    return _right_after(tree, verb, occasions, published)


def _told_of(tree: Tree, verb: int) -> list[int]:
    """Where the noun may stand that a clause tells of: `a meeting on Monday at which Brodt told ...`."""
    for word in (*tree.children(verb, "prep"), *tree.children(verb, "advmod")):
        link = tree.child(word.i, "pobj") if word.dep == "prep" else word
        if link is not None and link.tag in {"WDT", "WRB"} and link.lemma.lower() != "when":
            first = max(tree.sentence(verb).first, word.i - NEAR)
            return [i for i in range(word.i - 1, first - 1, -1) if kind_of(tree.tokens[i])][:1]
    return []


def _right_after(
    tree: Tree, verb: int, occasions: Mapping[int, Occasion], published: Dated | None
) -> Dated | None:
    """The report's day, for what was said after an occasion of that same day: `said after the call`."""
    for child in tree.children(verb, "prep"):
        noun = (
            tree.child(child.i, "pobj") if child.lemma.lower() in {"after", "following"} else None
        )
        told = occasions[noun.i].dated if noun is not None and noun.i in occasions else None
        if noun and told and published and told.edtf == published.edtf and told.precision == "day":
            return replace(told, why=f"after the {noun.text} of that day, in a report of that day")
    return None
