"""How the rows of the attribution tables are matched: by what the rules find in the sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from onrecord.model import Attribution, Passage, Span
from onrecord.reading import language
from onrecord.reading.attribution.rules import find_attributions

Row = Mapping[str, str]


@cache
def read(text: str) -> tuple[Attribution, ...]:
    parsed = language.parse(language.load(), text, (Passage("body", Span(0, len(text))),))
    return find_attributions(parsed)


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


MATCHERS: dict[str, Callable[[Row, str], bool]] = {
    "cues": is_cue,
    "nominal_cues": is_cue,
    "carrying_verbs": carries,
    "modality": only_possible,
    "infinitive_heads": took_place,
    "question_verbs": asks,
    "channels": is_channel,
    "sourcing": is_kind,
    "counting_words": is_kind,
    "withheld": is_withheld,
}
