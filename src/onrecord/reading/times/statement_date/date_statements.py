"""Date the statements of a report: by the time at the cue, the day of the occasion, or the occasion that goes on.

In: attributions, the report's times, the parse, the report's date and entities. Out: the same attributions with `said`
set where it is known. Tried in this order: the date of a signed post; the time at the cue (`cue_time`); the day of the
occasion at which it was said ("in the call", "a meeting at which ..."); the day of the occasion that the text is still
about (`same_occasion`). A time inside the content says when something happened, not when it was said. Otherwise `said`
stays None; it is never the report's own date by default, and never a later one.

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
from onrecord.reading.times.statement_date.cue_time import cue_token, time_at_cue
from onrecord.reading.times.statement_date.occasions import (
    Occasion,
    find_occasions,
    occasion_kind,
    times_by_sentence,
)
from onrecord.reading.times.statement_date.same_occasion import (
    date_continuations,
    reports_past_speech,
)
from onrecord.reading.trace import Trace

STEP = "statement_date"
# Words between a noun and the "at which" that refers to it.
MAX_WORDS_TO_ANTECEDENT = 8
# Characters from the author of a post to its date, with the account between them.
MAX_CHARS_TO_POST_DATE = 60


def date_statements(
    attributions: Sequence[Attribution],
    times: Sequence[Time],
    tree: Tree,
    published: Dated | None,
    entities: Sequence[Entity] = (),
    *,
    trace: Trace | None = None,
) -> tuple[Attribution, ...]:
    """The attributions with `said` set where the report says when they were made; a `trace` gets the reasons."""
    if not tree.tokens:
        return tuple(attributions)
    by_sentence = times_by_sentence(tree, times)
    occasions = find_occasions(tree, times, entity_by_token(tree, entities))
    by_token = {occasion.token: occasion for occasion in occasions}
    contents = _contents_by_sentence(tree, attributions)
    found = [
        _day_of_post(each, times)
        or time_at_cue(tree, each, by_sentence, contents)
        or _at_occasion(tree, each, by_token, published)
        for each in attributions
    ]
    dated = [
        replace(each, said=_until_publication(said, published))
        for each, said in zip(attributions, found, strict=True)
    ]
    past = [o for o in occasions if _until_publication(o.dated, published)]
    result = date_continuations(tree, dated, past, times, published)
    if trace:
        for said, each in zip(found, result, strict=True):
            _note(trace, each, said)
    return result


def _note(trace: Trace, attribution: Attribution, found: Dated | None) -> None:
    """Note the date of a statement and why; `found` is a date that may be after the report's."""
    parts = (*attribution.content, attribution.cue, attribution.source)
    spans = tuple(span for span in parts if span is not None)
    if attribution.said is not None:
        why = f"said {attribution.said.edtf}: {attribution.said.why}"
        trace.note(STEP, "changed", spans, why, rule=attribution.rule)
    elif found is not None:
        why = f"not dated {found.edtf}: the report was published before"
        trace.note(STEP, "changed", spans, why, rule=attribution.rule)


def _until_publication(said: Dated | None, published: Dated | None) -> Dated | None:
    """A date of speaking, or None if the report was published before it."""
    if said and said.earliest and published and published.latest:
        return said if said.earliest <= published.latest else None
    return said


def _contents_by_sentence(
    tree: Tree, attributions: Sequence[Attribution]
) -> Mapping[int, Sequence[Span]]:
    """By sentence, the spans of all contents in it."""
    contents: dict[int, list[Span]] = defaultdict(list)
    for span in (span for attribution in attributions for span in attribution.content):
        first, last = tree.at(span.start), max(tree.before(span.end) - 1, tree.at(span.start))
        for sentence in range(tree.tokens[first].sentence, tree.tokens[last].sentence + 1):
            contents[sentence].append(span)
    return contents


def _day_of_post(attribution: Attribution, times: Sequence[Time]) -> Dated | None:
    """The date behind the author of a signed post: `— Mira Tasel (@miratasel) May 1, 2024`."""
    source = attribution.source
    if source is None or rule_of(attribution.rule).content != "post":
        return None
    first, last = (
        bisect_right(times, end, key=lambda time: time.span.start)
        for end in (source.end, source.end + MAX_CHARS_TO_POST_DATE)
    )
    return next((time.dated for time in times[first:last] if time.type == "DATE"), None)


def _at_occasion(
    tree: Tree, attribution: Attribution, occasions: Mapping[int, Occasion], published: Dated | None
) -> Dated | None:
    """The day of the occasion of a statement: its channel, or the noun its clause refers to."""
    if attribution.cue is None:
        return None
    verb = cue_token(tree, attribution)
    if not reports_past_speech(tree, verb):
        return None
    places = _relative_antecedent(tree, verb)
    if attribution.channel:
        places += range(*tree.within(attribution.channel))
    for at in places:
        occasion = occasions.get(at)
        if occasion is not None and occasion.dated is not None:
            word = tree.tokens[at].text
            return replace(occasion.dated, why=f"the day of the {word}; {occasion.dated.why}")
    return _same_day_after(tree, verb, occasions, published)


def _relative_antecedent(tree: Tree, verb: int) -> list[int]:
    """The noun that a clause refers to, if it is an occasion: `a meeting on Monday at which Brodt told ...`."""
    for word in (*tree.children(verb, "prep"), *tree.children(verb, "advmod")):
        link = tree.child(word.i, "pobj") if word.dep == "prep" else word
        if link is not None and link.tag in {"WDT", "WRB"} and link.lemma.lower() != "when":
            first = max(tree.sentence(verb).first, word.i - MAX_WORDS_TO_ANTECEDENT)
            return [i for i in range(word.i - 1, first - 1, -1) if occasion_kind(tree.tokens[i])][
                :1
            ]
    return []


def _same_day_after(
    tree: Tree, verb: int, occasions: Mapping[int, Occasion], published: Dated | None
) -> Dated | None:
    """The report's day, for `said after the call` if the call was on that day."""
    for child in tree.children(verb, "prep"):
        noun = (
            tree.child(child.i, "pobj") if child.lemma.lower() in {"after", "following"} else None
        )
        day = occasions[noun.i].dated if noun is not None and noun.i in occasions else None
        if noun and day and published and day.edtf == published.edtf and day.precision == "day":
            return replace(day, why=f"after the {noun.text} of that day, in a report of that day")
    return None
