"""The time that tells when a statement was made: it hangs on the cue, or on how the speaker came to speak.

In: the parse, one attribution, the times told by sentence, what is said in it. Out: the `Dated` nearest to
the cue, or None. A time within what is said tells when something happened, unless it stands between the cue
and what is said ("accused Ostmark on Tuesday of ..."); one within who speaks tells which one is meant, unless
it hangs on the cue after all ("members of the council on Tuesday called ...") or on a document ("a poll this
week found ...").

>>> from datetime import datetime, timezone
>>> from onrecord.model import Passage
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.times.expressions.find_times import find_times
>>> from onrecord.reading.times.statement_date.occasions import days_told
>>> text = "Korvin accused Ostmark on Tuesday of hiding the letters."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> day = Dated("2024-05-03", "2024-05-03", "2024-05-03", "day", "given")
>>> told = days_told(tree, find_times(tree.parsed, day, datetime(2024, 5, 4, tzinfo=timezone.utc)))
>>> said = Attribution(Span(0, 6), Span(7, 14), (Span(15, 55),), "indirect", "accuse", "", 0.9)
>>> own_time(tree, said, told, {0: said.content}).edtf
'2024-04-30'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Attribution, Dated, Span, Time, Token
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.tense import tense_at
from onrecord.reading.times.statement_date.occasions import STEPS, Told, steps_to, verb_of
from onrecord.reading.times.statement_date.simultaneous import is_when_of, told_with


def place_of(tree: Tree, statement: Attribution) -> int:
    """The token at which a statement is told: of its cue, else where its content begins."""
    if statement.cue is None:
        return tree.at(statement.content[0].start)
    return verb_of(tree, tree.at(statement.cue.start), tree.before(statement.cue.end))


def own_time(
    tree: Tree, attribution: Attribution, told: Told, contents: Mapping[int, Sequence[Span]]
) -> Dated | None:
    """The time that hangs on the cue itself, or on how the speaker came to speak; None without one.

    `contents` are, by sentence, the spans of what is said in it.
    """
    cue = attribution.cue
    if cue is None:
        return None
    verb = place_of(tree, attribution)
    sentence = tree.tokens[verb].sentence
    if sentence not in told:
        return None
    goal = {tree.at(cue.start), tree.before(cue.end) - 1, *told_with(tree, verb)}
    apart = [span for span in contents[sentence] if not span.start <= cue.start < span.end]
    apart += [attribution.question] if attribution.question else []
    best: tuple[int, Time] | None = None
    for last, time in told[sentence]:
        if not _may_be_then(tree, verb, last):
            continue
        if _is_right_behind(tree, cue, time, last):
            return time.dated
        if any(_overlap(time.span, span) for span in apart) and not _between(tree, goal, last):
            continue
        steps = 0 if is_when_of(tree, verb, time) else _away(tree, attribution, last, time, goal)
        if steps is not None and (best is None or steps < best[0]):
            best = (steps, time)
    return best[1].dated if best else None


def _is_right_behind(tree: Tree, cue: Span, time: Time, last: int) -> bool:
    """Whether a time stands right behind the cue, whatever the parse hangs it on: `said on Sunday he ...`.

    Not what somebody says begins so: `said Sunday was no day for it`, `said "on Sunday ..."`.
    """
    first = tree.at(time.span.start)
    between = range(tree.before(cue.end), first)
    if len(between) > 1 or any(tree.tokens[i].text.lower() != "on" for i in between):
        return False
    verb = tree.tokens[tree.before(cue.end) - 1]
    token = tree.tokens[last]
    return verb.tag == "VBD" and verb.i < first and token.dep in {"pobj", "npadvmod", "tmod"}


def _between(tree: Tree, goal: set[int], last: int) -> bool:
    """Whether a time hangs on the cue and what is said goes on behind it: `accused Ostmark on Sunday of`."""
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


def _away(
    tree: Tree, attribution: Attribution, last: int, time: Time, goal: set[int]
) -> int | None:
    """How far a time hangs from the cue; None where it does not, or is part of who speaks."""
    if _while_speaking(tree, attribution, last, goal):
        return STEPS
    if attribution.source and _overlap(time.span, attribution.source):
        above = tree.tokens[last]
        above = tree.tokens[above.head] if above.dep == "pobj" else above
        if attribution.sourcing == "document" and _is_of(tree, above, time, attribution.source):
            return STEPS
        if above.head not in goal:
            return None
    return None if _before_clause(tree, last, goal) else steps_to(tree, last, goal)


def _is_of(tree: Tree, above: Token, time: Time, source: Span) -> bool:
    """Whether a time tells when a document was made: `a poll this week`, not `May's figures`."""
    tokens = tree.within(source)
    noun = tree.tokens[above.head]
    named_by_it = (
        tokens.first <= noun.i < tokens.last and not tokens.first <= noun.head < tokens.last
    )
    return named_by_it and (above.i > noun.i or time.dated.precision == "day")


def _before_clause(tree: Tree, last: int, goal: set[int]) -> bool:
    """Whether a time stands before the word that opens the clause: `it began last week after he said ...`."""
    token = tree.tokens[last]
    marks = [mark for verb in goal for mark in tree.children(verb, "mark")]
    return any(
        token.i < mark.i < mark.head and mark.lemma.lower() in values("edge") for mark in marks
    )


def _may_be_then(tree: Tree, verb: int, time: int) -> bool:
    """Whether a cue may belong to a time by its tense: what somebody "calls" so was no day's word."""
    present = tree.tokens[verb].tag in {"VBZ", "VBP"}
    return not (present and tense_at(tree.parsed, time) in {"past", "present"})


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _while_speaking(tree: Tree, attribution: Attribution, i: int, cue: set[int]) -> bool:
    """Whether a time tells how the source came to speak: `Pell, reached by telephone on Friday,`.

    Of a document it is when it was made known: `the transcript released on Friday`, `in a memo issued on
    Friday, Pell said`.
    """
    source = attribution.source
    token = tree.tokens[i]
    for _ in range(STEPS):
        token = tree.tokens[token.head]
        if token.pos == "VERB":
            break
    if source is None or token.tag not in {"VBG", "VBN"}:
        return False
    above = tree.tokens[token.head]
    within = source.start <= above.start < source.end
    if token.text.lower() in values("made-known"):
        through = above.dep == "pobj" and tree.tokens[above.head].head in cue
        if through or (within and attribution.sourcing == "document"):
            return True
    return token.lemma in occasion_verbs() and (above.i in cue or within)


@cache
def occasion_verbs() -> frozenset[str]:
    """Verbs whose participle tells the occasion on which somebody speaks."""
    return frozenset(row["verb"] for row in rows("times/occasion_verbs"))
