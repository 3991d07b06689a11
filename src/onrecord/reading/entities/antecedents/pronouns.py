"""Link pronouns, "I" in quoted words and descriptions ("the billionaire") to the persons they refer to, where it is clear.

In: the drafts with their mentions, the attributions (who speaks, in whose words a pronoun is). Out: links. Pronouns are
resolved in text order, so that each takes part in resolving the next. A person less likely than the threshold is not
linked, but stays in the discourse with that probability. An unnamed person counts as any other: "he" after "a spokesman"
is not the minister.

>>> FIRST_PERSON == {"i", "me"}
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.lexicon.given_names import PRONOUN_SEX
from onrecord.model import Attribution, Parsed, Span, Token, Verdict
from onrecord.reading.entities.antecedents.choice import Antecedent, choose_antecedent, rank
from onrecord.reading.entities.antecedents.clauses import MAX_LINKS
from onrecord.reading.entities.antecedents.continuity import LastSpeaker, PronounQuestion
from onrecord.reading.entities.antecedents.descriptions import (
    Description,
    described_by_continuity,
    descriptions,
    is_anaphoric,
    may_be_described,
    states_other_office,
)
from onrecord.reading.entities.antecedents.discourse import Discourse
from onrecord.reading.entities.antecedents.ranker import candidates, threshold, weights
from onrecord.reading.entities.antecedents.reported_words import (
    nouns_of_speaking_who,
    questioned_tokens,
    source_tokens,
)
from onrecord.reading.entities.entity_draft import EntityLink
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.trace import Trace

STEP = "link_pronouns"
FIRST_PERSON = frozenset({"i", "me"})
SECOND_PERSON = "you"
# A person this likely has the pronoun's sex.
_TELLS_SEX = 0.9
# The least probability of a person for a description, which may introduce a new person as no pronoun does.
_DESCRIBED = 0.7
# The confidence of a description by continuity.
_DESCRIBED_BY_CONTINUITY = 0.85
# A longer word in capitals is no abbreviation of an office (MP, CEO).
_MAX_ABBREVIATION = 3

Chooser = Callable[[Discourse, PronounQuestion], Antecedent]


def link_pronouns(
    parsed: Parsed,
    resolution: Resolution,
    attributions: Sequence[Attribution],
    trace: Trace | None = None,
    *,
    choose: Chooser = choose_antecedent,
) -> Resolution:
    """Links of every he, she, his, her, quoted I and description that clearly refers to one person.

    `choose` gives the antecedent of a pronoun; training passes its own.
    """
    linker = Linker(resolution)
    resolver = _Resolver(parsed, linker, attributions, trace, choose)
    for token in parsed.tokens:
        resolver.resolve(token)
    return linker.resolution()


class _Resolver:
    """Resolves tokens in text order, and remembers who spoke last and to which person the last pronoun refers."""

    def __init__(
        self,
        parsed: Parsed,
        linker: Linker,
        attributions: Sequence[Attribution],
        trace: Trace | None,
        choose: Chooser,
    ) -> None:
        self._linker, self._trace, self._choose = linker, trace, choose
        self._discourse = Discourse(parsed, linker, attributions)
        self._sources = source_tokens(parsed, attributions)
        self._relative = nouns_of_speaking_who(parsed, self._sources)
        self._questioned = questioned_tokens(parsed, attributions)
        self._descriptions = descriptions(linker.resolution().unnamed)
        self._last: LastSpeaker | None = None
        self._again: dict[str, int | None] = {}

    def resolve(self, token: Token) -> None:
        """Resolve a token if it is a pronoun or a description; note who speaks."""
        word = token.text.lower()
        if word in PRONOUN_SEX:
            self._third_person(token, PRONOUN_SEX[word])
        elif word in FIRST_PERSON:
            self._first_person(token)
        elif word == SECOND_PERSON:
            self._second_person(token)
        elif token.i in self._descriptions:
            self._description(token, self._descriptions[token.i])
        self._note_speaker(token)

    def _third_person(self, token: Token, sex: str) -> None:
        speaks, again = token.i in self._sources, self._again.get(sex)
        asked = PronounQuestion(token.i, sex, speaks, self._last, again)
        chosen = self._choose(self._discourse, asked)
        self._again[sex] = chosen.person
        clear = chosen.person is not None and chosen.confidence >= threshold()
        if self._trace is not None:
            self._note(token, chosen, linked=clear)
        if chosen.person is None:
            return
        self._discourse.place(token.i, chosen.person, chosen.confidence)
        told = sex if chosen.confidence >= _TELLS_SEX else ""
        link = _pronoun(token, chosen.person, round(chosen.confidence, 2), chosen.rule)
        self._linker.link(replace(link, how="pronoun" if clear else None, sex=told))

    def _first_person(self, token: Token) -> None:
        """Link "I" to the speaker of quoted words, also where "I" is said to think in them: `"I think I know," …`."""
        words = self._discourse.words_at(token.i)
        for _ in range(MAX_LINKS):
            if words is None or words.quoted or words.source is None:
                break
            source = words.source[0]
            pronoun = self._discourse.parsed.tokens[source].text.lower() in FIRST_PERSON
            if not pronoun or source == token.i:
                return
            words = self._discourse.words_at(source)
        if words is None or not words.quoted:
            return
        speaker = self._discourse.speaker(words)
        if speaker is not None and self._linker[speaker].forms:
            self._linker.link(_pronoun(token, speaker, 0.9, "first person"))

    def _second_person(self, token: Token) -> None:
        """Link "you" in a question of an interview to the person who is asked."""
        words = self._discourse.words_at(token.i)
        asked = words.turn.asked if words is not None and words.turn is not None else None
        if asked is not None:
            self._linker.link(_pronoun(token, asked, 0.85, "second person"))

    def _description(self, token: Token, description: Description) -> None:
        """Link a description to the person named before who fits, if that is clear.

        A heading in capitals has no articles, so its descriptions are not resolved.
        """
        speaks = token.i in self._sources or token.i in self._relative
        capitals = token.text.isupper() and len(token.text) > _MAX_ABBREVIATION
        if capitals or not (speaks or self._discourse.is_main_subject(token.i)):
            return
        role, discourse = description.role, self._discourse
        asked = PronounQuestion(token.i, role.sex, speaks, self._last, None)
        person = described_by_continuity(discourse, asked, role)
        chosen = Antecedent(person, _DESCRIBED_BY_CONTINUITY, "description: continuity")
        if person is None and is_anaphoric(role):
            everyone = may_be_described(discourse, token.i, candidates(discourse, asked), role)
            chosen = rank(discourse, asked, everyone, weights())
            chosen = replace(chosen, rule="description: ranker")
            other = chosen.person is not None and states_other_office(
                discourse.draft(chosen.person), role
            )
            chosen = replace(chosen, person=None) if other else chosen
        clear = chosen.person is not None and chosen.confidence >= _DESCRIBED
        if self._trace is not None:
            self._note(token, chosen, linked=clear)
        if clear and chosen.person is not None:
            self._link_description(token, description, chosen.person, chosen)

    def _link_description(
        self, token: Token, description: Description, person: int, chosen: Antecedent
    ) -> None:
        mention, sure = description.mention, round(chosen.confidence, 2)
        self._linker.unlink(mention)
        self._discourse.remove(token.i, mention.entity)
        roles = (description.role,)
        self._linker.link(
            EntityLink(person, mention.first, mention.last, "title", sure, chosen.rule, roles=roles)
        )
        self._discourse.place(token.i, person)

    def _note_speaker(self, token: Token) -> None:
        """Note who speaks where a source ends; a person who is asked a question has the floor."""
        source, discourse = self._sources.get(token.i), self._discourse
        if source and token.i == source[1] - 1 and discourse.words_at(token.i) is None:
            speaker = discourse.person_of(*source)
            self._last = None if speaker is None else LastSpeaker(speaker, token.i)
        if token.i in self._questioned:
            there = discourse.between(token.i, token.i + 1)
            self._last = LastSpeaker(there[-1].person, token.i) if there else self._last

    def _note(self, token: Token, chosen: Antecedent, *, linked: bool) -> None:
        if self._trace is None:
            return
        ranked = "; ".join(f"{self._name(who)} {odds:.2f}" for who, odds in chosen.ranked)
        who = "none is likely enough" if chosen.person is None else self._name(chosen.person)
        why = f"{who}, {chosen.confidence:.2f}" + (f" of {ranked}" if ranked else "")
        verdict: Verdict = "changed" if linked else "kept"
        self._trace.note(STEP, verdict, (Span(token.start, token.end),), why, rule=chosen.rule)

    def _name(self, person: int) -> str:
        return self._linker[person].name or "an unnamed person"


def _pronoun(token: Token, person: int, confidence: float, rule: str) -> EntityLink:
    return EntityLink(person, token.i, token.i + 1, "pronoun", confidence, rule)
