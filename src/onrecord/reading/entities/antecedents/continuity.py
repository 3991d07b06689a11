"""Rules by which a report goes on about one person, so that a pronoun needs no ranking.

In: the `Discourse` and a `PronounQuestion`. Out: the person a rule gives, or None. `RULES` are tried in order; the
candidates that remain are ranked (`ranker`).

>>> [rule.name for rule in RULES]
['speaks on', 'named ahead', 'led in', 'subject before', 'only one']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.reading.entities.antecedents.clauses import (
    MAX_LINKS,
    are_coordinated,
    closes_sentence,
    is_bound,
    is_other_party,
    is_subject,
    is_subordinate,
)
from onrecord.reading.entities.antecedents.discourse import Discourse, MentionPlace


class LastSpeaker(NamedTuple):
    """The person who spoke last, and the token of the source that says so."""

    person: int
    at: int


@dataclass(frozen=True, slots=True)
class PronounQuestion:
    """A pronoun or description to resolve: its token and sex, whether it is a source, who spoke last.

    `again` is the person that the last pronoun of this sex refers to.
    """

    at: int
    sex: str
    speaks: bool
    last: LastSpeaker | None
    again: int | None


# By person, the places where the report mentions them, in text order.
Candidates = Mapping[int, Sequence[MentionPlace]]


def last_speaker(discourse: Discourse, asked: PronounQuestion, _: Candidates) -> int | None:
    """The last speaker, if the pronoun is a source too and no other person has come forward since."""
    last = asked.last
    if last is None or not asked.speaks or not discourse.draft(last.person).may_be(asked.sex):
        return None
    if discourse.excludes(asked.at, last.person):
        return None
    return last.person if keeps_floor(discourse, asked, last) else None


def keeps_floor(discourse: Discourse, asked: PronounQuestion, last: LastSpeaker) -> bool:
    """True if no other person has come forward since the last speaker, in this paragraph or the one before."""
    if discourse.paragraph(asked.at) - discourse.paragraph(last.at) > 1:
        return False
    first, end = discourse.sentence(last.at)
    return not any(
        place.person != last.person
        and discourse.draft(place.person).may_be(asked.sex)
        and not is_bound(discourse.parsed, place.at, last.at)
        and (place.subject or place.at >= end)
        and (place.at >= end or not _is_reported_by(discourse, place.at, last.at))
        for place in discourse.not_quoted(first, asked.at)
    )


def _is_reported_by(discourse: Discourse, at: int, source: int) -> bool:
    """True if a token is in words reported from a source, or in others behind it: `Vesk left, Pell said`."""
    words = discourse.words_at(at)
    return words is not None and (
        at > source or (words.source is not None and source in range(*words.source))
    )


def named_ahead(discourse: Discourse, asked: PronounQuestion, _: Candidates) -> int | None:
    """The subject named behind a pronoun in a phrase before it: `In her speech, Tasel said …`, `Though he voted no, Pell said …`."""
    tokens, at = discourse.parsed.tokens, asked.at
    first, last = discourse.sentence(at)
    subjects = [
        p for p in discourse.between(at + 1, last) if p.subject and discourse.draft(p.person).forms
    ]
    main = next((p for p in subjects if tokens[tokens[p.at].head].head == tokens[p.at].head), None)
    if main is None or discourse.words_at(at) != discourse.words_at(main.at):
        return None
    verb, comma = tokens[main.at].head, any(t.text == "," for t in tokens[at : main.at])
    alone = comma and not discourse.between(first, at) and tokens[asked.at].dep != "dobj"
    for _step in range(MAX_LINKS):
        if tokens[at].head == verb:
            fronted = tokens[at].dep in {"prep", "advcl", "npadvmod"} and tokens[at].i < main.at
            fits = fronted and alone and discourse.draft(main.person).may_be(asked.sex)
            return main.person if fits else None
        at = tokens[at].head
    return None


def led_in(discourse: Discourse, asked: PronounQuestion, _: Candidates) -> int | None:
    """The person that the sentence before a quotation is about or introduces, if the quotation opens a paragraph or sentence.

    `Pell was unmoved.` and, in a paragraph of its own, `"Never," he said.`
    """
    person = introduced_before(discourse, asked)
    return None if person is None or discourse.excludes(asked.at, person) else person


def introduced_before(discourse: Discourse, asked: PronounQuestion) -> int | None:
    """As `led_in`, also for a person that the quotation names."""
    number = discourse.paragraph(asked.at)
    if not asked.speaks:
        return None
    first = discourse.parsed.paragraphs[number].first
    if discourse.is_quoted(first) and number and not discourse.not_quoted(first, asked.at):
        main = main_subject(discourse, first - 1, asked.sex)
        return _introduced(discourse, first - 1, asked.sex) if main is None else main
    begin = discourse.sentence(asked.at)[0]
    if begin == first or discourse.not_quoted(begin, asked.at):
        return None
    quoted = discourse.is_quoted(begin)
    main = main_subject(discourse, begin - 1, asked.sex) if quoted else None
    return _introduced(discourse, begin - 1, asked.sex) if main is None else main


def main_subject(
    discourse: Discourse, at: int, sex: str = "", *, subordinate_may_follow: bool = True
) -> int | None:
    """The subject of a token's sentence, if no other person of the sex is mentioned after them.

    Persons in clauses below do not count, unless `subordinate_may_follow` is false: `Pell said that Vesk left.`
    """
    begin, end = discourse.sentence(at)
    there = [p for p in discourse.not_quoted(begin, end) if discourse.draft(p.person).may_be(sex)]
    main = next((place for place in there if discourse.is_main_subject(place.at)), None)
    if main is None:
        return None
    rivals = (p for p in there if p.at > main.at and p.person != main.person and not p.owner)
    parsed = discourse.parsed
    if all(subordinate_may_follow and is_subordinate(parsed, p.at, main.at) for p in rivals):
        return main.person
    return None


def _introduced(discourse: Discourse, at: int, sex: str) -> int | None:
    """The one person that a sentence about no other names, in full and for the first time, where it closes (`It fell to Mira Tasel`)."""
    begin, end = discourse.sentence(at)
    there = [p for p in discourse.not_quoted(begin, end) if discourse.draft(p.person).may_be(sex)]
    new = [p for p in there if _is_new_full_name(discourse, p, begin)]
    if len({place.person for place in new}) != 1 or there[-1].person != new[0].person:
        return None
    last = new[-1]
    about_other = any(
        discourse.draft(p.person).forms
        and discourse.is_main_subject(p.at)
        and p.person != last.person
        for p in there
    )
    listed = discourse.parsed.tokens[last.at].dep == "conj"
    closes = closes_sentence(discourse.parsed, last.at)
    return None if about_other or listed or last.owner or not closes else last.person


def _is_new_full_name(discourse: Discourse, place: MentionPlace, begin: int) -> bool:
    draft = discourse.draft(place.person)
    return " " in draft.name and min(mention.first for mention in draft.mentions) >= begin


def subject_before(discourse: Discourse, asked: PronounQuestion, _: Candidates) -> int | None:
    """The subject of the sentence before, in the paragraph, for a pronoun that opens the next as its subject.

    `Pell voted for Vesk's plan. He said …`, but not `Pell met Vesk. He said …`. A person of unknown sex gives way to
    others of the pronoun's.
    """
    main, others = _sentence_before(discourse, asked)
    if main is None or discourse.excludes(asked.at, main.person) or is_of_two(discourse, asked):
        return None
    unknown = all(not discourse.draft(place.person).sex for place in others)
    return main.person if discourse.draft(main.person).sex or unknown else None


def is_of_two(discourse: Discourse, asked: PronounQuestion) -> bool:
    """True if two persons are party to what the sentence before reports: `Pell met Vesk. He said …`."""
    main, others = _sentence_before(discourse, asked)
    parsed = discourse.parsed
    return main is not None and any(
        are_coordinated(parsed, main.at, p.at) or is_other_party(parsed, main.at, p.at)
        for p in others
    )


def _sentence_before(
    discourse: Discourse, asked: PronounQuestion
) -> tuple[MentionPlace | None, list[MentionPlace]]:
    """The subject of the sentence before one that opens with the pronoun, and the other persons of the sex there."""
    begin, _ = discourse.sentence(asked.at)
    conjunction = discourse.parsed.tokens[begin].pos == "CCONJ"
    first = discourse.parsed.paragraphs[discourse.paragraph(asked.at)].first
    opens = asked.at == begin + conjunction and discourse.is_main_subject(asked.at)
    if not opens or begin == first:
        return None, []
    before, _ = discourse.sentence(begin - 1)
    places = discourse.between(before, begin)
    there = [p for p in places if discourse.draft(p.person).may_be(asked.sex)]
    main = next((p for p in there if discourse.is_main_subject(p.at)), None)
    return main, [p for p in there if main is not None and p.person != main.person]


def only_candidate(
    discourse: Discourse, asked: PronounQuestion, candidates: Candidates
) -> int | None:
    """The one candidate, or the one in this sentence or the one before who is subject in the paragraph.

    `Pell was not amused. He told …`: no other stands between.
    """
    tokens = discourse.parsed.tokens
    near = [
        place
        for places in candidates.values()
        for place in places
        if tokens[asked.at].sentence - tokens[place.at].sentence <= 1
    ]
    people = {place.person for place in near}
    if len(people) != 1 or all(place.owner for place in near):
        return None
    here = discourse.paragraph(asked.at)
    close = any(p.subject and discourse.paragraph(p.at) == here for p in near)
    carried = close and (asked.speaks or is_subject(discourse.parsed, asked.at))
    return people.pop() if len(candidates) == 1 or carried else None


def is_contested(
    discourse: Discourse,
    asked: PronounQuestion,
    best: int,
    candidates: Iterable[Sequence[MentionPlace]],
) -> bool:
    """True if another named person has come forward as subject since the best candidate spoke."""
    if asked.last is None or asked.last.person != best or not asked.speaks:
        return False
    spoke = asked.last.at
    return any(
        place.person != best
        and discourse.draft(place.person).forms
        and place.subject
        and place.at > spoke
        for places in candidates
        for place in places
    )


@dataclass(frozen=True, slots=True)
class ContinuityRule:
    """A rule with the confidence of what it gives; `carried`: no surer than the person's last mention, if that was unclear."""

    name: str
    person: Callable[[Discourse, PronounQuestion, Candidates], int | None]
    confidence: float
    carried: bool = True


RULES: tuple[ContinuityRule, ...] = (
    ContinuityRule("speaks on", last_speaker, 0.95),
    ContinuityRule("named ahead", named_ahead, 0.9, carried=False),
    ContinuityRule("led in", led_in, 0.9),
    ContinuityRule("subject before", subject_before, 0.9),
    ContinuityRule("only one", only_candidate, 0.9, carried=False),
)
