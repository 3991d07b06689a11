"""Describe what no rule has described: act, lemma, kind of source, participants, by the lexicon and the parse.

In: findings. Out: the same, those of the tagger alone described by the words of their cue.

>>> from onrecord.model import Passage
>>> from onrecord.reading.attribution.setting import setting_of
>>> from onrecord.reading.parse.language import load, parse
>>> from onrecord.reading.parse.tree import Tree
>>> text = "The mayor rejects any claim that the bridge is closed."
>>> setting = setting_of(Tree(parse(load(), text, (Passage("body", Span(0, len(text))),))))
>>> look_up(setting, Span(10, 17)).act
'deny'
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.model import Act, Attribution, Span
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.confirm import unless_said
from onrecord.reading.attribution.not_speech import only_prompts
from onrecord.reading.attribution.participants import find_participants
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.reporting_words import (
    ReportingWord,
    reporting_nouns,
    reporting_verbs,
)
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.attribution.setting import Setting
from onrecord.reading.attribution.source_kinds import sourcing
from onrecord.reading.trace import Trace

_OPEN = frozenset({"VERB", "NOUN", "ADJ"})


@dataclass(frozen=True, slots=True)
class CueEntry:
    """What a cue does; its lemma and its verb where they are known."""

    act: Act = "state"
    lemma: str | None = None
    verb: Cue | None = None


def describe(
    setting: Setting, found: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """The findings, each with act, lemma, kind of source and participants."""
    return tuple(
        _describe_by_lexicon(setting, each, trace)
        if rule_of(each.rule).family == "tagged"
        else each
        for each in found
    )


def _describe_by_lexicon(setting: Setting, found: Attribution, trace: Trace | None) -> Attribution:
    """What the lexicon and the parse say of a finding no rule has."""
    tree = setting.tree
    if found.source and found.cue and only_prompts(tree, found.source, found.cue):
        note(trace, "describe", "changed", found, "the source only prompts the words of others")
        found = replace(found, source=None)
    entry, tokens = look_up(setting, found.cue), tree.tokens_of(found.source)
    described = replace(
        found, act=entry.act, cue_lemma=entry.lemma, sourcing=sourcing(tree, tokens)
    )
    if entry.verb is None or found.source is None:
        return described
    candidate = Candidate(entry.verb, tokens, found.cue, found.content, found.rule, entry.lemma)
    participants = find_participants(tree, candidate)
    return replace(
        described,
        addressee=unless_said(participants.addressee, found.content),
        channel=unless_said(participants.channel, found.content),
        question=unless_said(participants.question, found.content),
    )


def look_up(setting: Setting, cue: Span | None) -> CueEntry:
    """What the words `cue` do: by a reporting verb of the parse, else by verb or noun of the lexicon."""
    verb = setting.verb_at(cue)
    if cue is None or verb is not None:
        return CueEntry(verb.act, verb.lemma, verb) if verb else CueEntry()
    words = [setting.tree.tokens[i] for i in range(*setting.tree.within(cue))]
    lemmas = [word.lemma.lower() for word in words]
    for first, lemma in enumerate(lemmas):
        phrasal = reporting_verbs().get(" ".join(lemmas[first : first + 2]))
        entry = phrasal or reporting_verbs().get(lemma)
        if entry is not None:
            negated = any(word.dep == "neg" for word in words)
            return CueEntry(_act_of(entry, negated=negated), entry.lemma)
        if lemma in reporting_nouns():
            return CueEntry(reporting_nouns()[lemma].act, lemma)
    content = [lemma for word, lemma in zip(words, lemmas, strict=True) if word.pos in _OPEN]
    return CueEntry("state", content[-1] if content else None)


def _act_of(entry: ReportingWord, *, negated: bool) -> Act:
    """The act of a cue of the lexicon; negated thinking doubts, negated saying declines."""
    if not negated:
        return entry.act
    return entry.negated or ("doubt" if entry.act == "believe" else "decline")
