"""How the rows of the attribution tables are matched: by what the rules find in the sentence."""

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
    """Whether the row's word is the cue, doing in its own example what the row says."""
    acts = [each.act for each in read(text) if each.cue_lemma == row["lemma"]]
    return acts == [row["act"]] if text == row["example"] else bool(acts)


def carries(row: Row, text: str) -> bool:
    """Whether a noun that reports is found behind the row's verb, with the subject as source."""
    return any(
        each.rule.startswith("nominal/") and (not each.source or each.source.start == 0)
        for each in read(text)
    )


def only_possible(row: Row, text: str) -> bool:
    """Whether the row's word keeps everything from being found."""
    return not any(each.cue_lemma for each in read(text))


def took_place(row: Row, text: str) -> bool:
    """Whether speech in the infinitive behind the row's verb is found."""
    return any(each.cue_lemma in ("say", "suggest") for each in read(text))


def asks(row: Row, text: str) -> bool:
    """Whether a question is found."""
    return any(each.question is not None for each in read(text))


def is_channel(row: Row, text: str) -> bool:
    """Whether a channel is found that holds the row's word."""
    spans = [each.channel for each in read(text) if each.channel]
    return any(row["word"].lower() in text[span.start : span.end].lower() for span in spans)


def is_kind(row: Row, text: str) -> bool:
    """Whether the source is of the row's kind; an official's with "the" is a role, a part of several a group."""
    kind = {"official": "role", "part": "group"}.get(row["kind"], row["kind"])
    return [each.sourcing for each in read(text)] == [kind]


def is_withheld(_row: Row, text: str) -> bool:
    """Whether a source is anonymous."""
    return any(each.sourcing == "anonymous" for each in read(text))


def prompts(_row: Row, text: str) -> bool:
    """Whether the sentence's subject only brings forth the criticism it tells of."""
    tree = Tree(language.parse(language.load(), text, (Passage("body", Span(0, len(text))),)))
    noun = text.index("criticism")
    return only_prompts(tree, Span(0, text.index(" ", 4)), Span(noun, noun + len("criticism")))


def glosses_something(row: Row, text: str) -> bool:
    """Whether the row's verb only tells what was meant."""
    tree = Tree(language.parse(language.load(), text, (Passage("body", Span(0, len(text))),)))
    return any(glosses(tree, token) for token in tree.tokens if token.lemma == row["lemma"])


def suggests_something(_row: Row, text: str) -> bool:
    """Whether somebody's words are found within another's."""
    return any(each.within is not None for each in read(text))


def replies(_row: Row, text: str) -> bool:
    """Whether what the sentence before asks is found as the question."""
    return any(each.question is not None for each in read(text))


def tells_more(row: Row, text: str) -> bool:
    """Whether what "said" is taken for is what the row's effect makes of it."""
    tree = Tree(language.parse(language.load(), text, (Passage("body", Span(0, len(text))),)))
    (act,) = {with_content_act(tree, found).act for found in read(text) if found.cue_lemma == "say"}
    if row["effect"] == "thinks":
        return act in ("believe", "intend") or (act == "state" and " not " in text)
    if row["effect"] == "commits nothing":
        return act not in ("promise", "demand")
    return act == {"withholds": "decline", "obliges": "demand", "disowned": "deny"}[row["effect"]]


MATCHERS: dict[str, Callable[[Row, str], bool]] = {
    "attribution/rules": fires,
    "attribution/carrying_verbs": carries,
    "attribution/modality": only_possible,
    "attribution/infinitive_heads": took_place,
    "attribution/gerund_prepositions": took_place,
    "attribution/showing_verbs": suggests_something,
    "attribution/reply_verbs": replies,
    "attribution/content_words": tells_more,
    "attribution/question_verbs": asks,
    "attribution/channels": is_channel,
    "attribution/sourcing": is_kind,
    "attribution/counting_words": is_kind,
    "attribution/prompting_verbs": prompts,
    "sourcing/anonymity": is_withheld,
    "attribution/glossing_verbs": glosses_something,
}
