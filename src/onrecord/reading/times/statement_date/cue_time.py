"""The time at the cue of a statement: it depends on the cue, or on a participle that says how the source came to speak.

In: the parse, one attribution, the times by sentence, the contents in the same sentence. Out: the `Dated` nearest the
cue in the tree, or None. A time within the content says when something happened, except between cue and content
("accused Ostmark on Tuesday of ..."). A time within the source identifies the source, except if it depends on the cue
("members of the council on Tuesday called ...") or dates a document ("a poll this week found ...").

>>> from datetime import datetime, timezone
>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.times.expressions.find_times import find_times
>>> from onrecord.reading.times.statement_date.occasions import times_by_sentence
>>> text = "Korvin accused Ostmark on Tuesday of hiding the letters."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> day = Dated("2024-05-03", "2024-05-03", "2024-05-03", "day", "given")
>>> times = find_times(tree.parsed, day, datetime(2024, 5, 4, tzinfo=timezone.utc))
>>> said = Attribution(Span(0, 6), Span(7, 14), (Span(15, 55),), "indirect", "accuse", "", 0.9)
>>> time_at_cue(tree, said, times_by_sentence(tree, times), {0: said.content}).edtf
'2024-04-30'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Dated, Span, Time, Token
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.tense import tense_at
from onrecord.reading.times.statement_date.occasions import (
    MAX_STEPS,
    TimesBySentence,
    tree_distance,
    verb_in,
)
from onrecord.reading.times.statement_date.simultaneous import is_when_clause, simultaneous_verbs


def cue_token(tree: Tree, statement: Attribution) -> int:
    """The token at which a statement is reported: the verb of its cue, else the first of its content."""
    if statement.cue is None:
        return tree.at(statement.content[0].start)
    return verb_in(tree, tree.at(statement.cue.start), tree.before(statement.cue.end))


def time_at_cue(
    tree: Tree,
    attribution: Attribution,
    times: TimesBySentence,
    contents: Mapping[int, Sequence[Span]],
) -> Dated | None:
    """The time that depends on the cue, or on how the source came to speak; None without one.

    `contents` are, by sentence, the spans of all contents in it.
    """
    cue = attribution.cue
    if cue is None:
        return None
    verb = cue_token(tree, attribution)
    sentence = tree.tokens[verb].sentence
    if sentence not in times:
        return None
    goal = {tree.at(cue.start), tree.before(cue.end) - 1, *simultaneous_verbs(tree, verb)}
    other_content = [span for span in contents[sentence] if not span.start <= cue.start < span.end]
    other_content += [attribution.question] if attribution.question else []
    best: tuple[int, Time] | None = None
    for last, time in times[sentence]:
        if not _tense_allows(tree, verb, last):
            continue
        if _follows_cue(tree, cue, time, last):
            return time.dated
        if any(
            _overlap(time.span, span) for span in other_content
        ) and not _is_between_cue_and_content(tree, goal, last):
            continue
        steps = (
            0
            if is_when_clause(tree, verb, time)
            else _distance_from_cue(tree, attribution, last, time, goal)
        )
        if steps is not None and (best is None or steps < best[0]):
            best = (steps, time)
    return best[1].dated if best else None


def _follows_cue(tree: Tree, cue: Span, time: Time, last: int) -> bool:
    """True if a time follows the cue at once, whatever the parse makes it depend on: `said on Sunday he ...`.

    Not if the content begins with it: `said Sunday was no day for it`, `said "on Sunday ..."`.
    """
    first = tree.at(time.span.start)
    between = range(tree.before(cue.end), first)
    if len(between) > 1 or any(tree.tokens[i].text.lower() != "on" for i in between):
        return False
    verb = tree.tokens[tree.before(cue.end) - 1]
    token = tree.tokens[last]
    return verb.tag == "VBD" and verb.i < first and token.dep in {"pobj", "npadvmod", "tmod"}


def _is_between_cue_and_content(tree: Tree, goal: set[int], last: int) -> bool:
    """True if a time depends on the cue and the content follows: `accused Ostmark on Sunday of`."""
    token = tree.tokens[last]
    top = tree.tokens[token.head] if token.dep == "pobj" else token
    if top.head not in goal or top.i < top.head or last + 1 >= len(tree.tokens):
        return False
    follows = tree.tokens[last + 1]
    complements = {"prep", "xcomp", "ccomp"}
    goes_on = any(
        child.dep in complements and tree.subtree(child.i).first == follows.i
        for child in tree.children(top.head)
    )
    verbs = (tree.tokens[i].pos in {"VERB", "AUX"} for i in range(top.head + 1, top.i))
    return goes_on and not any(verbs)


def _distance_from_cue(
    tree: Tree, attribution: Attribution, last: int, time: Time, goal: set[int]
) -> int | None:
    """The steps in the tree from a time to the cue; None if there is no path, or the time is part of the source."""
    if _dates_participle(tree, attribution, last, goal):
        return MAX_STEPS
    if attribution.source and _overlap(time.span, attribution.source):
        above = tree.tokens[last]
        above = tree.tokens[above.head] if above.dep == "pobj" else above
        if attribution.sourcing == "document" and _dates_document(
            tree, above, time, attribution.source
        ):
            return MAX_STEPS
        if above.head not in goal:
            return None
    return None if _precedes_conjunction(tree, last, goal) else tree_distance(tree, last, goal)


def _dates_document(tree: Tree, above: Token, time: Time, source: Span) -> bool:
    """True if a time within the source dates a document: `a poll this week`, not `May's figures`."""
    tokens = tree.within(source)
    noun = tree.tokens[above.head]
    is_head = tokens.first <= noun.i < tokens.last and not tokens.first <= noun.head < tokens.last
    return is_head and (above.i > noun.i or time.dated.precision == "day")


def _precedes_conjunction(tree: Tree, last: int, goal: set[int]) -> bool:
    """True if a time precedes the conjunction of the clause: `it began last week after he said ...`."""
    token = tree.tokens[last]
    marks = [mark for verb in goal for mark in tree.children(verb, "mark")]
    return any(
        token.i < mark.i < mark.head and mark.lemma.lower() in time_words("boundary")
        for mark in marks
    )


def _tense_allows(tree: Tree, verb: int, time: int) -> bool:
    """True if the cue's tense allows the time: a cue in the present has no day in the past."""
    present = tree.tokens[verb].tag in {"VBZ", "VBP"}
    return not (present and tense_at(tree.parsed, time) in {"past", "present"})


def _overlap(one: Span, other: Span) -> bool:
    """True if two spans share a character."""
    return one.start < other.end and other.start < one.end


def _dates_participle(tree: Tree, attribution: Attribution, i: int, cue: set[int]) -> bool:
    """True if a time depends on a participle of the source: `Pell, reached by telephone on Friday,`.

    For a document, of its publication: `the transcript released on Friday`, `in a memo issued on Friday, Pell said`.
    """
    source = attribution.source
    token = tree.tokens[i]
    for _ in range(MAX_STEPS):
        token = tree.tokens[token.head]
        if token.pos == "VERB":
            break
    if source is None or token.tag not in {"VBG", "VBN"}:
        return False
    above = tree.tokens[token.head]
    within = source.start <= above.start < source.end
    if token.text.lower() in time_words("publication-participle"):
        through = above.dep == "pobj" and tree.tokens[above.head].head in cue
        if through or (within and attribution.sourcing == "document"):
            return True
    return token.lemma in speaking_participles() and (above.i in cue or within)


@cache
def speaking_participles() -> frozenset[str]:
    """Lemmas of the participles that say on which occasion a source speaks."""
    return frozenset(row["verb"] for row in rows("times/occasion_verbs"))
