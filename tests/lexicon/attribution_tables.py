"""Matchers of the attribution tables: what the rules find in a row's example."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from onrecord.model import Attribution, Passage, Span
from onrecord.reading.attribution.not_speech import glosses, only_prompts
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.attribution.speech_act import with_content_act
from onrecord.reading.parse import language
from onrecord.reading.parse.tree import Tree

Row = Mapping[str, str]


@cache
def read(text: str) -> tuple[Attribution, ...]:
    """What the rules find in a text; each of its lines is a paragraph."""
    places = (Span(*line.span()) for line in re.finditer(r"[^\n]+", text))
    passages = tuple(Passage("body", place) for place in places)
    return find_attributions(language.parse(language.load(), text, passages))


def fires(row: Row, text: str) -> bool:
    """Whether the rule of this row finds something; a pilcrow breaks paragraphs."""
    return any(each.rule == row["name"] for each in read(text.replace("¶", "\n")))


def is_cue(row: Row, text: str) -> bool:
    """True if the row's word is the cue, in its own example with the row's act."""
    acts = [each.act for each in read(text) if each.cue_lemma == row["lemma"]]
    return acts == [row["act"]] if text == row["example"] else bool(acts)


def has_carrying_verb(row: Row, text: str) -> bool:
    """True if a reporting noun is found after the row's verb, with the subject as source."""
    return any(
        each.rule.startswith("nominal/") and (not each.source or each.source.start == 0)
        for each in read(text)
    )


def is_only_possible(row: Row, text: str) -> bool:
    """True if nothing is found, as the row's word makes the speech only possible."""
    return not any(each.cue_lemma for each in read(text))


def reports_event(row: Row, text: str) -> bool:
    """True if the infinitive or gerund after the row's word is found as speech."""
    return any(each.cue_lemma in ("say", "suggest") for each in read(text))


def has_question(row: Row, text: str) -> bool:
    """True if an answered question is found."""
    return any(each.question is not None for each in read(text))


def is_channel(row: Row, text: str) -> bool:
    """True if a channel with the row's word is found."""
    spans = [each.channel for each in read(text) if each.channel]
    return any(row["word"].lower() in text[span.start : span.end].lower() for span in spans)


def is_kind(row: Row, text: str) -> bool:
    """True if the source is of the row's kind; an official with "the" is a role, a part is a group."""
    kind = {"official": "role", "part": "group"}.get(row["kind"], row["kind"])
    return [each.sourcing for each in read(text)] == [kind]


def is_anonymous(_row: Row, text: str) -> bool:
    """True if a source is anonymous."""
    return any(each.sourcing == "anonymous" for each in read(text))


def prompts(_row: Row, text: str) -> bool:
    """True if the subject only causes the criticism."""
    tree = Tree(language.parse(language.load(), text, (Passage("body", Span(0, len(text))),)))
    noun = text.index("criticism")
    return only_prompts(tree, Span(0, text.index(" ", 4)), Span(noun, noun + len("criticism")))


def is_glossing(row: Row, text: str) -> bool:
    """True if the row's verb explains what the words before it refer to."""
    tree = Tree(language.parse(language.load(), text, (Passage("body", Span(0, len(text))),)))
    return any(glosses(tree, token) for token in tree.tokens if token.lemma == row["lemma"])


def is_nested(_row: Row, text: str) -> bool:
    """True if a nested attribution is found."""
    return any(each.within is not None for each in read(text))


def answers_question(_row: Row, text: str) -> bool:
    """True if the question of the sentence before is found."""
    return any(each.question is not None for each in read(text))


def has_effect(row: Row, text: str) -> bool:
    """True if the act of "said" is the one that the row's effect gives."""
    tree = Tree(language.parse(language.load(), text, (Passage("body", Span(0, len(text))),)))
    (act,) = {with_content_act(tree, found).act for found in read(text) if found.cue_lemma == "say"}
    if row["effect"] == "thinks":
        return act in ("believe", "intend") or (act == "state" and " not " in text)
    if row["effect"] == "commits nothing":
        return act not in ("promise", "demand")
    return act == {"withholds": "decline", "obliges": "demand", "disowned": "deny"}[row["effect"]]


MATCHERS: dict[str, Callable[[Row, str], bool]] = {
    "attribution/rules": fires,
    "attribution/carrying_verbs": has_carrying_verb,
    "attribution/modality": is_only_possible,
    "attribution/infinitive_heads": reports_event,
    "attribution/gerund_prepositions": reports_event,
    "attribution/showing_verbs": is_nested,
    "attribution/reply_verbs": answers_question,
    "attribution/content_words": has_effect,
    "attribution/question_verbs": has_question,
    "attribution/channels": is_channel,
    "attribution/sourcing": is_kind,
    "attribution/counting_words": is_kind,
    "attribution/prompting_verbs": prompts,
    "sourcing/anonymity": is_anonymous,
    "attribution/glossing_verbs": is_glossing,
}
