"""Date the statements that continue an occasion of a known day.

In: statements, some of them dated, the dated occasions and the report's times. Out: the same statements, more of them
dated. An ongoing occasion begins with a dated statement or occasion; what its participants say in the next sentences
belongs to it. It ends with another day, another speaker, or too many sentences without a statement of its participants.
A statement of another time ("says", "has said", "had said") or with a channel of its own ("told Channel 30") is not part
of it. What others report of people who met ("Tasel refused, a spokesman said") is part of their meeting.

>>> day = Dated("2024-03-03", "2024-03-03", "2024-03-03", "day", "given")
>>> occasion = OngoingOccasion(frozenset({"tasel"}), day, sentence=4)
>>> occasion.includes(6), occasion.includes(7)
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from onrecord.model import Attribution, Dated, Time
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.grammar import time_words
from onrecord.reading.times.expressions.tense import tense_at
from onrecord.reading.times.statement_date.cue_time import cue_token
from onrecord.reading.times.statement_date.occasions import Occasion

# Sentences after which a participant who speaks again no longer does so on the same occasion; more after a meeting.
MAX_GAP = 2
MAX_GAP_AFTER_MEETING = 3
# Dates of these precisions are too long for one occasion.
IMPRECISE = frozenset({"season", "year", "decade", "unknown"})

# Words of a source that means all participants: "the two defence ministers".
MAX_WORDS_FOR_ALL = 5

# What begins, continues or ends an occasion: its token, itself, and its number if it is a statement, else -1.
OccasionEvent: TypeAlias = tuple[int, "Attribution | Occasion | Time", int]


@dataclass(frozen=True, slots=True)
class OngoingOccasion:
    """An occasion that the text is still about: participants, day, and the sentence of its last mention.

    `is_meeting` is True if several people take part; `last_sentence` is the one in which the last content ends.
    """

    people: frozenset[str]
    dated: Dated
    sentence: int
    is_meeting: bool = False
    last_sentence: int = -1

    def includes(self, sentence: int) -> bool:
        """True if a statement in this sentence may still belong to the occasion."""
        gap = MAX_GAP_AFTER_MEETING if self.is_meeting else MAX_GAP
        return sentence - self.sentence <= gap or sentence == self.last_sentence + 1


def date_continuations(
    tree: Tree,
    statements: Sequence[Attribution],
    occasions: Sequence[Occasion],
    times: Sequence[Time],
    published: Dated | None = None,
) -> tuple[Attribution, ...]:
    """The statements, those that continue an occasion with its day; `published` is the report's date."""
    dated = list(statements)
    framing = {a.within for a in statements if a.within is not None}
    ongoing: OngoingOccasion | None = None
    for at, event, number in _events_in_text_order(tree, statements, occasions, times):
        sentence = tree.tokens[at].sentence
        if isinstance(event, Occasion):
            ongoing = _after_occasion(event, sentence, ongoing)
        elif isinstance(event, Time):
            ongoing = None if ongoing and event.dated.edtf != ongoing.dated.edtf else ongoing
        elif event.said is not None:
            ongoing = _after_statement(
                event, sentence, _last_content_sentence(tree, event), ongoing
            )
        elif ongoing is not None and _is_part_of_occasion(tree, event, at, ongoing, statements):
            dated[number] = replace(event, said=_date_of(ongoing))
            ongoing = replace(
                ongoing, sentence=sentence, last_sentence=_last_content_sentence(tree, event)
            )
        elif ongoing is not None and _is_later_that_day(tree, at, ongoing, published):
            why = f"“later” than a statement of the same day, in a report of that day; {ongoing.dated.why}"
            dated[number] = replace(event, said=replace(ongoing.dated, why=why))
        elif number not in framing and ongoing and _ends_occasion(tree, event, at, ongoing):
            ongoing = None
    return tuple(dated)


def _events_in_text_order(
    tree: Tree,
    statements: Sequence[Attribution],
    occasions: Sequence[Occasion],
    times: Sequence[Time],
) -> Iterator[OccasionEvent]:
    """What begins, continues and ends occasions, in text order, without what is inside a content."""
    events: list[OccasionEvent] = [(cue_token(tree, a), a, n) for n, a in enumerate(statements)]
    contents = [span for a in statements for span in a.content]
    inside = {i for span in contents for i in range(*tree.within(span))}
    events += [
        (o.token, o, -1) for o in occasions if o.dated and not _is_in_content(tree, o, inside)
    ]
    for time in times:
        last = tree.before(time.span.end) - 1
        day = time.type in {"DATE", "TIME"} and not time.value.endswith("REF")
        if day and last not in inside and tense_at(tree.parsed, last) == "past":
            events.append((last, time, -1))
    return iter(sorted(events, key=lambda event: (event[0], event[2])))


def _is_in_content(tree: Tree, occasion: Occasion, inside: set[int]) -> bool:
    """True if an occasion, or the time that dates it, is inside a content."""
    words = occasion.dated.words if occasion.dated else None
    return occasion.token in inside or (words is not None and tree.at(words.start) in inside)


def _after_occasion(
    occasion: Occasion, sentence: int, ongoing: OngoingOccasion | None
) -> OngoingOccasion | None:
    """The ongoing occasion after a dated mention of one."""
    if occasion.dated is None or not occasion.people:
        return ongoing
    people = occasion.people
    if (
        ongoing is not None
        and ongoing.dated.edtf == occasion.dated.edtf
        and ongoing.includes(sentence)
    ):
        people |= ongoing.people
    return OngoingOccasion(people, occasion.dated, sentence, is_meeting=len(occasion.people) > 1)


def _after_statement(
    statement: Attribution, sentence: int, last: int, ongoing: OngoingOccasion | None
) -> OngoingOccasion | None:
    """The ongoing occasion after a dated statement; among people who met on that day it continues theirs."""
    if statement.said is None or statement.speaker is None or statement.said.precision in IMPRECISE:
        return None if statement.within is None else ongoing
    if (
        ongoing
        and ongoing.dated.edtf == statement.said.edtf
        and statement.speaker in ongoing.people
    ):
        return replace(ongoing, sentence=sentence, last_sentence=last)
    people = frozenset(filter(None, (statement.speaker, statement.spoken_to)))
    return OngoingOccasion(
        people, statement.said, sentence, is_meeting=len(people) > 1, last_sentence=last
    )


def _last_content_sentence(tree: Tree, statement: Attribution) -> int:
    """The sentence in which the content ends; a quotation may continue behind its cue."""
    return tree.tokens[tree.before(statement.content[-1].end) - 1].sentence


def _is_part_of_occasion(
    tree: Tree,
    statement: Attribution,
    at: int,
    ongoing: OngoingOccasion,
    statements: Sequence[Attribution],
) -> bool:
    """True if an undated statement was made on the occasion."""
    if statement.channel is not None or not ongoing.includes(tree.tokens[at].sentence):
        return False
    if _has_later_adverb(tree, at):
        return False
    by_participant = statement.speaker in ongoing.people
    if ongoing.is_meeting and not by_participant:
        to_participant = statement.speaker is None and statement.spoken_to in ongoing.people
        by_participant = to_participant or _means_all_participants(tree, statement)
    if not by_participant:
        return False
    if statement.cue is None:
        return True
    if statement.within is None:
        return reports_past_speech(tree, at)
    return ongoing.is_meeting and _is_about_occasion(
        tree, statement, at, ongoing, statements[statement.within]
    )


def _means_all_participants(tree: Tree, statement: Attribution) -> bool:
    """True if a source means all participants: "they", "both", "the two leaders"."""
    source = tree.tokens_of(statement.source)
    if source is None or source.last - source.first > MAX_WORDS_FOR_ALL:
        return False
    return any(tree.tokens[i].text.lower() in time_words("joint-subject") for i in range(*source))


def _is_about_occasion(
    tree: Tree, statement: Attribution, at: int, ongoing: OngoingOccasion, outer: Attribution
) -> bool:
    """True if a nested statement reports what was said at a meeting.

    "I told Lemsk", says Tasel; Tasel refused, says a spokesman. What others say in a direct quotation may be about any day.
    """
    if {statement.speaker, statement.spoken_to} <= ongoing.people:
        return reports_past_speech(tree, at)
    return outer.form != "direct" and outer.speaker not in ongoing.people


def _is_later_that_day(
    tree: Tree, at: int, ongoing: OngoingOccasion, published: Dated | None
) -> bool:
    """True if something was said "later" than an occasion of the report's own day, and so on the same day."""
    if published is None or ongoing.dated.edtf != published.edtf or published.precision != "day":
        return False
    near = ongoing.includes(tree.tokens[at].sentence)
    return near and _has_later_adverb(tree, at) and reports_past_speech(tree, at)


def _has_later_adverb(tree: Tree, at: int) -> bool:
    """True if an adverb places a verb after what was mentioned before: `she later denied it`; not `hours later`."""
    hours = {word for word, unit in time_words("unit").items() if unit.startswith("T")}
    return any(
        word.lemma.lower() in time_words("later-adverb")
        and not any(child.text.lower() in hours for child in tree.children(word.i))
        for word in tree.children(at, "advmod")
    )


def _ends_occasion(tree: Tree, statement: Attribution, at: int, ongoing: OngoingOccasion) -> bool:
    """True if a statement of another speaker ends an occasion; spokespeople and papers do not end a meeting."""
    if statement.within is not None or not reports_past_speech(tree, at):
        return False
    return not ongoing.is_meeting or statement.speaker is not None


def reports_past_speech(tree: Tree, at: int) -> bool:
    """True if a cue is in the past: "said", "saying", "according to"; not "says", "has said", "had said"."""
    verb = tree.tokens[at]
    helpers = list(tree.children(at, "aux", "auxpass"))
    while not helpers and verb.tag in {"VBN", "VBG"} and verb.dep in {"conj", "advcl"}:
        verb = tree.tokens[verb.head]
        helpers = list(tree.children(verb.i, "aux", "auxpass"))
    modal = verb.i == at and any(h.tag == "MD" for h in helpers)
    if modal or verb.tag in {"VBZ", "VBP"} or any(h.lemma == "have" for h in helpers):
        return False
    return not any(h.tag in {"VBZ", "VBP"} for h in helpers)


def _date_of(ongoing: OngoingOccasion) -> Dated:
    """The date of the occasion, with the reason."""
    by = (
        "the people who met on that day continue"
        if ongoing.is_meeting
        else "the speaker continues what they said on that day"
    )
    return replace(ongoing.dated, why=f"{by}; {ongoing.dated.why}")
