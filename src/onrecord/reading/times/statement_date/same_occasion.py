"""Scenes: what is told on from a statement or an occasion of a known day was said on that day too.

In: statements, some of which have their day, the dated occasions and the report's times. Out: the same
statements, more of them dated. A scene opens with a statement that tells its day or an occasion that
does; who was there and speaks on in the next sentences does so then. It ends with another day, with
somebody else who speaks, and with a longer silence; a verb that steps out of it ("says", "has said",
"had said") and a channel of its own ("told Channel 30") leave a statement undated. What somebody else
tells of those who met ("Tasel refused, a spokesman said") belongs to their meeting.

>>> day = Dated("2024-03-03", "2024-03-03", "2024-03-03", "day", "given")
>>> Scene(frozenset({"tasel"}), day, sentence=4).near(6), Scene(frozenset(), day, sentence=4).near(7)
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from onrecord.model import Attribution, Dated, Time
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.grammar import values
from onrecord.reading.times.expressions.tense import tense_at
from onrecord.reading.times.statement_date.cue_time import place_of
from onrecord.reading.times.statement_date.occasions import Occasion

# So many sentences on, who speaks again still does so on the same occasion; of a meeting more is told.
SILENCE = 2
SILENCE_OF_A_MEETING = 3
# What was said in the course of so long a time is not told on as one occasion.
TOO_LONG = frozenset({"season", "year", "decade", "unknown"})

# Whom a few words name as one: "the two defence ministers".
FEW = 5

Place: TypeAlias = tuple[int, "Attribution | Occasion | Time", int]


@dataclass(frozen=True, slots=True)
class Scene:
    """Who speaks, on which day, the sentence it was last told in, and whether they met or talked.

    `last` is the sentence in which what was said ended: who speaks on right behind it does so then.
    """

    people: frozenset[str]
    dated: Dated
    sentence: int
    met: bool = False
    last: int = -1

    def near(self, sentence: int) -> bool:
        """Whether what a sentence tells may still belong to it."""
        silence = SILENCE_OF_A_MEETING if self.met else SILENCE
        return sentence - self.sentence <= silence or sentence == self.last + 1


def tell_on(
    tree: Tree,
    statements: Sequence[Attribution],
    occasions: Sequence[Occasion],
    times: Sequence[Time],
    published: Dated | None = None,
) -> tuple[Attribution, ...]:
    """The statements, those of a scene's people dated as the scene is; `published` is the last day there is."""
    dated = list(statements)
    framing = {a.within for a in statements if a.within is not None}
    scene: Scene | None = None
    for at, told, number in _in_order(tree, statements, occasions, times):
        sentence = tree.tokens[at].sentence
        if isinstance(told, Occasion):
            scene = _opened(told, sentence, scene)
        elif isinstance(told, Time):
            scene = None if scene and told.dated.edtf != scene.dated.edtf else scene
        elif told.said is not None:
            scene = _at_statement(told, sentence, _last_sentence(tree, told), scene)
        elif scene is not None and _belongs(tree, told, at, scene, statements):
            dated[number] = replace(told, said=_as_told(scene))
            scene = replace(scene, sentence=sentence, last=_last_sentence(tree, told))
        elif scene is not None and _later_that_day(tree, at, scene, published):
            why = f"later than what was told before, in a report of that day; {scene.dated.why}"
            dated[number] = replace(told, said=replace(scene.dated, why=why))
        elif number not in framing and scene and _ends(tree, told, at, scene):
            scene = None
    return tuple(dated)


def _in_order(
    tree: Tree,
    statements: Sequence[Attribution],
    occasions: Sequence[Occasion],
    times: Sequence[Time],
) -> Iterator[Place]:
    """What opens, carries and ends scenes, in text order: nothing that stands within what is said."""
    places: list[Place] = [(place_of(tree, a), a, n) for n, a in enumerate(statements)]
    contents = [span for a in statements for span in a.content]
    inside = {i for span in contents for i in range(*tree.within(span))}
    places += [(o.at, o, -1) for o in occasions if o.dated and not _is_within(tree, o, inside)]
    for time in times:
        last = tree.before(time.span.end) - 1
        day = time.type in {"DATE", "TIME"} and not time.value.endswith("REF")
        if day and last not in inside and tense_at(tree.parsed, last) == "past":
            places.append((last, time, -1))
    return iter(sorted(places, key=lambda place: (place[0], place[2])))


def _is_within(tree: Tree, occasion: Occasion, inside: set[int]) -> bool:
    """Whether an occasion, or the day it is given, stands in what somebody says."""
    words = occasion.dated.words if occasion.dated else None
    return occasion.at in inside or (words is not None and tree.at(words.start) in inside)


def _opened(occasion: Occasion, sentence: int, scene: Scene | None) -> Scene | None:
    """The scene an occasion opens, or goes on with."""
    if occasion.dated is None or not occasion.people:
        return scene
    people = occasion.people
    if scene is not None and scene.dated.edtf == occasion.dated.edtf and scene.near(sentence):
        people |= scene.people
    return Scene(people, occasion.dated, sentence, met=len(occasion.people) > 1)


def _at_statement(
    statement: Attribution, sentence: int, last: int, scene: Scene | None
) -> Scene | None:
    """The scene a statement with a day opens; among people who met on that day it goes on with theirs."""
    if statement.said is None or statement.speaker is None or statement.said.precision in TOO_LONG:
        return None if statement.within is None else scene
    if scene and scene.dated.edtf == statement.said.edtf and statement.speaker in scene.people:
        return replace(scene, sentence=sentence, last=last)
    people = frozenset(filter(None, (statement.speaker, statement.spoken_to)))
    return Scene(people, statement.said, sentence, met=len(people) > 1, last=last)


def _last_sentence(tree: Tree, statement: Attribution) -> int:
    """The sentence in which what is said ends: a quotation may run on behind its cue."""
    return tree.tokens[tree.before(statement.content[-1].end) - 1].sentence


def _belongs(
    tree: Tree, statement: Attribution, at: int, scene: Scene, statements: Sequence[Attribution]
) -> bool:
    """Whether a statement without a day was made in the scene."""
    if statement.channel is not None or not scene.near(tree.tokens[at].sentence):
        return False
    if _is_later(tree, at):
        return False
    theirs = statement.speaker in scene.people
    if scene.met:
        theirs = theirs or (statement.speaker is None and statement.spoken_to in scene.people)
        theirs = theirs or _all_who_met(tree, statement)
    if not theirs:
        return False
    if statement.cue is None:
        return True
    if statement.within is None:
        return is_told_as_past(tree, at)
    return scene.met and _is_told_of(tree, statement, at, scene, statements[statement.within])


def _all_who_met(tree: Tree, statement: Attribution) -> bool:
    """Whether a source means both sides: "they", "both", "the two leaders"."""
    source = tree.tokens_of(statement.source)
    if source is None or source.last - source.first > FEW:
        return False
    return any(tree.tokens[i].text.lower() in values("both-sides") for i in range(*source))


def _is_told_of(
    tree: Tree, statement: Attribution, at: int, scene: Scene, outer: Attribution
) -> bool:
    """Whether what somebody says was said is told of the meeting.

    "I told Lemsk", says Tasel; Tasel refused, says a spokesman. What a third man says in so many words
    ("She accused a neighbour") is of any day.
    """
    if {statement.speaker, statement.spoken_to} <= scene.people:
        return is_told_as_past(tree, at)
    return outer.form != "direct" and outer.speaker not in scene.people


def _later_that_day(tree: Tree, at: int, scene: Scene, published: Dated | None) -> bool:
    """Whether something was said "later" than a scene of the report's own day: that day, too."""
    if published is None or scene.dated.edtf != published.edtf or published.precision != "day":
        return False
    near = scene.near(tree.tokens[at].sentence)
    return near and _is_later(tree, at) and is_told_as_past(tree, at)


def _is_later(tree: Tree, at: int) -> bool:
    """Whether something was said after what was told before: `she later denied it`; not "hours later"."""
    hours = {word for word, unit in values("unit").items() if unit.startswith("T")}
    return any(
        word.lemma.lower() in values("later")
        and not any(child.text.lower() in hours for child in tree.children(word.i))
        for word in tree.children(at, "advmod")
    )


def _ends(tree: Tree, statement: Attribution, at: int, scene: Scene) -> bool:
    """Whether somebody else's statement ends a scene: not what spokesmen and papers tell of a meeting."""
    if statement.within is not None or not is_told_as_past(tree, at):
        return False
    return not scene.met or statement.speaker is not None


def is_told_as_past(tree: Tree, at: int) -> bool:
    """Whether a cue tells of then: "said", "saying", "according to"; not "says", "has said", "had said"."""
    verb = tree.tokens[at]
    helpers = list(tree.children(at, "aux", "auxpass"))
    while not helpers and verb.tag in {"VBN", "VBG"} and verb.dep in {"conj", "advcl"}:
        verb = tree.tokens[verb.head]
        helpers = list(tree.children(verb.i, "aux", "auxpass"))
    modal = verb.i == at and any(h.tag == "MD" for h in helpers)
    if modal or verb.tag in {"VBZ", "VBP"} or any(h.lemma == "have" for h in helpers):
        return False
    return not any(h.tag in {"VBZ", "VBP"} for h in helpers)


def _as_told(scene: Scene) -> Dated:
    by = "those who met then go on" if scene.met else "the speaker goes on from what was said then"
    return replace(scene.dated, why=f"{by}; {scene.dated.why}")
